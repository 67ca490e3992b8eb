"""What of a board is for whom. Everything is folded first, so that what is seen is what holds; then it is left out."""

from dataclasses import replace

from models.board.kinds import Audience
from models.board.state import Action, BoardState


def seen_by(then: BoardState, now: BoardState, viewer: Audience, organisation: str) -> BoardState:
    """A state as a viewer may see it, who must be meant both by that state and by what holds `now`.

    The organisation's own people see all of it. Others see no pins, dismissals or rules, no name of its people (the
    organisation's stands there), and nothing that was written while it was not for them.
    """
    if viewer is Audience.BOARD:
        return then
    readable = {
        (key, version.number)
        for key, versions in now.commentary.items()
        for version in versions
        if version.is_for(viewer)
    }
    commentary = {
        key: kept
        for key, versions in then.commentary.items()
        if (
            kept := tuple(
                replace(version, who=organisation)
                for version in versions
                if version.is_for(viewer) and (key, version.number) in readable
            )
        )
    }
    meant = {action.number for action in now.actions if action.audience.includes(viewer)}
    targets = {
        subject: replace(target, who=organisation)
        for subject, target in then.targets.items()
        if target.audience.includes(viewer)
    }
    actions = tuple(
        _action_seen(action, viewer, organisation)
        for action in then.actions
        if action.audience.includes(viewer) and action.number in meant
    )
    return BoardState(then.today, commentary=commentary, actions=actions, targets=targets)


def _action_seen(action: Action, viewer: Audience, organisation: str) -> Action:
    steps = tuple(replace(step, who=organisation) for step in action.history if step.is_for(viewer))
    return replace(action, history=steps, version=0)
