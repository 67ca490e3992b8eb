"""What a browser needs to put the rows of the Compare page in another order, or leave some out, without asking again.

`app/assets/43-arrange.js` does it, and what comes of it is what the server sends for the address.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from layouts.compare import hiding
from layouts.compare.hiding import HIDES

LEFT_OUT_MARK = " ✓"
"""What stands after the words of a kind that is left out."""
SHOW_AGAIN = ", left out; show again"
"""The same for whoever hears the link."""


@dataclass(frozen=True)
class Without:
    """What the page says where some kinds are left out: its subject, that they are (markup), and its sources."""

    subject: str
    said: str
    source: str


def arrangement(
    orders: Mapping[str, Iterable[int]], kinds: Iterable[Iterable[str]], without: Mapping[str, Without], now: str
) -> str:
    """All of it as JSON. Rows are counted as they are sent, with what `now` names left out.

    `orders` are the rows in each order by its word in an address, `kinds` those of each row, `without` what is said by
    the kinds that are left out, as an address has them. A source is given where it differs from that of `now`.
    """
    source, of_rows = without[now].source, [set(each) for each in kinds]
    found = {
        "orders": {word: list(places) for word, places in orders.items()},
        "kinds": {kind: [at for at, each in enumerate(of_rows) if kind in each] for kind in HIDES},
        "without": {
            hide: {"subject": each.subject, "said": each.said}
            | ({} if each.source == source else {"source": each.source})
            for hide, each in without.items()
        },
        "source": source,
        "marks": [LEFT_OUT_MARK, SHOW_AGAIN],
    }
    return orjson.dumps(found).decode()


def further(hide: str) -> tuple[str, ...]:
    """Everything that can be left out of rows of which `hide` is left out already: that and each kind more."""
    now, found = hiding.kinds(hide), [""]
    for kind in HIDES:
        found += [hiding.toggled(each, kind) for each in found]
    return tuple(each for each in found if {*now} <= {*hiding.kinds(each)})
