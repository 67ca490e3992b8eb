"""What a board has made of its list, as its page and its pack show it: commentary, actions, targets, dismissals."""

from collections.abc import Mapping, Set
from datetime import date
from urllib.parse import quote_plus

from callbacks.chosen import Chosen
from data.exception_rules import Rules, load_rules
from layouts.board.facts import Agreed, Board, Said
from models.board.state import Action, BoardState, on_list
from models.exceptions.reasons import Choices
from models.trajectories import Trajectory

NOTHING = BoardState(date.min)


def state_of(chosen: Chosen) -> BoardState:
    """What the board did, as far as the viewer may see it; nothing where no board is looked at."""
    return chosen.board.state if chosen.board else NOTHING


def rules_of(chosen: Chosen) -> Rules:
    """The rules as they hold for the viewer: the board's own for its people, those of the portal for others."""
    state = state_of(chosen)
    return load_rules().with_settings(state.rules, state.own)


def choices_of(chosen: Chosen, targets: Mapping[str, Trajectory]) -> Choices:
    """What the board has pinned and taken off, and the targets that it has set."""
    state = state_of(chosen)
    return Choices(frozenset(state.pins), frozenset(state.dismissals), targets)


def board_of(chosen: Chosen, today: date) -> Board:
    """Whose board it is, and what was agreed at all."""
    seen = chosen.board
    if seen is None or seen.organisation is None:
        return Board()
    return Board(
        organisation=seen.organisation.name,
        own=seen.own,
        forms=forms_at(chosen) if seen.own or seen.state.actions or seen.state.commentary else "",
        actions=tuple(agreed(chosen, action, today) for action in on_list(seen.state)),
        own_rules=bool(seen.state.rules or seen.state.own_rules),
    )


def forms_at(chosen: Chosen) -> str:
    """Where the board's own pages are."""
    return f"/board/{chosen.area.slug}"


def desk_of(chosen: Chosen, key: str) -> str:
    """Where the board speaks of one exception."""
    return f"{forms_at(chosen)}/on?subject={quote_plus(key)}"


def commented(chosen: Chosen) -> Set[str]:
    """The subjects that there is commentary on."""
    return {subject for subject, _ in state_of(chosen).commentary}


def said_on(chosen: Chosen, key: str) -> tuple[Said, ...]:
    """The commentary on a subject as it stands."""
    newest = state_of(chosen).newest(key)
    return tuple(Said(section, one.text, one.who, one.at.date()) for section, one in newest.items())


def agreed_on(chosen: Chosen, today: date) -> dict[str, tuple[Agreed, ...]]:
    """The actions that are still on the list, by their subject."""
    found: dict[str, tuple[Agreed, ...]] = {}
    for action in on_list(state_of(chosen)):
        found[action.subject] = (*found.get(action.subject, ()), agreed(chosen, action, today))
    return found


def agreed(chosen: Chosen, action: Action, today: date) -> Agreed:
    """An action as the pages show it."""
    words = action.words
    return Agreed(
        number=action.number,
        title=words.title,
        wording=words.wording,
        taken=words.taken,
        owner=words.owner,
        agreed=words.agreed,
        due=words.due,
        status=action.status,
        is_overdue=action.overdue_on(today),
        address=f"{forms_at(chosen)}/actions/{action.number}",
        paper=words.paper,
    )


def pinned(chosen: Chosen) -> Mapping[str, object]:
    """What the board has pinned, by key."""
    return state_of(chosen).pins
