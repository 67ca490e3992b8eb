"""Fonts in a PDF without the moment at which they were cut to size, so that the same pack is the same file."""

from io import BytesIO
from typing import Any

import pydyf
from fontTools.ttLib import TTFont


def without_moments(pdf: Any) -> None:
    """Each embedded font says that it was changed when it was made: fontTools writes the time of day instead."""
    for found in pdf.objects:
        if isinstance(found, pydyf.Stream) and "Length1" in found.extra:
            (content,) = found.stream
            fixed = _without_moment(content)
            found.stream, found.extra["Length1"] = [fixed], len(fixed)


def _without_moment(content: bytes) -> bytes:
    font, fixed = TTFont(BytesIO(content), recalcTimestamp=False), BytesIO()
    font["head"].modified = font["head"].created
    font.save(fixed, reorderTables=None)
    return fixed.getvalue()
