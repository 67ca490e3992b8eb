"""A clean return has no finding; spoiled in one way, it has that one, by its kind and where it is."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data.store import Snapshot
from models.checking.explanations import RESTATED_RATE
from models.checking.findings import Finding, Kind
from models.checking.published import Comparator
from models.checking.rounding import rounded
from tests.models.checking import clean_returns as clean
from tests.models.checking.clean_returns import Sheet, sheets

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(data=st.data())
def test_a_clean_return_has_no_finding(snapshot: Snapshot, data: st.DataObject) -> None:
    sheet = data.draw(sheets(snapshot))
    assert [(finding.kind, finding.message) for finding in sheet.findings()] == []


def spoil_wrong_percentage(sheet: Sheet) -> None:
    counts = sheet.row(clean.REVIEWS)[2].partition(" ")[2]
    sheet.row(clean.REVIEWS)[2] = f"60% {counts}"


def spoil_truncated(sheet: Sheet) -> None:
    sheet.row(clean.RE_REFERRALS)[1] = "66% (2/3)"


def spoil_more_than_all(sheet: Sheet) -> None:
    sheet.row(clean.HEALTH)[1] = "98% (500/490)"


def spoil_over_a_hundred(sheet: Sheet) -> None:
    sheet.row(clean.HEALTH)[1] = "108%"


def spoil_negative(sheet: Sheet) -> None:
    sheet.row(clean.REFERRALS)[1] = "-12"


def spoil_half_a_child(sheet: Sheet) -> None:
    sheet.row(clean.UASC)[1] = "12.5"


def spoil_part_above_whole(sheet: Sheet) -> None:
    sheet.row(clean.UASC)[1:3] = ["9,999", "9,999"]


def spoil_denominator(sheet: Sheet) -> None:
    sheet.row(clean.VISITS)[1] = "50% (100/200)"


def spoil_cumulative(sheet: Sheet) -> None:
    row = sheet.row(clean.REFERRALS_RATE)
    row[3] = str(int(row[2]) - 5)


def spoil_rate(sheet: Sheet) -> None:
    row = sheet.row(clean.CLA_RATE)
    row[2] = str(int(row[2]) + 9)


def spoil_per_100000(sheet: Sheet) -> None:
    row = sheet.row(clean.CLA_RATE)
    for place in range(1, len(sheet.months) + 1):
        row[place] = str(int(row[place]) * 10)


def spoil_lost_format(sheet: Sheet) -> None:
    row = sheet.row(clean.DENTAL)
    for place in range(1, len(sheet.months) + 1):
        row[place] = f"{float(row[place].partition('%')[0]) / 100:.2f}"


def spoil_sign(sheet: Sheet) -> None:
    row = sheet.row(clean.DENTAL)
    row[1] = row[1].partition("%")[0]


def spoil_unknown(sheet: Sheet) -> None:
    sheet.row(clean.REVIEWS)[0] = "Percentage of CLA children with an up-to-date revue"


def spoil_unreadable(sheet: Sheet) -> None:
    sheet.row(clean.REVIEWS)[1] = "ninety"


def spoil_spreadsheet_error(sheet: Sheet) -> None:
    sheet.row(clean.REVIEWS)[1] = "#DIV/0!"


def spoil_target(sheet: Sheet) -> None:
    sheet.row(clean.REVIEWS)[len(sheet.months) + 1] = "as good as can be"


def spoil_missing_month(sheet: Sheet) -> None:
    for row in sheet.rows:
        del row[2]


def spoil_two_columns_of_a_month(sheet: Sheet) -> None:
    sheet.rows[0][2] = sheet.rows[0][1]


def spoil_order(sheet: Sheet) -> None:
    sheet.rows[0][2], sheet.rows[0][3] = sheet.rows[0][3], sheet.rows[0][2]


def spoil_twice(sheet: Sheet) -> None:
    sheet.rows.append(list(sheet.row(clean.REVIEWS)))


def spoil_twice_and_other(sheet: Sheet) -> None:
    again = list(sheet.row(clean.CLA))
    again[2] = str(int(again[2]) + 40)
    sheet.rows.append(again)


def spoil_other_target(sheet: Sheet) -> None:
    again = list(sheet.row(clean.REVIEWS))
    again[len(sheet.months) + 1] = "85%"
    sheet.rows.append(again)


def spoil_heading(sheet: Sheet) -> None:
    sheet.rows[0][1] = "Smarch-24"


def spoil_ragged(sheet: Sheet) -> None:
    sheet.row(clean.REVIEWS).append("7")


SPOILED: dict[Callable[[Sheet], None], tuple[Kind, str]] = {
    spoil_wrong_percentage: (Kind.ARITHMETIC, clean.REVIEWS),
    spoil_truncated: (Kind.TRUNCATED, clean.RE_REFERRALS),
    spoil_more_than_all: (Kind.IMPOSSIBLE, clean.HEALTH),
    spoil_over_a_hundred: (Kind.IMPOSSIBLE, clean.HEALTH),
    spoil_negative: (Kind.IMPOSSIBLE, clean.REFERRALS),
    spoil_half_a_child: (Kind.IMPOSSIBLE, clean.UASC),
    spoil_part_above_whole: (Kind.PARTS, clean.UASC),
    spoil_denominator: (Kind.DENOMINATOR, clean.VISITS),
    spoil_cumulative: (Kind.CUMULATIVE, clean.REFERRALS_RATE),
    spoil_rate: (Kind.RATE, clean.CLA_RATE),
    spoil_per_100000: (Kind.UNIT, clean.CLA_RATE),
    spoil_lost_format: (Kind.UNIT, clean.DENTAL),
    spoil_sign: (Kind.UNIT, clean.DENTAL),
    spoil_unknown: (Kind.NAME, "Percentage of CLA children with an up-to-date revue"),
    spoil_unreadable: (Kind.CELL, clean.REVIEWS),
    spoil_spreadsheet_error: (Kind.CELL, clean.REVIEWS),
    spoil_target: (Kind.TARGET, clean.REVIEWS),
    spoil_missing_month: (Kind.MISSING_PERIOD, ""),
    spoil_two_columns_of_a_month: (Kind.PERIOD, ""),
    spoil_order: (Kind.PERIOD, ""),
    spoil_twice: (Kind.DUPLICATE, clean.REVIEWS),
    spoil_twice_and_other: (Kind.CONTRADICTION, clean.CLA),
    spoil_other_target: (Kind.TARGET, clean.REVIEWS),
    spoil_heading: (Kind.SCHEMA, ""),
    spoil_ragged: (Kind.SCHEMA, ""),
}


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__)
@settings(SLOW, max_examples=3)
@given(data=st.data())
def test_one_fault_is_found_and_named(snapshot: Snapshot, spoil: Callable[[Sheet], None], data: st.DataObject) -> None:
    sheet = data.draw(sheets(snapshot))
    spoil(sheet)
    kind, name = SPOILED[spoil]
    found = sheet.findings()
    assert (kind, name) in {(finding.kind, finding.indicator) for finding in found}, found
    assert_said_whole(found)


def assert_said_whole(found: tuple[Finding, ...]) -> None:
    """Each finding says where and in a sentence or more what; none mentions a thing of the program."""
    for finding in found:
        assert finding.row is not None
        assert finding.message.endswith(".")
        assert "None" not in finding.message
        assert "nan" not in finding.message.split()


# Comparators: each is made from the published figures, so that the fault is the only thing that is wrong.


def comparator(sheet: Sheet, name: str, whose: Comparator, year: int) -> str:
    value = sheet.published.value(clean.PUBLISHED[name], whose, year)
    assume(value is not None)
    return f"{rounded(value or 0, 1):.1f}{'' if name == clean.CLA_RATE else '%'}"


def own(sheet: Sheet) -> Comparator:
    return Comparator(sheet.area.code)


def england(sheet: Sheet) -> Comparator:
    return Comparator(sheet.published.snapshot.authorities.england.code)


def neighbours(sheet: Sheet, edition: str = "") -> Comparator:
    return Comparator(edition=edition or sheet.edition)


@settings(SLOW, max_examples=10)
@given(data=st.data())
def test_comparators_one_column_to_the_left_are_found(snapshot: Snapshot, data: st.DataObject) -> None:
    sheet = data.draw(sheets(snapshot))
    cells = [comparator(sheet, clean.RE_REFERRALS, whose(sheet), sheet.year) for whose in (own, neighbours, england)]
    # Columns that hold nearly the same figure do not show that they are shifted.
    assume(min(abs(float(one[:-1]) - float(two[:-1])) for one, two in pairwise(cells)) > 2)
    sheet.row(clean.RE_REFERRALS)[sheet.first_comparator :] = [*cells[1:], "N/A"]
    assert [finding.kind for finding in sheet.findings()] == [Kind.SHIFTED]


@settings(SLOW, max_examples=10)
@given(data=st.data())
def test_comparators_of_another_row_are_found(snapshot: Snapshot, data: st.DataObject) -> None:
    sheet = data.draw(sheets(snapshot))
    taken = sheet.row(clean.DENTAL)[sheet.first_comparator :]
    own_ones = sheet.row(clean.HEALTH)[sheet.first_comparator :]
    assume(all(abs(int(one[:-1]) - int(two[:-1])) > 2 for one, two in zip(taken, own_ones, strict=True)))
    sheet.row(clean.HEALTH)[sheet.first_comparator :] = taken
    found = sheet.findings()
    assert [(finding.kind, finding.indicator) for finding in found] == [(Kind.OTHER_INDICATOR, clean.HEALTH)]
    assert clean.DENTAL in found[0].message


@settings(SLOW, max_examples=10)
@given(data=st.data())
def test_comparators_of_another_year_are_found(snapshot: Snapshot, data: st.DataObject) -> None:
    sheet = data.draw(sheets(snapshot))
    before = [comparator(sheet, clean.DENTAL, whose(sheet), sheet.year - 1) for whose in (own, neighbours, england)]
    right = [comparator(sheet, clean.DENTAL, whose(sheet), sheet.year) for whose in (own, neighbours, england)]
    assume(all(abs(float(one[:-1]) - float(two[:-1])) > 2 for one, two in zip(before, right, strict=True)))
    sheet.row(clean.DENTAL)[sheet.first_comparator :] = before
    found = sheet.findings()
    assert {finding.kind for finding in found} == {Kind.OTHER_YEAR}
    assert len(found) == 3


@settings(SLOW, max_examples=10)
@given(data=st.data())
def test_the_other_edition_of_the_neighbours_is_found(snapshot: Snapshot, data: st.DataObject) -> None:
    sheet = data.draw(sheets(snapshot))
    other = "2025" if sheet.edition == "2021" else "2021"
    stated = comparator(sheet, clean.CLA_RATE, neighbours(sheet, other), sheet.year)
    right = comparator(sheet, clean.CLA_RATE, neighbours(sheet), sheet.year)
    # Nearer than this and it may be the same figure before it was restated.
    assume(abs(float(stated) - float(right)) > RESTATED_RATE * float(right) + 1)
    sheet.row(clean.CLA_RATE)[sheet.first_comparator + 1] = stated
    assert [finding.kind for finding in sheet.findings()] == [Kind.OTHER_EDITION]
