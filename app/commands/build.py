"""`portal build`: source files become a snapshot."""

import argparse
import sys
from pathlib import Path

from app.commands.progress import Bar


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal build`."""
    command = commands.add_parser("build", help="build a snapshot from source files")
    command.add_argument("--sources", type=Path, default=Path("sources"), metavar="DIR", help="folder of source files")
    command.add_argument("--output", type=Path, metavar="DIR", help="where snapshots are kept; the live ones' folder")
    command.set_defaults(run=build)


def build(options: argparse.Namespace) -> None:
    """Build a snapshot beside the live one, make it the live one, and print its id."""
    from app.settings import load_settings
    from data.build import build_content, steps
    from data.publish import write_snapshot
    from data.sources.arrow_alone import without_pandas

    without_pandas()
    settings = load_settings()
    output, added = options.output or settings.snapshot_dir, settings.sources_dir
    bar = Bar(steps(added), sys.stderr)
    identity = write_snapshot(build_content(options.sources, bar.step, added), output)
    bar.finish()
    sys.stdout.write(identity + "\n")
