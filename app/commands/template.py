"""`portal template`: the return's template, filled in for an authority with its newest published figures."""

import argparse
import os
import sys
from pathlib import Path

from data.errors import PortalError


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal template`."""
    command = commands.add_parser(
        "template",
        help="the template of a local return, filled in for an authority",
        description="The template of a local return: a row a measure, to be filled in for each month, with the newest "
        "published figures of the authority and its comparators beside it.",
    )
    command.add_argument("authority", metavar="AUTHORITY", nargs="?", help="a name, an ONS code or a DfE code")
    command.add_argument("--output", metavar="FILE", type=Path, help="where to write it; the standard output otherwise")
    command.add_argument("--format", choices=("csv", "xlsx"), help="else by the file's name, CSV by default")
    command.add_argument("--force", action="store_true", help="write over a file that is there")
    command.set_defaults(run=write_template)


def write_template(options: argparse.Namespace) -> None:
    """Write the template to the file or the standard output."""
    from app.published import open_published
    from app.questions import asked_authority
    from app.return_files import template_as_csv, template_as_workbook
    from app.settings import load_settings
    from data.returns.measures import load_local_measures
    from data.returns.template import template_rows
    from models.checking.latest import latest_figures

    measures = load_local_measures()
    rows = template_rows(measures, "", {})
    if options.authority:
        snapshot = open_published(load_settings())
        area = asked_authority(snapshot, options.authority)
        rows = template_rows(measures, area.name, latest_figures(measures, snapshot, area))
    output: Path | None = options.output
    named = "xlsx" if output is not None and output.suffix.casefold() == ".xlsx" else "csv"
    content = template_as_workbook(rows) if (options.format or named) == "xlsx" else template_as_csv(rows)
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        _write(output, content, options.force)


def _write(output: Path, content: bytes, force: bool) -> None:
    """Write a file whole or not at all; one that is there stays unless `force`."""
    if output.exists() and not force:
        raise PortalError(f"{output} is there already; --force writes over it.")
    beside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(output)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise PortalError(f"{output} cannot be written: {error.strerror}.") from None
