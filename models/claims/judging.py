"""Each part of a statement compared with what is published."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from data.periods import Period
from models.claims.alternatives import elsewhere
from models.claims.facts import Facts, Found
from models.claims.parts import Direction, Figure, FigureUnit, Kind, Part, When, Whom
from models.claims.ranking import ranked
from models.claims.rounding import Agreement, agreement, decimals_of, rounded
from models.claims.verdicts import Judgement, Note, Remark, Scale, Verdict
from models.claims.when import is_dated_otherwise, resolved, starts_the_next

# Figures without counts are called similar when they differ by no more than this share of the comparator's.
SIMILAR_WITHIN = 0.02
_UP = {Direction.HIGHER: 1, Direction.LOWER: -1}


def judged(part: Part, facts: Facts, when: When | None) -> Judgement:
    """The judgement of a part; `when` is the period of its statement."""
    said = part.when or when
    period, notes = _period(part, facts, when)
    stated, scale = _stated(part)
    nothing = Judgement(part, Verdict.NOT_FOUND, scale, stated, None, None, notes)
    if period is None:
        return nothing
    row = facts.row(period)
    found = replace(_JUDGES[part.kind](part, facts, period), period=period, row=row)
    if found.verdict is Verdict.WRONG and said is not None and (said.back == 0 or starts_the_next(said, period)):
        # `Currently` may mean figures that are newer than any published, and a day later some children may have left.
        notes += (Note(Remark.ONLY_LATEST, period=period),) if said.back == 0 else ()
        found = replace(found, verdict=Verdict.NOT_FOUND)
    return replace(found, notes=(*found.notes, *notes))


def _stated(part: Part) -> tuple[float | str, Scale]:
    if part.figure is None:
        return part.direction or "", Scale.WORD
    return part.figure.number, Scale.VALUE


def _period(part: Part, facts: Facts, when: When | None) -> tuple[Period | None, tuple[Note, ...]]:
    """The period of a part, or None with a note that says why there is none."""
    latest = facts.latest
    if latest is None:
        return None, (Note(Remark.NO_PERIOD),)
    own = resolved(when, facts.indicator.period, latest) if when else latest
    said = part.when or when
    period = resolved(said, facts.indicator.period, latest, own) if said else latest
    if said and is_dated_otherwise(said, period):
        return None, (Note(Remark.NOT_ON_THAT_DAY, text=said.text, period=period),)
    if period not in facts.periods:
        return None, (Note(Remark.NO_PERIOD, text=said.text if said else "", period=latest),)
    follows = said is not None and starts_the_next(said, period)
    return period, (Note(Remark.NEXT_DAY, text=said.text, period=period),) if follows and said else ()


def _value(part: Part, facts: Facts, period: Period) -> Judgement:
    figure = part.amount
    found = facts.found(period, part.whom)
    nothing = Judgement(part, Verdict.NOT_FOUND, Scale.VALUE, figure.number, None, period)
    if found.value is None:
        missing = Note(Remark.MISSING, text=found.reason.sentence)
        return replace(nothing, notes=(missing, *elsewhere(part, facts, period)))
    # In a table the row says the unit.
    is_beside = not part.end or part.whom.whom is not Whom.OWN or part.when is not None or part.text != figure.text
    if not _same_unit(figure, facts, is_beside=is_beside):
        return replace(nothing, found=found.value, notes=(Note(Remark.OTHER_UNIT),))
    agreed = agreement(figure.number, figure.decimals, found.value, found.exact, found.decimals(facts.indicator))
    notes = _agreement_notes(agreed, found) + _opposite(facts) + _contributing(found)
    if agreed.is_right:
        return Judgement(part, Verdict.RIGHT, Scale.VALUE, figure.number, found.value, period, notes)
    others = elsewhere(part, facts, period)
    of_its_day = any(note.remark is Remark.EDITION_OF_ITS_DAY for note in others)
    verdict = Verdict.RIGHT if of_its_day else Verdict.WRONG
    if figure.decimals > 0 and rounded(found.value, 0) == figure.number:
        notes += (Note(Remark.AS_WHOLE),)
    return Judgement(part, verdict, Scale.VALUE, figure.number, found.value, period, notes + others)


def _same_unit(figure: Figure, facts: Facts, *, is_beside: bool) -> bool:
    """Whether a figure can be one of the indicator's: a percentage is no rate, and a bare number no percentage.

    A comparator's or earlier figure `is_beside` one that says its unit.
    """
    unit = facts.indicator.unit
    if figure.unit is FigureUnit.PERCENT:
        return unit == "%"
    if figure.unit is FigureUnit.RATE:
        return unit.startswith("rate") and figure.per == facts.indicator.per
    if figure.unit is FigureUnit.MONEY:
        return unit.startswith("£")
    return is_beside or unit != "%" or bool(figure.decimals)


def _agreement_notes(agreed: Agreement, found: Found) -> tuple[Note, ...]:
    known = tuple(count for count in (found.numerator, found.denominator, found.exact) if count is not None)
    remark = _REMARKS.get(agreed)
    if remark in (Remark.COUNTS, Remark.CUT_OFF, Remark.NOT_BY_COUNTS) and found.exact is None:
        remark = None
    return (Note(remark, known),) if remark else ()


def _opposite(facts: Facts) -> tuple[Note, ...]:
    return (Note(Remark.OPPOSITE, text=facts.indicator.title),) if facts.opposite else ()


def _contributing(found: Found) -> tuple[Note, ...]:
    some = found.contributing
    return (Note(Remark.CONTRIBUTING, (float(some),)),) if some is not None and 0 < some < 10 else ()


def _counts(part: Part, facts: Facts, period: Period) -> Judgement:
    figure, found = part.amount, facts.found(period, part.whom)
    stated = f"{figure.number:,.0f} of {figure.out_of:,.0f}"
    if found.numerator is None or found.denominator is None:
        notes = (Note(Remark.MISSING, text=found.reason.sentence or "published without counts"),)
        return Judgement(part, Verdict.NOT_FOUND, Scale.CHILDREN, stated, None, period, notes)
    right = (figure.number, figure.out_of) == (found.numerator, found.denominator)
    told = f"{found.numerator:,.0f} of {found.denominator:,.0f}"
    return Judgement(part, Verdict.RIGHT if right else Verdict.WRONG, Scale.CHILDREN, stated, told, period)


def _change(part: Part, facts: Facts, period: Period) -> Judgement:
    before = _before(part, facts, period)
    if before is None:
        return Judgement(
            part, Verdict.NOT_FOUND, Scale.POINTS, part.amount.number, None, period, (Note(Remark.NO_PERIOD),)
        )
    return _difference(part, facts, period, facts.found(period), facts.found(before))


def _gap(part: Part, facts: Facts, period: Period) -> Judgement:
    return _difference(part, facts, period, facts.found(period), facts.found(period, part.whom))


def _difference(part: Part, facts: Facts, period: Period, own: Found, other: Found) -> Judgement:
    """A difference that is stated as so many points, children or per cent, and a way that it goes."""
    figure, sign = part.amount, _sign(part, facts)
    stated = abs(figure.number) * (sign or 1)
    nothing = Judgement(part, Verdict.NOT_FOUND, Scale.POINTS, stated, None, period)
    if own.value is None or other.value is None:
        reason = (own if own.value is None else other).reason
        return replace(nothing, notes=(Note(Remark.MISSING, text=reason.sentence),))
    if sign is None:
        return replace(nothing, notes=(Note(Remark.NO_POLARITY),))
    points = round(own.value - other.value, 9)
    exact = None if own.exact is None or other.exact is None else own.exact - other.exact
    of_points = agreement(stated, figure.decimals, points, exact)
    is_share, in_percent = facts.indicator.unit == "%", figure.unit is FigureUnit.PERCENT
    told = Judgement(
        part,
        Verdict.WRONG,
        Scale.POINTS,
        stated,
        points,
        period,
        (Note(Remark.COUNTED_FROM, (other.value, own.value)),),
    )
    if in_percent and other.value:
        relative = points / other.value * 100
        of_relative = agreement(
            stated, figure.decimals, rounded(relative, 6), exact and other.exact and exact / other.exact * 100
        )
        note = Note(Remark.RELATIVE, (relative,))
        if not is_share:
            verdict = Verdict.RIGHT if of_relative.is_right else Verdict.WRONG
            told = replace(told, verdict=verdict, scale=Scale.PERCENT, found=rounded(relative, max(1, figure.decimals)))
        elif of_points.is_right:
            told = replace(told, verdict=Verdict.RIGHT, notes=(*told.notes, Note(Remark.IN_POINTS)))
        elif of_relative.is_right:
            told = replace(
                told, verdict=Verdict.RIGHT, scale=Scale.PERCENT, found=rounded(relative, max(1, figure.decimals))
            )
        else:
            told = replace(told, notes=(*told.notes, note))
    elif of_points.is_right:
        told = replace(told, verdict=Verdict.RIGHT)
    if of_points is Agreement.BY_COUNTS and told.verdict is Verdict.RIGHT and exact is not None:
        told = replace(told, notes=(*told.notes, Note(Remark.CHANGE_BY_COUNTS, (exact,))))
    if told.verdict is Verdict.WRONG and isinstance(told.found, float) and told.found * stated < 0:
        told = replace(told, notes=(*told.notes, Note(Remark.OTHER_WAY)))
    return told


def _direction(part: Part, facts: Facts, period: Period) -> Judgement:
    stated = part.direction or Direction.SAME
    nothing = Judgement(part, Verdict.NOT_FOUND, Scale.WORD, stated, None, period)
    before, sign = _before(part, facts, period), _sign(part, facts)
    if before is None:
        return replace(nothing, notes=(Note(Remark.NO_PERIOD),))
    own, other = facts.found(period), facts.found(before)
    if own.value is None or other.value is None:
        return replace(
            nothing, notes=(Note(Remark.MISSING, text=(own if own.value is None else other).reason.sentence),)
        )
    if sign is None:
        return replace(nothing, notes=(Note(Remark.NO_POLARITY),))
    moved = round(own.value - other.value, 9)
    if moved == 0 and own.exact is not None and other.exact is not None:
        moved = own.exact - other.exact
    word = Direction.HIGHER if moved > 0 else Direction.LOWER if moved < 0 else Direction.SAME
    verdict = Verdict.RIGHT if moved * sign > 0 else Verdict.WRONG
    return Judgement(
        part, verdict, Scale.WORD, stated, word, period, (Note(Remark.COUNTED_FROM, (other.value, own.value)),)
    )


def _relation(part: Part, facts: Facts, period: Period) -> Judgement:
    stated = part.direction or Direction.SAME
    own, other = facts.found(period), facts.found(period, part.whom)
    nothing = Judgement(part, Verdict.NOT_FOUND, Scale.WORD, stated, None, period)
    if own.value is None or other.value is None:
        return replace(
            nothing, notes=(Note(Remark.MISSING, text=(own if own.value is None else other).reason.sentence),)
        )
    if facts.indicator.is_total and part.whom.area is None:
        return replace(nothing, notes=(Note(Remark.CANNOT_COMPARE),))
    beside = (Note(Remark.COUNTED_FROM, (other.value, own.value)), *_contributing(other))
    gap = round(own.value - other.value, 9)
    word = Direction.HIGHER if gap > 0 else Direction.LOWER if gap < 0 else Direction.SAME
    test, similar = _tested(facts, period, other.value, gap)
    if stated is Direction.SIMILAR:
        verdict = Verdict.RIGHT if similar else Verdict.WRONG
        return Judgement(
            part, verdict, Scale.WORD, stated, Direction.SIMILAR if similar else word, period, (*beside, test)
        )
    if stated is Direction.SAME:
        same = rounded(other.value, decimals_of(own.value)) == own.value
        verdict = Verdict.RIGHT if same else Verdict.WRONG
        return Judgement(part, verdict, Scale.WORD, stated, Direction.SAME if same else word, period, (*beside, test))
    sign = _sign(part, facts)
    if sign is None:
        return replace(nothing, found=word, notes=(*beside, Note(Remark.NO_POLARITY)))
    verdict = Verdict.RIGHT if gap * sign > 0 else Verdict.WRONG
    chance = (test,) if test.remark is Remark.TESTED_SIMILAR else ()
    return Judgement(part, verdict, Scale.WORD, stated, word, period, (*beside, *chance))


def _tested(facts: Facts, period: Period, level: float, gap: float) -> tuple[Note, bool]:
    """Whether a figure is similar to a level: by its 95% interval, or without counts by how near the two are."""
    row = facts.row(period)
    if row.is_tested and row.low is not None and row.high is not None:
        low, high = (100 - row.high, 100 - row.low) if facts.opposite else (row.low, row.high)
        similar = low <= level <= high
        return Note(Remark.TESTED_SIMILAR if similar else Remark.TESTED_DIFFERENT, (low, high)), similar
    within = max(10.0**-facts.indicator.decimals, abs(level) * SIMILAR_WITHIN)
    return Note(Remark.NOT_TESTED, (within,)), abs(gap) <= within


def _before(part: Part, facts: Facts, period: Period) -> Period | None:
    """The period that a change counts from: the one that is named, else the one before."""
    latest = facts.latest
    before = period.previous()
    if part.against is not None and latest is not None:
        named = resolved(part.against, facts.indicator.period, latest, period)
        before = named if named < period else before
    return before if before in facts.periods else None


def _sign(part: Part, facts: Facts) -> int | None:
    """1 where the part says higher, -1 where it says lower; None where better has no direction."""
    if part.direction in _UP:
        return _UP[part.direction]
    way = facts.indicator.sign * (-1 if facts.opposite else 1)
    way = way if part.direction is Direction.BETTER else -way
    return way or None


_REMARKS = {
    Agreement.BY_COUNTS: Remark.COUNTS,
    Agreement.NONE: Remark.COUNTS,
    Agreement.TRUNCATED: Remark.CUT_OFF,
    Agreement.NOT_BY_COUNTS: Remark.NOT_BY_COUNTS,
    Agreement.ROUNDS_TO: Remark.ROUNDS_TO,
}
_JUDGES: Mapping[Kind, Callable[[Part, Facts, Period], Judgement]] = {
    Kind.VALUE: _value,
    Kind.COUNTS: _counts,
    Kind.CHANGE: _change,
    Kind.GAP: _gap,
    Kind.DIRECTION: _direction,
    Kind.RELATION: _relation,
    Kind.RANK: ranked,
}
