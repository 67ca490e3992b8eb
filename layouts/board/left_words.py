"""Why an indicator is on neither list of a board, in one sentence."""

from layouts import numbers
from layouts.phrases import BANDS, at_label, sentence, short
from models.benchmark import Benchmark
from models.exceptions.left import WhyLeft
from models.recency import YEARS_BEHIND


def left_sentence(row: Benchmark | None, why: WhyLeft) -> str:
    """The sentence; None for an indicator that was never published here."""
    if row is None:
        return "Never published in these sources."
    match why:
        case WhyLeft.OLD:
            return sentence(
                f"last published {at_label(row.period)}, over {YEARS_BEHIND} years behind others of its kind"
            )
        case WhyLeft.NEUTRAL:
            mean = "" if row.mean is None or row.value is None else f"; the neighbours' average is {_average(row)}"
            return sentence(f"neither a higher nor a lower figure is better in itself{mean}")
        case WhyLeft.NO_FIGURE:
            return sentence(f"no figure {at_label(row.period)}: {row.reason.sentence}")
        case WhyLeft.SIMILAR:
            return sentence(f"similar to its neighbours: {_interval(row)}{_place(row)}")
        case WhyLeft.CHANCE:
            return sentence(
                f"{row.comparison} by its own 95% interval, {_interval(row)}, but not beyond chance among so many that "
                f"are tested{_place(row)}"
            )
        case _:
            own = " by which to test its own interval" if row.low is not None else ""
            return sentence(f"not tested, for no counts are published{own}{_mean(row)}{_place(row)}")


def _interval(row: Benchmark) -> str:
    if row.low is None or row.high is None:
        return "its interval holds their average"
    low, high = (short(row.indicator, numbers.average(row.indicator, end)) for end in (row.low, row.high))
    return f"{low} to {high} against their average of {_average(row)}"


def _mean(row: Benchmark) -> str:
    return "" if row.mean is None else f"; the neighbours' average is {_average(row)}"


def _average(row: Benchmark) -> str:
    return "" if row.mean is None else short(row.indicator, numbers.average(row.indicator, row.mean))


def _place(row: Benchmark) -> str:
    if not row.rank:
        return ""
    band = f", band {row.band}, the {BANDS[row.band]}" if row.band else ""
    return f"; {numbers.ordinal(row.rank)} best of {row.ranked}{band}"
