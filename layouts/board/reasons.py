"""Why something is on a board's list, and its gap in children: each reason as a clause, all of it as one sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from data.exception_rules import Rules
from layouts import numbers
from layouts.board.facts import Entry
from layouts.board.trajectory_words import answer, by, word
from layouts.gap_words import in_children, in_points
from layouts.phrases import BANDS, at_label, sentence, short
from layouts.scorecard.facts import as_indicator
from layouts.scorecard.figures import average as local_average
from layouts.scorecard.figures import decimals_of, first_sentence, stated
from models.benchmark import Benchmark
from models.exceptions.reasons import (
    AgainstTarget,
    Apart,
    BeyondLevel,
    ByInterval,
    CrossedBand,
    LateReturn,
    NoFigure,
    OnTheWay,
    OuterPlace,
    Pinned,
    Signalled,
    Trending,
)
from models.priorities import BETTER, WORSE, Certainty
from models.scorecard.rows import Row
from models.trajectories import Trajectory

CERTAINTIES = {
    Certainty.CERTAIN: "certain",
    Certainty.TESTED: "beyond chance",
    Certainty.NOT_TESTED: "not tested",
}
DAYS_OF_A_YEAR = 365


def clauses(entry: Entry) -> tuple[str, ...]:
    """Every reason, each as a clause that can stand alone."""
    return tuple([CLAUSES[type(reason.detail)](entry, reason.detail) for reason in entry.listed.reasons])


def why(entry: Entry) -> str:
    """All reasons and the gap, in one sentence."""
    return sentence("; ".join([part for part in (*clauses(entry), _otherwise(entry), gap(entry)) if part]))


def _otherwise(entry: Entry) -> str:
    """That a figure on the list of concerns is getting better all the same, where its trend says so."""
    is_better = entry.side == WORSE and entry.trend.endswith("getting better")
    return f"though {_trending(entry, Trending(entry.trend))}" if is_better else ""


def rule_titles(entry: Entry, rules: Rules) -> tuple[str, ...]:
    """The rules that put it there, by their titles."""
    titles = rules.concerns if entry.side == WORSE else rules.strengths
    return tuple([titles.get(reason.rule, "The board's own level") for reason in entry.listed.reasons])


def gap(entry: Entry) -> str:
    """The gap in children, or in points where no counts are published; empty where there is nothing to compare."""
    if entry.row is None:
        return _local_gap(entry)
    return published_gap(entry.row, entry.children, entry.side)


def published_gap(row: Benchmark, children: float | None, side: str) -> str:
    """The gap of a published figure to the neighbours' average."""
    if row.value is None or row.gap_points is None or row.mean is None:
        return ""
    if not _is_on(side, row.gap_points * row.indicator.sign):
        return ""
    if children is None:
        return f"{in_points(row)}, and no counts of children are published"
    return in_children(row, children)


def _is_on(side: str, towards: float) -> bool:
    return towards < 0 if side == WORSE else towards > 0


def level(entry: Entry) -> str:
    """The figure with its unit, or why there is none."""
    if entry.row is not None:
        return numbers.figure(entry.row.indicator, entry.row.value) if entry.row.value is not None else "no figure"
    row = entry.local.row if entry.local else None
    return stated(row, row.now) if row and row.now else "no figure"


def against(entry: Entry) -> str:
    """What the figure stands beside: the neighbours' average, or a target."""
    if entry.row is not None:
        return f"against {_mean(entry.row)} for neighbours{_published(entry.row)}" if entry.row.mean is not None else ""
    row = entry.local.row if entry.local else None
    text = " ".join(row.target.target.text.split()) if row else ""
    return f"against a target of {text}" if text and row and row.target.is_judged else ""


def when(entry: Entry) -> str:
    """The period of the figure."""
    if entry.row is not None:
        return entry.row.period.label
    return entry.local.row.month.label if entry.local and entry.local.row else ""


def _published(row: Benchmark) -> str:
    """How many of the neighbours are in their average, where not all are."""
    of = len(row.group.codes)
    return f" ({row.contributing} of {of} published)" if row.contributing < of else ""


def _mean(row: Benchmark) -> str:
    return "no average" if row.mean is None else short(row.indicator, numbers.average(row.indicator, row.mean))


