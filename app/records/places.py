"""One authority whole: what it is, what came before and after, with whom it works, what is known of its children."""

from typing import Annotated, TypedDict

from msgspec import Meta

from callbacks.profile import CONTEXT
from data.authorities import Area
from data.context import load_context
from data.partnerships import Partnership, load_partnerships
from data.store import Snapshot
from models.lenses import MODELLED, Similarity
from models.succession import lineage


class NamedRecord(TypedDict):
    """An area by its code and name."""

    code: str
    name: str


class JointReturnRecord(TypedDict):
    """A return that several authorities make together; its figures belong to all of them and count once."""

    key: Annotated[str, Meta(description="As sources print it, by DfE codes.")]
    members: Annotated[list[NamedRecord], Meta(description="Who makes it together.")]
    collection: str
    note: str


class ListRecord(TypedDict):
    """A list of neighbours, an edition of the published ones or the modelled; and on whose lists the authority is."""

    list: str
    title: str
    has_own: bool
    listed_by: list[NamedRecord]


class FigureOfPlaceRecord(TypedDict):
    """A figure of the context profile; `headline` ones stand on the authority's page."""

    variable: str
    title: str
    unit: str
    domain: str
    headline: bool
    value: Annotated[float | None, Meta(description="The figure; null where none is published.")]
    source: str


class AuthorityWholeRecord(TypedDict):
    """All that is known of an area. No date is before records, or still open; `lineage` says where series break."""

    code: str
    name: str
    slug: Annotated[str, Meta(description="Its name in addresses of pages.")]
    kind: str
    type: str | None
    region: Annotated[NamedRecord | None, Meta(description="The region that it lies in.")]
    ons_code: str
    codes: list[str]
    aliases: list[str]
    opened: str | None
    closed: str | None
    predecessors: Annotated[list[NamedRecord], Meta(description="The authorities before it.")]
    successors: Annotated[list[NamedRecord], Meta(description="The authorities after it.")]
    lineage: list[str]
    partnerships: list[str]
    joint_returns: list[JointReturnRecord]
    neighbours: Annotated[list[ListRecord], Meta(description="The lists of neighbours, and on whose it is.")]
    cluster: int | None
    context: list[FigureOfPlaceRecord]


class PartnershipRecord(TypedDict):
    """Authorities that work together."""

    partnership: str
    name: str
    title: str
    members: Annotated[list[str], Meta(description="Who belongs to it, by name.")]
    member_codes: list[str]
    note: str


PARTNERSHIP_COLUMNS = tuple(PartnershipRecord.__annotations__)


def authority_record(snapshot: Snapshot, similarity: Similarity, area: Area) -> AuthorityWholeRecord:
    """One authority, region or country whole."""
    authorities = snapshot.authorities
    region = authorities.region_of(area)
    is_authority = area in authorities.authorities
    place = similarity.clusters.places.get(area.code)
    return {
        "code": area.code,
        "name": area.name,
        "slug": area.slug,
        "kind": str(area.kind),
        "type": area.type or None,
        "region": named(region) if region else None,
        "ons_code": area.ons_code,
        "codes": list(authorities.codes_of(area)),
        "aliases": list(area.aliases),
        "opened": area.opened.isoformat() if area.opened else None,
        "closed": area.closed.isoformat() if area.closed else None,
        "predecessors": _named_all(snapshot, area.predecessors),
        "successors": _named_all(snapshot, area.successors),
        "lineage": list(lineage(authorities, [area]).sentences) if is_authority else [],
        "partnerships": [found.slug for found in load_partnerships() if area in found.members],
        "joint_returns": [
            {
                "key": made.key,
                "members": _named_all(snapshot, made.members),
                "collection": made.what,
                "note": made.note,
            }
            for made in authorities.joint_returns
            if area.code in made.members
        ],
        "neighbours": _lists(snapshot, similarity, area) if is_authority else [],
        "cluster": place.cluster if place else None,
        "context": _context(snapshot, area),
    }


def named(area: Area) -> NamedRecord:
    """An area by its code and name."""
    return {"code": area.code, "name": area.name}


def _named_all(snapshot: Snapshot, codes: tuple[str, ...]) -> list[NamedRecord]:
    return [named(snapshot.authorities.by_code(code)) for code in codes]


def _lists(snapshot: Snapshot, similarity: Similarity, area: Area) -> list[ListRecord]:
    model = similarity.neighbours.lists
    found: list[ListRecord] = [
        {
            "list": edition.name,
            "title": edition.title,
            "has_own": area.code in edition.neighbours,
            "listed_by": _named_all(
                snapshot,
                tuple(code for code, pairs in edition.neighbours.items() if area.code in [other for other, _ in pairs]),
            ),
        }
        for edition in snapshot.editions.values()
    ]
    naming = (code for code, own in model.items() if area.code in [one.authority for one in own.neighbours])
    modelled: ListRecord = {
        "list": MODELLED,
        "title": "this portal's modelled list",
        "has_own": area.code in model,
        "listed_by": _named_all(snapshot, tuple(naming)),
    }
    return [*found, modelled]


def _context(snapshot: Snapshot, area: Area) -> list[FigureOfPlaceRecord]:
    profile = load_context(snapshot)
    if area.code not in profile.values:
        return []
    values = profile.values[area.code]
    return [
        {
            "variable": name,
            "title": meaning.title,
            "unit": meaning.unit,
            "domain": meaning.domain,
            "headline": name in CONTEXT,
            "value": values.get(name),
            "source": meaning.source,
        }
        for name, meaning in profile.variables.items()
    ]


def partnership_records() -> list[PartnershipRecord]:
    """Every partnership."""
    return [partnership_record(found) for found in load_partnerships()]


def partnership_record(found: Partnership) -> PartnershipRecord:
    """One partnership."""
    return {
        "partnership": found.slug,
        "name": found.name,
        "title": found.title,
        "members": [area.name for area in found.members],
        "member_codes": [area.code for area in found.members],
        "note": found.note,
    }
