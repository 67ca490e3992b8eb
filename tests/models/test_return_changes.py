"""What changed between two versions of a return."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.returns.content import Return
from data.returns.reading import parse_return
from models.return_changes import Change, How, KeptBack, Part, changes, kept_back

HEAD = "Indicator,Sep-22,Oct-22,Target,Southampton 20/21,England"
CONTACTS = "Number of contacts,1401,1433,N/A,1300,N/A"
VISITS = "Percentage of CLA having Health Checks,95% (97/102),TBC,90%,88%,N/A"
FIRST = "\n".join((HEAD, CONTACTS, VISITS))


def made(text: str) -> Return:
    return parse_return(text.encode(), "scorecard.csv")


def found(before: str, after: str, masked: bool = False) -> list[tuple[str, str, str, str, str, str]]:
    """Part, how, row, column, before, after of each change."""
    listed = changes(made(before), made(after), masked).all
    return [
        (str(each.part), str(each.how), each.row.split()[0], each.column, each.before, each.after) for each in listed
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1401", "1402", ("figure", "changed", "Number", "Sep-22", "1401", "1402")),
        ("TBC", "96%", ("figure", "added", "Percentage", "Oct-22", "TBC", "96%")),
        ("1433", "TBC", ("figure", "removed", "Number", "Oct-22", "1433", "TBC")),
        ("1433", "", ("figure", "removed", "Number", "Oct-22", "1433", "")),
        ("TBC", "N/A", ("figure", "changed", "Percentage", "Oct-22", "TBC", "N/A")),
        ("95% (97/102)", "95% (97 of 102)", ("figure", "written otherwise", "Percentage", "Sep-22")),
        ("95% (97/102)", "95% (96/102)", ("figure", "changed", "Percentage", "Sep-22")),
        ("1300", "1301", ("comparator", "changed", "Number", "Southampton 20/21", "1300", "1301")),
        ("90%", "92%", ("target", "changed", "Percentage", "Target", "90%", "92%")),
    ],
)
def test_one_cell(old: str, new: str, expected: tuple[str, ...]) -> None:
    (change,) = found(FIRST, FIRST.replace(old, new, 1))
    assert change[: len(expected)] == expected


def test_a_row_and_a_column_more_or_less() -> None:
    row = "Number of adoptions,11,12,TBC,10,N/A"
    column = "\n".join(
        (
            HEAD.replace("Oct-22,", "Oct-22,Nov-22,"),
            CONTACTS.replace("1433,", "1433,1390,"),
            VISITS.replace("TBC,", "TBC,96%,"),
        )
    )
    assert [(how, row, was, now) for _, how, row, _, was, now in found(FIRST, f"{FIRST}\n{row}")][:2] == [
        ("added", "Number", "", "11"),
        ("added", "Number", "", "12"),
    ]
    assert {how for part, how, *_ in found(f"{FIRST}\n{row}", FIRST) if part == "figure"} == {"removed"}
    assert [(how, name, now) for _, how, _, name, _, now in found(FIRST, column)] == [
        ("added", "Nov-22", "1390"),
        ("added", "Nov-22", "96%"),
    ]


def test_rows_and_months_in_another_order_are_the_same() -> None:
    assert found(FIRST, "\n".join((HEAD, VISITS, CONTACTS))) == []
    other = FIRST.replace("Sep-22,Oct-22", "Oct-22,Sep-22").replace("1401,1433", "1433,1401")
    assert found(FIRST, other.replace("95% (97/102),TBC", "TBC,95% (97/102)")) == []
    assert found(FIRST, FIRST.replace("Sep-22", "September 2022")) == []


def test_a_table_is_the_same_when_its_title_has_another_date() -> None:
    before, after = (
        f"Audits to {month} 2022\nService Area,Total Audits\nDuty,{count}\n" for month, count in ((9, 11), (10, 12))
    )
    before, after = before.replace("to 9", "to September"), after.replace("to 10", "to October")
    assert [change[1:] for change in found(before, after)] == [("changed", "Duty", "Total Audits", "11", "12")]


def test_the_same_row_in_two_tables_is_compared_with_its_own() -> None:
    two = f"Here\n{HEAD}\n{CONTACTS}\n\nThere\n{HEAD}\n{CONTACTS}\n"
    (change,) = changes(made(two), made(two[:-1].rsplit("1401", 1)[0] + "1402,1433,N/A,1300,N/A\n"), False).all
    assert (change.table, change.before, change.after) == ("There", "1401", "1402")


def test_the_template_is_compared_by_measure_and_period() -> None:
    head = "indicator,breakdown,period,value,numerator,denominator,target"
    before = f"{head}\nNumber of contacts,,Sep-22,1401,,,N/A\nNumber of contacts,,Oct-22,1433,,,N/A\n"
    after = f"{head}\nNumber of contacts,,Oct-22,1434,,,N/A\nNumber of contacts,,Sep-22,1401,,,N/A\n"
    assert [change[1:2] + change[4:] for change in found(before, after)] == [("changed", "1433", "1434")]


def test_commentary_is_compared_section_by_section() -> None:
    told = "Section,Analysis,Action and next steps\nContacts,{},{}\n\n" + FIRST
    before, after = told.format("Fewer.", "Ask."), told.format("More.", "")
    assert [change for change in found(before, after) if change[0] == "commentary"] == [
        ("commentary", "changed", "Contacts", "Analysis", "Fewer.", "More."),
        ("commentary", "removed", "Contacts", "Action and next steps", "Ask.", ""),
    ]


MASKED = FIRST.replace("1401", "c")


@pytest.mark.parametrize(("before", "after"), [(FIRST, MASKED), (MASKED, FIRST), (MASKED, MASKED)])
def test_a_cell_that_is_masked_in_either_version_is_not_compared(before: str, after: str) -> None:
    """Whichever number stood there, and whether it changed: the answer is the same."""
    compared = changes(made(before), made(after), masked=True)
    assert (compared.all, compared.hidden) == ((), 1)


def test_the_owner_is_told_of_a_figure_that_takes_the_place_of_a_reason() -> None:
    (change,) = changes(made(MASKED), made(FIRST), masked=False).all
    assert change == Change(Part.FIGURE, How.ADDED, "", "Number of contacts", "Sep-22", "c", "1401")


cells = st.sampled_from(["1401", "7", "c", "TBC", "", "95% (97/102)", "=1+1", "x y"])
tables = st.lists(st.tuples(cells, cells), min_size=1, max_size=4).map(
    lambda rows: "\n".join([HEAD, CONTACTS, *(f"Row {name},{a},{b},N/A,1,2" for name, (a, b) in enumerate(rows))])
)


@settings(max_examples=60, deadline=None)
@given(before=tables, after=tables, masked=st.booleans())
def test_nothing_changed_from_a_version_to_itself_and_back_is_the_other_way_round(
    before: str, after: str, masked: bool
) -> None:
    assert changes(made(before), made(before), masked).all == ()
    there, back = changes(made(before), made(after), masked), changes(made(after), made(before), masked)
    assert {(each.row, each.column, each.before, each.after) for each in there.all} == {
        (each.row, each.column, each.after, each.before) for each in back.all
    }
    assert there.hidden == back.hidden
    if masked:
        assert not [each for each in there.all if "c" in (each.before, each.after)]


def test_what_is_kept_back_is_counted() -> None:
    whole = made(f"A line of nobody knows what,3\n\n{FIRST}")
    assert kept_back(whole, whole) == KeptBack(0, 0)
    masked = made(f"\n\n{FIRST}".replace("1401", "c").replace("95% (97/102)", "c"))
    (sheet,) = masked.sheets
    others = replace(masked, sheets=(replace(sheet, lines=sheet.lines[2:]),))
    assert kept_back(whole, others) == KeptBack(2, 1)
