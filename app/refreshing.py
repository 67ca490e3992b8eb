"""Newer figures from the publisher: by command, and once a day by the schedule of the portal's worker."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from app.settings import BUNDLED_SNAPSHOTS, Settings
from app.settings.refresh import LONDON
from data.datasets import load_datasets
from data.definition_files import load_definitions
from data.errors import PortalError
from data.publisher.client import Publisher
from data.refresh.refreshing import Plan, Result, refresh
from data.refresh.report import Outcome, Report
from data.refresh.tried import trying

log = logging.getLogger("alongside.refresh")


class Silent:
    """Progress that nobody watches."""

    def step(self, name: str) -> None:
        """The next step begins."""

    def say(self, name: str) -> None:
        """More is known of it."""


def plan_of(settings: Settings, **choices: object) -> Plan:
    """A refresh of the snapshots that the settings name; `choices` are fields of the plan.

    Raises PortalError where there is no folder to work in, and where it would write into the snapshots that the project
    ships: those belong to its releases.
    """
    if settings.refresh.folder is None:
        raise PortalError("PORTAL_DATA_DIR must name a folder for downloads and reports, since there is no HOME.")
    given = {"output": settings.snapshot_dir, **choices}
    if given["output"] == BUNDLED_SNAPSHOTS and "output" not in choices and not choices.get("dry_run"):
        raise PortalError(
            "The snapshots that the project ships are not written to. Name a folder for newer ones, by --output or as "
            "PORTAL_SNAPSHOT_DIR: the shipped snapshot is copied there first."
        )
    definitions = load_definitions(settings.sources_dir)
    return Plan(
        first=BUNDLED_SNAPSHOTS,
        work=settings.refresh.folder,
        cache=settings.cache_dir / "snapshots",
        definitions=definitions.indicators,
        datasets={**load_datasets(), **definitions.added},
        **given,  # type: ignore[arg-type]
    )


def refresh_if_due(settings: Settings, now: datetime | None = None) -> str | None:
    """Refresh once a day, from the time on that PORTAL_REFRESH names (London's). For a schedule that calls it often.

    One that fails is not tried again and again all day; one that was broken off is, an hour later.
    None where nothing was due; otherwise one sentence of what came of it. A refusal is a sentence too, and is logged.
    """
    now = (now or datetime.now(UTC)).astimezone(LONDON)
    try:
        if settings.refresh.folder is None or not settings.refresh.is_due(now):
            return None
        with trying(settings.refresh.folder, now):
            said = summary(refresh(plan_of(settings), Publisher(settings.refresh.url), Silent()))
    except OSError as error:
        return _refused(f"The refresh could not begin: {error.strerror or error}.")
    except PortalError as error:
        return _refused(str(error))
    log.info("The refresh ended: %s", said)
    return said


def _refused(why: str) -> str:
    log.warning("The refresh was refused: %s", why)
    return why


def summary(result: Result) -> str:
    """What came of a refresh, in one line."""
    report = result.report
    stopped = f" {_data_sets(len(report.stopped))} could not be read." if report.stopped else ""
    where = f" The report: {result.kept}" if result.kept else ""
    return f"{_said(report)}{stopped}{where}"


def _said(report: Report) -> str:
    if report.outcome is Outcome.NOTHING_NEW:
        return f"Nothing is new: {report.live} has the newest versions of the {_data_sets(report.asked)} asked for."
    if report.outcome is Outcome.STOPPED:
        return f"Not published: nothing that is new could be read, and {report.live} stays live."
    taken = _data_sets(len(report.steps))
    if report.outcome is Outcome.HELD_BACK:
        names = ", ".join(dict.fromkeys(check.name for check in report.hindering))
        return f"Not published: {taken} newer, but these checks do not pass: {names}. {report.live} stays live."
    if report.outcome is Outcome.WOULD_PUBLISH:
        return f"Snapshot {report.made} would be live: {taken} newer than in {report.live}."
    return f"Snapshot {report.made} is live: {taken} newer than in {report.live}."


def _data_sets(many: int) -> str:
    return "1 data set" if many == 1 else f"{many} data sets"


def reasons(accepted: list[str]) -> Mapping[str, str]:
    """Checks and reasons as a person gives them: `CHECK: why`. Raises PortalError for one without a reason."""
    found = {}
    for text in accepted:
        name, _, why = text.partition(":")
        if not why.strip():
            raise PortalError(f"'{text}' accepts nothing: give the check and the reason, as --accept \"moved: why\".")
        found[name.strip()] = why.strip()
    return found
