"""What a figure says, in plain English: made from the figures alone, so that the two cannot disagree."""

from collections.abc import Sequence

from data.authorities import Area
from data.indicators import Indicator, Polarity
from data.missing import Missing
from data.periods import Period
from layouts import numbers
from layouts.phrases import (
    BANDS,
    DIRECTIONS,
    at_label,
    counted,
    for_period,
    in_period,
    is_seen,
    listed,
    members,
    noun,
    owners,
    possessive,
    sentence,
    short,
)
from models.benchmark import Benchmark
from models.chance import Places
from models.series import Course


def answer(row: Benchmark) -> str:
    """The page's answer: the figure, how it stands to the comparators' average, and how it has moved."""
    if row.value is None:
        return f"{no_figure(row.area.name, row.period, row.reason)} {average(row)}"
    figure = f"{possessive(row.area.name)} {noun(row.indicator)} was {numbers.figure(row.indicator, row.value)}"
    moved = movement(row)
    if row.mean is None:
        return sentence(
            f"{in_period(row.period)} {figure}, {moved}; no figure is published for any of {members(row.group)}"
        )
    between = " and" if moved.startswith(("up", "down", "unchanged")) else ";"
    return sentence(f"{in_period(row.period)} {figure}, {relation(row)}{between} {moved}")


def no_figure(name: str, period: Period, reason: Missing) -> str:
    """Why there is no figure."""
    return f"{possessive(name)} figure for {for_period(period)} is {reason.sentence}."


def average(row: Benchmark) -> str:
    """The comparators' average as a sentence of its own."""
    if row.mean is None:
        return sentence(f"no figure is published for any of {members(row.group)}")
    level = numbers.with_unit(row.indicator, numbers.average(row.indicator, row.mean))
    return sentence(f"{owners(row.group)} average was {level} ({published(row)})")


def relation(row: Benchmark) -> str:
    """Higher or lower than the comparators' average, as both are printed; empty where one of them is missing."""
    if row.mean is None or row.gap_points is None:
        return ""
    level = short(row.indicator, numbers.average(row.indicator, row.mean))
    is_apart = is_seen(numbers.average(row.indicator, row.gap_points))
    word = "the same as" if not is_apart else "higher than" if row.gap_points > 0 else "lower than"
    return f"{word} {owners(row.group)} average of {level} ({published(row)})"


def published(row: Benchmark) -> str:
    """How many comparators have a figure."""
    return f"{row.contributing} of {len(row.group.codes)} published"


def movement(row: Benchmark) -> str:
    """The movement since the consecutive period before, or why there is none to state."""
    before = row.previous_period
    if before is None:
        return "no figures were published for the period before"
    if row.previous is None or row.change is None:
        return f"there is no figure for {for_period(before)} to say how it has moved"
    when = "a year before" if before.years == 1 else f"in {before.label}"
    if not is_seen(numbers.plain(row.indicator, row.change)):
        return f"unchanged from {when}"
    previous = short(row.indicator, numbers.plain(row.indicator, row.previous))
    return f"{'up' if row.change > 0 else 'down'} from {previous} {when}"


def verdict(row: Benchmark) -> str:
    """Whether the difference from the average is more than chance would make, or why that is not known."""
    if row.value is None or row.mean is None:
        return ""
    if row.comparison == "not tested":
        return f"{side(row)}{untested(row)}"
    interval = f"95% interval {interval_limits(row)}"
    if row.comparison == "similar":
        return f"That is similar to the average: chance alone could make the difference ({interval})."
    words = f"That is {row.comparison} than the average, by more than chance alone would make ({interval})."
    return f"{words} {DIRECTIONS[Polarity.NEUTRAL]}" if row.indicator.polarity is Polarity.NEUTRAL else words


def side(row: Benchmark) -> str:
    """On which side of the average the figure lies, where one side is better; empty where they are the same."""
    away = row.gap_points or 0.0
    if row.indicator.polarity is Polarity.NEUTRAL:
        return f"{DIRECTIONS[Polarity.NEUTRAL]} "
    if not is_seen(numbers.average(row.indicator, away)):
        return ""
    return f"That is the {'better' if away * row.indicator.sign > 0 else 'worse'} side of the average. "


