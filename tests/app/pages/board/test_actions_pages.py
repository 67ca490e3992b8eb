"""The pages of actions: the list as the paper prints it, one action and its history, and what was reported."""

import html
import re
from dataclasses import replace
from datetime import timedelta

from app.demonstration import Loaded, load_board
from data.paper_actions import load_tracker
from data.papers import PaperOwner
from models.board.kinds import Audience
from models.board.state import on_list
from tests.app.local_world import NOBODY
from tests.app.pages.board.conftest import (
    ACTIONS,
    APPROVER,
    CONTRIBUTOR,
    HERE,
    KEY,
    PARTNER,
    READER,
    TODAY,
    World,
    problem_of,
)

OURS, OPEN = ACTIONS[Audience.BOARD], ACTIONS[Audience.EVERYBODY]
NEW = {"title": "Item 9", "wording": "That it is counted", "status": "Not started", "audience": "board"}
# Appendix 1 of the monitoring report of 24 November 2022, cell by cell: Date, Title, Action proposed, Action Taken,
# Progress Status. The paper leaves date and title of the second recommendation of an item empty.
PAPER = (
    (
        "29/09/22",
        "Educational Attainment in Southampton",
        "1) That consideration is given to an additional meeting of the Panel to focus on educational attainment with "
        "a focus on scrutinising the use of catch up funding; the soon to be published Key Stage 4 national results, "
        "including Progress 8; and, Early Years Foundation Stage performance.",
        "The Scrutiny Manager will liaise with the Chair and the Divisional Head of Education and Learning about the "
        "merits of an additional meeting of the Panel to discuss the points raised. Consideration will be given to "
        "inviting the Chairs of the Headteacher Forums in Southampton.",
        "Partially complete",
    ),
    (
        "29/09/22",
        "Post 16 Provision, Participation and NEET",
        "1) That the Panel are kept informed of key developments concerning the proposed city wide solution to Post 16 "
        "provision in Southampton.",
        "We have requested a comms release from the DfE (FE Commissioner) on the City-Wide Solution - some of what "
        "they have told us in our catch up meetings will be confidential. When he comes back to the service, we will "
        "share the information with the Scrutiny Panel. The relevant Cllrs and CEx are up to speed with this "
        "workstream.",
        "Partially complete",
    ),
    (
        "",
        "",
        "2) That the NEET figures for 2022/23 are circulated to the Panel when they are available.",
        "The NEET stats for 2022/23 will not be published by the DfE until March 2023. We can share an update with the "
        "panel then.",
        "Partially complete",
    ),
    (
        "29/09/22",
        "Children and Learning Improvement Plan & Performance",
        "1) That the key findings from the audit of re-referrals are summarised within, or appended to, the "
        "performance report to be considered at the 24 November 2022 meeting of the Panel.",
        "This audit is being scoped with Hampshire Children's Service to begin in December 2022. Recommendation that "
        "findings are shared at the first scrutiny panel in 2023.",
        "Partially complete",
    ),
    (
        "",
        "",
        "2) That Social Worker turnover data is included in the performance report analysis for the 24 November 2022 "
        "meeting.",
        "As of 1st November 2022, the 12-month rolling turnover for C&L Social Workers is 25.5%. This is calculated as "
        "47 leavers between Nov 2021 to Oct 2022 / 184 headcount. Of note: there were 61 Social Worker new starters "
        "between 01/11/2021 to 31/10/2022. The service has recruited more social workers than have left.",
        "Complete",
    ),
)


def printed(page: str) -> tuple[tuple[str, ...], ...]:
    """The cells of the table that stand under the paper's headings."""
    rows = re.findall(r"<tr role=\"row\">(.*?)</tr>", page, re.DOTALL)
    cells = [re.findall(r'<td role="cell" class="printed"[^>]*>(.*?)</td>', row, re.DOTALL) for row in rows]
    return tuple(tuple(html.unescape(cell).strip() for cell in row) for row in cells if row)


