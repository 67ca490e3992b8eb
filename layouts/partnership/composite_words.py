"""What is said of several authorities taken as one, made from the figures that are shown."""

from collections import Counter

from layouts import numbers
from layouts.home.words import many
from layouts.partnership.facts import MOST_IN_FULL, CompositeRow, Facts
from layouts.phrases import BANDS, listed, sentence, short

COMPOSITE_SHOWN = 12
WOULD_BE = (
    "Taken as one they are no authority, so they have no rank and no band: these are what they would have in the place "
    "of their members."
)


def place(row: CompositeRow) -> str:
    """Where the composite would stand."""
    if not row.place:
        return "no place"
    end = "best" if row.made.indicator.sign else "highest"
    letter = f", band {row.band}, the {BANDS[row.band]}" if row.band else ""
    return f"would be {numbers.ordinal(row.place)} {end} of {row.of}{letter}"


def composite_finding(facts: Facts) -> str:
    """How often they are worse and better than England, taken as one."""
    found = Counter(facts.one.comparisons)
    tested = found["worse"] + found["similar"] + found["better"]
    if not tested:
        return "Taken as one authority, nothing can be tested against England"
    return (
        f"Taken as one authority, worse than England on {found['worse']}, similar on {found['similar']} and better on "
        f"{found['better']} of {tested} indicators that can be tested"
    )


def composite_subtitle(facts: Facts) -> str:
    """What the composite is and in which order it stands."""
    shown = f"The first {COMPOSITE_SHOWN} of {facts.one.count}, " if facts.one.count > COMPOSITE_SHOWN else ""
    start = f"{shown}worst first" if shown else "Worst first"
    return (
        f"{start}: all their children counted together, never a mean of percentages. {WOULD_BE} The line is the 95% "
        "interval."
    )


def refused_finding(facts: Facts) -> str:
    """How many figures cannot be made, and why."""
    kinds = Counter(kind for _, kind, _ in facts.one.refused)
    return (
        f"{len(facts.one.refused)} figures cannot be made of all of them: for {kinds['no counts']} no counts are "
        f"published, for {kinds['withheld']} too much is missing"
    )


def refused_aid(facts: Facts) -> str:
    """What else is not in the picture."""
    parts = [
        f"{many(len(facts.one.sums), 'total')} can be added up, but a sum has no place among authorities"
        if facts.one.sums
        else "",
        f"{many(facts.one.old, 'figure')} could be made but {'is' if facts.one.old == 1 else 'are'} too old to count"
        if facts.one.old
        else "",
    ]
    said = [part for part in parts if part]
    return sentence("; ".join(said)) if said else ""


def limits(row: CompositeRow) -> str:
    """The 95% interval, or why there is none."""
    if row.made.low is None or row.made.high is None:
        return "no interval: no counts are published"
    return f"{_short(row, row.made.low, exact=True)} to {_short(row, row.made.high, exact=True)}"


def left_out(row: CompositeRow) -> str:
    """Who is not in it, and why."""
    return f"without {listed([f'{area.name} ({why})' for area, why in row.made.missing])}"


def members(row: CompositeRow) -> str:
    """The members' figures: of a few each, of many the two ends."""
    found = [(area, value) for area, value in row.members if value is not None]
    if not found:
        return "no member has a figure"
    if len(found) <= MOST_IN_FULL:
        return " · ".join(f"{area.name} {_short(row, value)}" for area, value in found)
    low, high = min(found, key=lambda one: one[1]), max(found, key=lambda one: one[1])
    return f"from {low[0].name} {_short(row, low[1])} to {high[0].name} {_short(row, high[1])}"


def told(row: CompositeRow) -> str:
    """What the picture shows, in a sentence."""
    england = "" if row.england is None else f"; England {_short(row, row.england)}"
    return sentence(f"taken as one {_short(row, row.value)}, {limits(row)}{england}; {members(row)}")


def refused_subtitle(facts: Facts) -> str:
    """What the list shows, and what else is not in the picture."""
    return " ".join(part for part in ("By topic; each with its reason in the table.", refused_aid(facts)) if part)


def _short(row: CompositeRow, value: float, *, exact: bool = False) -> str:
    indicator = row.made.indicator
    return short(indicator, numbers.average(indicator, value) if exact else numbers.plain(indicator, value))
