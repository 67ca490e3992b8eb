"""1, 8, 32 and 100 people who change things without pause: the morning of a release, and a start with nothing kept.

New figures are taken up once their pages are drawn, so on the morning of a release people find those pages. They do not
where a portal starts that has kept nothing: on a new machine, or with new code that was not started beside the old.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.request import urlopen

from app.gunicorn_conf import max_requests as renewed_after
from tests.bench import floor
from tests.bench.asking import ENCODED, PLAIN, post
from tests.bench.changes import COMMUNITY, HEADLINES, OWN, USUAL_NEIGHBOURS, VISITS, Pages, morning, places, size_of
from tests.bench.counted import answers
from tests.bench.crowd import Rush, rush
from tests.bench.findings import Measured, Verdict, spelled, table
from tests.bench.released import RELEASED, released, releasing
from tests.bench.views import CALLBACK
from tests.live import served

USERS = (1, 8, 32, 100)
TURNS, REQUESTS = 3, 1200
"""Each turn is so many requests to the portal and then as many to the floor, compressed and plain."""
RATE, SLOWEST = 0.7, 2.0
CORES = 2
LONGEST = 400
"""Seconds; by then new figures are taken up even where their pages could not be drawn."""


@dataclass
class Place:
    """A portal: its address, its first process, its cache, and after how many seconds it had taken up new figures."""

    address: str
    process: int
    cache: Path
    taken_up: float = 0


@dataclass
class Level:
    """So many people: ours and the floor's turns, and how many pages were kept and made in each of ours.

    `plain` are turns of the floor without compression, which ours are never without. `taken_up` is after how many
    seconds the portal had its figures, where they were new.
    """

    ours: list[Rush] = field(default_factory=list)
    floor: list[Rush] = field(default_factory=list)
    plain: list[Rush] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    taken_up: float = 0

    def rate(self, turns: slice = slice(None)) -> float:
        """Our answers a second as a share of the floor's."""
        ours, bare = self.ours[turns], self.floor[turns]
        return _rate(ours) / _rate(bare)

    def slowest(self, turns: slice = slice(None)) -> float:
        """How many times the floor's our 95% is."""
        return together(self.ours[turns]).wait(0.95) / together(self.floor[turns]).wait(0.95)


def together(rushes: Sequence[Rush]) -> Rush:
    """Several turns as one."""
    return sum(rushes[1:], rushes[0])


def _rate(rushes: Sequence[Rush]) -> float:
    return together(rushes).rate


@contextmanager
def morning_of_a_release() -> Iterator[Place]:
    """A portal that has served older figures and has just taken up the new ones."""
    with releasing() as figures, _portal(**figures.environment) as place:
        began = time.perf_counter()
        figures.release()
        while _served(place.address) != figures.newer:
            if time.perf_counter() - began > LONGEST:
                raise RuntimeError(f"New figures were not taken up within {LONGEST} seconds.")
            time.sleep(0.1)
        place.taken_up = time.perf_counter() - began
        yield place


@contextmanager
def start_with_nothing_kept() -> Iterator[Place]:
    """A portal that has just been started, and draws pages while it is asked."""
    with released() as figures, _portal(**figures.environment) as place:
        yield place


@contextmanager
def _portal(**environment: str) -> Iterator[Place]:
    with (
        tempfile.TemporaryDirectory() as cache,
        served(PORTAL_CACHE_DIR=cache, PORTAL_WORKERS="2", PORTAL_WARMING="yes", **environment) as (portal, process),
    ):
        yield Place(portal, process.pid, Path(cache))


def _served(address: str) -> str:
    """The id of the snapshot that is served."""
    with urlopen(f"{address}/readyz", timeout=30) as answer:
        return str(json.load(answer)["served_snapshot"])


def level(users: int, where: Callable[[], AbstractContextManager[Place]], turns: int) -> Level:
    """So many people at a portal, and at a floor whose answers are as large on average."""
    found = Level()
    with where() as place, served("tests.bench.floor:server", PORTAL_WORKERS="2") as (bare, bare_process):
        found.taken_up = place.taken_up
        pages = Pages(place.address)
        addresses = morning(places(place.cache), users)
        for _ in range(turns):
            kept, made = answers(place.address)
            requests = [pages.request(address) for address in islice(addresses, REQUESTS)]
            ours = rush([place.address], users, requests, [place.process])
            now_kept, now_made = answers(place.address)
            found.kept.append(now_kept - kept)
            found.made.append(now_made - made)
            sizes = [size_of(answer) for answer in ours.answers]
            found.ours.append(ours)
            body = floor.callback(floor.points_for(round(sum(sizes) / len(sizes))))
            for rushes, encoding in ((found.floor, ENCODED), (found.plain, PLAIN)):
                callback = post(CALLBACK, body, encoding=encoding)
                rush([bare], CORES, [callback] * 8)
                rushes.append(rush([bare], users, [callback] * REQUESTS, [bare_process.pid]))
    return found


