"""Several authorities together: taken as one, and what is on their lists in common."""

from app.api.chosen import AUTHORITIES, INDICATORS, TOPIC, YEAR, ids_asked
from app.api.endpoints import Choice, Endpoint, Example, Parameter
from app.api.parameters import AUTHORITY, EDITION
from app.api.problems import about
from app.records.composites import CompositeRecord, composite_records
from app.records.shared import (
    AloneRecord,
    SharedFigureRecord,
    SharedRecord,
    alone_records,
    shared_figure_records,
    shared_records,
)
from callbacks import partnership
from callbacks.chosen import choose
from callbacks.portal import Portal
from data.authorities import Area
from data.indicators import Indicator
from layouts.partnership.facts import Facts
from layouts.selection import Selection
from models.priorities import BETTER, WORSE

TOGETHER = "Several authorities"
FOUR = {"authority": "Southampton,Portsmouth,Isle of Wight,Hampshire"}
A_MINUTE = 30
"""Each assesses every indicator of every authority that is named."""
SIDE = Parameter("side", "Problems or strengths alone.", Choice((WORSE, BETTER)), example=WORSE, default="")


def composites(
    portal: Portal, authority: tuple[Area, ...], year: int | None, indicator: tuple[Indicator, ...], topic: str
) -> list[CompositeRecord]:
    """Several authorities taken as one."""
    with about(AUTHORITY.name):
        return composite_records(portal.snapshot, authority, year, ids_asked(portal, indicator, topic))


def shared(portal: Portal, authority: tuple[Area, ...], edition: str, side: str) -> list[SharedRecord]:
    """What is on their lists in common."""
    return shared_records(facts(portal, authority, edition), side)


def shared_figures(portal: Portal, authority: tuple[Area, ...], edition: str, side: str) -> list[SharedFigureRecord]:
    """The figures behind it."""
    return shared_figure_records(facts(portal, authority, edition), side)


def alone(portal: Portal, authority: tuple[Area, ...], edition: str) -> list[AloneRecord]:
    """What one of them alone has on its list."""
    return alone_records(facts(portal, authority, edition))


def facts(portal: Portal, areas: tuple[Area, ...], edition: str) -> Facts:
    """What the page `/partnership` shows of the authorities, each beside its own published neighbours."""
    first, *others = areas
    selection = Selection(
        authority=first.slug, beside=tuple(area.slug for area in others), neighbours=edition, topic="", group=()
    )
    with about(AUTHORITY.name):
        return partnership.look_up(choose(portal.snapshot, selection, portal.similarity))


ENDPOINTS = (
    Endpoint(
        "/composites",
        composites,
        list[CompositeRecord],
        topic=TOGETHER,
        summary="Several authorities taken as one, from the sums of their counts, and where it would stand",
        description="Never a mean of percentages: where counts lack, there is no value and `sentence` says why.",
        parameters=(AUTHORITIES, YEAR, INDICATORS, TOPIC),
        examples=(Example("one", "Health checks in four authorities", {**FOUR, "indicator": "LACHealth%"}),),
    ),
    Endpoint(
        "/shared",
        shared,
        list[SharedRecord],
        topic=TOGETHER,
        summary="What is on the lists of two authorities or more: shared problems and shared strengths",
        description="By the portal's own rules and each authority's own neighbours; what boards chose is not in it.",
        parameters=(AUTHORITIES, EDITION, SIDE),
        examples=(Example("first", "The first shared problem", {**FOUR, "page_size": "1"}),),
        a_minute=A_MINUTE,
    ),
    Endpoint(
        "/shared/figures",
        shared_figures,
        list[SharedFigureRecord],
        topic=TOGETHER,
        summary="Every authority's figure on what is shared, and whom it could ring",
        parameters=(AUTHORITIES, EDITION, SIDE),
        examples=(Example("first", "The first", {**FOUR, "page_size": "1"}),),
        a_minute=A_MINUTE,
    ),
    Endpoint(
        "/shared/alone",
        alone,
        list[AloneRecord],
        topic=TOGETHER,
        summary="What is on the list of one authority only, and on no other's",
        parameters=(AUTHORITIES, EDITION),
        examples=(Example("first", "The first", {**FOUR, "page_size": "1"}),),
        a_minute=A_MINUTE,
    ),
)
