"""A pack's charts as SVG that is made on the server: one drawing for a page's column, one for a telephone."""

from layouts.pack.picture.drawing import picture, pictures

__all__ = ["picture", "pictures"]
