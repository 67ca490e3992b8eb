"""From words to an indicator: which one a text speaks of, how sure that is, and what decided.

    names = name_index(snapshot.indicators, load_indicator_names())
    naming = names.read("% of CLA with an up to date dental check")
    naming.indicator, naming.certainty, naming.candidates

A text and every name of an indicator are turned into ideas (data/definitions/indicator_names.toml). A name fits as far
as its ideas are in the text and the text's ideas are in it (the harmonic mean of both shares, where rare ideas weigh
more: van Rijsbergen's F with inverse document frequency). A unit that is said decides between a share and a count, an
age or cohort between groups. What is not clear is called so, and the candidates are named: nothing is guessed silently.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from data.indicator_names import IndicatorNames
from data.indicators import Indicator
from models.named import AGE, COHORT, HEADLINE, TITLE, Candidate, Certainty, Naming, certainty_of
from models.words import PLAIN, Mention, Phrases, Unit, phrases_of, unit_of, words

__all__ = ["Candidate", "Certainty", "NameIndex", "Naming", "name_index"]

KEPT = 5
# The groups of ideas that say who is counted, and in which subject, but not what.
WHOM = frozenset({COHORT, AGE, "ethnic group", "school", "subject", "staff", "key stage"})
# What follows this word in a cohort or title says who is not counted.
EXCLUDING = "excluding"
# How much of a fit is left when the text speaks of another unit, of a group that the indicator does not have, or of
# another group than the indicator's.
OTHER_UNIT, UNKNOWN_GROUP, OTHER_GROUP = 0.6, 0.7, 0.3
# How much of a fit is left that rests on plain words alone, none of them an idea of the field.
ONLY_PLAIN = 0.7
# A text that says less of a name than this does not mean it.
LEAST_SAID = 0.4
# Sums of the same numbers in another order may differ by less.
ROUNDING = 1e-9
# How much of a fit is left where a text says whom, and not what: `75% white` is no level of development.
ONLY_WHOM = 0.5
# A figure of a known unit is never one of an indicator with another.
NO_UNIT = 0.45
# Words outside the table of ideas say less of what is meant.
PLAIN_WEIGHT = 0.35


@dataclass(frozen=True)
class _Name:
    """One name of an indicator as ideas; `optional` ones (of its cohort and topics) may be said or not."""

    place: int
    ideas: frozenset[str]
    optional: frozenset[str]


@dataclass(frozen=True)
class _Units:
    """The unit a text speaks of, and how much of a fit is left to an indicator of another."""

    unit: Unit | None
    left: float

    def left_of(self, indicator: Indicator) -> float:
        return self.left if self.unit and not self.unit.fits(indicator) else 1.0


@dataclass(frozen=True)
class NameIndex:
    """Every name of every indicator, ready to be compared with texts."""

    indicators: Sequence[Indicator]
    phrases: Phrases
    names: tuple[tuple[_Name, ...], ...]
    codes: Mapping[str, Indicator]
    titles: tuple[str, ...]
    headlines: frozenset[str]

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """How much each idea says: the fewer indicators have it, the more. One that none has says most."""
        having: Counter[str] = Counter()
        for names in self.names:
            having.update(frozenset().union(*(name.ideas for name in names)))
        return {idea: self._weight(idea, count) for idea, count in having.items()}

    @cached_property
    def _row(self) -> tuple[_Name, ...]:
        """Every name, in the order of the catalogue."""
        return tuple(name for names in self.names for name in names)

    @cached_property
    def _sums(self) -> tuple[float, ...]:
        """How much all ideas of each name in the row say."""
        return tuple(self._sum(name.ideas) for name in self._row)

    @cached_property
    def _having(self) -> Mapping[str, tuple[int, ...]]:
        """Where the names that have each idea are in the row."""
        having: dict[str, list[int]] = {}
        for at, name in enumerate(self._row):
            for idea in name.ideas:
                having.setdefault(idea, []).append(at)
        return {idea: tuple(places) for idea, places in having.items()}

    def _weight(self, idea: str, having: int) -> float:
        if _is_number(idea):
            return 1.0
        return math.log(1 + len(self.indicators) / having) * (PLAIN_WEIGHT if idea.startswith(PLAIN) else 1)

    def read(self, text: str, unit: Unit | None = None) -> Naming:
        """Which indicator a text speaks of. `unit` is that of its figure where known; else the text's words decide."""
        if exact := self.codes.get(_folded(text)):
            return Naming(Certainty.CERTAIN, (Candidate(exact, 1.0, (exact.title,)),))
        mentions = self.phrases.mentions(text)
        said = [idea for mention in mentions for idea in mention.ideas]
        spelled = _spelled(text)
        title = max((title for title in self.titles if title in spelled), key=len, default="")
        units = _Units(unit or unit_of(text), NO_UNIT if unit else OTHER_UNIT)
        return replace(self._read(said, units, title), mentions=mentions)

    def read_ideas(self, said: Iterable[str], unit: Unit | None = None) -> Naming:
        """The same for ideas that were gathered from several places."""
        gathered = tuple(said)
        mentions = (Mention(gathered, 0, 0),)
        return replace(self._read(gathered, _Units(unit, NO_UNIT), ""), mentions=mentions)

    def _read(self, said: Sequence[str], units: _Units, title: str) -> Naming:
        ideas = self.phrases.ideas
        heard = frozenset(idea for idea in said if idea in ideas or idea in self.weights)
        candidates = self._candidates(heard, units, title)
        turned = frozenset((ideas[idea].opposite or idea) if idea in ideas else idea for idea in heard)
        if turned != heard:
            left_over = set(_sorted(turned - heard))
            turned_round = self._candidates(turned, units, title)
            candidates += [replace(each, opposite=True) for each in turned_round if left_over <= set(each.shared)]
        # Equal ones stay in the catalogue's order.
        best = tuple(sorted(candidates, key=lambda each: -each.score)[:KEPT])
        unpublished = tuple(idea for idea in dict.fromkeys(said) if idea in ideas and ideas[idea].local)
        capped = tuple(replace(each, score=round(min(each.score, 1.0), 3)) for each in best)
        # A text that speaks of what nobody publishes is not about the nearest thing that is published.
        certainty = Certainty.NONE if unpublished else certainty_of(best, ideas)
        return Naming(certainty, capped, (), unpublished)

    def _candidates(self, heard: frozenset[str], units: _Units, title: str) -> list[Candidate]:
        found = []
        for place, names in self._likely(heard, title).items():
            indicator, spelled = self.indicators[place], self.titles[place]
            score, name = max(((self._fit(name, heard), name) for name in names), key=lambda each: each[0])
            has_title = bool(title) and spelled == title
            if not score and not has_title:
                continue
            every = name.ideas | name.optional
            score *= 1 if any(idea in self.phrases.ideas for idea in name.ideas & heard) else ONLY_PLAIN
            words_alone, score = score, score * units.left_of(indicator)
            if has_title:
                score = max(score, self._groups(every, heard)) + TITLE
            score += HEADLINE if indicator.id in self.headlines else 0
            against = _sorted(name.ideas - heard), _sorted(heard - every)
            found.append(Candidate(indicator, score, _sorted(heard & every), *against, words_alone=words_alone))
        return found

    def _likely(self, heard: frozenset[str], title: str) -> dict[int, list[_Name]]:
        """The names that a text may mean, by the place of their indicator in the catalogue, in its order.

        Nearly all names share a word with a text, and few of them so much that it says enough of them (LEAST_SAID).
        """
        said: dict[int, float] = {}
        for idea in heard:
            weight = self.weights.get(idea, 0.0)
            for at in self._having.get(idea, ()):
                said[at] = said.get(at, 0.0) + weight
        least, likely = LEAST_SAID - ROUNDING, dict[int, list[_Name]]()
        for at in sorted(said):
            name = self._row[at]
            if said[at] >= least * self._sums[at]:
                likely.setdefault(name.place, []).append(name)
            elif title and self.titles[name.place] == title:
                likely.setdefault(name.place, [])
        return {place: names or list(self.names[place]) for place, names in likely.items()}

    def _fit(self, name: _Name, heard: frozenset[str]) -> float:
        shared = self._sum(name.ideas & heard)
        if not shared:
            return 0.0
        every = name.ideas | name.optional
        recall = shared / self._sum(name.ideas)
        if recall < LEAST_SAID:
            return 0.0
        # An optional idea that is said counts neither for nor against, and so does a number: it may be a figure.
        precision = shared / (shared + self._sum(frozenset(idea for idea in heard - every if not _is_number(idea))))
        only_whom = self._grouped(name.ideas & heard) and not self._grouped(name.ideas)
        left = self._groups(every, heard) * (ONLY_WHOM if only_whom else 1.0)
        return left * 2 * precision * recall / (precision + recall)

    def _grouped(self, ideas: frozenset[str]) -> bool:
        return all(idea in self.phrases.ideas and self.phrases.ideas[idea].group in WHOM for idea in ideas)

    def _groups(self, every: frozenset[str], heard: frozenset[str]) -> float:
        left, ideas = 1.0, self.phrases.ideas
        said: dict[str, set[str]] = {}
        for idea in heard:
            if idea in ideas and ideas[idea].group:
                said.setdefault(ideas[idea].group, set()).add(idea)
        for group, members in said.items():
            has = {idea for idea in every if idea in ideas and ideas[idea].group == group}
            if not has:
                left *= UNKNOWN_GROUP
            elif not has & members:
                left *= OTHER_GROUP
        return left

    def _sum(self, ideas: frozenset[str]) -> float:
        unknown = math.log(1 + len(self.indicators))
        return sum(self.weights.get(idea, unknown) for idea in ideas)


