"""`portal exceptions`: what is on the list of a board and why, as everybody may see it."""

import argparse
import sys

from data.editions import NEWEST, TITLES


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal exceptions`."""
    command = commands.add_parser("exceptions", help="what a board should look at in one authority, and why")
    command.add_argument("authority", metavar="AUTHORITY", help="a name, an ONS code or a DfE code")
    command.add_argument("--side", choices=("worse", "better"), default="", help="exceptions, or strengths; else both")
    command.add_argument("--month", default="", help="of local returns, such as 2022-10; the newest when left out")
    command.add_argument("--edition", choices=tuple(TITLES), default=NEWEST, help="of the published neighbours")
    command.add_argument("--format", choices=("csv", "json"), default="csv")
    command.set_defaults(run=print_exceptions)


def print_exceptions(options: argparse.Namespace) -> None:
    """Print the list of one authority."""
    from contextlib import closing

    import orjson

    from app.local_database import LocalDatabase
    from app.packs.contents import open_portal
    from app.questions import asked_authority
    from app.records.exceptions import EXCEPTION_COLUMNS, exception_records
    from app.records.published import as_csv
    from app.settings import load_settings
    from callbacks import board, routing
    from callbacks.routing import Route
    from layouts.pages import BOARD
    from layouts.selection import Selection
    from models.access import ANYONE

    settings = load_settings()
    route = Route(BOARD, board.show_page, board.subject, board.charts, board.seen, of_board=True)
    with closing(LocalDatabase(settings.database_url)) as database:
        portal = open_portal(settings, database, ANYONE)
        area = asked_authority(portal.snapshot, options.authority)
        selection = Selection(authority=area.slug, neighbours=options.edition, month=options.month)
        records = exception_records(board.look_up(routing.choose_for(route, portal, selection)), options.side)
    if options.format == "csv":
        sys.stdout.write(as_csv(records, EXCEPTION_COLUMNS))
    else:
        sys.stdout.write(orjson.dumps(records, option=orjson.OPT_INDENT_2).decode() + "\n")
