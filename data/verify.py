"""Whether a snapshot is what its name says: the name is a digest of the content, made again here from what is read."""

from data.publish import digest_of
from data.snapshot import ARITHMETIC, CATALOGUE, CONTEXT, RECONCILIATION
from data.store import Snapshot

DIGESTED = (CATALOGUE, RECONCILIATION, ARITHMETIC, CONTEXT)


def is_whole(snapshot: Snapshot) -> bool:
    """Whether every figure, as it is memory-mapped, and every file is what the snapshot was named after.

    Reads all of it: a second for the shipped one. Raises PortalError for a file that cannot be read.
    """
    blocks = {indicator.id: snapshot.block(indicator) for indicator in snapshot.indicators}
    return digest_of(blocks, {name: snapshot.file(name) for name in DIGESTED}) == snapshot.id
