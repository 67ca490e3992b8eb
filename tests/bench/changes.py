"""What people change: the addresses that the benchmark asks for, the same ones in every run.

Nothing is drawn at random by the clock: `random.Random(seed)` gives the same walk each time.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.published import open_similarity
from app.settings import load_settings
from callbacks.chosen import topic_slug
from data.store import open_snapshot
from layouts.pages import PAGES
from layouts.selection import FIRST_NEIGHBOURS, MODELLED, Selection
from tests.bench.asking import Answer, Connection, get

PATHS = tuple(page.path for page in PAGES)
VIEWS = re.compile(rb'<meta name="views" content="([^"]+)"')
CANNOT = b"That cannot be shown"
COMMUNITY = 12
"""Authorities whose people come on one morning: about as many as work together in a region."""
HEADLINES = 30
"""Indicators that the others look at in that morning."""
VISITS = {
    "/": 20,
    "/board": 15,
    "/changes": 10,
    "/indicator": 25,
    "/compare": 12,
    "/authority": 6,
    "/map": 4,
    "/neighbours": 4,
    "/partnership": 4,
}
"""How often each page is asked for, of a hundred times."""
OWN, USUAL_NEIGHBOURS = 0.85, 0.9
"""How often people look at their own authority, and with the newest published neighbours."""
STATEMENT = "Children looked after per 10,000 are above the average of our neighbours."


@dataclass(frozen=True)
class Places:
    """What can be chosen: slugs of authorities with every edition of neighbours, and indicators with their topics."""

    authorities: tuple[str, ...]
    indicators: tuple[tuple[str, str], ...]
    neighbours: tuple[str, ...]


def places(cache: Path) -> Places:
    """Those of the snapshot that is served."""
    settings = load_settings()
    snapshot = open_snapshot(settings.snapshot_dir, cache)
    lists = [each.neighbours for each in snapshot.editions.values()]
    lists.append(open_similarity(settings).neighbours.lists)  # the smallest have none
    listed = [area for area in snapshot.authorities.current if all(area.code in each for each in lists)]
    return Places(
        tuple(area.slug for area in listed),
        tuple((each.id, topic_slug(each.topic)) for each in snapshot.indicators),
        (*snapshot.editions, MODELLED),
    )


def walk(there: Places, seed: int) -> Iterator[Selection]:
    """Selections that each differ from the one before in authority, indicator or comparator, in turn, without end.

    Who stands beside differs each time too, so that no two are alike.
    """
    chance = random.Random(seed)  # noqa: S311  # the same walk each time
    chosen = Selection()
    while True:
        for part in ("authority", "indicator", "neighbours"):
            if part == "authority":
                chosen = chosen.but(authority=chance.choice(there.authorities))
            elif part == "indicator":
                indicator, topic = chance.choice(there.indicators)
                chosen = chosen.but(indicator=indicator, topic=topic)
            else:
                chosen = chosen.but(neighbours=chance.choice(there.neighbours))
            others = [slug for slug in there.authorities if slug != chosen.authority]
            chosen = chosen.but(beside=tuple(chance.sample(others, 3)), text=STATEMENT)
            yield chosen


def morning(there: Places, seed: int) -> Iterator[str]:
    """Addresses of pages as people of a dozen authorities ask for them on the morning of a release, without end.

    Pages are asked for as often as VISITS says, mostly (OWN) for one's own authority. Indicators are a few headlines,
    the second half as often asked for as the first, and so on; the comparator is mostly (USUAL_NEIGHBOURS) the newest
    published. Every second authority of the community has bookmarked others of it beside it; the rest come with those
    beside it that a first visit has.
    """
    chance = random.Random(seed)  # noqa: S311
    community = there.authorities[5 : 5 + 12 * COMMUNITY : 12]
    headlines = there.indicators[:: max(1, len(there.indicators) // HEADLINES)][:HEADLINES]
    weights = [1 / (place + 1) for place in range(len(headlines))]
    paths, often = list(VISITS), list(VISITS.values())
    while True:
        own = chance.choice(community)
        authority = own if chance.random() < OWN else chance.choice(there.authorities)
        indicator, topic = chance.choices(headlines, weights)[0]
        neighbours = FIRST_NEIGHBOURS if chance.random() < USUAL_NEIGHBOURS else chance.choice(there.neighbours)
        beside = tuple(slug for slug in community if slug != authority)[:3]
        chosen = Selection(authority, topic=topic, indicator=indicator, neighbours=neighbours)
        if authority in community[::2]:
            chosen = chosen.but(beside=beside)
        path = chance.choices(paths, often)[0]
        if path not in ("/indicator", "/compare", "/map"):  # reached by the navigation from a first visit
            chosen = chosen.but(indicator=Selection().indicator, topic=Selection().topic)
        yield chosen.address(path)


class Pages:
    """How a browser has a page of a portal drawn: at an address of views, which the document names."""

    def __init__(self, address: str) -> None:
        document = Connection(address)
        found = VIEWS.search(document.ask(get("/")).text)
        document.close()
        if found is None:
            raise RuntimeError("The document does not say where its views are.")
        self._views = found[1].decode()

    def request(self, address: str, cookie: str = "") -> bytes:
        """The bytes with which the page at an address is asked for."""
        return get(self._views + address, cookie=cookie)


def size_of(answer: Answer) -> int:
    """Bytes of a page's JSON. A page that says that it cannot be shown is no page to measure."""
    text = answer.text
    if CANNOT in text:
        raise RuntimeError(f"A page was refused: {text[:400]!r}")
    return len(text)
