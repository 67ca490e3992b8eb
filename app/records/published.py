"""Answers as the contract names them: one record a figure, for the command line and the API alike."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from data.authorities import Area
from data.context import load_context
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Status
from data.store import Snapshot
from models.benchmark import Benchmark, Standing
from models.intervals import CONFIDENCE
from models.lenses import Similarity
from models.pairs import Pair, PairVariable, compared_pair

Record = dict[str, object]

TABLE_COLUMNS = (
    "indicator",
    "title",
    "topic",
    "unit",
    "polarity",
    "source_code",
    "period",
    "value",
    "missing_reason",
    "numerator",
    "denominator",
    "neighbours_mean",
    "neighbours_median",
    "neighbours_contributing",
    "region",
    "england",
    "rank",
    "ranked",
    "band",
    "previous_period",
    "previous_value",
    "change",
)
CODES_BETWEEN = "; "


def table_records(standing: Standing) -> list[Record]:
    """One record an indicator, in the catalogue's order; an indicator that was never published says so."""
    columns = standing.slice.columns
    return [
        _table_record(standing.row(at)) if column >= 0 else _unpublished(standing.snapshot.indicators.all[index])
        for at, (index, column) in enumerate(zip(standing.slice.which, columns, strict=True))
    ]


def _definition(indicator: Indicator) -> Record:
    return {
        "indicator": indicator.id,
        "title": indicator.title,
        "topic": indicator.topic,
        "unit": indicator.unit,
        "polarity": str(indicator.polarity),
        "source_code": CODES_BETWEEN.join(indicator.source_codes),
    }


def _unpublished(indicator: Indicator) -> Record:
    return {**dict.fromkeys(TABLE_COLUMNS), **_definition(indicator), "missing_reason": Missing.NOT_AVAILABLE.words}


def _table_record(row: Benchmark) -> Record:
    return {
        **_definition(row.indicator),
        **_figure(row),
        "neighbours_mean": _tidy(row.mean),
        "neighbours_median": _tidy(row.median),
        "neighbours_contributing": row.contributing,
        **_place(row),
        "previous_value": row.previous,
    }


def _figure(row: Benchmark) -> Record:
    return {
        "period": row.period.label,
        "value": row.value,
        "missing_reason": row.reason.words or None,
        "numerator": row.numerator,
        "denominator": row.denominator,
    }


def _place(row: Benchmark) -> Record:
    return {
        "region": row.region,
        "england": row.england,
        "rank": row.rank,
        "ranked": row.ranked,
        "band": row.band or None,
        "previous_period": row.previous_period.label if row.previous_period else None,
        "change": row.change,
    }


def benchmark_record(snapshot: Snapshot, row: Benchmark) -> Record:
    """One figure with everything that is known of it."""
    return {
        "indicator": row.indicator.id,
        "title": row.indicator.title,
        "unit": row.indicator.unit,
        "authority": row.area.name,
        "authority_code": row.area.code,
        "ons_code": row.area.ons_code,
        **_figure(row),
        "period_start": row.period.start.isoformat(),
        "period_end": row.period.end.isoformat(),
        "joint_return": row.joint,
        "interval": _interval(row),
        "neighbours": {
            "edition": row.group.name,
            "title": row.group.title,
            "mean": _tidy(row.mean),
            "median": _tidy(row.median),
            "contributing": row.contributing,
            "of": len(row.group.codes),
        },
        **_place(row),
        "previous": row.previous,
        "comparison": row.comparison,
        "gap": {"points": _tidy(row.gap_points), "children": row.gap_children},
        "source": CODES_BETWEEN.join(row.indicator.source_codes),
        "release": release(row),
        "link": row.indicator.link or None,
        "notes": [fault.why for fault in snapshot.faults if fault.indicator == row.indicator.id],
        "snapshot": snapshot.id,
    }


def release(row: Benchmark) -> str:
    """What was published and how settled it is, as far as the sources say, in one line."""
    return release_of(row.indicator, row.status)


