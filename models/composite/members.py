"""What each member of a composite authority brings to it, cell by cell, and why a member brings nothing."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from data.authorities import Area
from data.blocks import Origin
from data.missing import Missing
from data.periods import Period
from data.store import Snapshot
from models.arrays import Flags, Floats, Integers
from models.field import Field

POPULATION = "children-aged-0-to-17-population"


class Basis(IntEnum):
    """How a composite figure was made; REFUSED where its kind of figure cannot be put together."""

    REFUSED = 0
    POOLED = 1
    ADDED = 2
    WEIGHTED = 3


# By themselves, since to ask an enumeration for one takes as long as all that a sentence asks else.
REFUSED, POOLED, ADDED, WEIGHTED = Basis


class Part(IntEnum):
    """What a member brings. COUNTED_WITH: its figure is in a joint return that another member brings."""

    CONTRIBUTES = 0
    COUNTED_WITH = 1
    MISSING = 2
    WITHOUT_COUNTS = 3
    NOT_OPEN = 4
    SHARED = 5

    def words(self, reason: Missing) -> str:
        """Why a member is missing, as a reader meets it; empty where it is not. `reason` is the publisher's."""
        return reason.sentence if self is Part.MISSING else _WORDS.get(self, "")


_WORDS = {
    Part.WITHOUT_COUNTS: "published without its counts",
    Part.NOT_OPEN: "not open in this period",
    Part.SHARED: "in a joint return with an authority outside the group",
}


@dataclass(frozen=True)
class Cells:
    """The figures of m members in k cells, all (k, m), NaN where missing.

    `have_counts` says where numerator and denominator can be used, `populations` are children aged 0 to 17 in the last
    middle of a year before the period's end, and `sizes` the same, or the last that is known where that one is not.
    """

    members: tuple[Area, ...]
    values: Floats
    reasons: Integers
    joint: Flags
    existed: Flags
    numerators: Floats
    denominators: Floats
    have_counts: Flags
    populations: Floats
    sizes: Floats


def cells_of(field: Field, members: tuple[Area, ...]) -> Cells:
    """What `members` have in the cells of a field.

    Counts are usable where a value was published or only rounds to zero, and where there were none of none (a member
    without any such child brings 0 of 0). Those behind a value that was withheld as unreliable are not.
    """
    places = np.array([field.snapshot.area_position[area.code] for area in members])
    chosen = field.slice
    numerators, denominators = (counts[:, places] for counts in field.counts)
    reasons = chosen.reasons[:, places]
    sound = (reasons == Missing.PRESENT) | (reasons == Missing.ROUNDS_TO_ZERO)
    nobody = (reasons == Missing.NOT_APPLICABLE) & (denominators == 0)
    populations, latest = _populations(field, places)
    return Cells(
        members=members,
        values=chosen.values[:, places],
        reasons=reasons.astype(np.int64),
        joint=(chosen.origins[:, places].astype(np.int64) & Origin.JOINT) > 0,
        existed=chosen.existed[:, places],
        numerators=numerators,
        denominators=denominators,
        have_counts=~np.isnan(numerators) & ~np.isnan(denominators) & (sound | nobody),
        populations=populations,
        sizes=np.where(np.isnan(populations), latest, populations),
    )


def joined(cells: Cells, snapshot: Snapshot, usable: Flags) -> Integers:
    """What each member brings (k, m), as Part, where `usable` (k, m) says which figures could be put together.

    Only what an authority reported while it was open counts. A joint return counts once, with its first member that has
    the figure, when all its authorities are members; otherwise it holds others' figures too and is left out.
    """
    parts = np.where(usable, Part.CONTRIBUTES, np.where(np.isnan(cells.values), Part.MISSING, Part.WITHOUT_COUNTS))
    parts = np.where(cells.existed, parts, Part.NOT_OPEN)
    codes = [area.code for area in cells.members]
    for joint_return in snapshot.authorities.joint_returns:
        inside = [codes.index(code) for code in joint_return.members if code in codes]
        made = cells.joint[:, inside] & cells.existed[:, inside]
        if len(inside) < len(joint_return.members):
            parts[:, inside] = np.where(made, Part.SHARED, parts[:, inside])
            continue
        brings = made & usable[:, inside]
        first = brings & (np.cumsum(brings, axis=1) == 1)
        counted_with = brings.any(axis=1, keepdims=True) & ~first
        parts[:, inside] = np.where(counted_with, Part.COUNTED_WITH, parts[:, inside])
    return parts


def _populations(field: Field, places: Integers) -> tuple[Floats, Floats]:
    """Children aged 0 to 17 at the middle of the year behind each cell (k, m), and the last known of each member."""
    snapshot, chosen = field.snapshot, field.slice
    index = snapshot.position.get(POPULATION)
    found = np.full((len(chosen.which), len(places)), np.nan)
    latest = np.full(len(places), np.nan)
    if index is None:
        return found, latest
    known = snapshot.block(snapshot.indicators.all[index]).values[places]
    for at, row in enumerate(known):
        present = np.flatnonzero(~np.isnan(row))
        latest[at] = row[present[-1]] if len(present) else np.nan
    middles = snapshot.once("middles of years", lambda: _middles(snapshot, index))
    middle = np.where(chosen.columns >= 0, middles[snapshot.axis.numbers(chosen.which, chosen.columns)], -1)
    found[middle >= 0] = known.T[middle[middle >= 0]]
    return found, latest


def _middles(snapshot: Snapshot, index: int) -> Integers:
    """The column of an indicator that is the last middle of a year in each of the axis' periods; -1 for none."""
    column_of = {period.year: column for column, period in enumerate(snapshot.periods[index])}
    return np.array([column_of.get(_middle_year(period), -1) for period in snapshot.axis.distinct], dtype=np.int64)


def _middle_year(period: Period) -> int:
    """The year of the last 30 June on or before a period's last day."""
    return period.end.year - ((period.end.month, period.end.day) < (6, 30))
