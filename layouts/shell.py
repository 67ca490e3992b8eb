"""What surrounds every page: the name, the way between the pages, and at the foot where the figures come from."""

from dataclasses import dataclass

from dash import dcc
from dash.development.base_component import Component

from layouts import html, ids
from layouts.attributes import aria, data_attributes
from layouts.pages import FIRST, RETURNS, Page
from layouts.provenance import DHSC, FINGERTIPS
from layouts.selection import Selection

NAME = "Alongside"
STRAP = "Children's services beside their neighbours'"
GUIDE = "/guide"
API = "/api"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True)
class Holdings:
    """What the snapshot that is served holds; `search` is the address of the list that the search box looks in."""

    snapshot: str
    indicators: int
    authorities: int
    first_year: int
    last_year: int
    files: int
    search: str
    has_health_profiles: bool = False


def shell(holdings: Holdings, visitor: str = "", notice: str = "") -> Component:
    """The document's body. The page itself comes by callback, from the address.

    `visitor` is who is signed in; `notice` is what everybody has to know before they read a figure.
    """
    return html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh="callback-nav"),
            dcc.Store(id=ids.HEADING),
            html.A("Skip to the page", href=f"#{ids.MAIN}", className="skip-link"),
            header(holdings, visitor),
            *([html.Div(html.P(notice, className="within"), role="alert", className="notice")] if notice else []),
            html.Div(id=ids.PROBLEM, role="alert", className="problem"),
            html.Main(html.Div(waiting(), id=ids.PAGE, **aria(busy="true")), id=ids.MAIN, tabIndex=-1),
            footer(holdings),
            html.Div(id=ids.ANNOUNCEMENT, className="visually-hidden", **aria(live="polite")),
        ],
        className="site",
    )


def header(holdings: Holdings, visitor: str) -> Component:
    """The name, the search box, who is signed in, and the navigation, which is filled from the address."""
    name = html.P([html.A(NAME, href=FIRST.path, className="name", id="name"), html.Span(STRAP, className="strap")])
    questions = html.Nav(navigation((), "", Selection()), id=ids.NAVIGATION, **aria(label="Questions"))
    within = [name, search_box(holdings), account_way(visitor), questions]
    return html.Header(html.Div(within, className="within"), className="site-header")


def account_way(visitor: str) -> Component:
    """The way to one's account, or to sign in."""
    words, path = (visitor, "/account") if visitor else ("Sign in", "/sign-in")
    way = html.A(words, href=path, **data_attributes(elsewhere=""))
    return html.P([html.Span("Signed in: ", className="visually-hidden"), way] if visitor else way, className="account")


def search_box(holdings: Holdings) -> Component:
    """Where the search box is drawn (app/assets/25-search.js), with its label."""
    label = html.Label("Find an indicator or an authority", htmlFor=ids.SEARCH_TEXT)
    box = html.Div(id=ids.SEARCH, className="search-box", **data_attributes(index=holdings.search))
    return html.Div([label, box], role="search", className="search")


def navigation(pages: tuple[Page, ...], path: str, selection: Selection) -> Component:
    """Links to the pages, in the order of the questions, that keep the selection; last to the pages of forms."""
    address = f"{RETURNS.path}?authority={selection.authority}"
    forms = html.A(RETURNS.name, href=address, **data_attributes(elsewhere=""))
    return html.Ul([*(html.Li(_way(page, page.path == path, selection)) for page in pages), html.Li(forms)])


def _way(page: Page, here: bool, selection: Selection) -> Component:
    current = aria(current="page") if here else {}
    return html.A(page.name, id=f"to{page.path.replace('/', '-')}", href=selection.address(page.path), **current)


def waiting() -> Component:
    """What stands there until the first page has come: its shape, so that nothing jumps when it does."""
    bones = [
        html.Div(className=f"bone {part}")
        for part in ("bone-selection", "bone-question", "bone-answer", "bone-picture")
    ]
    return html.Div([html.P("Fetching the figures.", className="visually-hidden"), *bones], className="waiting")


def footer(holdings: Holdings) -> Component:
    """Whose figures these are, under which licence, and which snapshot of them this is."""
    publisher = (
        "Department for Education, Local Authority Interactive Tool (LAIT) and Explore Education Statistics (EES)"
    )
    publisher += f"; {DHSC}, {FINGERTIPS}" if holdings.has_health_profiles else ""
    licence = html.A("Open Government Licence v3.0", href=LICENCE, rel="license")
    figures = html.P([f"Figures: {publisher}. Contains public sector information licensed under the ", licence, "."])
    extent = (
        f": {holdings.indicators} indicators for {holdings.authorities} authorities, {holdings.first_year} to "
        f"{holdings.last_year}, from {holdings.files} source files."
    )
    guide = html.A("Guide to these pages", href=GUIDE, **data_attributes(elsewhere=""))
    api = html.A("Figures for programs", href=API, **data_attributes(elsewhere=""))
    snapshot = html.P(["Snapshot ", html.Code(holdings.snapshot), extent, " ", guide, ". ", api, "."])
    return html.Footer(html.Div([figures, snapshot], className="within"), className="site-footer")


def problem_page(title: str, sentence: str, ways: dict[str, str]) -> Component:
    """A page that cannot be shown: why, and where to go instead (words and the address they lead to)."""
    return html.Div(
        [
            html.H1(title),
            html.P(sentence, className="answer"),
            html.Ul([html.Li(html.A(words, href=address)) for words, address in ways.items()]),
        ],
        className="problem-page",
    )
