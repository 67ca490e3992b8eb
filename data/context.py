"""The context profile as frames: what is known of each place, and what each variable means."""

import io
from importlib import resources

import pandas as pd

from data.snapshot import CONTEXT
from data.store import Snapshot

CODE = "dfe_code"


def load_variables() -> pd.DataFrame:
    """The definition of every context variable: variable, title, unit, headline (yes or no), domain, source."""
    return pd.read_csv(
        io.StringIO((resources.files("data") / "definitions" / "context_variables.csv").read_text("utf-8"))
    )


def load_profile(snapshot: Snapshot) -> pd.DataFrame:
    """The profile of a snapshot: a row an authority (index: DfE code), a column a variable, NaN where not published."""
    return pd.read_csv(io.BytesIO(snapshot.file(CONTEXT)), dtype={CODE: str}).set_index(CODE)
