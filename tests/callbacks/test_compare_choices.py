"""What can be chosen on the Compare page: presets, columns of means, picked indicators, what is hidden, and limits."""

import re

import pytest
from dash import html
from dash.development.base_component import Component

from callbacks import ROUTES
from callbacks.caching import as_json
from callbacks.choices import choices
from callbacks.chosen import MOST_AUTHORITIES, MOST_PICKED, Chosen, choose
from callbacks.compare import compared, show_page, subject
from callbacks.routing import Route
from data.errors import PortalError
from data.partnerships import load_partnerships
from data.store import Snapshot
from layouts.compare.comparison import Comparison
from layouts.compare.controls import NOBODY, presets
from layouts.selection import Selection
from models.lenses import Similarity

RATE = "children-looked-after-rate-per-10-000"
HEALTH = "percentage-of-cla-having-health-checks"
FINANCE = "adoption-s251-outturn-weekly-unit-costs"


@pytest.fixture(scope="module")
def chosen(snapshot: Snapshot, similarity: Similarity) -> Chosen:
    return choose(snapshot, Selection(), similarity)


def choosing(chosen: Chosen, **changes: object) -> Chosen:
    return choose(chosen.snapshot, Selection().but(**changes), chosen.similarity)


def links(page: Component) -> dict[str, Component]:
    return {each.id: each for each in page._traverse() if isinstance(each, html.A) and getattr(each, "id", None)}


def followed(chosen: Chosen, link: Component) -> Chosen:
    """Where a link of the page leads."""
    found = dict(re.findall(r"[?&]([a-z]+)=([^&]*)", link.href))
    return choose(chosen.snapshot, Selection.read(found), chosen.similarity)


def names(found: Comparison) -> set[str]:
    return set(found.columns.authorities[1:])


def test_presets_set_exactly_their_members_beside_without_ourselves(chosen: Chosen) -> None:
    page = links(show_page(chosen))
    group = {chosen.snapshot.authorities.by_code(code).name for code in chosen.group.codes}
    south_east = {area.name for area in chosen.snapshot.authorities.current if area.region == chosen.area.region}
    expected = {
        "beside-neighbours": group,
        "beside-region": south_east - {"Southampton"},
        "beside-seslip": south_east - {"Southampton"},
        "beside-solent": {"Hampshire", "Portsmouth", "Isle of Wight"},
        "beside-nobody": set(),
    }
    for name, members in expected.items():
        then = followed(chosen, page[name])
        assert names(compared(then)) == members, name
        assert getattr(links(show_page(then))[name], "aria-current", None) == "true", name
    assert len(south_east) == 19


def test_the_preset_in_use_is_marked_and_no_other(chosen: Chosen) -> None:
    def marked(**changes: object) -> set[str]:
        return {way.words for way in presets(compared(choosing(chosen, **changes))) if way.is_current}

    assert marked() == {"Solent"}
    assert marked(beside=()) == {NOBODY.name}
    assert marked(beside=("kent",)) == set()
    assert marked(beside=("isle-of-wight", "portsmouth", "hampshire", "seslip")) == {"Solent"}, "means are no members"
    south_east = tuple(area.slug for area in load_partnerships()[0].members)
    assert marked(beside=south_east) == {"Our region (South East)", "SESLIP"}


def test_the_neighbours_preset_is_of_the_edition_in_use(chosen: Chosen) -> None:
    for edition in ("2021", "modelled"):
        then = choosing(chosen, neighbours=edition)
        found = followed(then, links(show_page(then))["beside-neighbours"])
        assert {area.code for area in found.beside} == set(then.group.codes)
        assert found.selection.neighbours == edition


def test_those_beside_can_be_the_comparators_and_the_published_ones_again(chosen: Chosen) -> None:
    then = followed(chosen, links(show_page(chosen))["compare-instead"])
    assert {area.slug for area in chosen.beside} == {
        then.snapshot.authorities.by_code(code).slug for code in then.group.codes
    }
    back = followed(then, links(show_page(then))["compare-again"])
    assert back.selection == chosen.selection
    assert "compare-instead" not in links(show_page(choosing(chosen, beside=("kent",))))


def test_a_partnership_as_a_column_is_the_mean_of_its_members(chosen: Chosen) -> None:
    """Against plain sums over the block, for every indicator of the topic."""
    found = compared(choosing(chosen, beside=("hampshire", "solent")))
    assert found.columns.authorities == ("Southampton", "Hampshire")
    assert found.columns.means == (("Solent", 4),)
    solent = next(each for each in load_partnerships() if each.slug == "solent")
    for row in found.rows:
        ours = row.standings[0]
        block = chosen.snapshot.block(ours.indicator)
        column = block.periods.index(ours.period)
        values = [block.values[chosen.snapshot.area_position[area.code], column] for area in solent.members]
        known = [value for value in values if value == value]
        (mean,) = row.means
        assert (mean.contributing, mean.of) == (len(known), 4)
        assert mean.value == (pytest.approx(sum(known) / len(known)) if known else None)


def test_a_column_of_means_is_added_and_taken_away(chosen: Chosen) -> None:
    then = followed(chosen, links(show_page(chosen))["mean-seslip"])
    assert then.selection.beside == ("hampshire", "portsmouth", "isle-of-wight", "seslip")
    assert choices(then).beside["seslip"] == "SESLIP, mean"
    assert followed(then, links(show_page(then))["mean-seslip"]).selection == chosen.selection
    kept = followed(then, links(show_page(then))["beside-neighbours"])
    assert kept.selection.beside[-1] == "seslip", "a preset leaves the means"


