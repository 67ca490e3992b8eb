"""Arrow without pandas, which it would import, for a third of a second, with the first array that it makes.

It does so to tell a frame of pandas from a list. Who reads files by Arrow alone has no frames: here its one look for
pandas is made while there is none to be found. Whoever asks it for a frame afterwards (`to_pandas`) still gets one.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

import pyarrow as pa

PANDAS = "pandas"


class _NoPandas(MetaPathFinder):
    """Asked first where a module is, it says of pandas that it is nowhere."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == PANDAS:
            raise ModuleNotFoundError(fullname)


def without_pandas() -> None:
    """Let Arrow not import pandas by itself in this process; nothing where pandas is imported already."""
    if PANDAS in sys.modules:
        return
    nowhere = _NoPandas()
    sys.meta_path.insert(0, nowhere)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(nowhere)
