"""One authority over all indicators: gaps, topics, what has changed in a year, bands through the years, and spines."""

from app.api.chosen import COMPARED, INDICATORS, TOPIC, YEAR, compared, ids_asked
from app.api.endpoints import Choice, Endpoint, Example, Parameter, YesOrNo
from app.api.parameters import AUTHORITY
from app.records.gaps import GapRecord, gap_records
from app.records.spines import SpineRecord, spine_records
from app.records.standing import BandRecord, ChangeRecord, TopicRecord, band_records, change_records, topic_records
from callbacks.portal import Portal
from data.authorities import Area
from data.indicators import Indicator
from models.priorities import BETTER, WORSE
from models.spine import Centre

ONE = {"authority": "Southampton"}
TOPICS_OWN = "Standing"


def gaps(
    portal: Portal,
    authority: Area,
    lens: str,
    edition: str,
    group: str,
    year: int | None,
    indicator: tuple[Indicator, ...],
    topic: str,
    side: str,
    one_of_each: bool | None,
) -> list[GapRecord]:
    """Every gap to the comparators, the worst first."""
    wanted, among = ids_asked(portal, indicator, topic), compared(portal, authority, lens, edition, group)
    return gap_records(portal.snapshot, authority, among, year, wanted, side, one_of_each=bool(one_of_each))


def topics(portal: Portal, authority: Area, lens: str, edition: str, group: str, year: int | None) -> list[TopicRecord]:
    """How each topic stands."""
    return topic_records(portal.snapshot, authority, compared(portal, authority, lens, edition, group), year)


def changes(
    portal: Portal, authority: Area, lens: str, edition: str, group: str, year: int | None
) -> list[ChangeRecord]:
    """What has changed since the year before."""
    return change_records(portal.snapshot, authority, compared(portal, authority, lens, edition, group), year)


def bands(portal: Portal, authority: Area, year: int | None) -> list[BandRecord]:
    """The bands of the last twelve years."""
    return band_records(portal.snapshot, authority, year)


def spines(
    portal: Portal,
    authority: Area,
    lens: str,
    edition: str,
    group: str,
    year: int | None,
    topic: str,
    centre: str,
) -> list[SpineRecord]:
    """Where the figures stand among all authorities'."""
    wanted = ids_asked(portal, (), topic)
    among = compared(portal, authority, lens, edition, group)
    return spine_records(portal.snapshot, authority, among, Centre(centre), year, wanted)


ENDPOINTS = (
    Endpoint(
        "/gaps",
        gaps,
        list[GapRecord],
        topic=TOPICS_OWN,
        summary="Every gap of one authority to its comparators, in points and in children, the worst first",
        description="What is certainly worse comes first, then what is worse beyond chance, then what stands in "
        "England's worst quarter and cannot be tested; what chance could explain; what is better; what is not. "
        "The false discovery rate is held at 5% over all of the authority's indicators, whichever are asked for.",
        parameters=(
            *COMPARED,
            YEAR,
            INDICATORS,
            TOPIC,
            Parameter("side", "One side of the list alone.", Choice((WORSE, BETTER)), example=WORSE, default=""),
            Parameter(
                "one_of_each",
                "The lists of the first page alone (`true`): of indicators that tell one story the first.",
                YesOrNo(),
                example="true",
            ),
        ),
        examples=(
            Example("worst", "The two worst gaps of Southampton", {**ONE, "page_size": "2"}),
            Example(
                "one", "One gap beside the modelled neighbours", {**ONE, "lens": "modelled", "indicator": "LACHealth%"}
            ),
        ),
    ),
    Endpoint(
        "/topics",
        topics,
        list[TopicRecord],
        topic=TOPICS_OWN,
        summary="How many indicators of each topic are worse, similar and better",
        parameters=(*COMPARED, YEAR),
        examples=(Example("first", "The first two topics", {**ONE, "page_size": "2"}),),
    ),
    Endpoint(
        "/changes",
        changes,
        list[ChangeRecord],
        topic=TOPICS_OWN,
        summary="What has changed since the period before, by test where counts allow, with the five-year trend",
        description="What a new release has changed in figures of the same period is at `/differences`.",
        parameters=(*COMPARED, YEAR),
        examples=(Example("first", "The first two indicators", {**ONE, "page_size": "2"}),),
    ),
    Endpoint(
        "/bands",
        bands,
        list[BandRecord],
        topic=TOPICS_OWN,
        summary="The band of every indicator in every one of the last twelve years",
        parameters=(AUTHORITY, YEAR),
        examples=(Example("first", "The first two", {**ONE, "page_size": "2"}),),
    ),
    Endpoint(
        "/spines",
        spines,
        list[SpineRecord],
        topic=TOPICS_OWN,
        summary="Every indicator's spread over all authorities, and where one stands in it",
        parameters=(
            *COMPARED,
            YEAR,
            TOPIC,
            Parameter(
                "centre",
                "What stands in the middle, and what the verdict compares with.",
                Choice(tuple(str(centre) for centre in Centre)),
                example="england",
                default=str(Centre.NEIGHBOURS),
            ),
        ),
        examples=(Example("topic", "One topic", {**ONE, "topic": "Children looked after", "page_size": "2"}),),
    ),
)
