"""The page about one thing: commentary in versions, a target, pins and dismissals, as its readers meet them."""

from datetime import timedelta

from data.local.log import LogQuery, search
from data.store import Snapshot
from models.board.kinds import Audience, Section, Status
from tests.app.local_world import NOBODY
from tests.app.pages.board.conftest import (
    APPROVER,
    CONTRIBUTOR,
    HERE,
    KEY,
    MARKS,
    ON,
    OTHER,
    PARTNER,
    READER,
    TODAY,
    World,
    problem_of,
)

WRITE = f"{HERE}/on/write?subject={KEY}"
DATA = f"commentary data {KEY}"


def write(world: World, who: str, text: str, audience: str = "board", section: str = "data") -> str:
    version = world.version(f"commentary {section} {KEY}")
    return world.done(who, WRITE, section=section, text=text, audience=audience, version=version)


def test_commentary_is_written_in_versions_and_each_stays(world: World) -> None:
    said = write(world, CONTRIBUTOR, "First line\r\nSecond line")
    assert said == "'What the data tell us' is kept as a new version: your own people read it."
    page = world.page(READER, ON)
    assert "First line\nSecond line" in page
    assert "1 earlier version" in page
    assert f"Text {MARKS[Audience.BOARD]}" in page
    assert "Version 2" in page
    assert "contributor of Southampton" in page


def test_a_draft_leaves_what_others_read_until_an_approver_opens_it(world: World) -> None:
    """The section Action is for everybody; a contributor drafts another, an approver opens it and takes it back."""
    write(world, CONTRIBUTOR, "Our draft", section="action")
    assert "Our draft" not in world.page(NOBODY, ON)
    assert MARKS[Audience.EVERYBODY] in world.page(NOBODY, ON)
    assert "Others still read version 1." in world.page(CONTRIBUTOR, ON)
    write(world, APPROVER, "Our draft", "everybody", section="action")
    assert "Our draft" in world.page(NOBODY, ON)
    assert "by Southampton." in world.page(NOBODY, ON), "others are told whose it is, not who wrote it"
    take_back = {"section": "action", "why": "Not yet agreed", "version": world.version(f"commentary action {KEY}")}
    world.done(APPROVER, f"{HERE}/on/take-back?subject={KEY}", **take_back)
    assert "Our draft" not in world.page(NOBODY, ON)
    assert "Taken back" in world.page(READER, ON)


def test_opening_to_others_is_an_approvers_and_a_refusal_keeps_what_was_typed(world: World) -> None:
    before = world.state
    fields = {"section": "data", "text": "For <all> to read", "audience": "everybody", "version": world.version(DATA)}
    answer = world.send(CONTRIBUTOR, WRITE, form="write-data", **fields)
    assert problem_of(answer) == "That is for an approver of Southampton to decide; nothing was done."
    assert "For &lt;all&gt; to read</textarea>" in answer.get_data(as_text=True)
    assert "<details open>" in answer.get_data(as_text=True)
    assert world.state == before


def test_two_people_at_once(world: World) -> None:
    version = world.version(DATA)
    world.done(CONTRIBUTOR, WRITE, section="data", text="Mine", audience="board", version=version)
    answer = world.send(
        APPROVER, WRITE, form="write-data", section="data", text="Theirs", audience="board", version=version
    )
    assert problem_of(answer).startswith("Somebody else changed this after you opened the page")
    assert "Theirs</textarea>" in answer.get_data(as_text=True)
    newest = world.state.commentary[KEY, Section.DATA][0]
    assert (newest.number, newest.text) == (2, "Mine")
    assert f'name="version" value="{world.version(DATA)}"' in answer.get_data(as_text=True), "it may be sent again"


def test_fields_that_will_not_do(world: World) -> None:
    version = world.version(DATA)
    for fields, said in (
        ({"text": " "}, "Give what 'What the data tell us' is to say."),
        ({"text": "x" * 5001}, "5,000 characters at most"),
        ({"text": "hidden\u202eturned"}, "without signs that cannot be seen"),
        ({"text": "Right", "audience": "nobody"}, "This form is not as the page has it"),
        ({"text": "Right", "section": "other"}, "This form is not as the page has it"),
    ):
        answer = world.send(APPROVER, WRITE, **{"section": "data", "version": version, **fields})
        assert said in problem_of(answer)


