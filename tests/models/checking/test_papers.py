"""The check over the published papers of the demonstration: each known fault is found and named, and nothing else is.

METHODS: percentages cut off (92 of 162), comparators of one indicator on another's row, a column shifted by one, the
wrong year's neighbours, totals that do not add. The lists below were verified by hand against the papers and the
published files; docs/checked.md counts them.
"""

from collections import Counter
from pathlib import Path

import pytest

from data.papers import FOLDER as PAPERS
from data.papers import load_papers
from data.returns.reading import read_return
from data.store import Snapshot
from models.checking.check import check_return
from models.checking.findings import Finding, Kind, Severity
from models.checking.report import percentages_with_counts, report

SHIFTED, COPIED, NOT_PUBLISHED = Kind.SHIFTED, Kind.OTHER_INDICATOR, Kind.NOT_PUBLISHED


@pytest.fixture(scope="module", name="found")
def _found(snapshot: Snapshot) -> dict[str, tuple[Finding, ...]]:
    """The findings of each paper, by the name of its file."""
    return {
        Path(paper.file).stem: check_return(
            read_return(PAPERS / paper.file, snapshot.indicators),
            snapshot,
            snapshot.authorities.by_code(paper.organisation.authority),
        )
        for paper in load_papers()
    }


# How many findings of each kind each paper has. A change of the check that adds one or loses one is looked at by hand.
KINDS: dict[str, dict[Kind, int]] = {
    "scorecard_2022_11": {
        Kind.TRUNCATED: 92,
        Kind.SHIFTED: 2,
        Kind.OTHER_INDICATOR: 2,
        Kind.NOT_PUBLISHED: 4,
        Kind.OTHER_YEAR: 3,
        Kind.ARITHMETIC: 1,
        Kind.TOTAL: 1,
        Kind.JUMP: 1,
        Kind.DENOMINATOR: 1,
        Kind.UNIT: 1,
        Kind.TARGET: 1,
        Kind.FORM: 2,
        Kind.ROUNDING: 1,
        Kind.RESTATED: 4,
        Kind.POPULATION: 2,
    },
    "audits_2022_11": {Kind.ARITHMETIC: 1},
    "fostering_2022_q2": {},
    "virtual_school_2022": {
        Kind.TRUNCATED: 1,
        Kind.UNIT: 1,
        Kind.COHORT: 1,
        Kind.JUMP: 1,
        Kind.PARTS: 1,
        Kind.TOTAL: 1,
        Kind.ARITHMETIC: 1,
        Kind.CONTRADICTION: 4,
        Kind.OTHER_YEAR: 6,
        Kind.NOT_PUBLISHED: 4,
        Kind.ROUNDING: 2,
        Kind.RESTATED: 5,
    },
    "ks4_2022": {Kind.NOT_PUBLISHED: 2, Kind.ROUNDING: 3, Kind.RESTATED: 2},
    "annual_report_2014": {Kind.TOTAL: 1, Kind.UNIT: 1, Kind.DENOMINATOR: 3, Kind.CONTRADICTION: 1},
    "annual_report_2023": {Kind.ARITHMETIC: 1, Kind.NOT_PUBLISHED: 2, Kind.RESTATED: 4},
    "virtual_school_2023": {
        Kind.CELL: 2,
        Kind.TOTAL: 1,
        Kind.ARITHMETIC: 1,
        Kind.NOT_PUBLISHED: 1,
        Kind.RESTATED: 1,
    },
    "annual_report_2025": {Kind.OTHER_YEAR: 1, Kind.NOT_PUBLISHED: 5, Kind.RESTATED: 2},
    "attainment_2025": {
        Kind.OTHER_YEAR: 6,
        Kind.JUMP: 1,
        Kind.NOT_PUBLISHED: 1,
        Kind.ROUNDING: 2,
        Kind.RESTATED: 3,
    },
    "hampshire_virtual_school_2021": {
        Kind.TRUNCATED: 4,
        Kind.ARITHMETIC: 1,
        Kind.NOT_PUBLISHED: 1,
        Kind.RESTATED: 5,
    },
    "hampshire_care_plan_audit_2021": {Kind.DENOMINATOR: 2},
}


