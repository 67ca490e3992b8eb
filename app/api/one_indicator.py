"""One indicator: over all authorities, over its periods, and how sure one authority's figure is."""

from app.api.chosen import (
    AUTHORITIES,
    COMPARED,
    INDICATORS,
    LENS,
    PERIOD,
    TOPIC,
    YEAR,
    authorities_asked,
    compared,
    ids_asked,
    period_of,
)
from app.api.endpoints import Endpoint, Example, Parameter
from app.api.parameters import AUTHORITY, EDITION, GROUP, INDICATOR
from app.api.problems import about
from app.records.certainty import (
    CertaintyRecord,
    ContributionRecord,
    SensitivityRecord,
    certainty_record,
    contribution_records,
    sensitivity_records,
)
from app.records.funnels import FunnelRecord, funnel_records
from app.records.ranking import RankingRecord, ranking_records
from app.records.series import LineageRecord, SeriesRecord, lineage_records, series_records
from callbacks.portal import Portal
from data.authorities import Area
from data.errors import PortalError
from data.indicators import Indicator
from models.benchmark import Group, published_group

FIGURES = "Figures"
HEALTH = {"indicator": "LACHealth%"}
OF_ONE = {**HEALTH, "authority": "Southampton"}
MOST_BESIDE = 20
"""Authorities whose courses are given at once."""


def ranking(portal: Portal, indicator: Indicator, period: str) -> list[RankingRecord]:
    """Every authority's figure and place."""
    return ranking_records(portal.snapshot, indicator, period_of(portal, indicator, period))


def funnel(portal: Portal, indicator: Indicator, period: str) -> list[FunnelRecord]:
    """Every authority beside the limits of chance."""
    return funnel_records(portal.snapshot, indicator, period_of(portal, indicator, period))


def series(
    portal: Portal, indicator: Indicator, authority: tuple[Area, ...], lens: str, edition: str, group: str
) -> list[SeriesRecord]:
    """The courses of authorities, of their neighbours' means, of their regions and of England."""
    with about(AUTHORITY.name):
        if len(authority) > MOST_BESIDE:
            raise PortalError(f"There can be {MOST_BESIDE} authorities at most; these are {len(authority)}.")
    groups = [(area, compared(portal, area, lens, edition, group)) for area in authority]
    return series_records(portal.snapshot, indicator, groups)


def lineage(portal: Portal, indicator: Indicator, authority: tuple[Area, ...]) -> list[LineageRecord]:
    """The course of an area through its predecessors and successors."""
    with about(AUTHORITY.name):
        return lineage_records(portal.snapshot, indicator, authority)


def certainty(portal: Portal, indicator: Indicator, authority: Area, period: str) -> CertaintyRecord:
    """What chance leaves open of one figure."""
    return certainty_record(portal.snapshot, indicator, authority, period_of(portal, indicator, period))


def contributions(
    portal: Portal, indicator: Indicator, authority: Area, lens: str, edition: str, group: str, period: str
) -> list[ContributionRecord]:
    """What each comparator adds to the mean."""
    among = compared(portal, authority, lens, edition, group)
    return contribution_records(portal.snapshot, indicator, among, period_of(portal, indicator, period))


def sensitivity(
    portal: Portal,
    authority: Area,
    indicator: tuple[Indicator, ...],
    topic: str,
    year: int | None,
    group: tuple[Area, ...],
) -> list[SensitivityRecord]:
    """The verdicts by every way of choosing comparators."""
    snapshot, wanted = portal.snapshot, ids_asked(portal, indicator, topic)
    chosen = [one for one in snapshot.indicators if wanted is None or one.id in wanted]
    return sensitivity_records(snapshot, authority, lenses_of(portal, authority, group), chosen, year)


def lenses_of(portal: Portal, authority: Area, group: tuple[Area, ...]) -> list[Group]:
    """Every group that an authority can be compared with: the editions that list it, the modelled list, one's own."""
    editions, code = portal.snapshot.editions.values(), authority.code
    found = [published_group(edition, authority) for edition in editions if code in edition.neighbours]
    if code in portal.similarity.neighbours.lists:
        found.append(portal.similarity.group(authority))
    others = tuple(area.code for area in group if area != authority)
    return [*found, Group(GROUP.name, "a group of your own", others)] if others else found


AMONG = (LENS, EDITION, GROUP)
ENDPOINTS = (
    Endpoint(
        "/ranking",
        ranking,
        list[RankingRecord],
        topic=FIGURES,
        summary="One indicator in one period over all authorities: figures, intervals, ranks, bands and quarters",
        description="Authorities that were open in the period, best first (highest first where neither direction is "
        "better); then those without a figure, each with its reason. The map is drawn from the same.",
        parameters=(INDICATOR, PERIOD),
        examples=(Example("best", "The two best", {**HEALTH, "page_size": "2"}),),
    ),
    Endpoint(
        "/funnel",
        funnel,
        list[FunnelRecord],
        topic=FIGURES,
        summary="How far from the average chance alone would carry each authority, and where it lies",
        description="Empty where an indicator has no counts, or too few authorities have.",
        parameters=(INDICATOR, PERIOD),
        examples=(Example("largest", "The two largest authorities", {**HEALTH, "page_size": "2"}),),
    ),
    Endpoint(
        "/series",
        series,
        list[SeriesRecord],
        topic=FIGURES,
        summary="One indicator over all its periods: authorities, their neighbours' means, their regions and England",
        parameters=(INDICATOR, AUTHORITIES, *AMONG),
        examples=(Example("two", "Two", {**HEALTH, "authority": "Southampton,Portsmouth", "page_size": "2"}),),
    ),
    Endpoint(
        "/lineage",
        lineage,
        list[LineageRecord],
        topic=FIGURES,
        summary="One indicator over an area's predecessors and successors, where they covered the same ground",
        description="Several authorities together are taken as one, from the sums of their counts.",
        parameters=(INDICATOR, AUTHORITIES),
        examples=(Example("new", "North Yorkshire", {**HEALTH, "authority": "North Yorkshire", "page_size": "2"}),),
    ),
    Endpoint(
        "/certainty",
        certainty,
        CertaintyRecord,
        topic=FIGURES,
        summary="What chance leaves open of one figure: its rank's interval, the test of its change, its trend",
        parameters=(INDICATOR, AUTHORITY, PERIOD),
        examples=(Example("one", "Health checks in Southampton", OF_ONE),),
    ),
    Endpoint(
        "/contributions",
        contributions,
        list[ContributionRecord],
        topic=FIGURES,
        summary="What each comparator adds to the mean, and what the mean would be without it",
        parameters=(INDICATOR, *COMPARED, PERIOD),
        examples=(Example("two", "Two of Southampton's neighbours", {**OF_ONE, "page_size": "2"}),),
    ),
    Endpoint(
        "/sensitivity",
        sensitivity,
        list[SensitivityRecord],
        topic=FIGURES,
        summary="Whether the verdict on a figure depends on whom it is compared with",
        description="By each published edition, the modelled list, a group of your own and the region.",
        parameters=(
            AUTHORITY,
            INDICATORS,
            TOPIC,
            YEAR,
            Parameter(
                "group",
                "A group of your own beside the other lists: names or codes of authorities between commas.",
                GROUP.kind,
                example=GROUP.example,
                default=(),
                meaning=authorities_asked,
            ),
        ),
        examples=(Example("one", "Health checks in Southampton", OF_ONE),),
    ),
)
