"""What the Map page says in sentences: made from the figures that it shows."""

from collections.abc import Callable, Sequence

from data.authorities import Area
from data.indicators import Polarity
from layouts import numbers, phrases, sentences
from layouts.map.facts import Facts, Place, Shown
from layouts.phrases import listed, sentence

# How many bordering authorities a sentence names one by one.
MOST_NAMED = 4


def question(facts: Facts) -> str:
    """The page's question."""
    words = "higher or lower" if facts.indicator.polarity is Polarity.NEUTRAL else "better or worse"
    return f"Where in England is it {words}: {facts.indicator.title}?"


def answers(facts: Facts) -> list[str]:
    """The sentences above the map; the first is the page's answer."""
    shown = facts.shown
    if shown is None:
        return [no_period(facts)]
    return [
        part
        for part in (where_we_are(facts, shown), region(facts, shown), borders(facts), left_out(facts, shown))
        if part
    ]


def no_period(facts: Facts) -> str:
    """Why no figure is shown at all."""
    if facts.latest is None:
        return "No authority has a published figure for this indicator."
    year, latest = facts.selection.year, facts.latest.label
    return f"No figures were published for a period that ends in {year}; the latest are those of {latest}."


def where_we_are(facts: Facts, shown: Shown) -> str:
    """Our figure and our quarter of England."""
    ours, name = facts.ours, facts.area.name
    if ours is None or ours.value is None:
        reason = "" if ours is None else sentences.no_figure(name, shown.period, ours.reason)
        return reason or f"{name} was not an authority in {phrases.for_period(shown.period)}."
    owner, noun = phrases.possessive(name), phrases.noun(facts.indicator)
    figure = f"{phrases.in_period(shown.period)} {owner} {noun} was {numbers.figure(facts.indicator, ours.value)}"
    kind = "band " + ours.letter + ", the " if shown.has_bands else "the "
    return sentence(f"{figure}: {kind}{shown.words[ours.letter]} of the {shown.ranked} authorities with a figure")


def region(facts: Facts, shown: Shown) -> str:
    """How the authorities of our region stand, and the highest and the lowest of them."""
    places = shown.in_region(facts.region)
    known = [place for place in places if place.value is not None]
    size = f"Of the {len(places)} authorities of {in_sentence(facts.region)}"
    return f"{size} {counted(shown, places)}. {extremes(facts, known)}" if known else f"{size} none has a figure."


def counted(shown: Shown, places: Sequence[Place]) -> str:
    """How many of some authorities are in each quarter: `1 is in band A, 5 in band B and 2 have no figure`."""
    counts = shown.counts(places)
    found = {
        f"in {'band ' + letter if shown.has_bands else 'the ' + words}": counts[letter]
        for letter, words in shown.words.items()
        if counts[letter]
    }
    parts = [f"{count} {where}" for where, count in found.items()]
    if parts:
        first = next(iter(found.values()))
        parts[0] = parts[0].replace(" in ", " is in " if first == 1 else " are in ", 1)
    return listed([*parts, *([f"{counts['']} {has(counts[''])} no figure"] if counts[""] else [])])


def extremes(facts: Facts, known: Sequence[Place]) -> str:
    """The highest and the lowest figure among some authorities."""
    if len(known) == 1:
        return sentence(f"it is that of {known[0].area.name}, {facts.figure(known[0])}")
    values = [place.value or 0.0 for place in known]
    if min(values) == max(values):
        return sentence(f"All have {facts.figure(known[0])}")
    return sentence(f"the highest is {_who(facts, known, max)}, the lowest {_who(facts, known, min)}")


def _who(facts: Facts, known: Sequence[Place], extreme: Callable[[list[float]], float]) -> str:
    """Who has the highest or the lowest figure; several are counted."""
    value = extreme([place.value or 0.0 for place in known])
    names = [place.area.name for place in known if place.value == value]
    who = names[0] if len(names) == 1 else f"that of {len(names)} authorities"
    return f"{who} ({numbers.figure(facts.indicator, value)})"


def borders(facts: Facts) -> str:
    """How the authorities on the other side of our borders stand."""
    name, places = facts.area.name, facts.bordering
    if not places:
        return f"{name} borders no other authority on land." if facts.area.code in facts.tiles else ""
    if facts.shown and len(places) > MOST_NAMED:
        return f"Of the {len(places)} authorities that {name} borders on land {counted(facts.shown, places)}."
    told = [f"{place.area.name} ({_short(facts, place)})" for place in places]
    return f"On land {name} borders {listed(told)}."


def _short(facts: Facts, place: Place) -> str:
    return ", ".join(part for part in (facts.figure(place), facts.quarters[place.letter].split(",")[0]) if part)


def left_out(facts: Facts, shown: Shown) -> str:
    """The authorities that have a figure in the period and no place on today's map."""
    if not shown.closed:
        return ""
    names = [place.area.name for place in shown.closed]
    closed = "is no longer an authority" if len(names) == 1 else "are no longer authorities"
    return f"{listed(names)} {has(len(names))} a figure but {closed}: in the table, not on the map."


def has(count: int) -> str:
    """The verb."""
    return "has" if count == 1 else "have"


def in_sentence(region: Area) -> str:
    """A region as a sentence names it: `the South East`, `London`."""
    return region.name if region.name in ("London", "Yorkshire and The Humber") else f"the {region.name}"


def finding(facts: Facts, shown: Shown) -> str:
    """The title of the map: where in England the first and the last quarter are most common."""
    first, *_, last = shown.words
    if not any(place.letter for place in shown.places):
        return "No authority that is open today has a figure"
    best, worst = most_common(shown, first), most_common(shown, last)
    if shown.has_bands:
        return f"Band {first}, the best quarter, is most common in {best}; band {last}, the worst, in {worst}"
    return f"The lowest quarter is most common in {best}; the highest in {worst}"


def most_common(shown: Shown, letter: str) -> str:
    """The region with the largest share of its authorities that have a figure in one quarter: `London (20 of 33)`."""

    def share(region: Area) -> tuple[float, int]:
        count = shown.counts_of(region)[letter]
        return count / max(known(region), 1), count

    def known(region: Area) -> int:
        counts = shown.counts_of(region)
        return counts.total() - counts[""]

    found = max(shown.regions, key=share)
    return f"{in_sentence(found)} ({shown.counts_of(found)[letter]} of {known(found)})"


def subtitle(facts: Facts, shown: Shown) -> str:
    """What, unit, who and when; how the quarters part; what the marks are."""
    indicator = facts.indicator
    parts = [f"{phrases.what(indicator)}, {shown.period.label}", f"the {len(shown.places)} authorities open today"]
    edges = [phrases.short(indicator, numbers.average(indicator, edge)) for edge in shown.edges]
    if edges:
        parts.append(f"{'bands' if shown.has_bands else 'quarters'} part at {listed(edges)}")
    if not shown.has_bands:
        parts.append(f"{why_no_bands(facts, shown)}, so each quarter is told by how high its figures are")
    if facts.is_tiles:
        parts.append("each authority is one tile of the same size, near where it lies")
    elif any(place.letter for place in shown.places):
        parts.append("a dot stands for an authority too small to be seen")
    return sentence("; ".join(parts))


def why_no_bands(facts: Facts, shown: Shown) -> str:
    """Why there are no bands A to D."""
    if facts.indicator.polarity is Polarity.NEUTRAL:
        return "neither direction is better"
    if not facts.indicator.banded:
        return "the publisher advises against bands"
    return f"too few authorities have a figure for bands ({shown.ranked})"
