"""What the commands of packs do with the settings of an installation: make one that waited, write one to a file."""

import os
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.local_database import LocalDatabase, open_local
from app.packs.files import FORMS, FileForm
from app.packs.jobs import LONGEST_SECONDS
from app.packs.making import Opener, make
from app.packs.plain import Told
from app.packs.shared_shelf import shelf_of
from app.settings import Settings
from data.errors import PortalError
from data.local import packs
from layouts.pack.content import Pack
from models.access import ANYONE

GRACE_SECONDS = 30
"""Beyond the longest that a pack may take: then the kernel ends a process whose worker is gone."""


def make_one(settings: Settings, word: str, opened: Opener | None = None, form: FileForm | None = None) -> bool:
    """Make one job that a worker has taken; whether it is there. Nothing happens where nobody wants it any longer.

    `opened` and `form` stand in for the portal's own.
    """
    signal.alarm(LONGEST_SECONDS + GRACE_SECONDS)
    with closing(open_local(settings)) as database:
        with database.reading() as session:
            job = packs.running_job(session, word)
        if job is None:
            return False
        if opened is None:
            from app.packs.contents import opener  # all of the portal

            opened = opener(settings, lambda: database)
        return make(job, database, shelf_of(settings, lambda: database), opened, form or FORMS[job.form])


def write_file(settings: Settings, address: str, form: FileForm, file: Path, bar: Callable[[int], Told]) -> Pack:
    """Make a pack from what everybody may see and write it; a file that is there is replaced once the new one is whole.

    `bar` is told how many steps there are, and gives what is told of each.
    """
    from app.packs.contents import opener

    require_writable(file)
    with closing(LocalDatabase(settings.database_url)) as database:
        maker, _ = opener(settings, database)(ANYONE)
        pack = maker(address, ANYONE)
    content = form.write(pack, bar(form.steps(pack)))
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise PortalError(f"{file} cannot be written ({(error.strerror or 'it is refused').lower()}).") from error
    return pack


def require_writable(file: Path) -> None:
    """Raises PortalError, before anything long is begun, for a file that cannot be written."""
    if file.is_dir() or not file.name:
        raise PortalError(f"{file} is a folder; name a file.")
    if not os.access(file.absolute().parent, os.W_OK | os.X_OK):
        raise PortalError(f"{file} cannot be written: there is no folder {file.parent} that may be written to.")
