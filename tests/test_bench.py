"""The benchmark's arithmetic and what it asks for; nothing is timed here."""

import json
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from data.store import Snapshot
from layouts.selection import Selection
from tests.bench import __main__ as bench
from tests.bench import changes, floor
from tests.bench.asking import Answer, answer_of, get, post, whole
from tests.bench.changes import Places, morning, walk
from tests.bench.crowd import Rush
from tests.bench.findings import Measured, Verdict, centile, in_turn, spelled, times, verdict_table
from tests.bench.load import Level
from tests.live import ROOT

PLACES = Places(
    tuple(f"place-{number:03}" for number in range(150)),
    tuple((f"indicator-{number}", f"topic-{number % 7}") for number in range(600)),
    ("2025", "2021", "modelled"),
)


def test_a_ratio_is_that_of_two_medians() -> None:
    assert times([3, 1, 100], [2, 1, 9]) == 3 / 2
    assert times([1, 2, 3, 4], [5, 5]) == 0.5


@pytest.mark.parametrize(("share", "expected"), [(0.5, 5), (0.95, 10), (0.9, 9), (0.05, 1), (1, 10)])
def test_a_centile_is_one_of_the_values(share: float, expected: int) -> None:
    assert centile([7, 3, 10, 1, 9, 2, 8, 4, 6, 5], share) == expected


def test_jobs_are_measured_in_turn_and_the_first_turn_is_thrown_away() -> None:
    order: list[str] = []

    def job(name: str) -> float:
        order.append(name)
        return float(len(order))

    assert in_turn(2, lambda: job("ours"), lambda: job("floor")) == [[3, 5], [4, 6]]
    assert order == ["ours", "floor"] * 3


@pytest.mark.parametrize(
    ("measured", "limit", "least", "met"),
    [(1.3, 1.3, False, True), (1.304, 1.3, False, False), (0.7, 0.7, True, True), (0.699, 0.7, True, False)],
)
def test_a_target_is_met_by_the_figure_and_not_by_its_rounding(
    measured: float, limit: float, least: bool, met: bool
) -> None:
    verdict = Verdict("what", "target", measured, limit, least=least)
    assert verdict.met is met
    assert verdict.words == ("met" if met else "**not met**")


def test_verdicts_are_a_table_in_words() -> None:
    verdicts = [
        Verdict("a change", "1.3 times", 1.256, 1.3),
        Verdict("many", "70%", 0.614, 0.7, "%", least=True),
        Verdict("memory", "60 MB", 71.26, 60, "MB"),
    ]
    assert verdict_table(verdicts)[2:] == [
        "| a change | 1.3 times | 1.26 times | met |",
        "| many | 70% | 61% | **not met** |",
        "| memory | 60 MB | 71.3 MB | **not met** |",
    ]
    assert [spelled(value) for value in (0.123, 9.99, 12.34, 1234.5)] == ["0.12", "9.99", "12.3", "1,234"]


def test_what_a_part_found_can_be_kept_and_read_again() -> None:
    found = Measured(["a line"], [Verdict("what", "target", 1, 2)])
    record = json.loads(json.dumps({"began": "today", "seconds": 3, **found.record()}))
    assert Measured.from_record(record) == found
    text = bench.report({"views": record, "load": None}, "today")
    assert "| what | target | 1.00 times | met |" in text
    assert "a line" in text
    assert f"## {bench.PARTS['load']}\n\nNot measured." in text


def test_every_part_is_there_and_reports() -> None:
    for part in bench.PARTS:
        assert re.search(
            r"^def report\([^)]*\) -> Measured:", (ROOT / f"tests/bench/{part}.py").read_text(), re.MULTILINE
        ), part
    with pytest.raises(SystemExit, match="no part 'speed'; there are views, "):
        bench.main(["speed"])


