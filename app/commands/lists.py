"""`portal indicators` and `portal authorities`: the names and codes that other commands take."""

import argparse
import sys

INDICATOR_COLUMNS = "indicator title topic cohort unit polarity decimals period made source_code link".split()
AUTHORITY_COLUMNS = "code name kind type region ons_code ons_codes opened closed predecessors successors".split()


def add_indicators(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal indicators`."""
    command = commands.add_parser("indicators", help="every indicator with its id and source codes, as CSV")
    command.set_defaults(run=print_indicators)


def add_authorities(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal authorities`."""
    command = commands.add_parser("authorities", help="every authority and region with its codes, as CSV")
    command.set_defaults(run=print_authorities)


def print_indicators(_: argparse.Namespace) -> None:
    """Print the definitions."""
    from app.published import open_published
    from app.records.published import as_csv, indicator_record
    from app.settings import load_settings

    snapshot = open_published(load_settings())
    sys.stdout.write(as_csv((indicator_record(indicator) for indicator in snapshot.indicators), INDICATOR_COLUMNS))


def print_authorities(_: argparse.Namespace) -> None:
    """Print the areas."""
    from app.records.published import area_record, as_csv
    from data.authorities import load_authorities

    sys.stdout.write(as_csv((area_record(area) for area in load_authorities().areas), AUTHORITY_COLUMNS))
