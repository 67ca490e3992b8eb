"""The report of a refresh: what is new, what it would change, which checks pass; for a person, and as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import orjson

from data.refresh.checks import Check
from data.refresh.comparing import Difference
from data.refresh.state import write_whole
from data.refresh.totals import Total

REPORTS = "reports"
MOST_LISTED = 12


class Outcome(StrEnum):
    """How a refresh ended."""

    NOTHING_NEW = "nothing is new"
    PUBLISHED = "published"
    WOULD_PUBLISH = "would be published"
    HELD_BACK = "not published: checks did not pass"
    STOPPED = "not published: nothing could be read"


@dataclass(frozen=True)
class Step:
    """A data set whose file is taken in place of another. `before` is blank where its version is not known."""

    data_set: str
    title: str
    before: str
    now: str
    published: str
    sha256: str
    rows_before: int
    rows: int
    new_columns: tuple[str, ...] = ()
    new_values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """All that is said of one refresh. `made` is blank where nothing could be made; `when` is a moment in UTC.

    `asked` is how many data sets the publisher was found to have. `stopped` are sentences on data sets that were not
    taken, `remarks` others on what the publisher has, `absent` on data sets that it does not offer. `accepted` gives
    the reason for each check that was overruled.
    """

    live: str
    made: str
    when: str
    outcome: Outcome
    asked: int = 0
    steps: tuple[Step, ...] = ()
    stopped: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    totals: tuple[Total, ...] = ()
    checks: tuple[Check, ...] = ()
    accepted: Mapping[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that did not pass, accepted or not."""
        return tuple(check for check in self.checks if not check.passed)

    @property
    def overruled(self) -> tuple[Check, ...]:
        """Those that did not pass and were accepted by name."""
        return tuple(check for check in self.failed if check.name in self.accepted)

    @property
    def hindering(self) -> tuple[Check, ...]:
        """Those that did not pass and nobody accepted."""
        return tuple(check for check in self.failed if check.name not in self.accepted)

    def record(self) -> dict[str, object]:
        """As plain values, for JSON."""
        return {
            **asdict(self),
            "differences": [asdict(one) for one in self.differences if not one.is_empty],
            "indicators_compared": len(self.differences),
            "checks": [
                {**asdict(check), "passed": check.passed, "accepted": self.accepted.get(check.name)}
                for check in self.checks
            ],
        }


def kept(report: Report, folder: Path) -> Path:
    """Keep a report below a folder, under the id of what was made, as text and as JSON; the path of the text."""
    name = report.made or f"{report.live}-stopped"
    write_whole(folder / REPORTS / f"{name}.json", orjson.dumps(report.record(), option=orjson.OPT_INDENT_2))
    path = folder / REPORTS / f"{name}.txt"
    write_whole(path, text(report).encode())
    return path


def text(report: Report) -> str:
    """The report as a person reads it."""
    parts = [
        _head(report),
        *_listed("What is taken", [_step(one) for one in report.steps]),
        *_listed("What is not taken", report.stopped),
        *_listed("From the publisher", report.remarks),
        *_changes(report),
        *_listed(
            "New columns and values, which nothing reads yet", [w for one in report.steps for w in _available(one)]
        ),
        *_checks(report),
        *_listed("Data sets that are not asked for", report.absent),
    ]
    return "\n\n".join(parts) + "\n"


def _head(report: Report) -> str:
    made = f" Snapshot {report.made}, beside the live {report.live}." if report.made else f" Live: {report.live}."
    when = datetime.fromisoformat(report.when)
    return f"Refresh of {when:%-d %B %Y, %H:%M} UTC: {report.outcome}.{made}"


def _step(step: Step) -> str:
    before = f"version {step.before}" if step.before else "a file whose version is not known"
    rows = f"{step.rows:,} rows, {step.rows_before:,} before"
    return f"{step.data_set}: version {step.now} of '{step.title}', published {step.published}, for {before} ({rows})."


