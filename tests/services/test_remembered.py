"""What is remembered of who is signed in: never longer than it is true, whoever comes in between, and never forged."""

import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from app.auth.announcing import LIFE_SECONDS, STANDS, Announcer, connect
from app.auth.remembered import SEEN, WHO, Memory
from app.auth.visitor import Visitor
from models.access import Role, Viewer
from tests.services.servers import Redis

pytestmark = pytest.mark.services

KEY = "0123456789abcdef" * 2
ADA = Visitor(Viewer(7, "southampton", frozenset({Role.APPROVER})), "Ada", "ada@southampton.example", "Southampton")
TOKEN, OTHER = "a" * 64, "b" * 64
"""Digests of two tokens."""


@pytest.fixture
def memory(redis_server: Redis) -> Memory:
    redis_server.tell("flushall")
    return Memory(connect(redis_server.url), KEY)


@pytest.fixture
def announcer(redis_server: Redis) -> Announcer:
    """Of another machine."""
    return Announcer(connect(redis_server.url))


def word_of(memory: Memory) -> str:
    """How things stand, as somebody is told who then asks the database."""
    word = memory.recall(TOKEN).word
    assert word is not None
    return word


def remember(memory: Memory, word: str, ends: timedelta = timedelta(hours=1)) -> None:
    memory.remember(TOKEN, word, ADA, datetime.now(UTC) + ends)


def test_who_is_remembered_is_the_same_for_a_minute(memory: Memory, redis_server: Redis) -> None:
    remember(memory, word_of(memory))
    recalled = memory.recall(TOKEN)
    assert recalled.visitor == ADA
    assert recalled.seen is not None
    assert abs(datetime.now(UTC) - recalled.seen) < timedelta(minutes=1)
    assert redis_server.tell("ttl", WHO + TOKEN) in range(LIFE_SECONDS + 1)
    assert memory.recall(OTHER).visitor is None


@pytest.mark.parametrize(("ends", "longest"), [(timedelta(seconds=20), 20), (timedelta(0), -2), (timedelta(-1), -2)])
def test_nobody_is_remembered_beyond_their_sign_in(
    memory: Memory, redis_server: Redis, ends: timedelta, longest: int
) -> None:
    """Redis says -2 of what it does not hold."""
    remember(memory, word_of(memory), ends)
    life = redis_server.tell("ttl", WHO + TOKEN)
    assert isinstance(life, int)
    assert life <= longest
    assert (life == -2) == (longest == -2)


READER: tuple[str, ...] = ("look", "remember")
WRITER: tuple[str, ...] = ("begin", "keep", "end")
ORDERS = sorted(
    {
        tuple(order)
        for order in permutations([*READER, *WRITER])
        if order.index("look") < order.index("remember")
        and order.index("begin") < order.index("keep") < order.index("end")
    }
)
"""Every way in which somebody who looks up and somebody who changes can come between each other's steps."""


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_whoever_comes_between_nothing_old_is_remembered_after_a_change(
    memory: Memory, announcer: Announcer, order: tuple[str, ...]
) -> None:
    """The database says what was kept by the time it is asked, which is when the reader looks."""
    remember(memory, word_of(memory))
    kept: list[str] = []
    state: dict[str, object] = {}

    def look() -> None:
        state["word"], state["said"] = memory.recall(TOKEN).word, list(kept)

    def store() -> None:
        if isinstance(state["word"], str):
            remember(memory, state["word"])

    def begin() -> None:
        state["mark"] = announcer.begin()

    steps: dict[str, Callable[[], object]] = {
        "look": look,
        "remember": store,
        "begin": begin,
        "keep": lambda: kept.append("shut out"),
        "end": lambda: announcer.end(str(state["mark"])),
    }
    for step in order:
        steps[step]()
        if step in ("begin", "keep"):
            assert memory.recall(TOKEN).visitor is None, "while something changes the database is asked"
    is_new = state["said"] == ["shut out"]
    assert memory.recall(TOKEN).visitor in ((None, ADA) if is_new else (None,))


def test_of_two_changes_the_later_one_has_the_last_word(memory: Memory, announcer: Announcer) -> None:
    word = word_of(memory)
    remember(memory, word)
    first = announcer.begin()
    second = announcer.begin()
    announcer.end(first)
    assert memory.recall(TOKEN).word is None
    announcer.end(second)
    assert memory.recall(TOKEN).visitor is None
    assert word_of(memory) != word


def test_one_who_is_killed_while_changing_leaves_nothing_old(
    memory: Memory, announcer: Announcer, redis_server: Redis
) -> None:
    """The mark ends by itself, not before all that was remembered until then."""
    remember(memory, word_of(memory))
    announcer.begin()
    assert memory.recall(TOKEN) == memory.recall(TOKEN)
    assert memory.recall(TOKEN).word is None
    mark, who = redis_server.tell("pttl", STANDS), redis_server.tell("pttl", WHO + TOKEN)
    assert isinstance(mark, int)
    assert isinstance(who, int)
    assert mark >= who
    redis_server.tell("del", STANDS)
    assert memory.recall(TOKEN).visitor is None


def test_what_the_portal_did_not_write_is_not_believed(memory: Memory, redis_server: Redis) -> None:
    remember(memory, word_of(memory))
    kept = str(redis_server.tell("get", WHO + TOKEN))
    redis_server.tell("set", WHO + OTHER, kept)
    assert memory.recall(OTHER).visitor is None, "of another token"
    assert Memory(connect(redis_server.url), KEY[::-1]).recall(TOKEN).visitor is None, "by another key"
    for planted in (kept.replace("approver", "administrator"), "", "null", "[]", "{}"):
        redis_server.tell("set", WHO + TOKEN, planted)
        redis_server.tell("set", SEEN + TOKEN, planted)
        recalled = memory.recall(TOKEN)
        assert (recalled.visitor, recalled.seen) == (None, None)
    redis_server.tell("set", WHO + TOKEN, pickle.dumps(Harm()))
    assert memory.recall(TOKEN).visitor is None


class Harm:
    """Does something when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
        return do_harm, ()


def do_harm() -> None:
    raise AssertionError("what Redis holds was unpickled")


def test_without_redis_nothing_is_remembered_and_nobody_waits(
    memory: Memory, announcer: Announcer, redis_server: Redis
) -> None:
    remember(memory, word_of(memory))
    with redis_server.away():
        announcer.end(announcer.begin())
        assert memory.recall(TOKEN) == memory.recall(OTHER)
        remember(memory, "a word")
    assert memory.recall(TOKEN).visitor is None
