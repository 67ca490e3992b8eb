"""Each check fails for what it is there to find, and for nothing else that the same file does not have."""

from pathlib import Path

import pytest

from data.datasets import load_datasets
from data.indicators import load_indicators
from data.refresh.building import content_of
from data.refresh.checks import MEASURES, Check, Findings, checked, load_limits
from data.refresh.comparing import differences
from data.refresh.totals import totals
from data.store import Snapshot
from tests.data.refresh.conftest import NEED, STABILITY, Change, new_file, with_cells, with_year, without_rows
from tests.publisher_on_loopback.catalogue import Table
from tests.publisher_on_loopback.figures import shipped_csv


def times(factor: float) -> "Change":
    """Every percentage multiplied; marks as they are."""

    def text(old: str) -> str:
        return f"{float(old) * factor:.6g}" if old.replace(".", "", 1).isdigit() else old

    return with_cells("children_percent", text)


def only_new_year(change: Change) -> Change:
    """A year 2026 like 2025 but for a change, before all the years that there are."""

    def both(table: Table) -> Table:
        newer = with_year("2026", "2025")(table)
        added = [row for row in newer.rows if row[0] == "2026"]
        return Table(table.header, [*change(Table(table.header, added)).rows, *table.rows])

    return both


def first_rows(table: Table) -> Table:
    return Table(table.header, table.rows[: len(table.rows) * 9 // 10])


def three_more_years(table: Table) -> Table:
    for year in ("2026", "2027", "2028"):
        table = with_year(year, "2025")(table)
    return table


def without_three(table: Table) -> Table:
    for name in ("Southampton", "Portsmouth", "Hampshire"):
        table = without_rows(la_name=name)(table)
    return table


def without_a_region(table: Table) -> Table:
    at = {name: place for place, name in enumerate(table.header)}
    rows = [
        row
        if row[at["region_name"]] != "South East" or row[at["geographic_level"]] != "Local authority"
        else [*row[:-8], *["0"] * 8]
        for row in table.rows
    ]
    return Table(table.header, rows)


def marked(mark: str) -> Change:
    """A mark for the percentages of every third row of an authority."""

    def change(table: Table) -> Table:
        level, percent = (table.header.index(name) for name in ("geographic_level", "children_percent"))
        rows = [list(row) for row in table.rows]
        for row in [row for row in rows if row[level] == "Local authority" and int(row[7]) % 3 == 0]:
            row[percent] = mark
        return Table(table.header, rows)

    return change


def plus(points: float) -> Change:
    return with_cells("children_percent", lambda old: f"{float(old) + points:g}" if old.isdigit() else old)


CASES: dict[str, tuple[str, Change]] = {
    "rows": (STABILITY, first_rows),
    "periods-withdrawn": (STABILITY, without_rows(time_period="2021")),
    "periods-added": (STABILITY, three_more_years),
    "authorities": (STABILITY, only_new_year(without_three)),
    "moved": (STABILITY, plus(1)),
    "moved-in-one": (NEED, with_cells("awaiting_assessment", lambda old: str(int(old) + 1) if old.isdigit() else old)),
    "moved-far": (STABILITY, times(2)),
    "withdrawn-figures": (STABILITY, marked("c")),
    "missing": (STABILITY, only_new_year(marked("x"))),
    "step": (STABILITY, only_new_year(times(0.01))),
    "totals": (NEED, without_a_region),
    "percentages": (STABILITY, only_new_year(plus(5))),
    "range": (STABILITY, only_new_year(times(-10))),
}


def run(live: Snapshot, folder: Path, name: str, change: Change) -> dict[str, Check]:
    body = change(Table.of(shipped_csv(name))).body
    content = content_of(live, {name: new_file(folder, name, body)}, load_indicators(), lambda _: None)
    found = Findings(name, live, content, differences(live, content, [name]), totals(live, content, [name]))
    return {check.name: check for check in checked([found])}


def test_every_check_has_a_limit_and_every_limit_a_check() -> None:
    assert list(load_limits()) == list(MEASURES) == list(CASES)
    assert all(limit.why.endswith(".") and limit.what for limit in load_limits().values())


@pytest.mark.parametrize("name", [STABILITY, NEED])
def test_a_year_that_is_like_the_last_passes_all(name: str, live: Snapshot, tmp_path: Path) -> None:
    found = run(live, tmp_path, name, with_year("2026", "2025"))
    assert [check.sentence for check in found.values() if not check.passed] == []


@pytest.mark.parametrize("check", CASES)
def test_what_it_is_there_to_find_fails_it(check: str, live: Snapshot, tmp_path: Path) -> None:
    name, change = CASES[check]
    found = run(live, tmp_path, name, change)[check]
    assert not found.passed, found.sentence
    assert found.examples
    assert found.sentence.startswith(f"{name}: {load_limits()[check].what}: ")
    assert load_datasets()[name].name == found.data_set
