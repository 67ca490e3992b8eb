"""Definitions drafted from a Fingertips file: unit by arithmetic, kind of period by labels, the rest asked for."""

from io import StringIO
from pathlib import Path

import pytest

from app.cli import main
from data.definition_files import load_definitions
from data.drafting.fingertips import decided, draft_fingertips, is_fingertips, unit_of
from data.errors import PortalError
from data.indicators import Fingertips, Polarity, indicator_from, load_indicators
from data.sources.fingertips import Entry
from tests.data.fingertips_files import EASTLEIGH, ENGLAND, HEADER, PORTSMOUTH, row, write


def entry(value: object, count: object, denominator: object) -> Entry:
    return Entry(2, 0, "2022", str(value), "", "", str(count), str(denominator), "")


@pytest.mark.parametrize(
    ("figures", "name", "unit", "doubt"),
    [
        ([(25, 12, 48), (50, 1, 2)], "Made up", "%", ""),
        ([(120.5, 241, 20_000)], "Made up", "rate per 10,000", ""),
        ([(1205, 241, 20_000)], "Made up", "rate per 100,000", ""),
        ([(241, 241, "")], "Made up", "number", ""),
        ([(90, 241, 20_000)], "Admissions, per 10,000", "rate per 10,000", "the name says"),
        ([(81.2, "", "")], "Life expectancy at birth", "years", "the name says"),
        ([(1400, 241, 20_000)], "Admissions", "rate per 100,000", "guessed by size"),
        ([(3.5, "", "")], "Well-being", "score", "does not tell the unit"),
    ],
)
def test_the_unit_is_what_the_counts_make(
    figures: list[tuple[object, object, object]], name: str, unit: str, doubt: str
) -> None:
    found, said = unit_of([entry(*one) for one in figures], name)
    assert found == unit
    assert doubt in said
    assert bool(doubt) == bool(said)


def test_a_draft_is_a_definition(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(ENGLAND), row(), row(PORTSMOUTH), row(category_type="IMD", category="Least")])
    (draft,) = draft_fingertips(path)
    assert draft.asks == ("polarity", "period")
    assert draft.doubts == ("'2022/23' may be a financial year or an academic year.",)
    indicator = indicator_from(draft.entry, "a draft")
    assert (indicator.id, indicator.unit) == ("a-made-up-share-of-children", "%")
    taken = indicator.fingertips.downloaded if indicator.fingertips else ""
    assert indicator.fingertips == Fingertips(99901, "Persons", "<18 yrs", downloaded=taken)
    assert len(taken) == len("2026-11-22")


def test_titles_tell_sexes_and_ages_apart_where_there_are_several(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(sex="Male", period="2022"), row(sex="Female", period="2022"), row(id=2)])
    titles = [draft.entry["title"] for draft in draft_fingertips(path)]
    assert titles == [
        "A made-up share of children: male",
        "A made-up share of children: female",
        "A made-up share of children",
    ]
    assert draft_fingertips(path)[0].asks == ("polarity",)


def test_a_file_of_districts_alone_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(ENGLAND), row(EASTLEIGH)])
    with pytest.raises(PortalError, match=r"a.csv has no figure of any county"):
        draft_fingertips(path)


def test_the_header_tells_the_form() -> None:
    assert is_fingertips(["\ufeffIndicator ID", *HEADER[1:]])
    assert not is_fingertips(["time_period", "geographic_level", *HEADER[:5]])


def test_a_name_that_is_taken_gets_the_number(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(), row(id=2), row(id=3, name="Infant Mortality")])
    ids = [draft.entry["id"] for draft in draft_fingertips(path, load_indicators())]
    assert ids == [
        "a-made-up-share-of-children",
        "a-made-up-share-of-children-fingertips-2",
        "infant-mortality-fingertips-3",
    ]


def test_the_polarity_is_said_by_the_number_or_asked_for(tmp_path: Path) -> None:
    drafts = draft_fingertips(write(tmp_path / "a.csv", [row(), row(id=2), row(id=3)]))
    answers = {"2": Polarity.HIGH, "3": None}
    found = decided(drafts, {"99901": Polarity.LOW}, lambda number, title: answers[number])
    assert [draft.entry["polarity"] for draft in found] == ["lower is better", "higher is better", "neutral"]
    assert ["polarity" in draft.asks for draft in found] == [False, False, True]
    with pytest.raises(PortalError, match="the file has 99901, 2, 3"):
        decided(drafts, {"4": Polarity.LOW})


def test_a_file_is_added_built_and_taken_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_SOURCES_DIR", str(tmp_path / "own"))
    monkeypatch.setattr("sys.stdin", StringIO())
    path = str(write(tmp_path / "health.csv", [row(), row(PORTSMOUTH)]))
    assert main(["add-source", path, "--polarity", "99901=lower"]) == 0
    assert "A made-up share of children: %, lower is better" in capsys.readouterr().out
    assert main(["add-source", path]) == 1
    assert "--replace drafts it anew" in capsys.readouterr().err
    assert main(["add-source", path, "--replace", "--dry-run"]) == 0
    assert 'polarity = "neutral"' in capsys.readouterr().out
    added = load_definitions(tmp_path / "own").indicators.find("a-made-up-share-of-children")
    assert (added.polarity, added.cohort) == (Polarity.LOW, "Persons, <18 yrs")
    assert (tmp_path / "own" / "fingertips" / "health.csv").is_file()
    assert main(["add-source", "--remove", "health"]) == 0
    assert len(load_definitions(tmp_path / "own").indicators) == len(load_indicators())
    assert not list((tmp_path / "own").rglob("health.*"))
