"""Files of packs in the database: whole or not there, and gone with their jobs."""

import pytest

from data.errors import PortalError
from data.local import pack_files, packs
from data.local.database import Database
from data.local.pack_files import PIECE

OWNER = packs.owner_of_browser("a word")
FILE = bytes(range(256)) * (2 * PIECE // 256) + b"the end"
"""Two pieces and seven bytes."""


@pytest.fixture
def word(database: Database) -> str:
    """A job that is being made."""
    with database.writing() as session:
        made = packs.create(session, OWNER, None, "/pack?authority=southampton", "pdf", "A pack").word
        packs.claim(session)
    return made


def kept(database: Database, word: str) -> bytes | None:
    with database.reading() as session:
        return pack_files.read(session, word)


@pytest.mark.parametrize("content", [b"", b"short", FILE[:PIECE], FILE])
def test_what_is_kept_is_read(database: Database, word: str, content: bytes) -> None:
    with database.writing() as session:
        assert pack_files.keep(session, word, b"of a try before")
        assert pack_files.keep(session, word, content)
    assert kept(database, word) == content
    with database.reading() as session:
        assert pack_files.size(session) == len(content)
        assert pack_files.unwanted(session) == frozenset()


def test_a_file_goes_with_its_job(database: Database, word: str) -> None:
    with database.writing() as session:
        pack_files.keep(session, word, FILE)
        packs.finish(session, word, "A pack", "a.pdf", len(FILE))
    with database.writing() as session:
        assert packs.remove(session, OWNER, word)
    assert kept(database, word) is None
    with database.reading() as session:
        assert pack_files.size(session) == 0


def test_nothing_is_kept_of_what_nobody_wants(database: Database, word: str) -> None:
    with database.writing() as session:
        pack_files.keep(session, word, FILE)
        packs.cancel(session, OWNER, word)
    with database.writing() as session:
        assert pack_files.unwanted(session) == {word}
        assert not pack_files.keep(session, word, FILE)
        assert not pack_files.keep(session, "no such job", FILE)


def test_one_that_is_too_large_is_one_sentence(database: Database, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_files, "LARGEST", 4)
    with pytest.raises(PortalError, match="choose fewer parts"), database.writing() as session:
        pack_files.keep(session, word, b"12345")
    assert kept(database, word) is None
