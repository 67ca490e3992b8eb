"""The Partnership page on the shipped snapshot: figures recomputed by hand, one story once, and clear refusals."""

import re
from html import unescape

import pytest

from callbacks import partnership
from callbacks.caching import as_json
from callbacks.chosen import Chosen, choose
from data.errors import PortalError
from data.missing import Missing
from data.store import Snapshot
from layouts import html
from layouts.charts.card import Chart
from layouts.halves import halves
from layouts.markup import MarkupBlock
from layouts.partnership import words
from layouts.partnership.facts import AT_ONCE, Facts
from layouts.selection import Selection
from layouts.tables import Number, shown
from models.benchmark import published_group
from models.lenses import Similarity

FOUR = ("Southampton", "Hampshire", "Portsmouth", "Isle of Wight")
HEALTH = "LACHealth%"


@pytest.fixture(scope="module")
def chosen(snapshot: Snapshot, similarity: Similarity) -> Chosen:
    return choose(snapshot, Selection(), similarity)


@pytest.fixture(scope="module")
def facts(chosen: Chosen) -> Facts:
    return partnership.look_up(chosen)


@pytest.fixture(scope="module")
def charts(facts: Facts) -> dict[str, Chart]:
    return {chart.name: chart for chart in partnership.partnership_charts(facts)}


def drawn(chosen: Chosen) -> str:
    """All text of the page, without its tags."""
    return unescape(re.sub(r"<[^>]+>|\\n", " ", as_json(partnership.show_page(chosen)).decode()))


def rows_in(markup: str) -> list[str]:
    """The titles of the rows of the matrix."""
    return [unescape(found) for found in re.findall(r'role="rowheader" class="indicator" aria-label="([^"]+)"', markup)]


def test_what_fills_a_window_comes_first_and_all_else_with_the_rest(chosen: Chosen, facts: Facts) -> None:
    """Each row once and in order; and nothing of the rest is looked up before."""
    first, draw_rest, _ = halves(html.Div([partnership.show_page(chosen)]))
    opening = as_json(first).decode().replace('\\"', '"')
    assert rows_in(opening) == [row.indicator.title for row in facts.problems[:AT_ONCE]]
    assert words.answer(facts) in unescape(opening)
    assert "Table of these figures" not in opening
    rest = draw_rest()
    assert isinstance(rest, MarkupBlock)
    others, _, below = rest.html.partition('data-into="shared-below"')
    assert rows_in(others) == [row.indicator.title for row in facts.problems[AT_ONCE : words.SHOWN]]
    assert [f'id="{room}"' in opening for room in ("shared-rows", "shared-below")] == [True, True]
    assert "Table of these figures" in below


def row_of(chart: Chart, title: str) -> dict[str, str | Number]:
    row = next(row for row in chart.table.rows if f">{title}<" in str(row[0]) or str(row[0]) == title)
    return dict(zip((column.heading for column in chart.table.columns), row, strict=True))


def counts_of(snapshot: Snapshot, code: str, name: str) -> tuple[float, float, float]:
    """The published figure, its numerator and its denominator, straight from the block."""
    indicator = snapshot.indicators.find(code)
    block = snapshot.block(indicator)
    column = int(snapshot.latest_columns[snapshot.position[indicator.id]])
    at = snapshot.area_position[snapshot.authorities.find(name).code]
    assert block.numerators is not None
    assert block.denominators is not None
    value, numerator, denominator = (part[at, column] for part in (block.values, block.numerators, block.denominators))
    return float(value), float(numerator), float(denominator)


def test_the_first_shared_problem_by_hand(snapshot: Snapshot, facts: Facts, charts: dict[str, Chart]) -> None:
    indicator = snapshot.indicators.find(HEALTH)
    first = facts.problems[0]
    assert first.indicator == indicator
    gaps = []
    for name, cell in zip(FOUR, first.cells, strict=True):
        value, numerator, denominator = counts_of(snapshot, HEALTH, name)
        area = snapshot.authorities.find(name)
        codes = published_group(snapshot.edition("2025"), area).codes
        block, column = snapshot.block(indicator), snapshot.latest_columns[snapshot.position[indicator.id]]
        theirs = [block.values[snapshot.area_position[code], column] for code in codes]
        mean = sum(theirs) / len(theirs)
        assert cell.row.value == value < mean
        # The fewest more that bring the share to the mean or above it.
        more = next(extra for extra in range(1000) if (numerator + extra) / denominator >= mean / 100)
        assert cell.entry is not None
        assert cell.entry.children == more
        gaps.append(more)
    assert first.shared.children == sum(gaps)
    row = row_of(charts["shared"], indicator.title)
    assert shown(row["On how many lists"]) == "4"
    assert shown(row["Children in the gaps"]) == f"{sum(gaps)}"
    assert f"; {sum(gaps)} children in the gaps together." in words.answer(facts)


