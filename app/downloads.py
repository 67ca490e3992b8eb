"""What a reader takes away: the figures behind any chart, at an address that can be kept."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from flask import Flask, Response, request

from app.spreadsheets import as_csv, as_workbook
from callbacks.caching import code_version
from callbacks.chosen import Chosen
from callbacks.portal import Portal
from callbacks.routing import Route, choose_for
from data.errors import PortalError
from layouts.charts.card import DOWNLOADS, Chart
from layouts.selection import Selection
from layouts.shell import NAME

Writer = Callable[[Chart, Mapping[str, str]], bytes]
WRITERS: dict[str, tuple[Writer, str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class NothingThereError(PortalError, LookupError):
    """There is no such chart; the sentence says which there are."""


def register(server: Flask, portal: Portal, routes: tuple[Route, ...], url: str = "") -> None:
    """Add the downloads to a server. A file is made from the same facts as the page that offers it.

    `url` is where people reach the portal, as files say it; as the browser says where it is not known.
    """

    @server.get(f"{DOWNLOADS}/<page>/<name>.<form>")
    def download(page: str, name: str, form: str) -> Response:
        route = route_of(routes, page)
        if form not in WRITERS:
            raise NothingThereError(f"Figures are to be had as {' or '.join(WRITERS)}, not as {form}.")
        selection = Selection.read(dict(parse_qsl(request.query_string.decode(), keep_blank_values=True)))
        chosen = choose_for(route, portal, selection)
        chart = chart_of(route, chosen, name)
        write, kind = WRITERS[form]
        address = (url or request.host_url.rstrip("/")) + chosen.selection.address(route.page.path)
        response = Response(write(chart, notes(chart, portal, address)), content_type=kind)
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name(chosen, route, name)}.{form}"'
        if chosen.sight or not route.kept:
            response.headers["Cache-Control"] = "private, no-store"
            return response
        response.set_etag(f"{portal.snapshot.release}-{portal.similarity.digest}-{code_version()}")
        response.headers["Cache-Control"] = "public, no-cache"
        response.make_conditional(request)
        return response


def route_of(routes: tuple[Route, ...], page: str) -> Route:
    """The route of a page by its word in addresses."""
    found = next((route for route in routes if route.page.slug == page), None)
    if found is None:
        raise NothingThereError(
            f"There is no page '{page}'; there are {', '.join(route.page.slug for route in routes)}."
        )
    return found


def chart_of(route: Route, chosen: Chosen, name: str) -> Chart:
    """One chart of a page by its name."""
    charts = {chart.name: chart for chart in route.charts(chosen)}
    if name not in charts:
        known = f"it has {', '.join(charts)}" if charts else "it has none for this selection"
        raise NothingThereError(f"The page {route.page.name} has no chart '{name}'; {known}.")
    return charts[name]


def notes(chart: Chart, portal: Portal, address: str) -> dict[str, str]:
    """Where the figures are from, for every file that leaves the portal."""
    return {"Source": chart.source, "Snapshot": portal.snapshot.id, "Address": address}


def file_name(chosen: Chosen, route: Route, name: str) -> str:
    """A name that says, in a folder of many, what a file holds: authority, page, chart, period, snapshot."""
    about = f"-{chosen.indicator.id}" if route.page.of_one else ""
    year = f"-{chosen.selection.year}" if chosen.selection.year else ""
    parts = f"{NAME.lower()}-{chosen.area.slug}-{route.page.slug}-{name}{about}{year}"
    return f"{parts}-{chosen.snapshot.id[:8]}"
