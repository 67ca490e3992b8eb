"""`/authorities` and `/indicators`: the names and codes that other addresses take."""

from datetime import UTC, datetime

from app.api.chosen import lies_in, region_asked, topic_asked
from app.api.endpoints import Choice, Endpoint, Example, Parameter, YesOrNo
from app.api.shapes import AuthorityRecord, IndicatorRecord
from app.records.published import Record, area_record, indicator_record
from callbacks.portal import Portal
from data.authorities import Area, AreaKind
from data.indicators import Indicator, Polarity

POLARITIES = tuple(polarity.value for polarity in Polarity)
KINDS = tuple(kind.value for kind in AreaKind)


def authorities(portal: Portal, kind: str, region: Area | None, open: bool | None) -> list[Record]:
    """Every authority, region and country, by code."""
    today = datetime.now(UTC).date()
    return [
        area_record(area)
        for area in portal.snapshot.areas
        if (not kind or area.kind == kind)
        and (region is None or lies_in(portal.snapshot, area, region))
        and (open is None or area.existed_during(today, today) is open)
    ]


def indicators(portal: Portal, topic: str, polarity: str, text: str) -> list[Record]:
    """Every indicator, in the catalogue's order."""
    words = text.casefold().split()
    return [
        indicator_record(indicator)
        for indicator in portal.snapshot.indicators
        if (not topic or indicator.topic == topic)
        and (not polarity or indicator.polarity == polarity)
        and all(word in _words_of(indicator) for word in words)
    ]


def _words_of(indicator: Indicator) -> str:
    return " ".join((indicator.id, indicator.title, indicator.cohort, *indicator.source_codes)).casefold()


ENDPOINTS = (
    Endpoint(
        "/authorities",
        authorities,
        list[AuthorityRecord],
        topic="Names and codes",
        summary="Authorities, regions and England, open and closed, with every code they had",
        parameters=(
            Parameter("kind", "Areas of one kind alone.", Choice(KINDS), example="authority", default=""),
            Parameter(
                "region", "Areas that lie in a region, by its name or code.", example="South East", meaning=region_asked
            ),
            Parameter("open", "Those that are open today (`true`), or that are closed (`false`).", YesOrNo(), "true"),
        ),
        examples=(
            Example(
                "some", "Open authorities of the South East", {"region": "South East", "open": "true", "page_size": "2"}
            ),
        ),
    ),
    Endpoint(
        "/indicators",
        indicators,
        list[IndicatorRecord],
        topic="Names and codes",
        summary="Indicators with their units, polarity and source codes",
        parameters=(
            Parameter(
                "topic",
                "Indicators of one topic alone.",
                example="Children looked after",
                default="",
                meaning=topic_asked,
            ),
            Parameter(
                "polarity", "Which direction is good.", Choice(POLARITIES), example="lower is better", default=""
            ),
            Parameter(
                "text",
                "Words that the title, the id, the cohort or a source code must have.",
                example="dental",
                default="",
            ),
        ),
        examples=(Example("some", "Indicators about dental checks", {"text": "dental", "page_size": "2"}),),
    ),
)
