"""How the client asks: politely, patiently, and only where it may."""

import gzip
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib.metadata import version

import pytest

from data.errors import PortalError
from data.publisher.asking import LARGEST_ANSWER
from data.publisher.client import Publisher
from data.publisher.failures import PublisherAway
from data.publisher.patience import Patience
from tests.publisher_on_loopback import faults
from tests.publisher_on_loopback.faults import Fault
from tests.publisher_on_loopback.fixtures import Waits
from tests.publisher_on_loopback.server import PublisherOnLoopback


def test_every_request_says_who_asks(publisher: Publisher, publisher_on_loopback: PublisherOnLoopback) -> None:
    publisher.publications()
    headers = publisher_on_loopback.requests[0].headers
    assert headers["User-Agent"].startswith(f"Alongside/{version('alongside')} ")
    assert headers["Accept-Encoding"] == "gzip"


def test_requests_keep_their_distance(publisher_on_loopback: PublisherOnLoopback, waits: Waits) -> None:
    """Half a second from one to the next; time that has passed anyhow counts."""
    publisher = Publisher(publisher_on_loopback.base_url, patience=waits.patience(between=0.5))
    publisher.publications()
    waits.now += 0.2
    publisher.publications()
    waits.now += 9.0
    publisher.publications()
    assert waits.slept == pytest.approx([0.3])


@pytest.mark.parametrize(
    ("fault", "slept"),
    [
        (faults.broken(500), [1.0]),
        (faults.broken(502, times=3), [1.0, 2.0, 4.0]),
        (faults.broken(503, times=2), [1.0, 2.0]),
        (faults.broken(504, times=5), [1.0, 2.0, 4.0, 8.0, 16.0]),
        (faults.throttled("7"), [7.0]),
        (faults.throttled("0"), [1.0]),
        (faults.throttled(None), [1.0]),
        (faults.throttled("soon"), [1.0]),
        (faults.throttled("9" * 5000), [1.0]),
        (faults.throttled("Fri, 01 Jan 999999 00:00:00 GMT"), [1.0]),
        (faults.throttled("Sun, 06 Nov 1994 08:49:37 GMT"), [1.0]),
        (faults.reset_at(0, where=""), [1.0]),
        (faults.reset_at(10, where="", times=2), [1.0, 2.0]),
        (faults.truncated_at(0.5, where=""), [1.0]),
        (faults.stalled_at(0.5, where=""), [1.0]),
        (faults.wrong_length(10**6, where=""), [1.0]),
    ],
)
def test_what_passes_is_waited_out(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, waits: Waits, fault: Fault, slept: list[float]
) -> None:
    expected = publisher.publications()
    fault.used = 0
    publisher_on_loopback.misbehave(fault)
    assert publisher.publications() == expected
    assert waits.slept == slept


def test_a_date_to_come_back_at_is_waited_for(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, waits: Waits
) -> None:
    then = datetime.now(UTC) + timedelta(minutes=5)
    publisher_on_loopback.misbehave(faults.throttled(format_datetime(then, usegmt=True)))
    publisher.publications()
    assert 200 < waits.slept[0] <= 300


def test_a_long_wait_is_told_and_not_slept(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, waits: Waits
) -> None:
    publisher_on_loopback.misbehave(faults.throttled("3600"))
    with pytest.raises(PublisherAway, match="pause of 3600 seconds or more"):
        publisher.publications()
    assert waits.slept == []


def test_patience_ends(publisher: Publisher, publisher_on_loopback: PublisherOnLoopback) -> None:
    publisher_on_loopback.misbehave(faults.broken(500, times=None))
    with pytest.raises(PublisherAway, match=r"500 There was a problem processing the request\. Nothing was changed"):
        publisher.publications()
    assert len(publisher_on_loopback.requests) == 6


