"""Hostile and broken files, read and checked in a process with little memory: a sentence for each, and no traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.data.returns.hostile_files import write_all

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024
ADDRESSES = 2_000 * MEGABYTE
"""What the process may ask for at all: half of it is libraries."""
MOST_RESIDENT = 450 * MEGABYTE
READER = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from pathlib import Path
from data.errors import PortalError
from data.returns.reading import read_return
from models.checking.check import check_return
answers = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        answers[path.name] = ["read", [finding.message for finding in check_return(read_return(path))]]
    except PortalError as error:
        answers[path.name] = ["refused", [str(error)]]
    except BaseException as error:
        answers[path.name] = ["failed", [repr(error)]]
status = Path("/proc/self/status").read_text()
print(json.dumps([int(status.split("VmHWM:")[1].split()[0]) * 1024, answers]))
"""

Answers = dict[str, tuple[str, list[str]]]


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, int, Answers]:
    """How many files there are, how much memory they took together, and what was answered to each."""
    folder = tmp_path_factory.mktemp("hostile")
    count = write_all(folder)
    environment = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", READER, str(folder), str(ADDRESSES)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    resident, answers = json.loads(done.stdout)
    return count, resident, answers


def test_every_file_is_answered(answered: tuple[int, int, Answers]) -> None:
    count, _, answers = answered
    assert count == len(answers) > 200
    assert {name: said for name, (how, said) in answers.items() if how == "failed"} == {}


def test_every_answer_is_a_sentence(answered: tuple[int, int, Answers]) -> None:
    for name, (how, said) in answered[2].items():
        for sentence in said:
            assert sentence.endswith((".", "?")), (name, sentence)
            assert len(sentence.splitlines()) == 1, (name, sentence)
            assert len(sentence) < 1500, (name, len(sentence))
            assert "Traceback" not in sentence
        assert said or how == "read"


def test_memory_is_bounded(answered: tuple[int, int, Answers]) -> None:
    assert answered[1] < MOST_RESIDENT


def test_what_is_whole_is_read_and_what_is_not_is_refused(answered: tuple[int, int, Answers]) -> None:
    how = {name.partition("-")[2]: what for name, (what, _) in answered[2].items()}
    whole = ["good.xlsx", "good-called.csv", "semicolons.csv", "tabs.csv", "bars.csv", "carriage.csv", "dates.xlsx"]
    whole += [f"in-{encoding}.csv" for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32")]
    assert {name: how[name] for name in whole} == dict.fromkeys(whole, "read")
    harmful = [
        "bomb.xlsx",
        "bomb-of-noughts.xlsx",
        "laughs.xlsx",
        "external.xlsx",
        "many-cells.csv",
        "ten-million.xlsx",
    ]
    harmful += ["nothing.csv", "all-nul.csv", "hidden.xlsx", "formula-unsaved.xlsx", "many-sheets.xlsx", "folder.csv"]
    assert {name: how[name] for name in harmful} == dict.fromkeys(harmful, "refused")
