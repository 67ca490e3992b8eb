"""`portal neighbours`: who an authority is compared with, and how near each is."""

import argparse
import sys

from data.editions import NEWEST, TITLES

PUBLISHED, MODELLED = "published", "modelled"
COLUMNS = "position code ons_code name closeness distance stability".split()


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal neighbours`."""
    command = commands.add_parser("neighbours", help="the statistical neighbours of one authority")
    command.add_argument("authority", metavar="AUTHORITY", help="a name, an ONS code or a DfE code")
    command.add_argument("--lens", choices=(PUBLISHED, MODELLED), default=PUBLISHED)
    command.add_argument("--edition", choices=tuple(TITLES), default=NEWEST, help="of the published lists")
    command.add_argument("--why", metavar="OTHER", help="what makes it like, or unlike, any other authority (JSON)")
    command.add_argument("--format", choices=("csv", "json"), default="csv")
    command.set_defaults(run=print_neighbours)


def print_neighbours(options: argparse.Namespace) -> None:
    """Print the list."""
    import orjson

    from app.published import open_published, open_similarity
    from app.questions import asked_authority
    from app.records.published import as_csv, modelled_records, pair_record, published_records
    from app.settings import load_settings

    settings = load_settings()
    snapshot = open_published(settings)
    area = asked_authority(snapshot, options.authority)
    if options.why:
        other = asked_authority(snapshot, options.why)
        record = pair_record(snapshot, open_similarity(settings), area, other)
        sys.stdout.write(orjson.dumps(record, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    if options.lens == MODELLED:
        records = modelled_records(snapshot, area, open_similarity(settings))
    else:
        records = published_records(snapshot, area, options.edition)
    if options.format == "csv":
        sys.stdout.write(as_csv(records, COLUMNS))
    else:
        sys.stdout.write(orjson.dumps(records, option=orjson.OPT_INDENT_2).decode() + "\n")
