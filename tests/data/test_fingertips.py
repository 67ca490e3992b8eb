"""The reader of Fingertips files: what it makes of rows, labels of time and notes, and how it refuses the rest."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.authorities import load_authorities
from data.blocks import Block, Origin
from data.build import resolver
from data.errors import PortalError
from data.indicators import Fingertips
from data.missing import Missing
from data.periods import PeriodKind, year_ending
from data.sources.fingertips import FingertipsTable, read_fingertips
from data.sources.fingertips_periods import kinds_of_label, parse_fingertips_period
from tests.data.fingertips_files import (
    EASTLEIGH,
    ENGLAND,
    HEADER,
    PORTSMOUTH,
    SOUTH_EAST,
    SOUTHAMPTON,
    row,
    write,
)

AUTHORITIES = load_authorities()
PLACES = {area.name: place for place, area in enumerate(AUTHORITIES.areas)}
WANTED = Fingertips(99901)
FINANCIAL = PeriodKind.FINANCIAL_YEAR


def read(folder: Path) -> FingertipsTable:
    return read_fingertips((folder,), resolver(AUTHORITIES), [area.name for area in AUTHORITIES.areas])


def table(folder: Path, *rows: dict[str, str]) -> FingertipsTable:
    write(folder / "fingertips" / "made_up.csv", rows)
    return read(folder)


def block_of(found: FingertipsTable, wanted: Fingertips = WANTED, kind: PeriodKind = FINANCIAL) -> Block:
    series = found.found(wanted)
    assert series is not None
    return found.block(series, kind)


def test_a_row_gives_figure_counts_limits_and_where_it_stood(tmp_path: Path) -> None:
    block = block_of(table(tmp_path, row(ENGLAND, value=20), row()))
    assert block.periods == (year_ending(FINANCIAL, 2023),)
    arrays = (block.values, block.numerators, block.denominators, block.low, block.high, block.rows)
    cell = PLACES["Southampton"], 0
    assert [None if array is None else array[cell] for array in arrays] == [25, 12, 48, 15, 39, 3]
    assert block.origins[cell] == Origin.FINGERTIPS
    assert block.values[PLACES["England"], 0] == 20
    assert np.isnan(block.values[PLACES["Portsmouth"], 0])
    assert block.reasons[PLACES["Portsmouth"], 0] == Missing.NOT_AVAILABLE


@pytest.mark.parametrize("area", [EASTLEIGH, ("E38000137", "NHS Southampton CCG", "CCGs"), ("J82001", "A", "GPs")])
def test_areas_that_the_portal_has_not_are_left_aside(tmp_path: Path, area: tuple[str, str, str]) -> None:
    block = block_of(table(tmp_path, row(area, value="not read"), row(SOUTH_EAST, value=21)))
    assert np.flatnonzero(~np.isnan(block.values[:, 0])).tolist() == [PLACES["South East"]]


@pytest.mark.parametrize(
    ("label", "kind", "shown"),
    [
        ("2022", PeriodKind.CALENDAR_YEAR, "2022"),
        ("2021 - 23", PeriodKind.CALENDAR_YEAR, "2021 to 2023"),
        ("2022/23", PeriodKind.FINANCIAL_YEAR, "2022-23"),
        ("2022/23", PeriodKind.ACADEMIC_YEAR, "2022/23"),
        ("2020/21 - 22/23", PeriodKind.FINANCIAL_YEAR, "2020-21 to 2022-23"),
        ("2023/24 Q1", PeriodKind.QUARTER, "April to June 2023"),
        ("2023/24 Q4", PeriodKind.QUARTER, "January to March 2024"),
        ("2023 Q1", PeriodKind.QUARTER, "January to March 2023"),
        ("Aug 2023", PeriodKind.MONTH, "August 2023"),
        ("2023", PeriodKind.MARCH_SNAPSHOT, "31 March 2023"),
    ],
)
def test_labels_of_time(label: str, kind: PeriodKind, shown: str) -> None:
    assert parse_fingertips_period(label, kind).label == shown


@pytest.mark.parametrize(
    ("label", "kind", "why"),
    [
        ("2022/23", PeriodKind.CALENDAR_YEAR, "names a financial year, and the definition says calendar year"),
        ("2022", PeriodKind.FINANCIAL_YEAR, "names a calendar year, and the definition says financial year"),
        ("2022/24", PeriodKind.FINANCIAL_YEAR, "two consecutive years"),
        ("2006/07 Q1 - 2006/07 Q4", PeriodKind.FINANCIAL_YEAR, "rolling or cumulative"),
        ("2006/07 Q1-Q3", PeriodKind.QUARTER, "rolling or cumulative"),
        ("Aug 2006 - Jul 2007", PeriodKind.CALENDAR_YEAR, "rolling or cumulative"),
        ("13 2009", PeriodKind.MONTH, "not a period label of a known form"),
        ("Xyz 2009", PeriodKind.MONTH, "not a period label of a known form"),
    ],
)
def test_labels_of_another_kind_or_form_are_refused(label: str, kind: PeriodKind, why: str) -> None:
    with pytest.raises(PortalError, match=why):
        parse_fingertips_period(label, kind)


def test_a_split_year_may_be_of_two_kinds() -> None:
    assert kinds_of_label("2022/23") == (PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR)
    assert kinds_of_label("so and so") == ()


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("Value suppressed for disclosure control due to small count", Missing.SUPPRESSED),
        ("Value not published for data quality reasons", Missing.UNRELIABLE),
        ("There is a data quality issue with this value", Missing.UNRELIABLE),
        ("Value suppressed due to incompleteness of  source data", Missing.UNRELIABLE),
        ("Value missing in source data", Missing.NOT_AVAILABLE),
        ("Value missing due to small sample size", Missing.LOW),
        ("", Missing.NOT_AVAILABLE),
    ],
)
def test_a_note_beside_a_missing_figure_is_its_reason(tmp_path: Path, note: str, reason: Missing) -> None:
    block = block_of(table(tmp_path, row(value="", low="", high="", note=note), row(PORTSMOUTH)))
    assert block.reasons[PLACES["Southampton"], 0] == reason
    assert block.low is not None
    assert np.isnan(block.low[PLACES["Southampton"], 0])


def test_a_note_beside_a_figure_is_told_with_whose_it_is(tmp_path: Path) -> None:
    odd = "There is a data quality issue with this value"
    years = ("2019/20", "2020/21", "2021/22", "2022/23")
    found = table(tmp_path, *(row(period=year, note=odd) for year in years), row(PORTSMOUTH, note="Never seen before."))
    series = found.found(WANTED)
    assert series is not None
    assert found.notes(series) == (
        "Fingertips says of 4 figures (Southampton 2019/20, Southampton 2020/21, Southampton 2021/22 and 1 more): "
        "There is a data quality issue with this value.",
        "Fingertips says of one figure (Portsmouth 2022/23): Never seen before.",
    )


def test_one_figure_of_two_area_types_is_one(tmp_path: Path) -> None:
    twice = (*SOUTHAMPTON[:2], "Districts & UAs (from Apr 2023)")
    block = block_of(table(tmp_path, row(), row(twice)))
    assert block.rows[PLACES["Southampton"], 0] == 2


def test_limits_are_a_pair_and_a_count_of_minus_one_is_none(tmp_path: Path) -> None:
    block = block_of(table(tmp_path, row(high="", count=-1), row(PORTSMOUTH)))
    assert block.low is not None
    assert block.numerators is not None
    assert np.isnan([block.low[PLACES["Southampton"], 0], block.numerators[PLACES["Southampton"], 0]]).all()


def test_empty_columns_may_be_missing_from_the_end_of_a_row(tmp_path: Path) -> None:
    path = write(tmp_path / "fingertips" / "made_up.csv", [row(note="Interpret with caution")])
    path.write_text(path.read_text("utf-8-sig").rstrip().rstrip(",") + "\n\n", "utf-8")
    assert block_of(read(tmp_path)).values[PLACES["Southampton"], 0] == 25


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"value": "n/a"}, "row 2, column 'Value': 'n/a' is not a number"),
        ({"count": -3}, "row 2, column 'Count': '-3' is not a count"),
        ({"low": 40}, "row 2, column 'Lower CI 95.0 limit': the lower limit '40' is above the upper one '39'"),
        ({"period": "this year"}, "row 2, column 'Time period': 'this year' is not a period label"),
        ({"value": "", "note": "Lost"}, "row 2, column 'Value note': the figure is missing, and 'Lost' is not a note"),
    ],
)
def test_what_cannot_be_read_is_named_by_row_and_column(tmp_path: Path, changed: dict[str, object], why: str) -> None:
    with pytest.raises(PortalError, match=f"made_up.csv, {why}"):
        block_of(table(tmp_path, row(**changed)))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row(id="x")], "row 2, column 'Indicator ID': 'x' is not the number of an indicator"),
        ([row(("E06999999", "Nowhere", "UA"))], "row 2: No area is known"),
        ([row(), row(value=26)], "rows 2 and 3: two figures for one area, period and group"),
        ([], "has a header and no rows"),
    ],
)
def test_a_file_that_is_not_right_is_one_sentence(tmp_path: Path, rows: list[dict[str, str]], why: str) -> None:
    with pytest.raises(PortalError, match=why) as refusal:
        table(tmp_path, *rows)
    assert len(str(refusal.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "is not a text file in UTF-8"),
        (",".join(HEADER).replace("Lower CI 95.0", "Lower CI").encode(), "has no column 'Lower CI 95.0 limit'"),
        (",".join(HEADER).encode() + b'\n"open', "cannot be read as a table"),
        (",".join(HEADER).encode() + b"\n1,2,3\n", "row 2: it has 3 columns of at least 20"),
    ],
)
def test_a_file_of_another_form_is_one_sentence(tmp_path: Path, body: bytes, why: str) -> None:
    (tmp_path / "fingertips").mkdir()
    (tmp_path / "fingertips" / "made_up.csv").write_bytes(body)
    with pytest.raises(PortalError, match=f"made_up.csv.*{why}"):
        read(tmp_path)


def test_a_series_is_found_by_whom_it_counts(tmp_path: Path) -> None:
    sexes = [row(sex=sex) for sex in ("Male", "Female")]
    found = table(tmp_path, *sexes, row(category_type="Ethnicity", category="Mixed"), row(id=99902))
    assert found.found(Fingertips(1)) is None
    one = found.found(Fingertips(99901, sex="Male"))
    assert one == Fingertips(99901, "Male", "<18 yrs", file="made_up.csv")
    mixed = Fingertips(99901, category_type="Ethnicity", category="Mixed", downloaded="2026-11-01")
    assert found.found(mixed) == Fingertips(
        99901, "Persons", "<18 yrs", "Ethnicity", "Mixed", "2026-11-01", "made_up.csv"
    )
    with pytest.raises(PortalError, match=r"several series.*Male, <18 yrs; Female, <18 yrs.*sex and the age"):
        found.found(WANTED)
    with pytest.raises(PortalError, match="has Fingertips indicator 99901 only for: Male, <18 yrs; "):
        found.found(Fingertips(99901, age="<5 yrs"))


def test_one_series_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "fingertips" / "another.csv", [row()])
    with pytest.raises(PortalError, match=r"another.csv and made_up.csv both have Fingertips 99901; keep one"):
        table(tmp_path, row()).found(WANTED)


def test_no_file_at_all_is_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path).found(WANTED) is None


figures = st.tuples(
    st.sampled_from([SOUTHAMPTON, PORTSMOUTH, SOUTH_EAST, ENGLAND]),
    st.integers(2011, 2024),
    st.floats(0, 1e6, allow_nan=False),
    st.floats(0, 10),
    st.floats(0, 10),
    st.integers(0, 10**6),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(figures, min_size=1, max_size=20, unique_by=lambda one: (one[0], one[1])))
def test_what_is_written_is_read(
    tmp_path: Path, rows: list[tuple[tuple[str, str, str], int, float, float, float, int]]
) -> None:
    block = block_of(
        table(
            tmp_path,
            *(
                row(
                    area,
                    period=f"{year - 1}/{year % 100:02d}",
                    value=value,
                    low=value - below,
                    high=value + above,
                    count=count,
                )
                for area, year, value, below, above, count in rows
            ),
        )
    )
    place = {"E06000045": "Southampton", "E06000044": "Portsmouth", "E12000008": "South East", "E92000001": "England"}
    assert int((~np.isnan(block.values)).sum()) == len(rows)
    assert block.low is not None
    assert block.high is not None
    assert block.numerators is not None
    for area, year, value, below, above, count in rows:
        cell = PLACES[place[area[0]]], block.periods.index(year_ending(FINANCIAL, year))
        assert block.values[cell] == pytest.approx(value, rel=1e-11)
        assert (block.low[cell], block.high[cell]) == pytest.approx((value - below, value + above), rel=1e-9)
        assert block.numerators[cell] == count
