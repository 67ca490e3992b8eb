"""Why an indicator is on neither list of a board, in one sentence."""

from collections.abc import Callable, Mapping

from layouts import numbers
from layouts.phrases import BANDS, at_label, short
from models.exceptions.left import LeftFigure, WhyLeft
from models.recency import YEARS_BEHIND


def left_sentence(found: LeftFigure, why: WhyLeft) -> str:
    """The sentence."""
    return SENTENCES[why](found)


def _never(_found: LeftFigure) -> str:
    return "Never published in these sources."


def _old(found: LeftFigure) -> str:
    return f"Last published{_when(found)}, over {YEARS_BEHIND} years behind others of its kind."


def _neutral(found: LeftFigure) -> str:
    mean = "" if found.value is None else _mean(found)
    return f"Neither a higher nor a lower figure is better in itself{mean}."


def _no_figure(found: LeftFigure) -> str:
    return f"No figure{_when(found)}: {found.reason.sentence}."


def _similar(found: LeftFigure) -> str:
    return f"Similar to its neighbours: {_interval(found)}{_place(found)}."


def _chance(found: LeftFigure) -> str:
    return (
        f"{found.comparison.capitalize()} by its own 95% interval, {_interval(found)}, but not beyond chance among so "
        f"many that are tested{_place(found)}."
    )


def _not_tested(found: LeftFigure) -> str:
    own = " by which to test its own interval" if found.low is not None else ""
    return f"Not tested, for no counts are published{own}{_mean(found)}{_place(found)}."


SENTENCES: Mapping[WhyLeft, Callable[[LeftFigure], str]] = {
    WhyLeft.NEVER: _never,
    WhyLeft.OLD: _old,
    WhyLeft.NEUTRAL: _neutral,
    WhyLeft.NO_FIGURE: _no_figure,
    WhyLeft.SIMILAR: _similar,
    WhyLeft.CHANCE: _chance,
    WhyLeft.NOT_TESTED: _not_tested,
}


def _when(found: LeftFigure) -> str:
    return f" {at_label(found.period)}" if found.period else ""


def _interval(found: LeftFigure) -> str:
    if found.low is None or found.high is None:
        return "its interval holds their average"
    mean = "" if found.mean is None else _average(found, found.mean)
    return f"{_average(found, found.low)} to {_average(found, found.high)} against their average of {mean}"


def _mean(found: LeftFigure) -> str:
    return "" if found.mean is None else f"; the neighbours' average is {_average(found, found.mean)}"


def _average(found: LeftFigure, value: float) -> str:
    return short(found.indicator, numbers.average(found.indicator, value))


def _place(found: LeftFigure) -> str:
    if not found.rank:
        return ""
    band = f", band {found.band}, the {BANDS[found.band]}" if found.band else ""
    return f"; {numbers.ordinal(found.rank)} best of {found.ranked}{band}"
