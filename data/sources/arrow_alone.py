"""Arrow without pandas, which it would import, for a third of a second, with the first array that it makes.

It does so to tell a frame of pandas from a list. Who reads files by Arrow alone has no frames: here its one look for
pandas is made while there is none to be found. Whoever asks it for a frame afterwards (`to_pandas`) still gets one.
"""

import sys

import pyarrow as pa

PANDAS = "pandas"


def without_pandas() -> None:
    """Let Arrow not import pandas by itself in this process; nothing where pandas is imported already."""
    if PANDAS in sys.modules:
        return
    sys.modules[PANDAS] = None  # type: ignore[assignment]  # Python's own way to say that it cannot be imported
    try:
        pa.array([0])
    finally:
        del sys.modules[PANDAS]
