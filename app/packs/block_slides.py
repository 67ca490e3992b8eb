"""The slides of a block: its answer, its chart with what is said of it, its tables, its commentary."""

from datetime import datetime
from typing import Any

from pptx.slide import Slide
from pptx.util import Inches

from app.packs import slide_tables
from app.packs.chart_tables import further_tables
from app.packs.native_charts import KINDS, can_be_drawn, chart_data, dress
from app.packs.slide_deck import (
    EDGE,
    FOOT,
    INNER,
    PICTURE,
    PLACES,
    READING,
    TITLE_ONLY,
    TOP,
    WORDS,
    Deck,
    add_box,
    describe,
    write,
)
from app.packs.slide_notes import notes_of, sources_in_brief, write_notes
from app.packs.slide_words import Paragraph, height_of, lines_of, pages, taken
from app.packs.table_parts import parted
from layouts.pack.content import Block, PackChart
from layouts.tables import Table

ANSWER_SIZE, SIDE_SIZE, WORD_SIZE, SMALL_SIZE = 18, 14, 16, 10
LABEL_PLACE = (EDGE, 0.34, INNER, 0.28)
SOURCE_PLACE = (EDGE, 6.86, INNER - 1.3, 0.5)
INSET = 0.2
"""What a frame keeps free at its sides, together."""
BETWEEN = 0.12
MISSING_HEIGHT = 0.42
LONGEST_ANSWER = 1.3
LEAST_OF_A_TABLE = 2.2
"""With so much room left a table begins below the words, and goes on."""


