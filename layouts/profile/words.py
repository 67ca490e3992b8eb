"""What the page of one authority says in sentences, made from the figures that it shows."""

from collections import Counter
from collections.abc import Sequence

from data.indicators import Polarity
from layouts import numbers, phrases
from layouts.compare.words import topic_in_a_sentence
from layouts.phrases import BANDS
from layouts.profile.facts import ContextFigure, Facts, Notable, Topic
from models.priorities import Certainty
from models.spine import Centre, SpineRow
from models.topic_counts import Counts

TESTED = ("better", "similar", "worse")
SIDES = {"worse": "▼", "better": "▲"}


def heading(facts: Facts) -> str:
    """The page's heading."""
    return f"{facts.area.name}, topic by topic"


def answer(facts: Facts) -> str:
    """How many indicators are worse, similar and better by test, and where the untested ones lie in England."""
    total, name = facts.total, facts.area.name
    best, *_, worst = total.by_band
    untested = (
        f"it is in England's worst quarter on {count(worst)} and in the best quarter on {count(best)}"
        if sum(total.by_band)
        else "none has bands"
    )
    if not total.tested:
        return f"No figure of {name} can be tested against {phrases.owners(facts.group)} average; {untested}."
    first = (
        f"Of the {total.tested} indicators that can be tested, {name} is worse than {phrases.owners(facts.group)} "
        f"average on {count(total.worse)}, similar on {count(total.similar)} and better on {count(total.better)}"
    )
    return f"{first}; of the {total.not_tested} that cannot, {untested}." if total.not_tested else f"{first}."


def certainty(facts: Facts) -> str:
    """How many of the differences are more than chance over all tests; empty where none was tested."""
    total = facts.total
    if not total.tested:
        return ""
    return (
        f"{total.certainly_worse} of the worse and {total.certainly_better} of the better stay when the false "
        "discovery rate is held at 5% over all tests."
    )


def not_counted(facts: Facts) -> str:
    """What stands in none of the counts."""
    neutral = sum(topic.neutral for topic in facts.topics)
    total = facts.total
    return (
        f"Not counted: {neutral} indicators where neither direction is better, {total.no_figure} without a figure for "
        f"{facts.area.name}, {total.stale} that were last published over three years ago."
    )


def count(number: int) -> str:
    """A count as a sentence says it."""
    return f"{number:,}" if number else "none"


def topics_finding(facts: Facts) -> str:
    """On which topic it is most often worse, and on which most often better."""
    if not facts.total.tested:
        lowest = max(facts.topics, key=lambda topic: topic.counts.by_band[3])
        size = lowest.counts.by_band[3]
        if not size:
            return f"Nothing of {facts.area.name} lies in England's worst quarter"
        return f"Most often in England's worst quarter on {topic_in_a_sentence(lowest.name)}: {size} indicators"
    worse = max(facts.topics, key=lambda topic: topic.counts.worse)
    better = max(facts.topics, key=lambda topic: topic.counts.better)
    if not worse.counts.worse and not better.counts.better:
        return f"Similar to {phrases.owners(facts.group)} average wherever it can be tested"
    if worse == better:
        name, counts = topic_in_a_sentence(worse.name), worse.counts
        return f"Furthest from its neighbours on {name}: worse on {counts.worse}, better on {counts.better}"
    parts = [
        f"{side} than its neighbours on {topic_in_a_sentence(topic.name)} ({size})"
        for side, topic, size in (("worse", worse, worse.counts.worse), ("better", better, better.counts.better))
        if size
    ]
    return f"Most often {', most often '.join(parts)}"


def topics_subtitle(facts: Facts) -> str:
    """What the bars count, and how it was tested."""
    when = period_words(facts)
    return (
        f"Indicators with a better direction, {when}: tested against {phrases.owners(facts.group)} average by a 95% "
        "interval; where there are no counts to test by, their quarter of England. Bars are as long as a topic has "
        "indicators; beside them the two that stand out most."
    )


def period_words(facts: Facts) -> str:
    """Which period the figures are of."""
    year = facts.selection.year
    return "in its latest published period" if year is None else f"in the period that ends in {year}"


