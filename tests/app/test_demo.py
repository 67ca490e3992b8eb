"""`portal demo`: what it adds, that a second time nothing is added, and that nobody needs an account to see it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import main
from app.demonstration import load_demonstration
from app.local_database import open_local
from app.settings import load_settings
from callbacks.sight import LocalHoldings
from data.local.database import Database
from data.local.people import add_organisation, organisation_of
from data.local.returns import Upload, keep, versions_of
from data.papers import load_papers
from data.returns.reading import parse_return
from data.store import Snapshot
from models.access import ANYONE

PAPERS = load_papers()
OWN = Upload(content={"file": "own"}, findings=[], file_name="own.csv", why="our own")


@pytest.fixture(name="database")
def _database(shared_cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An empty database of the test's own, which the commands open too."""
    monkeypatch.setenv("PORTAL_CACHE_DIR", shared_cache)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    opened = open_local(load_settings())
    yield opened
    opened.close()


def _uploads(snapshot: Snapshot) -> dict[object, Upload]:
    """Every paper as an upload, unchecked: what is kept is tested here, what is found elsewhere."""
    made = {}
    for paper in PAPERS:
        found = parse_return(paper.content(), paper.file, snapshot.indicators)
        content = {"file": paper.file, "series": len(found.series)}
        made[paper] = Upload(content, [], paper.file, paper.why, public_source=paper.source)
    return made


def test_everybody_sees_every_paper_and_a_second_time_nothing_changes(
    database: Database, snapshot: Snapshot, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["Added Southampton City Council.", "Added Hampshire County Council."]
    scorecard = "Published Performance scorecard, October 2022 (southampton/scorecard, version 1): 118 findings."
    assert said[2] == scorecard
    assert len(said) == 2 + len(PAPERS) + 2
    assert said[-2].startswith(
        "Published 5 recommendations of Southampton City Council, Children and Families Scrutiny"
    )
    assert said[-1].endswith("is loaded; see /returns.")

    sight = LocalHoldings(lambda: database, lambda: ANYONE, snapshot.indicators).sight()
    assert {(seen.organisation, seen.slug) for seen in sight.versions} == {
        (paper.organisation.slug, paper.slug) for paper in PAPERS
    }
    shown = next(seen for seen in sight.versions if seen.slug == "scorecard")
    assert (shown.is_published, shown.masked, shown.number) == (True, False, 1)
    assert "24 November 2022" in shown.public_source
    assert shown.public_source in shown.why
    assert len(sight.findings(shown)) == 118
    figures = sight.figures(shown)
    assert (len(figures.series), len(figures.commentary)) == (38, 8)

    assert main(["demo"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert len(LocalHoldings(lambda: database, lambda: ANYONE, snapshot.indicators).sight().versions) == len(PAPERS)


def test_an_organisation_that_is_there_is_used_and_its_own_return_left_alone(
    database: Database, snapshot: Snapshot
) -> None:
    with database.writing() as session:
        city = add_organisation(session, "soton", "Southampton", "852")
        session.flush()
        keep(session, city, "scorecard", "Our scorecard", OWN)
    with database.writing() as session:
        loaded = load_demonstration(session, _uploads(snapshot))
    assert "Added Hampshire County Council." in loaded.done
    assert not any("Southampton City Council" in sentence for sentence in loaded.done)
    assert loaded.left == ("Southampton keeps a return scorecard of its own, which was left as it is.",)
    with database.reading() as session:
        assert [version.why for version in versions_of(session, "852", "scorecard")] == ["our own"]
        assert len(versions_of(session, "852")) == sum(paper.organisation.authority == "852" for paper in PAPERS)


def test_all_of_it_is_loaded_or_nothing(
    database: Database, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stops it at the last paper leaves the database as it was."""
    calls = []

    def stopped(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == len(PAPERS):
            raise KeyboardInterrupt

    monkeypatch.setattr("app.demonstration.show_to", stopped)
    with pytest.raises(KeyboardInterrupt), database.writing() as session:
        load_demonstration(session, _uploads(snapshot))
    with database.reading() as session:
        assert versions_of(session, "852") == []
        with pytest.raises(Exception, match="none yet"):
            organisation_of(session, "southampton")
