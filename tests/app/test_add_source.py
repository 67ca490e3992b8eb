"""`portal add-source`, then `portal build`: an unseen file's figures are in the snapshot, and the rest is as it was."""

import json
import re
import shlex
from pathlib import Path

import pytest

from app.cli import main
from app.settings import load_settings
from data.datasets import load_datasets
from data.definition_files import added_datasets, indicators_file, load_definitions
from data.errors import PortalError
from data.indicators import load_indicators
from data.snapshot import current_id
from data.store import open_snapshot
from tests.data.drafting.tidy_files import AUTHORITIES, ENGLAND, SOUTH_EAST, row, write
from tests.data.source_tree import write_sources

DOCUMENT = Path(__file__).parents[2] / "docs" / "adding.md"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with a folder of sources of its own, with nothing in it."""
    monkeypatch.setenv("PORTAL_SOURCES_DIR", str(tmp_path / "installation"))
    monkeypatch.setenv("PORTAL_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "installation"


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A file of plans and of those that were issued in time, in two years."""
    rows = []
    for at, place in enumerate((ENGLAND, SOUTH_EAST, *AUTHORITIES)):
        for year in (2024, 2025):
            issued, timely = 200 + 10 * at, 60 + 7 * at + (year - 2024)
            cells = ("Total", str(issued), str(timely), f"{100 * timely / issued:.1f}")
            rows.append(row(place, *cells, period=str(year), identifier="Calendar year"))
    return write(tmp_path / "plans_2025.csv", ["need", "plans", "plans_in_time", "plans_in_time_percent"], rows)


def run(*words: str) -> int:
    return main(["add-source", *words])


def test_a_draft_is_kept_once_replaced_on_request_and_taken_out(
    plans: Path, installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(plans), "--polarity", "plans_in_time_percent=higher", "--topic", "Plans") == 0
    said = capsys.readouterr().out
    assert "3 indicators drafted" in said
    assert "100 × plans_in_time ÷ plans gives the figure in all of 12 rows" in said
    assert "Of 2 indicators nobody has said which direction is good" in said
    assert (installation / "ees" / "plans_2025.csv").read_bytes() == plans.read_bytes()
    kept = load_definitions(installation)
    assert [one.id for one in kept.indicators][-3:] == [
        "plans-2025-plans",
        "plans-2025-plans-in-time",
        "plans-2025-plans-in-time-percent",
    ]
    assert run(str(plans)) == 1
    assert "is there already" in capsys.readouterr().err
    assert run(str(plans), "--replace", "--topic", "Other") == 0
    topics = {one.topic for one in load_definitions(installation).indicators}
    assert topics & {"Plans", "Other"} == {"Other"}
    assert run("--remove", "plans_2025") == 0
    assert load_definitions(installation).added == {}
    assert not list(installation.rglob("plans*"))
    assert run("--remove", "plans_2025") == 1
    assert "added are: none" in capsys.readouterr().err


def test_two_data_sets_live_side_by_side(plans: Path, installation: Path) -> None:
    assert run(str(plans)) == 0
    first = indicators_file(installation, "plans_2025").read_text("utf-8")
    assert run(str(plans), "--name", "again") == 0
    assert list(added_datasets(installation)) == ["plans_2025", "again"]
    titles = [one.title for one in load_definitions(installation).indicators][-6:]
    assert len(set(titles)) == 6
    assert run("--remove", "again") == 0
    assert indicators_file(installation, "plans_2025").read_text("utf-8") == first


@pytest.mark.parametrize("option", ["--dry-run", "--output"])
def test_a_draft_may_be_seen_without_being_kept(
    plans: Path, installation: Path, tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "draft.toml"
    assert run(str(plans), *([option, str(written)] if option == "--output" else [option])) == 0
    text = written.read_text("utf-8") if option == "--output" else capsys.readouterr().out
    assert "[plans_2025]" in text
    assert 'source_code = "plans_2025:plans_in_time_percent"' in text
    assert not installation.exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "Name a FILE to add"),
        (["FILE", "--name", "absence_la"], "The project itself reads a data set 'absence_la'"),
        (["FILE", "--polarity", "plans"], "--polarity is COLUMN=higher"),
        (["FILE", "--polarity", "plan=higher"], "no column of figures 'plan'"),
        (["FILE", "--breakdown", "sex"], "has no filter 'sex'"),
        (["FILE", "--period", "moon"], "--period is one of financial year"),
        (["FILE", "--most", "0"], "--most is how many"),
        (["nowhere.csv"], "nowhere.csv is missing"),
    ],
)
def test_a_wrong_wish_is_one_sentence(
    plans: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*[str(plans) if word == "FILE" else word for word in words]) == 1
    error = capsys.readouterr().err
    assert message in error
    assert len(error.strip().splitlines()) == 1


