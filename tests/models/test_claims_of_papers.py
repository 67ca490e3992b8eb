"""Statements of published papers: what each should be judged was worked out apart, from the publisher's files.

`claims_of_papers.csv` has the paper (by its number in the set of documents) and line, the statement, the indicators it
is about, and each part with its verdict and the published figure. The figures were read with pandas from the
publisher's own files (LAIT by its short description, EES by its file; means of the ten listed neighbours; Wilson
intervals worked out anew), never from the snapshot, and compared by plain arithmetic. `why` names the file. Statements
without parts are of what nobody publishes, and must not be understood.
"""

import csv
import io
from pathlib import Path

import pytest

from data.indicator_names import load_indicator_names
from data.store import Snapshot
from layouts.claims import words
from models.claims.answering import answer
from models.naming import NameIndex, name_index

TABLE = (Path(__file__).parent / "claims_of_papers.csv").read_text("utf-8")
ROWS = list(csv.DictReader(io.StringIO(TABLE, newline="")))
PUBLISHED = [row for row in ROWS if row["parts"]]
EDITION = "2025"
CLOSE = 0.001


@pytest.fixture(scope="module")
def names(snapshot: Snapshot) -> NameIndex:
    return name_index(snapshot.indicators, load_indicator_names())


def test_there_are_enough_statements() -> None:
    assert len(PUBLISHED) >= 50
    assert len(ROWS) >= 70
    assert {row["document"] for row in ROWS} >= {"000", "002", "003", "004"}


def named(row: dict[str, str]) -> str:
    return f"{row['document']}, line {row['line']}: {' '.join(row['statement'].split())[:60]}"


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_statement_is_judged_as_the_publishers_files_say(
    row: dict[str, str], snapshot: Snapshot, names: NameIndex
) -> None:
    found = answer(row["statement"], snapshot, names, snapshot.authorities.find(row["authority"]), EDITION)
    about = {statement.indicator.id for statement in found.statements}
    assert about == set(filter(None, row["indicators"].split("; ")))
    parts = [
        (words.part_name(judgement), str(judgement.verdict), judgement.found)
        for statement in found.statements
        for judgement in statement.judgements
    ]
    expected = [part.rsplit("=", 2) for part in filter(None, row["parts"].split(" | "))]
    assert [part[:2] for part in parts] == [(name, verdict) for name, verdict, _ in expected]
    for (name, _, value), (_, _, published) in zip(parts, expected, strict=True):
        if isinstance(value, str):
            assert value == published, name
        elif published:
            assert value == pytest.approx(float(published), abs=CLOSE), name
