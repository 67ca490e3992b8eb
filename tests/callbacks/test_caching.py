"""An answer is kept under all that it depends on, and computed once."""

import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import NoReturn
from weakref import ref

import numpy as np
import orjson
import pytest
from dash import html
from flask import Flask
from flask_caching import Cache
from hypothesis import given
from hypothesis import strategies as st

from callbacks.caching import Made, Turns, _thread, answer, as_json, code_version, key_of, nobody_else
from data.errors import PortalError
from layouts.selection import Selection

slugs = st.text(alphabet="abc-", min_size=1, max_size=4)
selections = st.builds(
    Selection,
    authority=slugs,
    beside=st.lists(slugs, max_size=3, unique=True).map(tuple),
    topic=slugs,
    indicator=slugs,
    year=st.none() | st.integers(2000, 2030),
    neighbours=slugs,
    group=st.lists(slugs, max_size=3, unique=True).map(tuple),
    sort=st.sampled_from(["", "gap", "certainty"]),
)


@pytest.fixture
def cache() -> Cache:
    return Cache(Flask("test"), config={"CACHE_TYPE": "SimpleCache"})


def parts(selection: Selection, snapshot: str = "snapshot") -> tuple[str, ...]:
    return (snapshot, "0", "public", "/compare", selection.query())


@given(selections, selections)
def test_two_selections_never_share_a_key(one: Selection, other: Selection) -> None:
    assert (key_of(parts(one)) == key_of(parts(other))) == (one == other)


@given(selections)
def test_every_part_of_a_selection_counts(selection: Selection) -> None:
    changes = {"authority": "x", "beside": ("x",), "topic": "x", "indicator": "x", "year": 1999, "neighbours": "x"}
    changed = [
        replace(selection, **{name: value}) for name, value in (changes | {"group": ("x",), "sort": "x"}).items()
    ]
    assert len({key_of(parts(each)) for each in [selection, *changed]}) == len(changed) + 1


@given(selections, st.lists(st.text(max_size=8), min_size=2, max_size=2, unique=True))
def test_two_snapshots_never_share_a_key(selection: Selection, snapshots: list[str]) -> None:
    one, other = (key_of(parts(selection, snapshot)) for snapshot in snapshots)
    assert one != other


def test_parts_do_not_run_into_each_other() -> None:
    assert key_of(("ab", "c")) != key_of(("a", "bc"))
    assert key_of(("a,b",)) != key_of(("a", "b"))


def test_newer_code_does_not_show_what_older_code_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_of(("a",))
    monkeypatch.setattr("callbacks.caching.code_version", lambda: "another")
    assert key_of(("a",)) != before
    assert len(code_version()) == 16


def made(pieces: Iterable[bytes]) -> Made:
    """An answer of several pieces, the first of them made."""
    following = iter(pieces)
    return Made(next(following), lambda: b"".join(following))


def whole(cache: Cache, name: str, compute: Callable[[], Iterable[bytes]], turns: Turns = nobody_else) -> bytes:
    """All pieces of an answer, read."""
    with ExitStack() as holding:
        return b"".join(answer(cache, (name,), lambda: made(compute()), holding, turns))


def computed_twice() -> NoReturn:
    pytest.fail("computed twice")


def test_sixteen_threads_compute_once(cache: Cache) -> None:
    computed: list[int] = []
    together = threading.Barrier(16)

    def compute() -> Iterator[bytes]:
        computed.append(1)
        time.sleep(0.05)
        yield b"x"
        time.sleep(0.05)
        yield b"y"

    def ask(_: int) -> bytes:
        together.wait(timeout=10)
        return whole(cache, "a", compute)

    with ThreadPoolExecutor(16) as threads:
        answers = set(threads.map(ask, range(16)))
    assert len(computed) == 1
    assert answers == {b"xy"}


def test_an_answer_is_computed_for_each_key(cache: Cache) -> None:
    found = {name: whole(cache, name, lambda name=name: [name.encode()]) for name in "ab"}  # type: ignore[misc]
    again = {name: whole(cache, name, computed_twice) for name in "ab"}
    assert found == again == {"a": b"a", "b": b"b"}


def test_the_first_piece_is_there_before_the_rest_is_made(cache: Cache) -> None:
    """And whoever asks keeps what it holds until all is made, and kept."""
    may_go, left = threading.Event(), threading.Event()

    def compute() -> Iterator[bytes]:
        yield b"first"
        assert may_go.wait(10)
        yield b", second"
        yield b", last"

    with ExitStack() as held:
        held.callback(left.set)
        pieces = iter(answer(cache, ("a",), lambda: made(compute()), held))
    assert next(pieces) == b"first"
    assert not left.is_set()
    assert cache.get(key_of(("a",))) is None
    may_go.set()
    assert list(pieces) == [b", second, last"]
    assert left.wait(10)
    assert whole(cache, "a", computed_twice) == b"first, second, last"