class BlockSlides:
    """The slides of one block, first to last; `first` is the one that a list of contents leads to."""

    def __init__(self, deck: Deck, block: Block, moment: datetime) -> None:
        self._deck, self._block, self._moment = deck, block, moment
        self._slides: list[Slide] = []
        self._room = FOOT
        """From how many inches on the last slide is free."""
        rest = self._open()
        self._tables()
        self._words(rest)
        self._finish()

    @property
    def first(self) -> Slide:
        """The slide with the block's answer."""
        return self._slides[0]

    def _add(self, layout: str) -> Slide:
        slide = self._deck.add(layout, self._block.heading or self._block.name)
        self._slides.append(slide)
        return slide

    def _open(self) -> list[Paragraph]:
        """The first slide; what is left of the words is for others."""
        chart = self._block.chart
        if chart is not None and can_be_drawn(chart):
            return self._picture(chart)
        return self._answer()

    def _picture(self, chart: PackChart) -> list[Paragraph]:
        slide = self._add(PICTURE)
        answer, side = slide.placeholders[1], slide.placeholders[2]
        said, rest = taken(self._said(), INNER - INSET, LONGEST_ANSWER)
        first, rest = said[:1], said[1:] + rest
        top = TOP + height_of(first, INNER - INSET) + BETWEEN if first else TOP
        if first:
            _put(answer, (EDGE, TOP, INNER, top - TOP), first)
        else:
            _remove(answer)
        left, _, width, _ = PLACES[PICTURE][2]
        beside = [Paragraph(one.words, SIDE_SIZE, lead=one.lead) for one in [*rest, *self._commentary()]]
        kept, later = taken(beside, width - INSET, FOOT - top, parts=False)
        foot = FOOT - (MISSING_HEIGHT if chart.missing else 0)
        across = left - EDGE - BETWEEN if kept else INNER
        self._chart(slide, chart, (EDGE, top, across, foot - top))
        if chart.missing:
            add_box(slide, "Missing figures", (EDGE, foot, across, MISSING_HEIGHT), _missing(chart, across))
        if kept:
            _put(side, (left, top, width, FOOT - top), kept)
            slide.shapes._spTree.append(side._element)  # read after the chart
        else:
            _remove(side)
        return [Paragraph(one.words, WORD_SIZE, lead=one.lead) for one in later]

    def _chart(self, slide: Slide, chart: PackChart, place: tuple[float, float, float, float]) -> None:
        frame: Any = slide.shapes.add_chart(KINDS[chart.kind], *map(Inches, place), chart_data(chart))  # type: ignore[call-arg, arg-type]
        dress(frame.chart, chart, self._moment, place[2:], self._block.heading)
        describe(frame, f"Chart: {chart.finding}", chart_alternative(chart))

    def _answer(self) -> list[Paragraph]:
        """A first slide without a chart: the sentences, and where there is no table as much commentary as fits."""
        slide = self._add(WORDS)
        body, tables = slide.placeholders[1], self._tables_of_block()
        kept, rest = taken(self._said() + ([] if tables else self._commentary(WORD_SIZE)), READING - INSET, FOOT - TOP)
        height = height_of(kept, READING - INSET)
        if kept:
            _put(body, (EDGE, TOP, READING, height), kept)
        else:
            _remove(body)
        self._room = FOOT if rest else TOP + height + BETWEEN
        return [*rest, *(self._commentary(WORD_SIZE) if tables else [])]

    def _tables(self) -> None:
        """Tables below the words where there is room, else on slides of their own."""
        for table in parted(self._tables_of_block()):
            self._table(table)

    def _table(self, table: Table) -> None:
        captioned = [Paragraph(table.caption, SIDE_SIZE, bold=True)]
        above = height_of(captioned, INNER - INSET)
        whole, left = FOOT - TOP - above, FOOT - self._room - above
        starts_here = slide_tables.height_of(table) <= left or left >= LEAST_OF_A_TABLE
        parts = slide_tables.below(table, left if starts_here else whole, whole)
        for place, part in enumerate(parts):
            if table.rows and not part.rows:
                continue
            if not (starts_here and place == 0):
                self._add(TITLE_ONLY)
                self._room = TOP
            slide = self._slides[-1]
            add_box(slide, "Caption", (EDGE, self._room, INNER, above), captioned)
            slide_tables.draw(slide, part, self._room + above, table.caption)
            self._room += above + slide_tables.height_of(part) + 2 * BETWEEN

    def _words(self, rest: list[Paragraph]) -> None:
        for page in pages(rest, READING - INSET, FOOT - TOP):
            _put(self._add(WORDS).placeholders[1], (EDGE, TOP, READING, FOOT - TOP), page)

    def _finish(self) -> None:
        """Label, sources and notes on every slide of the block."""
        notes, sources = notes_of(self._block), sources_in_brief(self._block.references)
        for place, slide in enumerate(self._slides):
            if self._block.label:
                label = [Paragraph(self._block.label, 12, is_muted=True)]
                box = add_box(slide, "Label", LABEL_PLACE, label)
                slide.shapes.title._element.addnext(box._element)  # type: ignore[union-attr]
            if sources:
                add_box(slide, "Source", SOURCE_PLACE, [Paragraph(_within(sources), SMALL_SIZE, is_muted=True)])
            write_notes(slide, notes if place == 0 else [f"Continued: {self._block.heading}", *notes])

    def _said(self) -> list[Paragraph]:
        sizes = [ANSWER_SIZE, *[WORD_SIZE] * (len(self._block.sentences) - 1)]
        return [
            Paragraph(words, size, bold=place == 0)
            for place, (words, size) in enumerate(zip(self._block.sentences, sizes, strict=False))
            if words
        ]

    def _commentary(self, size: float = SIDE_SIZE) -> list[Paragraph]:
        return [
            Paragraph(line, size, lead=f"{note.heading}:" if place == 0 and note.heading else "")
            for note in self._block.notes
            for place, line in enumerate(note.text.split("\n"))
            if line.strip()
        ]

    def _tables_of_block(self) -> tuple[Table, ...]:
        return further_tables(self._block)


def chart_alternative(chart: PackChart) -> str:
    """What a chart shows, in words, with what is missing from it and why."""
    missing = f" No figure: {'; '.join(chart.missing)}." if chart.missing else ""
    return f"{chart.alternative}{missing}"


def _missing(chart: PackChart, width: float) -> list[Paragraph]:
    """The reasons of missing figures under a chart, in two lines."""
    words = f"No figure: {'; '.join(chart.missing)}."
    if lines_of(words, width - INSET, SMALL_SIZE) > 2:
        words = f"No figure for {len(chart.missing)} of those shown: the reasons are in the notes of this slide."
    return [Paragraph(words, SMALL_SIZE, is_muted=True)]


def _within(sources: str) -> str:
    if lines_of(sources, SOURCE_PLACE[2] - INSET, SMALL_SIZE) <= 2:
        return sources
    return "Sources: in the notes of this slide and in the list of sources at the end."


def _put(shape: Any, place: tuple[float, float, float, float], paragraphs: list[Paragraph]) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, place)
    write(shape.text_frame, paragraphs)


def _remove(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)
