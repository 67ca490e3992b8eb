"""The router: an address becomes a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeAlias
from urllib.parse import parse_qsl

import dash
from dash import ALL, ClientsideFunction, Input, Output, State
from dash.development.base_component import Component

from callbacks.caching import NO_LOCAL_DATA, PUBLIC
from callbacks.choices import choices
from callbacks.chosen import Chosen, choose
from callbacks.portal import Portal
from callbacks.sight import SeenVersion
from data.errors import PortalError
from layouts import html, ids, pages
from layouts.attributes import data_attributes
from layouts.charts.card import Chart
from layouts.pages import Page
from layouts.selection import FIRST_NEIGHBOURS, Selection
from layouts.selection_bar import selection_bar
from layouts.shell import NAME, navigation, problem_page


@dataclass(frozen=True)
class Route:
    """A page, the recipe that draws it, and the words for what it shows of a selection (`children looked after`).

    `charts` are the pictures and tables that can be taken away from it, made from the same facts as the page. `seen` is
    for pages that show local returns: the versions that the page is made of, each of which the viewer may see.
    `of_board` is for pages that show what an authority's board did, and what is late today. `kept` is False where the
    page repeats what somebody typed, which is nobody else's business and not kept once something is.
    """

    page: Page
    show_page: Callable[[Chosen], Component]
    subject: Callable[[Chosen], str]
    charts: Callable[[Chosen], Sequence[Chart]]
    seen: Callable[[Chosen], Sequence[SeenVersion]] | None = None
    kept: bool = True
    of_board: bool = False


NOT_FOUND, REFUSED = "Page not found", "That cannot be shown"
Heading: TypeAlias = dict[str, str | dict[str, str]]
# The page, the navigation, the heading.
Shown: TypeAlias = tuple[Component, Component, Heading]


@dataclass(frozen=True)
class View:
    """What an address shows, looked up and not yet drawn.

    `draw` raises PortalError, one sentence, where it cannot be drawn after all; `refuse` draws that sentence. `parts`
    are all that it depends on, None for what is kept nowhere. `lasts` is whether those are the figures, the models,
    the code and the address alone.
    """

    path: str
    draw: Callable[[], Shown]
    refuse: Callable[[PortalError], Shown]
    parts: tuple[str, ...] | None = None
    lasts: bool = False


def register(app: dash.Dash) -> None:
    """Wire the address to the page, the controls to the address, and the heading to title and announcement.

    All of it happens in the browser: app/assets/24-views.js fetches pages as HTTP has it (app/views.py), and
    app/assets/23-drawing.js draws them.
    """
    app.clientside_callback(
        ClientsideFunction("alongside", "show"),
        Input(ids.ADDRESS, "pathname"),
        Input(ids.ADDRESS, "search"),
    )
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


def look(portal: Portal, routes: tuple[Route, ...], path: str, search: str) -> View:
    """What an address shows: the page, the navigation as it stands there, and the heading."""
    selection = Selection.read(dict(parse_qsl(search.removeprefix("?"), keep_blank_values=True)))
    route = route_of(routes, path)
    if route is None:
        return View("no page", lambda: not_found(routes, selection), lambda _: not_found(routes, selection))
    known, at = tuple(route.page for route in routes), route.page.path

    def refuse_all(error: PortalError) -> Shown:
        return refusal(route, selection, error), navigation(known, at, Selection()), heading_of_problem(REFUSED)

    try:
        chosen = choose_for(route, portal, selection)
    except PortalError as error:
        return View(at, partial(refuse_all, error), refuse_all)

    def draw_page() -> Shown:
        page = draw(route, chosen, route.show_page(chosen))
        return page, navigation(known, at, chosen.selection), heading(route, chosen)

    def refuse(error: PortalError) -> Shown:
        page = draw(route, chosen, refusal(route, selection, error))
        return page, navigation(known, at, chosen.selection), heading_of_problem(REFUSED, chosen.selection.parts())

    if not route.kept and selection.text:
        return View(at, draw_page, refuse)
    local = (chosen.sight.version, chosen.sight.scope) if chosen.sight else (NO_LOCAL_DATA, PUBLIC)
    board = (chosen.board.version, chosen.board.scope, today().isoformat()) if chosen.board else ()
    parts = (portal.snapshot.release, portal.similarity.digest, *local, *board, at, selection.query())
    return View(at, draw_page, refuse, parts, lasts=route.seen is None)


def choose_for(route: Route, portal: Portal, selection: Selection) -> Chosen:
    """A selection looked up for a page, with what the viewer may see where the page shows local returns.

    That unpublished figures are seen is written down first: where it cannot be, they are not shown.
    """
    chosen = choose(portal.snapshot, selection, portal.similarity)
    if route.seen is None:
        return chosen
    chosen = replace(chosen, sight=portal.local.sight(day(selection.on)))
    if route.of_board:
        chosen = replace(chosen, board=portal.board.board(chosen.area.code))
    if chosen.sight:
        chosen.sight.note(route.seen(chosen), route.page.path)
    return chosen


def today() -> date:
    """The day on which something is late, overdue or back on a list."""
    return datetime.now(UTC).date()


def day(text: str) -> date | None:
    """The day as of whose end local returns are asked for, as an address has it; None for today."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PortalError(f"'{text[:20]}' is no date; give it as 2022-11-24.") from None


def route_of(routes: tuple[Route, ...], path: str) -> Route | None:
    """The route of a path, `/` being the first page's; None where there is none."""
    wanted = pages.FIRST.path if path == "/" else path.rstrip("/")
    return next((route for route in routes if route.page.path == wanted), None)


def draw(route: Route, chosen: Chosen, page: Component) -> Component:
    """A page with the selection above it."""
    path = route.page.path
    return html.Div([selection_bar(chosen.selection, path, choices(chosen)), page], **data_attributes(page=path))


def not_found(routes: tuple[Route, ...], selection: Selection) -> Shown:
    """What stands at an address without a page."""
    pages_there_are = tuple(route.page for route in routes)
    ways = {page.question: selection.address(page.path) for page in pages_there_are}
    page = problem_page(NOT_FOUND, "There is nothing at this address; these are the pages.", ways)
    return page, navigation(pages_there_are, "", selection), heading_of_problem(NOT_FOUND)


def refusal(route: Route, selection: Selection, error: PortalError) -> Component:
    """A page that cannot be shown: why, and where to go instead."""
    return problem_page(REFUSED, str(error), ways_on(route.page, selection))


def heading(route: Route, chosen: Chosen) -> Heading:
    """The document's title, what is read out when the page has changed, and what the controls show."""
    words = f"{route.page.name}: {chosen.area.name}, {route.subject(chosen)}"
    return {"title": f"{words} - {NAME}", "announcement": words, "shown": chosen.selection.parts()}


def heading_of_problem(title: str, shown: dict[str, str] | None = None) -> Heading:
    """The same for a page that cannot be shown; `shown` where there are controls all the same."""
    return {"title": f"{title} - {NAME}", "announcement": title, "shown": shown or {}}


def ways_on(page: Page, selection: Selection) -> dict[str, str]:
    """Addresses that leave out what may be wrong with a selection, from the least to the most."""
    first = Selection()
    ways = {
        "The latest published figures": selection.but(year=None),
        "With the newest published neighbours": selection.but(neighbours=FIRST_NEIGHBOURS, group=()),
        "The same page as on a first visit": first,
    }
    return {words: changed.address(page.path) for words, changed in ways.items() if changed != selection}
