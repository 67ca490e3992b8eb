"""Two versions side by side, as whoever looks sees both."""

import re

import pytest

from tests.app.pages.returns.conftest import (
    APPROVER,
    CONTRIBUTOR,
    PARTNER,
    STRANGER,
    World,
    answer_of,
    as_file,
)
from tests.app.pages.returns.test_version import sights

FIRST = (
    b"Section,Analysis,Action and next steps\nContacts,Fewer.,Ask.\n\n"
    b"Indicator,Sep-26,Oct-26,Target\nNumber of contacts,1401,1433,N/A\nNumber of referrals in the month,300,3.00,320\n"
)


def kept(world: World, *contents: bytes) -> str:
    """The address of a return with these versions, all shared with Portsmouth."""
    for number, content in enumerate(contents, 1):
        which = {"return": "scorecard"} if number > 1 else {"title": "Scorecard"}
        answer = world.send(CONTRIBUTOR, "/returns", {"why": "w", "file": as_file(content), **which})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        fields = {"organisation": "portsmouth", "why": "For the board"}
        assert world.send(APPROVER, f"{answer.headers['Location']}/share", fields).status_code == 303
    return str(answer.headers["Location"]).rpartition("/")[0]


def rows(page: str) -> list[list[str]]:
    """The cells of the table of changes."""
    found = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td></tr>", page)
    return [list(cells) for cells in found]


def test_what_changed_is_said_first_and_then_cell_by_cell(world: World) -> None:
    second = FIRST.replace(b"1401", b"1402").replace(b"N/A\n", b"1500\n").replace(b"Fewer.", b"More.")
    place = kept(world, FIRST, second)
    page = world.page(CONTRIBUTOR, f"{place}/compare")
    said = "1 figure changed, 1 target changed and 1 text of the commentary changed."
    assert answer_of(page) == f"From version 1 to version 2: {said}"
    assert rows(page) == [
        ["Sep-26", "figure changed", "1401", "1402"],
        ["Target", "target changed", "N/A", "1500"],
    ]
    assert "<blockquote>Fewer.</blockquote>" in page
    assert "<blockquote>More.</blockquote>" in page
    back = world.page(CONTRIBUTOR, f"{place}/compare?from=2&to=1")
    assert ["Sep-26", "figure changed", "1402", "1401"] in rows(back)


@pytest.mark.parametrize("small", [b"4.00", b"5.00", b"310"])
def test_a_change_of_a_masked_figure_is_told_to_nobody_else(world: World, small: bytes) -> None:
    place = kept(world, FIRST, FIRST.replace(b"3.00", small))
    own = world.page(CONTRIBUTOR, f"{place}/compare")
    assert rows(own) == [["Oct-26", "figure changed", "3.00", small.decode()]]
    others = world.page(PARTNER, f"{place}/compare")
    assert rows(others) == []
    hidden = "1 cell is not compared: suppressed in one version or both."
    assert answer_of(others) == f"From version 1 to version 2 nothing changed that you can see. {hidden}"
    assert "3.00" not in others
    assert small.decode() not in others


def test_what_others_are_told_does_not_depend_on_what_is_masked(world: World) -> None:
    """Whether a small number changed, and to what, makes no difference to what is said."""
    places = [kept(world, FIRST, FIRST.replace(b"1401", b"1402"))]
    changed = FIRST.replace(b"1401", b"1403").replace(b"3.00", b"4.00")
    world.send(CONTRIBUTOR, "/returns", {"return": "scorecard", "why": "w", "file": as_file(changed)})
    world.send(APPROVER, f"{places[0]}/3/share", {"organisation": "portsmouth", "why": "For the board"})
    pages = [world.page(PARTNER, f"{places[0]}/compare?from={one}&to={other}") for one, other in ((1, 2), (2, 3))]
    assert [rows(page) for page in pages] == [
        [["Sep-26", "figure changed", "1401", "1402"]],
        [["Sep-26", "figure changed", "1402", "1403"]],
    ]
    assert {answer_of(page).partition(": ")[2] for page in pages} == {
        "1 figure changed. 1 cell is not compared: suppressed in one version or both."
    }


def test_both_versions_must_be_seen_and_the_sight_of_both_is_noted(world: World) -> None:
    place = kept(world, FIRST, FIRST.replace(b"1401", b"1402"))
    world.send(CONTRIBUTOR, "/returns", {"return": "scorecard", "why": "w", "file": as_file(FIRST + b"\n\n")})
    third = FIRST.replace(b"1401", b"1404")
    world.send(CONTRIBUTOR, "/returns", {"return": "scorecard", "why": "w", "file": as_file(third)})
    absent = world.browser(PARTNER).get("/returns/777/compare?from=1&to=3")
    for asked in ("from=1&to=3", "from=3&to=1", "from=1&to=9"):
        answer = world.browser(PARTNER).get(f"{place}/compare?{asked}")
        assert (answer.status_code, answer.data) == (404, absent.data)
    assert world.browser(STRANGER).get(f"{place}/compare").status_code == 404
    before = len(sights(world))
    world.page(PARTNER, f"{place}/compare")
    assert sights(world)[before:] == [("portsmouth", f"{place}/compare", True)] * 2


def test_a_version_is_not_compared_with_itself(world: World) -> None:
    place = kept(world, FIRST, FIRST.replace(b"1401", b"1402"))
    answer = world.browser(CONTRIBUTOR).get(f"{place}/compare?from=2&to=2")
    assert answer.status_code == 400
    assert b"A version is not compared with itself; choose two." in answer.data
    assert "version 1 to version 2" in answer_of(world.page(CONTRIBUTOR, f"{place}/compare?from=&to="))