def test_nobody_who_asked_waits_for_an_answer_to_be_kept(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """But whoever asks for the same later does, and computes nothing."""
    may_be_kept, keep = threading.Event(), cache.set
    monkeypatch.setattr(cache, "set", lambda *given: may_be_kept.wait(10) and keep(*given))
    with ExitStack() as held:
        assert answer(cache, ("a",), lambda: Made(b"whole"), held) == [b"whole"]
    with ThreadPoolExecutor(1) as threads:
        later = threads.submit(whole, cache, "a", computed_twice)
        assert whole(cache, "b", lambda: [b"another"]) == b"another"
        assert not later.done()
        may_be_kept.set()
        assert later.result(timeout=10) == b"whole"


def test_what_cannot_be_kept_is_answered_and_told_of(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError("no room")

    monkeypatch.setattr(cache, "set", refuse)
    assert whole(cache, "a", lambda: [b"x", b"y"]) == b"xy"
    assert whole(cache, "a", lambda: [b"z"]) == b"z"
    assert "An answer was not kept." in caplog.text


def test_nobody_waits_for_somebody_who_reads_slowly(cache: Cache) -> None:
    """Nor is anything lost where nobody reads at all."""
    with ExitStack() as held:
        slow = iter(answer(cache, ("a",), lambda: made([b"x", b"y"]), held))
    assert next(slow) == b"x"
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(whole, cache, "a", computed_twice).result(timeout=10) == b"xy"
    assert list(slow) == [b"y"]
    with ExitStack() as held:
        answer(cache, ("b",), lambda: made([b"x", b"y"]), held)
    assert whole(cache, "b", computed_twice) == b"xy"


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Nothing goes but what nobody knows any more."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_what_was_looked_up_goes_when_the_rest_is_made(cache: Cache) -> None:
    """At once, although the answer itself is known for a while: what a page was drawn from takes a megabyte or more."""

    class Facts:
        rest = b", rest"

    facts = Facts()
    looked_up = ref(facts)
    with ExitStack() as held:
        coming = answer(cache, ("a",), lambda facts=facts: Made(b"first", lambda: facts.rest), held)  # type: ignore[misc]
    del facts
    assert b"".join(coming) == b"first, rest"
    assert looked_up() is None


def test_the_rest_is_made_for_whoever_asked(cache: Cache) -> None:
    who = ContextVar("who", default="nobody")

    def compute() -> Iterator[bytes]:
        for _ in range(2):
            yield who.get().encode()

    who.set("somebody ")
    assert whole(cache, "a", compute) == b"somebody somebody "


def test_where_there_can_be_no_more_threads_all_is_made_at_once(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> NoReturn:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    _thread.cache_clear()
    for _ in range(2):
        assert whole(cache, "a", lambda: [b"x", b"y"]) == b"xy"


def test_what_goes_wrong_with_the_rest_is_raised_and_not_kept(cache: Cache) -> None:
    def fail() -> Iterator[bytes]:
        yield b"first"
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            whole(cache, "a", fail)
    assert whole(cache, "a", lambda: [b"yes"]) == b"yes"


def test_other_processes_are_waited_for(cache: Cache) -> None:
    """Whoever had its turn before may have kept the answer meanwhile."""
    entered: list[str] = []

    @contextmanager
    def turn(key: str) -> Iterator[None]:
        entered.append(key)
        cache.set(key, b"another process's")
        yield

    assert whole(cache, "a", computed_twice, turn) == b"another process's"
    assert entered == [key_of(("a",))]


def test_a_refusal_is_not_kept(cache: Cache) -> None:
    def refuse() -> NoReturn:
        raise PortalError("No.")

    for _ in range(2):
        with pytest.raises(PortalError, match=r"No\."):
            whole(cache, "a", refuse)
    assert whole(cache, "a", lambda: [b"yes"]) == b"yes"


def test_components_and_arrays_have_a_form_in_json_and_nothing_else_has() -> None:
    content = html.Div([html.P("a"), html.P(np.array([1.5, np.nan]))])  # type: ignore[arg-type]
    children = orjson.loads(as_json(content))["props"]["children"]
    assert [child["props"]["children"] for child in children] == ["a", [1.5, None]]
    with pytest.raises(TypeError):
        as_json(html.P(object()))  # type: ignore[arg-type]