def test_a_walk_changes_one_thing_after_another_and_never_comes_back() -> None:
    steps = list(islice(walk(PLACES, 8), 600))
    assert steps == list(islice(walk(PLACES, 8), 600)), "the same in every run"
    assert len({step.address("/compare") for step in steps}) == 600
    for before, after, part in zip(steps[:-1], steps[1:], ["indicator", "neighbours", "authority"] * 200, strict=False):
        same = {"authority", "indicator", "neighbours"} - {part}
        assert all(getattr(before, name) == getattr(after, name) for name in same)
        assert after.authority not in after.beside


def test_the_morning_is_mixed_as_it_says() -> None:
    asked = list(islice(morning(PLACES, 8), 4000))
    assert asked == list(islice(morning(PLACES, 8), 4000))
    paths = Counter(address.partition("?")[0] for address in asked)
    assert sum(changes.VISITS.values()) == 100
    for path, often in changes.VISITS.items():
        assert paths[path] / 40 == pytest.approx(often, abs=2.5), path
    authorities = Counter(re.findall(r"authority=([a-z0-9-]+)", " ".join(asked)))
    community = [name for name, _ in authorities.most_common(changes.COMMUNITY)]
    assert sum(authorities[name] for name in community) / 4000 == pytest.approx(changes.OWN, abs=0.05)
    usual = sum(f"neighbours={Selection().neighbours}" in address for address in asked)
    assert usual / 4000 == pytest.approx(changes.USUAL_NEIGHBOURS + (1 - changes.USUAL_NEIGHBOURS) / 3, abs=0.03)


def test_places_are_those_that_can_be_chosen(snapshot: Snapshot, tmp_path: Path) -> None:
    there = changes.places(tmp_path)
    assert "southampton" in there.authorities
    assert len(there.indicators) == len(snapshot.indicators)
    assert there.neighbours[-1] == "modelled"


@pytest.mark.parametrize("size", [1_000, 4_000, 20_000, 60_000, 200_000, 600_000])
def test_the_floors_answer_is_as_large_as_is_asked(size: int) -> None:
    figure = {"multi": True, "response": {"graph": {"figure": floor.figure_of(floor.points_for(size))}}}
    assert len(json.dumps(figure, separators=(",", ":"))) == pytest.approx(size, rel=0.05)


def test_an_answer_is_whole_when_its_head_says_so() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
    assert whole(head[:-2]) is None
    assert whole(head) == len(head) + 5
    assert Answer(head, b"12345", 0.1).status == 200
    assert get("/a").startswith(b"GET /a HTTP/1.1\r\n")
    assert post("/a", {"b": 1}).endswith(b'Content-Length: 7\r\n\r\n{"b":1}')


def test_an_answer_that_comes_in_pieces_is_whole_with_its_empty_one() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    sent = head + b"5\r\n12345\r\n0a\r\n" + b"6" * 8 + b"\r\n" + b"\r\n0\r\n\r\n"
    assert [whole(sent[:length]) for length in range(len(head), len(sent))] == [None] * (len(sent) - len(head))
    assert whole(sent) == len(sent)
    answer = answer_of(sent, 0.1)
    assert (answer.status, answer.head, answer.body) == (200, head, b"12345" + b"6" * 8 + b"\r\n")


def test_a_rush_is_added_up() -> None:
    def rush(waits: list[float], seconds: float, servers: float) -> Rush:
        return Rush(2, [Answer(b"", b"", wait) for wait in waits], seconds, 0.1, servers)

    both = rush([0.1, 0.2], 1, 0.3) + rush([0.3, 0.4], 3, 0.5)
    assert both.rate == 4 / (1 + 3)
    assert both.wait(0.5) == 200
    assert both.processor == pytest.approx(1000 * (0.3 + 0.5) / 4)
    level = Level(ours=[rush([0.2, 0.2], 2, 0)], floor=[rush([0.1, 0.1], 1, 0)])
    assert level.rate() == 0.5
    assert level.slowest() == 2
