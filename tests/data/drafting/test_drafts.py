"""What is drafted from tidy files of each awkward kind, and that their figures are read right."""

import gzip
import math
import zipfile
from pathlib import Path

import pytest

from data.drafting.drafts import checked_name, name_of, received
from data.drafting.proposals import UNDECIDED
from data.errors import PortalError
from data.indicators import Polarity
from data.periods import PeriodKind
from tests.data.drafting.tidy_files import (
    AUTHORITIES,
    ENGLAND,
    HAMPSHIRE,
    PLACE,
    PORTSMOUTH,
    SOUTH_EAST,
    SOUTHAMPTON,
    authority,
    codes,
    draft,
    figures,
    row,
    write,
)

YEARS = ("202324", "202425")


def with_counts(path: Path, text: str = "{:.1f}", per: float = 100) -> Path:
    """Boys, girls and all of them, with who passed: the percentage is per × passed ÷ pupils."""
    rows = []
    for at, place in enumerate((ENGLAND, SOUTH_EAST, *AUTHORITIES)):
        for later, year in enumerate(YEARS):
            boys, girls = 40 + 7 * at, 50 + 3 * at
            passed = {"Boys": 11 + at + later, "Girls": 23 + 2 * at}
            pupils = {"Boys": boys, "Girls": girls, "Total": boys + girls}
            passed["Total"] = sum(passed.values())
            for sex in ("Boys", "Girls", "Total"):
                share = text.format(per * passed[sex] / pupils[sex])
                rows.append(row(place, sex, str(pupils[sex]), str(passed[sex]), share, period=year))
    return write(path, ["sex", "pupil_count", "passed_count", "passed_percent"], rows)


def test_the_total_of_every_filter_is_drafted_and_the_counts_are_found_by_arithmetic(tmp_path: Path) -> None:
    found = draft(with_counts(tmp_path / "a.csv"))
    assert codes(found) == [f"made_up:{name} [Total]" for name in ("pupil_count", "passed_count", "passed_percent")]
    percent = found.proposals.drafted[2].indicator
    assert (percent.unit, percent.decimals, percent.period) == ("%", 1, PeriodKind.ACADEMIC_YEAR)
    assert percent.numerator is not None
    assert percent.denominator is not None
    assert (percent.numerator.columns, percent.denominator.columns) == (("passed_count",), ("pupil_count",))
    assert percent.polarity is Polarity.NEUTRAL
    assert any(UNDECIDED in why for why in found.proposals.drafted[2].why)
    # Southampton is the third place: 11 + 2 boys and 23 + 4 girls of 54 + 56.
    assert figures(found, "made_up:passed_percent [Total]")["852", "2023/24"] == round(100 * 40 / 110, 1)


def test_counts_that_do_not_give_the_percentage_are_not_taken(tmp_path: Path) -> None:
    path = with_counts(tmp_path / "a.csv", per=97)
    found = draft(path)
    assert found.proposals.drafted[2].indicator.numerator is None


def test_a_share_of_one_is_read_as_a_percentage_when_its_counts_say_so(tmp_path: Path) -> None:
    found = draft(with_counts(tmp_path / "a.csv", "{:.4f}", per=1))
    percent = found.proposals.drafted[2].indicator
    assert (percent.unit, percent.decimals) == ("%", 2)
    assert found.file.reading.shares == ("passed_percent",)
    assert figures(found, "made_up:passed_percent [Total]")["852", "2023/24"] == 36.36


def test_each_value_of_a_filter_is_drafted_on_request(tmp_path: Path) -> None:
    path = with_counts(tmp_path / "a.csv")
    assert len(draft(path, breakdowns=frozenset({"sex"})).proposals.drafted) == 9
    few = draft(path, all_breakdowns=True, most=4)
    assert (len(few.proposals.drafted), few.proposals.beyond) == (4, 5)
    assert any("5 more indicators could be drafted" in note for note in few.notes)
    with pytest.raises(PortalError, match="has no filter 'gender'; it has sex"):
        draft(path, breakdowns=frozenset({"gender"}))


def test_polarity_is_the_analysts(tmp_path: Path) -> None:
    path = with_counts(tmp_path / "a.csv")
    found = draft(path, polarity={"passed_percent": Polarity.HIGH}).proposals.drafted
    assert [one.indicator.polarity for one in found] == [Polarity.NEUTRAL, Polarity.NEUTRAL, Polarity.HIGH]
    assert not any(UNDECIDED in why for why in found[2].why)
    with pytest.raises(PortalError, match="no column of figures 'passed'"):
        draft(path, polarity={"passed": Polarity.HIGH})


