"""The context profile: what is known of each place, and what each variable means.

Plain values for showing it; frames for fitting to it. pandas is fetched only for the frames, so that a process which
shows pages never loads it.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from data.snapshot import CONTEXT, read_file
from data.store import Snapshot

if TYPE_CHECKING:
    import pandas as pd

CODE = "dfe_code"


@dataclass(frozen=True)
class Variable:
    """What a column of the profile means. `headline` ones may describe a group in a few words."""

    name: str
    title: str
    unit: str
    headline: bool
    domain: str
    source: str


@dataclass(frozen=True)
class Context:
    """The profile as plain values: for each authority (DfE code) each variable (name), None where not published."""

    variables: Mapping[str, Variable]
    values: Mapping[str, Mapping[str, float | None]]


def load_context(snapshot: Snapshot) -> Context:
    """The profile of a snapshot with the definitions of its variables; read once, since a snapshot never changes."""
    return _context(snapshot.folder)


@lru_cache(maxsize=2)
def _context(folder: Path) -> Context:
    rows = csv.DictReader(read_file(folder, CONTEXT).decode("utf-8").splitlines())
    return Context(_variables(), {row.pop(CODE): {name: _number(text) for name, text in row.items()} for row in rows})


@cache
def _variables() -> Mapping[str, Variable]:
    rows = csv.DictReader(_definitions().splitlines())
    return {
        row["variable"]: Variable(
            name=row["variable"],
            title=row["title"],
            unit=row["unit"],
            headline=row["headline"] == "yes",
            domain=row["domain"],
            source=row["source"],
        )
        for row in rows
    }


def _number(text: str) -> float | None:
    return float(text) if text else None


def _definitions() -> str:
    return (resources.files("data") / "definitions" / "context_variables.csv").read_text("utf-8")


def load_variables() -> "pd.DataFrame":
    """The definition of every context variable: variable, title, unit, headline (yes or no), domain, source."""
    import pandas as pd

    return pd.read_csv(io.StringIO(_definitions()))


def load_profile(snapshot: Snapshot) -> "pd.DataFrame":
    """The profile of a snapshot: a row an authority (index: DfE code), a column a variable, NaN where not published."""
    import pandas as pd

    return pd.read_csv(io.BytesIO(snapshot.file(CONTEXT)), dtype={CODE: str}).set_index(CODE)
