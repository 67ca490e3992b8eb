"""The check over published papers: each known fault is found and named, and every finding stands to reason.

METHODS: percentages cut off (92 of 162), comparators of one indicator on another's row, a column shifted by one, the
wrong year's neighbours, totals that do not add. The rest of the lists below was verified by hand against the papers and
the published files.
"""

from collections import Counter
from pathlib import Path

import pytest

from data.returns.reading import read_return
from data.store import Snapshot
from models.checking.check import check_return
from models.checking.findings import Finding, Kind, Severity
from models.checking.report import percentages_with_counts, report

PAPERS = Path(__file__).resolve().parents[2] / "data" / "returns" / "papers"
SHIFTED, COPIED, NOT_PUBLISHED = Kind.SHIFTED, Kind.OTHER_INDICATOR, Kind.NOT_PUBLISHED


@pytest.fixture(scope="module", name="found")
def _found(snapshot: Snapshot) -> dict[str, tuple[Finding, ...]]:
    """The findings of each paper, by the name of its file."""
    area = snapshot.authorities.find("Southampton")
    return {
        path.stem: check_return(read_return(path, snapshot.indicators), snapshot, area)
        for path in sorted(PAPERS.glob("*.csv"))
    }


def test_92_of_162_percentages_are_cut_off(snapshot: Snapshot, found: dict[str, tuple[Finding, ...]]) -> None:
    read = read_return(PAPERS / "scorecard_2022_11.csv", snapshot.indicators)
    cut = [finding for finding in found["scorecard_2022_11"] if finding.kind is Kind.TRUNCATED]
    assert (len(cut), percentages_with_counts(read)) == (92, 162)
    said = report(read, found["scorecard_2022_11"], "Southampton")
    assert "92 of 162 percentages with counts were cut off, not rounded." in said
    sep = next(finding for finding in cut if finding.stated == "97% (340/347)")
    assert (sep.column, sep.expected) == ("Sep-22", "98%")


# Row, first column, kind: all findings of the scorecard but the 92.
SCORECARD = {
    # Southampton's 28% stands below the neighbours, theirs below Southampton, the South East's is England's.
    (6, "Southampton 20/21; Statistical Neighbours; South East; England", SHIFTED),
    (28, "Southampton on 20/21; Statistical Neighbours; South East; England", SHIFTED),
    # 53 and 67 are the South East's and England's rates of children looked after.
    (16, "South East; England", COPIED),
    (45, "South East; England", COPIED),
    # 77, 74, 70 and 69 for 85.6, 86.7, 88.7 and 87.6; 464 for 507 (494 when first published).
    (10, "Southampton 20/21; Statistical Neighbours; South East; England", NOT_PUBLISHED),
    (31, "Southampton on 20/21; Statistical Neighbours; South East; England", NOT_PUBLISHED),
    (34, "England", NOT_PUBLISHED),
    # 140 of 563 children in March, 84 of 561 in the return for 31 March.
    (49, "Mar-22", NOT_PUBLISHED),
    # The neighbours' means of the year before: 615.1 and 405.5.
    (35, "Statistical Neighbours", Kind.OTHER_YEAR),
    (42, "Statistical Neighbours", Kind.OTHER_YEAR),
    (37, "Statistical Neighbours", Kind.OTHER_YEAR),
    # 52 of 218 is 23.9%; 78% between 25% and 39%; out of 251 where 249 care leavers are counted.
    (24, "Feb-22", Kind.ARITHMETIC),
    (24, "Apr-22", Kind.JUMP),
    (24, "Jul-22", Kind.DENOMINATOR),
    # The same row in two tables, written in two ways.
    (28, "", Kind.FORM),
    (30, "Target", Kind.TARGET),
    (45, "Statistical Neighbours; South East; England", Kind.UNIT),
    (45, "Statistical Neighbours; South East; England", Kind.FORM),
    # As first published: rates on populations before the census, 495 children before the return was revised.
    (34, "Southampton on 20/21; Statistical Neighbours; South East", Kind.RESTATED),
    (35, "Southampton on 20/21", Kind.RESTATED),
    (42, "Southampton 20/21", Kind.RESTATED),
    (43, "Southampton 20/21; South East; England", Kind.RESTATED),
    (43, "Statistical Neighbours", Kind.ROUNDING),
    (9, "Apr-22", Kind.POPULATION),
    (43, "", Kind.POPULATION),
}


