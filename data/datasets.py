"""The tidy files of Explore Education Statistics: what the definition file says of each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

Spellings = Mapping[str, tuple[str, ...]]
"""For each name that definitions use, the others under which files hold the same."""
PUBLICATIONS = "https://explore-education-statistics.service.gov.uk/find-statistics/"


@dataclass(frozen=True)
class Reading:
    """How the file of an added data set is read, where nobody has checked it column by column.

    `names` gives the file's own name for a standard column that it calls otherwise; `marks` what a mark of its own in
    place of a number means, in the words of `data.missing`; `shares` the columns that hold percentages as 0 to 1.
    Rows of the places in `left_out` are no authority's, region's or England's; any other unknown place is refused.
    `identifier` is the time identifier of all rows where the file has no such column.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    shares: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    identifier: str = "Reporting year"


@dataclass(frozen=True)
class Dataset:
    """One tidy file: its publication, the columns that say which children a row counts, and its column of status.

    A file with `superseded_by` is read and checked, and gives no figure to the portal. One with `reading` was added to
    an installation (`portal add-source`) and is read as that says.

    `renamed` gives the other names of a column and `renamed_values` those of a filter's values, by filter, in releases
    that call them otherwise. `only` are the values of columns that some releases alone have, which every row must hold.
    `data_set` and `id` are the title and the id by which the publisher's API knows it, and `publication` the last part
    of its publication's address; blank where nobody has written it down.
    """

    name: str
    title: str
    link: str
    filters: tuple[str, ...]
    status: str = ""
    superseded_by: str = ""
    renamed: Spellings = field(default_factory=dict)
    renamed_values: Mapping[str, Spellings] = field(default_factory=dict)
    only: Mapping[str, str] = field(default_factory=dict)
    reading: Reading | None = None
    data_set: str = ""
    id: str = ""
    publication: str = ""

    @property
    def slug(self) -> str:
        """The last part of its publication's address; blank for a file that the publisher's site does not have."""
        return self.publication or (self.link.removeprefix(PUBLICATIONS) if self.link.startswith(PUBLICATIONS) else "")


@cache
def load_datasets() -> dict[str, Dataset]:
    """The definition of every tidy file of the project itself, by name."""
    return datasets_from((resources.files("data") / "definitions" / "datasets.toml").read_text("utf-8"))


def datasets_from(text: str) -> dict[str, Dataset]:
    """The data sets that a definition file describes, by name."""
    return {name: _dataset(name, dict(entry)) for name, entry in tomllib.loads(text).items()}


def _dataset(name: str, entry: dict[str, object]) -> Dataset:
    filters: tuple[str, ...] = tuple(entry.pop("filters"))  # type: ignore[arg-type]
    reading = entry.pop("reading", None)
    values: Mapping[str, Mapping[str, object]] = entry.pop("renamed_values", {})  # type: ignore[assignment]
    return Dataset(
        name=name,
        filters=filters,
        renamed=_spellings(entry.pop("renamed", {})),  # type: ignore[arg-type]
        renamed_values={column: _spellings(others) for column, others in values.items()},
        reading=None if reading is None else _reading(reading),  # type: ignore[arg-type]
        **entry,  # type: ignore[arg-type]
    )


def _spellings(entry: Mapping[str, object]) -> Spellings:
    return {name: (others,) if isinstance(others, str) else tuple(others) for name, others in entry.items()}  # type: ignore[arg-type]


def _reading(entry: Mapping[str, object]) -> Reading:
    lists = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Reading(**lists)  # type: ignore[arg-type]
