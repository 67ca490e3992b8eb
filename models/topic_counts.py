"""How many indicators of each topic are better, similar and worse than the neighbours' mean, and how many untold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Flags
from models.assessment import Assessment
from models.priorities import stale_places

BANDS = "ABCD"


@dataclass(frozen=True)
class Counts:
    """Indicators with a better direction, each in one place only.

    `worse`, `similar` and `better` are tested by 95% interval; `certainly_worse` and `certainly_better` are those of
    them that stay under the 5% false discovery rate over all of the authority's tested indicators. `by_band` are the
    untested ones in bands A to D, `no_band` the untested ones without a band. Then those without a figure of the
    authority, and those whose figures are too old.
    """

    worse: int = 0
    similar: int = 0
    better: int = 0
    certainly_worse: int = 0
    certainly_better: int = 0
    by_band: tuple[int, int, int, int] = (0, 0, 0, 0)
    no_band: int = 0
    no_figure: int = 0
    stale: int = 0

    @property
    def tested(self) -> int:
        """How many a 95% interval could be laid around."""
        return self.worse + self.similar + self.better

    @property
    def not_tested(self) -> int:
        """How many have a figure but no counts to test it by."""
        return sum(self.by_band) + self.no_band

    @property
    def all(self) -> int:
        """Every indicator with a better direction."""
        return self.tested + self.not_tested + self.no_figure + self.stale


def counts_by_topic(found: Assessment) -> dict[str, Counts]:
    """The counts of each topic, in the topics' order; an indicator listed in several counts in its own alone."""
    snapshot, standing = found.standing.snapshot, found.standing
    topics, topic = snapshot.indicators.topics, standing.field.traits.topics
    directed, old, missing = standing.signs != 0, stale_places(found), np.isnan(standing.value)
    current, words = directed & ~old, standing.comparison
    there = current & ~missing
    untested = there & (words == "not tested")

    def counted(among: Flags) -> list[int]:
        sizes: list[int] = np.bincount(topic[among], minlength=len(topics)).tolist()
        return sizes

    columns = zip(
        *(counted(there & (words == word)) for word in ("worse", "similar", "better")),
        *(counted(there & (words == word) & found.certain) for word in ("worse", "better")),
        zip(*(counted(untested & (standing.band == letter)) for letter in BANDS), strict=True),
        counted(untested & (standing.band == "")),
        counted(current & missing),
        counted(directed & old),
        strict=True,
    )
    return {topic: Counts(*numbers) for topic, numbers in zip(topics, columns, strict=True)}


def total(counts: Sequence[Counts]) -> Counts:
    """All topics together."""
    if not counts:
        return Counts()
    sums = {name: sum([getattr(one, name) for one in counts]) for name in vars(counts[0]) if name != "by_band"}
    best, second, third, worst = (sum(band) for band in zip(*(one.by_band for one in counts), strict=True))
    return Counts(**sums, by_band=(best, second, third, worst))