def test_every_fault_of_the_scorecard_and_nothing_else(found: dict[str, tuple[Finding, ...]]) -> None:
    others = [each for each in found["scorecard_2022_11"] if each.kind is not Kind.TRUNCATED]
    assert Counter((each.row, each.column, each.kind) for each in others) == Counter(SCORECARD)


def test_a_shifted_row_says_what_belongs_where(found: dict[str, tuple[Finding, ...]]) -> None:
    shifted = next(each for each in found["scorecard_2022_11"] if each.kind is SHIFTED)
    assert (shifted.stated, shifted.expected) == ("22%; 28%; 23%; N/A", "28%; 22%; 28%; 23%")
    assert "one column too far to the left" in shifted.message
    assert "2020-21" in shifted.source
    assert shifted.severity is Severity.ERROR


def test_a_copied_row_names_the_other(found: dict[str, tuple[Finding, ...]]) -> None:
    copied = next(each for each in found["scorecard_2022_11"] if each.kind is COPIED)
    assert "Rate of CLA per 10,000 under 18 population" in copied.message


@pytest.mark.parametrize(
    ("paper", "row", "column", "kind", "said"),
    [
        ("audits_2022_11", 20, "Requires Improvement", Kind.ARITHMETIC, "71 of 169"),
        # 151.5 and 146 days are 297.5: 172.5 is the total of the year before.
        ("virtual_school_2023", 22, "No of days", Kind.TOTAL, "297.5"),
        ("virtual_school_2023", 5, "% of children with an EHCP", Kind.CELL, "comma"),
        ("virtual_school_2022", 15, "% of children with an EHCP", Kind.TRUNCATED, "14 of 55 is 25.5%"),
        # English and maths at grade 5 or above cannot be more than maths alone.
        ("virtual_school_2022", 77, "2018 LA", Kind.PARTS, "% 9-5 Maths"),
        ("virtual_school_2022", 47, "2019 LA", Kind.JUMP, "0, where every other year is 14 or more"),
        # 32.3%, 23.8% and 7.1% are no shares of the 33 pupils of the rows above.
        ("virtual_school_2022", 40, "% of all pupils", Kind.COHORT, "shares of 33"),
        # The two tables have 2017-18 the other way round.
        ("virtual_school_2022", 84, "17-18 SCC", Kind.CONTRADICTION, "96.0%"),
        # 26.0 is grade 4 in maths; England's grade 5 was 11 and 13.
        ("attainment_2025", 13, "2022 Nat", Kind.JUMP, "% 9-4 Maths"),
        # 42 pupils in the column of 2023 and 44 in that of 2024; published are 44 and 42.
        ("attainment_2025", 11, "2023 LA", Kind.OTHER_YEAR, "42 pupils"),
        ("attainment_2025", 11, "2024 LA", Kind.OTHER_YEAR, "44 pupils"),
        ("attainment_2025", 15, "2020 Nat", Kind.OTHER_YEAR, "2018/19"),
        ("attainment_2025", 15, "2021 Nat", Kind.OTHER_YEAR, "2018/19"),
    ],
)
def test_a_fault_of_another_paper_is_found(
    found: dict[str, tuple[Finding, ...]], paper: str, row: int, column: str, kind: Kind, said: str
) -> None:
    here = [each for each in found[paper] if (each.row, each.column, each.kind) == (row, column, kind)]
    assert len(here) == 1
    assert said in here[0].message


def test_what_is_right_has_no_finding(found: dict[str, tuple[Finding, ...]]) -> None:
    assert found["fostering_2022_q2"] == ()
    audits = [each.row for each in found["audits_2022_11"]]
    assert audits == [20]  # 541 audits by service add up


def test_no_error_is_a_false_alarm(found: dict[str, tuple[Finding, ...]]) -> None:
    """Every error of every paper, each verified in the paper."""
    errors = Counter(each.kind for paper in found.values() for each in paper if each.severity is Severity.ERROR)
    assert errors == {
        SHIFTED: 2,
        COPIED: 2,
        Kind.ARITHMETIC: 2,
        Kind.TOTAL: 1,
        Kind.CELL: 1,
        Kind.PARTS: 1,
    }
