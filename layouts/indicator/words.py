"""What the Indicator page says of chance, of change and of releases, made from the figures alone."""

from math import isnan

from layouts import numbers, phrases, sentences
from layouts.charts import frame
from layouts.indicator.facts import Facts, Shown
from layouts.provenance import day
from models.trend_test import POINTS

TREND_TEST = "Fingertips' test, at 99.8%"
CHANGES = {
    "better": "better, by more than chance alone would make",
    "worse": "worse, by more than chance alone would make",
    "higher": "higher, by more than chance alone would make",
    "lower": "lower, by more than chance alone would make",
    "no clear change": "no clear change: chance alone could make it",
}


def hover(name: str, *lines: str) -> str:
    """What a point says: a name in bold, then lines; those that are empty are left out."""
    return "<br>".join([f"<b>{name}</b>", *filter(None, lines)])


def brief(facts: Facts, value: float, text: str = "") -> str:
    """A figure in little room: its sign but no words, and millions counted in millions."""
    if abs(value) >= frame.MILLION:
        text = frame.brief(value, decimals=0)
    return phrases.short(facts.indicator, text or numbers.plain(facts.indicator, value))


def interval(facts: Facts, place: int) -> str:
    """The 95% interval of our figure in a period; empty where there is none."""
    found = facts.limits(place)
    if found is None:
        return ""
    low, high = (phrases.short(facts.indicator, numbers.average(facts.indicator, limit)) for limit in found)
    return f"95% interval {low} to {high}"


def trend(facts: Facts) -> str:
    """The recent trend with what it stands on, or why there is none."""
    found = facts.trend
    if not found.places:
        return f"Recent trend: {found.word}: {why_no_trend(facts)}."
    first, last = (facts.block.periods[place].label for place in (found.places[0], found.places[-1]))
    word = found.word.replace(" and ", ", ")
    return f"Recent trend: {word}, by the five figures from {first} to {last} ({TREND_TEST})."


def why_no_trend(facts: Facts) -> str:
    """Why the test of the recent trend cannot be made."""
    if not facts.has_limits:
        return "it needs counts, and none are published"
    if (not facts.indicator.tested or facts.indicator.per == 1) and facts.block.low is None:
        return "the counts are not numbers of children"
    if facts.axis and facts.axis[-1].years > 1:
        return "the periods overlap"
    return f"it needs {phrases.NUMBER_WORDS[POINTS]} figures with counts in a row"


def change(facts: Facts, shown: Shown) -> str:
    """Whether the change from the period before is more than chance; empty where that cannot be tested."""
    before = shown.row.previous_period
    if before is None or shown.change is None:
        return ""
    return f"Since {before.label}: {tested_change(facts, shown)}."


def tested_change(facts: Facts, shown: Shown) -> str:
    """What the test of the change comes to; empty where there is none."""
    if shown.change is None:
        return ""
    return f"{CHANGES[str(shown.change.word[0])]} ({change_limits(facts, shown)} at 95%)"


def change_limits(facts: Facts, shown: Shown) -> str:
    """The limits of the change, `−3.1 to +6.8 percentage points`."""
    if shown.change is None:
        return ""
    indicator = facts.indicator
    decimals = numbers.decimals_of_average(indicator)
    low, high = (
        numbers.signed(indicator, limit, decimals) for limit in (shown.change.low.item(), shown.change.high.item())
    )
    return f"{low} to {numbers.points(indicator, high)}"


def left_out(facts: Facts) -> str:
    """How many periods of a long series are not shown, and where they are to be had; empty where all are."""
    counts = {"earlier": facts.earlier, "later": facts.later}
    said = ", ".join(f"{count:,} {side}" for side, count in counts.items() if count)
    return f"periods not shown: {said}, which the CSV and Excel files below have" if said else ""


def next_release(facts: Facts) -> str:
    """When the next figures are due, as the source says."""
    due = facts.indicator.next_update
    return f"Next update due {day(due)}." if due else "The source gives no date for the next update."


def beside_the_trend(facts: Facts) -> list[str]:
    """The sentences under the trend chart."""
    changed = change(facts, facts.shown) if facts.shown else ""
    return [found for found in (trend(facts), changed, next_release(facts)) if found]


def distribution(facts: Facts, shown: Shown) -> str:
    """The finding of the distribution: in which quarter the authority lies, or on which side of the middle."""
    row, indicator, name = shown.row, facts.indicator, facts.area.name
    if row.value is None:
        return f"How the {row.ranked} figures lie; {name} has none"
    if row.band:
        where = f"{name} lies in the {phrases.BANDS[row.band]}"
        limits = band_limits(facts, shown, row.band)
        return f"{where} ({limits}), but its counts leave that open" if shown.is_wide else f"{where}: {limits}"
    middle = numbers.average(indicator, shown.spread.median)
    level = numbers.with_unit(indicator, middle)
    if not phrases.is_seen(numbers.average(indicator, row.value - shown.spread.median)):
        return f"{name} lies at the middle figure of {row.ranked} authorities, {level}"
    side = "above" if row.value > shown.spread.median else "below"
    return f"{name} lies {side} the middle figure of {row.ranked} authorities, {level}"