def test_the_paper_is_printed_word_for_word(world: World) -> None:
    """As Hampshire's actions, whose board has none of its own here."""
    tracker = replace(load_tracker(), organisation=PaperOwner("hampshire", "Hampshire", "850"))
    with world.database.writing() as session:
        assert len(load_board(session, tracker).done) == 1
        assert load_board(session, tracker) == Loaded((), ()), "a second time nothing is added"
    page = world.page(NOBODY, "/board/hampshire/actions")
    assert printed(page) == PAPER
    for heading in ("Date", "Title", "Action proposed", "Action Taken", "Progress Status"):
        assert f'scope="col">{heading}</th>' in page
    assert "5 actions on the list: 4 partially complete and 1 complete." in page
    assert "The complete one waits for the board to accept it." in page
    assert printed(world.page(NOBODY, "/board/hampshire/actions?at=2022-11-24")) == PAPER
    assert printed(world.page(NOBODY, "/board/hampshire/actions?at=2022-11-23")) == ()
    assert "Children and Families Scrutiny Panel, 24 November 2022" in page


def test_a_board_of_its_own_is_left_as_it_is(world: World) -> None:
    before = world.state
    with world.database.writing() as session:
        loaded = load_board(session, load_tracker())
    assert loaded == Loaded((), ("Southampton keeps a board of its own, which was left as it is.",))
    assert world.state == before


def test_an_action_is_added_changed_and_its_history_kept(world: World) -> None:
    assert world.done(CONTRIBUTOR, f"{HERE}/actions/new?subject={KEY}", **NEW) == "Action 4 is on the list."
    assert "Action 4: Item 9" in world.page(READER, f"{HERE}/on?subject={KEY}")
    changed = {
        **NEW,
        "taken": "Counted twice",
        "owner": "Data team",
        "why": "Asked to",
        "version": world.version("action 4"),
    }
    assert "Action 4 is changed" in world.done(CONTRIBUTOR, f"{HERE}/actions/4/change", **changed)
    page = world.page(READER, f"{HERE}/actions/4")
    assert "Action taken: nothing became ‘Counted twice’" in page
    assert "Owner: nothing became ‘Data team’" in page
    assert "Asked to" in page
    assert world.get(PARTNER, f"{HERE}/actions/4").status_code == 404


def test_what_stands_in_the_form_goes_on_standing_there_when_it_is_refused(world: World) -> None:
    answer = world.send(CONTRIBUTOR, f"{HERE}/actions/new", **{**NEW, "due": "soon", "owner": "The <team>"})
    assert "as year, month and day" in problem_of(answer)
    body = answer.get_data(as_text=True)
    assert "That it is counted</textarea>" in body
    assert 'value="The &lt;team&gt;"' in body
    answer = world.send(CONTRIBUTOR, f"{HERE}/actions/new", **{**NEW, "status": "Rejected"})
    assert problem_of(answer) == "A new action is not 'rejected': that is for the board to say of it later."


def set_status(world: World, who: str, number: int, status: str, why: str = "") -> str:
    fields = {"status": status, "why": why, "version": world.version(f"action {number}")}
    return world.done(who, f"{HERE}/actions/{number}/status", **fields)


def test_an_action_stays_on_the_list_until_it_is_accepted(world: World) -> None:
    set_status(world, CONTRIBUTOR, OPEN, "Complete")
    assert "The complete one waits for the board to accept it." in world.page(READER, f"{HERE}/actions")
    refused = {"status": "Accepted by the board", "why": "Agreed", "version": world.version(f"action {OPEN}")}
    answer = world.send(CONTRIBUTOR, f"{HERE}/actions/{OPEN}/status", **refused)
    assert problem_of(answer) == "That is for an approver of Southampton to decide; nothing was done."
    said = set_status(world, APPROVER, OPEN, "Accepted by the board", "Agreed")
    assert said == f"Action {OPEN} is now 'accepted by the board'. It leaves the list."
    assert f'{HERE}/actions/{OPEN}"' not in world.page(NOBODY, f"{HERE}/actions")
    assert f'{HERE}/actions/{OPEN}"' in world.page(NOBODY, f"{HERE}/actions?which=left")


def test_a_status_that_may_not_follow_says_which_may(world: World) -> None:
    fields = {"status": "Accepted by the board", "why": "Now", "version": world.version(f"action {OPEN}")}
    answer = world.send(APPROVER, f"{HERE}/actions/{OPEN}/status", **fields)
    assert problem_of(answer) == (
        "The board accepts an action once it is complete, and this one is 'not started'; nothing was done."
    )
    answer = world.send(APPROVER, f"{HERE}/actions/{OPEN}/status", **{**fields, "version": "1", "status": "Complete"})
    assert "Somebody else changed this" in problem_of(answer)


