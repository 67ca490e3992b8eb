"""The control chart of a row up to one month, and what its newest month says."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data.errors import PortalError
from data.periods import Period
from data.returns.measures import Kind, Measure
from data.returns.months import financial_year, month_of
from models.arrays import Floats, Words
from models.control_charts import (
    ChartKind,
    Choice,
    ControlChart,
    DataKind,
    Reading,
    control_chart,
    monthly_from_cumulative,
    reading,
    signal_words,
    signals,
)
from models.control_charts.rules import FEWEST_POINTS
from models.scorecard.figures import MonthFigure, counts_over, unbroken, values_over

APRIL = 4
SIGNALS = ("improvement", "concern", "higher", "lower")
"""The words that call a month a signal."""
NO_CHART, NO_FIGURE = "no chart", "no figure"
_UNKNOWN = "No measure is known here by this name, so how its months hang together is not known and no chart is drawn."
_SAME_CHILDREN = (
    "Most of the children counted were counted the month before, so the figure moves slowly and long runs are usual: "
    "read a signal as a drift."
)


@dataclass(frozen=True)
class Signal:
    """The months up to one, their chart where one suits, and what the newest says in a word and a sentence.

    `values` (t,) are what is charted: the figures, or, where `of_single_months`, each month's own part of the year to
    date. `words` (t,) are the signal of each month, empty where there is none. `word` may also be `no chart` or `no
    figure`.
    """

    months: tuple[Period, ...]
    values: Floats
    chart: ControlChart | None
    words: Words
    word: str
    sentence: str
    why: str
    caution: str = ""
    of_single_months: bool = False

    @property
    def limits(self) -> ControlChart | None:
        """The chart, where its newest month rests on enough months for limits to mean anything."""
        return None if self.chart is None or self.chart.points[-1] < FEWEST_POINTS else self.chart

    @property
    def is_signal(self) -> bool:
        """Whether the month is more than chance gives."""
        return self.word in SIGNALS


def signal_of(
    figures: Mapping[Period, MonthFigure], measure: Measure | None, unit: str, per: int, sign: int, month: Period
) -> Signal:
    """The chart of the months up to and with `month`, as a reader in that month would have it."""
    known = [period for period, found in figures.items() if found.value is not None and not month < period]
    axis = unbroken(known[0] if known else month, month)
    values = values_over(figures, axis)
    kind = data_kind(measure, unit)
    if kind is None:
        return _without(axis, values, Choice(None, _UNKNOWN))
    if kind is DataKind.CUMULATIVE:
        return _of_single_months(figures, measure, axis, sign)
    numerator, denominator = counts_over(figures, axis)
    is_share = unit == "%"
    counted = is_share or per > 1
    choice, chart = control_chart(
        kind, values, numerator if counted else None, denominator if counted else None, per=float(per)
    )
    caution = choice.caution
    if is_share and measure is not None and measure.kind is Kind.SNAPSHOT:
        caution = _SAME_CHILDREN
    return _read(axis, values, choice, chart, sign, caution)


def data_kind(measure: Measure | None, unit: str) -> DataKind | None:
    """What a row's figures are to a control chart; None where nobody knows how its months hang together."""
    if measure is None:
        return DataKind.PROPORTION if unit == "%" else None
    if measure.kind is Kind.CUMULATIVE:
        return DataKind.CUMULATIVE
    if measure.kind is Kind.ROLLING:
        return DataKind.ROLLING
    if unit == "%":
        return DataKind.PROPORTION
    is_amount = measure.is_count or measure.per > 1
    if measure.kind is Kind.SNAPSHOT and is_amount:
        return DataKind.STOCK
    if not is_amount:
        return DataKind.MEASUREMENT
    return DataKind.COUNT if measure.is_count else DataKind.RATE


def single_months(figures: Mapping[Period, MonthFigure], axis: tuple[Period, ...]) -> Floats:
    """Each month's own part of figures that count from April; NaN where it cannot be told.

    Raises PortalError where a figure falls within a year.
    """
    parts: list[float] = []
    for year in dict.fromkeys(financial_year(period) for period in axis):
        months = [period for period in axis if financial_year(period) == year]
        whole = unbroken(month_of(year, APRIL), months[-1])
        parts += monthly_from_cumulative(values_over(figures, whole))[len(whole) - len(months) :].tolist()
    return np.array(parts, dtype=np.float64)


def _of_single_months(
    figures: Mapping[Period, MonthFigure], measure: Measure | None, axis: tuple[Period, ...], sign: int
) -> Signal:
    try:
        values = single_months(figures, axis)
    except PortalError as error:
        return _without(axis, values_over(figures, axis), Choice(None, f"No chart is drawn. {error}"))
    kind = DataKind.COUNT if measure is not None and measure.is_count else DataKind.RATE
    choice, chart = control_chart(kind, values)
    if choice.kind is ChartKind.INDIVIDUALS:
        choice = Choice(
            choice.kind,
            "XmR of the single months, each month's own part of the year to date, because a figure that counts from "
            "April rises whatever happens.",
        )
    return _read(axis, values, choice, chart, sign, "", of_single_months=True)


def _without(axis: tuple[Period, ...], values: Floats, choice: Choice) -> Signal:
    words = np.full(len(axis), "", dtype=np.str_)
    is_missing = bool(np.isnan(values[-1]))
    word, sentence = (NO_FIGURE, _nothing_said(axis[-1])) if is_missing else (NO_CHART, choice.why)
    return Signal(axis, values, None, words, word, sentence, choice.why)


def _read(
    axis: tuple[Period, ...],
    values: Floats,
    choice: Choice,
    chart: ControlChart | None,
    sign: int,
    caution: str,
    of_single_months: bool = False,
) -> Signal:
    if chart is None or np.isnan(values).all():
        return _without(axis, values, choice)
    words = signal_words(signals(chart).direction, np.full(len(axis), sign, dtype=np.int8))
    found: Reading = reading(chart, sign)
    word, sentence = found.word, found.sentence
    if np.isnan(values[-1]):
        word, sentence = NO_FIGURE, _nothing_said(axis[-1])
    return Signal(axis, values, chart, words, word, sentence, choice.why, caution, of_single_months)


def _nothing_said(month: Period) -> str:
    return f"There is no figure for {month.label}, so nothing is said of it."
