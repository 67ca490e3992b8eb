"""A refresh from beginning to end: ask, download, look through, build beside, compare, check, publish.

Killed at any point it leaves the live snapshot as it was: nothing is written below the snapshots before all checks have
passed, a snapshot gets its place by one rename, and becomes live by another. The next run goes on with what is there.
"""

import errno
import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from data.build import Content
from data.datasets import Dataset
from data.errors import PortalError
from data.indicators import Indicators
from data.publish import identity_of, write_beside
from data.publisher.client import Publisher
from data.publisher.failures import NoSuchThing
from data.refresh.asking import Asker
from data.refresh.building import NewFile, content_of
from data.refresh.checks import Findings, checked, known_checks
from data.refresh.comparing import differences
from data.refresh.fetching import Fetched, fetched, looked_through, remove_older
from data.refresh.lock import is_whole, only_one, remove_half_built
from data.refresh.report import Outcome, Report, Step, kept
from data.refresh.state import Published, State, load_state, moment
from data.refresh.totals import totals
from data.snapshot import SIMILARITY, current_id, make_current
from data.store import Snapshot, open_snapshot


class Progress(Protocol):
    """Somebody who is told how far a refresh is."""

    def step(self, name: str) -> None:
        """The next step begins."""

    def say(self, name: str) -> None:
        """More is known of the step that is under way."""