def release_of(indicator: Indicator, status: Status | None) -> str:
    """The same of an indicator in a period of some status."""
    parts = (indicator.value, indicator.numerator, indicator.denominator)
    files = dict.fromkeys(part.dataset for part in parts if part)
    said = [f"LAIT, updated {indicator.updated}" if indicator.updated else "LAIT"] if indicator.lait else []
    said += [f"EES {file}" for file in files]
    if series := indicator.fingertips:
        said.append(f"{series.code}{f', taken {series.downloaded}' if series.downloaded else ''}")
    return CODES_BETWEEN.join(said) + (f" ({status})" if status else "")


def _interval(row: Benchmark) -> Record | None:
    if row.low is None:
        return None
    return {"low": row.low, "high": row.high, "confidence": CONFIDENCE, "method": row.method}


def area_record(area: Area) -> Record:
    """An area by its names and codes."""
    return {
        "code": area.code,
        "name": area.name,
        "kind": str(area.kind),
        "type": area.type or None,
        "region": area.region,
        "ons_code": area.ons_code,
        "ons_codes": list(area.ons_codes),
        "opened": area.opened.isoformat() if area.opened else None,
        "closed": area.closed.isoformat() if area.closed else None,
        "predecessors": list(area.predecessors),
        "successors": list(area.successors),
    }


def published_records(snapshot: Snapshot, area: Area, edition: str) -> list[Record]:
    """The published neighbours of an authority, nearest first, with the publisher's closeness grade."""
    pairs = snapshot.edition(edition).of(area.code, area.name)
    return [
        {"position": position, **_named(snapshot, code), "closeness": grade, "distance": None, "stability": None}
        for position, (code, grade) in enumerate(pairs, 1)
    ]


def modelled_records(snapshot: Snapshot, area: Area, similarity: Similarity) -> list[Record]:
    """The modelled neighbours of an authority, nearest first; the words are ours, not the publisher's."""
    return [
        {
            "position": position,
            **_named(snapshot, found.authority),
            "closeness": found.closeness,
            "distance": found.distance,
            "stability": found.stability,
        }
        for position, found in enumerate(similarity.of(area).neighbours, 1)
    ]


def pair_record(snapshot: Snapshot, similarity: Similarity, area: Area, other: Area) -> Record:
    """Why two authorities are alike or not: shares of the distance by domain, and variables in their own units."""
    pair = compared_pair_of(snapshot, similarity, area, other)

    def figures(found: PairVariable) -> Record:
        meaning = found.variable
        named = {"variable": meaning.name, "title": meaning.title, "unit": meaning.unit, "domain": meaning.domain}
        return {**named, area.name: found.first, other.name: found.second, "share": round(found.share, 4)}

    return {
        "authority": area.name,
        "other": other.name,
        "distance": round(pair.distance, 4),
        "domains": {domain: round(share, 4) for domain, share in pair.domains.items()},
        "most_alike": [figures(found) for found in pair.most_alike],
        "least_alike": [figures(found) for found in pair.least_alike],
        "model": similarity.neighbours.version,
    }


def compared_pair_of(snapshot: Snapshot, similarity: Similarity, area: Area, other: Area) -> Pair:
    """Two authorities compared by the model's weights. Raises PortalError for one that the model does not hold."""
    model = similarity.neighbours
    return compared_pair(load_context(snapshot), model.weights, model.lists, (area.code, other.code))


def _named(snapshot: Snapshot, code: str) -> Record:
    area = snapshot.authorities.by_code(code)
    return {"code": code, "ons_code": area.ons_code, "name": area.name}


def indicator_record(indicator: Indicator) -> Record:
    """A definition, for lists."""
    return {
        **_definition(indicator),
        "cohort": indicator.cohort or None,
        "decimals": indicator.decimals,
        "period": str(indicator.period),
        "made": indicator.made,
        "link": indicator.link or None,
    }


def _tidy(value: float | None) -> float | None:
    """A mean without the noise of binary division: ten decimals are more than any source has."""
    return None if value is None else round(value, 10)


def as_csv(records: Iterable[Mapping[str, object]], columns: Sequence[str]) -> str:
    """Records as CSV: whole numbers without a point, nothing where there is nothing, lists joined."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        writer.writerow([_cell(record.get(name)) for name in columns])
    return stream.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, list | tuple):
        return CODES_BETWEEN.join(str(part) for part in value)
    return value
