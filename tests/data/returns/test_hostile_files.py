"""Hostile and broken files, read and checked in a process with little memory: a sentence for each, and no traceback.

There are more than 2,900: all of them with HOSTILE_FILES=all, which takes some minutes, else about a thousand.
"""

import json
import os
import re
import subprocess
import sys
from itertools import chain, islice
from pathlib import Path

import pytest

from data.returns.reading import LONGEST_NAME, NO_NAME, parse_return, shown_name
from models.checking.check import MOST_FINDINGS
from tests.data.returns.hostile_files import SHEET, sheet_of, texts, with_part, workbooks, write
from tests.data.returns.hostile_mutations import bombs, mutations, sizes

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024
ADDRESSES = 2_000 * MEGABYTE
"""What the process may ask for at all: half of it is libraries."""
MOST_RESIDENT = 450 * MEGABYTE
IS_ALL = os.environ.get("HOSTILE_FILES") == "all"
EVERY = 1 if IS_ALL else 4
LEAST = 2_900 if IS_ALL else 900
LONGEST_REFUSAL, LONGEST_FINDING = 400, 1_500
OF_THE_MACHINE = re.compile(
    r"Traceback|NoneType|\bNone\b|\w+(?:Error|Exception)\b|[Ee]rrno|object at|0x[0-9a-f]{6}|site-packages|/tmp/|\.py\b"
)
READER = """
import orjson, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from pathlib import Path
from data.errors import PortalError
from data.returns.reading import read_return
from models.checking.check import check_return
answers = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        findings = check_return(read_return(path))
        orjson.dumps([finding.record for finding in findings])
        answers[path.name] = ["read", [finding.message for finding in findings]]
    except PortalError as error:
        answers[path.name] = ["refused", [str(error)]]
    except BaseException as error:
        answers[path.name] = ["failed", [repr(error)]]
status = Path("/proc/self/status").read_text()
sys.stdout.buffer.write(orjson.dumps([int(status.split("VmHWM:")[1].split()[0]) * 1024, answers]))
"""

Answers = dict[str, tuple[str, list[str]]]


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, int, Answers]:
    """How many files there are, how much memory they took together, and what was answered to each."""
    folder = tmp_path_factory.mktemp("hostile")
    small = islice(mutations(), 0, None, EVERY)
    count = write(chain(texts(), workbooks(), small, bombs(), sizes() if IS_ALL else ()), folder)
    environment = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", READER, str(folder), str(ADDRESSES)],
        capture_output=True,
        check=True,
        env=environment,
    )
    resident, answers = json.loads(done.stdout)
    return count, resident, answers


def test_every_file_is_answered(answered: tuple[int, int, Answers]) -> None:
    count, _, answers = answered
    assert count == len(answers) > LEAST
    assert {name: said for name, (how, said) in answers.items() if how == "failed"} == {}


def test_every_refusal_is_a_sentence(answered: tuple[int, int, Answers]) -> None:
    """One line, not long, without a word of the machine's but the file's own name."""
    refused = {name: said for name, (how, said) in answered[2].items() if how == "refused" and "folder" not in name}
    assert len(refused) > LEAST / 3
    for name, (sentence,) in refused.items():
        assert sentence.endswith("."), (name, sentence)
        assert len(sentence.splitlines()) == 1, (name, sentence)
        assert len(sentence) < LONGEST_REFUSAL, (name, len(sentence))
        assert not OF_THE_MACHINE.search(sentence.replace(shown_name(name), "")), (name, sentence)


def test_every_finding_is_a_sentence(answered: tuple[int, int, Answers]) -> None:
    read = {name: said for name, (how, said) in answered[2].items() if how == "read"}
    assert len(read) > LEAST / 3
    for name, said in read.items():
        assert len(said) <= MOST_FINDINGS + 1, name
        for sentence in said:
            assert sentence.endswith((".", "?")), (name, sentence)
            assert len(sentence.splitlines()) == 1, (name, sentence)
            assert len(sentence) < LONGEST_FINDING, (name, len(sentence))
            assert "Traceback" not in sentence


def test_memory_is_bounded(answered: tuple[int, int, Answers]) -> None:
    assert answered[1] < MOST_RESIDENT


def test_what_is_whole_is_read_and_what_is_not_is_refused(answered: tuple[int, int, Answers]) -> None:
    how = {name.partition("-")[2]: what for name, (what, _) in answered[2].items()}
    whole = ["good.xlsx", "semicolons.csv", "tabs.csv", "bars.csv", "carriage.csv", "dates.xlsx"]
    whole += [f"in-{encoding}.csv" for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32")]
    assert {name: how[name] for name in whole} == dict.fromkeys(whole, "read")
    harmful = "bomb.xlsx bomb-of-noughts.xlsx laughs.xlsx external.xlsx many-cells.csv ten-million.xlsx".split()
    harmful += "nothing.csv all-nul.csv hidden.xlsx formula-unsaved.xlsx many-sheets.xlsx folder.csv".split()
    harmful += "ten-million-cells.xlsx sparse.xlsx many-strings.xlsx".split()
    assert {name: how[name] for name in harmful} == dict.fromkeys(harmful, "refused")


def test_more_findings_than_anybody_can_mend_are_cut_off_and_that_is_said(answered: tuple[int, int, Answers]) -> None:
    (said,) = (said for name, (_, said) in answered[2].items() if name.endswith("most-faults.csv"))
    assert len(said) == MOST_FINDINGS + 1
    assert sum("more than 5,000 findings, so the check was not finished" in sentence for sentence in said) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("return.csv", "return.csv"),
        ("/etc/secret/return.csv", "return.csv"),
        ("C:\\Users\\ann\\return.csv", "return.csv"),
        ("two\nlines\u2028.csv", "twolines.csv"),
        ("a  b.csv", "a b.csv"),
        ("\u202evsc.nruter", "vsc.nruter"),
        ("\udcff.csv", ".csv"),
        ("", NO_NAME),
        ("folder/", NO_NAME),
        ("\x00", NO_NAME),
    ],
)
def test_a_file_s_name_is_said_on_one_line(name: str, shown: str) -> None:
    assert shown_name(name) == shown
    assert parse_return(b"Indicator,Oct-22\nContacts,1\n", name).file == shown


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    shown = shown_name("a" * 300 + ".csv")
    assert len(shown) == LONGEST_NAME
    assert shown.startswith("aaaa")
    assert shown.endswith("a.csv")


def test_no_text_of_a_workbook_has_what_no_database_takes() -> None:
    """Excel writes such signs as escapes; they stay as they are written."""
    heads = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("Indicator", "Oct-22"))
    row = '<c t="inlineStr"><is><t>Contacts_x0000_ _xD800_</t></is></c><c><v>1</v></c>'
    found = parse_return(with_part(SHEET, sheet_of(f"<row>{heads}</row><row>{row}</row>")), "return.xlsx")
    (series,) = found.series
    assert "\x00" not in series.name
    assert series.name.encode().decode() == series.name
