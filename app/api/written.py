"""What a board wrote, in the API: its commentary, actions, targets and what it took off its list, as the viewer may."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from app.api.endpoints import Endpoint, Keeping
from app.api.parameters import AUTHORITY
from app.records.published import Record
from callbacks.portal import Portal
from data.authorities import Area
from models.access import TokenScope
from models.board.state import BoardState, on_list


class WrittenRecord(TypedDict):
    """Something that a board wrote, set or agreed."""

    kind: Literal["commentary", "action", "target", "dismissal", "pin"]
    subject: Annotated[str, Meta(description="The `key` of the exception that it is about; empty for the whole list.")]
    heading: Annotated[str, Meta(description="The section of the commentary, or the item of the agenda.")]
    text: Annotated[str, Meta(description="What was written, agreed, or given as the reason.")]
    who: Annotated[str, Meta(description="Who wrote it; of an action, who has it.")]
    when: Annotated[str | None, Meta(description="When it was written; of an action, when it was agreed.")]
    until: Annotated[str | None, Meta(description="The day until which it holds or by which it is due, as a date.")]
    status: Annotated[str | None, Meta(description="How an action stands.")]
    value: Annotated[float | None, Meta(description="What a target is, in the unit of its subject.")]


def written(portal: Portal, authority: Area) -> list[Record]:
    """What the authority's board wrote, as far as who asks may read it."""
    return [*_records(portal.board.board(authority.code).state)]


def _records(state: BoardState) -> Iterator[Record]:
    for versions in state.commentary.values():
        # The newest is the first.
        for told in versions[:1]:
            yield _record("commentary", told.subject, told.text, told.who, told.at, heading=told.section.value)
    for action in on_list(state):
        words = action.words
        yield _record("action", action.subject, words.wording, words.owner, heading=words.title) | {
            "when": words.agreed.isoformat() if words.agreed else None,
            "until": words.due.isoformat() if words.due else None,
            "status": str(action.status),
        }
    for target in state.targets.values():
        yield _record("target", target.subject, target.why, target.who, target.at) | {
            "until": target.by.isoformat(),
            "value": target.value,
        }
    for dismissed in state.dismissals.values():
        until = {"until": dismissed.until.isoformat()}
        yield _record("dismissal", dismissed.subject, dismissed.why, dismissed.who, dismissed.at) | until
    for pin in state.pins.values():
        yield _record("pin", pin.subject, pin.why, pin.who, pin.at)


def _record(kind: str, subject: str, text: str, who: str, at: datetime | None = None, heading: str = "") -> Record:
    return {
        "kind": kind,
        "subject": subject,
        "heading": heading,
        "text": text,
        "who": who,
        "when": at.isoformat(timespec="seconds") if at else None,
        "until": None,
        "status": None,
        "value": None,
    }


ENDPOINTS = (
    Endpoint(
        "/exceptions/written",
        written,
        list[WrittenRecord],
        topic="Boards",
        summary="What a board wrote: commentary, actions, targets, and what it pinned or took off its list",
        description="Without a token that may read boards: what the board wrote for everybody.",
        parameters=(AUTHORITY,),
        keeping=Keeping.PRIVATE,
        scope=TokenScope.BOARD_READ,
    ),
)
