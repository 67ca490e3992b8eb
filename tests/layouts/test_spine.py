"""The spine chart as a table: what a row says, where its marks stand, and the same figures to take away."""

import re
from dataclasses import replace

import pytest

from data.missing import Missing
from data.store import Snapshot
from layouts import numbers
from layouts.charts.spine import NONE_PUBLISHED, spine_chart, spine_figures, spine_table
from layouts.charts.spine_picture import MARGIN, MARKS, WIDTH, quarter, spine_picture, undrawn
from layouts.selection import Selection
from layouts.tables import Number
from models.benchmark import published_group, standing
from models.spine import Centre, Extreme, SpineRow, Undrawn, spine_rows

RATE = "children-looked-after-rate-per-10-000"


@pytest.fixture(scope="module")
def rows(snapshot: Snapshot) -> dict[str, SpineRow]:
    area = snapshot.authorities.find("southampton")
    found = standing(snapshot, area, published_group(snapshot.edition("2025"), area))
    return {row.standing.indicator.id: row for row in spine_rows(found)}


@pytest.fixture
def row(rows: dict[str, SpineRow]) -> SpineRow:
    """A row with every mark inside the scale: the drawing area is 292 wide, so a place p stands at 160 + 146 p."""
    return replace(
        rows[RATE],
        worst=Extreme(27.0, rows[RATE].worst.holders if rows[RATE].worst else (), -0.5),
        best=Extreme(184.0, rows[RATE].best.holders if rows[RATE].best else (), 1.0),
        middle=(-0.25, 0.25),
        interval=(0.1, 0.3),
        us=0.2,
        neighbours=0.0,
        region=-0.75,
        england=0.5,
    )


def drawn(row: SpineRow, kind: str) -> str:
    found = re.search(rf'<path class="{kind}" d="([^"]*)"', spine_picture(row))
    assert found is not None, kind
    return found[1]


def test_every_mark_stands_at_its_place(row: SpineRow) -> None:
    assert (WIDTH, MARGIN) == (320, 14)
    assert drawn(row, "span").startswith("M87 ")  # 160 - 0.5 × 146
    assert "H306" in drawn(row, "span")  # 160 + 146
    assert drawn(row, "middle").startswith("M123.5 ")  # 160 - 0.25 × 146
    assert "H196.5" in drawn(row, "middle")
    assert drawn(row, "mark higher").startswith("M189.2 ")  # 160 + 0.2 × 146
    assert drawn(row, "interval") == "M174.6 18H203.8"
    assert drawn(row, "neighbours").startswith("M160 ")
    assert drawn(row, "region").startswith("M50.5 ")
    assert drawn(row, "england").startswith("M233 ")


@pytest.mark.parametrize("verdict", ["better", "similar", "worse", "higher", "lower", "not tested"])
def test_a_verdict_is_a_shape_and_a_word(row: SpineRow, verdict: str) -> None:
    one = replace(row, verdict=verdict)
    assert MARKS[verdict].path in drawn(one, f"mark {verdict.replace(' ', '-')}")
    text = re.sub("<[^>]+>", "", spine_table([one], Selection(), "One"))
    assert f"{MARKS[verdict].sign} {verdict}" in text


def test_shapes_differ_where_meanings_do() -> None:
    assert len({MARKS[word].path for word in ("better", "similar", "worse", "higher")}) == 4
    assert MARKS["similar"].sign != MARKS["not tested"].sign


def test_what_is_off_the_scale_is_said_and_marked(row: SpineRow) -> None:
    holders = row.best.holders if row.best else ()
    one = replace(row, best=Extreme(500.0, holders, 3.0), us=1.5)
    picture = spine_picture(one)
    assert picture.count('class="off"') == 1
    assert "highest off the scale" in picture
    assert drawn(one, "mark higher").startswith("M313 ")  # past the end of the bar
    text = spine_table([one], Selection(), "One")
    assert "highest, Blackpool, off the scale" in text
    assert "middle half, off the scale" in text or "quarter, off the scale" in text


