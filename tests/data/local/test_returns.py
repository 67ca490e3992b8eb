"""Returns in versions: nothing is overwritten, and every moment can be told as it was."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local import log
from data.local.database import Database
from data.local.people import organisation_of, people_of
from data.local.returns import Upload, accept, keep, local_data_version, show_to, versions_of, visibility_on
from data.local.tables import Version

OCTOBER = Upload({"rows": [{"indicator": "referrals", "value": 297}]}, [], "october.csv", "October's scorecard")
CORRECTED = Upload({"rows": [{"indicator": "referrals", "value": 298}]}, [], "october-2.csv", "One was missed")


def kept(session: Session, upload: Upload) -> Version:
    southampton = organisation_of(session, "southampton")
    author = people_of(session, southampton)[0]
    return keep(session, southampton, "scorecard", "Monthly scorecard", upload, author)


def test_versions_are_numbered_and_the_newest_comes_first(database: Database) -> None:
    with database.writing() as session:
        kept(session, OCTOBER)
        kept(session, CORRECTED)
    with database.reading() as session:
        found = versions_of(session, "852")
        assert [(version.number, version.content["rows"][0]["value"]) for version in found] == [(2, 298), (1, 297)]
        assert versions_of(session, "851") == []


def test_the_same_figures_again_are_no_new_version(database: Database) -> None:
    with database.writing() as session:
        kept(session, OCTOBER)
    with pytest.raises(PortalError, match="the same as version 1 of Monthly scorecard"), database.writing() as session:
        kept(session, OCTOBER)


def test_a_version_is_never_changed(database: Database) -> None:
    with database.writing() as session:
        kept(session, OCTOBER)
    with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
        session.execute(update(Version).values(why="something else"))


def test_who_it_was_for_on_a_date(database: Database) -> None:
    before = datetime.now(UTC)
    with database.writing() as session:
        kept(session, OCTOBER)
    drafted = datetime.now(UTC)
    with database.writing() as session:
        version = versions_of(session, "852")[0]
        show_to(session, version, "shared", ["portsmouth"], "For Thursday's meeting", None)
    with database.reading() as session:
        version = versions_of(session, "852")[0]
        then, now = visibility_on(version, drafted), visibility_on(version, datetime.now(UTC) + timedelta(seconds=1))
        assert visibility_on(version, before) is None
        assert then is not None
        assert now is not None
        assert (then.visibility, now.visibility, now.shared_with) == ("draft", "shared", ["portsmouth"])


def test_a_finding_is_accepted_with_a_reason_only(database: Database) -> None:
    with database.writing() as session:
        version = kept(session, OCTOBER)
        person = people_of(session, organisation_of(session, "southampton"))[0]
        with pytest.raises(PortalError, match="Say why"):
            accept(session, version, "f1", "  ", person)
        accept(session, version, "f1", "The two teams merged", person)
        found = log.search(session, log.LogQuery(what="finding accepted"))
        assert [entry.details for entry in found] == [{"finding": "f1", "version": 1}]


def test_every_happening_changes_the_key_of_kept_answers(database: Database) -> None:
    seen = []
    with database.writing() as session:
        seen.append(local_data_version(session))
        version = kept(session, OCTOBER)
        seen.append(local_data_version(session))
        show_to(session, version, "published", [], "Agreed", None)
        seen.append(local_data_version(session))
    assert len(set(seen)) == 3


def test_the_log_holds_no_figure(database: Database) -> None:
    with database.writing() as session:
        kept(session, OCTOBER)
        told = str([(entry.about, entry.details) for entry in log.search(session, log.LogQuery())])
    assert "297" not in told
