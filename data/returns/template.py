"""The portal's own template: one row an indicator, breakdown and period; its columns, and its rows for an authority."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.returns.measures import Measure

COLUMNS = {
    "authority": "the authority's name or code",
    "indicator": "the id or the name of the indicator; leave as it is",
    "title": "what the indicator is called; not read",
    "unit": "%, number, rate per 10,000, score, £ or days; not read",
    "breakdown": "in area, out of area, a year group, a team; empty for all",
    "period": "Oct-22, Q2 2022/23, 2021/22 or 31 March 2022",
    "value": "the figure, or TBC or N/A",
    "numerator": "the count above the line, where there is one",
    "denominator": "the count below the line, where there is one",
    "target": "95%, <10%, 700 (cumulative), TBC",
    "status": "provisional, revised or final",
    "note": "what a reader should know",
    "published_period": "the latest published period of the same indicator",
    "published_value": "the authority's figure then",
    "published_neighbours": "the mean of its statistical neighbours then",
    "published_region": "its region's figure then",
    "published_england": "England's figure then",
}
NEEDED = frozenset({"indicator", "period", "value"})
PUBLISHED = {
    "published_value": "own",
    "published_neighbours": "neighbours",
    "published_region": "region",
    "published_england": "england",
}
# Names that people give these columns when they write a long table themselves.
ALSO = {
    "measure": "indicator",
    "indicator name": "indicator",
    "indicator id": "indicator",
    "month": "period",
    "date": "period",
    "figure": "value",
    "percentage": "value",
    "count": "numerator",
    "local authority": "authority",
    "notes": "note",
    "comment": "note",
}


@dataclass(frozen=True)
class PublishedFigures:
    """The latest published figures of one indicator, as text, an empty one for what is missing."""

    period: str = ""
    own: str = ""
    neighbours: str = ""
    region: str = ""
    england: str = ""


def column_of(heading: str) -> str:
    """Which of the template's columns a heading means; empty for none."""
    said = " ".join(heading.casefold().replace("_", " ").split())
    name = said.replace(" ", "_")
    return name if name in COLUMNS else ALSO.get(said, "")


def is_template(headings: Iterable[str]) -> bool:
    """Whether a row of headings is the template's: it names indicator, period and value."""
    found = [column_of(heading) for heading in headings]
    return {*found} >= NEEDED and len([name for name in found if name]) == len({*found} - {""})


def template_sections(measures: Iterable[Measure]) -> tuple[str, ...]:
    """The sections of the commentary: the topics of the measures, in their order."""
    return tuple(dict.fromkeys(measure.topic for measure in measures if measure.topic and measure.in_template))


def template_rows(
    measures: Iterable[Measure], authority: str, published: Mapping[str, PublishedFigures]
) -> list[dict[str, str]]:
    """A row for each measure that is asked for; `published` gives the latest published figures by measure id."""
    rows = []
    for measure in (each for each in measures if each.in_template):
        figures = published.get(measure.id, PublishedFigures())
        rows.append(
            dict.fromkeys(COLUMNS, "")
            | {"authority": authority, "indicator": measure.id, "title": measure.title, "unit": measure.unit}
            | {"published_period": figures.period}
            | {column: str(getattr(figures, part)) for column, part in PUBLISHED.items()}
        )
    return rows
