"""The words of a board: what can happen, whom something is for, the sections of a commentary, how an action stands."""

from enum import StrEnum


class Kind(StrEnum):
    """What happened."""

    PINNED = "pinned"
    UNPINNED = "unpinned"
    DISMISSED = "dismissed"
    RESTORED = "restored"
    WRITTEN = "commentary"
    TAKEN_BACK = "commentary back"
    TARGET_SET = "target"
    TARGET_DROPPED = "target dropped"
    ACTION_ADDED = "action added"
    ACTION_CHANGED = "action changed"
    STATUS_CHANGED = "status changed"
    REPORTED = "action reported"
    RULE_SET = "rule set"
    OWN_RULE_ADDED = "own rule added"
    OWN_RULE_REMOVED = "own rule removed"


class Audience(StrEnum):
    """Whom something is for; of a viewer, who they are: one of the organisation's people, signed in, or anybody."""

    BOARD = "board"
    PARTNERSHIP = "partnership"
    EVERYBODY = "everybody"

    @property
    def width(self) -> int:
        """0 for the organisation's own people, 2 for everybody."""
        return list(Audience).index(self)

    def includes(self, viewer: "Audience") -> bool:
        """Whether what is for this audience may be read by such a viewer."""
        return self.width >= viewer.width


class Section(StrEnum):
    """A section of a commentary, as the papers of scrutiny panels have them."""

    DATA = "What the data tell us"
    ANALYSIS = "Analysis"
    ACTION = "Action"

    @property
    def slug(self) -> str:
        """Its word in forms and addresses."""
        return self.name.casefold()


class Status(StrEnum):
    """How an action stands, in the words of the panel's paper where it has them."""

    NOT_STARTED = "Not started"
    PARTIALLY_COMPLETE = "Partially complete"
    COMPLETE = "Complete"
    ACCEPTED = "Accepted by the board"
    REJECTED = "Rejected"
    REOPENED = "Reopened"
