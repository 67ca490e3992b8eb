"""The second version of a return, masked with the first in view, in whatever order they are shared."""

import csv
import io

import pytest

from app.arrivals import arrival
from data.errors import PortalError
from data.local.people import organisation_of
from data.local.returns import forms_of, keep
from data.store import Snapshot
from tests.app.pages.returns.conftest import APPROVER, CONTRIBUTOR, PARTNER, World, as_file

# The next smallest beside the 3 is 20 at first; and then it is 30, but that has been seen: 73 - 40 - 30 = 3.
FIRST = b"Service,Number\nEarly help,3\nIn need,20\nLooked after,30\nTotal,53\n"
SECOND = b"Service,Number\nEarly help,3\nIn need,40\nLooked after,30\nTotal,73\n"


def upload(world: World, content: bytes, **which: str) -> str:
    """Keep a file as a version; its address."""
    fields = {"why": "Audits", "file": as_file(content, "audits.csv"), **which}
    answer = world.send(CONTRIBUTOR, "/returns", fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def share(world: World, place: str) -> None:
    sent = world.send(APPROVER, f"{place}/share", {"organisation": "portsmouth", "why": "For the board"})
    assert sent.status_code == 303, sent.get_data(as_text=True)


def numbers(world: World, who: str, place: str) -> str:
    """The column of figures in the file that somebody may take away."""
    lines = list(csv.reader(io.StringIO(world.page(who, f"{place}/file.csv").lstrip("\ufeff"))))
    begin = next(place for place, line in enumerate(lines) if line and line[0] == "Early help")
    return " ".join(line[1] for line in lines[begin : begin + 4])


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_partner_who_holds_two_versions_finds_nothing(world: World, order: tuple[int, int]) -> None:
    places = [upload(world, FIRST, title="Audits")]
    places.append(upload(world, SECOND, **{"return": "audits"}))
    for number in order:
        share(world, places[number - 1])
    assert numbers(world, PARTNER, places[0]) == "c c 30 53"
    assert numbers(world, PARTNER, places[1]) == "c c 30 73"
    assert numbers(world, CONTRIBUTOR, places[1]) == "3 40 30 73"


def test_the_owner_alone_is_told_of_a_small_number_that_is_masked_in_vain(world: World, snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("southampton")
    with world.database.writing() as session:
        organisation = organisation_of(session, "southampton")
        paper = arrival(FIRST, "audits.csv", snapshot, area, "A paper", "The council, appendix 1")
        keep(session, organisation, "audits", "Audits", paper)
    place = upload(world, SECOND, **{"return": "audits"})
    share(world, place)
    told = "Whoever holds an earlier version of this return can work it out all the same"
    assert told in world.page(CONTRIBUTOR, place)
    assert told not in world.page(PARTNER, place)
    assert numbers(world, PARTNER, place).split()[0] == "c"


def test_two_uploads_at_one_time_are_not_both_kept(world: World, snapshot: Snapshot) -> None:
    """The one would be masked without the other in view."""
    area = snapshot.authorities.find("southampton")
    with world.database.writing() as session:
        organisation = organisation_of(session, "southampton")
        earlier = forms_of(session, organisation, "audits")
        first, second = (
            arrival(content, "audits.csv", snapshot, area, "Audits", earlier=earlier) for content in (FIRST, SECOND)
        )
        keep(session, organisation, "audits", "Audits", first)
        with pytest.raises(PortalError, match="kept in the meantime; nothing was kept"):
            keep(session, organisation, "audits", "Audits", second)
        earlier = forms_of(session, organisation, "audits")
        assert [forms.number for forms in earlier] == [1]
        again = arrival(SECOND, "audits.csv", snapshot, area, "Audits", earlier=earlier)
        assert keep(session, organisation, "audits", "Audits", again).number == 2
