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


REFERRALS = "Number of referrals in the month"
MONTHS = "Indicator,Jan-26,Feb-26,Mar-26,Apr-26\n"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # 300 + 400 + 500 + 600 = 1,800; without March's 500 it is 1,300.
        ("The total is 1300 referrals.", "1,800"),
        ("The total is 1,300 referrals.", "1,800"),
        ("The total is 1,800 referrals.", None),
        ("The total is 1,250 referrals.", None),
        ("There were 1300 referrals in 2021.", None),
    ],
)
def test_a_sum_told_without_one_month(sentence: str, expected: str | None) -> None:
    table = f"The front door\n{MONTHS}{REFERRALS},300,400,500,600\n"
    found = findings(f'{table}\nSection,Analysis,Action\nThe front door,"{sentence}",None\n')
    assert [each.expected for each in found if each.kind is Kind.TOTAL] == ([expected] if expected else [])


def test_a_share_of_all_is_held_against_the_row_of_all() -> None:
    # 415 of 500 are 83%; 276 of 500 are 55.2%, 400 are 80%.
    rows = "Number of looked after children,500\nNumber of looked after children in foster care,{}\n"
    assert kinds("Indicator,2023/24\n" + rows.format("415 (82%)")) == [(Kind.DENOMINATOR, "2023/24")]
    assert kinds("Indicator,2023/24\n" + rows.format("400 (80%)")) == []
    parts = "Indicator,Breakdown,2023/24\nNumber of looked after children,,500\nNumber of looked after children,{}\n"
    assert kinds(parts.format("Boys,276 (57%)")) == [(Kind.DENOMINATOR, "2023/24")]
    assert kinds(parts.format("Boys,276 (55%)")) == []


def test_a_percentage_whose_counts_are_other_rows() -> None:
    # 14 of 147 are 9.5%, which is 10%.
    rows = "Number of fostering enquiries,147\nNumber of mainstream foster carers approved,14\n"
    share = "Percentage of fostering enquiries that lead to approval"
    assert kinds(f"Indicator,2022/23\n{rows}{share},14%\n") == [(Kind.ARITHMETIC, "2022/23")]
    assert kinds(f"Indicator,2022/23\n{rows}{share},10%\n") == []
    assert kinds(f"Indicator,2022/23\n{rows}{share},9%\n") == [(Kind.TRUNCATED, "2022/23")]


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [("40%,47% (+7)", False), ("40%,47% (+8)", False), ("40%,47% (+9)", True), ("40%,47% (-7)", True)],
)
def test_a_change_is_held_against_the_row(cells: str, wrong: bool) -> None:
    row = "Percentage of pathway plans completed on time"
    assert kinds(f"Indicator,2023/24,2024/25\n{row},{cells}\n") == ([(Kind.ARITHMETIC, "2024/25")] if wrong else [])


@pytest.mark.parametrize(("change", "wrong"), [("+13", False), ("-34", True), ("+12", True)])
def test_a_change_is_held_against_what_is_published(snapshot: Snapshot, change: str, wrong: bool) -> None:
    # Published: 163 children started in 2023-24 and 176 in 2024-25.
    text = f"Indicator,2024/25\nNumber of children who started to be looked after,176 ({change})\n"
    found = check_return(parse_return(text.encode(), "a.csv"), snapshot, snapshot.authorities.find("Southampton"))
    assert [each.expected for each in found] == (["+13"] if wrong else [])


def test_a_unit_that_the_name_says() -> None:
    row = "Rate of children looked after for {} per {}"
    longer = row.format("12 months or longer", "10,000")
    assert kinds(f'Indicator,2023/24\n"{longer}",75\n') == []
    assert kinds('Indicator,2023/24\n"Rate of children looked after for more than a year per 100,000",75\n') == [
        (Kind.UNIT, "")
    ]


@pytest.mark.parametrize(("stated", "right"), [(87.8, True), (88.4, True), (90.2, False), (88, True)])
def test_a_figure_with_more_decimals_than_are_published(snapshot: Snapshot, stated: float, right: bool) -> None:
    # Published for 2024-25: 88 of a hundred, in whole percentages (295 of 336).
    text = f"Indicator,2024/25\nPercentage of CLA with an up-to-date health assessment,{stated}%\n"
    found = check_return(parse_return(text.encode(), "a.csv"), snapshot, snapshot.authorities.find("Southampton"))
    assert (found == ()) is right


@pytest.mark.parametrize(("given", "wrong"), [(54, True), (55, False)])
def test_how_many_the_title_of_a_table_says(given: int, wrong: bool) -> None:
    table = "Destination,Number\nEducation,38\nEmployment,3\nNEET,14\n"
    assert [kind for kind, _ in kinds(f"KS5: number of pupils {given}\n{table}")] == ([Kind.TOTAL] if wrong else [])


@pytest.mark.parametrize(("total", "wrong"), [(879, False), (878, True)])
def test_bands_that_take_each_other_in_are_added_once(total: int, wrong: bool) -> None:
    # 688 + 183 + 8 = 879; the 136 and 577 are among the 688.
    bands = "100% Present,136\n95% and above,577\n90% and above,688\nless than 90%,183\nUnknown,8\n"
    assert kinds(f"Category,Pupils\n{bands}Grand Total,{total}\n") == ([(Kind.TOTAL, "Pupils")] if wrong else [])
