"""How many indicators of each topic are better, similar and worse than the neighbours' mean, and how many untold."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

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

    def __add__(self, other: "Counts") -> "Counts":
        pairs = zip(self.by_band, other.by_band, strict=True)
        first, second = ({**vars(counts), "by_band": 0} for counts in (self, other))
        added = {name: first[name] + second[name] for name in first}
        return Counts(**{**added, "by_band": tuple(one + two for one, two in pairs)})


def counts_by_topic(found: Assessment) -> dict[str, Counts]:
    """The counts of each topic, in the topics' order; an indicator listed in several counts in its own alone."""
    snapshot, standing = found.standing.snapshot, found.standing
    topics = snapshot.indicators.topics
    place = {topic: at for at, topic in enumerate(topics)}
    topic = np.array([place[snapshot.indicators.all[index].topic] for index in standing.slice.which])
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
    return reduce(Counts.__add__, counts, Counts())