def band_limits(facts: Facts, shown: Shown, band: str) -> str:
    """Where a band begins and ends, from the unrounded edges: `D is 84 or less`, `B is above 84 up to 88`."""
    low, middle, high = (
        phrases.short(facts.indicator, numbers.average(facts.indicator, edge)) for edge in shown.spread.edges.tolist()
    )
    ranges = [f"{low} or less", f"above {low} up to {middle}", f"above {middle} up to {high}", f"above {high}"]
    return f"{band} is {ranges['ABCD'.index(band) if facts.indicator.sign < 0 else 'DCBA'.index(band)]}"


def funnel(facts: Facts, shown: Shown) -> str:
    """The finding of the funnel plot: on which side of which limit the authority lies, and what that says of chance."""
    found, name = shown.funnel, facts.area.name
    places = [] if found is None else found.areas.tolist()
    if found is None or facts.places[facts.area.code] not in places:
        return f"{len(places)} authorities have counts for the period; {name} has none"
    at = places.index(facts.places[facts.area.code])
    plain, judged = found.side_of(at, widened=False), int(found.side_of_each[at])
    side = "above" if (judged or plain) > 0 else "below"
    limit = "upper" if side == "above" else "lower"
    allowed = ", also after allowing for how much authorities differ" if found.is_widened else ""
    if abs(judged) == 2:
        return f"{name} lies {side} the {limit} 99.8% limit: more than chance makes at its size{allowed}"
    if abs(judged) == 1:
        return f"{name} lies {side} the {limit} 95% limit, not the 99.8% one: perhaps more than chance{allowed}"
    if abs(plain) == 2:
        return f"{name} lies within the limits, once they allow for how much authorities differ"
    return f"{name} lies within the limits: no more than chance makes at its size{allowed.replace('also ', '')}"


def why_no_funnel(facts: Facts, shown: Shown) -> str:
    """Why there is no funnel plot."""
    if not facts.has_counts:
        return "No counts are published, so there is no funnel plot to tell chance from size."
    if facts.indicator.is_total or not facts.indicator.tested or facts.indicator.per == 1:
        return "The counts are not numbers of children, so there is no funnel plot to tell chance from size."
    few = len(shown.counted)
    return f"Too few authorities have counts in this period ({few}) for a funnel plot, which tells chance from size."


def sensitivity(facts: Facts, shown: Shown) -> str:
    """Whether the verdict depends on whom the authority is compared with."""
    found, name = shown.sensitivity, facts.area.name
    verdicts = dict(zip(lens_names(facts, shown), found.verdict[0].tolist(), strict=True))
    tested = {lens: word for lens, word in verdicts.items() if word != "not tested"}
    if shown.row.value is None:
        return f"{name} has no figure, so there is nothing to compare"
    if not tested:
        return _untested(facts, shown)
    by_word = {word: [lens for lens in tested if tested[lens] == word] for word in dict.fromkeys(tested.values())}
    if len(by_word) == 1:
        (word,) = by_word
        return f"The verdict does not depend on the comparator: {_than(word)} each of the {len(tested)}"
    said = [f"{_than(word)} {phrases.listed(lenses)}" for word, lenses in by_word.items()]
    return f"The verdict depends on the comparator: {', '.join(said)}"


def _than(word: str) -> str:
    return "similar to" if word == "similar" else f"{word} than"


def _untested(facts: Facts, shown: Shown) -> str:
    """On which side of how many comparators a figure lies that cannot be tested."""
    levels = [level for level in shown.sensitivity.comparator[0].tolist() if not isnan(level)]
    value = shown.row.value or 0.0
    above, below = sum(value > level for level in levels), sum(value < level for level in levels)
    if not levels:
        return "No comparator has a figure to compare with"
    if len(levels) in (above, below):
        return (
            f"Not tested; {facts.area.name} lies {'above' if above else 'below'} each of the {len(levels)} comparators"
        )
    return f"Not tested; {facts.area.name} lies above {above} and below {below} of the {len(levels)} comparators"


def lens_names(facts: Facts, shown: Shown) -> list[str]:
    """The comparators as a sentence names them, the region last."""
    names = {"modelled": "the modelled neighbours", "group": "your own group"}
    known = [names.get(group.name, f"the {group.name} neighbours") for group in shown.lenses]
    return [*known, f"the {facts.region.name}" if facts.region else "the region"]


def neighbours(facts: Facts, shown: Shown) -> str:
    """The finding of the comparators' table: which of them moves the average the most."""
    row, found = shown.row, shown.contributions
    pairs = zip(facts.members, found.deviation.tolist(), found.without.tolist(), strict=True)
    moved = [(abs(away), away, area, without) for area, away, without in pairs if not isnan(without + away)]
    if row.mean is None or not moved:
        return f"{sentences.published(row)} a figure to average"
    size, away, area, without = max(moved, key=lambda one: one[0])
    if not phrases.is_seen(numbers.average(facts.indicator, size)):
        return f"{sentences.published(row)}; no neighbour moves the average"
    pulls = "up" if away > 0 else "down"
    mean, rest = (numbers.average(facts.indicator, level) for level in (row.mean, without))
    return (
        f"{area.name} pulls the average {pulls} most: without it {numbers.with_unit(facts.indicator, rest)}, "
        f"with it {phrases.short(facts.indicator, mean)}"
    )
