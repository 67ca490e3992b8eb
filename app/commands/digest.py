"""`portal digest`: tell people by e-mail what the live snapshot changes."""

import argparse
import os
import sys


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal digest`."""
    command = commands.add_parser(
        "digest",
        help="tell people by e-mail what new figures change",
        description="Send a message to everybody who chose to be told of new figures and was not told of the live "
        "snapshot yet: one message a person, with all their authorities. Run it once the portal was started again "
        "after `portal build`. It sends nothing twice, except where it is stopped between sending a message and "
        "writing that down. Exits 1 where some could not be sent; they are tried again at the next run.",
    )
    command.add_argument("--dry-run", action="store_true", help="say who would be told, send and keep nothing")
    command.set_defaults(run=digest)


def digest(options: argparse.Namespace) -> int:
    """Tell everybody, and say how it went."""
    from app.commands.progress import Bar
    from app.digest import Digest
    from app.local_database import open_local
    from app.published import open_served
    from app.settings import load_settings
    from data.errors import PortalError

    settings = load_settings()
    if not options.dry_run:
        if settings.mail_url is None:
            raise PortalError("This portal sends no mail: PORTAL_SMTP_URL must name a mail server.")
        if not os.environ.get("PORTAL_SECRET_KEY", "").strip():
            raise PortalError(
                "PORTAL_SECRET_KEY must be set, to that of the portal: the link by which people end the messages is "
                "signed with it."
            )
    database = open_local(settings)
    try:
        run = Digest(database, open_served(settings), settings)
        waiting = run.waiting()
        bar = Bar(max(len(waiting), 1), sys.stderr)
        outcome = run.run(waiting, bar.step, dry=options.dry_run)
        bar.finish()
    finally:
        database.close()
    sys.stdout.write(said(outcome.told, outcome.nothing_changed, run.snapshot.id, dry=options.dry_run))
    for email, why in outcome.failed.items():
        print(f"{email}: {why}", file=sys.stderr)
    if outcome.failed:
        many = len(outcome.failed)
        raise PortalError(f"{many} of the messages could not be sent.")
    return 0


def said(told: list[str], unchanged: list[str], snapshot: str, *, dry: bool) -> str:
    """Who was told, or would be."""
    would = "would be told" if dry else "told"
    lines = [f"{email}: {would}" for email in told]
    lines += [f"{email}: nothing has changed for their authorities, so no message" for email in unchanged]
    people = "1 person" if len(told) == 1 else f"{len(told)} people"
    return "\n".join([*lines, f"Snapshot {snapshot}: {people} {would}."]) + "\n"