def name_index(indicators: Iterable[Indicator], names: IndicatorNames) -> NameIndex:
    """The index of a snapshot's indicators; made in half a second, so make it once."""
    every, phrases = tuple(indicators), phrases_of(names)
    codes: dict[str, Indicator] = {}
    for indicator in every:
        for text in (indicator.id, indicator.title, *indicator.source_codes):
            codes.setdefault(_folded(text), indicator)
    found = tuple(_names(place, indicator, names, phrases) for place, indicator in enumerate(every))
    return NameIndex(every, phrases, found, codes, tuple(_spelled(each.title) for each in every), names.headlines)


def _names(place: int, indicator: Indicator, names: IndicatorNames, phrases: Phrases) -> tuple[_Name, ...]:
    cohort = phrases.ideas_of(indicator.cohort.partition(EXCLUDING)[0])
    context = cohort | phrases.ideas_of(" . ".join([indicator.topic, *indicator.also_in]))
    whose = _cohorts(phrases, cohort) or _cohorts(phrases, phrases.ideas_of(indicator.topic))
    found = []
    for text in (indicator.title, *names.also.get(indicator.id, ())):
        ideas = phrases.ideas_of(text)
        ideas |= frozenset() if _cohorts(phrases, ideas) else whose  # a title may leave out whom its topic is about
        found.append(_Name(place, ideas, context - ideas))
    return tuple(found)


def _cohorts(phrases: Phrases, ideas: frozenset[str]) -> frozenset[str]:
    return frozenset(idea for idea in ideas if idea in phrases.ideas and phrases.ideas[idea].group == COHORT)


def _is_number(idea: str) -> bool:
    return idea.removeprefix(PLAIN).isdigit()


def _sorted(ideas: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(idea.removeprefix(PLAIN) for idea in ideas))


def _spelled(text: str) -> str:
    return f" {' '.join(word.stem for word in words(text))} "


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
