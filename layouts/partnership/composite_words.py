"""What is said of several authorities taken as one, made from the figures that are shown."""

from collections import Counter

from layouts import numbers
from layouts.home.words import many
from layouts.partnership.facts import CompositeRow, Facts
from layouts.phrases import BANDS, sentence

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
    found = Counter(row.comparison for row in facts.one.rows if row.made.indicator.sign)
    tested = found["worse"] + found["similar"] + found["better"]
    if not tested:
        return "Taken as one authority, nothing can be tested against England"
    return (
        f"Taken as one authority, worse than England on {found['worse']}, similar on {found['similar']} and better on "
        f"{found['better']} of {tested} indicators that can be tested"
    )


def composite_subtitle(facts: Facts) -> str:
    """What the composite is and in which order it stands."""
    shown = f"The first {COMPOSITE_SHOWN} of {len(facts.one.rows)}, " if len(facts.one.rows) > COMPOSITE_SHOWN else ""
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
