"""What the addresses of published answers are asked for: several names at once, comparators, a year, a period."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from app.api.endpoints import Choice, Parameter, Text, WholeNumber
from app.api.parameters import AUTHORITY, EDITION, GROUP, INDICATOR, LONGEST_GROUP
from app.api.problems import about
from app.questions import asked_group, asked_period
from callbacks.chosen import topic_slug
from callbacks.portal import Portal
from data.authorities import Area, AreaKind
from data.errors import PortalError
from data.indicators import Indicator
from data.periods import SNAPSHOT_MONTHS, YEAR_STARTS, Period, PeriodKind, parse_period
from data.store import Snapshot
from models.benchmark import Group
from models.lenses import MODELLED

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_INDICATORS = 100
LONGEST_LIST = 8_000
"""Characters of a list of ids of indicators."""
PUBLISHED = "published"


def indicators_asked(portal: Portal, text: str) -> tuple[Indicator, ...]:
    """The indicators between commas, each once; one whose title holds a comma may be asked for alone."""
    indicators, parts = portal.snapshot.indicators, [part for part in text.split(",") if part.strip()]
    if not parts:
        raise PortalError("No indicator is named; give ids or source codes between commas.")
    if len(parts) > MOST_INDICATORS:
        raise PortalError(f"There can be {MOST_INDICATORS} indicators at most; these are {len(parts):,}.")
    try:
        return tuple({found.id: found for found in map(indicators.find, parts)}.values())
    except PortalError:
        if any(one.title.casefold() == text.strip().casefold() for one in indicators):
            return (indicators.find(text),)
        raise


def areas_asked(portal: Portal, text: str) -> tuple[Area, ...]:
    """The areas between commas, each once. Raises PortalError where there is none."""
    found = portal.snapshot.authorities.find_all(text)
    if not found:
        raise PortalError("No authority is named; give names or codes between commas.")
    return found


def authorities_asked(portal: Portal, text: str) -> tuple[Area, ...]:
    """The same of authorities alone: a region or England is refused."""
    found = areas_asked(portal, text)
    for area in found:
        if area.kind is not AreaKind.AUTHORITY:
            raise PortalError(f"{area.name} is a {area.kind}, not an authority; choose authorities.")
    return found


def topic_asked(portal: Portal, text: str) -> str:
    """A topic by its name, or as addresses of pages spell it."""
    topics = portal.snapshot.indicators.topics
    for topic in topics:
        if text.casefold() in (topic.casefold(), topic_slug(topic)):
            return topic
    raise PortalError(f"There is no topic '{text[:50]}'; there are {', '.join(topics)}.")


def region_asked(portal: Portal, text: str) -> Area:
    """A region by its name or code."""
    area = portal.snapshot.authorities.find(text)
    if area.kind is not AreaKind.REGION:
        raise PortalError(f"{area.name} is a {area.kind}, not a region; choose a region.")
    return area


def lies_in(snapshot: Snapshot, area: Area, region: Area) -> bool:
    """Whether an area lies in a region, or in a part of it: London has Inner and Outer London."""
    around = snapshot.authorities.region_of(area)
    return around is not None and (around is region or lies_in(snapshot, around, region))


def labelled(text: str, periods: Iterable[Period]) -> Callable[[Period], bool]:
    """Whether a period is the one that a label means: its own, any form that sources use, or the day it ends.

    Raises PortalError for a label that fits no form, and is not that of any of the `periods` that there are.
    """
    wanted, ends = text.strip().casefold(), _ends(text.strip())

    @cache
    def is_meant(period: Period) -> bool:
        names = (period.label.casefold(), period.words.casefold(), period.end.isoformat())
        return wanted in names or (period.kind in ends and ends[period.kind] == (period.end, period.years))

    if not ends and not any(is_meant(period) for period in periods):
        raise PortalError(
            f"'{text[:50]}' is not a period label of a known form, such as 2023, 2022/23 or 31 March 2023."
        )
    return is_meant


def _ends(text: str) -> dict[PeriodKind, tuple[date, int]]:
    """The day on which the period of each yearly kind ends, and how many years it has."""
    found = {}
    for kind in (*YEAR_STARTS, *SNAPSHOT_MONTHS):
        try:
            period, _ = parse_period(text, kind)
        except PortalError:
            continue
        found[kind] = (period.end, period.years)
    return found


def compared(portal: Portal, authority: Area, lens: str, edition: str, group: str) -> Group:
    """The comparators: a group of one's own, the modelled list, or an edition of the published neighbours."""
    with about(GROUP.name if group else LENS.name if lens == MODELLED else EDITION.name):
        if lens == MODELLED and not group:
            return portal.similarity.group(authority)
        return asked_group(portal.snapshot, authority, edition, group)


def period_of(portal: Portal, indicator: Indicator, text: str) -> Period:
    """The period that is asked for, else the last in which any authority has a figure."""
    snapshot = portal.snapshot
    with about(PERIOD.name):
        if text:
            return asked_period(snapshot, indicator, text)
        index = snapshot.position[indicator.id]
        column = int(snapshot.latest_columns[index])
        if column < 0:
            raise PortalError(f"{indicator.title} has no published figures.")
        return snapshot.periods[index][column]


def _ids(found: tuple[Indicator, ...]) -> frozenset[str]:
    return frozenset(one.id for one in found)


def ids_asked(portal: Portal, indicators: tuple[Indicator, ...], topic: str) -> frozenset[str] | None:
    """The ids of the indicators that are asked for by name, by topic, or by both; None for all."""
    by_topic = _ids(portal.snapshot.indicators.in_topic(topic)) if topic else None
    by_name = _ids(indicators) if indicators else None
    if by_topic is None or by_name is None:
        return by_topic if by_name is None else by_name
    return by_topic & by_name


LENS = Parameter(
    "lens",
    "Whom the authority is compared with: the published neighbours of an edition, or the modelled ones.",
    Choice((PUBLISHED, MODELLED)),
    example=PUBLISHED,
    default=PUBLISHED,
)
COMPARED = (AUTHORITY, LENS, EDITION, GROUP)
YEAR = Parameter(
    "year",
    "The year in which periods end; each indicator's latest period where it is left out.",
    WholeNumber(FIRST_YEAR, LAST_YEAR),
    example="2024",
)
PERIOD = Parameter(
    "period",
    "A period: its label (`2023`, `2022/23`) or the day it ends. The latest with a figure where it is left out.",
    example="2023",
    default="",
)
INDICATORS = Parameter(
    "indicator",
    "Indicators, between commas: ids or any of their source codes, such as `LACHealth%`. All where it is left out.",
    Text(LONGEST_LIST),
    example="LACHealth%,LACDental%",
    default=(),
    meaning=indicators_asked,
)
ONE_INDICATOR = Parameter(
    "indicator",
    "Of one indicator alone, by its id or source code.",
    example=INDICATOR.example,
    meaning=INDICATOR.meaning,
)
AREAS = Parameter(
    "authority",
    "Authorities, regions or England, between commas: names, ONS codes or DfE codes. All where it is left out.",
    Text(LONGEST_GROUP),
    example="Southampton,E06000044,England",
    default=None,
    meaning=areas_asked,
)
AUTHORITIES = Parameter(
    "authority",
    "Authorities between commas: names, ONS codes or DfE codes.",
    Text(LONGEST_GROUP),
    example="Southampton,Isle of Wight",
    required=True,
    meaning=authorities_asked,
)
TOPIC = Parameter(
    "topic",
    "Indicators of one topic alone, by its name or as addresses spell it.",
    example="Children looked after",
    default="",
    meaning=topic_asked,
)
