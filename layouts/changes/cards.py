"""The cards of what has changed: each with a finding, a list with what turns a verdict first, and its whole table."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from layouts.changes import tables, words
from layouts.changes.facts import Brought, Facts
from layouts.charts.card import Chart
from layouts.home.changes import last_year_chart, last_year_lists
from layouts.home.facts import EarlierRelease
from layouts.home.words import many, none
from layouts.markup import MarkupBlock, element, joined
from layouts.phrases import listed
from layouts.provenance import day
from layouts.tables import Table
from models.differences import Figure, NewPeriod, Revision

SHOWN, PUBLICATIONS_SHOWN = 10, 4


@dataclass(frozen=True)
class Card:
    """A chart, and what stands under its heading."""

    chart: Chart
    beneath: MarkupBlock


def cards(facts: Facts) -> list[Card]:
    """What there is to show: the differences where there is an earlier snapshot, the newest releases in any case."""
    since = _since_earlier(facts, facts.earlier) if facts.earlier else []
    return [*since, Card(last_year_chart(facts), last_year_lists(facts)), _brought(facts)]


def _since_earlier(facts: Facts, earlier: EarlierRelease) -> list[Card]:
    found = earlier.differences
    new, revised = words.in_order(found.new_periods), words.in_order(found.revised)
    has_indicators = bool(found.new_indicators or found.gone_indicators)
    has_neighbours = bool(found.joined or found.left or found.new_editions)
    return [
        *([_new(facts, earlier, new)] if new else []),
        *([_revised(facts, earlier, revised)] if revised else []),
        *([_came(facts, earlier)] if found.come_or_gone else []),
        *([_turned(facts, earlier)] if found.turned else []),
        *([_indicators(facts, earlier)] if has_indicators else []),
        *([_neighbours(facts, earlier)] if has_neighbours else []),
    ]


def _card(facts: Facts, name: str, finding: str, subtitle: str, table: Table, beneath: Markup) -> Card:
    return Card(Chart(name, finding, subtitle, None, table, facts.source), MarkupBlock(beneath))


def _new(facts: Facts, earlier: EarlierRelease, new: tuple[NewPeriod, ...]) -> Card:
    finding = words.new_finding(new)
    subtitle = (
        "Periods that are new, each beside the newest period of before; bands against all authorities, verdicts "
        f"against {facts.group.title}. Those that stand elsewhere come first, then the other figures; where there is "
        "none, the reason stands there."
    )
    return _card(facts, "new", finding, subtitle, tables.new_table(facts, earlier, new), _changed(facts, new))


def _revised(facts: Facts, earlier: EarlierRelease, revised: tuple[Revision, ...]) -> Card:
    flipped = sum(one.flips for one in revised)
    finding = f"Revised: {many(len(revised), 'figure')}, {none(flipped)} with another band or verdict"
    subtitle = "The same period, another value. Those that turn a band or a verdict come first."
    table = tables.other_table(facts, earlier, revised, "revised figures")
    return _card(facts, "revised", finding, subtitle, table, _changed(facts, revised))


def _came(facts: Facts, earlier: EarlierRelease) -> Card:
    gone = earlier.differences.come_or_gone
    came = sum(one.now.value is not None for one in gone)
    went = sum(one.before.value is not None for one in gone)
    rest = len(gone) - came - went
    parts = [f"{none(came)} came", f"{none(went)} went", f"{rest} missing for another reason" if rest else ""]
    finding = f"Came or went: {many(len(gone), 'figure')}"
    subtitle = f"Of the same period, {', '.join(part for part in parts if part)}. Each says why there is no figure."
    table = tables.other_table(facts, earlier, gone, "figures that came or went")
    return _card(facts, "came-or-went", finding, subtitle, table, _changed(facts, gone))


def _turned(facts: Facts, earlier: EarlierRelease) -> Card:
    turned = earlier.differences.turned
    finding = f"The same figure, another standing: {many(len(turned), 'figure')}"
    subtitle = (
        "The newest figure is the same in both snapshots; the neighbours, or figures of other authorities, are not."
    )
    table = tables.other_table(facts, earlier, turned, "figures that are the same and stand elsewhere")
    return _card(facts, "turned", finding, subtitle, table, _changed(facts, turned))


def _indicators(facts: Facts, earlier: EarlierRelease) -> Card:
    found = earlier.differences
    finding = (
        f"Indicators: {none(len(found.new_indicators))} new, {none(len(found.gone_indicators))} no longer published"
    )
    subtitle = f"What is in one of the two snapshots alone, for every authority; {facts.snapshot} is the later one."
    new = [element("li", "New: ", tables.linked(facts, one)) for one in found.new_indicators]
    gone = [element("li", f"No longer published: {one.title}") for one in found.gone_indicators]
    items = [*new, *gone]
    beneath = _list(items[:SHOWN], len(items))
    return _card(facts, "indicators", finding, subtitle, tables.indicators_table(facts, earlier), beneath)


def _neighbours(facts: Facts, earlier: EarlierRelease) -> Card:
    found = earlier.differences
    said = words.neighbours_sentence(facts.group, found, earlier.areas, facts.editions)
    finding = (
        "The statistical neighbours are other ones" if found.joined or found.left else "A new edition of neighbours"
    )
    subtitle = "Averages and verdicts against the neighbours move with them, though no figure of ours has changed."
    table = tables.neighbours_table(facts, earlier)
    return _card(facts, "neighbours", finding, subtitle, table, element("p", said))


def _brought(facts: Facts) -> Card:
    newest = facts.brought[0] if facts.brought else None
    finding = (
        f"The newest figures are of {day(newest.publication.day)}: {_moved(newest)}"
        if newest
        else "No source says when its figures were published"
    )
    subtitle = (
        "By the publisher's own dates: how many indicators, and how the figures stand beside those of the consecutive "
        "period before."
    )
    items = [
        element("li", element("b", day(one.publication.day)), f": {_said(one)}")
        for one in facts.brought[:PUBLICATIONS_SHOWN]
    ]
    beneath = element("ul", *items, class_="publications")
    return _card(facts, "brought", finding, subtitle, tables.brought_table(facts), beneath)


def _moved(one: Brought) -> str:
    by_test = f"{none(one.worse)} changed for the worse by more than chance and {none(one.better)} for the better"
    if not one.worse and not one.better:
        by_test = "none changed by more than chance"
    return f"{by_test}, and by quarter of England {none(one.up)} went up and {none(one.down)} down"


def _said(one: Brought) -> str:
    found = one.publication
    compared = f"{one.compared} can be set beside the period before: {_moved(one)}"
    return (
        f"{many(len(found.indicators), 'indicator')} ({listed(found.topics)}). "
        f"{compared if one.compared else 'None can be set beside the period before'}. "
        f"Next: {listed([day(text) for text in found.next_days]) or 'not stated'}."
    )


def _item(facts: Facts, one: NewPeriod | Revision) -> Markup:
    # What came or went has nothing to be set beside.
    turns = one.flips and (isinstance(one, NewPeriod) or one.is_revised)
    said = _turn(one.before, one.now) if turns else Markup("")
    return element("li", tables.linked(facts, one.indicator), element("p", words.line(one)), said)


def _turn(before: Figure | None, now: Figure) -> Markup:
    way = words.side(before, now)
    mark = element("b", words.SIDES[way], class_=f"verdict {way or 'similar'}")
    return element("p", mark, f": {words.turns(before, now)}")


def _changed(facts: Facts, found: Sequence[NewPeriod | Revision]) -> Markup:
    return _list([_item(facts, one) for one in found[:SHOWN]], len(found))


def _list(shown: Sequence[Markup], size: int) -> Markup:
    rest = size - len(shown)
    more = element("p", f"{rest} more in the table.", class_="further") if rest > 0 else ""
    return joined(element("ul", *shown, class_="changed"), more)