def test_a_percentage_that_is_shared_out_is_drafted_for_each_part(tmp_path: Path) -> None:
    rows = []
    for at, place in enumerate((ENGLAND, *AUTHORITIES)):
        good, bad = 30 + at, 12 + 2 * at
        for name, count in (("Suitable", good), ("Not suitable", bad), ("Total leavers", good + bad)):
            rows.append(row(place, name, str(count), f"{100 * count / (good + bad):.0f}"))
    found = draft(write(tmp_path / "a.csv", ["home", "leavers", "leavers_percent"], rows))
    assert codes(found) == [
        "made_up:leavers [Suitable]",
        "made_up:leavers_percent [Suitable]",
        "made_up:leavers [Not suitable]",
        "made_up:leavers_percent [Not suitable]",
        "made_up:leavers [Total leavers]",
    ]
    share = found.proposals.drafted[1].indicator
    assert share.denominator is not None
    assert dict(share.denominator.where) == {"home": "Total leavers"}


def test_several_kinds_of_period_are_series_of_their_own(tmp_path: Path) -> None:
    rows = []
    for at, place in enumerate(AUTHORITIES):
        for period, identifier in (
            ("202425", "Academic year"),
            ("202425", "Autumn term"),
            ("202425", "Spring term"),
            ("202425", "Autumn and spring term"),
            ("2025", "March"),
            ("2025", "Week 12"),
            ("202425", "Financial year Q1"),
            ("2025", "Calendar year Q1"),
            ("202425", "Part 2 (October to March)"),
        ):
            rows.append(row(place, str(100 + at + len(identifier)), period=period, identifier=identifier))
    found = draft(write(tmp_path / "a.csv", ["enrolments"], rows))
    kinds = {one.indicator.period: one.indicator.source_code for one in found.proposals.drafted}
    assert set(kinds) == {
        PeriodKind.ACADEMIC_YEAR,
        PeriodKind.TERM,
        PeriodKind.TERMS_TOGETHER,
        PeriodKind.MONTH,
        PeriodKind.WEEK,
        PeriodKind.QUARTER,
        PeriodKind.HALF_YEAR,
    }
    assert figures(found, kinds[PeriodKind.TERM]) == {
        (place[5], label): 100 + at + 11
        for at, place in enumerate(AUTHORITIES)
        for label in ("Autumn term 2024/25", "Spring term 2024/25")
    }
    assert set(figures(found, kinds[PeriodKind.WEEK])) == {(place[5], "Week 12 of 2025") for place in AUTHORITIES}
    assert {label for _, label in figures(found, kinds[PeriodKind.QUARTER])} == {
        "April to June 2024",
        "January to March 2025",
    }


def test_a_year_may_be_taken_for_another_kind(tmp_path: Path) -> None:
    rows = [row(place, "5", period="2025", identifier="Reporting year") for place in AUTHORITIES]
    path = write(tmp_path / "a.csv", ["children"], rows)
    assert {label for _, label in figures(draft(path), "made_up:children")} == {"2025"}
    found = draft(path, period=PeriodKind.MARCH_SNAPSHOT)
    assert {label for _, label in figures(found, "made_up:children")} == {"31 March 2025"}


def test_marks_thousands_signs_and_powers_are_read(tmp_path: Path) -> None:
    cells = ("1,234", "45.6%", "£1,000", "1.5e3", " 12 ", "-0.5")
    rows = [row(place, cell) for place, cell in zip(AUTHORITIES, cells, strict=True)]
    marks = ("z", "c", "", "~", ":", "*")
    rows += [row(place, mark, period="202324") for place, mark in zip(AUTHORITIES, marks, strict=True)]
    found = draft(write(tmp_path / "a.csv", ["mixed"], rows))
    assert {**found.file.reading.marks} == {
        "": "not available",
        "~": "rounds to zero",
        ":": "not available",
        "*": "suppressed",
    }
    read = figures(found, "made_up:mixed")
    assert [read[place[5], "2024/25"] for place in AUTHORITIES] == [1234, 45.6, 1000, 1500, 12, -0.5]
    assert all(math.isnan(read[place[5], "2023/24"]) for place in AUTHORITIES)


def test_rows_that_are_no_authoritys_are_left_out_and_said(tmp_path: Path) -> None:
    rows = [row(place, "7") for place in AUTHORITIES]
    rows.append(row(authority("999", "E06999999", "Nowhere"), "8"))
    rows.append(row(("School", *SOUTHAMPTON[1:]), "9"))
    found = draft(write(tmp_path / "a.csv", ["pupils"], rows))
    assert set(figures(found, "made_up:pupils").values()) == {7.0}
    assert found.file.reading.left_out == ("Local authority E06999999 999 Nowhere",)
    assert any("Nowhere" in note and "left out" in note for note in found.notes)
    assert any("1 rows of the level 'School' are left out" in note for note in found.notes)


