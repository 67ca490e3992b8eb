"""The command line, called as a person would: what it prints, and how it refuses."""

import csv
import io
import json

import pytest

from app.cli import main
from app.records.published import TABLE_COLUMNS

CONTRACT = (
    "indicator title topic unit polarity source_code period value missing_reason numerator denominator neighbours_mean "
    "neighbours_median neighbours_contributing region england rank ranked band previous_period previous_value change"
).split()


@pytest.fixture(autouse=True)
def _own_cache(shared_cache: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_CACHE_DIR", shared_cache)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command prints when it succeeds."""
    assert main(arguments) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command says when it refuses: one line on the error stream, nothing on the other."""
    assert main(arguments) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert len(output.err.splitlines()) == 1
    return output.err.strip()


@pytest.mark.parametrize("authority", ["Southampton", "southampton", "852", "E06000045"])
def test_the_table_is_the_same_by_every_name(capsys: pytest.CaptureFixture[str], authority: str) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "table", authority))))
    assert list(rows[0]) == CONTRACT == list(TABLE_COLUMNS)
    assert len(rows) == 598
    row = next(row for row in rows if row["source_code"].split("; ")[0] == "LACHealth%")
    shown = {name: row[name] for name in CONTRACT[6:]}
    assert shown == {
        "period": "2024-25",
        "value": "88",
        "missing_reason": "",
        "numerator": "295",
        "denominator": "336",
        "neighbours_mean": "92.5",
        "neighbours_median": "93",
        "neighbours_contributing": "10",
        "region": "87",
        "england": "90",
        "rank": "116",
        "ranked": "151",
        "band": "D",
        "previous_period": "2023-24",
        "previous_value": "86",
        "change": "2",
    }


def test_a_suppressed_figure_has_its_reason_and_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(printed(capsys, "table", "Southampton", "--format", "json"))
    row = next(row for row in rows if row["source_code"].startswith("LAC_KS2_ExpStd_RWM"))
    assert (row["value"], row["missing_reason"], row["rank"], row["band"]) == (None, "suppressed", None, None)


def test_a_measure_that_was_never_published_is_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(printed(capsys, "table", "Southampton", "--format", "json"))
    # The file has a column for it, and x for every authority.
    row = next(row for row in rows if row["indicator"] == "grade-5-or-above-in-english-and-maths-cpp")
    assert (row["period"], row["value"], row["missing_reason"]) == (None, None, "not available")


def test_another_edition_and_a_group_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    def mean(*options: str) -> float:
        found = json.loads(printed(capsys, "benchmark", "LAC", "Southampton", *options))
        return float(found["neighbours"]["mean"])

    assert mean() == 72.8
    assert mean("--edition", "2021") == 94.8
    own = json.loads(printed(capsys, "benchmark", "LAC", "Southampton", "--group", "850, Portsmouth,E06000046"))
    assert (own["neighbours"]["of"], own["neighbours"]["edition"]) == (3, "group")


@pytest.mark.parametrize("period", ["2024", "2023-24", "2023/24", "202324", "year ending 31 March 2024", "2024-03-31"])
def test_a_period_is_found_by_any_label(capsys: pytest.CaptureFixture[str], period: str) -> None:
    found = json.loads(printed(capsys, "benchmark", "LACHealth%", "852", "--period", period))
    assert (found["period"], found["value"]) == ("2023-24", 86)


def test_a_benchmark_has_every_field_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "benchmark", "LACHealth%", "Southampton", "--format", "json"))
    expected = (
        "indicator title unit authority period value missing_reason numerator denominator interval neighbours region "
        "england rank ranked band previous change comparison gap source release"
    ).split()
    assert [name for name in expected if name not in found] == []
    assert list(found["interval"]) == ["low", "high", "confidence", "method"]
    assert set(found["neighbours"]) >= {"edition", "mean", "median", "contributing", "of"}
    assert found["gap"] == {"points": -4.5, "children": 16}
    assert found["comparison"] == "worse"


def test_an_england_figure_that_is_a_sum_of_rates_is_withheld(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "benchmark", "FirstYJS", "Southampton"))
    assert found["england"] is None
    assert "sum of the nine regional rates" in found["notes"][0]


def test_published_neighbours(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "neighbours", "Southampton"))))
    assert [row["position"] for row in rows] == [str(number) for number in range(1, 11)]
    assert {row["closeness"] for row in rows} <= {"Very close", "Close", "Somewhat close", "Extremely close"}
    older = json.loads(printed(capsys, "neighbours", "Southampton", "--edition", "2021", "--format", "json"))
    assert [row["code"] for row in older] != [row["code"] for row in rows]


def test_why_two_authorities_are_alike(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "neighbours", "Southampton", "--why", "Hampshire"))
    assert sum(found["domains"].values()) == pytest.approx(1, abs=0.001)
    assert found["least_alike"][0]["share"] >= found["least_alike"][-1]["share"]
    assert {"title", "unit", "Southampton", "Hampshire"} <= set(found["most_alike"][0])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("table", "Southamton"), "No authority is called 'Southamton'. Did you mean Southampton?"),
        (("table", "South East"), "South East is a region"),
        (("benchmark", "LACHelth%", "852"), "No indicator is called 'LACHelth%'."),
        (("benchmark", "LAC", "852", "--period", "1999"), "has no figures for 1999"),
        (("benchmark", "LAC", "852", "--period", "soon"), "'soon' is not a period label of a known form."),
        (("table", "852", "--group", "South East"), "A group is made of authorities"),
        (("neighbours", "Cumberland", "--edition", "2021"), "lists no neighbours for Cumberland"),
    ],
)
def test_a_refusal_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused(capsys, *arguments)


@pytest.mark.parametrize("arguments", [(), ("fly",), ("table",), ("table", "852", "--edition", "1999")])
def test_a_usage_error_is_two(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2


@pytest.mark.parametrize("command", ["serve", "build", "table", "benchmark", "neighbours", "indicators", "authorities"])
def test_every_command_has_help(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as exit_:
        main((command, "--help"))
    assert exit_.value.code == 0
    assert "usage: portal" in capsys.readouterr().out


def test_the_lists_name_everything(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(printed(capsys, "indicators").splitlines()) == 599
    assert len(printed(capsys, "authorities").splitlines()) == 171
