"""What the notes beside Fingertips figures mean where there is no figure."""

from data.errors import PortalError
from data.missing import Missing

# As they stand in public copies of the files; spaces and case are the only differences that are looked over.
REASONS = {
    "": Missing.NOT_AVAILABLE,
    "value suppressed for disclosure control": Missing.SUPPRESSED,
    "value suppressed for disclosure control reasons": Missing.SUPPRESSED,
    "value suppressed for disclosure control due to small count": Missing.SUPPRESSED,
    "value missing due to small sample size": Missing.LOW,
    "value missing in source data": Missing.NOT_AVAILABLE,
    "value not published for data quality reasons": Missing.UNRELIABLE,
    "value suppressed due to incompleteness of source data": Missing.UNRELIABLE,
    "there is a data quality issue with this value": Missing.UNRELIABLE,
    # A sum that could not be made; the publisher mostly takes the note away from it.
    "aggregated from all known lower geography values": Missing.NOT_AVAILABLE,
}


def reason_in_note(note: str) -> Missing:
    """The reason that a note gives for a missing figure; an unknown note is refused, never guessed."""
    folded = " ".join(note.casefold().rstrip(". ").split())
    if folded not in REASONS:
        raise PortalError(f"the figure is missing, and '{note}' is not a note whose meaning is known.")
    return REASONS[folded]