def test_codes_of_before_and_since_a_change_are_one_authority(tmp_path: Path) -> None:
    gateshead = [("E08000020", "202324", "3"), ("E08000037", "202425", "4")]
    rows = [row(authority("390", code, "Gateshead"), value, period=year) for code, year, value in gateshead]
    found = draft(write(tmp_path / "a.csv", ["children"], rows))
    assert figures(found, "made_up:children") == {("390", "2023/24"): 3, ("390", "2024/25"): 4}


def test_the_same_row_under_both_codes_counts_once_and_a_contradiction_stops(tmp_path: Path) -> None:
    rows = [row(authority("390", code, "Gateshead"), value) for code, value in (("E08000020", "z"), ("E08000037", "4"))]
    path = write(tmp_path / "a.csv", ["children"], [*rows, row(SOUTHAMPTON, "5")])
    assert figures(draft(path), "made_up:children") == {("390", "2024/25"): 4, ("852", "2024/25"): 5}
    write(path, ["children"], [*rows, row(SOUTHAMPTON, "5"), row(SOUTHAMPTON, "6")])
    with pytest.raises(PortalError, match=r"rows 4 and 5: the same figure is given twice, and differs"):
        draft(path)


def test_a_joint_return_is_of_both_authorities(tmp_path: Path) -> None:
    both = authority("314 / 318", "E09000021 / E09000027", "Kingston upon Thames / Richmond upon Thames")
    found = draft(write(tmp_path / "a.csv", ["workers"], [row(both, "80"), row(SOUTHAMPTON, "9")]))
    assert figures(found, "made_up:workers") == {
        ("314", "2024/25"): 80,
        ("318", "2024/25"): 80,
        ("852", "2024/25"): 9,
    }


def test_columns_by_other_names(tmp_path: Path) -> None:
    head = ["Academic Year", "Geographic Level", "LA Code", "Local Authority"]
    rows = [["2024/25", "LA", place[6], place[7], "6"] for place in (SOUTHAMPTON, PORTSMOUTH)]
    found = draft(write(tmp_path / "a.csv", ["plans"], rows, head))
    assert figures(found, "made_up:plans") == {("852", "2024/25"): 6, ("851", "2024/25"): 6}
    assert found.proposals.drafted[0].indicator.period is PeriodKind.ACADEMIC_YEAR
    assert any("'LA Code' is taken for the standard column 'new_la_code'" in note for note in found.notes)


def test_columns_that_only_describe_are_no_filters(tmp_path: Path) -> None:
    rows = []
    for year, status, terms in (("202324", "Final", "five half terms"), ("202425", "Provisional", "six half terms")):
        described = ("All schools", status, terms)
        rows += [row(place, *described, place[7][:1], "4", period=year) for place in AUTHORITIES]
    found = draft(write(tmp_path / "a.csv", ["school_type", "version", "terms", "initial", "sessions"], rows))
    assert codes(found) == ["made_up:sessions"]
    assert found.filters.status == "version"
    assert found.filters.constant == {"school_type": "All schools"}
    assert set(found.filters.aside) == {"version", "terms", "initial"}


def test_a_filter_may_hold_numbers(tmp_path: Path) -> None:
    rows = [row(place, str(age), str(100 + age)) for place in AUTHORITIES for age in (16, 17)]
    found = draft(write(tmp_path / "a.csv", ["age", "young_people"], rows))
    assert codes(found) == ["made_up:young_people [16]", "made_up:young_people [17]"]
    assert set(figures(found, "made_up:young_people [17]").values()) == {117.0}


def test_nested_filters_keep_the_total_of_totals(tmp_path: Path) -> None:
    groups = (("Total", "Total"), ("Sex", "Boys"), ("Sex", "Girls"), ("Meals", "Eligible"), ("Meals", "Not eligible"))
    rows = [row(place, *group, str(at)) for place in AUTHORITIES for at, group in enumerate(groups, 3)]
    found = draft(write(tmp_path / "a.csv", ["characteristic_group", "characteristic", "pupils"], rows))
    assert codes(found) == ["made_up:pupils [Total, Total]"]