def test_pauses_grow_to_a_limit_and_are_spread() -> None:
    """1, 2, 4, ... seconds up to a minute, of which chance takes up to half."""
    full, half = Patience(chance=lambda: 0.0), Patience(chance=lambda: 1.0)
    assert [full.pause(failures, None) for failures in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert [half.pause(failures, None) for failures in (1, 2, 8)] == [0.5, 1, 30]
    assert full.pause(1, 30.0) == 30.0


def test_nobody_there_is_a_sentence(waits: Waits) -> None:
    with PublisherOnLoopback(names=()) as server:
        address = server.base_url
    with pytest.raises(PublisherAway, match="could not be reached"):
        Publisher(address, patience=waits.patience()).publications()
    assert len(waits.slept) == 5


def test_a_mistake_of_ours_is_told_and_not_repeated(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.publisher.client.MOST_PUBLICATIONS", 41)
    with pytest.raises(PortalError, match=r"it answered 400 There are validation errors.*Must be between 1 and 40\)"):
        publisher.publications()
    assert len(publisher_on_loopback.requests) == 1


@pytest.mark.parametrize("cut", [0, 20])
def test_answers_come_gzipped(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, waits: Waits, cut: int
) -> None:
    """As most of the publisher's do. One that breaks off in the middle is no JSON."""
    expected = publisher.publications()
    packed = gzip.compress(publisher_on_loopback.reply(publisher_on_loopback.requests[0]).body)
    body = packed[: len(packed) - cut]
    publisher_on_loopback.misbehave(faults.answers(body, times=1, headers=(("Content-Encoding", "gzip"),)))
    if cut:
        with pytest.raises(PortalError, match="not JSON"):
            publisher.publications()
    else:
        assert publisher.publications() == expected


def test_an_answer_that_unpacks_without_end_is_left(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback
) -> None:
    bomb = gzip.compress(b" " * (LARGEST_ANSWER + 1))
    publisher_on_loopback.misbehave(faults.answers(bomb, headers=(("Content-Encoding", "gzip"),)))
    with pytest.raises(PortalError, match="larger than 20 MB"):
        publisher.publications()


def test_an_answer_is_read_up_to_a_limit(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.publisher.asking.LARGEST_ANSWER", 100)
    with pytest.raises(PortalError, match="larger than"):
        publisher.publications()


@pytest.mark.parametrize(
    "address",
    [
        "http://api.education.gov.uk/statistics",
        "ftp://127.0.0.1/",
        "api.education.gov.uk",
        "",
        "https://",
        "http://[::1",
        "http://127.0.0.1.example.org/",
        "http://localhost.example.org/",
    ],
)
def test_figures_come_over_https_or_from_this_machine(address: str) -> None:
    with pytest.raises(PortalError, match="has to begin with https"):
        Publisher(address)


@pytest.mark.parametrize("address", ["https://api.education.gov.uk/statistics", "http://localhost:9", "http://[::1]:9"])
def test_these_may_be_asked(address: str) -> None:
    Publisher(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "http://localhost/",
        "ftp://127.0.0.1/",
        "file" + ":///somewhere",
        "//example.org/",
        "http://[",
    ],
)
def test_a_redirection_to_a_place_that_is_not_safe_is_not_followed(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, address: str
) -> None:
    publisher_on_loopback.misbehave(faults.elsewhere(address))
    with pytest.raises(PortalError, match="not followed"):
        publisher.publications()
    assert len(publisher_on_loopback.requests) == 1


def test_a_proxy_of_the_network_is_not_asked_for_this_machine(
    publisher_on_loopback: PublisherOnLoopback, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    assert Publisher(publisher_on_loopback.base_url, patience=waits.patience()).publications()


def test_a_redirection_on_the_same_machine_is_followed(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback
) -> None:
    expected = publisher.publications()
    publisher_on_loopback.misbehave(faults.elsewhere("/statistics/v1/publications?page=1&pageSize=40", times=1))
    assert publisher.publications() == expected


def test_redirections_in_a_circle_end(publisher: Publisher, publisher_on_loopback: PublisherOnLoopback) -> None:
    publisher_on_loopback.misbehave(faults.elsewhere("/statistics/v1/publications"))
    with pytest.raises(PortalError, match="more than 5 times"):
        publisher.publications()
    assert len(publisher_on_loopback.requests) == 6


def test_a_server_that_cannot_prove_who_it_is_gives_nothing(
    publisher_on_loopback: PublisherOnLoopback, waits: Waits
) -> None:
    address = publisher_on_loopback.base_url.replace("http://", "https://")
    with pytest.raises(PortalError, match="could not be checked"):
        Publisher(address, patience=waits.patience()).publications()
    assert waits.slept == []


def test_the_client_needs_neither_flask_nor_dash() -> None:
    script = "import sys, data.publisher.client; sys.exit(bool({'flask', 'dash'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
