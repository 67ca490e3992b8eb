"""`/table` and `/benchmark`: where an authority stands on every indicator, and on one with all that is known of it."""

from app.api.endpoints import Endpoint, Example, Parameter
from app.api.parameters import AUTHORITY, EDITION, GROUP, INDICATOR
from app.api.problems import about
from app.api.shapes import BenchmarkRecord, TableRow
from app.questions import asked_group, asked_period
from app.records.published import Record, benchmark_record, table_records
from callbacks.portal import Portal
from data.authorities import Area
from data.indicators import Indicator
from models.benchmark import Group, standing
from models.benchmark import benchmark as benchmarked

PERIOD = Parameter(
    "period",
    "A period of the indicator: its label (`2023`, `2022/23`) or the day it ends. The newest with a figure where it is "
    "left out.",
    example="2023",
    default="",
)


def table(portal: Portal, authority: Area, edition: str, group: str) -> list[Record]:
    """Where an authority stands, one record an indicator."""
    return table_records(standing(portal.snapshot, authority, compared_with(portal, authority, edition, group)))


def benchmark(portal: Portal, indicator: Indicator, authority: Area, period: str, edition: str, group: str) -> Record:
    """One figure with everything that is known of it."""
    with about(PERIOD.name):
        wanted = asked_period(portal.snapshot, indicator, period) if period else None
    compared = compared_with(portal, authority, edition, group)
    return benchmark_record(portal.snapshot, benchmarked(portal.snapshot, indicator, authority, compared, wanted))


def compared_with(portal: Portal, authority: Area, edition: str, group: str) -> Group:
    """The group that was asked for, else an edition of the published neighbours."""
    with about(GROUP.name if group else EDITION.name):
        return asked_group(portal.snapshot, authority, edition, group)


ENDPOINTS = (
    Endpoint(
        "/table",
        table,
        list[TableRow],
        topic="Figures",
        summary="Where one authority stands on every indicator",
        description="The newest figure of each indicator beside the neighbours', the region's and England's.",
        parameters=(AUTHORITY, EDITION, GROUP),
        examples=(
            Example("southampton", "Southampton", {"authority": "Southampton", "page_size": "2"}),
            Example(
                "chosen",
                "Titles, periods and figures alone",
                {"authority": "E06000045", "fields": "title,period,value,missing_reason", "page_size": "3"},
            ),
        ),
    ),
    Endpoint(
        "/benchmark",
        benchmark,
        BenchmarkRecord,
        topic="Figures",
        summary="One figure with everything that is known of it",
        as_row=True,
        description="The figure beside its neighbours, region and England, with its interval, rank, band, change, gap "
        "and source.",
        parameters=(INDICATOR, AUTHORITY, PERIOD, EDITION, GROUP),
        examples=(
            Example("one", "Health checks in Southampton", {"indicator": "LACHealth%", "authority": "Southampton"}),
        ),
    ),
)
