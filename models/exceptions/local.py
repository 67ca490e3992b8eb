"""The rules over the rows of local returns: signals, targets, a board's own levels, and returns that are late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.exception_rules import OwnRule, Rules
from models.exceptions.reasons import (
    NONE_MADE,
    OWN,
    AgainstTarget,
    BeyondLevel,
    Choices,
    LateReturn,
    Listed,
    Reason,
    Signalled,
    surest,
)
from models.gaps import gap_in_children
from models.priorities import BETTER, WORSE, Certainty
from models.scorecard.rows import Row, Scorecard
from models.scorecard.targets import Verdict
from models.scorecard.year_end import Outlook

LOCAL = "local:"
"""What the key of something in a local return begins with."""
SIGNALS = {WORSE: "concern", BETTER: "improvement"}
VERDICTS = {WORSE: Verdict.NOT_MET, BETTER: Verdict.MET}
OUTLOOKS = {WORSE: Outlook.MISSED, BETTER: Outlook.REACHED}


@dataclass(frozen=True)
class LocalCard:
    """A local return in one month. `slug` is its word in addresses; `asked` where its month was asked for by name."""

    slug: str
    title: str
    card: Scorecard
    asked: bool = False

    @property
    def key(self) -> str:
        """The key of the return as a whole."""
        return f"{LOCAL}{self.slug}"

    def key_of(self, row: Row) -> str:
        """The key of one of its rows."""
        return f"{self.key}/{row.key}"

    def days_old(self, today: date) -> int:
        """How many days ago its newest month ended."""
        return (today - self.card.months[0].end).days

    def is_late(self, rules: Rules, today: date) -> bool:
        """Whether its newest month is older than the rule on data allows, and nobody asked for that month."""
        return not self.asked and self.days_old(today) > rules.level("data")


@dataclass(frozen=True)
class LocalLists:
    """Both lists of one return, in no order; `rows` are the rows by key, of those that are on either."""

    worse: tuple[Listed, ...]
    better: tuple[Listed, ...]
    rows: dict[str, Row]


def local_lists(local: LocalCard, rules: Rules, today: date, choices: Choices = NONE_MADE) -> LocalLists:
    """What the rules find in a return. One that is late says nothing of today, so that alone is on the list."""
    if local.is_late(rules, today):
        late = LateReturn(local.card.months[0], local.days_old(today))
        reason = Reason("data", Certainty.NOT_TESTED, late)
        return LocalLists(
            (Listed(local.key, -1, (reason,), reason.certainty, np.nan, 0.0),) if rules["data"].on else (), (), {}
        )
    found: dict[str, list[Listed]] = {WORSE: [], BETTER: []}
    rows: dict[str, Row] = {}
    for row in local.card.measures:
        key = local.key_of(row)
        for side, listed in found.items():
            reasons = (*_reasons(row, key, rules, side), *_of_target(rules, choices, key, side))
            if reasons:
                rows[key] = row
                children, distance = _children_to_target(row, side), _distance(row)
                listed.append(Listed(key, -1, reasons, surest(reasons), children, distance))
    return LocalLists(tuple(found[WORSE]), tuple(found[BETTER]), rows)


def _of_target(rules: Rules, choices: Choices, key: str, side: str) -> tuple[Reason, ...]:
    return choices.target_reason(key, side) if rules["target"].on else ()


def _reasons(row: Row, key: str, rules: Rules, side: str) -> Iterator[Reason]:
    if rules["signal"].on and row.signal.word == SIGNALS[side]:
        yield Reason("signal", Certainty.TESTED, Signalled(row.signal.word, row.signal.sentence))
    if rules["target"].on:
        outlook = row.year_end.outlook if row.year_end else None
        for_year = row.target.verdict is Verdict.FOR_THE_YEAR and outlook is OUTLOOKS[side]
        if row.target.verdict is VERDICTS[side] or for_year:
            detail = AgainstTarget(row.target, outlook if for_year else None, row.year_end if for_year else None)
            yield Reason("target", Certainty.NOT_TESTED, detail)
    if side == WORSE:
        yield from (_beyond(own, row) for own in rules.own if own.subject == key and _is_beyond(own, row.value))


def _is_beyond(own: OwnRule, value: float | None) -> bool:
    return value is not None and (value > own.level if own.side == "above" else value < own.level)


def _beyond(own: OwnRule, row: Row) -> Reason:
    return Reason(OWN, Certainty.NOT_TESTED, BeyondLevel(own, row.value or 0.0))


def _children_to_target(row: Row, side: str) -> float:
    """How many children would have to change for a share to reach its target; NaN without counts or target."""
    now, line = row.now, row.target.line
    if side == BETTER or now is None or line is None or row.unit != "%" or row.target.verdict is not Verdict.NOT_MET:
        return np.nan
    numerator, denominator = now.cell.numerator, now.cell.denominator
    if numerator is None or denominator is None:
        return np.nan
    sign = np.array(row.target.sign, dtype=np.int8)
    return float(np.abs(gap_in_children(numerator, denominator, line / 100, sign)))


def _distance(row: Row) -> float:
    """How far the month is from the centre of its chart, in the width from there to a limit; 0 without limits."""
    chart = row.signal.limits
    if chart is None or np.isnan(row.signal.values[-1]):
        return 0.0
    value, centre = float(row.signal.values[-1]), float(chart.centre[-1])
    limit = float(chart.upper[-1] if value > centre else chart.lower[-1])
    width = abs(limit - centre)
    return abs(value - centre) / width if width > 0 else 0.0
