"""One pack is made: what it holds, then its file, telling how far it is; and it is given up once nobody wants it."""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from app.packs.files import FileForm
from app.packs.plain import moment_of
from app.packs.rights import rights_of, viewer_of
from app.packs.shelf import Keeper
from callbacks.sight import SeenVersion
from data.errors import PortalError
from data.local import packs
from data.local.database import Database
from data.local.packs import Job
from data.local.slugs import slug_of
from layouts.pack.content import Pack
from layouts.shell import NAME
from models.access import Viewer

Maker = Callable[[str, Viewer], Pack]
"""What an address (`/pack?authority=…`) asks for, as somebody may see it."""
Opener = Callable[[Viewer], tuple[Maker, Sequence[SeenVersion]]]
"""Opens what is needed to make packs for somebody: who makes them, and the local returns that were read meanwhile."""
READING, KEEPING = "Reading the figures", "Keeping the file"
TOLD_EVERY_SECONDS = 0.2


class NotWanted(Exception):
    """A pack that was cancelled, or whose worker is gone: nobody will have it."""


class Teller:
    """Writes down how far a pack is, now and then. Raises NotWanted once nobody wants it."""

    def __init__(self, database: Database, word: str) -> None:
        self._database, self._word, self._parent = database, word, os.getppid()
        self._step = self._steps = 0
        self._told_at = float("-inf")

    def expect(self, steps: int) -> None:
        """Know how many steps there will be."""
        self._steps = steps

    def __call__(self, heading: str) -> None:
        """The next step is begun."""
        self._step += 1
        self._steps = max(self._step, self._steps)
        self.say(heading)

    def say(self, said: str, *, at_once: bool = False) -> None:
        """Say what is done now."""
        if os.getppid() != self._parent:
            raise NotWanted
        now = time.monotonic()
        if now - self._told_at < TOLD_EVERY_SECONDS and not at_once:
            return
        self._told_at = now
        # A database that is busy for a while has missed a step, and no more.
        with suppress(PortalError):
            if not self._write(said):
                raise NotWanted

    def _write(self, said: str) -> bool:
        with self._database.writing() as session:
            return packs.progress(session, self._word, self._step, self._steps, said)


def make(job: Job, database: Database, shelf: Keeper, opened: Opener, form: FileForm) -> bool:
    """Make one pack and keep its file; whether it is there. A refusal is kept in the job, in one sentence.

    It is made with the rights that its owner has now, and only what everybody sees for one without an account.
    """
    teller = Teller(database, job.word)
    try:
        teller.say(READING, at_once=True)
        with database.reading() as session:
            viewer = viewer_of(session, job)
        maker, used = opened(viewer)
        pack = maker(job.address, viewer)
        teller.expect(form.steps(pack))
        content = form.write(pack, teller)
        teller.say(KEEPING, at_once=True)
        shelf.keep(job.word, job.form, content)
        name = file_name(pack, job.form)
        with database.writing() as session:
            is_kept = packs.finish(session, job.word, pack.title, name, len(content), rights_of(viewer, used))
    except NotWanted:
        is_kept = False
    except PortalError as error:
        is_kept = False
        with database.writing() as session:
            packs.fail(session, job.word, str(error))
    if not is_kept:
        shelf.remove(job.word, job.form)
    return is_kept


def file_name(pack: Pack, form: str) -> str:
    """A name that says, in a folder of many, what a file holds: what it is of, of which day, from which snapshot."""
    parts = (NAME, pack.title, f"{moment_of(pack.as_of):%Y-%m-%d}", pack.snapshot[:8])
    return f"{'-'.join(filter(None, map(slug_of, parts)))}.{form}"
