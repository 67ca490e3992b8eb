"""`portal check` and `portal template`, called as a person would."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from app.cli import main
from data.papers import FOLDER as PAPERS
from data.returns.measures import load_local_measures
from data.returns.template import COLUMNS

FIELDS = "row column severity kind stated expected source message".split()
CLEAN = (
    "Indicator,Jan-26,Feb-26,Target,Southampton 2024/25,Statistical Neighbours,South East,England\n"
    "Percentage of CLA having Health Checks,88% (295/336),88% (296/336),95%,88%,92.5%,87%,90%\n"
)


@pytest.fixture(autouse=True)
def _own_cache(shared_cache: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_CACHE_DIR", shared_cache)


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status of `portal check` and what it prints."""
    status = main(("check", *arguments))
    output = capsys.readouterr()
    assert output.err == ""
    return status, output.out


def test_findings_are_a_list_of_the_contracts_fields(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = checked(capsys, str(PAPERS / "scorecard_2022_11.csv"), "--format", "json")
    findings = json.loads(said)
    assert status == 1
    assert all(list(finding)[: len(FIELDS)] == FIELDS for finding in findings)
    assert {finding["severity"] for finding in findings} == {"error", "warning", "note"}
    assert sum(finding["kind"] == "truncated" for finding in findings) == 92
    row = next(finding for finding in findings if finding["kind"] == "shifted column")
    assert (row["row"], row["stated"]) == (6, "22%; 28%; 23%; N/A")


def test_the_text_begins_with_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = checked(capsys, str(PAPERS / "scorecard_2022_11.csv"))
    lines = said.splitlines()
    assert status == 1
    assert lines[0] == "scorecard_2022_11.csv: 5 tables, 38 rows of figures; Southampton."
    assert lines[1] == "118 findings: 5 errors, 103 warnings, 10 notes."
    assert lines[2] == "92 of 162 percentages with counts were cut off, not rounded."
    assert lines[5].startswith("Row 6: Percentage of re-referrals within 12 months")
    assert max(map(len, lines[5:])) < 180


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_clean_file_has_no_finding(capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str) -> None:
    file = tmp_path / "clean.csv"
    file.write_text(CLEAN)
    status, said = checked(capsys, str(file), "--format", form)
    assert status == 0
    assert json.loads(said) == [] if form == "json" else "Nothing found." in said


def test_the_authority_can_be_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "unnamed.csv"
    file.write_text(CLEAN.replace("Southampton 2024/25", "LA 2024/25"))
    assert checked(capsys, str(file), "--authority", "852")[0] == 0
    status, said = checked(capsys, str(file), "--authority", "Portsmouth", "--format", "json")
    assert (status, {finding["column"] for finding in json.loads(said)}) == (
        1,
        {"LA 2024/25", "Statistical Neighbours"},
    )
    # Whose it is was not said: the region and England are compared, and they are right.
    assert checked(capsys, str(file))[0] == 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nothing.csv", "is empty"),
        ("missing.csv", "There is no file"),
        (".", "is a folder"),
        ("prose.txt", "one column"),
    ],
)
def test_a_refusal_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, sentence: str
) -> None:
    (tmp_path / "nothing.csv").touch()
    (tmp_path / "prose.txt").write_text("No table.\nNone at all.\n")
    assert main(("check", str(tmp_path / name))) == 1
    output = capsys.readouterr()
    assert (output.out, len(output.err.splitlines())) == ("", 1)
    assert sentence in output.err


@pytest.mark.parametrize(
    "arguments", [("check",), ("check", "a", "b"), ("check", "a", "--format", "xml"), ("template", "a", "b")]
)
def test_a_usage_error_is_two(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2


def test_the_template_is_filled_in_with_published_figures(tmp_path: Path) -> None:
    file = tmp_path / "return.csv"
    assert main(("template", "Southampton", "--output", str(file))) == 0
    lines = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    rows = [line for line in lines if line["authority"] == "Southampton"]
    assert list(rows[0]) == list(COLUMNS)
    assert lines[len(rows)]["authority"] == "Section"  # the commentary, below an empty line
    assert len(rows) == sum(measure.in_template for measure in load_local_measures())
    health = next(row for row in rows if row["indicator"] == "cla-health")
    assert {name: health[name] for name in COLUMNS if name.startswith("published")} == {
        "published_period": "2024-25",
        "published_value": "88%",
        "published_neighbours": "92.5%",
        "published_region": "87%",
        "published_england": "90%",
    }


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_comes_back_clean_and_is_never_written_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"return.{form}"
    assert main(("template", "Isle of Wight", "--output", str(file))) == 0
    assert checked(capsys, str(file))[0] == 0
    before = file.read_bytes()
    assert main(("template", "Leeds", "--output", str(file))) == 1
    assert "--force" in capsys.readouterr().err
    assert file.read_bytes() == before
    assert main(("template", "Leeds", "--output", str(file), "--force")) == 0
    assert file.read_bytes() != before
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_template_that_was_filled_in_is_checked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "return.xlsx"
    assert main(("template", "Southampton", "--output", str(file))) == 0
    book = openpyxl.load_workbook(file)
    sheet = book["Return"]
    names = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[names.index("indicator")].value == "cla-reviews")
    for name, value in {"period": "Oct-26", "value": "95%", "numerator": 287, "denominator": 300}.items():
        row[names.index(name)].value = value
    book.save(file)
    status, said = checked(capsys, str(file), "--format", "json")
    (finding,) = json.loads(said)
    assert (status, finding["kind"], finding["column"], finding["expected"]) == (1, "truncated", "Oct-26", "96%")


def test_the_template_without_an_authority(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(("template",)) == 0
    rows = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode("utf-8-sig"))))
    assert {row["authority"] for row in rows if row["unit"]} == {""}
