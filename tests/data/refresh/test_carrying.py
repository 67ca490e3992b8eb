"""Building from the live snapshot and newer files: what is the same, and what a newer file changes."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.authorities import load_authorities
from data.blocks import Block, Origin
from data.build import Content, resolver
from data.datasets import load_datasets
from data.errors import PortalError
from data.indicators import Indicators, load_indicators
from data.missing import Missing
from data.publish import identity_of
from data.refresh.building import NewFile, content_of
from data.sources.reading import described
from data.sources.tidy import read_tidy
from data.store import Snapshot
from tests.data.refresh.conftest import (
    NAMES,
    NEED,
    SAME_CARER,
    STABILITY,
    Change,
    new_file,
    with_cells,
    with_year,
    without_rows,
)
from tests.publisher_on_loopback.catalogue import Table
from tests.publisher_on_loopback.figures import shipped_csv

CARER = "long-term-placement-stability-percent"
THREE_IN_TWO_YEARS = "three-or-more-placements-in-the-previous-2-years"
"""The first is LAIT's too; the second is in the tidy file alone."""
SOUTHAMPTON_2024 = {"time_period": "2024", "la_name": "Southampton", "placement_stability": SAME_CARER}


ROOT = Path(__file__).resolve().parents[3]
SOURCES = Path(os.environ.get("PORTAL_SOURCES", ROOT.parent / "shared" / "data"))


def refreshed(live: Snapshot, folder: Path, name: str, *changes: Change, published: str = "") -> Content:
    """The content with a file that was changed."""
    table = Table.of(shipped_csv(name))
    for change in changes:
        table = change(table)
    files = {name: new_file(folder, name, table.body if changes else shipped_csv(name), published)}
    return content_of(live, files, load_indicators(), lambda _: None)


def cell(live: Snapshot, block: Block, year: int, code: str = "852") -> tuple[int, int]:
    column = next(column for column, period in enumerate(block.periods) if period.year == year)
    return live.area_position[code], column


def test_nothing_newer_is_the_same_snapshot(snapshot: Snapshot) -> None:
    # The shipped one, with LAIT, figures that are withheld, joint returns and counts that were left out.
    assert identity_of(content_of(snapshot, {}, load_indicators(), lambda _: None)) == snapshot.id


@pytest.mark.parametrize("name", NAMES)
def test_the_very_same_file_gives_the_very_same_snapshot(name: str, live: Snapshot, tmp_path: Path) -> None:
    assert identity_of(refreshed(live, tmp_path, name)) == live.id


def test_a_newer_file_revises_a_figure_that_lait_repeats(live: Snapshot, tmp_path: Path) -> None:
    before = live.block(live.indicators.find(CARER))
    place = cell(live, before, 2024)
    assert before.origins[place] == Origin.LAIT | Origin.TIDY
    block = refreshed(live, tmp_path, STABILITY, with_cells("children_percent", "12", **SOUTHAMPTON_2024)).blocks[CARER]
    assert block.values[place] == 12
    assert block.origins[place] == Origin.TIDY
    changed = np.argwhere((block.values != before.values) & ~(np.isnan(block.values) & np.isnan(before.values)))
    assert changed.tolist() == [list(place)]


def test_a_figure_that_is_suppressed_in_hindsight_is_gone_with_its_reason(live: Snapshot, tmp_path: Path) -> None:
    block = refreshed(live, tmp_path, STABILITY, with_cells("children_percent", "c", **SOUTHAMPTON_2024)).blocks[CARER]
    place = cell(live, block, 2024)
    assert np.isnan(block.values[place])
    assert block.reasons[place] == Missing.SUPPRESSED


def test_what_the_file_no_longer_speaks_of_stays_where_lait_has_it(live: Snapshot, tmp_path: Path) -> None:
    content = refreshed(live, tmp_path, STABILITY, without_rows(time_period="2021"))
    before = live.block(live.indicators.find(CARER))
    carer, alone = content.blocks[CARER], content.blocks[THREE_IN_TWO_YEARS]
    place = cell(live, before, 2021)
    assert carer.values[place] == before.values[place]
    assert carer.origins[place] == Origin.LAIT
    assert [period.year for period in alone.periods] == [2022, 2023, 2024, 2025]


