"""Where a wrong figure comes from: another period, another comparator, another edition, the median."""

from collections.abc import Iterator, Sequence
from datetime import date

from data.indicators import Indicator
from data.periods import Period
from data.store import Snapshot
from models.claims.facts import Facts, Found
from models.claims.parts import OWN, Comparator, Figure, Part, Whom
from models.claims.rounding import agreement
from models.claims.verdicts import Note, Remark

# Until then papers could only use the list of April 2021.
NEW_EDITION_FROM = date(2025, 5, 1)
# Figures of a year are published in the autumn or winter after it.
_MONTHS_TO_PUBLICATION = 7
_OTHERS = (OWN, Comparator(Whom.NEIGHBOURS, ""), Comparator(Whom.REGION, ""), Comparator(Whom.ENGLAND, ""))


def elsewhere(part: Part, facts: Facts, period: Period) -> tuple[Note, ...]:
    """What else a figure is that is not the one it was said to be; the likeliest first, three at most."""
    figure = part.figure
    if figure is None:
        return ()
    found = [*_editions(figure, part, facts, period), *_periods(figure, part, facts, period)]
    found += _others(figure, part, facts, period)
    return tuple(found[:3])


def _fits(figure: Figure, found: Found, indicator: Indicator) -> bool:
    if found.value is None:
        return False
    return agreement(figure.number, figure.decimals, found.value, found.exact, found.decimals(indicator)).is_right


def _editions(figure: Figure, part: Part, facts: Facts, period: Period) -> Iterator[Note]:
    if part.whom.whom is not Whom.NEIGHBOURS:
        return
    for name, edition in facts.snapshot.editions.items():
        if name == facts.edition or facts.area.code not in edition.neighbours:
            continue
        found = facts.found(period, part.whom, name)
        if found.value is not None and _fits(figure, found, facts.indicator):
            remark = Remark.EDITION_OF_ITS_DAY if _published(period) < NEW_EDITION_FROM else Remark.OTHER_EDITION
            yield Note(remark, (found.value,), text=edition.title)
    median = facts.row(period).median
    if median is not None and _fits(figure, Found(median, contributing=0), facts.indicator):
        yield Note(Remark.MEDIAN, (median,))


def _published(period: Period) -> date:
    year, month = divmod(period.end.year * 12 + period.end.month - 1 + _MONTHS_TO_PUBLICATION, 12)
    return date(year, month + 1, 1)


def _periods(figure: Figure, part: Part, facts: Facts, period: Period) -> Iterator[Note]:
    """The nearest other period of which the figure is right."""
    near = sorted(facts.periods, key=lambda other: abs((other.end - period.end).days))
    for other in near:
        if other == period:
            continue
        found = facts.found(other, part.whom)
        if found.value is not None and _fits(figure, found, facts.indicator):
            yield Note(Remark.OTHER_PERIOD, (found.value,), other)
            return


def _others(figure: Figure, part: Part, facts: Facts, period: Period) -> Iterator[Note]:
    for other in _OTHERS:
        if other.whom is part.whom.whom:
            continue
        found = facts.found(period, other)
        if found.value is not None and _fits(figure, found, facts.indicator):
            yield Note(Remark.OTHER_WHOM, (found.value,), text=other.whom)


def other_indicator(parts: Sequence[tuple[Part, Period]], facts: Facts, siblings: Sequence[Indicator]) -> Note | None:
    """The indicator nearby of which most of a statement's figures are right, when two at least are, and its value.

    Tells a figure that was taken from another row: another age group, another activity.
    """
    if len(parts) < 2:
        return None
    best: tuple[int, Indicator] | None = None
    for indicator in siblings:
        other = Facts(facts.snapshot, indicator, facts.area, facts.edition, rows=facts.rows)
        right = [part for part, period in parts if part.figure and _is_right(part, part.figure, other, period)]
        own = any(part.whom.whom is Whom.OWN for part in right)
        if own and len(right) >= 2 and (best is None or len(right) > best[0]):
            best = len(right), indicator
    return Note(Remark.OTHER_INDICATOR, (float(best[0]),), indicator=best[1]) if best else None


def _is_right(part: Part, figure: Figure, facts: Facts, period: Period) -> bool:
    if period not in facts.periods:
        return False
    found = facts.found(period, part.whom)
    return _fits(figure, found, facts.indicator)


def siblings(snapshot: Snapshot, indicator: Indicator) -> list[Indicator]:
    """The other indicators of a topic with the same unit and kind of period."""
    return [
        other
        for other in snapshot.indicators
        if other.topic == indicator.topic
        and other.unit == indicator.unit
        and other.period is indicator.period
        and other.id != indicator.id
    ]
