"""`portal backup`: all that cannot be made again, in one file. `portal restore`: an installation as a backup has it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.settings import Settings
    from data.backup.archive import Manifest


def add_backup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal backup`."""
    command = commands.add_parser(
        "backup",
        help="keep all that cannot be made again in one file, while the portal runs",
        description="Local data, snapshots, an installation's own sources and finished packs, as of one moment. The "
        "file holds names, digests of passwords and unpublished figures: nobody but its owner may read it. The "
        "portal's key (PORTAL_SECRET_KEY) and its other settings are not in it.",
    )
    command.add_argument("file", type=Path, metavar="FILE", help="where to write it; one that is there is replaced")
    command.add_argument(
        "--check", action="store_true", help="write nothing: read a backup and say whether it is whole"
    )
    command.set_defaults(run=backup)


def add_restore(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal restore`."""
    command = commands.add_parser(
        "restore",
        help="bring an installation into the state of a backup",
        description="Into an empty database, of either kind, and into the folders that the settings name. A backup of "
        "an older portal is brought up to date. Stop the portal before.",
    )
    command.add_argument("file", type=Path, metavar="FILE", help="a file that `portal backup` wrote")
    command.add_argument("--replace", action="store_true", help="remove what the database holds, and restore then")
    command.set_defaults(run=restore)


def folders_of(settings: "Settings") -> dict[str, Path]:
    """The folders that a backup holds, by the names that they have in it. What the project ships is none of them."""
    from app.settings import BUNDLED_SNAPSHOTS
    from data.backup.archive import SNAPSHOTS

    found = {"packs": settings.packs_dir, "sources": settings.sources_dir, "refresh": settings.refresh.folder}
    if settings.snapshot_dir.resolve() != BUNDLED_SNAPSHOTS:
        found[SNAPSHOTS] = settings.snapshot_dir
    return {name: folder for name, folder in found.items() if folder is not None}


def backup(options: argparse.Namespace) -> None:
    """Write one, or check one; one sentence says what it holds."""
    from contextlib import closing

    from app.local_database import open_local
    from app.settings import load_settings
    from data.backup.archive import read_manifest, write_backup

    if options.check:
        manifest = read_manifest(options.file)
        sys.stdout.write(f"{options.file} is whole: {told(manifest)}.\n")
        return
    settings = load_settings()
    with closing(open_local(settings)) as database:
        manifest = write_backup(database, folders_of(settings), options.file, say)
    sys.stdout.write(f"{options.file} was written and read again: {told(manifest)}.\n")


def restore(options: argparse.Namespace) -> None:
    """Restore one; one sentence says what was restored."""
    from contextlib import closing

    from app.auth.announcing import announced
    from app.local_database import NOWHERE
    from app.settings import load_settings
    from data.backup.archive import SNAPSHOTS
    from data.backup.restoring import restore as restored
    from data.errors import PortalError
    from data.local.database import database_at

    settings = load_settings()
    if not settings.database_url:
        raise PortalError(NOWHERE)
    folders = folders_of(settings)
    # Processes that serve meanwhile forget who was signed in, as the database has it now.
    with closing(database_at(settings.database_url)) as database, announced(settings):
        manifest = restored(options.file, database, folders, say, replace=options.replace)
    sys.stdout.write(f"Restored: {told(manifest)}.\n")
    if manifest.live and SNAPSHOTS not in folders:
        sys.stderr.write("Its snapshots were left out, since PORTAL_SNAPSHOT_DIR names no folder for them.\n")


def say(step: str) -> None:
    """What is being done, for whoever watches."""
    sys.stderr.write(f"{step}\n")


def told(manifest: "Manifest") -> str:
    """What a backup holds, in words."""
    rows = sum(part.rows or 0 for part in manifest.parts.values())
    files = sum(part.rows is None for part in manifest.parts.values())
    size = sum(part.size for part in manifest.parts.values()) / 2**20
    live = f", with {manifest.live} as the live snapshot" if manifest.live else ""
    return f"{rows:,} rows of the database and {files:,} files as of {manifest.made}, {size:,.1f} MB{live}"