def test_a_target_is_set_replaced_and_dropped(world: World) -> None:
    address, version = f"{HERE}/on/target?subject={KEY}", world.version(f"target {KEY}")
    by = (TODAY + timedelta(days=400)).isoformat()
    fields = {"value": "1,070.5", "by": by, "why": "Raised", "audience": "partnership"}
    assert "The target is kept: 1070.5" in world.done(CONTRIBUTOR, address, version=version, **fields)
    assert world.state.targets[KEY].value == 1070.5
    assert "1070.5" in world.page(PARTNER, ON)
    assert "1070.5" not in world.page(NOBODY, ON)
    answer = world.send(APPROVER, address, version=version, **fields)
    assert "Somebody else" in problem_of(answer)
    for wrong, said in (
        ({"value": "many"}, "as a number, such as 84.5"),
        ({"by": TODAY.isoformat()}, "still to come"),
        ({"by": "31/03/27"}, "as year, month and day"),
        ({"baseline": "5"}, "or neither"),
        ({"why": ""}, "Give the reason"),
    ):
        sent = {**fields, "version": world.version(f"target {KEY}"), **wrong}
        assert said in problem_of(world.send(APPROVER, address, **sent))
    dropping = {"why": "Met", "version": world.version(f"target {KEY}")}
    world.done(CONTRIBUTOR, f"{HERE}/on/drop-target?subject={KEY}", **dropping)
    assert world.state.targets == {}


def test_the_newest_published_figure_is_offered_as_where_a_target_starts(world: World, snapshot: Snapshot) -> None:
    southampton = snapshot.area_position[snapshot.authorities.find("southampton").code]
    newest = snapshot.slice().values[snapshot.position[OTHER], southampton]
    page = world.page(CONTRIBUTOR, f"{HERE}/on?subject={OTHER}")
    assert "the newest published figure, unless you give another" in page
    assert f'name="baseline" type="text" value="{newest:.0f}"' in page


def test_pins_and_dismissals(world: World) -> None:
    pin, dismissal = f"pin {KEY}", f"dismissal {KEY}"
    world.done(CONTRIBUTOR, f"{HERE}/on/unpin?subject={KEY}", version=world.version(pin))
    world.done(CONTRIBUTOR, f"{HERE}/on/pin?subject={KEY}", version=world.version(pin), why="Asked again")
    assert world.state.pins[KEY].why == "Asked again"
    until = (TODAY + timedelta(days=9)).isoformat()
    fields = {"version": world.version(dismissal), "why": "In hand", "until": until}
    said = world.done(APPROVER, f"{HERE}/on/dismiss?subject={KEY}", **fields)
    assert said.startswith("Children looked after rate per 10,000 is left off the list until the end of")
    assert "Left off the list" in world.page(READER, ON)
    assert "In hand" not in world.page(PARTNER, ON)
    world.done(APPROVER, f"{HERE}/on/restore?subject={KEY}", version=world.version(dismissal), why="Worse again")
    page = world.page(READER, ON)
    assert "Left off before" in page
    assert "Put back by" in page


def test_the_page_as_it_stood(world: World) -> None:
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    page = world.page(APPROVER, f"{ON}&at={yesterday}")
    assert "as it stood at the end of" in page
    assert MARKS[Audience.BOARD] not in page
    assert "Write it" not in page, "the past is not changed"
    assert world.get(APPROVER, f"{ON}&at={TODAY + timedelta(days=1)}").status_code == 400
    assert world.get(APPROVER, f"{ON}&at=tomorrow").status_code == 400


def test_no_text_that_somebody_wrote_is_in_the_log(world: World) -> None:
    write(world, APPROVER, "A sentence of the commentary", "everybody")
    with world.database.reading() as session:
        lines = [(one.what, one.about, one.details) for one in search(session, LogQuery(organisation="southampton"))]
    assert lines[0] == (
        "board: commentary",
        f"southampton/{KEY}",
        {"section": "What the data tell us", "audience": "everybody"},
    )
    assert "A sentence" not in str(lines)
    assert not any(mark in str(lines) for mark in MARKS.values())
    assert Status.NOT_STARTED.value in str(lines)
