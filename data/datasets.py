"""The tidy files of Explore Education Statistics: what the definition file says of each."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Dataset:
    """One tidy file: its publication, the columns that say which children a row counts, and its column of status.

    A file with `superseded_by` is read and checked, and gives no figure to the portal.
    """

    name: str
    title: str
    link: str
    filters: tuple[str, ...]
    status: str = ""
    superseded_by: str = ""


@cache
def load_datasets() -> dict[str, Dataset]:
    """The definition of every tidy file, by name."""
    text = (resources.files("data") / "definitions" / "datasets.toml").read_text("utf-8")
    return {
        name: Dataset(name=name, **{**entry, "filters": tuple(entry["filters"])})
        for name, entry in tomllib.loads(text).items()
    }
