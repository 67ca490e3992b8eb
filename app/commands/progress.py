"""A progress bar for long commands."""

from typing import TextIO


class Bar:
    """A progress bar on one line of a terminal; one line a tenth where the output is no terminal."""

    WIDTH = 30

    def __init__(self, steps: int, stream: TextIO) -> None:
        self.steps, self.stream, self.done, self.tenths = steps, stream, 0, -1

    def step(self, name: str) -> None:
        """Say that the next step begins."""
        if self.stream.isatty():
            self.say(name)
        elif (tenth := self.done * 10 // self.steps) > self.tenths:
            self.stream.write(f"{tenth * 10:3d}% {name}\n")
            self.tenths = tenth
        self.stream.flush()
        self.done += 1

    def say(self, name: str) -> None:
        """Say more of the step that is under way; a terminal alone is told."""
        if self.stream.isatty():
            filled = min(self.done, self.steps) * self.WIDTH // self.steps
            self.stream.write(f"\r[{'#' * filled}{'.' * (self.WIDTH - filled)}] {name[:60]:<60}")
            self.stream.flush()

    def finish(self) -> None:
        """Leave the line complete."""
        self.stream.write(f"\r[{'#' * self.WIDTH}] done{'':<60}\n" if self.stream.isatty() else "100% done\n")
