"""What the first page says in sentences, made from the figures that it shows."""

from collections.abc import Sequence

from markupsafe import Markup

from layouts import numbers
from layouts.gap_words import in_children, in_points
from layouts.home.facts import Entry, Facts, Link, Move, Yearly
from layouts.markup import element, joined
from layouts.phrases import BANDS, at_label, is_seen, owners, possessive, sentence, short
from models.benchmark import Benchmark
from models.priorities import Certainty
from models.recency import YEARS_BEHIND
from models.topic_counts import Counts

SHOWN, STALE_NAMED = 10, 3
MEANINGS = (
    (
        "Worse, similar, better",
        "The neighbours' average lies outside, or inside, the 95% interval of the figure. About one in twenty would "
        "differ by chance alone.",
    ),
    (
        "Certain",
        "The difference stays when the false discovery rate is held at 5% over every indicator that was tested: at "
        "most one in twenty of these is expected to be chance.",
    ),
    (
        "Not tested",
        "No counts of children are published, so nobody can say what chance has to do with it. The quarter of England "
        "in which the figure stands is given instead.",
    ),
    (
        "One of each kind",
        "Indicators that count the same children, or that go together over all authorities, are one story: the first "
        "stands for them, and names the others.",
    ),
)
CERTAINTIES = {
    Certainty.CERTAIN: "certain",
    Certainty.TESTED: "by its own 95% interval, not certain among so many",
    Certainty.NOT_TESTED: "not tested: no counts of children are published",
}
MARKS = {
    ("worse", True): "▼ worse",
    ("better", True): "▲ better",
    ("worse", False): "worst quarter of England",
    ("better", False): "best quarter of England",
}
TRENDS = {
    "increasing and getting better": "five years: rising, getting better",
    "decreasing and getting better": "five years: falling, getting better",
    "increasing and getting worse": "five years: rising, getting worse",
    "decreasing and getting worse": "five years: falling, getting worse",
    "no significant change": "five years: no clear trend",
}


def question(facts: Facts) -> str:
    """The page's question."""
    return f"Where does {facts.area.name} stand?"


def answer(facts: Facts) -> str:
    """On how many indicators it is worse, similar and better by test, and the widest gap that is certain."""
    total, name = facts.total, facts.area.name
    if not total.tested:
        return f"No figure of {name} can be tested against {owners(facts.group)} average. {by_quarter(facts)}"
    first = (
        f"Of {many(total.tested, 'indicator')} that can be tested, {name} is worse than {owners(facts.group)} average "
        f"on {none(total.worse)}, similar on {none(total.similar)} and better on {none(total.better)}"
    )
    widest = next((entry for entry in facts.worse if entry.certainty is Certainty.CERTAIN), None)
    if widest is None:
        return f"{first}; no difference for the worse is certain."
    return f"{first}; the widest certain gap is {described(widest)}."


def described(entry: Entry) -> str:
    """An entry inside a sentence: what, its figure against the average, and the gap in children."""
    row = entry.row
    return f"“{row.indicator.title}”, {level(row)} against {average(row)}: {children(entry)}"


def by_quarter(facts: Facts) -> str:
    """Where it stands on what cannot be tested."""
    total = facts.total
    if not total.not_tested:
        return ""
    best, *_, worst = total.by_band
    return (
        f"{many(total.not_tested, 'further indicator' if total.tested else 'indicator')} cannot be tested, because no "
        f"counts of children are published: {facts.area.name} is in England's worst quarter on {none(worst)} of them "
        f"and in the best quarter on {none(best)}."
    )


def left_out(facts: Facts) -> Markup:
    """What is counted in none of these, and why; figures that are too old are named."""
    total = facts.total
    parts = [
        f"{many(total.no_figure, 'indicator')} without a figure for {facts.area.name}" if total.no_figure else "",
        f"{facts.neutral} where neither direction is better" if facts.neutral else "",
        stale(facts.stale) if facts.stale else "",
    ]
    pieces = [piece for part in parts if part for piece in (part, "; ")][:-1]
    return joined("Not counted: ", *pieces, ".") if pieces else Markup("")


def stale(links: Sequence[Link]) -> Markup:
    """Those that have not been published for years, the first of them by name."""
    verb = "has" if len(links) == 1 else "have"
    names = [element("a", one.name, href=one.address) for one in links[:STALE_NAMED]]
    more = " and others" if len(links) > STALE_NAMED else ""
    between = [piece for name in names for piece in (name, ", ")][:-1]
    return joined(f"{len(links)} that {verb} not been published for over {YEARS_BEHIND} years: ", *between, more)


def level(row: Benchmark) -> str:
    """The figure with its unit."""
    return "" if row.value is None else numbers.figure(row.indicator, row.value)


def average(row: Benchmark) -> str:
    """The neighbours' average, its unit only as a sign."""
    return "no average" if row.mean is None else short(row.indicator, numbers.average(row.indicator, row.mean))


