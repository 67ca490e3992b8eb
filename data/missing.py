"""Why a value is missing. A missing value is never a number, and always has one of these reasons."""

from enum import IntEnum

from data.errors import PortalError


class Missing(IntEnum):
    """Reason codes as stored beside the values; PRESENT means that there is a value."""

    PRESENT = 0
    SUPPRESSED = 1
    NOT_APPLICABLE = 2
    NOT_AVAILABLE = 3
    ROUNDS_TO_ZERO = 4
    LOW = 5
    UNRELIABLE = 6
    NOT_COLLECTED = 7
    NOT_YET_DUE = 8

    @property
    def words(self) -> str:
        """The reason as the design names it, for example `rounds to zero`; empty when there is a value."""
        return "" if self is Missing.PRESENT else self.name.lower().replace("_", " ")

    @property
    def sentence(self) -> str:
        """The reason as a reader meets it on a page."""
        return SENTENCES[self]


SENTENCES = {
    Missing.PRESENT: "",
    Missing.SUPPRESSED: "suppressed to protect children's identities",
    Missing.NOT_APPLICABLE: "not applicable to this authority in this period",
    Missing.NOT_AVAILABLE: "not available from the publisher",
    Missing.ROUNDS_TO_ZERO: "above zero but rounds to zero",
    Missing.LOW: "too low to be published",
    Missing.UNRELIABLE: "withheld as unreliable",
    Missing.NOT_COLLECTED: "not collected in this period",
    Missing.NOT_YET_DUE: "not yet due to be published",
}

# The publisher's symbols: Explore Education Statistics (c, z, x, k, low, u), Local Authority Interactive Tool (-).
MARKERS = {
    "c": Missing.SUPPRESSED,
    "z": Missing.NOT_APPLICABLE,
    "x": Missing.NOT_AVAILABLE,
    "k": Missing.ROUNDS_TO_ZERO,
    "low": Missing.ROUNDS_TO_ZERO,
    "u": Missing.UNRELIABLE,
    "-": Missing.NOT_AVAILABLE,
}


def reason_for(marker: str) -> Missing:
    """The reason that a source's marker stands for; an unknown marker is refused, never guessed."""
    try:
        return MARKERS[marker]
    except KeyError:
        known = ", ".join(MARKERS)
        raise PortalError(f"'{marker}' is neither a number nor a known missing marker ({known}).") from None