def test_a_rejected_action_leaves_when_it_is_reported_to_a_later_meeting(world: World) -> None:
    said = set_status(world, APPROVER, OURS, "Rejected", "No money")
    assert said.endswith("It stays on the list until it was reported to a meeting after today.")
    newest = str(max(action.version for action in world.state.actions))
    address, today = f"{HERE}/actions/reported", TODAY.isoformat()
    assert "still to come" in problem_of(
        world.send(CONTRIBUTOR, address, meeting=(TODAY + timedelta(days=1)).isoformat(), version=newest)
    )
    said = world.done(CONTRIBUTOR, address, meeting=today, version=newest)
    assert said.startswith("3 actions are noted as reported to the meeting of")
    assert "left the list" not in said, "it was rejected on the day of that meeting"
    assert len(on_list(world.state)) == 3
    assert "Somebody else" in problem_of(world.send(CONTRIBUTOR, address, meeting=today, version=newest))
    newest = str(max(action.version for action in world.state.actions))
    assert "noted as reported to that meeting already" in problem_of(
        world.send(CONTRIBUTOR, address, meeting=today, version=newest)
    )


def test_overdue_is_seen_with_a_word_and_a_sign(world: World) -> None:
    page = world.page(READER, f"{HERE}/actions")
    assert page.count('<strong class="due overdue">Overdue by 3 days</strong>') == 3
    assert "3 are overdue" in page
    assert "1 is overdue" in world.page(NOBODY, f"{HERE}/actions")


def test_the_list_as_it_stood(world: World) -> None:
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    page = world.page(APPROVER, f"{HERE}/actions?at={yesterday}&which=all")
    assert "There are no actions here that you can see." in page
    assert "Add an action" not in page


def test_rules_are_set_and_the_boards_own_added_and_removed(world: World) -> None:
    rules = f"{HERE}/rules"
    said = world.done(APPROVER, f"{rules}/set", rule="fifth", on="yes", level="10", version=world.version("rule fifth"))
    assert said == "'In the worst fifth of England' is looked at, at 10."
    answer = world.send(
        APPROVER,
        f"{rules}/set",
        rule="fifth",
        on="yes",
        level="80",
        version=world.version("rule fifth"),
        form="rule-fifth",
    )
    assert problem_of(answer) == "Worst, % of authorities: give a number from 5 to 50."
    assert 'value="80"' in answer.get_data(as_text=True)
    said = world.done(APPROVER, f"{rules}/set", rule="trend", version=world.version("rule trend"))
    assert said == "'Getting worse' is not looked at any longer."
    assert "The board has changed 2." in world.page(READER, rules)
    assert "Only an approver of Southampton may change them." in world.page(READER, rules)
    own = {"subject": KEY, "side": "below", "level": "60", "why": "Too few", "version": world.version("own rules")}
    assert world.done(APPROVER, f"{rules}/own", **own).endswith("is on the list when it is below 60.")
    assert [kept.number for kept in world.state.own_rules] == [1, 2]
    answer = world.send(
        APPROVER, f"{rules}/own", **{**own, "subject": "no-such", "version": world.version("own rules")}
    )
    assert problem_of(answer) == "Choose what the rule is about from the list."
    world.done(APPROVER, f"{rules}/own/1/remove", version=world.version("own rules"))
    assert [kept.number for kept in world.state.own_rules] == [2]


def test_history_says_who_did_what(world: World) -> None:
    set_status(world, APPROVER, OURS, "Rejected", "No money")
    page = world.page(READER, f"{HERE}/history")
    first = page[page.index("<ol") :]
    assert first.index("set action 1 to 'rejected'") < first.index("pinned it to the list")
    assert "approver of Southampton set action 1" in first
    assert "No money" in first
    assert "set action 1" not in world.page(READER, f"{HERE}/history?before=3")
    assert world.get(READER, f"{HERE}/history?before={'9' * 5000}").status_code == 200
