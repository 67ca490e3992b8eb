"""The actions of a board: all as its paper prints them, one with its history, a new one, and what was reported."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from app import forms
from app.pages.board import fields
from app.pages.board.desk import Board, BoardDesk, Doing
from app.pages.board.subjects import Subject
from app.pages.board.words import AUDIENCES, FIELDS, answer_of_actions, due_words, reported_words
from app.pages.guard import NotHere
from data.errors import PortalError
from models.access import Deed
from models.board import changes
from models.board.bodies import ActionWords
from models.board.changes import BOARDS_OWN, FIRST, NEXT
from models.board.kinds import Status
from models.board.state import Action, BoardState, left_list, on_list
from models.board.tracker import HEADINGS, tracker

WHICH = {"open": "On the list", "left": "Left the list", "all": "All"}
ONE = "/actions/<int:number>"


def add_shown(pages: Blueprint, desk: BoardDesk) -> None:
    """What everybody may read as far as it is for them."""

    @pages.get("/actions")
    def actions(slug: str) -> Response:
        return _list(desk.open(slug))

    @pages.get(ONE)
    def action(slug: str, number: int) -> Response:
        board = desk.open(slug)
        return _page(board, _action(board, number))


def add_kept(pages: Blueprint, desk: BoardDesk) -> None:
    """What is for those who keep the list."""

    @pages.get("/actions/new")
    def new_action(slug: str) -> Response:
        return _new(desk.kept(slug, Deed.KEEP_THE_BOARD))

    @pages.post("/actions/new")
    def add_action(slug: str) -> Response:
        board = desk.kept(slug, Deed.KEEP_THE_BOARD)
        subject = _about(board)
        back = board.on(subject.key) if subject.key else f"{board.address}/actions"
        return desk.answer(board, lambda: _adding(subject), back, lambda said: _new(board, said))

    @pages.post("/actions/reported")
    def report_actions(slug: str) -> Response:
        board = desk.kept(slug, Deed.KEEP_THE_BOARD)
        return desk.answer(board, _reporting, f"{board.address}/actions", lambda said: _list(board, said))

    @pages.post(f"{ONE}/change")
    def change_action(slug: str, number: int) -> Response:
        return _do(desk, slug, number, _changing)

    @pages.post(f"{ONE}/status")
    def change_status(slug: str, number: int) -> Response:
        return _do(desk, slug, number, _standing)


def _do(desk: BoardDesk, slug: str, number: int, read: Callable[[Action], Doing]) -> Response:
    board = desk.kept(slug, Deed.KEEP_THE_BOARD)
    found = _action(board, number)
    back = f"{board.address}/actions/{number}"
    return desk.answer(board, lambda: read(found), back, lambda said: _page(board, found, said))


def _action(board: Board, number: int) -> Action:
    """An action that who asks may read. Raises NotHere for any other, whether it is there or not."""
    found = board.state.action(number)
    if found is None:
        raise NotHere
    return found


def _about(board: Board) -> Subject:
    """What a new action is about. Raises NotHere for what is not there."""
    found = board.subject(request.args.get("subject", "").strip())
    if not found.known:
        raise NotHere
    return found


def _list(board: Board, problem: str = "") -> Response:
    state = board.state
    which = request.args.get("which", "open")
    which = which if which in WHICH else "open"
    lists = {"open": on_list(state), "left": left_list(state), "all": state.actions}
    shown = lists[which]
    return forms.drawn(
        "board_actions.html",
        400 if problem else 200,
        problem=problem,
        typed=request.form,
        board=board,
        answer=answer_of_actions(state),
        headings=HEADINGS,
        rows=[(row, due_words(row.action, state.today)) for row in tracker(shown)],
        which=which,
        ways=[(name, words, len(lists[name])) for name, words in WHICH.items()],
        has_owners=any(action.words.owner for action in shown),
        has_days=any(action.words.due for action in shown),
        papers=sorted({action.words.paper for action in shown if action.words.paper}),
        subjects={action.number: board.subject(action.subject) for action in shown if action.subject},
        reportable=len(on_list(state)),
        version=_newest(state),
    )


def _page(board: Board, action: Action, problem: str = "") -> Response:
    state = board.state
    now = state.action(action.number) or action
    can = [each for each in Status if each in NEXT[now.status] and (board.may_decide or each not in BOARDS_OWN)]
    return forms.drawn(
        "board_action.html",
        400 if problem else 200,
        problem=problem,
        deed=fields.typed("form") if problem else "",
        typed=request.form,
        board=board,
        action=now,
        subject=board.subject(now.subject) if now.subject else None,
        due=due_words(now, state.today),
        statuses=[(each.value, each.value) for each in can],
        audiences=[pair for pair in AUDIENCES if board.may_decide or pair[0] in ("board", now.audience)],
        said_to=dict(AUDIENCES),
        field_names=FIELDS,
        decided=BOARDS_OWN,
    )


def _new(board: Board, problem: str = "") -> Response:
    return forms.drawn(
        "board_action_new.html",
        400 if problem else 200,
        problem=problem,
        typed=request.form,
        board=board,
        subject=_about(board),
        statuses=[(each.value, each.value) for each in FIRST],
        audiences=AUDIENCES if board.may_decide else AUDIENCES[:1],
    )


def _words(paper: str = "") -> ActionWords:
    """What an action says, as it was typed."""
    return ActionWords(
        title=fields.line("title", "the title, such as that of the agenda item"),
        wording=fields.text("wording", "the action proposed"),
        taken=fields.text("taken", "the action taken", required=False),
        agreed=fields.day_or_none("agreed", "the day of the meeting that agreed it"),
        source=fields.line("source", "where it was agreed", required=False),
        owner=fields.line("owner", "the owner", required=False),
        due=fields.day_or_none("due", "the day by which it is due"),
        paper=paper,
    )


def _adding(subject: Subject) -> Doing:
    words, status, audience = _words(), fields.status(), fields.audience()
    return Doing(
        lambda state: [changes.add_action(state, subject.key, words, status, audience)],
        lambda state: f"Action {state.actions[-1].number} is on the list.",
    )


def _changing(action: Action) -> Doing:
    words, audience, number = _words(action.words.paper), fields.audience(), action.number
    why = fields.text("why", "the reason", fields.LONGEST_WHY, required=False)
    return Doing(
        lambda state: [changes.change_action(state, number, words, audience, why)],
        lambda _: f"Action {number} is changed; its history has what it said before.",
        fields.version(),
    )


def _standing(action: Action) -> Doing:
    status, number = fields.status(), action.number
    why = fields.text("why", "the reason", fields.LONGEST_WHY, required=False)

    def said(state: BoardState) -> str:
        after = state.action(number)
        gone = " It leaves the list." if after is not None and after.left else ""
        stays = " It stays on the list until it was reported to a meeting after today."
        return f"Action {number} is now '{status.casefold()}'.{stays if status is Status.REJECTED else gone}"

    return Doing(lambda state: [changes.change_status(state, number, status, why)], said, fields.version())


def _reporting() -> Doing:
    """All actions on the list, noted as reported to a meeting; what is noted already is not noted twice."""
    meeting, made_from = fields.day("meeting", "the day of the meeting"), fields.version()
    told: list[Action] = []

    def ask(state: BoardState) -> list[changes.Change]:
        if _newest(state) != made_from:
            raise PortalError(changes.CAME_BETWEEN)
        told.extend(action for action in on_list(state) if meeting not in action.meetings)
        if not told:
            raise PortalError(
                "Every action on the list is noted as reported to that meeting already; nothing was done."
            )
        return [changes.report(state, action.number, meeting) for action in told]

    def said(state: BoardState) -> str:
        left = {action.number for action in left_list(state)}
        return reported_words(told, sum(action.number in left for action in told), meeting)

    return Doing(ask, said)


def _newest(state: BoardState) -> int:
    """The last thing that happened to any action."""
    return max((action.version for action in state.actions), default=0)
