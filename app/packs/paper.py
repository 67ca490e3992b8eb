"""A pack as a Word document: headings that can be walked by, charts that can be edited, tables, sources."""

from io import BytesIO
from typing import Any

from docx.shared import Cm

from app.packs.archives import stamped
from app.packs.block_slides import chart_alternative
from app.packs.chart_tables import chart_table, further_tables, says_reasons
from app.packs.native_charts import can_be_drawn
from app.packs.paper_charts import Charts
from app.packs.paper_styles import ANSWER, LABEL, SMALL, document_for, instruct, link_within, mark, sign
from app.packs.paper_tables import add_table
from app.packs.plain import Told, in_a_line, moment_of, prepared, silent
from app.packs.slide_notes import source_of
from layouts.pack.content import Block, Pack, PackSection
from layouts.tables import Column, Table

SOURCE_COLUMNS = tuple(Column(heading) for heading in ("Figure", "Source", "Release", "Date", "Address"))
SOURCES = "sources"


def as_paper(pack: Pack, told: Told = silent) -> bytes:
    """The document; `told` hears each block's heading before it is written."""
    content, moment = prepared(pack), moment_of(pack.as_of)
    document = document_for(content, moment)
    charts = Charts(document, moment)
    _open(document, content)
    _contents(document, content)
    for number, section in enumerate(content.sections):
        _section(document, section, number, charts, told)
    _close(document, content)
    stream = BytesIO()
    document.save(stream)
    return stamped(stream.getvalue(), moment)


def _open(document: Any, pack: Pack) -> None:
    document.add_paragraph(in_a_line(pack.title), style="Title")
    if pack.subtitle:
        document.add_paragraph(pack.subtitle, style="Subtitle")
    document.add_paragraph(pack.answer, style=ANSWER)
    known = (("As of", pack.as_of), ("Published figures", f"snapshot {pack.snapshot}"), ("Address", pack.address))
    for name, words in (*known, *pack.facts):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Cm(0.05)
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(words)


def _contents(document: Any, pack: Pack) -> None:
    """A list of contents that Word can bring up to date, and that is full before it does."""
    document.add_paragraph("Contents", style="TOC Heading")
    entries = [
        (name, title, level)
        for number, section in enumerate(pack.sections)
        for name, title, level in [
            (_name(number), section.title, 0),
            *((_name(number, place), block.heading, 1) for place, block in enumerate(section.blocks)),
        ]
    ]
    entries.append((SOURCES, "Sources", 0))
    for place, (name, title, level) in enumerate(entries):
        paragraph = document.add_paragraph(style="List 2" if level else "List")
        paragraph.paragraph_format.left_indent = Cm(0.8 * level)
        paragraph.paragraph_format.first_line_indent = Cm(0)
        if place == 0:
            sign(paragraph, "begin")
            instruct(paragraph, 'TOC \\o "1-2" \\h \\z \\u')
            sign(paragraph, "separate")
        link_within(paragraph, name, in_a_line(title))
        if place == len(entries) - 1:
            sign(paragraph, "end")


def _section(document: Any, section: PackSection, number: int, charts: Charts, told: Told) -> None:
    heading = document.add_paragraph(in_a_line(section.title), style="Heading 1")
    heading.paragraph_format.page_break_before = True
    mark(document, heading, _name(number))
    if section.sentence:
        document.add_paragraph(section.sentence)
    for place, block in enumerate(section.blocks):
        told(block.heading)
        _block(document, block, _name(number, place), charts)


def _block(document: Any, block: Block, name: str, charts: Charts) -> None:
    if block.label:
        document.add_paragraph(in_a_line(block.label), style=LABEL)
    heading = document.add_paragraph(in_a_line(block.heading), style="Heading 2")
    if block.label:
        heading.paragraph_format.space_before = Cm(0)
    mark(document, heading, name)
    for place, sentence in enumerate(block.sentences):
        paragraph = document.add_paragraph(sentence, style=ANSWER if place == 0 else None)
        paragraph.paragraph_format.keep_with_next = block.chart is not None
    if block.chart is not None:
        if can_be_drawn(block.chart):
            charts.add(block.chart, block.heading, chart_alternative(block.chart))
        figures = chart_table(block, block.chart)
        add_table(document, figures)
        if not says_reasons(figures, block.chart):
            document.add_paragraph(f"No figure: {'; '.join(block.chart.missing)}.", style=SMALL)
    for table in further_tables(block):
        add_table(document, table)
    for note in block.notes:
        document.add_paragraph(in_a_line(note.heading), style="Heading 3")
        for line in filter(str.strip, note.text.split("\n")):
            document.add_paragraph(line)
    if block.references:
        document.add_paragraph("Sources of these figures", style="Heading 3")
        for reference in block.references:
            document.add_paragraph(source_of(reference), style="List Bullet")


def _close(document: Any, pack: Pack) -> None:
    heading = document.add_paragraph("Sources", style="Heading 1")
    heading.paragraph_format.page_break_before = True
    mark(document, heading, SOURCES)
    rows = tuple((one.figure, one.source, one.release, one.date, one.address) for one in pack.references)
    if rows:
        add_table(document, Table("Where the figures are from", SOURCE_COLUMNS, rows))
    else:
        document.add_paragraph("This pack shows no figures.")


def _name(section: int, block: int | None = None) -> str:
    """The place of a section or a block in the document, as a bookmark's name."""
    return f"section{section + 1}" if block is None else f"section{section + 1}block{block + 1}"
