"""`portal doctor`: what is wrong with an installation, in sentences."""

import argparse
import sys

import orjson


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal doctor`."""
    command = commands.add_parser(
        "doctor",
        help="what is wrong with this installation, and what to do",
        description="Looks at settings, disks, figures, the database and the servers that the portal talks to, with "
        "the portal's own settings, and changes nothing. Exits 1 where something is wrong.",
    )
    command.add_argument("--format", choices=["text", "json"], default="text", help="how to print it")
    command.add_argument("--all", action="store_true", help="also what is well")
    command.set_defaults(run=examine)


def examine(options: argparse.Namespace) -> int:
    """Print what was found; 1 where something is wrong."""
    from app.doctor.findings import Level
    from app.doctor.looking import examined
    from app.settings import load_settings

    found = list(examined(load_settings()))
    told = [finding for finding in found if options.all or finding.level is not Level.WELL]
    if options.format == "json":
        sys.stdout.write(orjson.dumps([finding.record for finding in told], option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        for finding in told:
            sys.stdout.write(f"{finding.level.upper()}, {finding.part}: {finding.sentence}\n")
        if not told:
            sys.stdout.write(f"Nothing is wrong: {len(found)} things were looked at (`--all` tells them).\n")
    return int(any(finding.level is Level.WRONG for finding in found))
