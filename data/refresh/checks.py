"""The checks that a newer content passes before it is published by itself. Their limits are definition data."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from data.build import Content
from data.errors import PortalError
from data.indicators import Indicator
from data.manifest import SourceFile
from data.refresh.building import arithmetic_of, datasets_of, questions_of
from data.refresh.comparing import Difference
from data.refresh.totals import Total
from data.store import Snapshot

EXAMPLES = 3


@dataclass(frozen=True)
class Limit:
    """The most that a check lets through, what it measures, and why."""

    limit: float
    what: str
    why: str


@dataclass(frozen=True)
class Check:
    """One check of one data set: what was found, and an example where it is too much."""

    name: str
    data_set: str
    found: float
    limit: float
    what: str
    why: str
    examples: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it is within the limit."""
        return self.found <= self.limit

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        examples = f" ({'; '.join(self.examples)})" if self.examples and not self.passed else ""
        return f"{self.data_set}: {self.what}: {_number(self.found)}, allowed {_number(self.limit)}{examples}."


@dataclass(frozen=True)
class Findings:
    """All that the checks look at, of one data set."""

    name: str
    live: Snapshot
    content: Content
    differences: Sequence[Difference]
    totals: Sequence[Total]


Measured = tuple[float, tuple[str, ...]]
"""How much was found, and examples of it."""


@cache
def load_limits() -> Mapping[str, Limit]:
    """The definition file, by the name of the check."""
    text = (resources.files("data") / "definitions" / "refresh_limits.toml").read_text("utf-8")
    return {name: Limit(**entry) for name, entry in tomllib.loads(text).items()}


def checked(findings: Iterable[Findings], limits: Mapping[str, Limit] | None = None) -> tuple[Check, ...]:
    """Every check of every data set, in the order of the definition file."""
    limits = load_limits() if limits is None else limits
    return tuple(
        Check(name, one.name, found, limit.limit, limit.what, limit.why, examples)
        for one in findings
        for name, limit in limits.items()
        for found, examples in [MEASURES[name](one, limit.limit)]
    )


def known_checks(names: Iterable[str]) -> None:
    """Refuse the name of a check that there is not."""
    for name in names:
        if name not in load_limits():
            raise PortalError(f"There is no check '{name}' to accept; there are: {', '.join(load_limits())}.")


def _rows(findings: Findings, limit: float) -> Measured:
    before, now = (_file(files, findings.name) for files in (findings.live.files, findings.content.files))
    if before is None or now is None or not before.rows:
        return 0.0, ()
    return max(0.0, 1 - now.rows / before.rows), (f"{before.rows:,} rows before, {now.rows:,} now",)


def _file(files: Iterable[SourceFile], name: str) -> SourceFile | None:
    return next((file for file in files if file.name == f"{name}.csv"), None)


def _periods_withdrawn(findings: Findings, limit: float) -> Measured:
    gone = [one for one in findings.differences if one.withdrawn]
    examples = tuple(f"{one.title}: {', '.join(one.withdrawn)}" for one in gone[:EXAMPLES])
    return float(sum(len(one.withdrawn) for one in gone)), examples


def _periods_added(findings: Findings, limit: float) -> Measured:
    known = [one for one in findings.differences if one.indicator in findings.live.position]
    return _most(known, lambda one: float(len(one.added)), lambda one: ", ".join(one.added))


def _authorities(findings: Findings, limit: float) -> Measured:
    names = sorted({name for one in findings.differences for name in one.vanished})
    return float(len(names)), tuple(names[:EXAMPLES])


def _moved(findings: Findings, limit: float) -> Measured:
    ordered = sorted(findings.differences, key=lambda one: -one.moved)
    examples = tuple(f"{one.title}: {one.moved:,} of {one.both:,}" for one in ordered[:EXAMPLES] if one.moved)
    return _share(findings, lambda one: one.moved), examples


def _moved_in_one(findings: Findings, limit: float) -> Measured:
    return _most(
        findings.differences,
        lambda one: one.moved / one.both if one.both else 0.0,
        lambda one: f"{one.moved:,} of {one.both:,}",
    )


def _moved_far(findings: Findings, limit: float) -> Measured:
    moved = sorted(findings.differences, key=lambda one: -one.far)
    examples = tuple(f"{one.title}: {one.far:,} of {one.both:,}" for one in moved[:EXAMPLES] if one.far)
    return _share(findings, lambda one: one.far), examples


