"""What each part of a statement is about: the indicator, how it was found, and what had to be assumed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from data.indicators import Indicator
from models.claims.parts import Clause, FigureUnit, Kind, Part, When, Whom
from models.naming import Certainty, NameIndex, Naming
from models.words import PLAIN, Unit

_RATES = {10_000: Unit.PER_10000, 100_000: Unit.PER_100000, 1_000: Unit.PER_1000}
# Words beside an unmarked figure by which it need not be a number of children.
_NOT_A_COUNT = re.compile(
    r"\brates?\b|\bscores?\b|\baverage\b|attainment|progress|per\s?cent|%|\bproportion\b", re.IGNORECASE
)
# `The former` and `the latter` choose between two things; which is not for us to say.
_TWO_THINGS = re.compile(r"\bthe\s+(?:former|latter)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]{2,}")
# What an indicator says that counts an age group.
_AGED = re.compile(r"\bage[ds]?\b|\bunder \d|\d+ to \d+|year[- ]old", re.IGNORECASE)
# As many unknown words as a clause may have that takes its subject from the words around it.
_FEW = 3
# So many unknown words, and no idea, are a subject of their own.
_OWN_SUBJECT = 2


class Source(StrEnum):
    """Where the words that named the subject were found."""

    CLAUSE = "its own words"
    SENTENCE = "the rest of the sentence"
    BEFORE = "the sentence before"


@dataclass(frozen=True)
class Subject:
    """The indicator of some parts of a clause. `naming` says how sure it is; `when` the period said, None for none."""

    clause: Clause
    parts: tuple[Part, ...]
    naming: Naming
    source: Source
    when: When | None

    @property
    def indicator(self) -> Indicator | None:
        """The indicator, None where it is not understood."""
        return self.naming.indicator

    @property
    def is_opposite(self) -> bool:
        """Whether the text says what is left over from what is published (in touch, of not in touch)."""
        return self.indicator is not None and self.naming.candidates[0].opposite


@dataclass(frozen=True)
class _Said:
    """What went before: the ideas of the last subject that was understood, its unit and its sentence.

    `several`: that sentence had more subjects than one.
    """

    ideas: tuple[str, ...] = ()
    unit: Unit | None = None
    sentence: int = -2
    several: bool = False


def subjects(clauses: Sequence[Clause], names: NameIndex) -> list[Subject]:
    """The subject of every clause, in order; each may go on with what the one before was about."""
    found: list[Subject] = []
    before = _Said()
    last: When | None = None
    for place, clause in enumerate(clauses):
        before = before if clause.sentence - before.sentence <= 1 else _Said()
        is_next = place > 0 and clause.sentence - clauses[place - 1].sentence <= 1
        last = clause.when or _when_of_values(clause) or clause.heading_when or (last if is_next else None)
        unit = _unit(clause.parts)
        naming, source = _named(clause, unit, before, names)
        if naming.indicator and clause.ages and not _AGED.search(f"{naming.indicator.title} {naming.indicator.cohort}"):
            naming = Naming(Certainty.NONE, naming.candidates, naming.mentions, clause.ages)
        subject = Subject(clause, clause.parts, naming, source, last)
        found.append(subject)
        if naming.indicator:
            ideas = tuple(idea for mention in naming.mentions for idea in mention.ideas)
            earlier = {
                each.indicator.id for each in found if each.clause.sentence == clause.sentence and each.indicator
            }
            before = _Said(ideas, unit or before.unit, clause.sentence, len(earlier) > 1)
    return found


def _when_of_values(clause: Clause) -> When | None:
    """The latest period in which a clause states a value of the authority itself."""
    own = [part for part in clause.parts if part.kind is Kind.VALUE and part.whom.whom is Whom.OWN]
    dated = [part.when for part in own if part.when and part.when.year and not part.is_earlier]
    return max(dated, key=lambda when: when.year or 0, default=None)


def _named(clause: Clause, unit: Unit | None, before: _Said, names: NameIndex) -> tuple[Naming, Source]:
    """The naming by the clause's own words, else with the sentence's, else with those of the sentence before.

    A sentence that refers back (`this is up from`) is about what went before, if that makes sense.
    """
    own, tries = names.phrases.ideas_of(clause.subject), _units(unit, clause)
    strangers = [
        idea for idea in own if idea.startswith(PLAIN) and idea not in names.weights and not idea[-1].isdigit()
    ]
    has_ideas = any(idea in names.phrases.ideas for idea in own)
    if before.several and clause.sentence != before.sentence and not has_ideas:
        return Naming(Certainty.NONE, ()), Source.BEFORE  # which of the things before?
    earlier = frozenset(before.ideas) | names.phrases.ideas_of(clause.heading)
    of_before = (before.unit, *tries) if unit is None and before.unit else tries
    if clause.refers_back and earlier and (has_ideas or len(strangers) < _OWN_SUBJECT):
        naming = _clear(names.read_ideas(_with(own, [earlier], names), each) for each in of_before)
        if _holds(naming, own, names):
            return naming, Source.BEFORE
    first = _clear(names.read(clause.subject, each) for each in tries)
    if clause.refers_back and earlier and first.certainty is Certainty.LIKELY:
        return replace(first, certainty=Certainty.NONE), Source.CLAUSE
    has_figure = any(part.figure for part in clause.parts)
    first = _doubted(first, len(strangers), has_figure, names)
    if len(strangers) > _FEW:
        return first, Source.CLAUSE
    if first.indicator or first.unpublished or _TWO_THINGS.search(clause.subject):
        return first, Source.CLAUSE
    if len(strangers) >= _OWN_SUBJECT and not has_ideas:
        return first, Source.CLAUSE
    sentence = names.phrases.ideas_of(clause.context)
    whose = frozenset(idea for idea in sentence if idea in names.phrases.ideas and names.phrases.ideas[idea].group)
    says_what = any(idea in names.phrases.ideas and not names.phrases.ideas[idea].group for idea in own)
    has_words = clause.refers_back or len(_LETTERS.findall(clause.words)) > 1
    for source, units, around in (
        (Source.SENTENCE, tries if says_what else (), [whose]),
        (Source.SENTENCE, tries, [sentence]),
        (Source.BEFORE, of_before if has_words else (), [sentence, earlier]),
    ):
        if not units:
            continue
        heard = _with(own, around, names)
        tried = _clear(names.read_ideas(heard, each) for each in units)
        naming = _doubted(tried, len(strangers), has_figure, names)
        if _holds(naming, own, names):
            return naming, source
    return first, Source.CLAUSE


def _holds(naming: Naming, own: frozenset[str], names: NameIndex) -> bool:
    """Whether what was found with words from elsewhere has every idea of the clause itself."""
    if not naming.indicator:
        return False
    table = names.phrases.ideas
    said = {table[idea].opposite or idea for idea in own if idea in table}
    return not said & set(naming.candidates[0].beside)


def _doubted(naming: Naming, strangers: int, has_figure: bool, names: NameIndex) -> Naming:
    """Not understood, where many words are strange and an idea speaks against it, or only a cohort or age for it."""
    if not naming.indicator:
        return naming
    first, table = naming.candidates[0], names.phrases.ideas
    only_groups = all(idea in table and table[idea].group for idea in first.shared)
    against = strangers > _FEW and any(idea in table for idea in first.beside)
    is_doubted = against or (only_groups and (strangers > 1 or len(first.beside) > has_figure))
    return replace(naming, certainty=Certainty.NONE) if is_doubted else naming


def _with(own: frozenset[str], others: Sequence[frozenset[str]], names: NameIndex) -> list[str]:
    heard = _known(own, names)
    for ideas in others:
        heard |= _compatible(ideas, heard, names)
    return sorted(heard)


def _known(ideas: frozenset[str], names: NameIndex) -> frozenset[str]:
    return frozenset(idea for idea in ideas if not idea.startswith(PLAIN) or idea in names.weights)


def _compatible(ideas: frozenset[str], heard: frozenset[str], names: NameIndex) -> frozenset[str]:
    """Ideas from elsewhere, but none of a group in which the clause has its own: its own age, its own cohort."""
    table = names.phrases.ideas
    groups = {table[idea].group for idea in heard if idea in table and table[idea].group}
    return frozenset(
        idea for idea in ideas if idea in table and table[idea].group not in groups and not table[idea].local
    )


def _clear(namings: Iterable[Naming]) -> Naming:
    """The first that is clear, which are made no further; else the first that is at least ambiguous, else the first."""
    unclear: list[Naming] = []
    for naming in namings:
        if naming.certainty in (Certainty.CERTAIN, Certainty.LIKELY):
            return naming
        unclear.append(naming)
    return next((naming for naming in unclear if naming.certainty is Certainty.AMBIGUOUS), unclear[0])


def _unit(parts: Sequence[Part]) -> Unit | None:
    """The unit that a clause's figures are stated in: of the value, else of a comparator's, a gap's, a change's."""
    order = (Kind.VALUE, Kind.COUNTS, Kind.GAP, Kind.CHANGE)
    for kind in order:
        for part in sorted(parts, key=lambda part: part.whom.whom is not Whom.OWN):
            if part.kind is kind and part.figure and (unit := unit_of_figure(part)):
                return unit
    return None


def unit_of_figure(part: Part) -> Unit | None:
    """The unit of a part's figure, None where its words do not say: a per cent of change may be one of anything."""
    figure = part.figure
    if figure is None:
        return None
    if figure.unit is FigureUnit.POINTS:
        return Unit.PERCENT
    if figure.unit is FigureUnit.PERCENT:
        return Unit.PERCENT if part.kind is Kind.VALUE else None
    if figure.unit is FigureUnit.RATE:
        return _RATES.get(figure.per, Unit.RATE)
    return Unit.MONEY if figure.unit is FigureUnit.MONEY else None


def _units(unit: Unit | None, clause: Clause) -> tuple[Unit | None, ...]:
    if unit:
        return (unit,)
    if any(part.kind is Kind.COUNTS for part in clause.parts):
        return (Unit.PERCENT, None)
    if not any(part.figure for part in clause.parts):
        return (Unit.RATE, None)  # only shares and rates are compared with an average
    own = [part.figure for part in clause.parts if part.kind is Kind.VALUE and part.figure]
    if any(figure.decimals > 0 for figure in own):
        return (None,)  # no number of children
    has_figure = any(part.figure for part in clause.parts if part.whom.whom is Whom.OWN)
    is_count = has_figure and not _NOT_A_COUNT.search(clause.subject)
    of_percent = any(part.figure and part.figure.unit is FigureUnit.PERCENT for part in clause.parts)
    if of_percent:
        return (None, Unit.PERCENT, Unit.NUMBER)
    return (Unit.NUMBER,) if is_count else (None,)
