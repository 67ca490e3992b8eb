"""`portal table` and `portal benchmark`: where an authority stands."""

import argparse
import sys

from data.editions import NEWEST, TITLES


def add_table(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal table`."""
    command = commands.add_parser("table", help="every indicator of one authority beside its comparators")
    command.add_argument("authority", metavar="AUTHORITY", help="a name, an ONS code or a DfE code")
    _add_comparators(command)
    command.add_argument("--format", choices=("csv", "json"), default="csv")
    command.set_defaults(run=print_table)


def add_benchmark(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal benchmark`."""
    command = commands.add_parser("benchmark", help="one figure with everything that is known of it")
    command.add_argument("indicator", metavar="INDICATOR", help="an id, or a source code such as LACHealth%%")
    command.add_argument("authority", metavar="AUTHORITY", help="a name, an ONS code or a DfE code")
    command.add_argument("--period", help="such as 2024-25, 2024/25, 2025 or 2025-03-31; the latest when left out")
    _add_comparators(command)
    command.add_argument("--format", choices=("json",), default="json")
    command.set_defaults(run=print_benchmark)


def _add_comparators(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--edition", choices=tuple(TITLES), default=NEWEST, help="of the published statistical neighbours"
    )
    command.add_argument("--group", default="", metavar="CODES", help="authorities of your own, between commas")


def print_table(options: argparse.Namespace) -> None:
    """Print the table of one authority."""
    import orjson

    from app.published import open_published
    from app.questions import asked_authority, asked_group
    from app.records.published import TABLE_COLUMNS, as_csv, table_records
    from app.settings import load_settings
    from models.benchmark import standing

    snapshot = open_published(load_settings())
    area = asked_authority(snapshot, options.authority)
    records = table_records(standing(snapshot, area, asked_group(snapshot, area, options.edition, options.group)))
    if options.format == "csv":
        sys.stdout.write(as_csv(records, TABLE_COLUMNS))
    else:
        sys.stdout.write(orjson.dumps(records, option=orjson.OPT_INDENT_2).decode() + "\n")


def print_benchmark(options: argparse.Namespace) -> None:
    """Print one figure beside its comparators."""
    import orjson

    from app.published import open_published
    from app.questions import asked_authority, asked_group, asked_period
    from app.records.published import benchmark_record
    from app.settings import load_settings
    from models.benchmark import benchmark

    snapshot = open_published(load_settings())
    indicator, area = snapshot.indicators.find(options.indicator), asked_authority(snapshot, options.authority)
    period = asked_period(snapshot, indicator, options.period) if options.period else None
    group = asked_group(snapshot, area, options.edition, options.group)
    record = benchmark_record(snapshot, benchmark(snapshot, indicator, area, group, period))
    sys.stdout.write(orjson.dumps(record, option=orjson.OPT_INDENT_2).decode() + "\n")
