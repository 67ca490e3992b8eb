"""What the sources published: each file that was read, what is known to be wrong, and how far two sources agree."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, TypedDict

import orjson
from msgspec import Meta

from callbacks import about
from callbacks.home import publications
from data.datasets import load_datasets
from data.indicators import Indicator
from data.manifest import SourceFile
from data.periods import Period, Status
from data.snapshot import ARITHMETIC, CATALOGUE, RECONCILIATION, read_file
from data.store import Snapshot
from layouts.provenance import files

CSV = ".csv"


class ReleaseRecord(TypedDict):
    """One file that the snapshot was built from, as it was published.

    `periods` are those of which indicators have a figure from it; `provisional`, `revised` and `final` those of them
    that the file calls so, the rest it says nothing of. `updated` and `next_update` are the publisher's days.
    `superseded_by` names the file that is shown in its place.
    """

    file: str
    what: str
    publisher: str
    link: str | None
    sha256: str
    bytes: int
    rows: int
    indicators: int
    indicator_ids: list[str]
    periods: list[str]
    provisional: list[str]
    revised: list[str]
    final: list[str]
    updated: str | None
    next_update: str | None
    superseded_by: str | None


class PublicationDayRecord(TypedDict):
    """A day on which the publisher updated indicators, and when it expects to again."""

    day: str
    indicators: int
    indicator_ids: list[str]
    topics: Annotated[list[str], Meta(description="The topics of the indicators.")]
    next_days: list[str]


class FaultRecord(TypedDict):
    """A known fault of a published file. Where `withheld` is true its figures are not shown (`unreliable`).

    `areas` is a kind of area and `years` the years in which periods end; None and none for all.
    """

    indicator: str
    title: str | None
    why: str
    withheld: bool
    areas: Annotated[str | None, Meta(description="The kind of areas that it touches; null for all.")]
    years: list[int]


class QuestionRecord(TypedDict):
    """A published figure that looks odd, and is shown as it is."""

    indicator: str
    title: str | None
    question: str


class ReconciliationRecord(TypedDict):
    """How far LAIT and the tidy files agree on one indicator: counts of cells of periods that both cover.

    `rounded` are equal after rounding; `only_lait` and `only_tidy` have one source; `outside` are in periods that one
    source alone covers.
    """

    indicator: str
    title: str | None
    compared: Annotated[int, Meta(description="Cells that both have.")]
    equal: int
    rounded: int
    different: int
    only_lait: int
    only_tidy: int
    outside: int
    why: str | None


class ArithmeticRecord(TypedDict):
    """How many of an indicator's percentages or rates do not follow from the counts that stand behind them."""

    indicator: str
    title: str | None
    checked: int
    disagree: int


def release_records(snapshot: Snapshot, indicator: Indicator | None = None) -> list[ReleaseRecord]:
    """Every file that was read, or those of one indicator."""
    wanted = None if indicator is None else {*files_of(snapshot, indicator)}
    return [_release(snapshot, file) for file in snapshot.files if wanted is None or file.name in wanted]


def files_of(snapshot: Snapshot, indicator: Indicator) -> tuple[str, ...]:
    """The names of the files that an indicator's figures and counts are from."""
    return tuple(file.name for file in snapshot.files if is_from(indicator, file))


def is_from(indicator: Indicator, file: SourceFile) -> bool:
    """Whether figures or counts of an indicator are from a file. A table of reference has no rows, and gives none.

    All files but that of the Local Authority Interactive Tool are CSV, and named by the definition.
    """
    if not file.name.endswith(CSV):
        return bool(indicator.lait) and file.rows > 0
    return file.name in files(indicator) or bool(indicator.fingertips and indicator.fingertips.file == file.name)


