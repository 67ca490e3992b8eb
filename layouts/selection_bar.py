"""The selection as controls: the same row at the top of every page. Changing one changes the address."""

from collections.abc import Mapping
from dataclasses import dataclass

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html, ids
from layouts.attributes import aria
from layouts.markup import MarkupBlock, element
from layouts.selection import Selection

LATEST = "Latest published"
MOST_IN_SIGHT = 12
ADD, JOIN = "add", "join"
"""Controls that put one more authority into a list: those beside, and the group of one's own."""
LEFT_OUT = "-"
"""What a control says where its part of the address is left out; an empty value would show as an empty control."""


@dataclass(frozen=True)
class Choices:
    """What can be chosen, each as address value and words, and what is; `beside` are slugs with names."""

    authorities: Mapping[str, str]
    beside: Mapping[str, str]
    topics: Mapping[str, str]
    years: tuple[int, ...]
    neighbours: Mapping[str, str]


def selection_bar(selection: Selection, path: str, choices: Choices) -> Component:
    """The controls with their labels, and below them the authorities that stand beside."""
    years = {LEFT_OUT: LATEST} | {str(year): f"Ending in {year}" for year in choices.years}
    taken = {selection.authority, *choices.beside}
    others = {slug: name for slug, name in choices.authorities.items() if slug not in taken}
    fields = [
        field("authority", "Authority", choices.authorities, selection.authority),
        field(ADD, "Add an authority beside it", {LEFT_OUT: "Choose one"} | others, LEFT_OUT),
        field("topic", "Topic", choices.topics, selection.topic),
        field("year", "Period", years, LEFT_OUT if selection.year is None else str(selection.year)),
        field("neighbours", "Neighbours", choices.neighbours, selection.neighbours),
    ]
    controls = [html.Div(fields, className="fields"), beside_list(selection, path, choices)]
    content = [in_words(selection, choices), html.Div(controls, id=ids.CONTROLS, className="controls")]
    return html.Section(content, className="selection", **aria(label="Selection"))


def in_words(selection: Selection, choices: Choices) -> Component:
    """The selection in a line, which on a phone stands for the controls until they are asked for."""
    chosen = [
        choices.authorities.get(selection.authority, selection.authority),
        choices.topics.get(selection.topic, selection.topic),
        LATEST if selection.year is None else f"Ending in {selection.year}",
        choices.neighbours.get(selection.neighbours, selection.neighbours),
    ]
    said = html.P(" · ".join(chosen))
    change = html.Button("Change", id=ids.CHANGE, type="button", **aria(expanded="false", controls=ids.CONTROLS))
    return html.Div([said, change], className="in-words")


def field(name: str, label: str, options: Mapping[str, str], value: str) -> Component:
    """One control: a visible label and a native list, whose value is the part `name` of the address."""
    return html.Div(
        [
            html.Label(label, htmlFor=ids.control_text(name)),
            html.Select(
                id=ids.control(name),
                options=[{"value": value, "label": words} for value, words in options.items()],
                value=value,
            ),
        ],
        className=f"field field-{name}",
    )


def beside_list(selection: Selection, path: str, choices: Choices) -> Component:
    """Who stands beside, each with a link that removes it; more than a few rows of names are folded away."""
    names = choices.beside
    if not names:
        return html.P("No other authority stands beside it.", id=ids.BESIDE, tabIndex=-1, className="beside none")
    chips = [element("li", _chip(selection, path, slug, name)) for slug, name in names.items()]
    listed = MarkupBlock(element("ul", *chips, aria_labelledby="beside-label"))
    if len(names) <= MOST_IN_SIGHT:
        content = [html.Span("Beside it:", id="beside-label"), listed]
        return html.Div(content, id=ids.BESIDE, tabIndex=-1, className="beside")
    summary = html.Summary(f"Beside it: {len(names)}", id="beside-label")
    folded = html.Details([summary, listed], id="beside-folded")
    return html.Div(folded, id=ids.BESIDE, tabIndex=-1, className="beside")


def _chip(selection: Selection, path: str, slug: str, name: str) -> Markup:
    without = selection.but(beside=tuple(other for other in selection.beside if other != slug))
    remove, cross = element("span", "Remove ", class_="visually-hidden"), element("span", " ×", aria_hidden="true")
    return element("a", remove, name, cross, id=f"remove-{slug}", href=without.address(path), class_="chip")
