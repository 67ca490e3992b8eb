"""Partnerships are data: who is in each, and that no word of an address can mean two things."""

import pytest

from data.authorities import load_authorities
from data.errors import PortalError
from data.partnerships import load_partnerships, partnerships_from

ROW = {"slug": "solent", "name": "Solent", "title": "the Solent", "members": "850 851", "note": ""}


def members(slug: str) -> set[str]:
    return {area.name for each in load_partnerships() if each.slug == slug for area in each.members}


def test_seslip_is_every_authority_of_the_south_east() -> None:
    authorities = load_authorities()
    south_east = authorities.find("South East")
    assert members("seslip") == {area.name for area in authorities.current if area.region == south_east.code}
    assert len(members("seslip")) == 19


def test_solent_is_the_four_first_users() -> None:
    assert members("solent") == {"Southampton", "Portsmouth", "Hampshire", "Isle of Wight"}


def test_a_partnership_says_its_full_name() -> None:
    titles = {each.name: each.title for each in load_partnerships()}
    assert titles["SESLIP"] == "South East Sector Led Improvement Programme"
    assert all(titles.values())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"members": "850 989"}, "South East is no authority"),
        ({"members": "850 850"}, "each named once"),
        ({"members": ""}, "its members must be some"),
        ({"members": "850 123456"}, "No area has the DfE code '123456'"),
        ({"slug": "southampton"}, "cannot be called 'southampton'"),
        ({"slug": "england"}, "cannot be called 'england'"),
    ],
)
def test_a_definition_that_is_not_right_is_refused(changes: dict[str, str], why: str) -> None:
    with pytest.raises(PortalError, match=why):
        partnerships_from([ROW | changes], load_authorities())


def test_two_partnerships_cannot_share_a_slug() -> None:
    with pytest.raises(PortalError, match="cannot be called 'solent'"):
        partnerships_from([ROW, ROW], load_authorities())
