"""The router: an address becomes a page. It is the one callback that draws pages."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

import dash
import orjson
from dash import ALL, ClientsideFunction, Input, Output, State, html
from dash.development.base_component import Component

from callbacks.caching import NO_LOCAL_DATA, PUBLIC, Answer, answer
from callbacks.choices import choices
from callbacks.chosen import Chosen, choose
from callbacks.portal import Portal
from data.errors import PortalError
from layouts import ids, pages
from layouts.pages import Page
from layouts.selection import FIRST_NEIGHBOURS, Selection
from layouts.selection_bar import selection_bar
from layouts.shell import NAME, navigation, problem_page


@dataclass(frozen=True)
class Route:
    """A page, the recipe that draws it, and the words for what it shows of a selection (`children looked after`)."""

    page: Page
    show_page: Callable[[Chosen], Component]
    subject: Callable[[Chosen], str]


Heading = dict[str, str | dict[str, str]]


def register(app: dash.Dash, portal: Portal, routes: tuple[Route, ...]) -> None:
    """Wire the address to the page, the controls to the address, and the heading to title and announcement."""

    def show(path: str | None, search: str | None) -> tuple[orjson.Fragment | Component, Component, Heading]:
        return show_address(portal, routes, path or "/", search or "")

    app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.NAVIGATION, "children"),
        Output(ids.HEADING, "data"),
        Input(ids.ADDRESS, "pathname"),
        Input(ids.ADDRESS, "search"),
    )(show)
    app.clientside_callback(
        ClientsideFunction("alongside", "addressOfControls"),
        Output(ids.ADDRESS, "search"),
        Input({"control": ALL}, "value"),
        State({"control": ALL}, "id"),
        State(ids.HEADING, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("alongside", "announce"),
        Output(ids.ANNOUNCEMENT, "children"),
        Input(ids.HEADING, "data"),
        prevent_initial_call=True,
    )


def show_address(
    portal: Portal, routes: tuple[Route, ...], path: str, search: str
) -> tuple[orjson.Fragment | Component, Component, Heading]:
    """The page at an address, the navigation as it stands there, and the heading."""
    selection = Selection.read(dict(parse_qsl(search.removeprefix("?"), keep_blank_values=True)))
    known = tuple(route.page for route in routes)
    route = route_of(routes, path)
    if route is None:
        ways = {page.question: selection.address(page.path) for page in known}
        page = problem_page("Page not found", "There is nothing at this address; these are the pages.", ways)
        return page, navigation(known, "", selection), heading_of_problem("Page not found")
    try:
        chosen = choose(portal.snapshot, selection, portal.similarity)
        parts = (portal.snapshot.id, portal.similarity.digest, NO_LOCAL_DATA, PUBLIC, route.page.path, selection.query())
        page = answer(portal.cache, parts, lambda: draw(route, chosen))
        return page, navigation(known, route.page.path, chosen.selection), heading(route, chosen)
    except PortalError as error:
        page = problem_page("That cannot be shown", str(error), ways_on(route.page, selection))
        return page, navigation(known, route.page.path, Selection()), heading_of_problem("That cannot be shown")


def route_of(routes: tuple[Route, ...], path: str) -> Route | None:
    """The route of a path, `/` being the first page's; None where there is none."""
    wanted = pages.FIRST.path if path == "/" else path.rstrip("/")
    return next((route for route in routes if route.page.path == wanted), None)


def draw(route: Route, chosen: Chosen) -> Answer:
    """A page with the selection above it."""
    path = route.page.path
    content = [selection_bar(chosen.selection, path, choices(chosen)), route.show_page(chosen)]
    return html.Div(content, **{"data-page": path})


def heading(route: Route, chosen: Chosen) -> Heading:
    """The document's title, what is read out when the page has changed, and what the controls show."""
    words = f"{route.page.name}: {chosen.area.name}, {route.subject(chosen)}"
    return {"title": f"{words} - {NAME}", "announcement": words, "shown": chosen.selection.parts()}


def heading_of_problem(title: str) -> Heading:
    """The same for a page that cannot be shown."""
    return {"title": f"{title} - {NAME}", "announcement": title, "shown": {}}


def ways_on(page: Page, selection: Selection) -> dict[str, str]:
    """Addresses that leave out what may be wrong with a selection, from the least to the most."""
    first = Selection()
    ways = {
        "The latest published figures": selection.but(year=None),
        "With the newest published neighbours": selection.but(neighbours=FIRST_NEIGHBOURS, group=()),
        "The same page as on a first visit": first,
    }
    return {words: changed.address(page.path) for words, changed in ways.items() if changed != selection}
