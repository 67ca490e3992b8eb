"""The list of actions as a scrutiny panel's paper prints it: date and title once for the actions of one item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.board.state import Action

HEADINGS = ("Date", "Title", "Action proposed", "Action Taken", "Progress Status")
"""As the monitoring paper of 24 November 2022 has them (documents of Southampton's Children and Families Scrutiny
Panel, Appendix 1)."""


@dataclass(frozen=True)
class TrackerRow:
    """One action; `cells` stand under `HEADINGS`, date and title empty where they are those of the row above."""

    action: Action
    cells: tuple[str, str, str, str, str]


def tracker(actions: Iterable[Action]) -> tuple[TrackerRow, ...]:
    """The rows, in the order of the actions."""
    rows, above = [], ("", "")
    for action in actions:
        words = action.words
        item = (_day(words.agreed), words.title)
        shown = ("", "") if item == above else item
        rows.append(TrackerRow(action, (*shown, words.wording, words.taken, action.status.value)))
        above = item
    return tuple(rows)


def _day(day: date | None) -> str:
    """`29/09/22`, as the paper writes it."""
    return "" if day is None else f"{day:%d/%m/%y}"