def test_how_many_findings_of_each_kind(found: dict[str, tuple[Finding, ...]]) -> None:
    assert {paper: dict(Counter(each.kind for each in findings)) for paper, findings in found.items()} == KINDS


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
    # The mean of 284 and the forecast of 3,124 rest on 2,556 referrals, which leave out the 343 of a month.
    (69, "Analysis", Kind.TOTAL),
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
        # 38, 3 and 14 pupils of 54; 39 of 391 pupils are 10.0%.
        ("virtual_school_2022", 114, "Number", Kind.TOTAL, "55, not 54"),
        ("virtual_school_2022", 130, "2021/22", Kind.ARITHMETIC, "9.97%"),
        ("virtual_school_2023", 62, "% of 1yr+ pupils", Kind.CELL, "14.3"),
        ("virtual_school_2023", 76, "2022/23", Kind.ARITHMETIC, "13.61%"),
        # Carried forward from 2019 in brackets, and no figure of a year after the paper.
        ("virtual_school_2022", 76, "2022 Nat", Kind.OTHER_YEAR, "2018/19"),
        ("annual_report_2014", 5, "2013/14", Kind.TOTAL, "boys and girls add to 482"),
        ("annual_report_2014", 16, "", Kind.UNIT, "per 100,000"),
        ("annual_report_2014", 32, "2013/14", Kind.DENOMINATOR, "415 of the 500"),
        ("annual_report_2014", 75, "2013", Kind.CONTRADICTION, "13% in row 67"),
        # 163 is not the 218 who left, and 14 approvals from 147 enquiries are no 14%.
        ("annual_report_2023", 10, "2022/23", Kind.NOT_PUBLISHED, "218"),
        ("annual_report_2023", 18, "2022/23", Kind.ARITHMETIC, "14 (row 17) of 147 (row 16) is 9.5%"),
        # 34 fewer children came into care, where 13 more did; 45% is the figure of the year before.
        ("annual_report_2025", 11, "2024/25", Kind.NOT_PUBLISHED, "+13, in the other direction"),
        ("annual_report_2025", 12, "2024/25", Kind.NOT_PUBLISHED, "by -3"),
        ("annual_report_2025", 22, "2024/25", Kind.OTHER_YEAR, "45% (+7) is the figure for 2023-24"),
        ("hampshire_virtual_school_2021", 59, "2019/20", Kind.ARITHMETIC, "45 of 1,205 is 3.73%"),
        ("hampshire_virtual_school_2021", 11, "Hampshire published 2020", Kind.NOT_PUBLISHED, "28.1%"),
        ("hampshire_care_plan_audit_2021", 14, "2020/21", Kind.DENOMINATOR, "239 of the 272"),
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
        Kind.ARITHMETIC: 3,
        Kind.TOTAL: 3,
        Kind.CELL: 2,
        Kind.PARTS: 1,
        Kind.CONTRADICTION: 1,
    }


def test_every_paper_says_where_it_is_from() -> None:
    listed = {paper.file for paper in load_papers()}
    assert listed == {path.name for path in PAPERS.glob("*.csv")}
    for paper in load_papers():
        first = paper.content().decode().splitlines()[0]
        assert first.strip('"').startswith(paper.organisation.name)
        assert paper.body in paper.source
        assert paper.why
        assert paper.as_at <= (paper.day or paper.as_at)


def test_the_scorecard_has_the_commentary_of_every_section(snapshot: Snapshot) -> None:
    read = read_return(PAPERS / "scorecard_2022_11.csv", snapshot.indicators)
    sections = [part.section for part in read.commentary]
    assert sections[0] == "Performance Headlines"
    assert {table.title for table in read.tables} <= set(sections)
    assert sections[-2:] == ["Rigorous quality assurance", "Performance Culture"]
    assert all(part.analysis and part.action for part in read.commentary[1:])
