"""What the Board page says in sentences, made from the figures that it shows."""

from collections.abc import Sequence

from layouts.board import reasons
from layouts.board.facts import Entry, Facts
from layouts.home.words import many, none
from layouts.phrases import listed, possessive
from models.priorities import WORSE, Certainty

SHOWN, STRENGTHS_SHOWN = 20, 10
ORDER = "In order: the surest first, then the most children, then the furthest away."
ACTIONS = "An item stays until the board accepts it as complete; a rejected one leaves only after it was reported."
MEANINGS = (
    (
        "Certain",
        "The figure differs from the neighbours' average by more than chance and by more than authorities commonly "
        "differ, with false discoveries held over the whole list; or its five-year trend is beyond chance.",
    ),
    (
        "Beyond chance",
        "The difference is more than chance, with false discoveries held over the whole list, but authorities commonly "
        "differ as much for reasons that nobody measures; or the month is a signal on its control chart.",
    ),
    (
        "Not tested",
        "A rank, a band, a target or a missing figure put it here. Chance may have made it, or nobody can tell.",
    ),
    (
        "One of each kind",
        "Indicators that count the same children, or that go together over all authorities, are one story: the first "
        "stands for them, and names the others.",
    ),
)
MARKS = {
    ("worse", Certainty.CERTAIN): "▼ certain",
    ("worse", Certainty.TESTED): "▼ beyond chance",
    ("worse", Certainty.NOT_TESTED): "▽ not tested",
    ("better", Certainty.CERTAIN): "▲ certain",
    ("better", Certainty.TESTED): "▲ beyond chance",
    ("better", Certainty.NOT_TESTED): "△ not tested",
}


def question(facts: Facts) -> str:
    """The page's question."""
    return f"What should the board look at in {facts.area.name}?"


def answer(facts: Facts) -> str:
    """How many exceptions there are, how sure, and the first of them."""
    name, entries = facts.area.name, facts.worse
    if not entries:
        return f"No rule puts anything of {name} on the list."
    sure = _sure(entries)
    first = next((entry for entry in entries if not entry.pinned), entries[0])
    beside = f" {reasons.against(first)}" if reasons.against(first) else ""
    gap = f": {reasons.gap(first)}" if reasons.gap(first) else ""
    return (
        f"{possessive(name)} list has {many(len(entries), 'exception')}, {sure}; first stands “{first.title}”, "
        f"{reasons.level(first)}{beside}{gap}."
    )


def _sure(entries: Sequence[Entry]) -> str:
    kinds = [entry.certainty for entry in entries]
    parts = [
        f"{none(kinds.count(Certainty.CERTAIN))} certain",
        f"{none(kinds.count(Certainty.TESTED))} beyond chance",
        f"{none(kinds.count(Certainty.NOT_TESTED))} not tested",
    ]
    return listed([part for part in parts if not part.startswith("none")])


def aids(facts: Facts) -> list[str]:
    """What stands under the answer: strengths, what is missing, what is too old, what was taken off."""
    overdue = sum(action.is_overdue for action in facts.board.actions)
    return [
        said
        for said in (
            f"{many(len(facts.better), 'strength')} too, {_sure(facts.better)}." if facts.better else "",
            _dismissed(facts),
            f"{many(overdue, 'action')} overdue." if overdue else "",
            "The board has set its own rules." if facts.board.own_rules else "",
        )
        if said
    ]


def _dismissed(facts: Facts) -> str:
    if not facts.dismissed:
        return ""
    verb = "has been taken" if len(facts.dismissed) == 1 else "have been taken"
    return f"{many(len(facts.dismissed), 'exception')} {verb} off the list until a day, with a reason."


def finding(facts: Facts, side: str) -> str:
    """The title of one of the two lists."""
    entries = facts.worse if side == WORSE else facts.better
    name, most = facts.area.name, SHOWN if side == WORSE else STRENGTHS_SHOWN
    if not entries:
        return f"Nothing puts {name} on {'the list' if side == WORSE else 'the list of strengths'}"
    what = "What needs a look" if side == WORSE else f"Where {name} is strong"
    return f"{what}: {f'the first {most} of {len(entries)}' if len(entries) > most else many(len(entries), 'row')}"


def subtitle(entries: Sequence[Entry], most: int) -> str:
    """The order, and how sure those shown are."""
    return f"{ORDER} Of those shown {_sure(entries[:most])}." if entries else ORDER


def certainty(entry: Entry) -> str:
    """How sure it is, with its mark."""
    return MARKS[entry.side, entry.certainty]


def left_finding(facts: Facts) -> str:
    """The title of what is on neither list."""
    return f"{many(len(facts.left), 'indicator')} on neither list, and why"


def due(action_due: str, is_overdue: bool) -> str:
    """When an action is due."""
    return f"due {action_due}{', overdue' if is_overdue else ''}" if action_due else "no date"
