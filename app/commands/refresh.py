"""`portal refresh`: newer figures from the publisher."""

import argparse
import sys
from pathlib import Path


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal refresh`."""
    command = commands.add_parser(
        "refresh",
        help="take newer figures from the publisher",
        description="Ask the publisher which data sets have newer versions, download them, build a snapshot beside the "
        "live one, say what it changes, and make it the live one if all checks pass. Killed at any point it leaves "
        "the live one serving, and the next run goes on. Exits 1 where something is held back or cannot be read.",
    )
    command.add_argument("--dry-run", action="store_true", help="do everything but publish, and show the report")
    command.add_argument("--only", action="append", default=[], metavar="NAME", help="a data set; may be repeated")
    command.add_argument(
        "--accept", action="append", default=[], metavar="CHECK: WHY", help="publish in spite of a check, with a reason"
    )
    command.add_argument(
        "--data-set", action="append", default=[], metavar="NAME=ID", help="note which of the publisher's it is"
    )
    command.add_argument("--output", type=Path, metavar="DIR", help="where snapshots are kept; the live ones' folder")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Refresh, say how it went, and show the report where something changes."""
    import orjson

    from app.commands.progress import Bar
    from app.refreshing import plan_of, reasons, summary
    from app.settings import load_settings
    from data.errors import PortalError
    from data.publisher.client import Publisher
    from data.refresh.refreshing import refresh, steps
    from data.refresh.report import Outcome, text

    settings = load_settings()
    choices = {"output": options.output} if options.output else {}
    plan = plan_of(
        settings,
        **choices,
        only=tuple(options.only),
        dry_run=options.dry_run,
        accepted=reasons(options.accept),
        chosen=_chosen(options.data_set),
    )
    bar = Bar(steps(plan), sys.stderr)
    result = refresh(plan, Publisher(settings.refresh.url), bar)
    bar.finish()
    report = result.report
    if options.format == "json":
        sys.stdout.write(orjson.dumps(report.record(), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stdout.write(text(report))
    if report.outcome in (Outcome.HELD_BACK, Outcome.STOPPED) or report.stopped:
        raise PortalError(summary(result))
    if options.format == "text":
        sys.stdout.write(summary(result) + "\n")
    return 0


def _chosen(given: list[str]) -> dict[str, str]:
    """Data sets and the publisher's ids for them, as a person gives them: `NAME=ID`."""
    from data.errors import PortalError

    found = {}
    for text in given:
        name, _, identity = text.partition("=")
        if not name.strip() or not identity.strip():
            raise PortalError(f"'{text}' names no data set: give it as --data-set NAME=ID.")
        found[name.strip()] = identity.strip()
    return found
