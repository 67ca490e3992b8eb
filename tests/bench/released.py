"""The shipped figures as they are on the morning of a release: after an older snapshot, which has less and other ones.

What the portal says of a release is then worked out for every authority. The older snapshot is the shipped one without
the newest period of every tenth indicator, and with one in 15 of their other figures another: nobody published it, and
it is the same each time that it is made.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np

from app.settings import load_settings
from data.blocks import Block
from data.build import Content
from data.indicators import load_indicators
from data.publish import write_snapshot
from data.refresh.building import content_of
from data.snapshot import SIMILARITY, current_id, make_current
from data.store import Snapshot, open_snapshot

NEW_IN, REVISED_IN = 10, 15
"""Of how many indicators one is released anew, and of how many of its older figures one is revised then."""
RELEASED = (
    f"The figures are the shipped ones after an older snapshot: one indicator in {NEW_IN} has a new period since, and "
    f"one in {REVISED_IN} of its other figures is revised, so that pages have a release to tell of."
)
FEWEST = 2
"""An indicator keeps this many periods."""
BY = 1.07
"""What the older figures are of those that they were revised to."""


@dataclass(frozen=True)
class Released:
    """A folder with two snapshots: the ids of the older, which is live at first, and of the newer."""

    folder: Path
    older: str
    newer: str

    @property
    def environment(self) -> dict[str, str]:
        """With which a portal serves it."""
        return {"PORTAL_SNAPSHOT_DIR": str(self.folder)}

    def release(self) -> None:
        """Make the newer one live."""
        make_current(self.folder, self.newer)


@contextmanager
def released() -> Iterator[Released]:
    """Both below a folder that goes when they are no longer needed; the newer is live."""
    with releasing() as found:
        found.release()
        yield found


@contextmanager
def releasing() -> Iterator[Released]:
    """The same while the older is live still."""
    shipped = load_settings().snapshot_dir
    newer = current_id(shipped)
    if newer is None:
        raise RuntimeError("The project ships no snapshot.")
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept) / "snapshots"
        older = write_snapshot(older_content(open_snapshot(shipped, Path(kept))), folder)
        shutil.copytree(shipped / newer, folder / newer)
        shutil.copy(shipped / SIMILARITY, folder)
        yield Released(folder, older, newer)


def older_content(snapshot: Snapshot) -> Content:
    """What the snapshot before held."""
    content = content_of(snapshot, {}, load_indicators(), lambda _: None)
    blocks = dict(content.blocks)
    for place, one in enumerate(content.indicators[::NEW_IN]):
        blocks[one.id] = older_block(blocks[one.id], place, one.decimals)
    return replace(content, blocks=blocks)


def older_block(block: Block, place: int, decimals: int) -> Block:
    """One indicator (its place among those released) as it was: without its newest period, and some figures other."""
    if len(block.periods) > FEWEST:
        block = block.between(0, len(block.periods) - 2)
    cells = {field.name: getattr(block, field.name) for field in fields(block)}
    values = np.array(block.values)
    others = slice(place % REVISED_IN, None, REVISED_IN)
    values.flat[others] = np.round(values.flat[others] * BY, decimals)
    return Block(**{**cells, "values": values})
