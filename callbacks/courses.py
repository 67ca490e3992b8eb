"""How the compared indicators have moved: each over its own periods, for all who stand side by side."""

from collections.abc import Sequence
from math import isnan

from callbacks.chosen import Chosen
from data.authorities import Area
from data.blocks import Block
from data.missing import Missing
from layouts.compare.matrix import Row
from layouts.compare.multiples import Figure, MeanLine, Multiple
from models.series import average_over_periods, course, unbroken

NOT_PUBLISHED = "not published"
"""What stands for a period that the indicator does not have."""


def multiples(chosen: Chosen, rows: Sequence[Row]) -> tuple[Multiple, ...]:
    """The courses of the indicators in some rows, up to the period that each row shows."""
    return tuple(_multiple(chosen, row) for row in rows)


def _multiple(chosen: Chosen, row: Row) -> Multiple:
    snapshot, ours = chosen.snapshot, row.standings[0]
    block = snapshot.block(ours.indicator)
    periods = tuple(period for period in block.periods if not ours.period < period)
    axis = unbroken(periods)
    columns = tuple(block.column(period) for period in axis)
    region = snapshot.authorities.region_of(chosen.area)
    place = snapshot.area_position

    def figures(area: Area) -> tuple[Figure, ...]:
        return figures_of(block, place[area.code], columns)

    def mean(codes: Sequence[str]) -> MeanLine:
        return mean_of(block, [place[code] for code in codes], columns)

    values = block.values[place[chosen.area.code], : len(periods)]
    neighbours = average_over_periods(block, [place[code] for code in chosen.group.codes])
    return Multiple(
        standing=ours,
        address=row.address,
        axis=axis,
        us=figures(chosen.area),
        beside=tuple(figures(area) for area in chosen.beside),
        means=tuple(mean([area.code for area in found.members]) for found in chosen.partnerships),
        neighbours=mean(chosen.group.codes),
        region=figures(region) if region else (),
        england=figures(snapshot.authorities.england),
        periods=periods,
        values=tuple(values.tolist()),
        course=course(values, neighbours.mean[: len(periods)]),
    )


def figures_of(block: Block, area: int, columns: Sequence[int | None]) -> tuple[Figure, ...]:
    """The figures of an area in periods of a block, and why there is none where there is none."""
    values, reasons = block.values[area].tolist(), block.reasons[area].tolist()
    found: list[Figure] = []
    for column in columns:
        if column is None:
            found.append(NOT_PUBLISHED)
        else:
            value = values[column]
            found.append(Missing(reasons[column]).words if isnan(value) else value)
    return tuple(found)


def mean_of(block: Block, members: Sequence[int], columns: Sequence[int | None]) -> MeanLine:
    """The mean of the members' figures in periods of a block, and of how many it is."""
    average = average_over_periods(block, members)
    means, contributing = average.mean.tolist(), average.contributing.tolist()
    return MeanLine(
        values=tuple(None if column is None or isnan(means[column]) else means[column] for column in columns),
        contributing=tuple(0 if column is None else contributing[column] for column in columns),
        of=average.of,
    )
