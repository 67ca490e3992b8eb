"""What does nothing by itself reaches the browser as markup, and stands in the document as it did."""

import dash_bootstrap_components as dbc
from dash import dcc, html
from markupsafe import Markup

from layouts import ids
from layouts.attributes import aria, data_attributes
from layouts.inert import inert
from layouts.markup import MarkupBlock, element


def test_what_holds_no_field_is_one_block_of_markup() -> None:
    part = html.Section(
        [html.H2("Trend"), None, MarkupBlock(element("p", "A & B"), className="aid"), "as <text>"],
        className="chart",
        **data_attributes(chart="trend"),
    )

    block = inert(part)

    assert block.to_plotly_json() == {
        "namespace": "alongside",
        "type": "Markup",
        "props": {
            "tag": "section",
            "attributes": {"className": "chart", "data-chart": "trend"},
            "className": "",
            "html": '<h2>Trend</h2><div class="aid"><p>A &amp; B</p></div>as &lt;text&gt;',
        },
    }


def test_attributes_within_are_named_as_html_names_them() -> None:
    label = html.Label("Year", htmlFor="year", tabIndex=-1, className="large", **aria(label='"Y"'))

    opening = inert(html.Div(label)).html.removesuffix(">Year</label>").split(" ")

    assert sorted(opening) == ["<label", 'aria-label="&#34;Y&#34;"', 'class="large"', 'for="year"', 'tabindex="-1"']


def test_markup_within_markup_is_not_escaped_twice() -> None:
    inner = html.Div(html.P("R&D"))

    assert inert(html.Div([inner])).html == "<div><p>R&amp;D</p></div>"


def test_fields_and_graphs_stay_what_they_are() -> None:
    day, graph = dbc.Input(id={"control": "on"}), dcc.Graph(figure={})
    part = html.Div([html.P("Before"), html.Div([day]), html.Figure(graph)], id="whole")

    changed = inert(part)

    assert (changed._type, changed.id) == ("Div", "whole")
    before, around_day, around_graph = changed.children
    assert (before._type, before.tag, before.html) == ("Markup", "p", "Before")
    assert around_day.children[0] is day
    assert around_graph.children is graph


def test_a_list_is_markup_that_says_what_is_chosen() -> None:
    options = [{"value": "kent", "label": "Kent"}, {"value": "r&d", "label": "R & <D>"}]

    within = inert(html.Div(dbc.Select(id=ids.control("year"), options=options, value="r&d")))
    alone = inert(dbc.Select(id=ids.control("year"), options=options, value="kent"))

    said = '<option value="kent">Kent</option><option value="r&amp;d" selected>R &amp; &lt;D&gt;</option>'
    opening = '<select id="{&#34;control&#34;:&#34;year&#34;}" class="form-select">'
    assert within.html == f"{opening}{said}</select>"
    assert (alone.tag, alone.attributes["id"]) == ("select", '{"control":"year"}')
    assert '<option value="kent" selected>' in alone.html


def test_an_article_stays_in_parts_and_a_fold_remembers_whether_it_is_open() -> None:
    fold = html.Details([html.Summary("Beside it"), html.P("Kent")])
    part = html.Article([html.H1("How do we compare?"), html.Div(fold)])

    changed = inert(part)

    heading, around = changed.children
    assert (changed._type, heading.tag) == ("Article", "h1")
    assert (around._type, around.children._type) == ("Div", "Details")
    assert [each.tag for each in around.children.children] == ["summary", "p"]


def test_the_page_that_was_drawn_is_not_changed() -> None:
    words = html.P("Kent")
    part = html.Article([words])

    inert(part)

    assert part.children == [words]


def test_empty_parts_have_nothing_in_them() -> None:
    assert inert(html.Div()).html == ""
    assert inert(html.Div([])).html == ""
    assert inert([None, "words"]) == [None, "words"]
    assert isinstance(inert(MarkupBlock(Markup("<p>x</p>"))), MarkupBlock)
