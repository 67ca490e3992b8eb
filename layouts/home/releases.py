"""What the newest release has changed, against the snapshot before; without one, when figures were published."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from markupsafe import Markup

from data.indicators import Indicator
from data.periods import MONTHS, Period
from layouts.changes.words import figure, neighbours_sentence
from layouts.charts.card import Chart
from layouts.home.facts import EarlierRelease, Facts, Publication
from layouts.home.words import many
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import CHANGES
from layouts.phrases import listed
from layouts.provenance import day
from layouts.tables import Cell, Column, Number, Table, link
from models.differences import Figure, NewPeriod, Revision

Listed = TypeVar("Listed")
PUBLICATIONS_SHOWN, DIFFERENCES_SHOWN = 4, 10
HEADINGS = (
    "Indicator", "What", "Period", "Before", "Now", "Band before", "Band now", "Verdict before", "Verdict now",
)  # fmt: skip


def release_chart(facts: Facts) -> Chart:
    """What the newest release has changed, or where there is none to compare with, when figures were published."""
    if facts.earlier is None:
        finding, subtitle = _without_earlier(facts)
        return Chart("release", finding, subtitle, None, publications_table(facts), facts.source)
    found, since = facts.earlier.differences, facts.earlier.since
    crossed = sum(one.crossed for one in found.new_periods)
    finding = (
        f"Since the release before: {many(len(found.new_periods), 'new figure')}, "
        f"{many(len(found.revised), 'revised figure')}"
    )
    subtitle = (
        f"Snapshot {facts.snapshot} against {facts.earlier.id}, in use from {since.day} {MONTHS[since.month - 1]} "
        f"{since.year}. {crossed or 'None'} of the new figures {'stands' if crossed == 1 else 'stand'} in another "
        "quarter of England than the newest before."
    )
    return Chart("release", finding, subtitle, None, differences_table(facts, facts.earlier), facts.source)


def _without_earlier(facts: Facts) -> tuple[str, str]:
    newest = f"; the newest figures are of {day(facts.publications[0].day)}" if facts.publications else ""
    subtitle = (
        f"Snapshot {facts.snapshot} is the only one on this server, so it cannot be said which figures are new or "
        "revised. What was published last, and when the next is expected, by the publisher's own dates:"
    )
    return f"There is no earlier snapshot here to compare with{newest}", subtitle


def release_list(facts: Facts) -> MarkupBlock:
    """The differences, the ones that change a verdict first; without an earlier snapshot the newest publications."""
    way = element("p", link(CHANGES.question, facts.selection.address(CHANGES.path)), class_="way-on")
    if facts.earlier is None:
        return MarkupBlock(joined(_publications(facts.publications), way))
    return MarkupBlock(joined(element("div", *_parts(facts, facts.earlier), class_="moves"), way))


def _publications(publications: Sequence[Publication]) -> Markup:
    rows = [
        element("li", element("b", day(one.day)), f": {_what(one)}. Next: {_days(one)}.")
        for one in publications[:PUBLICATIONS_SHOWN]
    ]
    return element("ul", *rows, class_="publications")


def _what(one: Publication) -> str:
    return f"{many(len(one.indicators), 'indicator')} ({listed(one.topics)})"


def _days(one: Publication) -> str:
    return listed([day(text) for text in one.next_days]) or "not stated"


def publications_table(facts: Facts) -> Table:
    """Every day of publication that the sources state."""
    columns = (Column("Published"), Column("Indicators", is_number=True), Column("Topics"), Column("Next expected"))
    rows = tuple(
        (day(one.day), Number(str(len(one.indicators)), len(one.indicators)), listed(one.topics), _days(one))
        for one in facts.publications
    )
    return Table("When figures were published, as the Local Authority Interactive Tool states it", columns, rows)


def _parts(facts: Facts, earlier: EarlierRelease) -> list[Markup]:
    found = earlier.differences
    revised = sorted(found.revised, key=lambda one: not one.flips)
    crossed = [one for one in found.new_periods if one.crossed]
    parts = [
        _list("New figures in another quarter", crossed, lambda one: _new_item(facts, one)),
        _list("Revised figures", revised, lambda one: _revision_item(facts, one)),
        _list("Figures that came or went", found.come_or_gone, lambda one: _revision_item(facts, one)),
        _list("New indicators", found.new_indicators, lambda one: element("li", _link(facts, one))),
        _list("No longer published", found.gone_indicators, lambda one: element("li", one.title)),
    ]
    return [*parts, element("p", neighbours_sentence(facts.group, found, earlier.areas))]


def _list(title: str, found: Sequence[Listed], item: Callable[[Listed], Markup]) -> Markup:
    if not found:
        return Markup("")
    rest = len(found) - DIFFERENCES_SHOWN
    more = element("p", f"{rest} more in the table.", class_="further") if rest > 0 else ""
    items = [item(one) for one in found[:DIFFERENCES_SHOWN]]
    return element("section", element("h3", f"{title}: {len(found)}"), element("ul", *items), more)


def _link(facts: Facts, indicator: Indicator) -> Markup:
    return link(indicator.title, facts.addresses[indicator.id])


def _new_item(facts: Facts, one: NewPeriod) -> Markup:
    before = one.before.band if one.before else ""
    said = f"{one.period.label}: {figure(one.indicator, one.now)}; band {before}, now {one.now.band}"
    return element("li", _link(facts, one.indicator), element("p", said))


def _revision_item(facts: Facts, one: Revision) -> Markup:
    said = f"{one.period.label}: {figure(one.indicator, one.before)}, now {figure(one.indicator, one.now)}"
    return element("li", _link(facts, one.indicator), element("p", "; ".join([said, *flips(one)])))


def flips(one: Revision) -> list[str]:
    """What a revision turns: the band, the verdict."""
    pairs = {
        "band": (one.before.band, one.now.band),
        "verdict": (one.before.comparison, one.now.comparison),
    }
    return [f"{name} {was or 'none'}, now {now or 'none'}" for name, (was, now) in pairs.items() if was != now]


def differences_table(facts: Facts, earlier: EarlierRelease) -> Table:
    """Every difference of the authority's figures, a line each."""
    found = earlier.differences
    columns = tuple(Column(heading) for heading in HEADINGS)
    new = [_line(facts, "new figure", one.indicator, one.period, one.before, one.now) for one in found.new_periods]
    revised = [_line(facts, "revised", one.indicator, one.period, one.before, one.now) for one in found.revised]
    others = [
        _line(facts, "came or went", one.indicator, one.period, one.before, one.now) for one in found.come_or_gone
    ]
    indicators = [(_link(facts, one), "new indicator", *[""] * (len(HEADINGS) - 2)) for one in found.new_indicators]
    gone = [(one.title, "no longer published", *[""] * (len(HEADINGS) - 2)) for one in found.gone_indicators]
    return Table(
        f"{facts.area.name}: differences between snapshots {earlier.id} and {facts.snapshot}; what stands before a new "
        "figure is the newest of the earlier snapshot",
        columns,
        (*new, *revised, *others, *indicators, *gone),
    )


def _line(
    facts: Facts, what: str, indicator: Indicator, period: Period, before: Figure | None, now: Figure
) -> tuple[Cell, ...]:
    was = Figure(None, now.reason, "", "") if before is None else before
    return (
        _link(facts, indicator),
        what,
        period.label,
        "none" if before is None else figure(indicator, before),
        figure(indicator, now),
        was.band or "none",
        now.band or "none",
        was.comparison or "none",
        now.comparison or "none",
    )
