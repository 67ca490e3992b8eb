"""Why authorities are alike, how firmly, and what a figure's verdict owes to the choice: as the page `/neighbours`."""

from collections.abc import Iterable
from typing import Annotated, TypedDict

from msgspec import Meta

from app.records.plain import number
from app.records.published import compared_pair_of
from app.records.ranking import region_name
from data.authorities import Area
from data.context import Context, load_context
from data.errors import PortalError
from data.store import Snapshot
from layouts.neighbours.words import name_of
from models.lenses import MODELLED, Similarity
from models.pairs import PairVariable
from models.similarity.results import Neighbour


class FeatureRecord(TypedDict):
    """One feature of two places in its own unit; `share` of what sets them apart, where it was asked for by pair."""

    variable: str
    title: str
    unit: str
    domain: str
    value: Annotated[float | None, Meta(description="The figure; null where none is published.")]
    other_value: float | None
    share: Annotated[float | None, Meta(description="Its part of the distance; null where none is given.")]


class ReasonRecord(TypedDict):
    """One modelled neighbour and why. `distance` is 1 for the middle pair of all pairs of authorities.

    `kept` is the share of perturbed runs in which it stays among the ten, `stability` its word. `domains` are the
    shares of the distance that lie in each domain; they add up to 1.
    """

    position: int
    authority: str
    authority_code: str
    neighbour: str
    neighbour_code: str
    closeness: str
    distance: float
    kept: float
    stability: str
    domains: dict[str, float]
    most_alike: list[FeatureRecord]
    least_alike: list[FeatureRecord]


class PairRecord(TypedDict):
    """Any two authorities by the model's weights: their distance, 1 for the average pair, and what makes it up."""

    authority: str
    authority_code: str
    other: str
    other_code: str
    distance: float
    domains: dict[str, float]
    most_alike: list[FeatureRecord]
    least_alike: list[FeatureRecord]
    model: str


class ListedRecord(TypedDict):
    """An authority on one list of another's neighbours; `list` is an edition or `modelled`.

    `distance`, `kept` and `stability` are the model's and None on a published list. The one that the modelled list just
    leaves out is there with `listed` false and `further`, by what share it is further away than the last.
    """

    list: str
    title: str
    position: int
    neighbour: str
    neighbour_code: str
    neighbour_ons_code: str
    region: Annotated[str | None, Meta(description="The region that the neighbour lies in, by name.")]
    listed: bool
    closeness: str | None
    distance: float | None
    kept: float | None
    stability: str | None
    further: float | None
    cluster: int | None
    cluster_name: str | None


class EvaluationRecord(TypedDict):
    """How many of the ten published neighbours a method finds without having seen them, with its 95% interval."""

    method: str
    overlap: float
    low: Annotated[float, Meta(description="The lower end of its 95% interval.")]
    high: Annotated[float, Meta(description="The upper end of its 95% interval.")]
    recall_of_first_three: float
    authorities: Annotated[int, Meta(description="Over how many authorities.")]


class WeightRecord(TypedDict):
    """What a feature counts for in the model."""

    variable: str
    title: str
    unit: str
    domain: str
    weight: float
    source: str


class NeighbourModelRecord(TypedDict):
    """How the modelled neighbours were made and how well they do."""

    version: Annotated[str, Meta(description="The version of the model.")]
    digest: str
    metric: str
    method: str
    closeness_rule: str
    stability_rule: str
    authorities: Annotated[int, Meta(description="How many authorities it holds.")]
    evaluation: list[EvaluationRecord]
    weights: list[WeightRecord]


LISTED_COLUMNS = tuple(ListedRecord.__annotations__)
DIGITS = 4


def reason_records(snapshot: Snapshot, similarity: Similarity, area: Area) -> list[ReasonRecord]:
    """The modelled neighbours, nearest first. Raises PortalError for one that is closed or little is known of."""
    context = load_context(snapshot)
    return [_reason(snapshot, context, area, place, one) for place, one in enumerate(similarity.of(area).neighbours, 1)]


def _reason(snapshot: Snapshot, context: Context, area: Area, place: int, one: Neighbour) -> ReasonRecord:
    other = snapshot.authorities.by_code(one.authority)
    return {
        "position": place,
        "authority": area.name,
        "authority_code": area.code,
        "neighbour": other.name,
        "neighbour_code": other.code,
        "closeness": one.closeness,
        "distance": one.distance,
        "kept": one.kept,
        "stability": one.stability,
        "domains": dict(one.domains),
        "most_alike": _features(context, area, other, one.most_alike),
        "least_alike": _features(context, area, other, one.least_alike),
    }