def compared(row: Benchmark) -> str:
    """The neighbours' average with how many published a figure."""
    missing = len(row.group.codes) - row.contributing
    return f"{average(row)} for neighbours" + (
        f" ({row.contributing} of {len(row.group.codes)} published)" if missing else ""
    )


def children(entry: Entry) -> str:
    """The gap in children, in words; in points where no counts are published."""
    row = entry.row
    if entry.certainty is Certainty.NOT_TESTED or row.numerator is None or row.denominator is None:
        return in_points(row)
    return in_children(row, entry.children)


def trend(entry: Entry) -> str:
    """Where the last five years lead, or failing those how the figure moved since the period before."""
    row = entry.row
    if entry.trend in TRENDS:
        return TRENDS[entry.trend]
    if row.change is None or row.previous is None or row.previous_period is None:
        return "no earlier figure"
    before = short(row.indicator, numbers.plain(row.indicator, row.previous))
    if not is_seen(numbers.plain(row.indicator, row.change)):
        return f"{before} {at_label(row.previous_period)} too; no five-year test"
    return f"{row.direction} than {at_label(row.previous_period)}, {before}; no five-year test"


def mark(entry: Entry, side: str) -> str:
    """The verdict, or where there is none the quarter of England."""
    return MARKS[side, entry.certainty is not Certainty.NOT_TESTED]


def look_finding(facts: Facts) -> str:
    """The title of the first list."""
    if not facts.worse:
        return f"Nothing tells {facts.area.name} to be worse than its neighbours"
    return f"What most needs a look: {_size(facts.worse)}, the widest certain gap first"


def strong_finding(facts: Facts) -> str:
    """The title of the second list."""
    if not facts.better:
        return f"Nothing tells {facts.area.name} to be better than its neighbours"
    return f"Where {facts.area.name} is strongest: {_size(facts.better)}, the widest certain lead first"


def _size(entries: Sequence[Entry]) -> str:
    count = min(len(entries), SHOWN)
    return "one indicator" if count == 1 else f"{'ten' if count == SHOWN else count} indicators"


def list_subtitle(entries: Sequence[Entry]) -> str:
    """How many of those shown are certain, tested, and not tested."""
    kinds = [entry.certainty for entry in entries[:SHOWN]]
    parts = [
        f"{kinds.count(Certainty.CERTAIN)} certain" if Certainty.CERTAIN in kinds else "",
        f"{kinds.count(Certainty.TESTED)} by a 95% interval alone" if Certainty.TESTED in kinds else "",
        f"{kinds.count(Certainty.NOT_TESTED)} not tested" if Certainty.NOT_TESTED in kinds else "",
    ]
    return f"{sentence(', '.join(part for part in parts if part))} One indicator of each kind." if kinds else ""


def moved(move: Move) -> str:
    """From where to where the figure has moved."""
    row = move.row
    if row.value is None or row.previous is None or row.previous_period is None:
        return ""
    before = numbers.figure(row.indicator, row.previous)
    now = short(row.indicator, numbers.plain(row.indicator, row.value))
    return f"from {before} {at_label(row.previous_period)} to {now} {at_label(row.period)}"


def crossed(move: Move) -> str:
    """From which quarter of England to which."""
    if not move.crossed:
        return ""
    way = "up" if move.crossed > 0 else "down"
    return f"{way} from {move.band_before}, {BANDS[move.band_before]}, to {move.row.band}, {BANDS[move.row.band]}"


def tested_move(move: Move) -> str:
    """What the test says of the change."""
    if move.word in ("better", "worse"):
        return f"{move.word}{', certain' if move.is_certain else ', by its own 95% interval'}"
    return "change not tested" if move.word == "not tested" else "no clear change"


def last_year_finding(facts: Yearly) -> str:
    """The title of what has changed since the period before."""
    found = facts.last_year
    if not found.compared:
        return "No figure has one of the period before to be compared with"
    return (
        f"Since the year before, {none(found.better.size)} changed for the better by more than chance, "
        f"{none(found.worse.size)} for the worse"
    )


def last_year_subtitle(facts: Yearly) -> str:
    """How many were compared, and what came of it."""
    found = facts.last_year
    return (
        f"{many(found.compared, 'indicator')} with a figure for the period before: {none(found.no_clear_change)} "
        f"without a clear change, {none(found.not_tested)} that cannot be tested; {found.certain} of the changes "
        f"{'is' if found.certain == 1 else 'are'} certain. By quarters of England, {possessive(facts.area.name)} place "
        f"went up on {none(found.up.size)} and down on {none(found.down.size)}."
    )


def none(count: int) -> str:
    """A count as a sentence says it."""
    return f"{count:,}" if count else "none"


def many(count: int, what: str) -> str:
    """`1 indicator`, `64 indicators`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def tested_words(counts: Counts) -> str:
    """The counts of a topic in words."""
    return f"{counts.worse} worse, {counts.similar} similar, {counts.better} better"


def quarter_words(counts: Counts) -> str:
    """The untested indicators of a topic by quarter of England, in words."""
    return ", ".join(f"{size} in {BANDS[letter]}" for letter, size in zip("ABCD", counts.by_band, strict=True))
