"""The gap to the neighbours' average in one sentence: in children where counts are published, else in points."""

from layouts import numbers
from layouts.phrases import counted
from models.benchmark import Benchmark

CHILDREN = "children"


def in_children(row: Benchmark, children: float) -> str:
    """How many `children` (whole, 0 or more) would have to change, and from what to what; the counts must be there."""
    if row.numerator is None or row.denominator is None:
        raise ValueError(f"{row.indicator.id} has no counts")
    size, is_above = int(children), (row.gap_points or 0.0) > 0
    what = counted(row.indicator, one=size == 1) or CHILDREN
    if row.gap_children:
        return (
            f"{size:,} {'more' if row.gap_children > 0 else 'fewer'} {what} would reach the average "
            f"({row.numerator + row.gap_children:,.0f}, not {row.numerator:,.0f}, of {row.denominator:,.0f})"
        )
    at_average = row.numerator - size if is_above else row.numerator + size
    return (
        f"{size:,} {'more' if is_above else 'fewer'} {what} than at the average "
        f"({row.numerator:,.0f}, not {at_average:,.0f}, of {row.denominator:,.0f})"
    )


def in_points(row: Benchmark) -> str:
    """How far the figure is above or below the average, in its unit."""
    gap = row.gap_points or 0.0
    points = numbers.points(row.indicator, numbers.average(row.indicator, abs(gap)))
    return f"{points} {'above' if gap > 0 else 'below'} the average"
