"""The counts of each topic as bars: better, similar and worse by test, and by quarter of England what has no test."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from layouts.charts.card import Chart
from layouts.home.facts import Facts, Topic
from layouts.home.words import many, none, quarter_words, tested_words
from layouts.markup import Attribute, alike, element, filled, joined
from layouts.phrases import BANDS, owners
from layouts.tables import Cell, Column, Number, Table, link
from models.topic_counts import Counts

ROW, NAME_AT, BAR_AT, BAR, WORDS_AT = 50, 16, 23, 22, 39
# A phone's width for the bars in pixels, and what a letter and the ends of a segment take of it.
NARROWEST, LETTER, ENDS = 320, 7.6, 2


NAME = filled(element("text", "%s", x="0", y="%s", class_="topic-name"))
ROW_OF = alike("a", "href", "aria_label", holds=True)
SEGMENT = filled(
    element(
        "g",
        element("rect", class_="%s", x="%s", y="%s", width="%s", height=BAR),
        element("text", "%s", x="%s", y="%s", text_anchor="middle", class_="on-%s"),
    )
)


@dataclass(frozen=True)
class Segment:
    """A part of a bar: how many, the class that colours it, and what may stand in it, the longest first."""

    count: int
    kind: str
    labels: tuple[str, ...]


def tested_chart(facts: Facts) -> Chart:
    """Topics with indicators that can be tested."""
    shown = [topic for topic in facts.topics if topic.counts.tested]
    most = max(shown, key=lambda topic: topic.counts.worse, default=None)
    total = facts.total
    if most is None:
        finding = "No topic has figures that can be tested"
    elif most.counts.worse:
        finding = f"Most of what is worse is in {most.name}: {most.counts.worse} of {total.worse}"
    else:
        finding = "On no topic is a figure worse than the average by more than chance"
    subtitle = (
        f"Indicators worse than, similar to and better than {owners(facts.group)} average, by a 95% interval; each "
        f"counted in its own topic. {none(total.certainly_worse)} of the {total.worse} worse and "
        f"{none(total.certainly_better)} of the {total.better} better stay certain with the false discovery rate held "
        "at 5% over all."
    )
    bars = [(topic, verdict_segments(topic.counts), tested_words(topic.counts)) for topic in shown]
    return Chart("topics", finding, subtitle, picture(bars, finding), topics_table(facts), facts.source)


def untested_chart(facts: Facts) -> Chart | None:
    """Topics in which nothing can be tested; None where there are none."""
    shown = [topic for topic in facts.topics if topic.counts.not_tested and not topic.counts.tested]
    if not shown:
        return None
    worst, size = (sum(part) for part in zip(*((t.counts.by_band[3], t.counts.not_tested) for t in shown), strict=True))
    finding = (
        f"Where nothing can be tested, {none(worst)} of {many(size, 'indicator')} "
        f"{'stands' if worst == 1 else 'stand'} in England's worst quarter"
    )
    subtitle = (
        "Topics without published counts, by quarter of England: D is the worst quarter, A the best. A place says "
        "nothing of chance."
    )
    bars = [(topic, quarter_segments(topic.counts), quarter_words(topic.counts)) for topic in shown]
    return Chart("quarters", finding, subtitle, picture(bars, finding), quarters_table(facts, shown), facts.source)


def verdict_segments(counts: Counts) -> list[Segment]:
    """Worse, similar, better: in one order, so that the place says what the colour says."""
    parts = (("worse", "▼", counts.worse), ("similar", "●", counts.similar), ("better", "▲", counts.better))
    return [
        Segment(count, word, (f"{mark} {count} {word}", f"{mark} {count}", str(count))) for word, mark, count in parts
    ]


def quarter_segments(counts: Counts) -> list[Segment]:
    """D, C, B, A, and what has no band."""
    letters = [
        Segment(count, f"quarter-{letter.lower()}", (f"{letter} {BANDS[letter]} {count}", f"{letter} {count}", letter))
        for letter, count in reversed(list(zip("ABCD", counts.by_band, strict=True)))
    ]
    return [*letters, Segment(counts.no_band, "no-band", (f"{counts.no_band} no band", str(counts.no_band)))]


def picture(bars: Sequence[tuple[Topic, Sequence[Segment], str]], told: str) -> Markup:
    """A row for each topic: its name, which leads to its comparison, and its bar; every width is a share."""
    rows = [_row(place, topic, segments, words) for place, (topic, segments, words) in enumerate(bars)]
    size: dict[str, Attribute] = {"width": "100%", "height": max(len(bars), 1) * ROW}
    return element("svg", *rows, role="group", aria_label=told, class_="topic-bars", **size)


def _row(place: int, topic: Topic, segments: Sequence[Segment], words: str) -> Markup:
    top, whole = place * ROW, sum(segment.count for segment in segments)
    name = NAME(str(top + NAME_AT), topic.name)
    parts, across = [], 0.0
    for segment in segments:
        if segment.count:
            share = 100 * segment.count / whole
            parts.append(_segment(segment, across, share, top))
            across += share
    return ROW_OF(topic.address, f"{topic.name}: {words}", joined(name, *parts))


def _segment(segment: Segment, across: float, share: float, top: int) -> Markup:
    label = next((text for text in segment.labels if fits(text, share)), "")
    box = (segment.kind, f"{across:.2f}%", str(top + BAR_AT), f"{share:.2f}%")
    return SEGMENT(*box, f"{across + share / 2:.2f}%", str(top + WORDS_AT), segment.kind, label)


def fits(text: str, share: float) -> bool:
    """Whether words fit into a share (of 100) of a bar on a phone."""
    return len(text) * LETTER + ENDS <= NARROWEST * share / 100


def topics_table(facts: Facts) -> Table:
    """The counts of every topic."""
    headings = (
        "Worse", "Of these certain", "Similar", "Better", "Of these certain", "Not tested", "Of these worst quarter, D",
        "C", "B", "Best quarter, A", "No figure", "Too old",
    )  # fmt: skip
    columns = (Column("Topic"), *(Column(heading, is_number=True) for heading in headings))
    rows = [(link(topic.name, topic.address), *_numbers(topic.counts)) for topic in facts.topics if topic.counts.all]
    caption = f"{facts.area.name}: indicators with a better direction, by topic, against {owners(facts.group)} average"
    return Table(caption, columns, (*rows, ("All topics", *_numbers(facts.total))))


def _numbers(counts: Counts) -> tuple[Cell, ...]:
    best, second, third, worst = counts.by_band
    found = (
        counts.worse, counts.certainly_worse, counts.similar, counts.better, counts.certainly_better, counts.not_tested,
        worst, third, second, best, counts.no_figure, counts.stale,
    )  # fmt: skip
    return tuple([_number(count) for count in found])


@lru_cache(1024)
def _number(count: int) -> Number:
    return Number(str(count), count)


def quarters_table(facts: Facts, shown: Sequence[Topic]) -> Table:
    """The topics in which nothing can be tested, by quarter of England."""
    headings = ("Worst quarter, D", "C", "B", "Best quarter, A", "No band")
    columns = (Column("Topic"), *(Column(heading, is_number=True) for heading in headings))
    rows = tuple((link(topic.name, topic.address), *_quarters(topic.counts)) for topic in shown)
    return Table(f"{facts.area.name}: indicators that cannot be tested, by quarter of England", columns, rows)


def _quarters(counts: Counts) -> tuple[Cell, ...]:
    return tuple(_number(count) for count in (*reversed(counts.by_band), counts.no_band))
