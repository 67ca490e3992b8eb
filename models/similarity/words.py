"""Plain words for how a group of authorities, or a direction, differs from England."""

from collections.abc import Iterator

import numpy as np

from models.arrays import Flags, Floats
from models.similarity.profile import Profile
from models.similarity.results import Distinction

# A difference from England, in standard deviations, too small to be worth a word.
NOTABLE = 0.5
# Amounts of something are larger or smaller; rates, shares and scores are higher or lower.
AMOUNTS = ("km²", "children", "pupils")


def phrase(title: str, unit: str, difference: float) -> str:
    """A variable and its direction: `higher population density`, `smaller number of children aged 0 to 17`."""
    up, down = ("larger", "smaller") if unit in AMOUNTS else ("higher", "lower")
    return f"{up if difference > 0 else down} {title[:1].lower()}{title[1:]}"


def strongest(differences: Floats, profile: Profile, most: int) -> Iterator[int]:
    """The headline variables with the largest `differences` (k,) either way, at most one a domain, NOTABLE or more."""
    seen: set[str] = set()
    for at in np.argsort(-np.abs(differences), kind="stable"):
        if len(seen) == most or abs(differences[at]) < NOTABLE:
            return
        if profile.headline[at] and profile.domains[at] not in seen:
            seen.add(profile.domains[at])
            yield int(at)


def distinctions(values: Floats, members: Flags, profile: Profile, most: int) -> tuple[Distinction, ...]:
    """In what the `members` (n,) of a group stand out from all authorities, most distinctive first.

    `values` (n, k) in their own units, without gaps. England's mean is the plain mean of authorities, and the
    difference is in standard deviations of authorities.
    """
    england, spread = values.mean(axis=0), values.std(axis=0)
    means = values[members].mean(axis=0)
    differences = (means - england) / np.where(spread > 0, spread, 1.0)
    return tuple(
        Distinction(
            variable=profile.variables[at],
            title=profile.titles[at],
            unit=profile.units[at],
            domain=profile.domains[at],
            cluster_mean=round(float(means[at]), 4),
            england_mean=round(float(england[at]), 4),
            difference=round(float(differences[at]), 3),
            words=phrase(profile.titles[at], profile.units[at], float(differences[at])),
        )
        for at in strongest(differences, profile, most)
    )


def listed(words: list[str]) -> str:
    """Words as a list in a sentence: `a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
