"""`portal check`: what an analyst would find in a local return."""

import argparse
import sys
from pathlib import Path

FOUND = 1
"""The exit status when there are findings."""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal check`."""
    command = commands.add_parser(
        "check",
        help="what is wrong in a local return",
        description="Check a local return: the portal's template or a table as papers print it, as CSV, TSV or XLSX. "
        "Exits 1 when there are findings, 0 when there are none.",
    )
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("--authority", metavar="A", help="whose return it is; else what the file itself says")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=print_findings)


def print_findings(options: argparse.Namespace) -> int:
    """Print the findings; 1 when there are any."""
    import orjson

    from app.published import open_published
    from app.questions import asked_authority
    from app.settings import load_settings
    from data.returns.reading import file_content, parse_return
    from models.checking.check import check_return
    from models.checking.report import report

    # The file is refused before anything else is opened.
    content = file_content(options.file)
    snapshot = open_published(load_settings())
    found = parse_return(content, options.file.name, snapshot.indicators)
    named = options.authority or found.authority
    area = asked_authority(snapshot, named) if named else None
    findings = check_return(found, snapshot, area)
    if options.format == "json":
        records = [finding.record for finding in findings]
        sys.stdout.write(orjson.dumps(records, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stdout.write(report(found, findings, area.name if area else ""))
    return FOUND if findings else 0
