"""`portal import`: what is kept, for whom, by whom; what is refused, in one sentence, and then nothing is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main
from app.local_database import open_local
from app.settings import load_settings
from data.local.database import Database
from data.local.people import add_organisation, add_person, set_active
from data.local.returns import versions_of

MONTHS = "Indicator,Jan-26,Feb-26,Southampton 2024/25\n"
CLEAN = f"{MONTHS}Number of contacts,1511,1766,N/A\n"
# 287 of 300 is 95.7%.
CUT_OFF = f"{MONTHS}Percentage of CLA children with an up-to-date review,95% (287/300),96% (288/300),N/A\n"


@pytest.fixture(name="database")
def _database(shared_cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Southampton with a contributor, one who approves too and one who is shut out; Portsmouth; the regional body."""
    monkeypatch.setenv("PORTAL_CACHE_DIR", shared_cache)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    opened = open_local(load_settings())
    with opened.writing() as session:
        city = add_organisation(session, "southampton", "Southampton City Council", "852")
        add_organisation(session, "portsmouth", "Portsmouth City Council", "851")
        add_organisation(session, "seslip", "SESLIP")
        add_person(session, "one@city.example", "One", city, ["contributor"])
        add_person(session, "two@city.example", "Two", city, ["contributor", "approver"])
        set_active(session, add_person(session, "gone@city.example", "Gone", city, ["contributor"]), False, None)
    yield opened
    opened.close()


def file(tmp_path: Path, text: str, name: str = "Monthly scorecard.csv") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@dataclass(frozen=True)
class Kept:
    """A version as the database has it, and who it was for, event by event."""

    number: int
    why: str
    by: int | None
    file_name: str
    visibility: list[str | None]
    shared_with: list[str]


def kept(database: Database) -> list[Kept]:
    """Every version of Southampton's returns, the newest first."""
    with database.reading() as session:
        return [
            Kept(
                version.number,
                version.why,
                version.author_id,
                version.file_name,
                [event.visibility for event in version.events],
                version.events[-1].shared_with,
            )
            for version in versions_of(session, "852")
        ]


def test_a_draft_for_its_organisation(database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(tmp_path, CUT_OFF)
    assert main(["import", path, "--authority", "Southampton"]) == 0
    assert capsys.readouterr().out == (
        "Version 1 of Monthly scorecard (southampton/monthly-scorecard) is kept as a draft, with 1 finding; see "
        "/returns/1/1.\n"
    )
    name = "Monthly scorecard.csv"
    assert kept(database) == [Kept(1, "Imported from a file.", None, name, ["draft"], [])]

    path = file(tmp_path, CLEAN, "again.csv")
    arguments = ["--authority", "852", "--return", "monthly-scorecard", "--why", "March is new"]
    assert main(["import", path, *arguments, "--by", "Two@city.example", "--publish"]) == 0
    assert capsys.readouterr().out.startswith(
        "Version 2 of Monthly scorecard (southampton/monthly-scorecard) is published, with no findings; see"
    )
    newest = kept(database)[0]
    assert newest == Kept(2, "March is new", newest.by, "again.csv", ["draft", "published"], [])
    assert newest.by is not None


def test_shared_with_whom_it_is_for(database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "import",
        file(tmp_path, CLEAN),
        "--authority",
        "E06000045",
        "--title",
        "Contacts",
        "--return",
        "contacts",
    ]
    assert main([*arguments, "--share-with", "seslip, portsmouth"]) == 0
    assert "of Contacts (southampton/contacts) is shared, with no findings" in capsys.readouterr().out
    assert kept(database)[0].shared_with == ["portsmouth", "seslip"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--authority", "Hampshire"), "is a return of Southampton, not of Hampshire; nothing was kept."),
        (("--authority", "England"), "not an authority"),
        (("--authority", "Nowhere"), "Nowhere"),
        (
            ("--authority", "852", "--organisation", "portsmouth"),
            "Portsmouth City Council does not keep the",
        ),
        (("--authority", "852", "--organisation", "nobody"), "There is no organisation 'nobody'"),
        (("--authority", "852", "--return", "Not A Slug"), "such as not-a-slug"),
        (("--authority", "852", "--by", "no@city.example"), "Nobody who may sign in is known by no@city.example."),
        (("--authority", "852", "--by", "gone@city.example"), "Nobody who may sign in is known by"),
        (("--authority", "852", "--by", "one@city.example", "--publish"), "may not publish a version"),
        (("--authority", "852", "--by", "one@city.example", "--share-with", "seslip"), "may not share a version"),
        (("--authority", "852", "--share-with", "nobody"), "There is no organisation 'nobody'"),
        (("--authority", "852", "--share-with", "southampton"), "sees its own returns already"),
    ],
)
def test_what_is_refused_is_not_kept(
    database: Database,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    said: str,
) -> None:
    assert main(["import", file(tmp_path, CLEAN), *arguments]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert said in output.err
    assert output.err.count("\n") == 1
    assert kept(database) == []


@pytest.mark.parametrize(
    ("text", "said"), [("", "is empty"), ("Nothing, of the kind, here\n", "no table"), (None, "There is no file")]
)
def test_a_file_that_is_no_return(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    path = str(tmp_path / "missing.csv") if text is None else file(tmp_path, text)
    assert main(["import", path, "--authority", "852"]) == 1
    assert said in capsys.readouterr().err
    assert kept(database) == []


@pytest.mark.usefixtures("database")
def test_the_same_again_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["import", file(tmp_path, CLEAN), "--authority", "852"]
    assert main(arguments) == 0
    assert main(arguments) == 1
    assert capsys.readouterr().err == "This is the same as version 1 of Monthly scorecard; nothing was kept.\n"


@pytest.mark.usefixtures("database")
def test_an_authority_that_nobody_keeps_returns_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(tmp_path, "Indicator,Jan-26,Feb-26\nNumber of contacts,1511,1766\n")
    assert main(["import", path, "--authority", "Kent"]) == 1
    assert "`portal users add-organisation SLUG NAME --authority 886` adds one." in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [(), ("file.csv",), ("file.csv", "--authority", "852", "--publish", "--share-with", "seslip")]
)
def test_a_usage_error(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["import", *arguments])
    assert stopped.value.code == 2


def test_stopped_half_way_it_leaves_the_old_state(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version is written and the event that publishes it is not: nothing of either stays."""
    path = file(tmp_path, CLEAN)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("app.imports.show_to", stopped)
        assert main(["import", path, "--authority", "852", "--publish"]) == 130
    assert kept(database) == []
    assert main(["import", path, "--authority", "852", "--publish"]) == 0
    assert [version.number for version in kept(database)] == [1]
