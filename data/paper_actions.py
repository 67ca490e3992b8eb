"""A published list of recommendations that was transcribed as a board's actions: whose, from where, and as of when."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from data.papers import FOLDER, PaperOwner, load_owners
from data.periods import MONTHS

TRACKER = "tracker_2022_11.toml"


@dataclass(frozen=True)
class PaperAction:
    """One recommendation, word for word. `agreed` is the day of the meeting that made it."""

    agreed: date
    title: str
    wording: str
    taken: str
    status: str


@dataclass(frozen=True)
class PaperTracker:
    """A list of recommendations as it went to the `meeting` of a `body`."""

    organisation: PaperOwner
    paper: str
    body: str
    meeting: date
    place: str
    actions: tuple[PaperAction, ...]

    @property
    def source(self) -> str:
        """Where it was published, as a reader would look for it."""
        when = f"{self.meeting.day} {MONTHS[self.meeting.month - 1]} {self.meeting.year}"
        return ", ".join([self.organisation.name, self.body, when, self.paper, self.place])


@cache
def load_tracker() -> PaperTracker:
    """The list of the meeting of 24 November 2022."""
    entry = tomllib.loads((FOLDER / TRACKER).read_text("utf-8"))
    actions = tuple(PaperAction(**action) for action in entry.pop("action"))
    owner = load_owners()[entry.pop("organisation")]
    return PaperTracker(organisation=owner, actions=actions, **entry)