def topic_words(counts: Counts) -> str:
    """The counts of a topic: those tested by verdict, the others by quarter of England."""
    tested = {"worse": counts.worse, "similar": counts.similar, "better": counts.better}
    parts = [", ".join(f"{size} {word}" for word, size in tested.items() if size)] if counts.tested else []
    if counts.not_tested:
        best, *_, worst = counts.by_band
        quarters = [f"{size} in {word} quarter" for size, word in ((worst, "worst"), (best, "best")) if size]
        parts.append(f"{counts.not_tested} not tested{': ' if quarters else ''}{', '.join(quarters)}")
    return "; ".join(parts) if parts else "no figure has a better direction"


def notable_words(found: Notable) -> str:
    """An indicator that stands out: its figure against the average, and how sure that is."""
    row = found.row
    if row.value is None or row.mean is None:
        return ""
    level = phrases.short(row.indicator, numbers.plain(row.indicator, row.value))
    mean = phrases.short(row.indicator, numbers.average(row.indicator, row.mean))
    return f"{level} against {mean}, {sureness(found)}"


def sureness(found: Notable) -> str:
    """The verdict in words; for what is not tested the quarter of England."""
    if found.certainty is Certainty.NOT_TESTED:
        return BANDS[found.row.band]
    return found.side if found.certainty is Certainty.CERTAIN else f"{found.side}, not certain"


def spine_finding(facts: Facts, topic: Topic) -> str:
    """The title of a topic's spine chart, from its rows."""
    name, than = topic.name, "England" if facts.centre is Centre.ENGLAND else "neighbours"
    counting = [row for row in topic.rows if counts_here(facts, row)]
    found = Counter(row.verdict for row in counting if row.verdict in TESTED)
    if found:
        words = f"worse than {than} on {count(found['worse'])}, similar on {count(found['similar'])}"
        return f"{name}: {words} and better on {count(found['better'])} of {found.total()} tested"
    bands = Counter(row.standing.band for row in counting if row.standing.band)
    if bands:
        places = f"in England's worst quarter on {count(bands['D'])} and in the best on {count(bands['A'])}"
        return f"{name}: {places} of {bands.total()}, none of them tested"
    return f"{name}: no figure can be called better or worse"


def counts_here(facts: Facts, row: SpineRow) -> bool:
    """Whether a row counts in the findings: one direction is better, there is a figure, and it is not too old."""
    indicator = row.standing.indicator
    is_directed = indicator.polarity is not Polarity.NEUTRAL
    return is_directed and row.standing.value is not None and indicator.id not in facts.stale


def spine_subtitle(facts: Facts, topic: Topic) -> str:
    """How the rows are to be read, and which of them have no bars."""
    middle = "England" if facts.centre is Centre.ENGLAND else f"{phrases.owners(facts.group)} average"
    size = "1 indicator" if len(topic.rows) == 1 else f"{len(topic.rows)} indicators"
    without = sum(bool(row.undrawn) for row in topic.rows)
    bars = f"; {without} without bars, and the row says why" if without else ""
    return (
        f"{size}, each {period_words(facts)} and on a scale of its own: {middle} in the middle, better at the right, "
        f"lower at the left where neither is better{bars}."
    )


def spine_caption(facts: Facts, topic: Topic) -> str:
    """What the table of a spine chart holds."""
    return f"{topic.name}: {facts.area.name} beside its neighbours, England, and the best and the worst authority."


def no_rows(facts: Facts, topic: Topic) -> str:
    """Why a topic has no chart."""
    when = "" if facts.selection.year is None else f" for a period that ends in {facts.selection.year}"
    return f"{topic.name}: no figures are published{when}."


def left_out(topic: Topic) -> str:
    """That some of a topic's indicators have no row; empty where all have."""
    size = len(topic.indicators) - len(topic.rows)
    if not size or not topic.rows:
        return ""
    return f"{size} {'indicator has' if size == 1 else 'indicators have'} no published figures, and no row here."


def context_value(figure: ContextFigure) -> str:
    """A figure of the context with its unit."""
    if figure.value is None:
        return "not published"
    unit = figure.variable.unit
    return (
        f"{figure.value:.1f}%"
        if unit == "%"
        else f"{figure.value:,.0f} {unit}"
        if " " in unit
        else f"{figure.value:,.0f}"
    )


def context_sources(figures: Sequence[ContextFigure]) -> str:
    """Where the figures of the context are from."""
    by_source: dict[str, list[str]] = {}
    for figure in figures:
        by_source.setdefault(figure.variable.source, []).append(topic_in_a_sentence(figure.variable.title))
    return " ".join(f"{source}: {phrases.listed(titles)}." for source, titles in by_source.items())
