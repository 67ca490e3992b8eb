"""`/neighbours`: who an authority is compared with, and how near each is."""

from app.api.endpoints import Choice, Endpoint, Example, Parameter
from app.api.parameters import AUTHORITY, EDITION
from app.api.problems import about
from app.api.shapes import NeighbourRecord
from app.commands.neighbours import PUBLISHED
from app.records.published import Record, modelled_records, published_records
from callbacks.portal import Portal
from data.authorities import Area
from models.lenses import MODELLED

LENS = Parameter(
    "lens",
    "The Department's published neighbours, or those that are modelled here from what authorities are like.",
    Choice((PUBLISHED, MODELLED)),
    example=PUBLISHED,
    default=PUBLISHED,
)


def neighbours(portal: Portal, authority: Area, lens: str, edition: str) -> list[Record]:
    """The neighbours of an authority, nearest first."""
    if lens == MODELLED:
        with about(AUTHORITY.name):
            return modelled_records(portal.snapshot, authority, portal.similarity)
    with about(EDITION.name):
        return published_records(portal.snapshot, authority, edition)


ENDPOINTS = (
    Endpoint(
        "/neighbours",
        neighbours,
        list[NeighbourRecord],
        topic="Neighbours",
        summary="Who an authority is compared with, and how near each is",
        parameters=(AUTHORITY, LENS, EDITION),
        examples=(
            Example("published", "Published neighbours", {"authority": "Southampton", "page_size": "3"}),
            Example("modelled", "Modelled neighbours", {"authority": "852", "lens": "modelled", "page_size": "3"}),
        ),
    ),
)
