"""Downloads: whole or not at all, resumed where that is possible, and never the cost of an earlier file."""

import errno
import fcntl
import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import PortalError
from data.publisher.client import Publisher
from data.publisher.failures import NoSuchThing, PublisherAway
from data.publisher.patience import Patience
from data.publisher.whole_files import Rows
from tests.publisher_on_loopback import faults
from tests.publisher_on_loopback.faults import Fault
from tests.publisher_on_loopback.fixtures import Waits
from tests.publisher_on_loopback.server import PublisherOnLoopback, etag_of, packed

NAME = "la_cla_placement_stability"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "new" / "file.csv"


def body(server: PublisherOnLoopback) -> bytes:
    return server.data_sets[NAME].versions[-1].body


def download(publisher: Publisher, server: PublisherOnLoopback, into: Path, version: str = "1.0") -> None:
    """Fetch the file, and see that it is whole, noted, and alone in its folder."""
    found = publisher.download(server.data_sets[NAME].id, version, into)
    whole = body(server)
    assert into.read_bytes() == whole
    assert (found.path, found.size, found.rows) == (
        into,
        len(whole),
        len(server.data_sets[NAME].versions[-1].table.rows),
    )
    assert found.sha256 == hashlib.sha256(whole).hexdigest()
    assert json.loads(into.with_name("file.csv.fetched.json").read_text())["sha256"] == found.sha256
    assert sorted(path.name for path in into.parent.iterdir()) == ["file.csv", "file.csv.fetched.json"]


@pytest.mark.parametrize("gzipped", [True, False])
@pytest.mark.parametrize("resumable", [True, False])
def test_a_file_comes_whole(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, gzipped: bool, resumable: bool
) -> None:
    publisher_on_loopback.gzipped, publisher_on_loopback.resumable = gzipped, resumable
    download(publisher, publisher_on_loopback, into)


def test_a_file_that_is_whole_is_not_asked_for_again(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path
) -> None:
    for _ in range(2):
        download(publisher, publisher_on_loopback, into)
    assert len(publisher_on_loopback.requests) == 1


@pytest.mark.parametrize("damage", ["size", "one byte", "note", "note gone"])
def test_a_file_that_is_not_what_was_fetched_is_fetched_again(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, damage: str
) -> None:
    download(publisher, publisher_on_loopback, into)
    note = into.with_name("file.csv.fetched.json")
    match damage:
        case "size":
            into.write_bytes(into.read_bytes()[:-10])
        case "one byte":
            into.write_bytes(into.read_bytes()[:-2] + b"9\n")
        case "note":
            note.write_text("{}")
        case _:
            note.unlink()
    download(publisher, publisher_on_loopback, into)
    assert len(publisher_on_loopback.requests) == 2


def test_another_version_takes_the_place_of_the_one_before(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path
) -> None:
    download(publisher, publisher_on_loopback, into)
    before = into.read_bytes()
    publisher_on_loopback.release(NAME, lambda table: table.with_column("more", "c"))
    with into.open("rb") as opened:
        download(publisher, publisher_on_loopback, into, "1.1")
        assert opened.read() == before  # whoever reads the earlier file reads it to its end


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_broken_download_goes_on_where_it_broke_off(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, waits: Waits, gzipped: bool
) -> None:
    publisher_on_loopback.resumable, publisher_on_loopback.gzipped = True, gzipped
    size = len(packed(body(publisher_on_loopback))) if gzipped else len(body(publisher_on_loopback))
    half, three_quarters = size // 2, size // 2 + (size - size // 2) // 2
    publisher_on_loopback.misbehave(faults.truncated_at(0.5))
    publisher_on_loopback.misbehave(faults.stalled_at(0.5))
    download(publisher, publisher_on_loopback, into)
    ranges = [asked.headers.get("Range") for asked in publisher_on_loopback.requests]
    # Half of the whole, then half of the rest.
    assert ranges == [None, f"bytes={half}-", f"bytes={three_quarters}-"] or ranges[1:] == [
        f"bytes={half}-",
        f"bytes={half + (size - half) // 2}-",
    ]
    assert waits.slept == [1.0, 1.0]  # each attempt gained something, so that patience begins anew


