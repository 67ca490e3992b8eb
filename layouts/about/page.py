"""The page about the data: the answer, what is where on the page, and the parts, each with an id to link to."""

from collections.abc import Mapping
from dataclasses import replace

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.about import tables
from layouts.about.facts import Facts, Held
from layouts.about.links import MARKED, Ways, leading_from
from layouts.about.methods import method_list
from layouts.about.parts import Part, drawn
from layouts.about.statement import accessibility, licences, privacy
from layouts.about.words import answer, faults, glossary_list, odd_figures
from layouts.charts.card import Chart
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import ABOUT
from layouts.phrases import sentence
from layouts.tables import table

ORDER = (
    "catalogue", "sources", "agreement", "arithmetic", "faults", "missing", "methods", "glossary", "accessibility",
    "privacy", "licences",
)  # fmt: skip
LINKED = ("catalogue", "faults", "glossary")
"""The parts with links to other pages."""


def about_page(facts: Facts) -> Component:
    """The page, in the order in which a doubter asks."""
    parts = all_parts(facts)
    return html.Article(
        [
            html.H1(ABOUT.question),
            html.P(answer(facts), className="answer"),
            MarkupBlock(contents(parts)),
            *(drawn(part, facts.selection) for part in parts),
        ],
        className="about-page",
    )


def all_parts(facts: Facts) -> tuple[Part, ...]:
    """The parts of the page."""
    fixed = {**facts.fixed, "methods": Part("methods", "Methods", method_list(facts))}
    linked = {name: replace(fixed[name], content=leading_from(facts.selection, fixed[name].content)) for name in LINKED}
    parts = fixed | linked
    return tuple(parts[name] for name in ORDER)


def fixed_parts(held: Held) -> Mapping[str, Part]:
    """The parts that follow from the snapshot alone, by their ids; those that are LINKED lead nowhere yet."""
    short, glossary = tables.catalogue_in_short(held), tables.glossary(held)
    sources, missing = tables.sources(held), tables.missing(held)
    agreement, arithmetic = tables.agreement(held), tables.arithmetic(held)
    wrong = joined(faults(held, MARKED), odd_figures(held, MARKED))
    parts = (
        Part("catalogue", "What is measured", by_topic(held, MARKED), short),
        Part("sources", "Sources and releases", table(tables.read(held)), sources, is_one_table=True),
        Part("agreement", "How two sources agree", agreement_part(held, agreement), agreement, is_one_table=True),
        Part("arithmetic", "Counts and percentages", arithmetic_part(held, arithmetic), arithmetic, is_one_table=True),
        Part("faults", "Known faults", wrong),
        Part("missing", "Why a figure is missing", table(missing.table), missing, is_one_table=True),
        Part("glossary", "Glossary", glossary_list(held, MARKED), glossary),
        Part("accessibility", "Accessibility statement", accessibility()),
        Part("privacy", "Privacy", privacy()),
        Part("licences", "Licences", licences()),
    )
    return {part.id: part for part in parts}


def by_topic(held: Held, ways: Ways) -> Markup:
    """The catalogue, a closed table for each topic."""
    topics = (
        folded(f"{topic} ({len(found)})", table(tables.of_topic(held, topic, ways)))
        for topic, found in held.by_topic.items()
    )
    return element("div", *topics, class_="by-topic")


def agreement_part(facts: Held, chart: Chart) -> Markup:
    """Where the sources differ, and behind a key the whole report."""
    exceptions = [
        element("li", f"{facts.by_id[one.indicator].title}: ", sentence(tables.in_short(one.why)))
        for one in facts.reconciliations
        if one.why
    ]
    told = [element("h3", "The exceptions"), element("ul", *exceptions, class_="points")] if exceptions else []
    return joined(*told, folded("The whole report", table(chart.table)))


def arithmetic_part(facts: Held, chart: Chart) -> Markup:
    """Where percentages do not follow from their counts, and behind a key the whole report."""
    odd = [one for one in facts.arithmetic if one.disagree]
    exceptions = [
        element("li", f"{facts.by_id[one.indicator].title}: {one.disagree:,} of {one.checked:,}.") for one in odd
    ]
    why = element(
        "p",
        "Where they do not follow, the parts are left out and the published figure stands. These measures are made of "
        "full-time equivalents that were rounded before they were printed.",
    )
    told = [element("h3", "The exceptions"), why, element("ul", *exceptions, class_="points")] if exceptions else []
    return joined(*told, folded("The whole report", table(chart.table)))


def folded(summary: str, content: Markup) -> Markup:
    """Content behind a key."""
    return element("details", element("summary", summary), content)


def contents(parts: tuple[Part, ...]) -> Markup:
    """What is where on the page."""
    links = (element("li", element("a", part.title, href=f"#{part.id}")) for part in parts)
    return element("nav", element("ul", *links), class_="contents", aria_label="On this page")
