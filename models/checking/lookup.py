"""Finding other rows of a return: by measure, and their figures by period."""

from data.periods import Period
from data.returns.content import Figure, Return, Series


def series_of(found: Return, measure: str, breakdown: str = "") -> list[Series]:
    """The rows of a measure, in the order of the file."""
    return [series for series in found.by_measure.get(measure, ()) if series.breakdown == breakdown]


def own_values(series: Series) -> dict[Period, Figure]:
    """The series' own figures that have a value, by period; the first where a period stands twice."""
    made: dict[Period, Figure] = {}
    for figure in series.own:
        if figure.period is not None and figure.cell.value is not None:
            made.setdefault(figure.period, figure)
    return made
