"""The history of a board: who did what and when, for the organisation's own people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from app import forms
from app.pages.board.desk import Board, BoardDesk
from app.pages.board.subjects import Subject
from app.pages.board.words import AUDIENCES
from app.pages.returns.words import day
from data.exception_rules import load_rules
from data.local.board import KeptEvent
from models.board.bodies import body_of
from models.board.kinds import Kind

ON_A_PAGE = 50
LONGEST_NUMBER = 12
TO = {value: words.casefold() for value, words in AUDIENCES}


@dataclass(frozen=True)
class Line:
    """One thing that happened: `who` is empty for nobody who was signed in, `said` in whole words."""

    at: datetime
    who: str
    what: str
    why: str
    subject: Subject | None


def add_kept(pages: Blueprint, desk: BoardDesk) -> None:
    """The page."""

    @pages.get("/history")
    def history(slug: str) -> Response:
        return _page(desk.own(slug))


def _page(board: Board) -> Response:
    events = board.seen.events[::-1]
    before = request.args.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < LONGEST_NUMBER:
        events = tuple(event for event in events if event.id < int(before))
    shown = events[:ON_A_PAGE]
    return forms.drawn(
        "board_history.html",
        board=board,
        count=len(board.seen.events),
        lines=[_line(board, event) for event in shown],
        older=shown[-1].id if len(events) > ON_A_PAGE else 0,
    )


def _line(board: Board, event: KeptEvent) -> Line:
    body: Any = body_of(Kind(event.kind), event.body)
    subject = board.subject(event.subject) if event.subject else None
    return Line(event.at, event.person, _what(event, body), getattr(body, "why", ""), subject)


def _what(event: KeptEvent, body: Any) -> str:
    """What somebody did, in a few words that follow their name."""
    to = f", for {TO[event.audience]}"
    rules: Mapping[str, str] = {rule.id: rule.concern for rule in load_rules().all}
    match Kind(event.kind):
        case Kind.PINNED:
            return "pinned it to the list"
        case Kind.UNPINNED:
            return "took its pin out"
        case Kind.DISMISSED:
            return f"left it off the list until the end of {day(body.until)}"
        case Kind.RESTORED:
            return "put it back on the list"
        case Kind.WRITTEN:
            return f"wrote '{body.section}'{to}"
        case Kind.TAKEN_BACK:
            return f"took '{body.section}' back from everybody else"
        case Kind.TARGET_SET:
            return f"set the target {body.value:g} by {day(body.by)}{to}"
        case Kind.TARGET_DROPPED:
            return "dropped the target"
        case Kind.ACTION_ADDED:
            return f"added action {event.item}, '{body.status.casefold()}'{to}"
        case Kind.ACTION_CHANGED:
            return f"changed action {event.item}{to}"
        case Kind.STATUS_CHANGED:
            return f"set action {event.item} to '{body.status.casefold()}'"
        case Kind.REPORTED:
            return f"noted action {event.item} as reported to the meeting of {day(body.meeting)}"
        case Kind.RULE_SET:
            at = "" if body.level is None else f" at {body.level:g}"
            return f"set the rule '{rules.get(body.rule, body.rule)}' {f'to be looked at{at}' if body.on else 'aside'}"
        case Kind.OWN_RULE_ADDED:
            return f"added a rule: {body.rule.side} {body.rule.level:g}"
        case Kind.OWN_RULE_REMOVED:
            return f"removed the board's own rule {body.number}"
