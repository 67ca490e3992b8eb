"""One list for a board: what the rules found in published figures and in local returns, in the stated order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.exception_rules import Rules
from models.assessment import Assessment
from models.exceptions.evidence import Evidence
from models.exceptions.local import LocalCard, LocalLists, local_lists
from models.exceptions.published import in_order, published_lists
from models.exceptions.reasons import NONE_MADE, Choices, Listed
from models.scorecard.rows import Row


@dataclass(frozen=True)
class LocalRow:
    """A row of a local return that is on a list, or the whole return where `row` is None, because it is late."""

    local: LocalCard
    row: Row | None


@dataclass(frozen=True)
class BoardLists:
    """Both lists of one authority, published and local together, and what the board has taken off.

    `local` are the local rows that are on any, `late` the returns that are too old to say anything of today.
    """

    evidence: Evidence
    worse: tuple[Listed, ...]
    better: tuple[Listed, ...]
    dismissed: tuple[Listed, ...]
    local: Mapping[str, LocalRow]
    late: tuple[LocalCard, ...]


def board_lists(
    found: Assessment, cards: Sequence[LocalCard], rules: Rules, today: date, choices: Choices = NONE_MADE
) -> BoardLists:
    """Look at everything that is known of one authority; `today` is the day on which returns are late or not."""
    published = published_lists(found, rules, choices)
    looked_at = [(card, local_lists(card, rules, today, choices)) for card in cards]
    worse = [listed for _, lists in looked_at for listed in lists.worse]
    better = [listed for _, lists in looked_at for listed in lists.better]

    def together(first: Sequence[Listed], second: Sequence[Listed]) -> tuple[Listed, ...]:
        kept = [*first, *(listed for listed in second if listed.key not in choices.dismissed)]
        return tuple(sorted(kept, key=lambda listed: (listed.key not in choices.pins, *in_order(listed))))

    off = tuple(listed for listed in worse if listed.key in choices.dismissed)
    return BoardLists(
        evidence=published.evidence,
        worse=together(published.worse, worse),
        better=together(published.better, better),
        dismissed=(*published.dismissed, *off),
        local={key: row for card, lists in looked_at for key, row in _rows(card, lists)},
        late=tuple(card for card in cards if card.is_late(rules, today)),
    )


def _rows(card: LocalCard, lists: LocalLists) -> list[tuple[str, LocalRow]]:
    whole = [(listed.key, LocalRow(card, None)) for listed in lists.worse if listed.key == card.key]
    return [*whole, *((key, LocalRow(card, row)) for key, row in lists.rows.items())]
