"""One process at a time draws a page."""

import multiprocessing
import time
from pathlib import Path

import pytest

from app.turns import turns_on_this_machine

TOGETHER = 4


def work(folder: Path, key: str, log: Path) -> None:
    """Note when a turn begins and when it ends."""
    with turns_on_this_machine(folder)(key):
        for moment in ("begins", "ends"):
            with log.open("a") as file:
                file.write(f"{moment}\n")
            time.sleep(0.02)


def test_processes_wait_for_one_another(tmp_path: Path) -> None:
    log, forked = tmp_path / "log", multiprocessing.get_context("spawn")
    processes = [forked.Process(target=work, args=(tmp_path / "turns", "abcd", log)) for _ in range(TOGETHER)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert log.read_text().split() == ["begins", "ends"] * TOGETHER


def test_another_page_is_not_waited_for(tmp_path: Path) -> None:
    turn = turns_on_this_machine(tmp_path)
    with turn("abcd"), turn("ffff"):
        pass


def test_a_turn_ends_where_drawing_fails(tmp_path: Path) -> None:
    turn = turns_on_this_machine(tmp_path)
    for _ in range(2):
        with pytest.raises(ValueError, match="no"), turn("abcd"):
            raise ValueError("no")


def test_where_there_can_be_no_lock_nobody_waits(tmp_path: Path) -> None:
    (tmp_path / "turns").write_text("a file")
    with turns_on_this_machine(tmp_path / "turns")("abcd"):
        pass
