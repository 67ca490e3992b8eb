"""A page comes in two halves, which hold every part of it once and in order."""

from dash import dcc, html

from layouts.halves import halves
from layouts.markup import MarkupBlock, element

SECTION = MarkupBlock(element("p", "Answer"), tag="section", attributes={"className": "chart"})


def test_a_page_is_divided_after_the_first_section_of_its_article() -> None:
    article = html.Article(
        [html.H1("Where do we stand?"), SECTION, html.P("R&D"), html.Section("More")], className="home"
    )

    first, rest = halves(html.Div([html.P("Selection"), article]))

    bar, opening = first.children
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

    _, rest = halves(html.Div([html.Article([SECTION, html.P("Trend"), html.Section(html.Figure(graph))])]))

    words, section = rest
    assert (words.tag, words.html) == ("p", "Trend")
    assert section.children.children is graph


def test_an_article_without_a_section_comes_whole_and_the_rest_is_empty() -> None:
    first, rest = halves(html.Div([html.Article([html.H1("About"), html.P("Sources")])]))

    assert len(first.children[0].children) == 2
    assert rest.html == ""


def test_what_has_no_article_has_no_second_half() -> None:
    first, rest = halves(html.Div([html.H1("Page not found"), html.P("These are the pages.")]))

    assert first.html == "<h1>Page not found</h1><p>These are the pages.</p>"
    assert rest is None
