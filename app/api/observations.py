"""`/observations`: every published figure of every area, filtered, by page."""

from collections.abc import Sequence

from app.api.chosen import (
    AREAS,
    FIRST_YEAR,
    INDICATORS,
    LAST_YEAR,
    TOPIC,
    ids_asked,
    labelled,
    lies_in,
    region_asked,
)
from app.api.endpoints import Choice, Endpoint, Example, Parameter, WholeNumber, YesOrNo
from app.api.problems import about
from app.records.observations import ObservationRecord
from app.records.observations import observations as found_observations
from callbacks.portal import Portal
from data.authorities import Area, AreaKind
from data.indicators import Indicator
from data.periods import Period, Status

USUAL_PAGE = 1_000
NOT_STATED = "not stated"
KINDS = tuple(str(kind) for kind in AreaKind)
STATUSES = (*(str(status) for status in Status), NOT_STATED)


def observations(
    portal: Portal,
    *,
    indicator: tuple[Indicator, ...],
    authority: tuple[Area, ...] | None,
    topic: str,
    cohort: str,
    period: str,
    region: Area | None,
    kind: str,
    status: str,
    missing: bool | None,
    latest: bool | None,
    from_year: int | None,
    to_year: int | None,
) -> Sequence[ObservationRecord]:
    """The figures that are asked for."""
    snapshot = portal.snapshot
    wanted = ids_asked(portal, indicator, topic)
    named = [one for one in snapshot.indicators if wanted is None or one.id in wanted]
    areas = [
        area
        for area in snapshot.areas
        if (authority is None or area in authority)
        and (region is None or lies_in(snapshot, area, region))
        and (not kind or area.kind == kind)
    ]
    first, last = from_year or FIRST_YEAR, to_year or LAST_YEAR
    with about("period"):
        every = (one for periods in snapshot.periods for one in periods)
        is_meant = labelled(period, every) if period else None

    def keeps(each: Period, settled: Status | None) -> bool:
        return (
            first <= each.year <= last
            and (is_meant is None or is_meant(each))
            and (not status or (settled or NOT_STATED) == status)
        )

    is_open = first == FIRST_YEAR and last == LAST_YEAR and is_meant is None and not status
    return found_observations(
        snapshot,
        [one for one in named if not cohort or one.cohort.casefold() == cohort.casefold()],
        areas,
        None if is_open else keeps,
        missing=missing,
        latest=bool(latest),
    )


YEARS = WholeNumber(FIRST_YEAR, LAST_YEAR)
ENDPOINTS = (
    Endpoint(
        "/observations",
        observations,
        list[ObservationRecord],
        topic="Figures",
        summary="Every published figure of every authority, region and England, missing ones with their reason",
        description="In a stable order: by indicator, then authority, then period. A missing value has its reason and "
        "never a number in its place. The whole is reached page by page; `X-Total-Count` says how many there are.",
        parameters=(
            INDICATORS,
            AREAS,
            TOPIC,
            Parameter("cohort", "Indicators about one cohort, in its own words.", example="", default=""),
            Parameter(
                "period",
                "One period: its label (`2023`, `2022/23`, `31 March 2023`) or the day it ends.",
                example="2022/23",
                default="",
            ),
            Parameter("from_year", "Periods that end in this year or later.", YEARS, example="2020"),
            Parameter("to_year", "Periods that end in this year or earlier.", YEARS, example="2024"),
            Parameter("region", "What lies in a region, by name or code.", example="South East", meaning=region_asked),
            Parameter("kind", "Areas of one kind alone.", Choice(KINDS), example="authority", default=""),
            Parameter("status", "How settled the figures are.", Choice(STATUSES), example="provisional", default=""),
            Parameter("missing", "Figures without a value (`true`), or with one.", YesOrNo(), example="false"),
            Parameter("latest", "Each indicator's last period with a figure alone.", YesOrNo(), example="true"),
        ),
        examples=(
            Example(
                "course",
                "Health checks in Southampton and England since 2022",
                {"indicator": "LACHealth%", "authority": "Southampton,England", "from_year": "2022", "page_size": "3"},
            ),
            Example(
                "missing",
                "Figures that are missing, with their reasons",
                {"authority": "E06000045", "missing": "true", "latest": "true", "page_size": "2"},
            ),
        ),
        page_size=USUAL_PAGE,
    ),
)
