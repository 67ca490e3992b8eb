"""The worked examples of the API run against a portal, and print what the guides say that they print."""

import csv
import io
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.docs.collected import blocks
from tests.docs.typed import PORTAL
from tests.live import ROOT, serving

SECONDS = 120


@pytest.fixture(scope="module")
def address(shared_cache: str) -> Iterator[str]:
    with serving(PORTAL_CACHE_DIR=shared_cache) as served:
        yield served


def example(name: str) -> tuple[str, str]:
    """The program of a guide, of all its parts, and what it is said to print."""
    of_it = [block for block in blocks() if block.document == ROOT / "docs" / f"{name}.md"]
    printed = "".join(block.text for block in of_it if block.language == "text")
    return "\n".join(block.text for block in of_it if block.language in ("python", "r", "powerquery")), printed


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def typed(command: list[str], address: str, program: str) -> list[str]:
    ended = subprocess.run(
        command, input=program.replace(PORTAL, address), capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert ended.returncode == 0, ended.stderr
    return lines(ended.stdout)


def test_pandas(address: str) -> None:
    program, printed = example("pandas")
    assert typed([sys.executable, "-"], address, program) == lines(printed)


def test_r(address: str) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed: as root, bash .ci/r.sh")
    program, printed = example("r")
    assert typed(["Rscript", "--vanilla", "-"], address, program) == lines(printed)


def test_pandas_and_r_print_the_same_figures() -> None:
    def figures(name: str) -> list[list[float]]:
        rows = [re.findall(r"\d+(?:\.\d+)?", line.partition(" ")[2]) for line in lines(example(name)[1])]
        return [[float(number) for number in row] for row in rows if len(row) == 4]

    assert len(figures("pandas")) == 11
    assert figures("pandas") == figures("r")


def query() -> tuple[str, list[str], list[str]]:
    """The address of the query for Excel and Power BI, the columns that it chooses, and those that it calls numbers."""
    program, _ = example("excel")
    found = re.search(r'Web\.Contents\("([^"]+)"\)', program)
    chosen = re.search(r"SelectColumns\(\w+, \{([^}]+)\}", program)
    assert found is not None
    assert chosen is not None
    return (
        found[1],
        re.findall(r'"([^"]+)"', chosen[1]),
        re.findall(r'\{"(\w+)", (?:type number|Int64\.Type)\}', program),
    )


def answer(address: str) -> bytes:
    with urllib.request.urlopen(query()[0].replace(PORTAL, address), timeout=SECONDS) as given:
        body: bytes = given.read()
        return body


def test_the_query_for_excel_names_columns_that_there_are(address: str) -> None:
    _, chosen, numbers = query()
    rows = list(csv.DictReader(io.StringIO(answer(address).decode())))
    assert set(numbers) < set(chosen) <= set(rows[0])
    assert len(chosen) == 15
    for row in rows:
        for name in numbers:
            assert row[name] == "" or float(row[name]) is not None


def test_the_address_that_people_paste_is_that_of_the_query() -> None:
    pasted = next(block.text.strip() for block in blocks() if block.text.startswith(f"{PORTAL}/api/v1/table"))
    assert pasted == query()[0]


def test_a_spreadsheet_program_opens_the_same_answer(address: str, tmp_path: Path) -> None:
    calc = shutil.which("soffice")
    if calc is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "table.csv").write_bytes(answer(address))
    command = [calc, f"-env:UserInstallation={(tmp_path / 'own').as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", tmp_path, tmp_path / "table.csv"], check=True, capture_output=True, timeout=SECONDS
    )
    sheet = load_workbook(tmp_path / "table.xlsx").active
    opened = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    expected = list(csv.reader(io.StringIO(answer(address).decode())))
    assert opened[0] == expected[0]
    place = expected[0].index("value")
    assert [row[place] for row in opened[1:]] == [float(row[place]) if row[place] else "" for row in expected[1:]]
