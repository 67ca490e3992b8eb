"""The newest published figures of each local measure, as the template gives them out beside the empty cells."""

from collections.abc import Iterable, Mapping

from data.authorities import Area
from data.editions import NEWEST
from data.returns.measures import Measure
from data.returns.template import PublishedFigures
from data.store import Snapshot
from models.checking.findings import number
from models.checking.published import Comparator, Published
from models.checking.rounding import rounded


def latest_figures(measures: Iterable[Measure], snapshot: Snapshot, area: Area) -> Mapping[str, PublishedFigures]:
    """By measure id: the authority's own, its neighbours' mean, region and England, of the newest period with any."""
    published = Published(snapshot, area)
    return {measure.id: figures for measure in measures if (figures := _latest(measure, published, area))}


def _latest(measure: Measure, published: Published, area: Area) -> PublishedFigures | None:
    indicator = published.indicator(measure.published)
    if indicator is None:
        return None
    own, england = Comparator(area.code), Comparator(published.snapshot.authorities.england.code)
    years = {*published.years(indicator.id, own), *published.years(indicator.id, england)}
    if not years:
        return None
    year = max(years)
    region = Comparator(published.region.code) if published.region else None

    def shown(whose: Comparator | None) -> str:
        value = published.value(indicator.id, whose, year) if whose else None
        if value is None:
            return "N/A"
        # The mean of the neighbours has one decimal more than the figures it is made of.
        decimals = indicator.decimals + (1 if whose and whose.edition else 0)
        text = number(rounded(value, decimals), decimals).replace(",", "")
        return f"{text}%" if indicator.unit == "%" else text

    period = published.period_words(indicator.id, year)
    return PublishedFigures(period, shown(own), shown(Comparator(edition=NEWEST)), shown(region), shown(england))
