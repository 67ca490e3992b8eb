"""What others see of a return: nobody who reasons over everything that is printed finds a small count in it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from data.indicators import load_indicators
from data.papers import FOLDER
from data.returns.content import Return
from data.returns.kept import as_plain, from_plain
from data.returns.reading import parse_return, read_return
from models.disclosure import return_primary, return_sums
from models.disclosure.of_returns import for_others
from models.disclosure.return_neighbours import Neighbours
from models.disclosure.return_protection import Protector
from tests.models.returns_generated import MASK, Intruder, audits, generated, seen, seen_in_template, template, wide

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_intruder_finds_no_small_count(seed: int) -> None:
    facts = generated(seed)
    found = parse_return(wide(facts), "return.csv", load_indicators())
    assert Intruder(facts, seen(for_others(found))).finds() == []


@pytest.mark.parametrize("seed", range(2))
def test_an_intruder_finds_no_small_count_in_a_template(seed: int) -> None:
    facts = generated(100 + seed)
    found = parse_return(template(facts), "return.csv", load_indicators())
    assert Intruder(facts, seen_in_template(for_others(found))).finds() == []


@pytest.mark.parametrize("seed", range(25))
def test_an_intruder_finds_no_small_count_in_a_table_with_totals(seed: int) -> None:
    facts, content = audits(seed)
    assert Intruder(facts, seen(for_others(parse_return(content, "audits.csv", load_indicators())))).finds() == []


def test_the_intruder_is_one() -> None:
    """Without any masking, and with only the small counts masked, he finds them in nearly every return."""
    finding = 0
    for seed in SEEDS:
        facts = generated(seed)
        shown = {
            cell: MASK if re.search(r"(?<![\d.])[1-5](?![\d.%])", text) else text for cell, text in facts.cells.items()
        }
        assert Intruder(facts, facts.cells).finds() or not any(1 <= value <= 5 for value in facts.values.values())
        finding += bool(Intruder(facts, shown).finds())
    assert finding > len(SEEDS) / 2


# Further relations, each on a return of a few lines.


def read(text: str) -> Return:
    return parse_return(text.encode(), "return.csv", load_indicators())


def lines_of(text: str) -> list[list[str]]:
    """The masked file, line by line."""
    return [list(line.cells) for sheet in for_others(read(text)).sheets for line in sheet.lines if any(line.cells)]


RATE = '"Rate of children subject to a Child Protection Plan per 10,000"'
MONTHS_ACROSS = "Indicator,Feb-22,Mar-22\n"


def test_a_share_is_masked_for_those_in_it_and_those_not() -> None:
    rows = lines_of(
        f"{MONTHS_ACROSS}Number of CLA at the end of the month,300,300\n"
        "Percentage of CLA children with an up-to-date review,96% (287/300),99% (298/300)\n"
        "Percentage of CLA at end of month with 3 or more placements during the year,1% (3/300),100% (300/300)\n"
    )
    assert [row[1:] for row in rows[1:]] == [["300", "300"], ["96% (287/300)", MASK], [MASK, "100% (300/300)"]]


REVIEWS = "Percentage of CLA children with an up-to-date review"


def test_what_the_share_of_a_part_leaves_of_the_whole() -> None:
    rows = lines_of(f"Indicator,Feb-22\n{REVIEWS},55% (11/20)\n{REVIEWS} (in area),0% (0/8)\n")
    # 11 of the 12 out of area were seen, and 1 was not.
    assert [row[1] for row in rows[1:]] == ["55% (11/20)", MASK]
    rows = lines_of(f"Indicator,Feb-22\n{REVIEWS},30% (6/20)\n{REVIEWS} (in area),0% (0/8)\n")
    assert [row[1] for row in rows[1:]] == ["30% (6/20)", "0% (0/8)"]  # 6 of 12


def test_a_whole_that_stands_only_beneath_a_share() -> None:
    near = "Number of CLA at the end of the month - in area"
    rows = lines_of(f"Indicator,Feb-22\n{near},52\n{REVIEWS},88% (49/56)\n")
    # 56 - 52 = 4 out of area.
    assert MASK in [row[1] for row in rows[1:]]
    rate = "Rate of CLA per 10,000 under 18 population"
    rows = lines_of(f"Indicator,Feb-22\n{near},54\n{REVIEWS} (out of area),50% (1/2)\n{rate},28.0\n")
    # 28.0 of every 10,000 of 20,000 are 56: 2 more than 54.
    assert [row[1] for row in rows[1:]] == ["54", MASK, MASK]


def test_a_small_denominator_is_masked_wherever_it_stands() -> None:
    rows = lines_of(
        f"{MONTHS_ACROSS}Number of care leavers,4,40\n"
        "Percentage of Care Leavers who had their supervision and was within the timescale,75%,75% (30/40)\n"
    )
    assert [row[1:] for row in rows[1:]] == [[MASK, "40"], [MASK, "75% (30/40)"]]


def test_a_count_that_stands_twice_is_masked_twice() -> None:
    rows = lines_of(f"{MONTHS_ACROSS}Number of contacts,3,30\n\nAgain\n{MONTHS_ACROSS}Contacts,3,30\n")
    assert [row[1:] for row in rows if row[0] in ("Number of contacts", "Contacts")] == [[MASK, "30"]] * 2


def test_totals_of_rows_and_columns() -> None:
    table = "Audits\nService,Good,Poor,Total\n{}\n"
    rows = lines_of(table.format("A,3,12,15\nB,30,14,44\nTotal,33,26,59"))
    masked = [[cell == MASK for cell in row[1:]] for row in rows[2:]]
    # 3 is 15 - 12 in its row and 33 - 30 in its column.
    assert masked[0][0]
    assert masked[0][1] or masked[0][2]
    assert masked[1][0] or masked[2][0]
    # 15 + 44 = 59 is the other way to a total that is masked.
    assert sum(map(sum, masked)) >= 4


def test_a_title_that_says_the_total() -> None:
    rows = lines_of("KS5: number of pupils 54\nDestination,Number\nEducation,38\nEmployment,2\nNEET,14\n")
    assert [row[1] for row in rows[2:]] == ["38", MASK, MASK]


def test_shares_beside_counts_say_the_total() -> None:
    rows = lines_of("Grades\n,Outstanding,Good,Poor\nFinal grade,2 (1%),87 (51%),80 (48%)\n")
    assert rows[-1] == ["Final grade", MASK, MASK, MASK]


def test_percentages_without_counts_of_a_cohort_that_is_known() -> None:
    rows = lines_of("Roll\nYear Group,No of children,% of children with an EHCP\nA,12,8.3\nB,40,32.5\nC,20,0.0\n")
    assert [row[2] for row in rows[2:]] == [MASK, "32.5", "0.0"]


def test_percentages_without_counts_are_of_few_where_nobody_says() -> None:
    rows = lines_of("Measure,2024,,2025,\nCLA 1yr+,LA,Nat,LA,Nat\nKS2: RWM,10,36,50,35\n")
    assert rows[-1] == ["KS2: RWM", MASK, "36", "50", "35"]


def test_a_rate_of_few_children_is_masked() -> None:
    text = f"{MONTHS_ACROSS}{RATE},0.8,40\n"
    assert lines_of(text)[1][1:] == [MASK, "40"]
    small = f"{MONTHS_ACROSS}{RATE},6,40\n"
    assert lines_of(small)[1][1:] == [MASK, "40"]  # of 8,000 children that would be 5
    known = for_others(read(small), population=50_000)
    assert [figure.cell.text for figure in known.series[0].own] == ["6", "40"]


def test_comparators_targets_names_and_words_stay() -> None:
    text = "Indicator,Feb-22,Target,England,Notes\nContacts,3,4,5,two boys\n\nSection,Analysis\nCare,3 of them\n"
    assert lines_of(text)[1] == ["Contacts", MASK, "4", "5", "two boys"]
    assert for_others(read(text)).commentary == read(text).commentary


def test_what_cannot_be_placed_is_not_shown() -> None:
    text = "A list of 2 children,AB,CD\nIndicator,Feb-22,Smarch-22,Change\nContacts,30,3,-4\nReferrals,3,33,-7\n"
    rows = lines_of(text)
    assert rows[0][0] == "Indicator"
    assert [row[1:] for row in rows[1:]] == [["30", MASK, MASK], [MASK, MASK, MASK]]


def test_a_cell_that_nobody_can_read_is_masked_with_what_it_may_say() -> None:
    rows = lines_of(f"{MONTHS_ACROSS}Number of contacts,three,30 (4 boys)\nReferrals,<3,31 (boys)\n")
    assert [row[1:] for row in rows[1:]] == [[MASK, MASK], [MASK, "31 (boys)"]]


def test_the_template_is_masked_with_its_counts() -> None:
    rows = lines_of(
        "authority,indicator,breakdown,period,value,numerator,denominator,note,published_england\n"
        "Portsmouth,cla-reviews,,Apr-26,TBC,3,300,a word,4\nPortsmouth,cla,,Apr-26,300,,,,5\n"
    )
    assert rows[1][4:] == [MASK, MASK, MASK, "a word", "4"]
    assert rows[2][4:] == ["300", "", "", "", "5"]


def test_children_who_came_and_went() -> None:
    rows = lines_of(
        f"{MONTHS_ACROSS}Number of CLA at the end of the month,300,310\n"
        "Number of children who started to be looked after,12,13\nNumber of children leaving care,9,3\n"
    )
    assert [row[1:] for row in rows[2:]] == [["12", MASK], ["9", MASK]]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_a_masked_paper_is_the_same_return_without_its_small_counts(path: Path) -> None:
    found = read_return(path, load_indicators())
    masked = for_others(found)
    assert from_plain(as_plain(masked), load_indicators()) == masked
    assert [(table.layout, len(table.rows), table.headings) for table in masked.tables] == [
        (table.layout, len(table.rows), table.headings) for table in found.tables
    ]
    assert [(each.name, each.measure) for each in masked.series] == [(each.name, each.measure) for each in found.series]
    for series in masked.series:
        for cell in (figure.cell for figure in series.own):
            counts = (cell.numerator, cell.denominator, (cell.denominator or 0) - (cell.numerator or 0))
            assert not (cell.has_counts and any(1 <= (count or 0) <= 5 for count in counts))
            assert not (series.measure and series.measure.is_count and 1 <= (cell.value or 0) <= 5)


def test_the_scorecard_of_november_2022_stays_readable() -> None:
    masked = for_others(read_return(FOLDER / "scorecard_2022_11.csv", load_indicators()))
    rows = [series.line for series in masked.series for figure in series.own if figure.cell.text == MASK]
    # Reviews that 2 and 5 children were left out of, and all months but one of initial health assessments.
    assert sorted(rows) == [46, 46, *[48] * 8]


def without_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Neighbours, "masked_too", lambda *_: frozenset())


def without_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Protector, "masked_too", lambda *_: frozenset())


def without_breakdowns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(return_sums, "_breakdowns", lambda *_: None)


def without_periods(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(return_sums, "_periods", lambda *_: None)


def without_those_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        return_primary, "_few", lambda entry: frozenset({"count"} if 1 <= (entry.cell.value or 0) <= 5 else ())
    )


def without_months_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Neighbours, "_says", lambda *_: False)


FAULTS = (
    without_neighbours,
    without_sums,
    without_breakdowns,
    without_periods,
    without_those_left_out,
    without_months_between,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_in_the_masking_is_noticed(monkeypatch: pytest.MonkeyPatch, fault: Callable[..., None]) -> None:
    fault(monkeypatch)
    for seed in range(40):
        facts = generated(seed)
        if Intruder(facts, seen(for_others(parse_return(wide(facts), "return.csv", load_indicators())))).finds(
            first=True
        ):
            return
    pytest.fail("the intruder finds nothing, with a rule of the masking left out")
