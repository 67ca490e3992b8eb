"""What the Partnership page says in sentences, made from the figures that it shows."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from math import isnan

from data.authorities import Area
from data.indicators import Indicator
from layouts import numbers
from layouts.board.words import MARKS
from layouts.home.words import many, none
from layouts.partnership.facts import MOST_IN_FULL, Cell, Facts, Ring, Row
from layouts.phrases import NUMBER_WORDS, listed, sentence, short
from models.benchmark import Benchmark
from models.exceptions.left import WhyLeft
from models.priorities import WORSE

SHOWN, STRENGTHS_SHOWN, ALONE_SHOWN = 12, 8, 5
NEED_ARTICLE = ("Isle", "City of", "Royal")
ORDER = "In order: on the most lists first, then the surest, then the most children, then the furthest away."
WHY = {
    (WORSE, "neighbours"): "worse than its neighbours",
    (WORSE, "interval"): "worse by its own interval",
    (WORSE, "fifth"): "in the worst fifth",
    (WORSE, "trend"): "getting worse",
    (WORSE, "band"): "fell a band",
    (WORSE, "data"): "no figure where most have one",
    ("better", "neighbours"): "better than its neighbours",
    ("better", "interval"): "better by its own interval",
    ("better", "fifth"): "in the best fifth",
    ("better", "trend"): "getting better",
    ("better", "band"): "rose a band",
}
WHY_NOT = {
    WhyLeft.NEVER: "never published here",
    WhyLeft.OLD: "its figure is too old",
    WhyLeft.NEUTRAL: "neither direction is better",
    WhyLeft.NO_FIGURE: "no figure",
    WhyLeft.SIMILAR: "similar to its neighbours",
    WhyLeft.CHANCE: "not beyond chance among so many tests",
    WhyLeft.NOT_TESTED: "no rule puts it there",
}
MEANINGS = (
    (
        "Shared",
        "The same indicator is on the lists of two authorities or more: by itself, or told there by another that goes "
        "with it. Indicators that tell the same story are told once; the row names the others.",
    ),
    (
        "Each by its own neighbours",
        "Worse, similar and better are against the average of each authority's own statistical neighbours, not of the "
        "others on this page.",
    ),
    (
        "Who does it well",
        "Of these authorities, those that are better than their own neighbours by test; where nobody is, those in the "
        "best quarter of England.",
    ),
    (
        "Who to ring",
        "For each authority the neighbour that is most like it and significantly better; where nothing can be tested, "
        "one in the better half of England.",
    ),
    (
        "The portal's rules",
        "Every list here is by the same rules. What a board has pinned, taken off or set for itself counts on its own "
        "page only.",
    ),
)
LOCAL = (
    "Local returns are not compared across authorities: each has measures of its own, so only published figures are "
    "here."
)


def spoken(name: str) -> str:
    """An authority's name as a sentence says it: the Isle of Wight."""
    return f"the {name}" if name.startswith(NEED_ARTICLE) else name


def spoken_all(areas: Sequence[Area]) -> str:
    """Several names in a sentence; a comma before the last where a name has an `and` of its own."""
    names = [spoken(area.name) for area in areas]
    if len(names) > 1 and any(" and " in name for name in names):
        return f"{', '.join(names[:-1])}, and {names[-1]}"
    return listed(names)


def who(facts: Facts) -> str:
    """Whose page it is: a partnership's authorities, or the names."""
    count = len(facts.areas)
    if facts.name:
        return f"the {in_words(count)} authorities of {facts.name}"
    if not facts.in_brief:
        return spoken_all(facts.areas)
    return f"{spoken(facts.areas[0].name)} and the {in_words(count - 1)} others"


def in_words(count: int) -> str:
    """A number in a sentence."""
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)


def question(facts: Facts) -> str:
    """The page's question."""
    return f"What do {who(facts)} share?"


def answer(facts: Facts) -> str:
    """How many problems they share, how many of them all do, and the first with its figures."""
    count = len(facts.on_lists)
    if not count:
        return sentence(f"{who(facts)} share no problem: nothing is on the lists of two of them")
    first = facts.first_problems[0]
    everybody = facts.on_lists.count(len(facts.areas))
    all_of = f"all {in_words(len(facts.areas))}" if len(facts.areas) > 2 else "both"
    said = f"{everybody} of them on the lists of {all_of}" if everybody else f"none of them on the lists of {all_of}"
    if len(facts.areas) == 2:
        said = "each on the lists of both"
    return sentence(
        f"{who(facts)} share {many(count, 'problem')}, {said}. The first is “{first.indicator.title}”: "
        f"{figures(first)}{together(first)}"
    )


def figures(row: Row) -> str:
    """The figures of those that have it on their lists, each against its neighbours; of many the two ends."""
    found = [cell.row for cell in row.there if cell.row.value is not None]
    if not found:
        return "no figures"
    if len(found) <= MOST_IN_FULL:
        return listed([f"{spoken(each.area.name)} {against(each)}" for each in found])
    ordered = sorted(found, key=lambda each: (each.value or 0.0) * each.indicator.sign)
    worst, best = ordered[0], ordered[-1]
    return (
        f"on {len(row.there)} lists, from {level(best)} ({spoken(best.area.name)}) to {level(worst)} "
        f"({spoken(worst.area.name)})"
    )


