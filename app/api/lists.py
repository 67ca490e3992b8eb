"""`/authorities` and `/indicators`: the names and codes that other addresses take."""

from datetime import UTC, datetime

from app.api.endpoints import Choice, Endpoint, Example, Parameter, YesOrNo
from app.api.shapes import AuthorityRecord, IndicatorRecord
from app.records.published import Record, area_record, indicator_record
from callbacks.portal import Portal
from data.authorities import Area, AreaKind
from data.errors import PortalError
from data.indicators import Indicator, Polarity

POLARITIES = tuple(polarity.value for polarity in Polarity)
KINDS = tuple(kind.value for kind in AreaKind)


def _region(portal: Portal, text: str) -> Area:
    area = portal.snapshot.authorities.find(text)
    if area.kind is not AreaKind.REGION:
        raise PortalError(f"{area.name} is a {area.kind}, not a region; choose a region.")
    return area


def _topic(portal: Portal, text: str) -> str:
    topics = portal.snapshot.indicators.topics
    for topic in topics:
        if topic.casefold() == text.casefold():
            return topic
    raise PortalError(f"There is no topic '{text[:50]}'; there are {', '.join(topics)}.")


def authorities(portal: Portal, kind: str, region: Area | None, open: bool | None) -> list[Record]:
    """Every authority, region and country, by code."""
    today = datetime.now(UTC).date()
    return [
        area_record(area)
        for area in portal.snapshot.areas
        if (not kind or area.kind == kind)
        and (region is None or _lies_in(portal, area, region))
        and (open is None or area.existed_during(today, today) is open)
    ]


def _lies_in(portal: Portal, area: Area, region: Area) -> bool:
    """Whether an area lies in a region, or in a part of it: London has Inner and Outer London."""
    around = portal.snapshot.authorities.region_of(area)
    return around is not None and (around is region or _lies_in(portal, around, region))


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
                "region", "Areas that lie in a region, by its name or code.", example="South East", meaning=_region
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
                "topic", "Indicators of one topic alone.", example="Children looked after", default="", meaning=_topic
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
