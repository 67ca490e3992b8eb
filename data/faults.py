"""Known faults in published files: what the importer does about each, and what a reader is told."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

import numpy as np

from data.authorities import Area
from data.blocks import Block
from data.missing import Missing

ENOUGH = 40
"""As many authorities must have a figure before their figures are called odd."""


@dataclass(frozen=True)
class Fault:
    """One fault. `areas` and `years` narrow what is withheld; blank means all. A fault without `withheld` is a note."""

    indicator: str
    why: str
    withheld: bool = False
    areas: str = ""
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Faults:
    """All known faults, and the labels that name no period, by LAIT code."""

    faults: tuple[Fault, ...]
    set_aside: dict[str, frozenset[str]]

    def of(self, indicator: str) -> tuple[Fault, ...]:
        """The faults of one indicator."""
        return tuple(fault for fault in self.faults if fault.indicator == indicator)


def load_faults() -> Faults:
    """Read the definition file."""
    content = tomllib.loads((resources.files("data") / "definitions" / "faults.toml").read_text("utf-8"))
    withheld = [
        Fault(entry["indicator"], entry["why"], True, entry.get("areas", ""), tuple(entry.get("years", ())))
        for entry in content.get("withhold", [])
    ]
    notes = [Fault(entry["indicator"], entry["why"]) for entry in content.get("note", [])]
    aside = {entry["lait"]: frozenset(entry["labels"]) for entry in content.get("set_aside", [])}
    return Faults(tuple(withheld + notes), aside)


def withhold(block: Block, faults: Iterable[Fault], areas: tuple[Area, ...]) -> Block:
    """The block without the figures that a fault makes worthless; their reason is `unreliable`."""
    values, reasons = block.values.copy(), block.reasons.copy()
    for fault in (fault for fault in faults if fault.withheld):
        rows = np.array([not fault.areas or area.kind == fault.areas for area in areas])
        columns = np.array([not fault.years or period.year in fault.years for period in block.periods])
        cells = np.ix_(rows, columns)
        reasons[cells] = np.where(np.isnan(values[cells]), reasons[cells], Missing.UNRELIABLE)
        values[cells] = np.nan
    return Block(**{**vars(block), "values": values, "reasons": reasons})


def out_of_range(block: Block, unit: str, areas: tuple[Area, ...]) -> list[str]:
    """Sentences on figures that cannot be right: an England rate above every authority's, or one value for all.

    A check on new files: what it finds is either a known fault or something to look into.
    """
    authorities = np.array([area.kind == "authority" for area in areas])
    country = next(index for index, area in enumerate(areas) if area.kind == "country")
    values, england = block.values[authorities], block.values[country]
    known = ~np.isnan(values)
    enough = known.sum(axis=0) >= ENOUGH
    lowest, highest = np.where(known, values, np.inf).min(axis=0), np.where(known, values, -np.inf).max(axis=0)
    outside = enough & ((england < lowest) | (england > highest)) & unit.startswith(("%", "rate"))
    all_alike = enough & (lowest == highest) & (lowest != 0)
    found = []
    for column in np.flatnonzero(outside | all_alike):
        label = block.periods[column].label
        if outside[column]:
            found.append(f"{label}: England's {england[column]:g} lies outside every authority's figure.")
        if all_alike[column]:
            found.append(f"{label}: every authority has the same figure, {lowest[column]:g}.")
    return found