def line(users: int, found: Level) -> Sequence[str]:
    """One line of the table."""
    ours, bare = together(found.ours), together(found.floor)
    return (
        str(users),
        f"{spelled(ours.rate)} / {spelled(bare.rate)}",
        f"**{found.rate() * 100:.0f}%** / {ours.rate / together(found.plain).rate * 100:.0f}%",
        f"{found.rate(slice(0, 1)) * 100:.0f}% / {found.rate(slice(-1, None)) * 100:.0f}%",
        f"{spelled(ours.wait(0.5))} / {spelled(bare.wait(0.5))}",
        f"{spelled(ours.wait(0.95))} / {spelled(bare.wait(0.95))}",
        f"**{spelled(found.slowest())}**",
        f"{share(found)}",
        f"{spelled(ours.processor)} / {spelled(bare.processor)}",
        f"{ours.ours / ours.seconds / CORES * 100:.0f}% / {bare.ours / bare.seconds / CORES * 100:.0f}%",
        f"{ours.anew} / {bare.anew}",
    )


def share(found: Level) -> str:
    """How many of the pages were kept, in each turn."""
    return ", ".join(
        f"{kept / max(1, kept + made) * 100:.0f}%" for kept, made in zip(found.kept, found.made, strict=True)
    )


def new_share(found: Level, turn: int) -> float:
    """Which share of a turn's pages had to be made."""
    return found.made[turn] / max(1, found.kept[turn] + found.made[turn])


def mix() -> str:
    """What is asked for, in a sentence."""
    pages = ", ".join(f"`{path}` {often}" for path, often in VISITS.items())
    return (
        f"People of {COMMUNITY} authorities; of a hundred requests {pages}; {OWN * 100:.0f}% for one's own authority "
        f"and the rest for any; {HEADLINES} indicators, the first most often; {USUAL_NEIGHBOURS * 100:.0f}% with the "
        "newest published neighbours; every second authority has bookmarked others beside it."
    )


def report() -> Measured:
    """The morning of a release at all four levels, with their verdicts, and a start with nothing kept."""
    found = {users: level(users, morning_of_a_release, TURNS) for users in USERS}
    cold = {users: level(users, start_with_nothing_kept, 1) for users in USERS}
    verdicts = []
    for users, each in found.items():
        rate, slowest = "70% of the floor's requests a second", "p95 within 2 times the floor's"
        verdicts.append(Verdict(f"{users} changing without pause", rate, each.rate(), RATE, "%", least=True))
        verdicts.append(Verdict(f"{users} changing without pause", slowest, each.slowest(), SLOWEST))
    head = (
        "people", "requests a second: ours / floor", "share of the floor's: compressed / plain", "in the first / "
        "last turn", "median ms",
        "95% ms", "times the floor's 95%", "kept pages by turn", "ms of processor an answer", "taken by who asks",
        "connections opened anew",
    )  # fmt: skip
    waited = [each.taken_up for each in found.values()]
    lines = [
        f"{mix()} {RELEASED} Each number of people has a portal of its own, which has served the older figures with "
        "nothing kept; the new ones became live, and were taken up once their pages were drawn, "
        f"{min(waited):.0f} to {max(waited):.0f} s later. Then {TURNS} turns of {REQUESTS:,} requests to it and as "
        "many to the floor, whose answer has the mean size of ours. Any answer but a page is an error, and ends the "
        "benchmark; there was none. A connection that the server closed between two requests (each process is renewed "
        f"after {renewed_after:,}) is opened anew, as a browser does.",
        "",
        *table(head, [line(users, each) for users, each in found.items()]),
        "",
        '"Taken by who asks" is the share of both cores that the benchmark itself took.',
        "",
        "### From nothing kept",
        "",
        f"The first {REQUESTS:,} requests after a start with nothing kept, asked at once, while the portal draws pages "
        "by itself too: what people find on a new machine, or with new code that was not started beside the old. No "
        "target is asked of it.",
        "",
        *table(head, [line(users, each) for users, each in cold.items()]),
    ]
    crowds = {"new_cold": cold, "new_drawn": found}
    figures = {name: new_share(levels[USERS[-1]], 0) for name, levels in crowds.items()}
    return Measured(lines, verdicts, figures)
