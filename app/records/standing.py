"""One authority over all indicators: topics counted, what has changed since the year before, and the bands of years."""

from typing import Annotated, TypedDict

import numpy as np
from msgspec import Meta

from app.records.plain import number, reason_of, tidy
from data.authorities import Area
from data.store import Snapshot
from models.assessment import Assessment, assess
from models.benchmark import Group
from models.tartan import NO_BAND, NO_FIGURE, NO_PERIOD, tartan
from models.topic_counts import BANDS, Counts, counts_by_topic, total
from models.trends import trends_of
from models.year_changes import year_changes

ALL = "all topics"
CODES = {NO_BAND: "no band", NO_FIGURE: "no figure"}


class TopicRecord(TypedDict):
    """How many indicators with a better direction stand where, of one topic, or of all.

    `worse`, `similar` and `better` are told by 95% interval from the neighbours' mean; `certainly_worse` and
    `certainly_better` are those of them that stay with the false discovery rate held at 5%. Those that cannot be tested
    are counted by band.
    """

    topic: Annotated[str, Meta(description="The topic, or `all topics`.")]
    indicators: Annotated[int, Meta(description="Indicators with a better direction.")]
    worse: int
    similar: int
    better: int
    certainly_worse: int
    certainly_better: int
    not_tested: int
    band_a: int
    band_b: int
    band_c: int
    band_d: int
    no_band: int
    no_figure: int
    stale: Annotated[int, Meta(description="Last published over three years ago, so not counted.")]


class ChangeRecord(TypedDict):
    """One indicator since its consecutive period before. `word` is by test where counts allow.

    `certain` stays with the false discovery rate held at 5% over all changes that were tested. `crossed` is how many
    quarters of England the authority came up (above 0) or went down. `trend` is of the last five periods.
    """

    indicator: str
    title: str
    topic: str
    unit: str
    polarity: str
    period: str
    value: float | None
    missing_reason: str | None
    previous_period: str | None
    previous_value: float | None
    change: float | None
    direction: str | None
    compared: Annotated[bool, Meta(description="Whether both periods have a figure to compare.")]
    word: str
    certain: bool
    band_before: str | None
    band: str | None
    crossed: int
    trend: str


class BandRecord(TypedDict):
    """The quarter of England in which the authority stood, of an indicator in the period that ends in a year.

    `band` is A to D, None where none is drawn; `note` says why: `no band` or `no figure`.
    """

    indicator: str
    title: str
    topic: str
    year: int
    period: str
    band: str | None
    note: str | None


TOPIC_COLUMNS = tuple(TopicRecord.__annotations__)
CHANGE_COLUMNS = tuple(ChangeRecord.__annotations__)
BAND_COLUMNS = tuple(BandRecord.__annotations__)


def topic_records(snapshot: Snapshot, area: Area, group: Group, year: int | None = None) -> list[TopicRecord]:
    """Every topic in its order, then all together."""
    counts = counts_by_topic(assess(snapshot, area, group, year))
    return [_topic(name, found) for name, found in {**counts, ALL: total([*counts.values()])}.items()]


def _topic(name: str, found: Counts) -> TopicRecord:
    by_band = dict(zip(BANDS, found.by_band, strict=True))
    return {
        "topic": name,
        "indicators": found.all,
        "worse": found.worse,
        "similar": found.similar,
        "better": found.better,
        "certainly_worse": found.certainly_worse,
        "certainly_better": found.certainly_better,
        "not_tested": found.not_tested,
        "band_a": by_band["A"],
        "band_b": by_band["B"],
        "band_c": by_band["C"],
        "band_d": by_band["D"],
        "no_band": found.no_band,
        "no_figure": found.no_figure,
        "stale": found.stale,
    }


def change_records(snapshot: Snapshot, area: Area, group: Group, year: int | None = None) -> list[ChangeRecord]:
    """Every indicator that has a period, in the snapshot's order."""
    found = assess(snapshot, area, group, year)
    changes, chosen = year_changes(found), found.standing.slice
    words = trends_of(snapshot, area, chosen.which, chosen.columns).word
    trends = [str(word) for word in words]
    return [
        {
            **_change(found, at, trends[at]),
            "compared": bool(changes.compared[at]),
            "word": str(changes.word[at]),
            "certain": bool(changes.certain[at]),
            "band_before": str(changes.band_before[at]) or None,
            "crossed": int(changes.crossed[at]),
        }
        for at in np.flatnonzero(chosen.columns >= 0).tolist()
    ]


def _change(found: Assessment, at: int, trend: str) -> ChangeRecord:
    standing = found.standing
    index, column, before = (
        int(part[at]) for part in (standing.slice.which, standing.slice.columns, standing.slice.previous_columns)
    )
    indicator, periods = standing.snapshot.indicators.all[index], standing.snapshot.periods[index]
    return {
        "indicator": indicator.id,
        "title": indicator.title,
        "topic": indicator.topic,
        "unit": indicator.unit,
        "polarity": str(indicator.polarity),
        "period": periods[column].label,
        "value": number(standing.value[at]),
        "missing_reason": reason_of(standing.reason[at]),
        "previous_period": periods[before].label if before >= 0 else None,
        "previous_value": number(standing.previous[at]),
        "change": tidy(standing.change[at]),
        "direction": str(standing.direction[at]) or None,
        "compared": False,
        "word": "",
        "certain": False,
        "band_before": None,
        "band": str(standing.band[at]) or None,
        "crossed": 0,
        "trend": trend,
    }


def band_records(snapshot: Snapshot, area: Area, last: int | None = None) -> list[BandRecord]:
    """Every indicator's periods of the last twelve years, the oldest first."""
    found = tartan(snapshot, area, last)
    records: list[BandRecord] = []
    for index, (indicator, codes) in enumerate(zip(snapshot.indicators, found.codes.tolist(), strict=True)):
        labels = {period.year: period.label for period in snapshot.periods[index]}
        records += [
            {
                "indicator": indicator.id,
                "title": indicator.title,
                "topic": indicator.topic,
                "year": year,
                "period": labels[year],
                "band": code if code in BANDS else None,
                "note": CODES.get(code),
            }
            for year, code in zip(found.years, codes, strict=True)
            if code != NO_PERIOD
        ]
    return records