def test_the_composite_by_hand(snapshot: Snapshot, charts: dict[str, Chart]) -> None:
    counts = [counts_of(snapshot, HEALTH, name) for name in FOUR]
    numerator, denominator = sum(found[1] for found in counts), sum(found[2] for found in counts)
    row = row_of(charts["composite"], snapshot.indicators.find(HEALTH).title)
    figure = row["Taken as one"]
    assert isinstance(figure, Number)
    assert figure.value == pytest.approx(100 * numerator / denominator)
    assert figure.text == f"{100 * numerator / denominator:.0f}"
    assert shown(row["Numerator"]) == f"{numerator:,.0f}"
    assert shown(row["Denominator"]) == f"{denominator:,.0f}"
    assert [shown(row[name]) for name in FOUR] == [f"{found[0]:.0f}" for found in counts]
    assert shown(row["Against England"]) == "worse"


def test_each_is_on_its_own_board_s_list(facts: Facts) -> None:
    for row in facts.problems:
        assert len(row.there) >= 2
        for cell in row.cells:
            assert (cell.entry is None) == (cell.why_not is not None)
    named = [key for row in facts.problems for key in (row.indicator.id, *row.stands_for)]
    assert len(named) == len(set(named)), "one story once"
    for one in facts.alone:
        assert not {entry.listed.key for entry in one.entries} & set(named)
        assert one.of == facts.lists[one.area.code]


def test_those_who_do_it_well_are_better_by_test_or_in_the_best_band(facts: Facts) -> None:
    assert any(row.well for row in facts.problems)
    for row in facts.problems:
        by_area = {cell.row.area: cell.row for cell in row.cells}
        better = {area for area, found in by_area.items() if found.comparison == "better"}
        assert set(row.well) == (better or {area for area, found in by_area.items() if found.band == "A"})


def test_whom_to_ring_is_a_neighbour_that_is_better(facts: Facts) -> None:
    rings = [cell for row in facts.problems for cell in row.cells if cell.ring]
    assert len(rings) > 50
    for cell in rings:
        assert cell.ring is not None
        assert cell.row.value is not None
        assert (cell.ring.value - cell.row.value) * cell.row.indicator.sign > 0
        assert cell.ring.area.code in cell.row.group.codes
    assert all(cell.ring is None or cell.ring.said for row in facts.problems[: words.SHOWN] for cell in row.cells)


def test_what_cannot_be_pooled_is_counted_with_its_reason(
    snapshot: Snapshot, facts: Facts, charts: dict[str, Chart]
) -> None:
    one = facts.one
    columns = snapshot.latest_columns
    assert len(one.rows) + len(one.sums) + len(one.refused) + one.old == sum(columns >= 0)
    assert all(why for _, _, why in one.refused)
    assert len(charts["not-pooled"].table.rows) == len(one.refused)
    assert charts["not-pooled"].finding.startswith(f"{len(one.refused)} figures cannot be made")


def test_the_page_says_what_its_tables_say(chosen: Chosen, facts: Facts) -> None:
    page = drawn(chosen)
    assert "What do Southampton, Hampshire, Portsmouth and the Isle of Wight share?" in page
    assert words.answer(facts) in page
    assert page.count("Local returns are not compared across authorities") == 1
    assert "would be" in page
    assert "style=" not in as_json(partnership.show_page(chosen)).decode()


def test_every_chart_has_whole_rows(charts: dict[str, Chart]) -> None:
    assert list(charts) == ["shared", "alone", "strengths", "composite", "not-pooled"]
    for chart in charts.values():
        assert chart.table.rows
        assert {len(row) for row in chart.table.rows} == {len(chart.table.columns)}


def test_a_partnership_stands_for_its_members(snapshot: Snapshot, similarity: Similarity) -> None:
    chosen = choose(snapshot, Selection(beside=("solent",)), similarity)
    assert {area.name for area in partnership.areas_of(chosen)} == set(FOUR)
    assert partnership.name_of(chosen) == "Solent"
    found = partnership.look_up(chosen)
    assert words.question(found) == "What do the four authorities of Solent share?"
    assert "beside=solent" in found.boards[snapshot.authorities.find("Hampshire").code]
    assert found.one.region == "South East"


def test_a_region_is_not_compared_with_itself(snapshot: Snapshot, similarity: Similarity) -> None:
    chosen = choose(snapshot, Selection(beside=("seslip",)), similarity)
    found = partnership.look_up(chosen)
    assert len(found.areas) == 19
    assert found.in_brief
    assert found.one.region == ""
    page = as_json(partnership.show_page(chosen)).decode()
    assert "in-brief" in page


def test_nobody_beside_and_too_many_are_refused_in_a_sentence(snapshot: Snapshot, similarity: Similarity) -> None:
    alone = choose(snapshot, Selection(beside=()), similarity)
    with pytest.raises(PortalError, match="Nobody stands beside Southampton"):
        partnership.look_up(alone)
    slugs = tuple(area.slug for area in snapshot.authorities.current if area.kind == "authority")[:25]
    many = choose(snapshot, Selection(beside=slugs), similarity)
    with pytest.raises(PortalError, match=r"room for 20 authorities together, and the address names 2\d"):
        partnership.look_up(many)


def test_a_missing_figure_says_why(facts: Facts) -> None:
    missing = [cell.row for row in facts.problems for cell in row.cells if cell.row.value is None]
    assert missing
    assert all(words.level(row) and row.reason is not Missing.PRESENT for row in missing)
