"""What makes a build quick gives the same figures: each short way beside the plain one that it took the place of."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import publish
from data.authorities import AreaKind, load_authorities
from data.blocks import Block, empty_block
from data.build import build_content
from data.faults import ENOUGH, out_of_range
from data.periods import PeriodKind, year_ending
from data.snapshot import OBSERVATIONS
from data.sources.reading import coded
from tests.data.source_tree import write_sources

AREAS = load_authorities().areas
AUTHORITIES = np.array([area.kind is AreaKind.AUTHORITY for area in AREAS])
ENGLAND = next(place for place, area in enumerate(AREAS) if area.kind is AreaKind.COUNTRY)
PERIODS = tuple(year_ending(PeriodKind.CALENDAR_YEAR, year) for year in (2021, 2022, 2023))
FIGURES = st.sampled_from([np.nan, -1.0, 0.0, 1.0, 2.5, 7.0])


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sources(tmp_path_factory.mktemp("sources"))


def odd_one_by_one(block: Block, unit: str) -> list[str]:
    """The same by the words of the check: period by period, over the figures that there are."""
    found = []
    for column, period in enumerate(block.periods):
        values = [value for value in block.values[AUTHORITIES, column].tolist() if value == value]
        england = block.values[ENGLAND, column]
        if len(values) < ENOUGH:
            continue
        if unit.startswith(("%", "rate")) and england == england and not min(values) <= england <= max(values):
            found.append(f"{period.label}: England's {england:g} lies outside every authority's figure.")
        if len(set(values)) == 1 and values[0] != 0:
            found.append(f"{period.label}: every authority has the same figure, {values[0]:g}.")
    return found


@settings(deadline=None)
@given(
    among=st.lists(FIGURES, min_size=1, max_size=3),
    known=st.integers(ENOUGH - 1, ENOUGH + 1),
    england=st.tuples(FIGURES, FIGURES, FIGURES),
    unit=st.sampled_from(["%", "rate per 10,000", "children"]),
)
def test_odd_figures_are_those_that_the_words_say(
    among: list[float], known: int, england: tuple[float, ...], unit: str
) -> None:
    block = empty_block(len(AREAS), PERIODS)
    rows = np.flatnonzero(AUTHORITIES)[:known]
    for column in range(len(PERIODS)):
        block.values[rows, column] = [among[(place + column) % len(among)] for place in range(known)]
    block.values[ENGLAND] = england

    assert out_of_range(block, unit, AREAS) == odd_one_by_one(block, unit)


@settings(deadline=None)  # the first array of a process takes its time
@given(texts=st.lists(st.sampled_from(["a", "", "b", None]), max_size=8), cut=st.integers(0, 8))
def test_text_read_as_codes_is_the_text(texts: list[str | None], cut: int) -> None:
    parts = [pa.array(part, pa.string()) for part in (texts[:cut], texts[cut:])]
    meant = [text or "" for text in texts]
    for column in (pa.chunked_array(parts), pa.chunked_array([part.dictionary_encode() for part in parts])):
        codes, distinct = coded(column)
        assert [distinct[code] for code in codes] == meant


def test_numbers_are_coded_as_they_are_spelled() -> None:
    codes, distinct = coded(pa.chunked_array([pa.array([201.0, None, 201.5, 201.0])]))

    assert [distinct[code] for code in codes] == ["201", "", "201.5", "201"]


def test_figures_written_some_at_a_time_are_the_figures(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = build_content(tree, lambda _: None)
    identity = publish.write_snapshot(content, tmp_path / "one")
    monkeypatch.setattr(publish, "ROWS_AT_A_TIME", 5_000)
    assert publish.write_snapshot(content, tmp_path / "several") == identity

    one, several = (pq.ParquetFile(tmp_path / name / identity / OBSERVATIONS) for name in ("one", "several"))
    assert one.num_row_groups < several.num_row_groups
    assert one.read().equals(several.read())


WITHOUT = """
import sys
import pyarrow as pa
from data.sources.arrow_alone import without_pandas
without_pandas()
column = pa.array([1.0, None])
assert "pandas" not in sys.modules
frame = pa.table({"figure": column}).to_pandas()
import pandas
assert isinstance(frame, pandas.DataFrame) and pa.array(frame["figure"], from_pandas=True).equals(column)
"""


def test_arrow_does_without_pandas_until_it_is_asked_for_a_frame() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", WITHOUT], check=True)
