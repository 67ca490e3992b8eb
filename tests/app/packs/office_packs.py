"""Packs for the files of Word, PowerPoint and Excel: one of everything, and one that means harm."""

from collections import Counter

from markupsafe import Markup

from layouts.pack.content import Block, Note, Pack, PackChart, PackSection, Reference
from layouts.tables import Column, Number, Table
from tests.layouts.pack.sample import bar_chart, line_chart

LONG = "Placements end most often in the first six months, and most of these endings were planned by the panel. "
HARM = "=cmd|' /C calc'!A0 \x00\x08\x1f\ufffe \u202eעברית العربية 👩‍👧‍👦 <b>&\"'</b>"
SOURCE = Reference(
    "Three or more placements", "DfE, LAIT", "October 2026", "2026-10-15", "/indicator?indicator=cla-placements"
)
SCORECARD = Reference("Scorecard", "Southampton", "version 3", "2026-11-01", "/scorecard?version=3")


def office_pack() -> Pack:
    """Both kinds of chart, tables that repeat a chart and tables that do not, long commentary, a section of nothing."""
    actions = Table(
        "Actions",
        (Column("Action"), Column("Owner"), Column("Due"), Column("Children", True)),
        (
            ("Recruit twelve carers", "Head of fostering", "31 March 2027", Number("12", 12)),
            (
                "Review unplanned endings",
                Markup("<a href='/x'>Principal social worker</a>"),
                "1 May 2027",
                "not collected",
            ),
        ),
        mark=1,
    )
    many = Table(
        "Every exception",
        (Column("Indicator"), Column("Southampton", True), Column("Gap in children", True), Column("Why it is here")),
        tuple(
            (
                f"Indicator {row}, of children looked after",
                Number(f"{row + 200.5}", row + 200.5, 1),
                Number(f"{3000 + row:,}", 3000 + row) if row % 5 else "suppressed",
                "Worst fifth of England",
            )
            for row in range(40)
        ),
    )
    wide = Table(
        "Where each stands",
        (Column("Indicator"), *(Column(f"Authority {place}", True) for place in range(13))),
        tuple(
            (f"Measure {row}", *(Number(f"{700 + 20 * row + place}", 700 + 20 * row + place) for place in range(13)))
            for row in range(4)
        ),
    )
    worse = Block(
        "e1",
        "Placement stability is worse than the neighbours'",
        ("Southampton is worse.", "It has not improved.", "No neighbour is alike."),
        "1 · Placements · certain",
        line_chart(),
        (actions,),
        (Note("What the data tell us", LONG * 30), Note("Action", "A panel.\nEvery week.")),
        (SOURCE, SCORECARD),
    )
    bars = Block("e2", worse.heading, ("The same heading, once more.",), chart=bar_chart(), references=(SOURCE,))
    listed = Block(
        "list", "Forty exceptions", ("Forty indicators are on the list.",), tables=(many,), references=(SOURCE,)
    )
    shared = Block("shared", "Four problems are shared", ("Four problems are shared.",), tables=(wide,))
    return Pack(
        "Southampton: exceptions",
        "For the board",
        "Two of forty are certain.",
        "2026-11-22T10:15:00+00:00",
        "7eb9ae3952f8be82",
        "https://alongside.example/pack?authority=southampton",
        (
            PackSection("worse", "Worse than the neighbours", "Two exceptions.", (worse, bars)),
            PackSection("list", "All [of] them: a/b? *c* \\ in a title of many signs", "Forty.", (listed, shared)),
            PackSection("empty", "History", "Nothing is here."),
        ),
        (("Rules", "The portal's own"),),
    )


def hostile_pack(words: str = HARM) -> Pack:
    """The same words wherever a pack takes words."""
    chart = bar_chart()
    told = PackChart(chart.kind, words, words, words, (words,) * 7, chart.series, words, 1, (f"{words}: {words}",))
    lines = line_chart()
    over_time = PackChart(lines.kind, words, words, words, lines.categories, lines.series, words, 1)
    table = Table(words, (Column(words), Column(words, True)), ((words, Number(words, 1.5, 1)), (words, words)))
    source = Reference(words, words, words, words, words)
    blocks = tuple(
        Block(f"b{place}", words, (words, words), words, one, (table,), (Note(words, words),), (source,))
        for place, one in enumerate((told, over_time, None))
    )
    sections = (PackSection("a", words, words, blocks), PackSection("b", words, words))
    return Pack(words, words, words, words, words, words, sections, ((words, words),))


def charts_of(pack: Pack) -> list[PackChart]:
    """The charts of a pack in order."""
    return [block.chart for section in pack.sections for block in section.blocks if block.chart is not None]


def table_figures(pack: Pack) -> Counter[float]:
    """The figures of all tables of a pack, that stand in no chart of it."""
    blocks = [block for section in pack.sections for block in section.blocks]
    cells = (cell for block in blocks for table in block.tables for row in table.rows for cell in row)
    return Counter(cell.value for cell in cells if isinstance(cell, Number))


def chart_figures(pack: Pack) -> Counter[float]:
    """The figures of all charts of a pack."""
    return Counter(
        value for chart in charts_of(pack) for series in chart.series for value in series.values if value is not None
    )