def test_where_the_server_gives_no_etag_it_begins_anew(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, waits: Waits
) -> None:
    publisher_on_loopback.misbehave(faults.truncated_at(0.9, times=5))
    download(publisher, publisher_on_loopback, into)
    assert [asked.headers.get("Range") for asked in publisher_on_loopback.requests] == [None] * 6
    assert waits.slept == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_a_file_that_never_comes_whole_is_given_up(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path
) -> None:
    publisher_on_loopback.misbehave(faults.truncated_at(0.9, times=None))
    with pytest.raises(PublisherAway, match="broke off"):
        publisher.download(publisher_on_loopback.data_sets[NAME].id, "1.0", into)
    assert list(into.parent.iterdir()) == []
    assert len(publisher_on_loopback.requests) == 6


def test_a_file_that_trickles_in_is_given_up(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, waits: Waits
) -> None:
    def an_hour_later(_so_far: int, _of: int | None) -> None:
        waits.now += 3601

    publisher_on_loopback.gzipped = False  # so that it comes in several pieces
    with pytest.raises(PublisherAway, match="too slowly"):
        publisher.download(publisher_on_loopback.data_sets[NAME].id, "1.0", into, an_hour_later)
    assert list(into.parent.iterdir()) == []


def test_a_wildcard_is_nobodys_file(publisher: Publisher, into: Path) -> None:
    with pytest.raises(ValueError, match=r"1\.\*"):
        publisher.download("any", "1.*", into)


def test_a_file_that_changed_meanwhile_is_never_put_together_of_two(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path
) -> None:
    publisher_on_loopback.resumable = True
    version = publisher_on_loopback.data_sets[NAME].versions[-1]

    def change() -> None:
        version.body = version.table.with_column("more", "c").body

    publisher_on_loopback.misbehave(faults.truncated_at(0.5))
    publisher_on_loopback.misbehave(faults.first(change))
    download(publisher, publisher_on_loopback, into)
    assert publisher_on_loopback.requests[1].headers["If-Range"]


@pytest.mark.parametrize("answer", ["another place", "another file", "not all", "no place", "nothing left"])
def test_a_part_that_does_not_fit_is_not_taken(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, answer: str
) -> None:
    """Unpacked, where no checksum of gzip would notice."""
    publisher_on_loopback.resumable, publisher_on_loopback.gzipped = True, False
    whole = body(publisher_on_loopback)
    size, half = len(whole), len(whole) // 2
    etag = '"another"' if answer == "another file" else etag_of(whole)
    places = {
        "another place": f"bytes {half - 1}-{size - 1}/{size}",
        "another file": f"bytes {half}-{size - 1}/{size}",
        "not all": f"bytes {half}-{size - 2}/{size}",
    }
    headers = (("ETag", etag), ("Content-Range", places.get(answer, "")))
    fault = faults.answers(b"9" * (size - half), "csv", 1, headers=headers)
    assert fault.instead is not None
    fault.instead.status = 416 if answer == "nothing left" else 206
    publisher_on_loopback.misbehave(faults.truncated_at(0.5))
    publisher_on_loopback.misbehave(fault)
    download(publisher, publisher_on_loopback, into)
    assert [bool(asked.headers.get("Range")) for asked in publisher_on_loopback.requests] == [False, True, False]


@pytest.mark.parametrize(
    "fault",
    [
        faults.throttled("3", "csv"),
        faults.broken(500, "csv"),
        faults.broken(503, "csv"),
        faults.reset_at(0),
        faults.reset_at(0.5),
        faults.stalled_at(0.3),
        faults.wrong_length(10**7),
        faults.wrong_length(1000),
        faults.answers(gzip.compress(b"time_period,geographic_level\n" * 99)[:-9], "csv", 1),
        faults.answers(b"\x1f\x8bno gzip at all", "csv", 1),
    ],
)
def test_what_passes_costs_a_pause(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, waits: Waits, fault: Fault
) -> None:
    fault.used = 0
    publisher_on_loopback.misbehave(fault)
    download(publisher, publisher_on_loopback, into)
    assert len(waits.slept) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"<html>We are away</html>", "no column 'time_period'"),
        (b'{"title": "Sorry"}', "no column 'time_period'"),
        (b"time_period,la_name\n2025,Southampton\n", "no column 'geographic_level'"),
        (b"", "without a row"),
    ],
)
def test_what_is_no_tidy_file_is_not_taken(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, answer: bytes, said: str
) -> None:
    download(publisher, publisher_on_loopback, into)
    publisher_on_loopback.release(NAME, body(publisher_on_loopback))
    before = into.read_bytes()
    publisher_on_loopback.misbehave(faults.answers(answer, "csv"))
    with pytest.raises(PortalError, match=said):
        publisher.download(publisher_on_loopback.data_sets[NAME].id, "1.1", into)
    assert into.read_bytes() == before
    assert sorted(path.name for path in into.parent.iterdir()) == ["file.csv", "file.csv.fetched.json"]


