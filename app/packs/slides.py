"""A pack as a presentation: a slide a block with a chart that can be edited, and all that is said in its notes."""

from datetime import datetime
from typing import Any

from pptx.slide import Slide
from pptx.util import Inches, Pt

from app.packs import slide_tables
from app.packs.block_slides import INSET, BlockSlides
from app.packs.plain import Told, moment_of, prepared, shortened, silent
from app.packs.slide_deck import DIVIDER, EDGE, FOOT, INNER, OPENING, PLACES, TITLE_ONLY, TOP, WORDS, Deck, link, write
from app.packs.slide_notes import write_notes
from app.packs.slide_words import LINE, POINTS, Paragraph, largest, width_of
from layouts.pack.content import Pack, PackSection
from layouts.tables import Column, Table

CONTENTS, SOURCES, ABOUT = "Contents", "Sources", "About this pack"
CONTENTS_SIZE = 14
CONTENTS_LINE = CONTENTS_SIZE * (LINE + 0.5) / POINTS
SOURCE_COLUMNS = tuple(Column(heading) for heading in ("Figure", "Source", "Release", "Date", "Address"))
ANSWER_SIZES = (24, 22, 20, 18, 16, 14, 12)

Entry = tuple[Slide, str, bool]
"""A slide, what the list of contents says of it, and whether it opens a section."""


def as_slides(pack: Pack, told: Told = silent) -> bytes:
    """The presentation; `told` hears each block's heading before it is drawn."""
    content, moment = prepared(pack), moment_of(pack.as_of)
    deck = Deck(content, moment)
    _open(deck, content)
    entries: list[Entry] = []
    for section in content.sections:
        entries += _section(deck, section, moment, told)
    entries += _about(deck, content) + _sources(deck, content)
    _contents(deck, entries)
    return deck.saved()


def _open(deck: Deck, pack: Pack) -> None:
    slide = deck.add(OPENING, pack.title)
    _, _, width, height = PLACES[OPENING][0]
    title: Any = slide.shapes.title
    said = title.text_frame.text
    title.text_frame.paragraphs[0].font.size = Pt(
        largest(said, width - INSET, height - 0.1, (40, 36, 32, 28, 24, 20), True)
    )
    answer = shortened(pack.answer, 700)
    facts = [pack.subtitle, f"As of {pack.as_of}", f"Published figures: snapshot {pack.snapshot}", pack.address]
    size = largest(answer, width - INSET, 2.0, ANSWER_SIZES, True)
    body: Any = slide.placeholders[1]
    write(
        body.text_frame,
        [Paragraph(answer, size, bold=True), *(Paragraph(shortened(fact, 300), 14) for fact in facts if fact)],
    )
    write_notes(slide, [pack.title, pack.subtitle, pack.answer, *facts[1:]])


def _section(deck: Deck, section: PackSection, moment: datetime, told: Told) -> list[Entry]:
    slide = deck.add(DIVIDER, section.title)
    body: Any = slide.placeholders[1]
    _, _, width, height = PLACES[DIVIDER][1]
    sentence = shortened(section.sentence, 900)
    if sentence:
        write(body.text_frame, [Paragraph(sentence, largest(sentence, width - INSET, height, (20, 18, 16, 14, 12)))])
    else:
        body._element.getparent().remove(body._element)
    write_notes(slide, [section.title, section.sentence])
    entries: list[Entry] = [(slide, section.title, True)]
    for block in section.blocks:
        told(block.heading)
        entries.append((BlockSlides(deck, block, moment).first, block.heading, False))
    return entries


def _about(deck: Deck, pack: Pack) -> list[Entry]:
    said = (("As of", pack.as_of), ("Snapshot", pack.snapshot), ("Address", pack.address), *pack.facts)
    table = Table("How this pack was made", (Column("What"), Column("Which")), tuple(said))
    return _listed(deck, ABOUT, table)


def _sources(deck: Deck, pack: Pack) -> list[Entry]:
    rows = tuple((one.figure, one.source, one.release, one.date, one.address) for one in pack.references)
    return _listed(deck, SOURCES, Table("Where the figures are from", SOURCE_COLUMNS, rows)) if rows else []


def _listed(deck: Deck, title: str, table: Table) -> list[Entry]:
    parts = [part for part in slide_tables.below(table, FOOT - TOP, FOOT - TOP) if part.rows]
    slides = [deck.add(TITLE_ONLY, title) for _ in parts]
    for slide, part in zip(slides, parts, strict=True):
        slide_tables.draw(slide, part, TOP, table.caption)
        write_notes(slide, [": ".join(str(cell) for cell in row) for row in part.rows])
    return [(slides[0], title, True)]


def _contents(deck: Deck, entries: list[Entry]) -> None:
    """What the presentation holds, each line a link, after the opening slide."""
    per_slide = int((FOOT - TOP) / CONTENTS_LINE)
    pages = [entries[start : start + per_slide] for start in range(0, len(entries), per_slide)]
    slides = [deck.add(WORDS, CONTENTS) for _ in pages]
    for place, slide in enumerate(slides, 1):
        deck.place(slide, place)
    for slide, page in zip(slides, pages, strict=True):
        body: Any = slide.placeholders[1]
        lines = [f"{deck.number_of(target)}\u2003{title}" for target, title, _ in page]
        write(
            body.text_frame,
            [
                Paragraph(_on_a_line(line, opens), CONTENTS_SIZE, bold=opens)
                for line, (_, _, opens) in zip(lines, page, strict=True)
            ],
        )
        for paragraph, (target, _, _) in zip(body.text_frame.paragraphs, page, strict=True):
            link(slide, paragraph.runs[0], target)
        body.left, body.top, body.width, body.height = map(Inches, (EDGE, TOP, INNER, FOOT - TOP))
        write_notes(slide, lines)


def _on_a_line(words: str, bold: bool) -> str:
    """Words cut to what one line of the list of contents holds."""
    length = len(words)
    while length > 20 and width_of(words[:length], CONTENTS_SIZE, bold) > INNER - INSET:
        length -= 5
    return shortened(words, length)
