"""What stands behind a slide: all that is said of a block, and each source with its release, date and address."""

from collections.abc import Iterable, Sequence

from pptx.slide import Slide

from layouts.pack.content import Block, Reference


def source_of(reference: Reference) -> str:
    """A source on one line."""
    told = (reference.source, reference.release, reference.date, reference.address)
    return f"{reference.figure}: {', '.join(part for part in told if part)}"


def sources_in_brief(references: Iterable[Reference]) -> str:
    """The sources of a slide for its foot, each once: source, release and date."""
    told = dict.fromkeys(", ".join(part for part in (one.source, one.release, one.date) if part) for one in references)
    return f"Source: {'; '.join(told)}" if told else ""


def notes_of(block: Block) -> list[str]:
    """The lines of a block's speaker notes."""
    lines = [block.label, block.heading, *block.sentences]
    if block.chart is not None:
        lines += [block.chart.finding, block.chart.subtitle, block.chart.alternative]
        lines += [f"No figure: {reason}" for reason in block.chart.missing]
    lines += [f"{note.heading}: {note.text}" for note in block.notes]
    lines += [f"Source: {source_of(reference)}" for reference in block.references]
    return [line for line in lines if line]


def write_notes(slide: Slide, lines: Sequence[str]) -> None:
    """Lines into the speaker notes of a slide."""
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = "\n".join(lines)
