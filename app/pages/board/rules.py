"""The rules of a board's list: each on or off, at a level within its limits, and rules of the board's own."""

from flask import Blueprint, Response, request

from app import forms
from app.pages.board import fields
from app.pages.board.desk import Board, BoardDesk, Doing
from data.errors import PortalError
from data.exception_rules import OwnRule, load_rules
from models.access import Deed
from models.board import changes

SIDES = (("above", "Above"), ("below", "Below"))


def add_kept(pages: Blueprint, desk: BoardDesk) -> None:
    """The page for the organisation's own people, and what those may change who decide."""

    @pages.get("/rules")
    def rules(slug: str) -> Response:
        return _page(desk.own(slug))

    @pages.post("/rules/set")
    def set_rule(slug: str) -> Response:
        board = desk.kept(slug, Deed.ACCEPT_ACTIONS)
        return desk.answer(board, _setting, f"{board.address}/rules", lambda said: _page(board, said))

    @pages.post("/rules/own")
    def add_own_rule(slug: str) -> Response:
        board = desk.kept(slug, Deed.ACCEPT_ACTIONS)
        return desk.answer(board, lambda: _adding(board), f"{board.address}/rules", lambda said: _page(board, said))

    @pages.post("/rules/own/<int:number>/remove")
    def remove_own_rule(slug: str, number: int) -> Response:
        board = desk.kept(slug, Deed.ACCEPT_ACTIONS)
        return desk.answer(board, lambda: _removing(number), f"{board.address}/rules", lambda said: _page(board, said))


def _page(board: Board, problem: str = "") -> Response:
    state, rules = board.state, load_rules()
    held = {rule.id: rule for rule in rules.with_settings(state.rules).all}
    return forms.drawn(
        "board_rules.html",
        400 if problem else 200,
        problem=problem,
        deed=fields.typed("form") if problem else "",
        typed=request.form,
        board=board,
        rules=[(rule, held[rule.id], state.last.get(f"rule {rule.id}", 0)) for rule in rules.all],
        changed=sum(held[rule.id] != rule for rule in rules.all),
        looked_at=sum(rule.on for rule in held.values()),
        own=[(kept, board.subject(kept.rule.subject)) for kept in state.own_rules],
        own_version=state.last.get("own rules", 0),
        sides=SIDES,
        topics=list(board.subjects.published()) if board.may_decide else [],
        local=board.subjects.local() if board.may_decide else [],
        chosen=request.form.get("subject", request.args.get("subject", "")),
    )


def _setting() -> Doing:
    rules, name, on = load_rules(), fields.typed("rule"), fields.typed("on") == "yes"
    known = {rule.id: rule for rule in rules.all}
    if name not in known:
        raise PortalError(fields.CHANGED_PAGE)
    rule = known[name]
    level = fields.number("level", f"the level ({rule.level_words})") if rule.level is not None else None
    at = "" if level is None else f", at {level:g}"
    return Doing(
        lambda state: [changes.set_rule(state, rules, name, on, level)],
        lambda _: f"'{rule.concern}' is {f'looked at{at}' if on else 'not looked at any longer'}.",
        fields.version(),
    )


def _adding(board: Board) -> Doing:
    subject = board.subject(fields.typed("subject"))
    if not subject.key or not subject.known:
        raise PortalError("Choose what the rule is about from the list.")
    side = fields.typed("side")
    if side not in dict(SIDES):
        raise PortalError("Choose whether the rule is about figures above or below its level.")
    rule = OwnRule(subject.key, side, fields.number("level", "the level"), fields.why())
    return Doing(
        lambda state: [changes.add_own_rule(state, rule)],
        lambda _: f"{subject.title} is on the list when it is {side} {rule.level:g}.",
        fields.version(),
    )


def _removing(number: int) -> Doing:
    return Doing(
        lambda state: [changes.remove_own_rule(state, number)],
        lambda _: "That rule is looked at no longer; the history keeps it.",
        fields.version(),
    )
