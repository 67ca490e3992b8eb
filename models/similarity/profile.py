"""The context profile made ready for comparing authorities: who is in it, which variables, and what they are called."""

import hashlib
import json
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.errors import PortalError
from models.arrays import Floats

# City of London and Isles of Scilly: too small and too unusual to be anyone's neighbour; the published lists skip them
# too.
EXCLUDED = ("201", "420")
# Where an authority lies is not what it is like; these variables only serve as a baseline.
LOCATION = "location"
_COLUMNS = ("variable", "title", "unit", "headline", "domain")


@dataclass(frozen=True)
class Profile:
    """`values` (n authorities by k variables, NaN where not published) with names for both, in a fixed order.

    `headline` marks the variables that a reader knows at a glance; only they are used in plain words.
    `location` (n, 2) is each authority's centre, or has no columns where the profile does not give one.
    """

    codes: tuple[str, ...]
    variables: tuple[str, ...]
    titles: tuple[str, ...]
    units: tuple[str, ...]
    domains: tuple[str, ...]
    headline: tuple[bool, ...]
    values: Floats
    location: Floats

    def digest(self, *further: object) -> str:
        """Sixteen hexadecimal digits that stand for this profile and whatever else (as JSON) a model was fitted to."""
        described = [self.codes, self.variables, self.titles, self.units, self.domains, self.headline, further]
        content = hashlib.sha256(json.dumps(described, sort_keys=True).encode())
        for array in (self.values, self.location):
            content.update(np.ascontiguousarray(array, dtype="<f8").tobytes())
        return content.hexdigest()[:16]


def prepared(frame: pd.DataFrame, variables: pd.DataFrame) -> Profile:
    """Read a profile (index: DfE codes as text) by the definitions of its variables.

    A definition has a variable, title, unit, headline (`yes` or `no`) and domain. Leaves out EXCLUDED authorities and
    sorts by code. Raises PortalError where a definition or a column is missing.
    """
    if absent := [column for column in _COLUMNS if column not in variables.columns]:
        raise PortalError(
            f"The definitions of context variables lack the column {absent[0]}; they need {', '.join(_COLUMNS)}."
        )
    if unknown := sorted(set(variables["variable"]) - set(frame.columns)):
        raise PortalError(f"The context profile lacks the variable '{unknown[0]}', which its definitions describe.")
    kept = frame.loc[sorted(code for code in frame.index if code not in EXCLUDED)]
    located = variables["domain"] == LOCATION
    used = variables.loc[~located]
    if empty := [name for name in used["variable"] if kept[name].isna().all()]:
        raise PortalError(f"The context variable '{empty[0]}' has no value for any authority.")
    return Profile(
        codes=tuple(kept.index),
        variables=tuple(used["variable"]),
        titles=tuple(used["title"]),
        units=tuple(used["unit"]),
        domains=tuple(used["domain"]),
        headline=tuple(bool(mark) for mark in used["headline"] == "yes"),
        values=kept[used["variable"].tolist()].to_numpy(dtype=np.float64),
        location=kept[variables.loc[located, "variable"].tolist()].to_numpy(dtype=np.float64),
    )
