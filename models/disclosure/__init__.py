"""Disclosure control: which counts of unpublished data may be shown to whom.

`primary` masks small counts, `secondary` masks what would give them away in a table with its sums (`tables`) to any of
its `readers`, and `averages` says which means may be shown. `intruder` plays the part of whoever tries to find out.
`of_returns` makes of a local return what others than its owner see.
"""

from models.disclosure.averages import HiddenFigures, all_but_one_visible, means_shown
from models.disclosure.primary import LARGEST_MASKED, SMALLEST_MASKED, Zero, as_seen, masked_figures, small
from models.disclosure.readers import PROTECTION_RANGE
from models.disclosure.secondary import Protection, protect
from models.disclosure.tables import Table, rolling, running, total

__all__ = [
    "LARGEST_MASKED",
    "PROTECTION_RANGE",
    "SMALLEST_MASKED",
    "HiddenFigures",
    "Protection",
    "Table",
    "Zero",
    "all_but_one_visible",
    "as_seen",
    "masked_figures",
    "means_shown",
    "protect",
    "rolling",
    "running",
    "small",
    "total",
]
