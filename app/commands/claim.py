"""`portal claim`: a statement compared with the published data."""

import argparse
import sys

from data.editions import NEWEST, TITLES
from data.errors import PortalError

LONGEST = 20_000


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal claim`."""
    command = commands.add_parser(
        "claim",
        help="compare a statement with the published data",
        description="Exits 0 when something could be compared, right or wrong, and 1 when nothing was understood.",
    )
    command.add_argument(
        "text", metavar="TEXT", help="the statement, or a small table with tabs; - reads it from the input"
    )
    command.add_argument("--authority", default="", metavar="AUTHORITY", help="whom it is about, if it does not say")
    command.add_argument(
        "--edition", choices=tuple(TITLES), default=NEWEST, help="of the published statistical neighbours"
    )
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=print_claim)


def print_claim(options: argparse.Namespace) -> None:
    """Print what was understood and what is published. Raises PortalError when nothing could be compared."""
    import orjson

    from app.published import open_published
    from app.questions import asked_authority
    from app.records.claims import answer_record
    from app.settings import load_settings
    from data.indicator_names import load_indicator_names
    from layouts.claims import words
    from layouts.claims.report import lines
    from models.claims.answering import answer
    from models.naming import name_index

    text = sys.stdin.read() if options.text == "-" else options.text
    if len(text) > LONGEST:
        raise PortalError(f"The text has {len(text):,} characters; a statement may have {LONGEST:,}.")
    snapshot = open_published(load_settings())
    area = asked_authority(snapshot, options.authority) if options.authority else None
    names = name_index(snapshot.indicators, load_indicator_names())
    found = answer(text, snapshot, names, area, options.edition)
    if not found.statements:
        raise PortalError(words.refusal(found))
    if options.format == "json":
        sys.stdout.write(orjson.dumps(answer_record(found), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        print(*lines(found), sep="\n")