def _release(snapshot: Snapshot, file: SourceFile) -> ReleaseRecord:
    source, read = about.source(snapshot, file), [one for one in snapshot.indicators if is_from(one, file)]
    dataset = load_datasets().get(file.name.removesuffix(CSV))
    found = _periods(snapshot, read)
    return {
        "file": file.name,
        "what": source.what,
        "publisher": source.publisher,
        "link": source.link or None,
        "sha256": file.sha256,
        "bytes": file.size,
        "rows": file.rows,
        "indicators": len(read),
        "indicator_ids": [indicator.id for indicator in read],
        "periods": _labels([*found]),
        "provisional": _labels([period for period in found if Status.PROVISIONAL in found[period]]),
        "revised": _labels([period for period in found if Status.REVISED in found[period]]),
        "final": _labels([period for period in found if Status.FINAL in found[period]]),
        "updated": source.updated or None,
        "next_update": source.due or None,
        "superseded_by": (dataset.superseded_by or None) if dataset else None,
    }


def _periods(snapshot: Snapshot, read: Sequence[Indicator]) -> dict[Period, set[Status | None]]:
    """The periods of some indicators in their order, with how settled they are."""
    found: dict[Period, set[Status | None]] = {}
    for indicator in read:
        at = snapshot.position[indicator.id]
        for period, status in zip(snapshot.periods[at], snapshot.statuses[at], strict=True):
            found.setdefault(period, set()).add(status)
    return dict(sorted(found.items(), key=lambda item: item[0]))


def _labels(periods: Sequence[Period]) -> list[str]:
    return list(dict.fromkeys(period.label for period in periods))


def publication_day_records(snapshot: Snapshot) -> list[PublicationDayRecord]:
    """The days on which indicators were last updated, the newest first."""
    return [
        {
            "day": found.day,
            "indicators": len(found.indicators),
            "indicator_ids": [indicator.id for indicator in found.indicators],
            "topics": list(found.topics),
            "next_days": list(found.next_days),
        }
        for found in publications(snapshot.indicators.all)
    ]


def fault_records(snapshot: Snapshot, indicator: Indicator | None = None) -> list[FaultRecord]:
    """Every known fault, or those of one indicator."""
    return [
        {
            "indicator": fault.indicator,
            "title": _title(snapshot, fault.indicator),
            "why": fault.why,
            "withheld": fault.withheld,
            "areas": fault.areas or None,
            "years": list(fault.years),
        }
        for fault in snapshot.faults
        if indicator is None or fault.indicator == indicator.id
    ]


def question_records(snapshot: Snapshot, indicator: Indicator | None = None) -> list[QuestionRecord]:
    """Every published figure that looks odd, or those of one indicator."""
    return [
        {"indicator": name, "title": _title(snapshot, name), "question": question}
        for name, found in _questions(snapshot.folder).items()
        for question in found
        if indicator is None or name == indicator.id
    ]


@lru_cache(maxsize=2)
def _questions(folder: Path) -> dict[str, list[str]]:
    """Read once, since a snapshot never changes and its catalogue is large."""
    found: dict[str, list[str]] = orjson.loads(read_file(folder, CATALOGUE))["questions"]
    return found


def reconciliation_records(snapshot: Snapshot, indicator: Indicator | None = None) -> list[ReconciliationRecord]:
    """How far the sources agree, an indicator a record; of one indicator where asked."""
    found = (about.reconciliation(row) for row in about.rows(snapshot, RECONCILIATION))
    return [
        {
            "indicator": one.indicator,
            "title": _title(snapshot, one.indicator),
            "compared": one.compared,
            "equal": one.equal,
            "rounded": one.rounded,
            "different": one.different,
            "only_lait": one.only_lait,
            "only_tidy": one.only_tidy,
            "outside": one.outside,
            "why": one.why or None,
        }
        for one in found
        if indicator is None or one.indicator == indicator.id
    ]


def arithmetic_records(snapshot: Snapshot, indicator: Indicator | None = None) -> list[ArithmeticRecord]:
    """How far figures follow from their counts, an indicator a record; of one indicator where asked."""
    return [
        {
            "indicator": row["indicator"],
            "title": _title(snapshot, row["indicator"]),
            "checked": int(row["checked"]),
            "disagree": int(row["disagree"]),
        }
        for row in about.rows(snapshot, ARITHMETIC)
        if indicator is None or row["indicator"] == indicator.id
    ]


def _title(snapshot: Snapshot, name: str) -> str | None:
    return snapshot.indicators.all[snapshot.position[name]].title if name in snapshot.position else None
