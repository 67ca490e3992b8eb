"""How much of a file is read: every limit that keeps a hostile or broken file from taking memory or time."""

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
"""Of a file as it comes."""
MOST_UNPACKED = 60 * MEGABYTE
"""Of all parts of a workbook together, unpacked."""
MOST_PARTS = 500
MOST_CELLS = 200_000
"""With or without text, over all sheets."""
MOST_LINES = 10_000
"""With text, over all sheets."""
MOST_SERIES = 2_000
"""Rows of figures, or indicators of the template with their breakdowns."""
MOST_COLUMNS = 400
MOST_SHEETS = 40
MOST_CHARACTERS = 5_000
"""Of one cell; what comes after is left out."""
MOST_SECTIONS = 60
"""Of commentary."""
MOST_MERGED = 2_000
"""Groups of merged cells of one sheet; of more, the names below them are not carried down."""
