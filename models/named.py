"""What a text was understood to speak of: the candidates, how well each fits, and how sure that makes the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.indicator_names import Idea
from data.indicators import Indicator
from models.words import Mention

# A fit below this is none; candidates nearer than the margin are not told apart.
FITTING, SURE, MARGIN, WIDE_MARGIN = 0.5, 0.75, 0.04, 0.22
# What it adds that a text has a title word by word, or that an indicator stands for others that fit as well.
TITLE, HEADLINE = 0.12, 0.05
# How much better words may fit an indicator of another unit than the best of the figure's own.
OTHER_UNIT_FITS = 0.25
COHORT, AGE = "cohort", "age"
# Of these groups a text has to say the indicator's idea, unless nothing else comes near.
DECIDING = frozenset({COHORT, AGE, "subject", "school"})


class Certainty(StrEnum):
    """How sure it is which indicator a text means."""

    CERTAIN = "certain"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"
    NONE = "not understood"


@dataclass(frozen=True)
class Candidate:
    """An indicator that a text may mean. `shared` ideas speak for it; `unsaid` and `beside` ones against it.

    `score` runs from 0 to 1. `unsaid` are ideas of the indicator that the text leaves out, `beside` ideas of the text
    that the indicator does not have. `opposite` where the text says what is left over (in touch, of not in touch).
    `words_alone` is the fit without a look at the unit.
    """

    indicator: Indicator
    score: float
    shared: tuple[str, ...]
    unsaid: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    opposite: bool = False
    words_alone: float = 0.0


@dataclass(frozen=True)
class Naming:
    """What a text was understood to speak of: the best candidates first, and the ideas that nobody publishes."""

    certainty: Certainty
    candidates: tuple[Candidate, ...]
    mentions: tuple[Mention, ...] = ()
    unpublished: tuple[str, ...] = ()

    @property
    def indicator(self) -> Indicator | None:
        """The indicator, where there is one that is clear enough to be compared with."""
        clear = self.certainty in (Certainty.CERTAIN, Certainty.LIKELY)
        return self.candidates[0].indicator if clear else None

    @property
    def others(self) -> tuple[Indicator, ...]:
        """Further indicators that fit as well, or nearly."""
        fitting = [each.indicator for each in self.candidates if each.score >= FITTING]
        return tuple(fitting[1:] if self.indicator else fitting)


def certainty_of(best: Sequence[Candidate], ideas: Mapping[str, Idea]) -> Certainty:
    """How sure it is that the first of the `best` candidates is meant."""
    if not best or best[0].score < FITTING:
        return Certainty.NONE
    first = best[0]
    if max(each.words_alone for each in best) - first.score > OTHER_UNIT_FITS:
        return Certainty.NONE  # the words are those of an indicator in another unit
    if first.unsaid and first.indicator.unit.startswith("£"):
        return Certainty.NONE  # sums of money are of so many things that all must be said
    margin = first.score - (best[1].score if len(best) > 1 else 0.0)
    if margin < MARGIN:
        return Certainty.AMBIGUOUS
    has_title = first.score > 1 + HEADLINE
    if margin >= WIDE_MARGIN and (has_title or first.score >= SURE):
        return Certainty.LIKELY if _other_ages(best, ideas) else Certainty.CERTAIN
    whose_is_unsaid = any(idea in ideas and ideas[idea].group in DECIDING for idea in first.unsaid)
    speaks_of_more = any(idea in ideas and not ideas[idea].group for idea in first.beside)
    return Certainty.AMBIGUOUS if not has_title and (whose_is_unsaid or speaks_of_more) else Certainty.LIKELY


def _other_ages(best: Sequence[Candidate], ideas: Mapping[str, Idea]) -> bool:
    """Whether another candidate differs by an age alone, which the text does not say."""
    first = best[0]
    return any(
        each.shared == first.shared
        and not each.beside
        and bool(each.unsaid)
        and all(idea in ideas and ideas[idea].group == AGE for idea in each.unsaid)
        for each in best[1:]
    )
