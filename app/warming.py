"""The pages that people will ask for first are drawn before they do, by a process that gives way to every other.

After a release nothing is kept yet, and the morning's first visitors would each wait for their pages to be drawn.
"""

import os
from collections.abc import Iterator, Sequence

from flask import Flask

from app.auth.visitor import WARMING
from callbacks.routing import Route
from data.authorities import Authorities
from data.store import Snapshot
from layouts.selection import FIRST_NEIGHBOURS, MODELLED, Selection

GIVES_WAY = 19
"""The niceness of what nobody waits for."""
SLOWEST = 4
"""How many of the first pages in the navigation take longest: they tell of all indicators at once."""
AS_BROWSERS_ASK = {"Accept-Encoding": "gzip, deflate, br"}


def addresses(routes: Sequence[Route], authorities: Authorities, lists: Sequence[str] = ()) -> Iterator[str]:
    """Where visitors start: every page of a first visit, and then one after the other for every authority, as the
    navigation has them and links to them; at last the slowest beside other `lists` of neighbours than the newest.

    What stands first in the navigation is asked for first and by most, and takes longest to draw.
    """
    shown = [route.page.path for route in routes if route.kept]
    yield from shown
    for path in shown:
        for area in authorities.current:
            yield Selection(authority=area.slug).address(path)
    for path in shown[:SLOWEST]:
        for name in lists:
            for area in authorities.current:
                yield Selection(authority=area.slug, neighbours=name).address(path)


def other_lists(snapshot: Snapshot) -> tuple[str, ...]:
    """The lists of neighbours besides the one of a first visit."""
    return tuple(name for name in (*snapshot.editions, MODELLED) if name != FIRST_NEIGHBOURS)


def warm_pages(server: Flask, views: str, wanted: Iterator[str]) -> int:
    """Ask for the views of addresses, each once, so that they are kept; how many were asked for."""
    browser, asked, parent = server.test_client(), 0, os.getppid()
    for address in wanted:
        if os.getppid() != parent:
            break  # the portal for which this was done has ended
        browser.get(f"{views}{address}", headers=AS_BROWSERS_ASK, environ_overrides={WARMING: True}, buffered=True)
        asked += 1
    return asked
