"""The targets that a board has set, each held against the figures that it is about."""

from collections.abc import Sequence
from datetime import date

from callbacks.board_kept import state_of
from callbacks.chosen import Chosen
from models.board.state import Target
from models.exceptions.local import LocalCard
from models.scorecard.figures import per_of
from models.trajectories import DatedFigures, DatedTarget, Trajectory, local_figures, published_figures, trajectory


def trajectories(chosen: Chosen, cards: Sequence[LocalCard], today: date) -> dict[str, Trajectory]:
    """Every target of the board whose figures are to be seen, by the key of its subject."""
    found = {}
    for key, target in state_of(chosen).targets.items():
        series = figures_of(chosen, cards, key)
        if series is not None and series[0].known:
            found[key] = trajectory(dated(target, *series), series[0], today)
    return found


def figures_of(chosen: Chosen, cards: Sequence[LocalCard], key: str) -> tuple[DatedFigures, int] | None:
    """The figures of a subject and their polarity; None for one that is not to be seen here."""
    snapshot = chosen.snapshot
    if key in snapshot.position:
        indicator = snapshot.indicators.find(key)
        area = snapshot.area_position[chosen.area.code]
        return published_figures(indicator, snapshot.block(indicator), area), indicator.sign
    rows = {card.key_of(row): row for card in cards for row in card.card.rows}
    row = rows.get(key)
    if row is None:
        return None
    return local_figures(row.figures, row.series.measure, row.unit, float(per_of(row.series))), row.sign


def dated(target: Target, figures: DatedFigures, sign: int) -> DatedTarget:
    """A target with the path to it: from its baseline, or from the newest figure there was when it was set.

    Where neither direction is better in itself, the one that leads to the target is meant.
    """
    start = target.baseline, target.baseline_on
    if target.baseline is None or target.baseline_on is None:
        earlier = [point for point in figures.known if point.end <= target.at.date()] or figures.known[:1]
        start = earlier[-1].value, earlier[-1].end
    baseline, since = start[0] or 0.0, start[1] or target.at.date()
    wanted = sign or (1 if target.value > baseline else -1)
    return DatedTarget(target.value, target.by, baseline, since, wanted)