def untested(row: Benchmark) -> str:
    """Why nothing is said of chance."""
    if row.value is None:
        return "Not tested: there is no figure."
    if row.mean is None:
        return "Not tested: there is no average to compare with."
    if row.indicator.is_total:
        return "Not tested: a total is neither a share nor a rate."
    if row.is_only_published:
        return "Not tested: the publisher gives an interval of its own, and no counts by which to test a difference."
    if row.numerator is None or row.denominator is None:
        return "Not tested: no counts are published, so the difference may be chance."
    if not row.indicator.tested:
        return "Not tested: the counts are not numbers of children."
    return "Not tested: this is neither a share nor a rate of children."


def interval_limits(row: Benchmark) -> str:
    """The limits with a decimal more than the figures have, `84.0% to 90.9%`; empty where there are none."""
    if row.low is None or row.high is None:
        return ""
    low, high = (short(row.indicator, numbers.average(row.indicator, limit)) for limit in (row.low, row.high))
    return f"{low} to {high}"


def gap(row: Benchmark) -> str:
    """The gap in children, where there are counts, one side is better, and the authority is on the other."""
    children = row.gap_children
    if not children or not row.indicator.sign or row.numerator is None or row.denominator is None:
        return ""
    size = abs(int(children))
    what = counted(row.indicator, one=size == 1)
    number = f"{size:,} {'more' if children > 0 else 'fewer'}{what and ' ' + what}"
    shares = f"{row.numerator + children:,.0f} rather than {row.numerator:,.0f} of {row.denominator:,.0f}"
    return f"{number} would bring {row.area.name} to that average ({shares})."


def rank(row: Benchmark) -> str:
    """The place among the authorities that have a figure."""
    if row.rank is not None:
        return f"{numbers.ordinal(row.rank)} of {row.ranked}"
    if row.position_from_highest is not None:
        return f"{numbers.ordinal(row.position_from_highest)} highest of {row.ranked}"
    return "no rank: there is no figure"


def band(row: Benchmark) -> str:
    """The band with its word, or why there is none."""
    if row.band:
        return f"{row.band}, {BANDS[row.band]}"
    if row.value is None:
        return "no band: there is no figure"
    if row.indicator.polarity is Polarity.NEUTRAL:
        return "no bands: neither direction is better"
    if not row.indicator.banded:
        return "no bands: the publisher advises against them"
    return f"no bands: too few authorities have a figure ({row.ranked})"


def standing(row: Benchmark, places: Places | None = None) -> str:
    """The finding of the bar chart: the rank with its interval, or that alone where it is half of all places."""
    if row.value is None:
        return f"{row.ranked} authorities have a figure; {row.area.name} has none"
    if places is not None and places.is_wide:
        return f"{row.area.name} could be anywhere from {places_words(row, places)}: its rank says little"
    best = ", where 1st is best" if row.rank is not None else ""
    could = f"; at 95% it could be {places_words(row, places)}" if places is not None else ""
    return f"{row.area.name} is {rank(row)} authorities{best}{could}"


def places_words(row: Benchmark, places: Places) -> str:
    """The 95% interval of a rank, counted as the rank is: `20th to 45th`."""
    low, high = (numbers.ordinal(place) for place in (places.low, places.high))
    of = "" if places.of == row.ranked else f" of the {places.of} with counts"
    return f"{low if low == high else f'{low} to {high}'}{of}"


def course(
    name: str, indicator: Indicator, periods: Sequence[Period], values: Sequence[float], led: Course | None
) -> str:
    """The finding of the trend chart: from where to where the line of an authority has led."""
    if led is None:
        return f"No figure is published for {name} in any period"
    first, last = values[led.first], values[led.last]
    level, until = numbers.figure(indicator, last), at_label(periods[led.last])
    if led.first == led.last:
        return f"{name} has one published figure, {level} {until}"
    since = at_label(periods[led.first])
    if not is_seen(numbers.plain(indicator, last - first)):
        return f"{name} was at {level} both {since} and {until}"
    start = short(indicator, numbers.plain(indicator, first))
    return f"{name} {'rose' if last > first else 'fell'} from {start} {since} to {level} {until}"


def beside_average(owners_of_average: str, led: Course | None) -> str:
    """How often the line lay above the comparators' average; empty where there is too little to compare."""
    if led is None or led.compared < 2:
        return ""
    if led.above == led.compared:
        return f"above {owners_of_average} average in all {led.compared} periods"
    if led.below == led.compared:
        return f"below {owners_of_average} average in all {led.compared} periods"
    return f"above {owners_of_average} average in {led.above} of {led.compared} periods"


def joint(areas: Sequence[Area]) -> str:
    """That one return is made by several authorities."""
    return f"{listed([area.name for area in areas])} make this return together: the figure is that of both."
