"""The Indicator page: a question, its answer in a sentence, the pictures that show it, and all that stands behind."""

from collections.abc import Callable, Sequence

from dash.development.base_component import Component
from markupsafe import Markup

from data.faults import Fault
from layouts import html, numbers, phrases, sentences
from layouts.charts.card import Chart, chart_card
from layouts.halves import Later
from layouts.indicator import words
from layouts.indicator.aids import reading_aids
from layouts.indicator.charts import charts_below
from layouts.indicator.facts import Facts, Shown
from layouts.indicator.trend import trend
from layouts.map.facts import TILES
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import COMPARE, INDICATOR, MAP, NEIGHBOURS
from layouts.selection_bar import field
from layouts.tables import link


def indicator_page(facts: Facts, maps: Callable[[], Sequence[Chart]]) -> Component:
    """The page, in the order in which a board reads; `maps` draws the map of England, if there is anything to show."""
    first = trend(facts)
    parts = [
        indicator_choice(facts),
        html.H1(f"How do we compare on: {facts.indicator.title}?"),
        MarkupBlock(answer_part(facts), className="answers"),
        *([card(facts, first)] if first else []),
        Later(lambda: below(facts, maps())),
    ]
    return html.Article(parts, className="indicator-page")


def below(facts: Facts, maps: Sequence[Chart]) -> list[Component]:
    """What stands below the trend."""
    return [
        *cards(facts, maps),
        MarkupBlock(section("How to read this indicator", reading_aids(facts))),
        MarkupBlock(ways_on(facts), className="ways-on"),
    ]


def indicator_choice(facts: Facts) -> Component:
    """The control that chooses among the topic's indicators."""
    options = {indicator.id: indicator.title for indicator in facts.in_topic}
    chosen = field("indicator", "Indicator", options, facts.indicator.id)
    return html.Div([chosen, MarkupBlock(steps(facts))], className="indicator-choice")


def steps(facts: Facts) -> Markup:
    """Links to the indicators of the topic before and after this one."""
    listed = [indicator.id for indicator in facts.in_topic]
    at = listed.index(facts.indicator.id)
    around = {"Previous": facts.in_topic[at - 1 : at] if at else (), "Next": facts.in_topic[at + 1 : at + 2]}
    links = [
        element("a", f"{word}: {found.title}", href=facts.selection.but(indicator=found.id).address(INDICATOR.path))
        for word, one in around.items()
        for found in one
    ]
    return element("nav", *links, aria_label="Indicators of this topic", class_="steps") if links else Markup()


def answer_part(facts: Facts) -> Markup:
    """The answer, what chance has to do with it, the gap in children, known faults, the figures that matter most."""
    first, *others = answers(facts)
    return element(
        "div",
        element("p", first, class_="answer"),
        *(element("p", words) for words in others if words),
        *(known_fault(fault) for fault in facts.faults),
        standing_strip(facts, facts.shown) if facts.shown else "",
    )


def known_fault(fault: Fault) -> Markup:
    """What is wrong with published figures, and what was done about it."""
    return element("p", element("strong", "Known fault. " if fault.withheld else "Note. "), fault.why, class_="fault")


def answers(facts: Facts) -> list[str]:
    """The sentences above the pictures; the first is the page's answer."""
    if facts.shown is None:
        return [no_period(facts)]
    row, joint = facts.shown.row, facts.shown.joint
    found = [sentences.answer(row), f"{sentences.verdict(row)} {sentences.gap(row)}".strip()]
    return [*found, sentences.joint(joint)] if joint else found


def no_period(facts: Facts) -> str:
    """Why no figure is shown at all."""
    if facts.latest is None:
        return "No authority has a published figure for this indicator."
    year, latest = facts.selection.year, facts.latest.label
    return f"No figures were published for a period that ends in {year}; the latest are those of {latest}."


def standing_strip(facts: Facts, shown: Shown) -> Markup:
    """The figures that matter most, large; a rank or a band only where it says something."""
    row, indicator = shown.row, facts.indicator
    group = f"{phrases.group_name(facts.group)}, average"
    mean = None if row.mean is None else numbers.with_unit(indicator, numbers.average(indicator, row.mean))
    pairs = [
        (facts.area.name, facts.in_words(facts.area, shown.column), row.value is not None),
        (group, mean or "none published", mean is not None),
        *((area.name, facts.in_words(area, shown.column), row.england is not None) for area in facts.drawn[-1:]),
        ("Rank", rank_words(shown), row.value is not None and not shown.is_wide),
        ("Band", sentences.band(row), bool(row.band) and not shown.is_wide),
    ]
    verdict = element("span", row.comparison, class_=f"verdict {row.comparison.replace(' ', '-')}")
    cells = [_standing(name, words, is_large) for name, words, is_large in pairs]
    return element("dl", *cells, _standing("Against the average", verdict, False), class_="standing")


def _standing(name: str, words: str, is_large: bool) -> Markup:
    return element("div", element("dt", name), element("dd", words, class_="large" if is_large else None))


def rank_words(shown: Shown) -> Markup:
    """The rank, and in small letters the places that its counts leave open."""
    could = "" if shown.places is None else f"{sentences.places_words(shown.row, shown.places)} at 95%"
    return joined(sentences.rank(shown.row), element("small", could) if could else "")


def cards(facts: Facts, maps: Sequence[Chart]) -> list[Component]:
    """The charts and lists below the trend; where counts allow no funnel plot, a sentence in its place says why."""
    found = {chart.name: card(facts, chart) for chart in with_maps(charts_below(facts), maps)}
    if facts.shown and "funnel" not in found:
        why = element("p", words.why_no_funnel(facts, facts.shown))
        missing: Component = MarkupBlock(section("Chance and size", why), className="no-funnel")
        names = list(found)
        names.insert(names.index("sensitivity"), "funnel")
        found["funnel"] = missing
        return [found[name] for name in names]
    return list(found.values())


def card(facts: Facts, chart: Chart) -> Component:
    """One of them."""
    return chart_card(chart, INDICATOR, facts.selection, beneath(facts, chart))


def with_maps(charts: Sequence[Chart], maps: Sequence[Chart]) -> list[Chart]:
    """The charts with the map after the distribution, whose figures it shows in their places."""
    names = [chart.name for chart in charts]
    at = names.index("distribution") + 1 if "distribution" in names else len(names)
    return [*charts[:at], *maps, *charts[at:]]


def beneath(facts: Facts, chart: Chart) -> Component | None:
    """What belongs right under a picture: what tests and releases say of the trend, and the way to the map."""
    if chart.name == "trend":
        said = [element("p", sentence) for sentence in words.beside_the_trend(facts)]
        return MarkupBlock(joined(*said), className="said")
    return MarkupBlock(to_the_map(facts), className="said") if chart.name == "map" else None


def to_the_map(facts: Facts) -> Markup:
    """The same figures on the map, in both of its forms."""
    real, tiles = (facts.selection.but(view=view).address(MAP.path) for view in ("", TILES))
    ways = ("Larger: ", link("the map of England", real), " and ", link("tiles of one size", tiles), ".")
    return element("p", *ways)


def section(heading: str, *content: Markup) -> Markup:
    """A part of the page under its own heading."""
    return element("section", element("h2", heading), *content)


def ways_on(facts: Facts) -> Markup:
    """Where a reader may go from here, with the same selection."""
    ways = {page.question: facts.selection.address(page.path) for page in (COMPARE, NEIGHBOURS, MAP)}
    links = [element("li", element("a", words, href=address)) for words, address in ways.items()]
    return element("nav", element("ul", *links), aria_label="From here")