def test_a_withdrawn_version_is_told(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path
) -> None:
    publisher_on_loopback.withdraw(NAME, "1.0")
    with pytest.raises(NoSuchThing, match="withdrawn"):
        publisher.download(publisher_on_loopback.data_sets[NAME].id, "1.0", into)
    assert list(into.parent.iterdir()) == []


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_file_is_taken_up_to_a_limit(
    publisher: Publisher,
    publisher_on_loopback: PublisherOnLoopback,
    into: Path,
    gzipped: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of what comes and of what it unpacks to."""
    publisher_on_loopback.gzipped = gzipped
    limit = len(body(publisher_on_loopback)) - 1
    for module in ("downloading", "whole_files"):
        monkeypatch.setattr(f"data.publisher.{module}.LARGEST_FILE", limit)
    with pytest.raises(PortalError, match="larger than"):
        publisher.download(publisher_on_loopback.data_sets[NAME].id, "1.0", into)
    assert list(into.parent.iterdir()) == []


def test_a_full_disk_is_a_sentence_and_costs_nothing(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    download(publisher, publisher_on_loopback, into)
    before = into.read_bytes()
    publisher_on_loopback.release(NAME, lambda table: table.with_column("more", "c"))

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("data.publisher.whole_files.os.fsync", full)
        with pytest.raises(
            PortalError, match=r"The disk is full: .*file\.csv could not be written, and stays as it was"
        ):
            publisher.download(publisher_on_loopback.data_sets[NAME].id, "1.1", into)
    assert into.read_bytes() == before
    assert sorted(path.name for path in into.parent.iterdir()) == ["file.csv", "file.csv.fetched.json"]
    download(publisher, publisher_on_loopback, into, "1.1")


def test_a_folder_that_cannot_be_is_a_sentence(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PortalError, match="could not be written"):
        publisher.download(publisher_on_loopback.data_sets[NAME].id, "1.0", tmp_path / "file" / "file.csv")


def test_progress_runs_to_the_end(publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    publisher.download(
        publisher_on_loopback.data_sets[NAME].id, "1.0", into, lambda so_far, of: seen.append((so_far, of))
    )
    size = len(packed(body(publisher_on_loopback)))
    *coming, last = seen
    assert coming[-1] == (size, size)
    assert [so_far for so_far, _ in coming] == sorted({so_far for so_far, _ in coming})
    assert last == (len(body(publisher_on_loopback)),) * 2


KILLED = """
import sys
from pathlib import Path
from data.publisher.client import Publisher
from data.publisher.patience import Patience
publisher = Publisher(sys.argv[1], patience=Patience(between=0.0))
publisher.download(sys.argv[2], "1.0", Path(sys.argv[3]), lambda so_far, of: print(so_far, flush=True))
"""


@pytest.mark.parametrize("resumable", [True, False])
def test_a_process_that_is_killed_half_way_is_gone_on_from(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, resumable: bool
) -> None:
    publisher_on_loopback.resumable = resumable
    publisher_on_loopback.misbehave(faults.stalled_at(0.5))
    half = len(packed(body(publisher_on_loopback))) // 2
    arguments = [publisher_on_loopback.base_url, publisher_on_loopback.data_sets[NAME].id, str(into)]
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, *arguments], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as process:
        assert process.stdout is not None
        while int(process.stdout.readline()) < half:
            pass
        process.send_signal(signal.SIGKILL)
    assert not into.exists()
    assert into.with_name("file.csv.part").stat().st_size == half
    download(publisher, publisher_on_loopback, into)
    last = publisher_on_loopback.requests[-1].headers.get("Range")
    assert last == (f"bytes={half}-" if resumable else None)


def test_what_is_left_of_another_file_is_not_gone_on_from(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path
) -> None:
    publisher_on_loopback.resumable = True
    publisher_on_loopback.misbehave(faults.truncated_at(0.5))
    publisher_on_loopback.misbehave(faults.broken(500, times=6))
    with pytest.raises(PublisherAway):
        publisher.download(publisher_on_loopback.data_sets[NAME].id, "1.0", into)
    assert into.with_name("file.csv.part").stat().st_size > 0
    publisher_on_loopback.release(NAME, lambda table: table.with_column("more", "c"))
    download(publisher, publisher_on_loopback, into, "1.1")
    assert publisher_on_loopback.requests[-1].headers.get("Range") is None


def test_of_two_downloads_of_one_file_the_second_waits(publisher_on_loopback: PublisherOnLoopback, into: Path) -> None:
    waiting = threading.Event()

    def wait(_seconds: float) -> None:
        waiting.set()
        time.sleep(0.01)

    publisher_on_loopback.misbehave(faults.stalled_at(0.5))
    wanted = publisher_on_loopback.data_sets[NAME].id
    half = threading.Event()
    found = []

    def fetch(patience: Patience) -> None:
        publisher = Publisher(publisher_on_loopback.base_url, patience=patience)
        found.append(publisher.download(wanted, "1.0", into, lambda _so_far, _of: half.set()))

    first = threading.Thread(target=fetch, args=(Patience(between=0.0, sleep=lambda _: None),))
    second = threading.Thread(target=fetch, args=(Patience(between=0.0, sleep=wait),))
    first.start()
    assert half.wait(30)
    second.start()
    assert waiting.wait(30)
    publisher_on_loopback.released.set()
    first.join(30)
    second.join(30)
    assert len(found) == 2
    assert found[0] == found[1]
    assert into.read_bytes() == body(publisher_on_loopback)
    assert len(publisher_on_loopback.requests) == 2  # the first, broken off, and the first again
    assert sorted(path.name for path in into.parent.iterdir()) == ["file.csv", "file.csv.fetched.json"]


def test_a_file_whose_name_was_taken_away_meanwhile_is_not_the_one_to_write(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening and locking, another download may end: a third would find another file and fetch it, too."""
    part = into.with_name("file.csv.part")
    lock = fcntl.flock

    def late(descriptor: int, operation: int) -> None:
        monkeypatch.setattr("data.publisher.whole_files.fcntl.flock", lock)
        part.unlink()
        lock(descriptor, operation)

    there = []
    monkeypatch.setattr("data.publisher.whole_files.fcntl.flock", late)
    publisher.download(
        publisher_on_loopback.data_sets[NAME].id, "1.0", into, lambda _so_far, _of: there.append(part.exists())
    )
    assert there[0]
    assert into.read_bytes() == body(publisher_on_loopback)


def test_a_download_that_does_not_end_is_not_waited_for_without_end(
    publisher: Publisher, publisher_on_loopback: PublisherOnLoopback, into: Path, waits: Waits
) -> None:
    def again(_so_far: int, _of: int | None) -> None:
        publisher.download(publisher_on_loopback.data_sets[NAME].id, "1.0", into)

    with pytest.raises(PortalError, match="by another process that does not end"):
        publisher.download(publisher_on_loopback.data_sets[NAME].id, "1.0", into, again)
    assert sum(waits.slept) > 3600


def test_the_real_files_come_whole(tmp_path: Path, waits: Waits) -> None:
    folder = Path(os.environ.get("PORTAL_SOURCES", ROOT.parent / "shared" / "data")) / "ees"
    if not folder.is_dir():
        pytest.skip("the publisher's files are not there: name their folder in PORTAL_SOURCES")
    with PublisherOnLoopback(folder, names=("la_cla_swcount", "la_care_leavers_activity")) as server:
        publisher = Publisher(server.base_url, patience=waits.patience())
        for name, entry in server.data_sets.items():
            found = publisher.download(entry.id, "1.0", tmp_path / f"{name}.csv")
            assert found.path.read_bytes() == (folder / f"{name}.csv").read_bytes()
            latest = publisher.data_set(entry.id).latest
            assert latest is not None
            assert found.rows == latest.extent.rows


@given(
    st.lists(st.lists(st.text(alphabet='a"\n,', max_size=6), min_size=1, max_size=3), min_size=1, max_size=6),
    st.integers(1, 7),
    st.booleans(),
)
def test_rows_are_counted_as_the_csv_module_counts_them(cells: list[list[str]], size: int, ended: bool) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells]
    text = ("\n".join(lines) + ("\n" if ended else "")).encode()
    rows = Rows()
    for at in range(0, len(text), size):
        rows.feed(text[at : at + size])
    assert rows.below_the_header == len(cells) - 1
