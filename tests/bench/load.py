"""1, 8, 32 and 100 people who change things without pause: the morning of a release, from an empty cache on."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from app.gunicorn_conf import max_requests as renewed_after
from tests.bench import floor
from tests.bench.asking import ENCODED, PLAIN, post
from tests.bench.changes import COMMUNITY, HEADLINES, OWN, USUAL_NEIGHBOURS, VISITS, Pages, morning, places, size_of
from tests.bench.counted import answers
from tests.bench.crowd import Rush, rush
from tests.bench.findings import Measured, Verdict, spelled, table
from tests.bench.views import CALLBACK
from tests.live import served

USERS = (1, 8, 32, 100)
TURNS, REQUESTS = 3, 1200
"""Each turn is so many requests to the portal and then as many to the floor, compressed and plain."""
RATE, SLOWEST = 0.7, 2.0
CORES = 2


@dataclass
class Level:
    """So many people: ours and the floor's turns, and how many pages were kept and made in each of ours.

    `plain` are turns of the floor without compression, which ours are never without.
    """

    ours: list[Rush] = field(default_factory=list)
    floor: list[Rush] = field(default_factory=list)
    plain: list[Rush] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    made: list[int] = field(default_factory=list)

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


def level(users: int) -> Level:
    """A portal that has just been started with nothing kept, and a floor whose answers are as large on average."""
    found = Level()
    with (
        tempfile.TemporaryDirectory() as cache,
        served(PORTAL_CACHE_DIR=cache, PORTAL_WORKERS="2", PORTAL_WARMING="yes") as (portal, process),
        served("tests.bench.floor:server", PORTAL_WORKERS="2") as (bare, bare_process),
    ):
        pages = Pages(portal)
        addresses = morning(places(Path(cache)), users)
        for _ in range(TURNS):
            kept, made = answers(portal)
            requests = [pages.request(address) for address in islice(addresses, REQUESTS)]
            ours = rush([portal], users, requests, [process.pid])
            now_kept, now_made = answers(portal)
            found.kept.append(now_kept - kept)
            found.made.append(now_made - made)
            sizes = [size_of(answer) for answer in ours.answers]
            found.ours.append(ours)
            body = floor.callback(floor.points_for(round(sum(sizes) / len(sizes))))
            for turns, encoding in ((found.floor, ENCODED), (found.plain, PLAIN)):
                callback = post(CALLBACK, body, encoding=encoding)
                rush([bare], CORES, [callback] * 8)
                turns.append(rush([bare], users, [callback] * REQUESTS, [bare_process.pid]))
    return found


def line(users: int, found: Level) -> Sequence[str]:
    """One line of the table."""
    ours, bare = together(found.ours), together(found.floor)
    return (
        str(users),
        f"{spelled(ours.rate)} / {spelled(bare.rate)}",
        f"**{found.rate() * 100:.0f}%** / {ours.rate / together(found.plain).rate * 100:.0f}%",
        f"{found.rate(slice(0, 1)) * 100:.0f}% / {found.rate(slice(TURNS - 1, None)) * 100:.0f}%",
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
    """All four levels, and their verdicts."""
    found = {users: level(users) for users in USERS}
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
    lines = [
        f"{mix()} For each number of people a portal is started with nothing kept, and asked at once; {TURNS} turns "
        f"of {REQUESTS:,} requests to it and as many to the floor, whose answer has the mean size of ours. Any "
        "answer but a page is an error, and ends the benchmark; there was none. A connection that the server closed "
        f"between two requests (each process is renewed after {renewed_after:,}) is opened anew, as a browser does.",
        "",
        *table(head, [line(users, each) for users, each in found.items()]),
        "",
        '"Taken by who asks" is the share of both cores that the benchmark itself took.',
    ]
    crowd = found[USERS[-1]]
    return Measured(lines, verdicts, {"new_first": new_share(crowd, 0), "new_later": new_share(crowd, TURNS - 1)})
