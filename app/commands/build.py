"""`portal build`: source files become a snapshot."""

import argparse
import sys
from pathlib import Path
from typing import TextIO


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal build`."""
    command = commands.add_parser("build", help="build a snapshot from source files")
    command.add_argument("--sources", type=Path, default=Path("sources"), metavar="DIR", help="the folder of source files")
    command.add_argument("--output", type=Path, metavar="DIR", help="where snapshots are kept; the live one when left out")
    command.set_defaults(run=build)


class Bar:
    """A progress bar on one line of a terminal; one line a tenth where the output is no terminal."""

    WIDTH = 30

    def __init__(self, steps: int, stream: TextIO) -> None:
        self.steps, self.stream, self.done, self.tenths = steps, stream, 0, -1

    def step(self, name: str) -> None:
        """Say that the next step begins."""
        filled = min(self.done, self.steps) * self.WIDTH // self.steps
        if self.stream.isatty():
            self.stream.write(f"\r[{'#' * filled}{'.' * (self.WIDTH - filled)}] {name[:60]:<60}")
        elif (tenth := self.done * 10 // self.steps) > self.tenths:
            self.stream.write(f"{tenth * 10:3d}% {name}\n")
            self.tenths = tenth
        self.stream.flush()
        self.done += 1

    def finish(self) -> None:
        """Leave the line complete."""
        self.stream.write(f"\r[{'#' * self.WIDTH}] done{'':<60}\n" if self.stream.isatty() else "100% done\n")


def build(options: argparse.Namespace) -> None:
    """Build a snapshot beside the live one, make it the live one, and print its id."""
    from app.settings import load_settings
    from data.build import build_content, steps
    from data.publish import write_snapshot

    output = options.output or load_settings().snapshot_dir
    bar = Bar(steps(), sys.stderr)
    identity = write_snapshot(build_content(options.sources, bar.step), output)
    bar.finish()
    sys.stdout.write(identity + "\n")

