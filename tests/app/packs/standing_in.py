"""What stands in for the content of a pack: two blocks, and a maker that waits until a file says that it may go on.

Run as a program (`-m tests.app.packs.standing_in WORD`) it is what a worker starts; that file is looked for in TMPDIR,
which a worker passes on.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.packs.command import make_one
from app.packs.files import FileForm
from app.packs.making import Maker
from app.packs.plain import Told
from app.settings import load_settings
from callbacks.sight import SeenVersion
from layouts.pack.content import Block, Pack, PackSection
from models.access import Viewer
from tests.waiting import until

WAITING = "TMPDIR"
BEGUN, GO_ON = "begun", "go-on"
HEADINGS = ("Dental checks", "Placement stability")


def pack_of(address: str) -> Pack:
    blocks = tuple(Block(f"b{number}", heading, ("It is so.",)) for number, heading in enumerate(HEADINGS))
    section = PackSection("exceptions", "Exceptions", "Two of them.", blocks)
    return Pack("Southampton: the board", "", "Two.", "22 November 2026", "7eb9ae3952f8be82", address, (section,))


def as_text(pack: Pack, told: Told) -> bytes:
    """A file of a pack: its headings."""
    for section in pack.sections:
        for block in section.blocks:
            told(block.heading)
    return "\n".join(HEADINGS).encode()


TEXT = FileForm("pdf", "PDF", "application/pdf", __name__, "as_text")


def at_once(viewer: Viewer) -> tuple[Maker, Sequence[SeenVersion]]:
    """Opens a maker that is as quick as can be."""
    assert viewer is not None
    return (lambda address, _: pack_of(address)), ()


def when_told(_: Viewer) -> tuple[Maker, Sequence[SeenVersion]]:
    """Opens a maker that says who it is, and waits."""
    folder = Path(os.environ[WAITING])

    def made(address: str, _: Viewer) -> Pack:
        (folder / "being-written").write_text(str(os.getpid()))
        (folder / "being-written").rename(folder / BEGUN)
        until((folder / GO_ON).exists)
        return pack_of(address)

    return made, ()


if __name__ == "__main__":
    make_one(load_settings(), sys.argv[1], when_told, TEXT)
