"""From a Fingertips file beside the sources to the screens: figures, the publisher's own intervals, the method."""

import re
import shutil
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from app.factory import create_server
from app.records.published import benchmark_record
from app.settings import Settings
from callbacks.caching import as_json
from callbacks.chosen import choose
from callbacks.indicator import charts, show_page
from data.authorities import load_authorities
from data.blocks import Block, Origin, empty_block
from data.build import Content, Sources, build_content, held_indicators, joined, resolver
from data.faults import load_faults
from data.indicators import Fingertips, load_indicators
from data.missing import Missing
from data.periods import PeriodKind, year_ending
from data.publish import write_snapshot
from data.snapshot import OBSERVATIONS, SIMILARITY
from data.sources.fingertips import read_fingertips
from data.store import Snapshot, open_snapshot
from data.verify import is_whole
from layouts.provenance import source_line
from layouts.selection import Selection
from models.assessment import assess
from models.benchmark import Benchmark, benchmark, published_group
from models.chance import intervals_over
from models.intervals import PUBLISHED, wilson
from models.lenses import Similarity
from models.succession import stitched
from models.trends import trends_of
from tests.conftest import PUBLISHED as SHIPPED
from tests.data.fingertips_files import PORTSMOUTH, row, write
from tests.data.fingertips_installation import NOTE, RATE, SHARE, YEARS, write_installation
from tests.data.source_tree import write_sources

TAG = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    folder = tmp_path_factory.mktemp("added")
    return build_content(write_sources(folder / "sources"), lambda _: None, write_installation(folder / "own"))


