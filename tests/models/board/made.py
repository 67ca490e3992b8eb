"""Boards for tests: changes that are recorded in memory as the database would record them, a day apart or as told."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from data.local.board import KeptEvent
from models.board.bodies import ActionWords, plain
from models.board.changes import Change
from models.board.fold import state_of
from models.board.state import BoardState

START = date(2026, 1, 1)
WORDS = ActionWords("Item 7", "That it is done", agreed=START, owner="Head of service", due=date(2026, 2, 1))


@dataclass
class Kept:
    """The events so far, and the day it is."""

    day: date = START
    events: list[KeptEvent] = field(default_factory=list)

    @property
    def state(self) -> BoardState:
        """What holds today."""
        return state_of(self.events, self.day)

    def on(self, day: date) -> BoardState:
        """What held, or will hold, on a day after all events."""
        return state_of(self.events, day)

    def later(self, days: int = 1) -> "Kept":
        """Some days on."""
        self.day += timedelta(days=days)
        return self

    def do(self, change: Change, who: str = "Ann") -> BoardState:
        """Record a change; what holds then."""
        at = datetime.combine(self.day, datetime.min.time(), UTC)
        event = KeptEvent(
            id=len(self.events) + 1,
            organisation="ours",
            authority="852",
            subject=change.subject,
            item=change.item,
            kind=change.body.kind,
            at=at,
            person=who,
            audience=change.audience,
            body=plain(change.body),
        )
        self.events.append(event)
        return self.state
