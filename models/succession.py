"""Predecessors and successors: one series for an area whose authorities were replaced, where it stayed the same area.

When authorities are replaced, those before and those after cover the same ground only when all that came from the first
are among the second and the other way round. Then the one series is joined to the other, with a mark at the break.
Otherwise (Bournemouth, Christchurch and Poole has Christchurch from Dorset) the two are different areas: that is said,
and they are not joined.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.authorities import Area, Authorities
from data.blocks import Block
from data.existence import existed
from data.indicators import Indicator
from data.periods import Period
from data.store import Snapshot
from models.arrays import Flags, Floats, Integers
from models.composite import composite_over_periods
from models.composite.pooling import distinct_authorities
from models.composite.words import names
from models.intervals import Interval, or_published
from models.traits import intervals_of

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Generation:
    """The authorities that covered the area from one day to another; None is before records, or until today."""

    members: tuple[Area, ...]
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Lineage:
    """The generations of one area, oldest first.

    `not_joined` are the authorities before the first or after the last that covered another area; `sentences` says
    where each break lies and why a series goes no further.
    """

    generations: tuple[Generation, ...]
    not_joined: tuple[Area, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Stitched:
    """One indicator over p periods of a lineage: arrays (p,), NaN where there is no figure.

    `generation` says whose figure stands in each period and `at_break` marks the first period of a new generation.
    `pooled` marks composites, which are not rounded; the figure of an authority alone is as published.
    """

    lineage: Lineage
    indicator: Indicator
    periods: tuple[Period, ...]
    value: Floats
    numerator: Floats
    denominator: Floats
    interval: Interval
    generation: Integers
    at_break: Flags
    pooled: Flags


def lineage(authorities: Authorities, areas: Sequence[Area]) -> Lineage:
    """The generations before and after `areas` (one authority, or several together) that covered the same area.

    Authorities that replace others on a day are joined to them when they are all that came from them: exact where one
    becomes several, several become one, or one becomes one. A code that changed is no new authority. Several steps back
    or forward are followed; the first one that is not exact ends the series, with a sentence. Raises PortalError for a
    region or England, and for an area beside its own successor.
    """
    generations = [Generation(distinct_authorities(areas), None, None)]
    not_joined: list[Area] = []
    sentences: list[str] = []
    while stepped := _step_back(authorities, generations[0].members):
        before, day, exact = stepped
        if not exact:
            not_joined += before
            sentences.insert(0, _not_before(generations[0].members, before, day))
        generations[0] = Generation(generations[0].members, day, generations[0].last)
        if not exact:
            break
        sentences.insert(0, _break(before, generations[0].members, day))
        generations.insert(0, Generation(before, None, day - _DAY))
    while stepped := _step_forward(authorities, generations[-1].members):
        after, day, exact = stepped
        generations[-1] = Generation(generations[-1].members, generations[-1].first, day - _DAY)
        if not exact:
            not_joined += after
            sentences.append(_not_after(generations[-1].members, after, day))
            break
        sentences.append(_break(generations[-1].members, after, day))
        generations.append(Generation(after, day, None))
    return Lineage(tuple(generations), tuple(dict.fromkeys(not_joined)), tuple(sentences))


def stitched(snapshot: Snapshot, areas: Sequence[Area], indicator: Indicator) -> Stitched:
    """One indicator of `areas` over all its periods, with their predecessors and successors where that is exact.

    A generation of one authority has its published figure, one of several their composite (sum over sum). A period's
    figure is that of the generation on its last day; where that has none, of one that was open earlier in the period (a
    school year in which authorities were replaced in April). An authority without predecessors and successors has its
    published series as it is. Raises PortalError as `lineage` does.
    """
    line = lineage(snapshot.authorities, areas)
    block = snapshot.block(indicator)
    several = len(line.generations) > 1
    series = [_series(snapshot, generation.members, indicator, limited=several) for generation in line.generations]
    values = np.stack([value for value, _, _ in series])
    generation = _whose(line.generations, block.periods, values)
    across = np.arange(len(block.periods))
    numerator = np.stack([numerator for _, numerator, _ in series])[generation, across]
    denominator = np.stack([denominator for _, _, denominator in series])[generation, across]
    return Stitched(
        lineage=line,
        indicator=indicator,
        periods=block.periods,
        value=values[generation, across],
        numerator=numerator,
        denominator=denominator,
        interval=or_published(
            intervals_of([indicator] * len(block.periods), numerator, denominator),
            *_published_limits(snapshot, line.generations, block)[:, generation, across],
        ),
        generation=generation,
        at_break=np.diff(generation, prepend=generation[:1]) != 0,
        pooled=np.array([len(found.members) > 1 for found in line.generations])[generation],
    )


def _step_back(authorities: Authorities, members: Sequence[Area]) -> tuple[tuple[Area, ...], date, bool] | None:
    """The authorities before the newest of `members`, the day of the change, and whether they covered the same area."""
    newest = max((area.opened for area in members if area.predecessors and area.opened), default=None)
    if newest is None:
        return None
    changed = [area for area in members if area.predecessors and area.opened == newest]
    before = _areas(authorities, [code for area in changed for code in area.predecessors])
    all_after = {code for area in before for code in area.successors}
    exact = all_after == {area.code for area in changed}
    return (_replaced(members, changed, before), newest, True) if exact else (tuple(before), newest, False)


def _step_forward(authorities: Authorities, members: Sequence[Area]) -> tuple[tuple[Area, ...], date, bool] | None:
    """The authorities after the first of `members` to be replaced, the day, and whether they cover the same area."""
    last = min((area.closed for area in members if area.successors and area.closed), default=None)
    if last is None:
        return None
    changed = [area for area in members if area.successors and area.closed == last]
    after = _areas(authorities, [code for area in changed for code in area.successors])
    all_before = {code for area in after for code in area.predecessors}
    exact = all_before == {area.code for area in changed}
    return (_replaced(members, changed, after), last + _DAY, True) if exact else (tuple(after), last + _DAY, False)


def _areas(authorities: Authorities, codes: Iterable[str]) -> list[Area]:
    return [authorities.by_code(code) for code in dict.fromkeys(codes)]


def _replaced(members: Sequence[Area], old: Sequence[Area], new: Sequence[Area]) -> tuple[Area, ...]:
    return (*(area for area in members if area not in old), *new)


def _published_limits(snapshot: Snapshot, generations: Sequence[Generation], block: Block) -> Floats:
    """The publisher's limits (2, generations, periods), of those that are one authority; a composite has none."""
    found = np.full((2, len(generations), len(block.periods)), np.nan)
    for at, generation in enumerate(generations):
        if len(generation.members) == 1 and block.low is not None and block.high is not None:
            place = snapshot.area_position[generation.members[0].code]
            found[:, at] = block.low[place], block.high[place]
    return found


