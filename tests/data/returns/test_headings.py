"""Headings: periods in every form, and whose figures stand below."""

import pytest

from data.periods import PeriodKind
from data.returns.content import Role, Who
from data.returns.headings import parse_heading, short_year
from data.returns.months import find_period, month_of, parse_period_heading


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Feb-22", "February 2022"),
        ("Feb 22", "February 2022"),
        ("Sept-22", "September 2022"),
        ("February 2022", "February 2022"),
        ("2022-02", "February 2022"),
        ("02/2022", "February 2022"),
        ("01/02/2022", "February 2022"),
        ("28/02/2022", "February 2022"),
        ("2022-02-01 00:00:00", "February 2022"),
        ("31 March 2022", "31 March 2022"),
        ("Q1 2022/23", "April to June 2022"),
        ("2022/23 Q4", "January to March 2023"),
        ("Quarter 2 (2022/23)", "July to September 2022"),
        ("2021/22", "2021-22"),
        ("2021-2022", "2021-22"),
        ("2010-11", "2010-11"),
        ("20/21", "2020-21"),
        ("AY 2021/22", "2021/22"),
        ("2022", "2022"),
        ("2024 (prov)", "2024"),
    ],
)
def test_a_period_is_read(text: str, label: str) -> None:
    period = parse_period_heading(text)
    assert period is not None
    assert period.label == label


@pytest.mark.parametrize("text", ["", "Target", "2021/23", "15/02/2022", "Q5 2022/23", "2022-13", "1477", "Smarch-24"])
def test_what_is_no_period(text: str) -> None:
    assert parse_period_heading(text) is None


def test_months_have_their_kind_and_their_days() -> None:
    period = month_of(2024, 2)
    assert (period.kind, period.end.day) == (PeriodKind.MONTH, 29)


@pytest.mark.parametrize(
    ("text", "rest"),
    [("Southampton 20/21", "Southampton"), ("Southampton on 20/21", "Southampton"), ("2021 England", "England")],
)
def test_a_period_beside_a_name(text: str, rest: str) -> None:
    period, left = find_period(text)
    assert (period.year if period else None, left) == (2021, rest)


@pytest.mark.parametrize(
    ("text", "role", "who", "area"),
    [
        ("Indicator", Role.NAME, None, ""),
        ("Feb-22", Role.PERIOD, Who.OWN, ""),
        ("Target", Role.TARGET, None, ""),
        ("Target 2022/23", Role.TARGET, None, ""),
        ("Southampton 20/21", Role.COMPARATOR, Who.OWN, "852"),
        ("Statistical Neighbours", Role.COMPARATOR, Who.NEIGHBOURS, ""),
        ("Stat Neighbour average", Role.COMPARATOR, Who.NEIGHBOURS, ""),
        ("SN 2021", Role.COMPARATOR, Who.NEIGHBOURS, ""),
        ("South East", Role.COMPARATOR, Who.AREA, "989"),
        ("SE", Role.COMPARATOR, Who.AREA, "989"),
        ("England", Role.COMPARATOR, Who.AREA, "970"),
        ("Nat", Role.COMPARATOR, Who.AREA, "970"),
        ("SCC", Role.COMPARATOR, Who.OWN, ""),
        ("Direction of travel", Role.REMARK, None, ""),
        ("", Role.BLANK, None, ""),
        ("Hedgehogs", Role.OTHER, None, ""),
    ],
)
def test_a_heading_is_placed(text: str, role: Role, who: Who | None, area: str) -> None:
    heading = parse_heading(text, 3)
    assert (heading.role, heading.who, heading.area, heading.column) == (role, who, area, 3)


def test_years_of_two_digits_in_a_table_of_years() -> None:
    found = [short_year(text) for text in ("13", "14-15", "19-20(autumn 2019)", "R")]
    assert [period.year if period else None for period in found] == [2013, 2015, 2020, None]
