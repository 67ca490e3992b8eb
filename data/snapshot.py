"""A snapshot on disk: one immutable, content-addressed build of all published figures.

    FOLDER/current                   the id of the snapshot that is live
    FOLDER/ID/observations.parquet   every figure: one row an indicator, authority and period
    FOLDER/ID/catalogue.json         definitions, periods, areas, source files, faults, neighbours
    FOLDER/ID/context.csv            the context profile of each authority
    FOLDER/ID/reconciliation.csv     how the two sources of one measure agree
    FOLDER/ID/arithmetic.csv         how percentages and rates agree with their counts
    FOLDER/similarity.json           the modelled neighbours and clusters, fitted by a command of their own

It is written beside the live one and comes into use by one rename, so a crash at any point leaves the old one serving.
"""

import os
from pathlib import Path

from data.blocks import Origin
from data.errors import PortalError

FORMAT = 1
OBSERVATIONS, CATALOGUE, CURRENT = "observations.parquet", "catalogue.json", "current"
SIMILARITY = "similarity.json"
CONTEXT, RECONCILIATION, ARITHMETIC = "context.csv", "reconciliation.csv", "arithmetic.csv"
ORIGIN_WORDS = {
    int(lait | tidy | joint): ", ".join(
        word for flag, word in ((lait, "LAIT"), (tidy, "EES"), (joint, "joint return")) if flag
    )
    for lait in (Origin.NONE, Origin.LAIT)
    for tidy in (Origin.NONE, Origin.TIDY)
    for joint in (Origin.NONE, Origin.JOINT)
}


def make_current(output: Path, identity: str) -> None:
    """Let a snapshot that is on disk be the live one, in one rename."""
    pointer = output / f".{CURRENT}.{os.getpid()}"
    pointer.write_text(identity + "\n", "utf-8")
    pointer.replace(output / CURRENT)


def write_similarity(folder: Path, body: bytes) -> None:
    """Put the artefact of the modelled neighbours and clusters beside the snapshots, in one rename."""
    beside = folder / f".{SIMILARITY}.{os.getpid()}"
    beside.write_bytes(body)
    beside.replace(folder / SIMILARITY)


def current_id(folder: Path) -> str | None:
    """The id of the live snapshot below a folder, or None when there is none."""
    pointer = folder / CURRENT
    return pointer.read_text("utf-8").strip() if pointer.is_file() else None


def read_file(folder: Path, name: str) -> bytes:
    """One file of a snapshot's folder; a damaged snapshot is a sentence."""
    try:
        return (folder / name).read_bytes()
    except OSError:
        raise PortalError(f"The snapshot {folder.name} is damaged: {name} cannot be read. Build it again.") from None