def _withdrawn_figures(findings: Findings, limit: float) -> Measured:
    gone = sorted(findings.differences, key=lambda one: -one.went)
    examples = tuple(f"{one.title}: {one.went:,}" for one in gone[:EXAMPLES] if one.went)
    had = sum(one.both + one.went for one in gone)
    return (sum(one.went for one in gone) / had if had else 0.0), examples


def _missing(findings: Findings, limit: float) -> Measured:
    return _most(
        findings.differences,
        lambda one: max(0.0, one.missing_now - one.missing_before),
        lambda one: f"{one.missing_before:.0%} before, {one.missing_now:.0%} now",
    )


def _step(findings: Findings, limit: float) -> Measured:
    return _most(
        findings.differences,
        lambda one: max(one.step, 1 / one.step) if one.step > 0 else 1.0,
        lambda one: f"the median ratio is {one.step:.3g}",
    )


def _totals(findings: Findings, limit: float) -> Measured:
    beyond = sorted(findings.totals, key=_beyond, reverse=True)
    examples = tuple(
        f"{one.title}, {one.what} {one.period}: {one.sum:,.0f} beside England's {one.england:,.0f}"
        for one in beyond[:EXAMPLES]
        if one.outside(limit)
    )
    return (round(_beyond(beyond[0]), 6) if beyond else 0.0), examples


def _beyond(total: Total) -> float:
    return max(0.0, total.lowest - total.slack - total.ratio, total.ratio - total.highest - total.slack)


def _percentages(findings: Findings, limit: float) -> Measured:
    before = arithmetic_of(findings.live)
    chosen = [
        one for one in findings.content.arithmetic if one.indicator in {d.indicator for d in findings.differences}
    ]
    was = [before[one.indicator] for one in chosen if one.indicator in before]
    shares = [
        sum(row.disagree for row in rows) / total if (total := sum(row.checked for row in rows)) else 0.0
        for rows in (was, chosen)
    ]
    disagreeing = sorted(chosen, key=lambda one: -one.disagree)[:EXAMPLES]
    examples = tuple(f"{one.indicator}: {one.disagree:,} of {one.checked:,}" for one in disagreeing if one.disagree)
    return max(0.0, shares[1] - shares[0]), examples


def _range(findings: Findings, limit: float) -> Measured:
    asked, found = questions_of(findings.live), []
    for indicator in findings.content.indicators:
        if findings.name in datasets_of(indicator):
            new = findings.content.questions.get(indicator.id, ())
            known = {_kind(said) for said in asked.get(indicator.id, ())}
            found += [f"{indicator.title}, {said}" for said in new if _kind(said) not in known]
            found += _impossible(findings, indicator)
    return float(len(found)), tuple(found[:EXAMPLES])


def _kind(question: str) -> str:
    """What is odd, without period and figures: a small rate that is suppressed nearly everywhere is so each year."""
    return re.sub(r"[\d.,/-]+", "", question.partition(": ")[2])


def _impossible(findings: Findings, indicator: Indicator) -> list[str]:
    """A sentence where figures lie outside what its unit allows and none did before."""
    now = _outside(indicator, findings.content.blocks[indicator.id].values)
    known = indicator.id in findings.live.position
    if not now or (known and _outside(indicator, findings.live.block(indicator).values)):
        return []
    return [f"{indicator.title}: {now:,} figures outside what {indicator.unit} can be"]


def _outside(indicator: Indicator, values: np.ndarray) -> int:
    if indicator.unit == "%":
        return int(((values < 0) | (values > 100)).sum())
    return int((values < 0).sum()) if indicator.is_total or indicator.unit.startswith("rate") else 0


def _share(findings: Findings, counted: Callable[[Difference], int]) -> float:
    both = sum(one.both for one in findings.differences)
    return sum(counted(one) for one in findings.differences) / both if both else 0.0


def _most(
    differences: Sequence[Difference], measure: Callable[[Difference], float], words: Callable[[Difference], str]
) -> Measured:
    """The greatest of a measure, with the indicators that have most of it."""
    ordered = sorted(differences, key=measure, reverse=True)
    return (measure(ordered[0]) if ordered else 0.0), tuple(f"{one.title}: {words(one)}" for one in ordered[:EXAMPLES])


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:.3g}"


MEASURES: Mapping[str, Callable[[Findings, float], Measured]] = {
    "rows": _rows,
    "periods-withdrawn": _periods_withdrawn,
    "periods-added": _periods_added,
    "authorities": _authorities,
    "moved": _moved,
    "moved-in-one": _moved_in_one,
    "moved-far": _moved_far,
    "withdrawn-figures": _withdrawn_figures,
    "missing": _missing,
    "step": _step,
    "totals": _totals,
    "percentages": _percentages,
    "range": _range,
}
