"""What the records are held against: the extract of the shipped snapshot, read without the store."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.conftest import PUBLISHED

SOUTHAMPTON, PORTSMOUTH, ENGLAND = "852", "851", "970"


@pytest.fixture(scope="session")
def folder() -> Path:
    """The folder of the shipped snapshot."""
    return PUBLISHED / (PUBLISHED / "current").read_text().strip()


@pytest.fixture(scope="session")
def extract(folder: Path) -> pd.DataFrame:
    """Every row of the extract, in its order; text as categories."""
    return pq.read_table(folder / "observations.parquet").to_pandas()


@pytest.fixture(scope="session")
def catalogue(folder: Path) -> dict[str, Any]:
    """The catalogue beside it."""
    found: dict[str, Any] = json.loads((folder / "catalogue.json").read_bytes())
    return found


def rows_of(extract: pd.DataFrame, **wanted: str) -> list[dict[str, Any]]:
    """The rows in which columns have values, as dictionaries with None where nothing is."""
    for name, value in wanted.items():
        extract = extract[extract[name] == value]
    return [
        {str(name): None if value is None or value != value else value for name, value in row.items()}
        for row in extract.astype(object).to_dict("records")
    ]