def _available(step: Step) -> list[str]:
    said = [f"{step.data_set}: columns {', '.join(step.new_columns)}."] if step.new_columns else []
    return said + [
        f"{step.data_set}, {column}: {', '.join(values[:MOST_LISTED])}{_and_more(values)}."
        for column, values in step.new_values.items()
    ]


def _changes(report: Report) -> list[str]:
    if not report.made:
        return []
    found = report.differences
    both, moved = sum(one.both for one in found), sum(one.moved for one in found)
    lines = [
        f"{sum(not one.is_empty for one in found):,} of the {len(found):,} indicators read from these files change; "
        "no unit, no polarity and no other indicator does.",
        f"{moved:,} of {both:,} figures of periods that were live are revised"
        + (f" ({moved / both:.2%})." if both else "."),
        f"{sum(one.came for one in found):,} come where there was none, {sum(one.went for one in found):,} are missing "
        f"now, {sum(one.reasons for one in found):,} are missing for another reason.",
        *_periods("New periods", found, "added"),
        *_periods("Periods that are no longer there", found, "withdrawn"),
        *_statuses(found),
        *_names("Authorities with a row now and none before", {name for one in found for name in one.appeared}),
        *_names("Authorities without a row now", {name for one in found for name in one.vanished}),
        *_largest(found),
        *_england(report.totals),
    ]
    return _listed("What changes", lines)


def _periods(words: str, found: Sequence[Difference], name: str) -> list[str]:
    counted: dict[str, int] = {}
    for one in found:
        for label in getattr(one, name):
            counted[label] = counted.get(label, 0) + 1
    listed = ", ".join(f"{label} ({_indicators(many)})" for label, many in sorted(counted.items()))
    return [f"{words}: {listed}."] if listed else []


def _statuses(found: Sequence[Difference]) -> list[str]:
    counted: dict[str, int] = {}
    for one in found:
        for said in one.statuses:
            counted[said] = counted.get(said, 0) + 1
    return [f"Status of {said} ({_indicators(many)})." for said, many in sorted(counted.items())]


def _names(words: str, names: set[str]) -> list[str]:
    ordered = sorted(names)
    return [f"{words}: {', '.join(ordered[:MOST_LISTED])}{_and_more(ordered)}."] if ordered else []


def _largest(found: Sequence[Difference]) -> list[str]:
    moved = sorted((one for one in found if one.moved), key=lambda one: -one.moved)
    lines = [
        f"{one.title} ({one.unit}): {one.moved:,} of {one.both:,} revised; the largest: "
        + "; ".join(f"{m.area} {m.period} from {m.before:,g} to {m.now:,g}" for m in one.largest)
        + "."
        for one in moved[:MOST_LISTED]
    ]
    return lines + ([f"... and {len(moved) - MOST_LISTED} more indicators."] if len(moved) > MOST_LISTED else [])


def _england(totals: Sequence[Total]) -> list[str]:
    if not totals:
        return []
    least, most = min(totals, key=lambda one: one.ratio), max(totals, key=lambda one: one.ratio)
    return [
        f"{len(totals):,} new counts were added up over authorities (a joint return once) and set beside England's "
        f"own: from {least.ratio:.1%} ({least.title}, {least.what} {least.period}) to {most.ratio:.1%} of it. "
        "England's counts are rounded to ten, and up to ten for each that is suppressed is allowed for."
    ]


def _checks(report: Report) -> list[str]:
    if not report.checks:
        return []
    lines = [f"{len(report.checks) - len(report.failed)} of {len(report.checks)} pass."]
    for check in report.failed:
        reason = report.accepted.get(check.name)
        verdict = f"Accepted: {reason}" if reason else f"Why it matters: {check.why}"
        lines.append(f"[{check.name}] {check.sentence} {verdict}")
    return _listed("Checks", lines)


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    return [f"{title}\n" + "\n".join(f"- {line}" for line in lines)] if lines else []


def _indicators(many: int) -> str:
    return "1 indicator" if many == 1 else f"{many:,} indicators"


def _and_more(names: Sequence[str]) -> str:
    return f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