def test_no_figure_has_its_reason_and_no_mark(row: SpineRow) -> None:
    ours = row.standing._replace(value=None, reason=Missing.SUPPRESSED)
    one = replace(row, standing=ours, us=None, interval=None, verdict="not tested")
    text = str(spine_table([one], Selection(), "One"))
    assert Missing.SUPPRESSED.sentence in text.replace("&#39;", "'")
    body = text.split("<tbody")[1]
    assert 'class="mark' not in body
    assert 'class="span"' in body
    figures = spine_figures([one], "One").rows[0]
    assert figures[4] == "suppressed"


@pytest.mark.parametrize("why", [why for why in Undrawn if why])
@pytest.mark.parametrize("centre", Centre)
def test_a_row_without_bars_says_why(row: SpineRow, why: Undrawn, centre: Centre) -> None:
    one = replace(row, undrawn=why, centre=centre, us=None)
    text = spine_table([one], Selection(), "One").split("<tbody")[1]
    assert undrawn(one) in text
    assert "<svg" not in text


def test_the_table_is_a_table(rows: dict[str, SpineRow]) -> None:
    chosen = list(rows.values())[:20]
    text = spine_table(chosen, Selection(), "Caption & all")
    assert "<caption>Caption &amp; all</caption>" in text
    assert text.count('scope="row"') == 20
    assert text.count('scope="col"') == 7
    assert text.count("<td ") == 20 * 6
    assert not re.search(r"\b(style|on\w+)=", text)
    assert len(re.findall(r'<svg role="img" aria-label="[^"]+\."', text)) == sum(not row.undrawn for row in chosen)


def test_a_quarter_is_that_of_the_band(rows: dict[str, SpineRow]) -> None:
    words = {"A": "best quarter", "B": "middle half", "C": "middle half", "D": "worst quarter"}
    banded = [row for row in rows.values() if row.standing.band]
    assert len(banded) > 200
    for row in banded:
        assert quarter(row) == words[row.standing.band], row.standing.indicator.id


def test_notes_stand_with_their_indicator(rows: dict[str, SpineRow]) -> None:
    text = spine_table([rows[RATE]], Selection(), "One", {RATE: ["<b>known</b> fault"], "other": ["elsewhere"]})
    assert "&lt;b&gt;known&lt;/b&gt; fault" in text
    assert "elsewhere" not in text


def test_the_figures_are_those_of_the_rows(rows: dict[str, SpineRow]) -> None:
    table = spine_figures(list(rows.values()), "All")
    assert len(table.rows) == len(rows)
    for row, cells in zip(rows.values(), table.rows, strict=True):
        assert len(cells) == len(table.columns)
        ours, indicator = row.standing, row.standing.indicator
        expected = {
            4: (ours.value, ours.reason.words),
            7: (ours.mean, NONE_PUBLISHED),
            9: (ours.region, row.region_reason.words),
            10: (ours.england, row.england_reason.words),
            11: (row.worst and row.worst.value, NONE_PUBLISHED),
            15: (row.best and row.best.value, NONE_PUBLISHED),
        }
        for at, (value, word) in expected.items():
            cell = cells[at]
            assert (cell.value if isinstance(cell, Number) else cell) == (word if value is None else value), (
                indicator.id
            )
            assert word or value is not None, indicator.id
        if ours.value is not None:
            assert isinstance(cells[4], Number)
            assert cells[4].text == numbers.plain(indicator, ours.value)


def test_the_chart_has_all_that_a_card_needs(rows: dict[str, SpineRow]) -> None:
    chart = spine_chart("spine-one", "A finding", "What it is.", [rows[RATE]], Selection(), "Caption", "Source: S.")
    assert chart.name == "spine-one"
    assert chart.table.caption == "Caption"
    assert chart.picture is not None
    assert "/indicator?authority=southampton" in str(chart.picture)
