"""What the Compare page says in sentences: made from the figures that it shows."""

from collections import Counter
from collections.abc import Sequence

from data.indicators import Indicator, Polarity
from layouts import numbers
from layouts.compare.sparkline import Trend
from layouts.phrases import BANDS, is_seen, listed, owners, possessive, short
from models.benchmark import Benchmark

MOST_LISTED = 6
TESTED = ("better", "worse", "similar")
HOW_TESTED = (
    "Better, worse, similar: every authority against the neighbours' average in the same row, by a 95% interval; about "
    "1 in 20 differs by chance alone. Not tested: no counts of children are published."
)
"""The reading aid on tests."""
HOW_AVERAGED = (
    "The column of a partnership is the mean of the figures that its members published, each counted alike; it is not "
    "the figure of their children together."
)
"""The reading aid on means of partnerships."""
IN_BRIEF = "So many authorities are shown in brief: the figure, its band and the verdict. The file has all of each."
"""The reading aid where cells are short."""


def topic_in_a_sentence(topic: str) -> str:
    """`Children with SEN` as `children with SEN`."""
    return topic[:1].lower() + topic[1:]


def number(count: int) -> str:
    """A count in a sentence."""
    return str(count) if count else "none"


def together(count: int) -> str:
    """Indicators that are picked out, as a topic of their own."""
    return "The indicator picked" if count == 1 else f"The {count} indicators picked"


def question(topic: str) -> str:
    """The page's question."""
    return f"How do we compare on {topic_in_a_sentence(topic)}?"


def answer(topic: str, name: str, standings: Sequence[Benchmark]) -> str:
    """On how many indicators it is worse, better and similar by test; failing tests, where it stands by band."""
    where = f"On {topic_in_a_sentence(topic)}"
    if not standings:
        return f"{where}, no indicator has a figure for this period."
    directed = [row for row in standings if row.indicator.polarity is not Polarity.NEUTRAL]
    found = Counter(row.comparison for row in directed if row.comparison in TESTED)
    if not found:
        return f"{where}, {_by_band(name, directed)}"
    average = f"{owners(standings[0].group)} average"
    if found.total() == 1:
        word = next(iter(found))
        stands = f"is {word} {'to' if word == 'similar' else 'than'} {average}"
        return f"{where}, {name} {stands} on the one indicator that can be tested for better or worse."
    worse, better, similar = (str(found[word]) if found[word] else "none" for word in ("worse", "better", "similar"))
    return (
        f"{where}, {name} is worse than {average} on {worse} of the {found.total()} indicators that can be tested for "
        f"better or worse, better on {better} and similar on {similar}."
    )


def _by_band(name: str, directed: Sequence[Benchmark]) -> str:
    bands = Counter(row.band for row in directed if row.band)
    if not bands:
        return f"no figure can be called better or worse; {possessive(name)} stand beside the others' below."
    if bands.total() == 1:
        quarter = BANDS[next(iter(bands))]
        return f"no difference can be tested; {name} is in England's {quarter} on the one indicator that has bands."
    best, worst = (str(bands[letter]) if bands[letter] else "none" for letter in "AD")
    return (
        f"no difference can be tested; of the {bands.total()} indicators that have bands, {name} is in England's best "
        f"quarter on {best} and in the worst quarter on {worst}."
    )


def sides(name: str, standings: Sequence[Benchmark]) -> str:
    """On which side of the average the figures lie, tested or not, where one side is better."""
    directed = [row for row in standings if row.indicator.sign and row.gap_points is not None]
    if not directed:
        return f"{name} has no figure with a better and a worse side"
    found = Counter(_side(row) for row in directed)
    if len(directed) == 1:
        side = {1: "on the better side of", -1: "on the worse side of", 0: "at"}[next(iter(found))]
        return f"{name} is {side} {owners(directed[0].group)} average on the one indicator that has a better side"
    level = f", and the same on {found[0]}" if found[0] else ""
    return (
        f"{name} is on the better side of {owners(directed[0].group)} average on {number(found[1])} of "
        f"{len(directed)} indicators and on the worse side on {number(found[-1])}{level}, tested or not"
    )


def _side(row: Benchmark) -> int:
    """1 on the better side of the average, -1 on the worse, 0 where both are printed alike."""
    away = (row.gap_points or 0.0) * row.indicator.sign
    if not is_seen(numbers.average(row.indicator, away)):
        return 0
    return 1 if away > 0 else -1


def caption(topic: str, names: Sequence[str], group_title: str, year: int | None) -> str:
    """What the table shows: who, beside whom, by which neighbours, when."""
    when = "each indicator's latest published period" if year is None else f"periods ending in {year}"
    others = listed(names[1:]) if len(names) <= MOST_LISTED else f"{len(names) - 1} others"
    beside = f"{names[0]} beside {others}" if names[1:] else names[0]
    return f"{topic}: {beside}; {possessive(names[0])} neighbours by {group_title}; {when}."


def left_out(count: int, year: int | None, among: str = "of this topic") -> str:
    """That some of the indicators are not in the table for want of figures; empty where all are."""
    if not count:
        return ""
    when = "at all" if year is None else f"for a period ending in {year}"
    if count == 1:
        return f"1 indicator {among} has no figures {when}, and is left out."
    return f"{count} indicators {among} have no figures {when}, and are left out."


def beside_are_elsewhere(count: int) -> str:
    """That a picture of one authority leaves out those beside it."""
    who = "the one that stands beside it is" if count == 1 else f"the {count} that stand beside it are"
    return f"{who} in the table and the small multiples"


def told(indicator: Indicator, name: str, trend: Trend) -> str:
    """What a small line shows: from where to where, for the authority and for its neighbours."""
    lines = {name: trend.us, "neighbours": trend.neighbours}
    parts = [part for who, values in lines.items() if (part := _course(indicator, who, trend.years, values))]
    return "; ".join(parts)


def _course(indicator: Indicator, who: str, years: Sequence[int], values: Sequence[float | None]) -> str:
    known = [(year, value) for year, value in zip(years, values, strict=True) if value is not None]
    if not known:
        return f"{who}: no figures"
    (first_year, first), (last_year, last) = known[0], known[-1]
    level = numbers.average if who == "neighbours" else numbers.plain
    start, end = (short(indicator, level(indicator, value)) for value in (first, last))
    if first_year == last_year:
        return f"{who} {end} in {last_year}"
    return f"{who} from {start} in {first_year} to {end} in {last_year}"