def test_the_companion_file_gives_labels_units_decimals_and_totals(tmp_path: Path) -> None:
    path = with_counts(tmp_path / "a.csv")
    (tmp_path / "a.meta.csv").write_text(
        "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column,"
        "filter_default\nsex,Filter,Sex,,,,,,Girls\npassed_percent,Indicator,Share that passed,,%,0,,,\n"
        "pupil_count,Indicator,Pupils,,,0,,,\n"
    )
    found = draft(path)
    percent = found.proposals.drafted[2].indicator
    assert (percent.title, percent.unit, percent.decimals) == ("Share that passed", "%", 0)
    assert percent.cohort == "Sex: Girls"


@pytest.mark.parametrize("kind", ["gz", "zip", "windows"])
def test_a_file_in_an_archive_or_another_encoding_is_made_plain(tmp_path: Path, kind: str) -> None:
    rows = [row(place, "Café", "7") for place in AUTHORITIES] + [row(place, "Total", "9") for place in AUTHORITIES]
    encoding = "cp1252" if kind == "windows" else "utf-8"
    plain = write(tmp_path / "meals.csv", ["where", "pupils"], rows, encoding=encoding)
    path = plain
    if kind == "gz":
        path = tmp_path / "meals.csv.gz"
        path.write_bytes(gzip.compress(plain.read_bytes()))
    if kind == "zip":
        path = tmp_path / "meals.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(plain, "data/meals.csv")
            archive.writestr("data/meals.meta.csv", "col_name,col_type,label\npupils,Indicator,Pupils fed\n")
    assert name_of(path) == "meals"
    with received(path) as (found, companion, notes):
        assert found.read_text("utf-8").count("Café") == len(AUTHORITIES)
        assert (companion is not None) == (kind == "zip")
        assert len(notes) == 1


@pytest.mark.parametrize("held", ["[Content_Types].xml", "content.xml"])
def test_a_spreadsheet_is_named_as_one(tmp_path: Path, held: str) -> None:
    path = tmp_path / "meals.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(held, "<a/>")
    with pytest.raises(PortalError, match="is a spreadsheet; save the sheet as CSV"), received(path):
        pass


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("time_period\n", "no row"),
        ("name,value\nSouthampton,1\n", "no column 'time_period'"),
        ("time_period,time_identifier,geographic_level,a,a\n", "more than one column 'a'"),
        ("time_period,time_identifier,geographic_level,a\n202425,Academic year,School,1\n", "levels are School"),
        ("time_period,time_identifier,geographic_level,a\n202425,Academic year,National,1\n", "no row of a local auth"),
        ("time_period,time_identifier,la_name\n202425,Academic year,Southampton\n", "nothing to add"),
        ("time_period,time_identifier,la_name,a\n202425,Academic year,Southampton,z\n", "nothing to add"),
        ("time_period,time_identifier,la_name,a\n202425,Moon cycle,Southampton,1\n", "row 2, .*'Moon cycle' is no"),
        ("time_period,time_identifier,la_name,a\n2024,Week 60,Southampton,1\n", "'Week 60' is no time identifier"),
        ("time_period,time_identifier,la_name,a\nlast,Academic year,Southampton,1\n", "'last' is not a period"),
        ("time_period,time_identifier,la_name,a\n202425,Academic year,Southampton,1,2\n", "cannot be read as a table"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content)
    with pytest.raises(PortalError, match=message) as refused, received(path) as (plain, _, _):
        draft(plain)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("content", [b"\x1f\x8b broken", b"PK\x03\x04 broken", b"\x00\x01\x02\x03"])
def test_what_is_no_text_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(PortalError, match=r"a\.csv is (a damaged|no CSV)"), received(path):
        pass


@pytest.mark.parametrize("name", ["absence_la", "../x", "", "a b", "x" * 81])
def test_a_name_that_is_taken_or_no_name_is_refused(name: str) -> None:
    with pytest.raises(PortalError):
        checked_name(name)


def test_a_file_without_levels_is_placed_by_its_codes(tmp_path: Path) -> None:
    head = ["time_period", "time_identifier", *PLACE[1:]]
    rows = [["2024", "Calendar year", *place[1:], "3"] for place in (ENGLAND, SOUTH_EAST, HAMPSHIRE)]
    found = draft(write(tmp_path / "a.csv", ["homes"], rows, head))
    assert set(figures(found, "made_up:homes")) == {("970", "2024"), ("989", "2024"), ("850", "2024")}


def test_a_school_year_of_four_digits_is_the_one_that_starts_then(tmp_path: Path) -> None:
    rows = [row(place, "5", period="2024") for place in AUTHORITIES]
    found = draft(write(tmp_path / "a.csv", ["pupils"], rows))
    assert {label for _, label in figures(found, "made_up:pupils")} == {"2024/25"}
    assert any("read as the one that starts then" in note for note in found.notes)
