"""Which version of a return is shown, by whom, for whom, and how it is chosen."""

from collections.abc import Mapping

import dash_bootstrap_components as dbc
from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html, ids
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import RETURNS, SCORECARD
from layouts.scorecard.facts import Facts, ShownVersion, day, month_word
from layouts.selection_bar import LEFT_OUT, field
from models.scorecard.rows import Scorecard

TEMPLATE = f"{RETURNS.path}/template"
NOT_SEEN, NO_MONTH, LATEST_MONTH = "None that you can see", "Not in this return", "Latest month"


def controls(facts: Facts) -> Component:
    """The controls of this page: which return, which month, and as it stood on which day."""
    fields: list[Component] = []
    if len(facts.returns) > 1:
        fields.append(field("local", "Return", returns(facts), facts.selection.local or LEFT_OUT))
    if facts.card is not None:
        fields.append(field("month", "Month", months(facts.card, facts), facts.selection.month or LEFT_OUT))
    if facts.version is not None or facts.selection.on:
        fields.append(day_field(facts.selection.on))
    return html.Div(fields, className="scorecard-controls")


def returns(facts: Facts) -> Mapping[str, str]:
    """The returns that there are, as an address spells them and in words: left out, it is the first."""
    asked = facts.selection.local
    found = {LEFT_OUT if slug == facts.first_return != asked else slug: title for slug, title in facts.returns.items()}
    return found if not asked or asked in found else {**found, asked: NOT_SEEN}


def months(card: Scorecard, facts: Facts) -> Mapping[str, str]:
    """The months that there are, as an address spells them and in words: left out, it is the latest."""
    asked = facts.selection.month
    found = {LEFT_OUT: LATEST_MONTH} | {month_word(month): month.label for month in card.months}
    return found if not asked or asked in found else {**found, asked: NO_MONTH}


def day_field(chosen: str) -> Component:
    """The day as of whose end the return is shown; empty for today."""
    name = "on"
    return html.Div(
        [
            html.Label("As it stood on", htmlFor=ids.control_text(name)),
            dbc.Input(id=ids.control(name), type="date", value=chosen, debounce=True),
        ],
        className="field field-on",
    )


def month_steps(facts: Facts) -> Component | None:
    """Links to the months before and after the one shown."""
    if facts.card is None or len(facts.card.months) < 2:
        return None
    listed = facts.card.months
    at = listed.index(facts.card.month)
    around = {"Month before": listed[at + 1 : at + 2], "Month after": listed[at - 1 : at] if at else ()}
    links = [
        element(
            "a", f"{word}: {month.label}", href=facts.selection.but(month=month_word(month)).address(SCORECARD.path)
        )
        for word, one in around.items()
        for month in one
    ]
    return MarkupBlock(element("nav", *links, aria_label="Months", class_="steps"))


def versions_part(facts: Facts) -> Markup:
    """The versions of the return that the reader may see, who made each and when, and the way to see what changed."""
    found = facts.version
    if found is None:
        return Markup()
    items = [element("li", *_version(facts, version)) for version in facts.versions]
    ways = element(
        "p",
        element("a", "What changed, and what happened to it", href=found.address),
        " · ",
        element("a", "All local returns", href=f"{RETURNS.path}?authority={facts.area.slug}"),
    )
    return element("section", element("h2", "Versions"), element("ul", *items, class_="versions"), ways)


def _version(facts: Facts, version: ShownVersion) -> tuple[str, ...]:
    is_shown = facts.version is not None and version.number == facts.version.number
    by = f" by {version.by}" if version.by else ""
    said = f"{day(version.created)}{by}, {version.file_name}: {version.why}. {version.seen_by}."
    name = element("b", f"Version {version.number}, shown here")
    link = element("a", f"Version {version.number}", href=version.address)
    return (name if is_shown else link, f", {said.replace('..', '.')}")


def nothing_part(facts: Facts) -> Markup:
    """Where no return can be seen: who has one, and how to begin one."""
    parts = []
    if facts.selection.on:
        today = facts.selection.but(on="").address(SCORECARD.path)
        parts.append(element("p", element("a", "Show what there is today", href=today)))
    if facts.elsewhere:
        links = [element("li", element("a", name, href=_of(facts, slug))) for slug, name in facts.elsewhere.items()]
        parts.append(element("p", "These authorities have returns that you can see:"))
        parts.append(element("ul", *links))
    else:
        parts.append(element("p", "No authority has a return that you can see."))
    template = f"{TEMPLATE}?authority={facts.area.slug}&format=xlsx"
    begin = joined(
        "A return begins with the ",
        element("a", f"template for {facts.area.name}", href=template, download=""),
        ", filled in and ",
        element("a", "uploaded", href=f"{RETURNS.path}?authority={facts.area.slug}"),
        ".",
    )
    return joined(*parts, element("p", begin))


def _of(facts: Facts, slug: str) -> str:
    changed = facts.selection.but(authority=slug, local="", month="", measure="")
    return changed.address(SCORECARD.path)
