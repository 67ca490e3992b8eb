"""What a snapshot says of each file that it was built from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceFile:
    """A file that was read: its name, SHA-256 digest, size in bytes, and rows (0 for a small table of reference)."""

    name: str
    sha256: str
    size: int
    rows: int