@pytest.fixture(scope="module")
def written(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshots")
    write_snapshot(content, folder)
    shutil.copy(SHIPPED / SIMILARITY, folder / SIMILARITY)
    return folder


@pytest.fixture(scope="module")
def with_health(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return open_snapshot(written, tmp_path_factory.mktemp("unpacked"))


def row_of(snapshot: Snapshot, indicator: str) -> Benchmark:
    area = snapshot.authorities.find("Southampton")
    return benchmark(
        snapshot, snapshot.indicators.find(indicator), area, published_group(snapshot.edition("2025"), area)
    )


def text_of_page(snapshot: Snapshot, similarity: Similarity, indicator: str) -> str:
    chosen = choose(snapshot, Selection(authority="southampton", indicator=indicator, topic=""), similarity)
    return unescape(TAG.sub(" ", as_json(show_page(chosen)).decode()))


def test_what_has_no_file_is_left_out(content: Content) -> None:
    added = [indicator.id for indicator in content.indicators if indicator.fingertips]
    assert added == [SHARE, RATE]
    assert len(content.indicators) == len(load_indicators()) + 2


def test_the_snapshot_keeps_what_the_file_said(with_health: Snapshot, content: Content) -> None:
    share = with_health.indicators.find("Fingertips 99901, Persons, <18 yrs")
    assert share.fingertips == Fingertips(99901, "Persons", "<18 yrs", downloaded="2026-11-03", file="made_up.csv")
    southampton = with_health.area_position["852"]
    for indicator in (share, with_health.indicators.find(RATE)):
        block, built = with_health.block(indicator), content.blocks[indicator.id]
        assert [period.label for period in block.periods] == [year.replace("/", "-") for year in YEARS]
        for name in ("values", "low", "high", "numerators", "denominators", "origins", "rows"):
            assert np.array_equal(getattr(block, name), getattr(built, name), equal_nan=True), name
    assert block.values[southampton, -1] == pytest.approx(460 + block.values[southampton, -1] % 5)
    assert block.origins[southampton, -1] == Origin.FINGERTIPS


def test_it_is_what_its_name_says(with_health: Snapshot) -> None:
    assert is_whole(with_health)


def test_counts_that_do_not_make_the_rate_are_no_denominator_of_it(content: Content, with_health: Snapshot) -> None:
    checked = {one.indicator: one for one in content.arithmetic}
    assert checked[SHARE].disagree == 0
    assert checked[RATE].disagree == checked[RATE].checked > 700
    row = row_of(with_health, RATE)
    assert (row.numerator, row.denominator) == (12, None)


def test_an_indicator_without_limits_has_none(with_health: Snapshot) -> None:
    assert with_health.block(with_health.indicators.find("LACHealth%")).low is None
    which, columns = np.array([with_health.position[with_health.indicators.find("LACHealth%").id]]), np.array([0])
    assert np.isnan(with_health.limits(which, columns, 0)).all()


def test_a_snapshot_without_these_figures_has_no_column_of_limits(
    content: Content, tmp_path: Path, written: Path
) -> None:
    identity = write_snapshot(replace(content, indicators=content.indicators[:-2]), tmp_path / "out")
    plain = pq.read_schema(tmp_path / "out" / identity / OBSERVATIONS).names
    (full,) = (pq.read_schema(path).names for path in written.glob(f"*/{OBSERVATIONS}"))
    assert set(full) - set(plain) == {"low", "high"}
    assert open_snapshot(tmp_path / "out", tmp_path / "cache").limited == (False,) * len(load_indicators())


def test_the_publishers_interval_is_shown_and_tested_by_where_counts_allow(with_health: Snapshot) -> None:
    row = row_of(with_health, SHARE)
    assert (row.low, row.high, row.method) == (25 - 9, 25 + 11, PUBLISHED)
    ours = wilson(12, 48)
    assert (100 * ours.low.item(), 100 * ours.high.item()) != pytest.approx((row.low, row.high), abs=0.1)
    assert row.is_tested
    # Of the ten neighbours all have figures, the mean of which is inside the interval.
    assert row.contributing == 10
    assert row.comparison == "similar"
    assert benchmark_record(with_health, row)["interval"] == {
        "low": 16.0,
        "high": 36.0,
        "confidence": 0.95,
        "method": "as published by Fingertips",
    }


def test_an_interval_without_counts_is_shown_and_nothing_is_tested(with_health: Snapshot) -> None:
    row = row_of(with_health, RATE)
    assert row.value is not None
    assert (row.low, row.high, row.method) == (row.value - 5, row.value + 6, PUBLISHED)
    assert (row.is_tested, row.comparison, row.gap_children) == (False, "not tested", None)
    area = with_health.authorities.find("Southampton")
    found = assess(with_health, area, published_group(with_health.edition("2025"), area))
    at = with_health.position[RATE]
    assert np.isnan(found.p[at])


def test_a_trend_of_such_a_rate_rests_on_its_published_intervals(with_health: Snapshot) -> None:
    area, at = with_health.authorities.find("Southampton"), with_health.position[RATE]
    trend = trends_of(with_health, area, np.array([at]), with_health.latest_columns[[at]])
    # 40 a year with errors of 11 / 3.92: far beyond chance.
    assert trend.word[0] == "increasing and getting worse"
    indicator = with_health.indicators.all[at]
    interval = intervals_over(indicator, with_health.block(indicator), with_health.area_position["852"])
    assert set(interval.method.tolist()) == {PUBLISHED}
    assert np.array_equal(stitched(with_health, [area], indicator).interval.low, interval.low)


def test_the_pages_name_the_interval_and_the_source(with_health: Snapshot, similarity: Similarity) -> None:
    share = text_of_page(with_health, similarity, SHARE)
    assert "16.00% to 36.00%" in share
    assert "the publisher's own method, as published in Fingertips" in share
    assert "Fingertips, indicator 99901 (Persons, <18 yrs), made_up.csv, taken on 3 November 2026" in share
    rate = text_of_page(with_health, similarity, RATE)
    assert "the publisher gives an interval of its own, and no counts by which to test a difference" in rate
    assert f"Fingertips says of one figure (Southampton 2022/23): {NOTE}." in rate


def test_every_picture_of_it_can_be_taken_away(with_health: Snapshot, similarity: Similarity) -> None:
    for indicator in (SHARE, RATE):
        chosen = choose(with_health, Selection(authority="southampton", indicator=indicator, topic=""), similarity)
        for chart in charts(chosen):
            assert len({len(line) for line in chart.table.rows} | {len(chart.table.columns)}) == 1, chart.name
        trend = next(chart for chart in charts(chosen) if chart.name == "trend")
        assert {"95% from", "95% to"} <= {column.heading for column in trend.table.columns}


def test_a_source_is_named_with_its_publisher(with_health: Snapshot) -> None:
    line = source_line(with_health.indicators.find(RATE))
    assert line == (
        "Source: Department of Health and Social Care, Fingertips, indicator 99902 (Persons, <18 yrs), made_up.csv."
    )


def test_the_api_gives_the_same(written: Path, settings: Settings, tmp_path: Path) -> None:
    server = create_server(replace(settings, snapshot_dir=written, cache_dir=tmp_path / "cache"))
    browser = server.test_client()
    record = browser.get(f"/api/v1/benchmark?indicator={SHARE}&authority=southampton").get_json()
    record = record.get("data", record)
    assert record["interval"] == {"low": 16, "high": 36, "confidence": 0.95, "method": "as published by Fingertips"}
    assert record["release"] == "Fingertips 99901, Persons, <18 yrs, taken 2026-11-03"
    head = browser.get("/_dash-layout").get_data(as_text=True)
    assert "Department of Health and Social Care, Fingertips, the public health profiles" in head


@dataclass(frozen=True)
class OneMeasure:
    """A long table of one measure."""

    held: Block
    file: str = "made up"

    def block(self, code: str, kind: PeriodKind, areas: int, set_aside: frozenset[str]) -> Block:
        return self.held


def test_a_measure_of_lait_keeps_its_figure_and_takes_limits_where_the_two_agree(tmp_path: Path) -> None:
    """LAIT prints 12.3 where Fingertips has 12.34, and 20 where it has 30."""
    areas = load_authorities().areas
    places = {area.name: at for at, area in enumerate(areas)}
    both, other = places["Southampton"], places["Portsmouth"]
    lait = empty_block(len(areas), [year_ending(PeriodKind.FINANCIAL_YEAR, 2023)])
    lait.values[[both, other], 0], lait.origins[[both, other], 0] = (12.3, 20), Origin.LAIT
    lait.reasons[[both, other], 0] = Missing.PRESENT
    given = [row(value=12.34, low=10, high=14), row(PORTSMOUTH, value=30, low=28, high=32)]
    write(tmp_path / "fingertips" / "made_up.csv", given)
    health = read_fingertips((tmp_path,), resolver(load_authorities()), [area.name for area in areas])
    definition = next(one for one in load_indicators() if one.lait == "LACHealth%")
    (indicator,) = held_indicators(
        [replace(definition, fingertips=Fingertips(99901), value=None, numerator=None, denominator=None)],
        sources := Sources(OneMeasure(lait), {}, areas, health),
    )
    indicator = replace(indicator, decimals=1, period=PeriodKind.FINANCIAL_YEAR)
    block, found = joined(indicator, sources, load_faults())
    assert (block.values[both, 0], block.values[other, 0]) == (12.3, 20)
    assert block.low is not None
    assert block.low[both, 0] == 10
    assert np.isnan(block.low[other, 0])
    assert block.origins[both, 0] == Origin.LAIT | Origin.FINGERTIPS
    assert block.origins[other, 0] == Origin.LAIT
    assert found is not None
    assert (found.compared, found.equal, found.rounded, found.different) == (2, 0, 1, 1)
    assert found.why == "figures differ, so one file is an earlier release, in 2022-23 (1)"