def test_every_authority_of_england_can_stand_beside(chosen: Chosen) -> None:
    everyone = tuple(area.slug for area in chosen.snapshot.authorities.current)
    found = compared(choosing(chosen, beside=everyone, topic="adoption"))
    assert len(found.columns.authorities) == len(everyone)
    address = choosing(chosen, beside=everyone, group=everyone).selection.address("/compare")
    longest = sorted((indicator.id for indicator in chosen.snapshot.indicators), key=len)[-MOST_PICKED:]
    assert len(address) + len(",".join(longest)) < 8190 - 100, "the server takes requests of 8,190 characters"


@pytest.mark.parametrize(
    ("part", "most", "what"),
    [
        ("beside", MOST_AUTHORITIES, "authorities beside it"),
        ("group", MOST_AUTHORITIES, "authorities in a group"),
        ("indicators", MOST_PICKED, "indicators picked"),
    ],
)
def test_too_many_are_refused_and_not_cut(chosen: Chosen, part: str, most: int, what: str) -> None:
    asked = Selection.read({part: ",".join(f"x{number}" for number in range(most + 1))})
    assert len(getattr(asked, part)) == most + 1
    with pytest.raises(PortalError, match=f"There can be {most} {what} at most; this address names {most + 1}."):
        choose(chosen.snapshot, asked, chosen.similarity)


def test_an_indicator_is_picked_and_put_back(chosen: Chosen) -> None:
    row = compared(chosen).rows[0]
    assert not row.is_picked
    then = choosing(chosen, indicators=(RATE,))
    assert row.pick == then.selection.address("/compare")
    again = compared(then).rows[0]
    assert again.is_picked
    assert again.pick == chosen.selection.address("/compare")


def test_only_the_picked_are_shown_whatever_their_topic(chosen: Chosen) -> None:
    picked = (HEALTH, FINANCE, RATE)
    some = choosing(chosen, indicators=picked)
    page = links(show_page(some))
    only = followed(some, page["picked-only"])
    found = compared(only)
    assert [row.standings[0].indicator.id for row in found.rows] == list(picked)
    assert found.topic == "The 3 indicators picked"
    assert len({row.standings[0].indicator.topic for row in found.rows}) == 2
    assert choices(only).topics["picked"] == "Picked indicators (3)"
    assert "Children looked after · %" in str(show_page(only))
    assert subject(only) == "3 indicators picked"
    assert not followed(only, links(show_page(only))["picked-clear"]).only_picked


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.page.slug)
def test_every_page_can_be_shown_with_picked_indicators_and_means(chosen: Chosen, route: Route) -> None:
    """Only Compare shows them; the others keep them in their links, so that the way back is there."""
    some = choosing(chosen, topic="picked", indicators=(HEALTH, FINANCE), beside=("kent", "seslip"))
    assert some.topic == "Children looked after"
    assert HEALTH in as_json(route.show_page(some)).decode()


def test_putting_the_last_back_leads_to_its_topic(chosen: Chosen) -> None:
    only = choosing(chosen, indicators=(FINANCE,), topic="picked")
    (row,) = compared(only).rows
    assert "&topic=childrens-services-finance" in row.pick
    assert "indicators=" not in row.pick


def test_nothing_picked_is_said(chosen: Chosen) -> None:
    with pytest.raises(PortalError, match="No indicator is picked"):
        choosing(chosen, topic="picked")


def test_an_unknown_pick_is_refused_with_the_nearest(chosen: Chosen) -> None:
    with pytest.raises(
        PortalError, match=rf"No indicator is called 'children-looked-after-rate'\. Did you mean {RATE}"
    ):
        choosing(chosen, indicators=(HEALTH, "children-looked-after-rate"))


def test_source_codes_are_picked_too_and_once(chosen: Chosen) -> None:
    assert choosing(chosen, indicators=("LACHealth%", HEALTH)).selection.indicators == (HEALTH,)


def test_what_is_hidden_is_counted_and_can_be_shown(chosen: Chosen) -> None:
    everything = compared(chosen)
    unchanged = [row for row in everything.ours if row.change is not None and abs(row.change) * 10**9 < 1]
    assert unchanged, "else this test says nothing"
    hiding = choosing(chosen, hide="unchanged")
    found = compared(hiding)
    assert found.hidden == len(unchanged)
    assert {row.standings[0].indicator.id for row in found.rows}.isdisjoint(row.indicator.id for row in unchanged)
    assert found.ours == everything.ours, "the answer is of the whole topic"
    page = show_page(hiding)
    assert f"{len(unchanged)} of the 78 indicators are left out: unchanged since the period before. " in str(page)
    show = re.search(r'id="show-hidden" href="([^"]*)"', str(page))
    assert show
    assert followed(hiding, html.A(href=show[1].replace("&amp;", "&"))).selection == chosen.selection
    assert followed(chosen, links(show_page(chosen))["hide-unchanged"]).selection == hiding.selection


def test_hiding_everything_says_so(chosen: Chosen) -> None:
    page = show_page(choosing(chosen, topic="adoption", hide="untested,similar,unchanged"))
    assert "Every indicator is left out" in str(page)
    assert "Show them" in str(page)


def test_the_view_in_use_is_marked(chosen: Chosen) -> None:
    for view, name in {"": "view-table", "multiples": "view-multiples", "spine": "view-spine"}.items():
        page = links(show_page(choosing(chosen, view=view, topic="adoption")))
        current = {each for each, link in page.items() if each.startswith("view-") and hasattr(link, "aria-current")}
        assert current == {name}


def test_the_subject_says_all_that_was_chosen(chosen: Chosen) -> None:
    assert subject(choosing(chosen, view="multiples", hide="unchanged,untested", indicators=(HEALTH,))) == (
        "children looked after, 78 indicators, small multiples, without unchanged and not tested, 1 picked"
    )