def _features(context: Context, area: Area, other: Area, names: Iterable[str]) -> list[FeatureRecord]:
    return [
        {
            "variable": name,
            "title": context.variables[name].title,
            "unit": context.variables[name].unit,
            "domain": context.variables[name].domain,
            "value": context.values[area.code][name],
            "other_value": context.values[other.code][name],
            "share": None,
        }
        for name in names
    ]


def alike_record(snapshot: Snapshot, similarity: Similarity, area: Area, other: Area) -> PairRecord:
    """Any two authorities, as `portal neighbours --why` compares them. Raises PortalError for one outside the model."""
    if area == other:
        raise PortalError(f"{area.name} is named twice; name another authority beside it.")
    pair = compared_pair_of(snapshot, similarity, area, other)
    return {
        "authority": area.name,
        "authority_code": area.code,
        "other": other.name,
        "other_code": other.code,
        "distance": round(pair.distance, DIGITS),
        "domains": {domain: round(share, DIGITS) for domain, share in pair.domains.items()},
        "most_alike": [_compared(found) for found in pair.most_alike],
        "least_alike": [_compared(found) for found in pair.least_alike],
        "model": similarity.neighbours.version,
    }


def _compared(found: PairVariable) -> FeatureRecord:
    meaning = found.variable
    return {
        "variable": meaning.name,
        "title": meaning.title,
        "unit": meaning.unit,
        "domain": meaning.domain,
        "value": found.first,
        "other_value": found.second,
        "share": round(found.share, DIGITS),
    }


def listed_records(snapshot: Snapshot, similarity: Similarity, area: Area) -> list[ListedRecord]:
    """Every list of an authority's neighbours, the editions first, each nearest first; nobody on a list it has not."""
    found: list[ListedRecord] = []
    for edition in snapshot.editions.values():
        pairs = edition.neighbours.get(area.code, ())
        found += [
            _listed(snapshot, similarity, (edition.name, edition.title), place, code, closeness=grade)
            for place, (code, grade) in enumerate(pairs, 1)
        ]
    modelled = similarity.neighbours.lists.get(area.code)
    if modelled is None:
        return found
    named = (MODELLED, similarity.group(area).title)
    found += [
        _listed(snapshot, similarity, named, place, one.authority, closeness=one.closeness, one=one)
        for place, one in enumerate(modelled.neighbours, 1)
    ]
    if modelled.next_authority:
        left_out = _listed(snapshot, similarity, named, len(modelled.neighbours) + 1, modelled.next_authority)
        found.append({**left_out, "listed": False, "further": number(modelled.further)})
    return found


def _listed(
    snapshot: Snapshot,
    similarity: Similarity,
    named: tuple[str, str],
    place: int,
    code: str,
    *,
    closeness: str | None = None,
    one: Neighbour | None = None,
) -> ListedRecord:
    other = snapshot.authorities.by_code(code)
    at = similarity.clusters.places.get(code)
    return {
        "list": named[0],
        "title": named[1],
        "position": place,
        "neighbour": other.name,
        "neighbour_code": other.code,
        "neighbour_ons_code": other.ons_code,
        "region": region_name(snapshot, other),
        "listed": True,
        "closeness": closeness,
        "distance": one.distance if one else None,
        "kept": one.kept if one else None,
        "stability": one.stability if one else None,
        "further": None,
        "cluster": at.cluster if at else None,
        "cluster_name": name_of(similarity.clusters.clusters[at.cluster - 1]) if at else None,
    }


def neighbour_model_record(snapshot: Snapshot, similarity: Similarity) -> NeighbourModelRecord:
    """The model of the neighbours without its lists; the heaviest feature first."""
    model, variables = similarity.neighbours, load_context(snapshot).variables
    return {
        "version": model.version,
        "digest": model.digest,
        "metric": model.metric,
        "method": model.method,
        "closeness_rule": model.closeness_rule,
        "stability_rule": model.stability_rule,
        "authorities": len(model.lists),
        "evaluation": [
            {
                "method": one.method,
                "overlap": one.overlap,
                "low": one.low,
                "high": one.high,
                "recall_of_first_three": one.recall_of_first_three,
                "authorities": one.authorities,
            }
            for one in model.evaluation
        ],
        "weights": [
            {
                "variable": name,
                "title": variables[name].title,
                "unit": variables[name].unit,
                "domain": variables[name].domain,
                "weight": weight,
                "source": variables[name].source,
            }
            for name, weight in sorted(model.weights.items(), key=lambda item: (-item[1], item[0]))
        ],
    }
