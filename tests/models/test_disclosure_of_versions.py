"""Whoever lays one version of a return against another finds no small count that either of them hides."""

import csv
import io
from collections.abc import Callable, Sequence

import pytest

from data.indicators import load_indicators
from data.papers import FOLDER
from data.returns.content import Figure, Return
from data.returns.reading import parse_return
from models.disclosure.of_returns import ForOthers, seen_by_others
from models.disclosure.return_sums import Sums
from models.disclosure.return_versions import Before, Earlier
from tests.models.returns_generated import MASK, Cell, Facts, Intruder
from tests.models.versions_generated import audits, scorecards, seen_together


def read(content: bytes | str) -> Return:
    return parse_return(content.encode() if isinstance(content, str) else content, "return.csv", load_indicators())


def seen_in_turn(files: Sequence[bytes | str], *, each_for_itself: bool = False) -> list[ForOthers]:
    """What others see of each version, every one masked with those before it in view."""
    made: list[ForOthers] = []
    earlier: list[Earlier] = []
    for content in files:
        found = read(content)
        made.append(seen_by_others(found, None, () if each_for_itself else earlier))
        earlier.append(Earlier(found, made[-1].figures.sheets))
    return made


def cells_of(version: ForOthers) -> list[list[str]]:
    """The masked file without its headings and names."""
    lines = [line.cells for line in version.figures.sheets[0].lines if any(line.cells)]
    return [list(line[1:]) for line in lines[1:]]


def column(*counts: int | str, total: int | str = "") -> str:
    """Audits of services A, B and so on, under each other."""
    rows = [f"{name},{count}" for name, count in zip("ABCDE", counts, strict=False)]
    return "\n".join(["Service,Number", *rows, *([f"Total,{total}"] if total else [])])


def masks(version: ForOthers) -> str:
    """A column, line by line."""
    return " ".join(row[0] for row in cells_of(version))


def test_a_figure_that_was_masked_is_masked_again() -> None:
    files = [column(3, 20, 30, total=53), column(3, 20, 30)]
    # By itself the second version needs no mask but that of the 3, and then 53 - 20 - 30 = 3.
    assert [masks(each) for each in seen_in_turn(files, each_for_itself=True)] == ["c c 30 53", "c 20 30"]
    assert [masks(each) for each in seen_in_turn(files)] == ["c c 30 53", "c c 30"]


def test_a_figure_that_was_shown_hides_nothing() -> None:
    files = [column(3, 20, 30, total=53), column(3, 40, 30, total=73)]
    # The next smallest is 30 now, which the first version shows: 73 - 40 - 30 = 3.
    assert [masks(each) for each in seen_in_turn(files, each_for_itself=True)] == ["c c 30 53", "c 40 c 73"]
    # 53 - 30 = 23 in two cells, and 73 - 30 = 43 in two cells.
    assert [masks(each) for each in seen_in_turn(files)] == ["c c 30 53", "c c 30 73"]


def test_a_total_that_was_shown_still_holds_for_what_is_added() -> None:
    heading, whole = "Indicator,Jan-26\n", "Number of CLA at the end of the month"
    files = [f"{heading}{whole},53\n", f"{heading}{whole} - in area,50\n"]
    assert [cells_of(each) for each in seen_in_turn(files, each_for_itself=True)] == [[["53"]], [["50"]]]
    # 53 - 50 = 3 live out of the area.
    assert [cells_of(each) for each in seen_in_turn(files)] == [[["53"]], [[MASK]]]


def test_months_of_two_versions_make_a_year_that_will_be_published() -> None:
    first = "Indicator,Apr-24,May-24,Jun-24,Jul-24,Aug-24,Sep-24\nNumber of contacts,30,3,40,41,42,43\n"
    second = "Indicator,Oct-24,Nov-24,Dec-24,Jan-25,Feb-25,Mar-25\nNumber of contacts,50,51,20,52,53,54\n"
    alone = seen_in_turn([first, second], each_for_itself=True)
    assert MASK not in cells_of(alone[1])[0]
    # The year's sum less eleven months that are shown would be the twelfth; the smallest month left hides it.
    first_row, second_row = (cells_of(each)[0] for each in seen_in_turn([first, second]))
    assert first_row == ["30", MASK, "40", "41", "42", "43"]
    assert second_row == ["50", "51", MASK, "52", "53", "54"]


def test_a_figure_that_was_corrected_is_another() -> None:
    """A slip of the pen in a draft, 3 for 303, is not hidden for ever."""
    files = ["Indicator,Jan-26\nNumber of contacts,3\n", "Indicator,Jan-26\nNumber of contacts,303\n"]
    assert [cells_of(each) for each in seen_in_turn(files)] == [[[MASK]], [["303"]]]


def test_of_how_many_a_percentage_is_that_was_shown() -> None:
    shares = "Roll\nYear Group,% of children with an EHCP\nA,33.3\nB,32.5\nC,48.0\n"
    sized = "Roll\nYear Group,No of children,% of children with an EHCP\nA,12,33.3\nB,40,32.5\nC,50,48.0\n"
    first, second = seen_in_turn([shares, sized])
    assert [row[0] for row in cells_of(first)[1:]] == ["33.3", "32.5", "48.0"]
    # 33.3% of 12 are 4. By itself the percentage is masked; now that it is out, the 12 are.
    assert [row[0] for row in cells_of(seen_in_turn([sized])[0])[1:]] == ["12", "40", "50"]
    assert [row[0] for row in cells_of(second)[1:]] == [MASK, "40", "50"]