def _series(
    snapshot: Snapshot, members: tuple[Area, ...], indicator: Indicator, *, limited: bool
) -> tuple[Floats, Floats, Floats]:
    """Value, numerator and denominator in each period; of one authority as published, `limited` to when it was open."""
    if len(members) > 1:
        found = composite_over_periods(snapshot, members, indicator)
        return found.value, found.numerator, found.denominator
    block, place = snapshot.block(indicator), snapshot.area_position[members[0].code]
    value = block.values[place]
    if limited:
        value = np.where(existed(members, block.periods)[0], value, np.nan)
    if block.numerators is None or block.denominators is None:
        nothing = np.full(len(value), np.nan)
        return value, nothing, nothing
    known = ~np.isnan(value)
    numerator, denominator = block.numerators[place], block.denominators[place]
    return value, np.where(known, numerator, np.nan), np.where(known, denominator, np.nan)


def _whose(generations: Sequence[Generation], periods: Sequence[Period], values: Floats) -> Integers:
    """Which generation's figure stands in each period (p,)."""
    whose = np.zeros(len(periods), dtype=np.int64)
    for at, period in enumerate(periods):
        during = [
            place
            for place, generation in enumerate(generations)
            if (generation.first or date.min) <= period.end and period.start <= (generation.last or date.max)
        ]
        newest_first = during[::-1] or (
            [0] if period.end < (generations[0].first or date.min) else [len(generations) - 1]
        )
        whose[at] = next((place for place in newest_first if not np.isnan(values[place, at])), newest_first[0])
    return whose


def _break(before: Sequence[Area], after: Sequence[Area], day: date) -> str:
    return f"Until {_words(day - _DAY)} {names(before)}; from {_words(day)} {names(after)}, which cover the same area."


def _not_before(members: Sequence[Area], before: Sequence[Area], day: date) -> str:
    return (
        f"The series of {names(members)} is not joined to that of {names(before)} before {_words(day)}, "
        "which covered another area."
    )


def _not_after(members: Sequence[Area], after: Sequence[Area], day: date) -> str:
    return (
        f"The series of {names(members)} is not joined to that of {names(after)} from {_words(day)}, "
        "which cover another area."
    )


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