def test_definitions_that_stand_twice_are_refused(plans: Path, installation: Path) -> None:
    assert run(str(plans)) == 0
    path = indicators_file(installation, "plans_2025")
    own = load_indicators().all[0].id
    path.write_text(path.read_text("utf-8").replace('"plans-2025-plans"', f'"{own}"'), "utf-8")
    with pytest.raises(PortalError, match=f"'{own}' .* has the id of one of the project itself"):
        load_definitions(installation)
    entries = installation / "definitions" / "datasets.toml"
    entries.write_text(entries.read_text("utf-8").replace("[plans_2025", "[absence_la"), "utf-8")
    with pytest.raises(PortalError, match=r"'absence_la' .* has the name of one of the project's own"):
        load_definitions(installation)
    entries.write_text("[broken", "utf-8")
    with pytest.raises(PortalError, match="is not right"):
        load_definitions(installation)


def test_the_project_alone_is_what_it_was(installation: Path) -> None:
    found = load_definitions(installation)
    assert found.indicators is load_indicators()
    assert (found.added, load_definitions(None).added) == ({}, {})


def commands() -> list[list[str]]:
    """The commands of the worked example in the document."""
    section = DOCUMENT.read_text("utf-8").split("## A data set without code")[1].split("\n## ")[0]
    lines = [line.strip() for line in section.splitlines() if line.startswith("    portal ")]
    return [shlex.split(line, comments=True) for line in lines]


def example(path: Path) -> Path:
    """The file of the worked example, as the document shows it."""
    section = DOCUMENT.read_text("utf-8").split("## A data set without code")[1].split("\n## ")[0]
    lines = [line.strip() for line in section.splitlines() if re.match(r"    (time_period|20\d+),", line)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_the_worked_example_is_in_the_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_sources(tmp_path / "sources")
    (tmp_path / "snapshots").mkdir()
    monkeypatch.setenv("PORTAL_SNAPSHOT_DIR", str(tmp_path / "snapshots"))
    example(tmp_path / "home_education.csv")
    before = None
    for words in commands():
        if words[1] == "build" and before is None:
            before = len(load_definitions(load_settings().sources_dir).added)
        capsys.readouterr()
        assert main(words[1:]) == 0, words
        if words[1] == "benchmark":
            found = json.loads(capsys.readouterr().out)
            # 180 of 32,000 pupils in the file.
            assert (found["value"], found["numerator"], found["denominator"]) == (0.6, 180, 32000)
            assert (found["period"], found["release"]) == ("Autumn term 2024/25", "EES home_education")
    assert before == 1
    assert added_datasets(tmp_path / "installation") == {}
    assert current_id(tmp_path / "snapshots")


def test_a_file_among_the_builds_sources_is_read_and_the_rest_stays(tmp_path: Path, plans: Path) -> None:
    sources = write_sources(tmp_path / "sources")
    beside = sources / "ees" / "plans_2025.csv"
    beside.write_bytes(plans.read_bytes())
    assert run(str(beside)) == 0
    (tmp_path / "installation" / "ees" / "plans_2025.csv").unlink()
    assert main(["build", "--sources", str(sources), "--output", str(tmp_path / "after")]) == 0
    after = open_snapshot(tmp_path / "after", tmp_path / "cache")
    own = {one.id for one in load_indicators()}
    assert [one.id for one in after.indicators if one.id not in own] == [one.id for one in after.indicators][-3:]
    block = after.block(after.indicators.find("plans_2025:plans_in_time_percent"))
    southampton = after.area_position["852"]
    # The third place: 60 + 14 of 220, and one more a year later.
    assert list(block.values[southampton]) == [round(100 * 74 / 220, 1), round(100 * 75 / 220, 1)]
    assert block.numerators is not None
    assert list(block.numerators[southampton]) == [74, 75]
    # In the tree every figure of Southampton's is 12.
    assert after.block(after.indicators.find("LAC")).values[southampton, -1] == 12
    assert "plans_2025" not in load_datasets()
