"""Ranks that a text states: 3rd highest in the region, ranked 116th of 151, the best of our neighbours."""

import numpy as np

from data.periods import Period
from models.arrays import Floats
from models.claims.facts import Facts
from models.claims.parts import Direction, Part, Whom
from models.claims.verdicts import Judgement, Note, Remark, Scale, Verdict


def ranked(part: Part, facts: Facts, period: Period) -> Judgement:
    """The judgement of a rank among authorities that were open in the period and have a figure."""
    stated = part.amount.number
    nothing = Judgement(part, Verdict.NOT_FOUND, Scale.PLACE, stated, None, period)
    own = facts.row(period).value
    highest_first = _highest_first(part, facts)
    if own is None:
        return Judgement(
            part,
            Verdict.NOT_FOUND,
            Scale.PLACE,
            stated,
            None,
            period,
            (Note(Remark.MISSING, text=facts.found(period).reason.sentence),),
        )
    if highest_first is None:
        return nothing
    values = _values(part, facts, period)
    place = 1 + int(np.sum(values > own if highest_first else values < own))
    right = place == stated and part.amount.out_of in (None, float(len(values)))
    verdict = Verdict.RIGHT if right else Verdict.WRONG
    return Judgement(
        part, verdict, Scale.PLACE, stated, float(place), period, (Note(Remark.RANKED_OF, (float(len(values)),)),)
    )


def _highest_first(part: Part, facts: Facts) -> bool | None:
    """Whether the rank counts from the highest; None where `best` has no direction. A bare one counts from the best."""
    sign = facts.indicator.sign * (-1 if facts.opposite else 1)
    if part.direction in (Direction.HIGHER, Direction.LOWER):
        return (part.direction is Direction.HIGHER) != facts.opposite
    if not sign:
        return None if part.direction else True
    return (sign > 0) != (part.direction is Direction.WORSE)


def _values(part: Part, facts: Facts, period: Period) -> Floats:
    """The figures among which the rank is taken, the authority's own included."""
    snapshot, index = facts.snapshot, facts.snapshot.position[facts.indicator.id]
    column = snapshot.periods[index].index(period)
    chosen = snapshot.slice_of(np.array([index]), np.array([column]))
    place = snapshot.area_position
    members = chosen.existed[0].copy()
    if part.whom.whom is Whom.REGION:
        region = part.whom.area.code if part.whom.area else facts.area.region
        members &= np.array([area.region == region for area in snapshot.areas])
    if part.whom.whom is Whom.NEIGHBOURS:
        group = np.zeros(len(snapshot.areas), dtype=bool)
        group[[place[code] for code in (*facts.row(period).group.codes, facts.area.code)]] = True
        members &= group
    values: Floats = chosen.values[0][members]
    return values[~np.isnan(values)]