@dataclass(frozen=True)
class Plan:
    """What a refresh is to do.

    `output` is the folder of snapshots that it publishes to; where that has none, the live one of `first` is copied
    there. `work` keeps downloads, state and reports; figures are unpacked below `cache`. `only` are names of data sets,
    none for all. `accepted` gives a reason for each check that may fail, `chosen` the publisher's id for a data set.
    """

    output: Path
    first: Path
    work: Path
    cache: Path
    definitions: Indicators
    datasets: Mapping[str, Dataset]
    only: tuple[str, ...] = ()
    dry_run: bool = False
    accepted: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What came of it: the report, and where it is kept (None where nothing is new)."""

    report: Report
    kept: Path | None = None


def steps(plan: Plan) -> int:
    """How many steps a refresh takes at most, for a progress bar."""
    return 3 * len(_asked_for(plan)) + 3


def refresh(plan: Plan, publisher: Publisher, progress: Progress) -> Result:
    """Do it. Raises PortalError: the publisher is away, another refresh runs, no room is left, or a name is unknown."""
    known_checks(plan.accepted)
    _asked_for(plan)
    try:
        with ExitStack() as locks:
            locks.enter_context(only_one(plan.work))
            if not plan.dry_run:
                locks.enter_context(only_one(plan.output))
                remove_half_built(plan.output)
            return _refreshed(plan, publisher, progress)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        if error.errno == errno.ENOSPC:
            raise PortalError(
                f"The disk is full, so that the refresh was given up{where}. What was live is live still; make "
                "room and try again."
            ) from None
        raise PortalError(
            f"The refresh was given up: {error.strerror or error}{where}. What was live is live still."
        ) from None


def _asked_for(plan: Plan) -> tuple[Dataset, ...]:
    """The data sets that are to be refreshed."""
    for name in (*plan.only, *plan.chosen):
        if name not in plan.datasets:
            raise PortalError(f"There is no data set '{name}'; there are: {', '.join(plan.datasets)}.")
    return tuple(
        dataset
        for name, dataset in plan.datasets.items()
        if not dataset.superseded_by and (not plan.only or name in plan.only)
    )


def _refreshed(plan: Plan, publisher: Publisher, progress: Progress) -> Result:
    live = open_snapshot(plan.output if current_id(plan.output) else plan.first, plan.cache)
    state = load_state(plan.work)
    for name, identity in plan.chosen.items():
        state.note(name, identity, "")
    report = Report(live.id, "", moment(datetime.now(UTC)), Outcome.NOTHING_NEW, accepted=plan.accepted)
    found, report = _fetched(plan, publisher, progress, live, state, report)
    state.save()
    files = {one.news.dataset.name: one.file for one in found if one.file}
    if not files:
        if not report.stopped:
            return Result(report)
        report = replace(report, outcome=Outcome.STOPPED)
        return Result(report, kept(report, plan.work))
    progress.step("the figures that are live, and those that are new")
    content = content_of(live, files, plan.definitions, progress.say)
    report = _compared(live, content, found, report)
    path = kept(report, plan.work)
    if report.outcome is Outcome.WOULD_PUBLISH and not plan.dry_run:
        progress.step(f"snapshot {report.made}")
        _publish(plan, content, report, state)
        report = replace(report, outcome=Outcome.PUBLISHED)
        path = kept(report, plan.work)
        remove_older(plan.work, {one.news.dataset.name: one.version for one in found})
    return Result(report, path)


def _fetched(
    plan: Plan, publisher: Publisher, progress: Progress, live: Snapshot, state: State, report: Report
) -> tuple[list[Fetched], Report]:
    """The newer files, each looked through, and the report with what was not taken."""
    asker = Asker(publisher, state)
    manifest = {file.name.removesuffix(".csv"): file for file in live.files}
    found: list[Fetched] = []
    stopped: list[str] = []
    remarks: list[str] = []
    absent: list[str] = []
    for dataset in _asked_for(plan):
        progress.step(f"what is new of {dataset.name}")
        before = manifest.get(dataset.name)
        news = asker.news(dataset, before.sha256 if before else "")
        remarks += news.remarks
        absent += [news.why] if news.why else []
        if news.newest is None or news.is_known_same:
            continue
        progress.step(f"version {news.newest.version} of {dataset.name}")
        try:
            one = fetched(news, news.newest, before, publisher, state, plan.work, progress.say)
        except NoSuchThing as error:
            stopped.append(f"{dataset.name}, version {news.newest.version}: {error}")
            continue
        state.save()
        if one is not None:
            progress.step(f"looking through {dataset.name}")
            one = looked_through(one, publisher, plan.definitions, live, state)
            stopped += one.stops
            found.append(one)
    asked = len(_asked_for(plan)) - len(absent)
    return found, replace(report, asked=asked, stopped=tuple(stopped), remarks=tuple(remarks), absent=tuple(absent))


def _compared(live: Snapshot, content: Content, found: list[Fetched], report: Report) -> Report:
    """The report with what changes and whether it may be published."""
    taken = {one.news.dataset.name: one for one in found if one.file}
    findings = [
        Findings(name, live, content, differences(live, content, [name]), totals(live, content, [name]))
        for name in taken
    ]
    report = replace(
        report,
        made=identity_of(content),
        steps=tuple(_step(one, one.file) for one in found if one.file),
        differences=differences(live, content, taken),
        totals=totals(live, content, taken),
        checks=checked(findings),
    )
    return replace(report, outcome=Outcome.HELD_BACK if report.hindering else Outcome.WOULD_PUBLISH)


def _step(one: Fetched, file: NewFile) -> Step:
    return Step(
        data_set=one.news.dataset.name,
        title=one.news.title,
        before=one.news.live,
        now=one.version,
        published=one.published,
        sha256=file.described.sha256,
        rows_before=one.before.rows if one.before else 0,
        rows=file.described.rows,
        new_columns=one.new_columns,
        new_values=one.new_values,
    )


def _publish(plan: Plan, content: Content, report: Report, state: State) -> None:
    """Write the snapshot beside the live one, then let it be the live one."""
    if current_id(plan.output) is None:
        _copy_first(plan, report.live)
    write_beside(content, plan.output)
    overruled = {check.name: plan.accepted[check.name] for check in report.overruled}
    # Before it is live, so that no reason is lost; one that was killed here and comes again stands there once.
    state.published = [one for one in state.published if one.snapshot != report.made]
    state.published.append(Published(report.made, report.when, overruled))
    state.save()
    make_current(plan.output, report.made)


def _copy_first(plan: Plan, identity: str) -> None:
    """Bring the snapshot that all begins with to a folder that has none, with the modelled neighbours beside it."""
    plan.output.mkdir(parents=True, exist_ok=True)
    if not is_whole(plan.output, identity):
        beside = plan.output / f".{identity}.{os.getpid()}"
        shutil.copytree(plan.first / identity, beside)
        beside.rename(plan.output / identity)
    if (plan.first / SIMILARITY).is_file() and not (plan.output / SIMILARITY).exists():
        shutil.copyfile(plan.first / SIMILARITY, plan.output / SIMILARITY)
    make_current(plan.output, identity)
