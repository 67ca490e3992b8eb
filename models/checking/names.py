"""Names that no measure has: the published indicator that one means beyond doubt, else the nearest known names."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from difflib import get_close_matches

from data.indicator_names import load_indicator_names
from data.indicators import Indicator, Indicators
from data.returns.content import Return, Series
from data.returns.measures import Measure, folded, from_indicator
from models.naming import Certainty, NameIndex, name_index

NEAREST = 3
MOST_READ = 100
"""Unknown names that are read: a file of more is no return."""
CUTOFF = 0.72
BEYOND_DOUBT = 0.9
"""The fit of a name, from 0 to 1, from which it is taken for the indicator's own."""


def with_published_names(found: Return, indicators: Indicators) -> Return:
    """The return with unknown names read as the published indicators that they spell out in other words."""
    unknown = {series.name for series in found.series if series.measure is None}
    if not 0 < len(unknown) <= MOST_READ:
        return found
    names = name_index(indicators, load_indicator_names())
    return replace(found, series=tuple(_named(series, names) for series in found.series))


def _named(series: Series, names: NameIndex) -> Series:
    if series.measure is not None:
        return series
    naming = names.read(series.name)
    if naming.certainty is not Certainty.CERTAIN or naming.unpublished:
        return series
    best = naming.candidates[0]
    # Every idea of the indicator is said, and no idea beside them: the same thing in other words.
    if best.unsaid or best.beside or best.opposite or best.score < BEYOND_DOUBT:
        return series
    return replace(series, measure=from_indicator(best.indicator))


def nearest_names(
    measures: Iterable[Measure], indicators: Iterable[Indicator] = ()
) -> Callable[[str], tuple[str, ...]]:
    """A function from an unknown name to the titles of the nearest known measures, the nearest first."""
    titles: dict[str, str] = {}

    def nearest(text: str) -> tuple[str, ...]:
        if not titles:
            titles.update(_titles(measures, indicators))
        found = get_close_matches(folded(text), titles, n=NEAREST * 2, cutoff=CUTOFF)
        return tuple(dict.fromkeys(titles[name] for name in found))[:NEAREST]

    return nearest


def _titles(measures: Iterable[Measure], indicators: Iterable[Indicator]) -> dict[str, str]:
    """The title that each known name stands for, by the form in which names are compared."""
    named = {folded(name): measure.title for measure in measures for name in (measure.title, *measure.aliases)}
    return {folded(indicator.title): indicator.title for indicator in indicators} | named
