"""The database of local returns as a portal opens it: late, once, and rid of what ended long ago."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.local_database import NOWHERE, LocalDatabase, open_local
from app.settings import load_settings
from data.errors import PortalError
from data.local.people import add_organisation, add_person
from data.local.sign_ins import sign_in
from data.local.tables import SignedIn


def test_nothing_is_opened_before_it_is_needed(tmp_path: Path) -> None:
    database = LocalDatabase(f"sqlite:///{tmp_path / 'portal.db'}")
    assert list(tmp_path.iterdir()) == []
    assert database() is database()
    assert (tmp_path / "portal.db").is_file()
    database().close()


def test_a_closed_one_is_opened_again_by_a_later_use(tmp_path: Path) -> None:
    database = LocalDatabase(f"sqlite:///{tmp_path / 'portal.db'}")
    database.close()
    assert list(tmp_path.iterdir()) == []
    opened = database()
    with opened.reading():
        pass
    assert opened.engine.pool.checkedin() == 1  # type: ignore[attr-defined]  # both kinds of pool count them
    database.close()
    assert opened.engine.pool.checkedin() == 0  # type: ignore[attr-defined]
    assert database() is not opened
    database.close()


def test_without_a_folder_it_says_which_setting_is_missing() -> None:
    settings = load_settings({"PORTAL_CACHE_DIR": "/cache"})
    for asked in (LocalDatabase(settings.database_url), lambda: open_local(settings)):
        with pytest.raises(PortalError) as refusal:
            asked()
        assert str(refusal.value) == NOWHERE


def test_sign_ins_of_long_ago_are_forgotten_and_others_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'portal.db'}"
    first = LocalDatabase(url)
    with first().writing() as session:
        organisation = add_organisation(session, "southampton", "Southampton", "E06000045")
        person = add_person(session, "someone@southampton.example", "Someone", organisation)
        sign_in(session, person, "a test")
        session.execute(update(SignedIn).values(expires=datetime.now(UTC) - timedelta(days=31)))
        sign_in(session, person, "a test")
    first().close()
    later = LocalDatabase(url)
    with later().reading() as session:
        assert session.scalar(select(func.count()).select_from(SignedIn)) == 1
    later().close()