def test_another_year_comes_with_its_rows_and_day(live: Snapshot, tmp_path: Path) -> None:
    content = refreshed(live, tmp_path, STABILITY, with_year("2026", "2025"), published="2026-11-19")
    block = content.blocks[THREE_IN_TWO_YEARS]
    place = cell(live, block, 2026)
    assert block.values[place] == block.values[cell(live, block, 2025)] == 30
    # Row 1 is the header, and the new year comes first.
    assert block.rows[place] == 2 + next(
        at
        for at, row in enumerate(with_year("2026", "2025")(Table.of(shipped_csv(STABILITY))).rows)
        if row[0] == "2026" and "Southampton" in row and row[11].startswith("With 3 or more placements during the prev")
    )
    dated = {one.id: one.updated for one in content.indicators}
    assert dated[THREE_IN_TWO_YEARS] == "2026-11-19"
    assert dated[CARER] == live.indicators.find(CARER).updated  # LAIT's own day


def test_counts_of_a_data_set_that_is_not_read_are_carried(live: Snapshot, tmp_path: Path) -> None:
    rate = "children-in-need-rate-per-10-000"
    change = with_cells("At31_episodes", "1", time_period="2024", la_name="Southampton")
    block, before = refreshed(live, tmp_path, NEED, change).blocks[rate], live.block(live.indicators.find(rate))
    assert block.numerators is not None
    assert block.denominators is not None
    assert before.denominators is not None
    place = cell(live, block, 2024)
    # 1 episode does not give LAIT's rate, so that count is left out with the one below it; nothing else is.
    assert np.isnan(block.numerators[place])
    expected = np.array(before.denominators)
    expected[place] = np.nan
    np.testing.assert_array_equal(block.denominators, expected)


def test_what_no_newer_file_touches_is_as_it_was(live: Snapshot, tmp_path: Path) -> None:
    content = refreshed(live, tmp_path, STABILITY, with_cells("children_percent", "12", **SOUTHAMPTON_2024))
    for indicator in live.indicators:
        if indicator.value is None or indicator.value.dataset != STABILITY:
            block, before = content.blocks[indicator.id], live.block(indicator)
            np.testing.assert_array_equal(block.values, before.values, err_msg=indicator.id)
            np.testing.assert_array_equal(block.rows, before.rows, err_msg=indicator.id)
    assert {file.name for file in content.files} == {file.name for file in live.files}
    changed = {file.name for file in content.files} - {f.name for f in live.files if f in content.files}
    assert changed == {f"{STABILITY}.csv"}


def test_an_authority_that_nobody_knows_stops_with_its_row(live: Snapshot, tmp_path: Path) -> None:
    change = with_cells("new_la_code", "E06999999", la_name="Southampton")
    with pytest.raises(PortalError, match=r"la_cla_placement_stability\.csv, row \d+: No area is known"):
        refreshed(live, tmp_path, STABILITY, change)


@pytest.mark.skipif(not (SOURCES / "ees").is_dir(), reason="the publisher's own files are not here")
def test_the_publishers_own_files_give_the_shipped_snapshot(snapshot: Snapshot) -> None:
    # With joint returns, years that are withheld, counts that were left out and files that say how settled they are.
    files = {}
    for name, dataset in load_datasets().items():
        tidy = read_tidy(SOURCES, dataset, resolver(load_authorities()))
        files[name] = NewFile(tidy, described(SOURCES / "ees" / f"{name}.csv", tidy.table.num_rows))
    assert identity_of(content_of(snapshot, files, load_indicators(), lambda _: None)) == snapshot.id


def test_a_data_set_that_an_installation_added_comes_in(live: Snapshot, tmp_path: Path) -> None:
    carer = load_indicators().find(CARER)
    assert carer.value is not None
    own = replace(
        carer,
        id="own",
        title="Our own",
        lait="",
        source_code="own",
        value=replace(carer.value, dataset="own"),
        numerator=None,
        denominator=None,
    )
    (tmp_path / "ees").mkdir()
    path = tmp_path / "ees" / "own.csv"
    path.write_bytes(shipped_csv(STABILITY))
    dataset = replace(load_datasets()[STABILITY], name="own")
    tidy = read_tidy(tmp_path, dataset, resolver(load_authorities()))
    files = {"own": NewFile(tidy, described(path, tidy.table.num_rows), "2026-11-19")}
    content = content_of(live, files, Indicators((*load_indicators(), own)), lambda _: None)
    assert [one.id for one in content.indicators][-1] == "own"
    assert content.indicators[-1].updated == "2026-11-19"
    assert content.files[-1].name == "own.csv"
    assert content.blocks["own"].values[cell(live, content.blocks["own"], 2025)] == 63