def _local_gap(entry: Entry) -> str:
    row = entry.local.row if entry.local else None
    if row is None or row.now is None or entry.children is None or entry.side == BETTER:
        return ""
    numerator, denominator = row.now.cell.numerator or 0.0, row.now.cell.denominator or 0.0
    size = int(entry.children)
    wanted = numerator + size * row.target.sign
    return (
        f"{size:,} {'more' if row.target.sign > 0 else 'fewer'} would reach the target "
        f"({wanted:,.0f}, not {numerator:,.0f}, of {denominator:,.0f})"
    )


def _apart(entry: Entry, _detail: Apart) -> str:
    # A rule looks once at each figure, so that there is one reason of the kind.
    (surest,) = [
        reason.certainty is Certainty.CERTAIN for reason in entry.listed.reasons if type(reason.detail) is Apart
    ]
    beyond = (
        ", and by more than authorities commonly differ" if surest else ", though authorities commonly differ as much"
    )
    return f"{entry.side} than its neighbours by more than chance{beyond}"


def _by_interval(entry: Entry, _detail: ByInterval) -> str:
    return f"{entry.side} than its neighbours by its own 95% interval"


def _outer_place(entry: Entry, detail: OuterPlace) -> str:
    end = "worst" if entry.side == WORSE else "best"
    place = end if detail.place == 1 else f"{numbers.ordinal(detail.place)} {end}"
    return f"{place} of {detail.of} authorities"


def _trending(_entry: Entry, detail: Trending) -> str:
    way, _, judged = detail.word.partition(" and ")
    return f"{judged} over five years ({way.replace('increasing', 'rising').replace('decreasing', 'falling')})"


def _crossed(entry: Entry, detail: CrossedBand) -> str:
    moved = "fell" if entry.side == WORSE else "rose"
    row = entry.row
    before = row.previous_period if row else None
    since = f" since {before.label}" if before else ""
    return f"{moved} from band {detail.before} to {detail.now}, the {BANDS[detail.now]} of England{since}"


def _no_figure(entry: Entry, detail: NoFigure) -> str:
    period = f" {at_label(entry.row.period)}" if entry.row else ""
    return f"no figure{period}: {detail.reason.sentence}; {detail.have} of {detail.of} authorities have one"


def _signalled(_entry: Entry, detail: Signalled) -> str:
    return first_sentence(detail.sentence).rstrip(".")


def _against_target(entry: Entry, detail: AgainstTarget) -> str:
    text = " ".join(detail.judged.target.text.split())
    if detail.year_end is None:
        return f"{'misses' if entry.side == WORSE else 'meets'} its target of {text}"
    row = entry.local.row if entry.local else None
    expected = f", heading for {_local(row, detail.year_end.projection.expected)}" if row else ""
    course = "off" if entry.side == WORSE else "on"
    return f"{course} course for its year-end target of {text}{expected}"


def _local(row: Row, value: float) -> str:
    return local_average(row, value)


def _beyond_level(entry: Entry, detail: BeyondLevel) -> str:
    unit = entry.row.indicator if entry.row else None
    line = numbers.figure(unit, detail.rule.level) if unit else f"{detail.rule.level:g}"
    return f"{detail.rule.side} the board's own level of {line}{f' ({detail.rule.why})' if detail.rule.why else ''}"


def _late(_entry: Entry, detail: LateReturn) -> str:
    years = detail.days // DAYS_OF_A_YEAR
    ago = f"{detail.days} days" if not years else "over a year" if years == 1 else f"over {years} years"
    return f"no month since {detail.newest.label}, {ago} ago, so its signals and targets are left out"


def target_sentence(entry: Entry, found: Trajectory) -> str:
    """Where the board's own target stands: the status, the chance, and what it takes."""
    indicator = entry.row.indicator if entry.row else None
    row = entry.local.row if entry.local else None
    if indicator is None and row is not None:
        indicator = as_indicator(row, decimals_of(row))
    return answer(indicator, found) if indicator else ""


def _on_the_way(entry: Entry, detail: OnTheWay) -> str:
    return f"{word(detail.trajectory)} for the board's target by {by(detail.trajectory.target.by)}"


def _pinned(_entry: Entry, _detail: Pinned) -> str:
    return "pinned by the board; no rule puts it here"


CLAUSES: Mapping[type, Callable[[Entry, Any], str]] = {
    Apart: _apart,
    ByInterval: _by_interval,
    OuterPlace: _outer_place,
    Trending: _trending,
    CrossedBand: _crossed,
    NoFigure: _no_figure,
    Signalled: _signalled,
    AgainstTarget: _against_target,
    BeyondLevel: _beyond_level,
    LateReturn: _late,
    Pinned: _pinned,
    OnTheWay: _on_the_way,
}
