"""Single rules by small tables: rounding, cohorts, populations, periods, breakdowns, years that are not named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.returns.reading import parse_return
from data.store import Snapshot
from models.checking.check import check_return
from models.checking.cohorts import cohort_of, possible
from models.checking.findings import Finding, Kind
from models.checking.rounding import Fit, fit, rounded, significant_digits


def findings(text: str) -> tuple[Finding, ...]:
    """The findings of a return, held against nothing that is published."""
    return check_return(parse_return(text.encode(), "return.csv"))


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(each.kind, each.column) for each in findings(text)]


@pytest.mark.parametrize(
    ("stated", "exact", "decimals", "how"),
    [
        (98, 97.98, 0, Fit.ROUNDED),
        (97, 97.98, 0, Fit.TRUNCATED),
        (99, 97.98, 0, Fit.WRONG),
        (96, 97.98, 0, Fit.WRONG),
        (12, 12.5, 0, Fit.ROUNDED),
        (13, 12.5, 0, Fit.ROUNDED),
        (97.9, 97.98, 1, Fit.TRUNCATED),
        (98.0, 97.98, 1, Fit.ROUNDED),
        (-1.2, -1.28, 1, Fit.TRUNCATED),
        (-1.3, -1.28, 1, Fit.ROUNDED),
    ],
)
def test_rounded_cut_off_or_wrong(stated: float, exact: float, decimals: int, how: Fit) -> None:
    assert fit(stated, exact, decimals) is how


@given(st.floats(-1000, 1000), st.integers(0, 3))
def test_what_is_rounded_fits(value: float, decimals: int) -> None:
    assert fit(rounded(value, decimals), value, decimals) is Fit.ROUNDED


def test_digits_that_say_something() -> None:
    assert [significant_digits(text) for text in ("615", "0.615", "18.0", "7%")] == [3, 3, 3, 1]


def test_a_half_is_cut_off_only_where_others_are() -> None:
    row = "Percentage of CLA children with an up-to-date review"
    assert kinds(f"Indicator,Feb-26,Mar-26\n{row},12% (1/8),50% (4/8)\n") == []
    assert kinds(f"Indicator,Feb-26,Mar-26\n{row},12% (1/8),66% (2/3)\n") == [
        (Kind.TRUNCATED, "Feb-26"),
        (Kind.TRUNCATED, "Mar-26"),
    ]


@given(st.integers(1, 60), st.data())
def test_every_share_of_a_cohort_is_possible(size: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, size))
    assert possible(rounded(100 * part / size, 1), 1, size) is Fit.ROUNDED


def test_the_cohort_that_shares_leave() -> None:
    of_42 = [(14.3, 1), (38.1, 1), (4.8, 1), (14.3, 1), (11.9, 1), (2.4, 1)]  # 6, 16, 2, 6, 5 and 1 of 42
    found = cohort_of(of_42)
    assert found is not None
    assert (found.size, found.left_over) == (42, ())
    assert cohort_of([(14.0, 0), (38.0, 0), (5.0, 0)]) is None  # whole percentages say too little


def test_rates_agree_on_one_population() -> None:
    """554, 549 and 560 of 50,000 children are 110.8, 109.8 and 112.0 per 10,000."""
    rows = (
        "Indicator,Apr-26,May-26,Jun-26,Jul-26",
        "Number of CLA,554,549,560,555",
        '"CLA rate per 10,000",111,110,112,{}',
    )
    text = "\n".join(rows)
    assert kinds(text.format(111)) == []
    assert kinds(text.format(121)) == [(Kind.RATE, "Jul-26")]


def test_cumulative_rates_are_held_against_the_sum_of_months() -> None:
    """250 a month of 50,000 children are 50, 100, 150, 200 per 10,000; without April nothing can be said."""
    text = 'Indicator,{}May-26,Jun-26,Jul-26\nReferrals,{}250,250,250\n"Rate of referrals per 10,000",{}100,150,{}\n'
    assert kinds(text.format("Apr-26,", "250,", "50,", 200)) == []
    assert kinds(text.format("Apr-26,", "250,", "50,", 207)) == [(Kind.RATE, "Jul-26")]
    assert kinds(text.format("", "", "", 207)) == []


def test_this_year_beside_last_year_is_no_gap() -> None:
    assert kinds("Indicator,Oct-25,Oct-26\nNumber of contacts,5,6\n") == []
    assert kinds("Indicator,Q1 2025/26,Q3 2025/26\nNumber of contacts,5,6\n") == [(Kind.MISSING_PERIOD, "Q3 2025/26")]
    assert kinds("Indicator,Oct-26,Sep-26,Aug-26\nNumber of contacts,5,6,7\n") == []


def test_months_that_look_cumulative() -> None:
    text = "Indicator,Apr-26,May-26,Jun-26,Jul-26,Aug-26,Sep-26\nReferrals,300,610,900,1190,1500,{}\n"
    assert kinds(text.format(1800)) == [(Kind.CUMULATIVE, "Sep-26")]
    assert (Kind.CUMULATIVE, "Sep-26") not in kinds(text.format(290))


def test_breakdowns_of_the_template_add_up() -> None:
    text = "indicator,breakdown,period,value\ncla,,Apr-26,400\ncla,In area,Apr-26,{}\ncla,Out of area,Apr-26,100\n"
    assert kinds(text.format(300)) == []
    assert [kind for kind, _ in kinds(text.format(310))] == [Kind.TOTAL]
    assert [kind for kind, _ in kinds(text.format(500))] == [Kind.TOTAL, Kind.PARTS]


def test_rows_without_their_count_are_held_against_each_other() -> None:
    rows = [
        f"Percentage of CLA {what},50% ({part}/{of})"
        for what, part, of in (
            ("children with an up-to-date review", 100, 200),
            ("placed in IFA placements", 100, 200),
            ("with 3 or more placements", 102, 204),
        )
    ]
    text = "\n".join(["Indicator,Feb-26", *rows])
    assert kinds(text) == [(Kind.DENOMINATOR, "Feb-26")]


def test_a_small_group_swings_without_a_finding() -> None:
    """Of eight children, none or all is chance; of two hundred it is not."""

    def row(counts: list[int], of: int) -> str:
        cells = ",".join(f"{rounded(100 * count / of, 0):.0f}% ({count}/{of})" for count in counts)
        months = ",".join(f"{month}-26" for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"))
        return f"Indicator,{months}\nPercentage of initial health assessments within 10 working days,{cells}\n"

    assert kinds(row([1, 1, 1, 1, 4, 1, 1, 1], 8)) == []
    assert kinds(row([25, 25, 26, 25, 100, 25, 25, 25], 200)) == [(Kind.JUMP, "May-26")]


def test_what_is_published_is_not_needed(snapshot: Snapshot) -> None:
    text = "Indicator,Feb-26,England\nPercentage of CLA having Dental Checks,50%,3%\n"
    read = parse_return(text.encode(), "return.csv", snapshot.indicators)
    assert check_return(read) == ()
    assert [each.kind for each in check_return(read, snapshot)] == [Kind.NOT_PUBLISHED]


def test_the_year_that_no_heading_names(snapshot: Snapshot) -> None:
    """England's dental checks: 81% in 2024-25, 79% the year before; 40% was 2020-21, which no reader expects."""
    text = "Indicator,Feb-26,Mar-26,South East,England\nPercentage of CLA having Dental Checks,80%,80%,{}\n"
    for cells, expected in (("77%,81%", []), ("77%,79%", []), ("45%,40%", [Kind.OTHER_YEAR, Kind.OTHER_YEAR])):
        read = parse_return(text.format(cells).encode(), "return.csv", snapshot.indicators)
        assert [each.kind for each in check_return(read, snapshot)] == expected