def test_what_had_been_published_whole_is_masked_in_vain_and_said_so() -> None:
    published, upload = read(column(3, 20, 30, total=53)), read(column(3, 20, 30, 2, total=55))
    seen = seen_by_others(upload, None, [Earlier(published, published.sheets)])
    # The 3 is out, whatever is masked. The 2 is new, and the new total is masked with it: 55 - 3 - 20 - 30.
    assert masks(seen) == "c 20 30 c c"
    assert [(entry.name, entry.cell.text) for entry in seen.given_away] == [("A", "3")]


def test_nothing_is_said_to_be_given_away_that_is_not() -> None:
    files = [column(3, 20, 30, total=53), column(3, 20, 30, 2, total=55), column(4, 20, 31, 2, total=57)]
    assert [each.given_away for each in seen_in_turn(files)] == [(), (), ()]


def months_of_the_scorecard(*left_out: str) -> bytes:
    """The scorecard of November 2022 without some of its months."""
    rows, gone = [], set[int]()
    for row in csv.reader(io.StringIO((FOLDER / "scorecard_2022_11.csv").read_text("utf-8"))):
        if row and row[0] == "Indicator":
            gone = {place for place, heading in enumerate(row) if heading in left_out}
        rows.append([cell for place, cell in enumerate(row) if place not in gone])
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def test_the_scorecard_a_month_later_stays_readable() -> None:
    versions = seen_in_turn([months_of_the_scorecard("Oct-22"), months_of_the_scorecard("Feb-22")])
    masked = [
        [(series.line, figure.heading) for series in each.figures.series for figure in series.own if is_masked(figure)]
        for each in versions
    ]
    # Of 9 months of health assessments all but May's; reviews of September, then of October too.
    assert [len(cells) for cells in masked] == [8, 9]
    assert set(masked[1]) == (set(masked[0]) - {(48, "Feb-22")}) | {(46, "Oct-22"), (48, "Oct-22")}
    assert not any(each.given_away for each in versions)


def is_masked(figure: Figure) -> bool:
    return figure.cell.text == MASK


# Generated versions, and a reader who holds all of them.


def found_by_the_last(facts: Facts, masked: Sequence[ForOthers], places: Sequence[dict[Cell, Cell]] = ()) -> list[str]:
    """The small counts that a reader finds with the last version, and not without it."""
    figures = [each.figures for each in masked]
    shown = seen_together(figures, places)
    nothing = Intruder(facts, dict.fromkeys(shown, MASK))
    before = Intruder(facts, seen_together(figures[:-1], places)).finds()
    return [
        name
        for name, _, (low, high) in Intruder(facts, shown).finds()
        # Nobody can help that a sum of three masked counts is three or more.
        if (low == high or high < 5 or low > nothing.span(name)[0]) and name not in {found for found, *_ in before}
    ]


@pytest.mark.parametrize("seed", range(3))
def test_no_reader_of_two_scorecards_finds_a_small_count(seed: int) -> None:
    facts, files = scorecards(seed, 2)
    assert found_by_the_last(facts, seen_in_turn(files)) == []


@pytest.mark.parametrize("seed", range(6))
def test_no_reader_of_three_tables_with_totals_finds_a_small_count(seed: int) -> None:
    facts, files, places = audits(seed, 3)
    masked = seen_in_turn(files)
    assert found_by_the_last(facts, masked, places) == []
    assert found_by_the_last(facts, masked[:2], places) == []


def without_memory_of_masks(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, hidden=frozenset(), again=frozenset())


def without_memory_of_what_was_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, shown=frozenset(), released=frozenset())


def without_any_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def begin(self: Before, *_: object) -> None:
        vars(self).update(shown=frozenset(), hidden=frozenset(), left_out=(), again=frozenset(), released=frozenset())

    monkeypatch.setattr(Before, "__init__", begin)


def without_sums_of_earlier_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Earlier, "entries", ())


def forget(monkeypatch: pytest.MonkeyPatch, **forgotten: object) -> None:
    begin = Before.__init__

    def begun(self: Before, *given: object) -> None:
        begin(self, *given)  # type: ignore[arg-type]
        vars(self).update(forgotten)

    monkeypatch.setattr(Before, "__init__", begun)


TELLING = (7, 26, 29, 32)
"""Seeds of two tables with much to find by setting one against the other."""
FAULTS = (
    without_memory_of_masks,
    without_memory_of_what_was_shown,
    without_any_memory,
    without_sums_of_earlier_versions,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_in_the_memory_is_noticed(monkeypatch: pytest.MonkeyPatch, fault: Callable[..., None]) -> None:
    fault(monkeypatch)
    for seed in TELLING:
        facts, files, places = audits(seed, 2)
        if found_by_the_last(facts, seen_in_turn(files), places):
            return
    pytest.fail("the reader finds nothing, with a rule left out")


def test_a_sum_that_another_says_more_of_is_left_out() -> None:
    sums = Sums(values={"all": 20.0, "a": 5.0, "b": 6.0, "c": 9.0})
    sums.add("all", ["a"])
    sums.add("all", ["a", "b"])
    sums.add("all", ["a", "b"])
    sums.leave_out_implied()
    # 20 = 5 + 15 left over follows from 20 = 5 + 6 + 9 left over.
    assert [(each.parts, each.rest) for each in sums.sums] == [(("a", "b"), 9.0)]
    sums.add("all", ["a", "b", "c"])
    sums.add("all", ["c", "a", "b"])
    sums.leave_out_implied()
    assert [each.rest for each in sums.sums] == [0.0, 0.0]
