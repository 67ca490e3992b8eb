"""A page comes in two halves, which hold every part of it once and in order."""

import orjson
from dash import dcc, html
from dash.development.base_component import Component

from callbacks.caching import as_json
from layouts.halves import Later, halves, into
from layouts.markup import MarkupBlock, element

SECTION = MarkupBlock(element("p", "Answer"), tag="section", attributes={"className": "chart"})


def test_a_page_is_divided_after_the_first_section_of_its_article() -> None:
    article = html.Article(
        [html.H1("Where do we stand?"), SECTION, html.P("R&D"), html.Section("More")], className="home"
    )

    first, draw, is_later = halves(html.Div([html.P("Selection"), article]))

    bar, opening = first.children
    rest = draw()
    assert not is_later
    assert bar.html == "Selection"
    assert (opening._type, opening.className) == ("Article", "home")
    assert [(part.tag, part.html) for part in opening.children] == [
        ("h1", "Where do we stand?"),
        ("section", "<p>Answer</p>"),
    ]
    assert rest.html == "<p>R&amp;D</p><section>More</section>"
    assert len(article.children) == 4


def test_what_holds_a_graph_comes_in_parts() -> None:
    graph = dcc.Graph(figure={})

    _, draw, _ = halves(html.Div([html.Article([SECTION, html.P("Trend"), html.Section(html.Figure(graph))])]))

    words, section = draw()
    assert (words.tag, words.html) == ("p", "Trend")
    assert section.children.children is graph


def test_an_article_without_a_section_comes_whole_and_the_rest_is_empty() -> None:
    first, draw, _ = halves(html.Div([html.Article([html.H1("About"), html.P("Sources")])]))

    assert len(first.children[0].children) == 2
    assert draw().html == ""


def test_what_has_no_article_has_no_second_half() -> None:
    first, draw, _ = halves(html.Div([html.H1("Page not found"), html.P("These are the pages.")]))

    assert first.html == "<h1>Page not found</h1><p>These are the pages.</p>"
    assert draw() is None


def test_what_comes_later_is_drawn_with_the_rest_and_not_before() -> None:
    """As if it had stood there all the time."""
    drawn: list[str] = []

    def parts() -> list[Component]:
        drawn.append("parts")
        return [html.P("Trend"), html.Section("More")]

    first, draw, is_later = halves(html.Div([html.Article([html.H1("Where do we stand?"), SECTION, Later(parts)])]))

    assert is_later
    assert len(first.children[0].children) == 2
    assert not drawn
    assert draw().html == "<p>Trend</p><section>More</section>"
    assert draw().html == "<p>Trend</p><section>More</section>"
    assert drawn == ["parts"]


def test_what_comes_later_into_the_first_section_says_where_it_belongs() -> None:
    room, table = html.Div(id="below"), Later(lambda: [into("below", [html.P("Table")])])
    article = html.Article([html.Section([html.H2("Shared"), room, table]), html.P("More")])

    first, draw, _ = halves(html.Div([article]))

    (section,) = first.children[0].children
    assert section.html == '<h2>Shared</h2><div id="below"></div>'
    assert draw().html == '<div hidden="True" data-into="below"><p>Table</p></div><p>More</p>'
    assert len(article.children[0].children) == 3, "the page itself stays as it is"


def test_what_comes_later_is_written_like_all_else_where_a_page_is_written_whole() -> None:
    page = html.Div([html.Article([SECTION, Later(lambda: [html.P("Trend")])])])

    later = orjson.loads(as_json(page))["props"]["children"][0]["props"]["children"][1]

    assert (later["type"], later["props"]["children"][0]["props"]["children"]) == ("Div", "Trend")
