"""Known faults in published files: what the importer does about each, and what a reader is told."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

import numpy as np

from data.authorities import Area
from data.blocks import Block
from data.missing import Missing


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
    found = []
    for column, period in enumerate(block.periods):
        values = block.values[authorities, column]
        values = values[~np.isnan(values)]
        if len(values) < 40:
            continue
        england = block.values[country, column]
        if unit.startswith(("%", "rate")) and not values.min() <= england <= values.max() and not np.isnan(england):
            found.append(f"{period.label}: England's {england:g} lies outside every authority's figure.")
        if len(np.unique(values)) == 1 and values[0] != 0:
            found.append(f"{period.label}: every authority has the same figure, {values[0]:g}.")
    return found