def against(row: Benchmark) -> str:
    """A figure and the average of its neighbours, in few words."""
    mean = "" if row.mean is None else f" against {short(row.indicator, numbers.average(row.indicator, row.mean))}"
    return f"{level(row)}{mean}"


def level(row: Benchmark) -> str:
    """A figure in few words."""
    return row.reason.words if row.value is None else short(row.indicator, numbers.plain(row.indicator, row.value))


def with_reasons(row: Row) -> str:
    """The figures of those that have it on their lists with why it is there; of many only the two ends."""
    if len(row.there) > MOST_IN_FULL:
        return figures(row)
    return "; ".join(f"{spoken(cell.row.area.name)} {against(cell.row)}, {why(cell)}" for cell in row.there)


def together(row: Row) -> str:
    """The children in the gaps together; empty where nobody counts any."""
    shared = row.shared
    if not shared.counted or not shared.children:
        return ""
    lacking = len(shared.there) - shared.counted
    rest = f" (no counts for {in_words(lacking)})" if lacking else ""
    return f"; {shared.children:,.0f} children in the gaps together{rest}"


def aids(facts: Facts) -> list[str]:
    """What stands under the answer."""
    entries, left = sum(facts.lists.values()), facts.alone_count
    return [
        f"Their lists have {entries:,} entries; {entries - left:,} of them tell something that is shared, and {left:,} "
        f"are one authority's alone. {many(facts.strength_count, 'strength')} are shared too.",
        LOCAL,
    ]


def problems_finding(facts: Facts) -> str:
    """The title of the shared problems."""
    return _first_of("Shared problems", len(facts.on_lists), SHOWN)


def strengths_finding(facts: Facts) -> str:
    """The title of the shared strengths."""
    return _first_of("Shared strengths", facts.strength_count, STRENGTHS_SHOWN)


def _first_of(what: str, count: int, most: int) -> str:
    return f"{what}: {f'the first {most} of {count}' if count > most else none(count)}"


def subtitle(facts: Facts, on_lists: Sequence[int]) -> str:
    """The order, and on how many lists the rows are."""
    counts = sorted(Counter(on_lists).items(), reverse=True)
    said = listed([f"{rows_there} on {lists} lists" for lists, rows_there in counts])
    lists = f" There are {said}." if on_lists else ""
    return f"{ORDER}{lists if len(facts.areas) <= MOST_IN_FULL else ''} Neighbours: {facts.group_title}."


def alone_finding(facts: Facts) -> str:
    """The title of what is one authority's alone."""
    return f"On one list only: {many(facts.alone_count, 'entry').replace('entrys', 'entries')}"


def on_list(cell: Cell) -> str:
    """Why it is on an authority's list, in few words."""
    if cell.entry is None:
        return not_on_list(cell)
    return f"{why(cell)}{f'; told there by “{cell.told_by.name}”' if cell.told_by else ''}"


def not_on_list(cell: Cell) -> str:
    """Why it is not on an authority's list, in few words."""
    if cell.is_opposite:
        return "on its other list: the opposite is so here"
    return WHY_NOT[cell.why_not] if cell.why_not else ""


def sure(cell: Cell) -> str:
    """How sure an authority's entry is, with its mark."""
    return MARKS[cell.side, cell.entry.certainty] if cell.entry else ""


def gap(cell: Cell) -> str:
    """The children in an authority's gap, in few words."""
    if cell.entry is None or not cell.row.indicator.sign or cell.row.value is None:
        return ""
    children = cell.entry.children
    if isnan(children):
        return "no counts of children"
    is_above, is_worse = (cell.row.gap_points or 0.0) > 0, cell.side == WORSE
    # What is worse has to move towards the average; what is better has moved away from it already.
    way = "fewer" if is_above == is_worse else "more"
    beyond = "to reach the average" if is_worse else "than at the average"
    return f"{children:,.0f} {way} {beyond}" if children else "at the average or beyond it"


def ring(cell: Cell) -> str:
    """Whom an authority can ring, in few words."""
    if cell.ring is None:
        return "nobody to ring" if cell.entry else ""
    return f"Ring {to_ring(cell.row.indicator, cell.ring)}"


def to_ring(indicator: Indicator, ring: Ring) -> str:
    """Who it is, and with which figure."""
    return f"{ring.area.name}, {short(indicator, numbers.plain(indicator, ring.value))}"


def well(row: Row) -> str:
    """Which of the authorities do it well."""
    if not row.well:
        return "None of them does it well"
    names = spoken_all(row.well)
    return sentence(f"{names} {'does' if len(row.well) == 1 else 'do'} it well").rstrip(".")


def why(cell: Cell) -> str:
    """The rules that put it on an authority's list, in few words."""
    return _why(cell.side, cell.entry.rules) if cell.entry else ""


@cache
def _why(side: str, rules: tuple[str, ...]) -> str:
    """Of a few rules there are a few dozen choices, and a page says them a thousand times."""
    return listed([WHY[side, rule] for rule in rules])
