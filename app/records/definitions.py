"""One indicator whole: its definition, where its figures are from, what is known to be wrong, and its words."""

from typing import Annotated, TypedDict

import numpy as np
from msgspec import Meta

from app.records.releases import FaultRecord, QuestionRecord, fault_records, files_of, question_records
from data.glossary import Term, load_glossary, spoken_of
from data.indicators import Column, Indicator
from data.missing import Missing
from data.store import Snapshot


class ColumnRecord(TypedDict):
    """Numbers in a tidy file: columns added together, in the rows where every filter has its value."""

    part: Annotated[str, Meta(description="`value`, `numerator` or `denominator`.")]
    file: str
    columns: Annotated[list[str], Meta(description="The columns, added together.")]
    where: dict[str, str]
    year_offset: int


class IndicatorPeriodRecord(TypedDict):
    """A period of an indicator: how settled it is, and how many authorities have a figure (`missing` have a reason)."""

    period: str
    words: Annotated[str, Meta(description="The period as a sentence names it.")]
    start: str
    end: str
    kind: str
    status: str | None
    authorities: Annotated[int, Meta(description="How many authorities have a figure.")]
    missing: Annotated[int, Meta(description="How many authorities that were open have none, with a reason.")]


class TermRecord(TypedDict):
    """A word of the field or of the portal."""

    term: str
    also: list[str]
    meaning: str
    topics: Annotated[list[str], Meta(description="Topics that it belongs to; none for a word of the portal alone.")]


class DefinitionRecord(TypedDict):
    """All that is known of what is measured. `per` is what a rate is per, 100 for a percentage, 1 otherwise.

    `banded` is false where the publisher says that quartile bands should not be drawn, `tested` where no interval
    applies. `counts` says whether numerators and denominators are published. Periods run from the oldest.
    """

    indicator: str
    title: str
    topic: str
    also_in: list[str]
    cohort: str | None
    unit: str
    per: int
    polarity: str
    decimals: int
    period_kind: str
    made: str
    banded: bool
    tested: bool
    counts: Annotated[bool, Meta(description="Whether numerators and denominators are published.")]
    source_codes: list[str]
    lait: str | None
    updated: str | None
    next_update: str | None
    link: str | None
    files: Annotated[list[str], Meta(description="The files that its figures and counts are from.")]
    columns: Annotated[list[ColumnRecord], Meta(description="Where figure and counts are read from.")]
    periods: list[IndicatorPeriodRecord]
    latest_period: str | None
    faults: Annotated[list[FaultRecord], Meta(description="What is known to be wrong in its published figures.")]
    questions: list[QuestionRecord]
    terms: list[TermRecord]


def definition_record(snapshot: Snapshot, indicator: Indicator) -> DefinitionRecord:
    """One indicator whole."""
    at = snapshot.position[indicator.id]
    latest = int(snapshot.latest_columns[at])
    parts = {"value": indicator.value, "numerator": indicator.numerator, "denominator": indicator.denominator}
    return {
        "indicator": indicator.id,
        "title": indicator.title,
        "topic": indicator.topic,
        "also_in": list(indicator.also_in),
        "cohort": indicator.cohort or None,
        "unit": indicator.unit,
        "per": indicator.per,
        "polarity": str(indicator.polarity),
        "decimals": indicator.decimals,
        "period_kind": str(indicator.period),
        "made": indicator.made,
        "banded": indicator.banded,
        "tested": indicator.tested,
        "counts": snapshot.counted[at],
        "source_codes": list(indicator.source_codes),
        "lait": indicator.lait or None,
        "updated": indicator.updated or None,
        "next_update": indicator.next_update or None,
        "link": indicator.link or None,
        "files": list(files_of(snapshot, indicator)),
        "columns": [_column(name, part) for name, part in parts.items() if part],
        "periods": period_records(snapshot, indicator),
        "latest_period": snapshot.periods[at][latest].label if latest >= 0 else None,
        "faults": fault_records(snapshot, indicator),
        "questions": question_records(snapshot, indicator),
        "terms": [term_record(term) for term in spoken_of(load_glossary(), indicator.title, indicator.cohort)],
    }


def _column(name: str, part: Column) -> ColumnRecord:
    return {
        "part": name,
        "file": f"{part.dataset}.csv",
        "columns": list(part.columns),
        "where": dict(part.where),
        "year_offset": part.year_offset,
    }


def period_records(snapshot: Snapshot, indicator: Indicator) -> list[IndicatorPeriodRecord]:
    """The periods of an indicator, the oldest first."""
    block = snapshot.block(indicator)
    reasons = block.reasons[snapshot.are_authorities]
    there = np.count_nonzero(reasons == Missing.PRESENT, axis=0).tolist()
    missing = np.count_nonzero((reasons != Missing.PRESENT) & (reasons != Missing.NOT_APPLICABLE), axis=0).tolist()
    return [
        {
            "period": period.label,
            "words": period.words,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "kind": str(period.kind),
            "status": str(status) if status else None,
            "authorities": there[column],
            "missing": missing[column],
        }
        for column, (period, status) in enumerate(zip(block.periods, block.statuses, strict=True))
    ]


def term_record(term: Term) -> TermRecord:
    """A term of the glossary."""
    return {"term": term.name, "also": list(term.also), "meaning": term.meaning, "topics": list(term.topics)}


def term_records() -> list[TermRecord]:
    """The whole glossary, by name."""
    return [term_record(term) for term in load_glossary()]
