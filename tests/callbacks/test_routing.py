"""An address becomes a page, its navigation and its heading; what is wrong becomes a sentence with a way on."""

from urllib.parse import urlencode

import orjson
import pytest
from dash.development.base_component import Component
from flask import Flask
from flask_caching import Cache
from hypothesis import given, settings
from hypothesis import strategies as st

from app.factory import create_app
from app.settings import load_settings
from callbacks import ROUTES
from callbacks.portal import Portal
from callbacks.routing import Shown, look, route_of
from callbacks.sight import LocalHoldings
from data.store import Snapshot
from layouts import ids, pages
from layouts.selection import Selection
from layouts.shell import shell
from models.lenses import Similarity
from tests.callbacks.addresses import show_address

Plain = dict[str, object]


@pytest.fixture(scope="module")
def portal(snapshot: Snapshot, similarity: Similarity, no_returns: LocalHoldings) -> Portal:
    return Portal(snapshot, similarity, Cache(Flask("test"), config={"CACHE_TYPE": "SimpleCache"}), no_returns)


def show(portal: Portal, path: str = "/compare", **query: str) -> Shown:
    return show_address(portal, path, f"?{urlencode(query)}" if query else "")


def plain(page: object) -> str:
    """What the browser is sent."""
    return orjson.dumps(page, default=lambda component: component.to_plotly_json()).decode()


def test_the_first_visit_says_where_one_stands(portal: Portal) -> None:
    page, navigation, heading = show(portal, "/")
    assert "Where does Southampton stand?" in plain(page)
    assert heading["title"] == "Where we stand: Southampton, every topic against its neighbours - Alongside"
    assert plain(navigation).count('"aria-current":"page"') == 1


@pytest.mark.parametrize("path", ["/compare", "/compare/"])
def test_compare_shows_the_topic_of_a_first_visit(portal: Portal, path: str) -> None:
    page, navigation, heading = show(portal, path)
    assert "How do we compare on children looked after?" in plain(page)
    assert heading["title"] == "Compare: Southampton, children looked after, 78 indicators - Alongside"
    assert plain(navigation).count('"aria-current":"page"') == 1


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.page.path)
def test_every_page_has_one_heading_and_a_selection(portal: Portal, route: object) -> None:
    found = plain(show(portal, route.page.path)[0])  # type: ignore[attr-defined]
    assert found.count('"type":"H1"') + found.count("<h1") == 1
    assert found.count('"id":{"control":"authority"}') == 1


def test_every_page_in_the_list_has_a_route() -> None:
    assert tuple(route.page for route in ROUTES) == pages.PAGES


def test_what_is_shown_is_said_in_slugs(portal: Portal) -> None:
    _, _, heading = show(portal, authority="E06000044", beside="852,portsmouth")
    assert heading["shown"] == Selection(authority="portsmouth", beside=("southampton",)).parts()


def test_the_navigation_keeps_the_selection(portal: Portal) -> None:
    _, navigation, _ = show(portal, authority="portsmouth", beside="kent")
    for page in pages.PAGES:
        assert f'"href":"{page.path}?authority=portsmouth&beside=kent' in plain(navigation)


def test_an_unknown_path_is_said(portal: Portal) -> None:
    page, navigation, heading = show(portal, "/nowhere")
    assert "There is nothing at this address" in plain(page)
    assert all(route.page.path in plain(page) for route in ROUTES)
    assert heading["title"] == "Page not found - Alongside"
    assert "aria-current" not in plain(navigation)


def test_an_unknown_authority_is_a_sentence_with_a_way_on(portal: Portal) -> None:
    page, _, heading = show(portal, authority="atlantis")
    assert "No authority is called 'atlantis'." in plain(page)
    assert Selection().address("/compare") in plain(page)
    assert heading["shown"] == {}


def test_neighbours_that_there_are_not_leave_the_controls(portal: Portal) -> None:
    """Cumberland is younger than the list of 2021."""
    page, _, heading = show(portal, authority="cumberland", neighbours="2021")
    assert "lists no neighbours for Cumberland" in plain(page)
    assert '"id":{"control":"neighbours"}' in plain(page)
    assert heading["shown"] == Selection(authority="cumberland", neighbours="2021").parts()


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(list(Selection().parts())), st.text(max_size=12)))
def test_no_address_is_a_defect(portal: Portal, query: dict[str, str]) -> None:
    page, _, heading = show(portal, **query)
    assert plain(page)
    assert heading["title"]


def test_what_a_page_depends_on(portal: Portal) -> None:
    """Its address says all, but where local returns are shown, or a page repeats what somebody typed."""
    typed = "?authority=kent&text=Kent+has+2,000+children+in+care."
    views = {route.page.path: look(portal, ROUTES, route.page.path, typed) for route in ROUTES}
    assert {path for path, view in views.items() if view.lasts} == {page.path for page in pages.PAGES} - {
        "/board",
        "/scorecard",
        "/claims",
    }
    assert [path for path, view in views.items() if view.parts is None] == ["/claims"]
    assert len({view.parts for view in views.values()}) == len(ROUTES)
    assert look(portal, ROUTES, "/claims", "?authority=kent").lasts
    assert look(portal, ROUTES, "/compare", "?authority=atlantis").parts is None
    assert look(portal, ROUTES, "/nowhere", "").parts is None


def test_another_selection_is_another_page(portal: Portal) -> None:
    assert plain(show(portal, topic="adoption")[0]) != plain(show(portal, topic="early-years")[0])


def test_a_path_has_at_most_one_route() -> None:
    assert [route_of(ROUTES, route.page.path) for route in ROUTES] == list(ROUTES)
    assert route_of(ROUTES, "/comparer") is None


def test_every_wired_id_is_on_the_page(shared_cache: str, portal: Portal) -> None:
    """Ids of callbacks are in the shell or, where they are patterns, on a page that it is filled with."""
    app = create_app(load_settings({"PORTAL_CACHE_DIR": shared_cache}))
    in_shell = {each.id for each in components(shell(portal.holdings)) if getattr(each, "id", None)}
    pages_drawn = "".join(plain(show(portal, route.page.path)[0]) for route in ROUTES)
    wired = [part["id"] for entry in app._callback_list for part in [*entry["inputs"], *entry["state"]]]
    assert {ids.ADDRESS, ids.HEADING} <= set(wired)
    for identity in wired:
        if identity.startswith("{"):
            name = next(iter(orjson.loads(identity)))
            assert f'"id":{{"{name}":' in pages_drawn
        else:
            assert identity in in_shell
    outputs = {ids.PAGE, ids.NAVIGATION, ids.HEADING, ids.ANNOUNCEMENT, ids.PROBLEM}
    assert outputs <= in_shell


def components(root: Component) -> list[Component]:
    return [root, *root._traverse()]
