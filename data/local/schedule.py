"""What is run by the clock, once for all machines: whoever comes first when it is due has it, and says how it went.

Every change is one short transaction, of which the database lets one through at a time. So of two machines that look
at once one runs it; a run that was killed is due again once it has had its time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.local.work_tables import ScheduledRun

AFTER_FAILURE = timedelta(hours=1)
"""A run that failed is tried again after so long, or when it is due anyway if that is sooner."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""A run that began later than this from now was written down by a clock that was wrong."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_SAID = 500


class RunState(StrEnum):
    """How a run went, or that it is under way."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Run:
    """The last run of one thing (`data.local.work_tables.ScheduledRun` says what each part is)."""

    name: str
    state: RunState
    began: datetime
    until: datetime
    ended: datetime | None
    said: str
    machine: str
    went_well: datetime | None


def is_due(last: Run | None, every: timedelta, now: datetime) -> bool:
    """Whether something that was run like this is to be run again."""
    if last is None or last.began > now + CLOCKS_DIFFER:
        return True
    if last.state is RunState.RUNNING:
        return now >= last.until
    wait = min(every, AFTER_FAILURE) if last.state is RunState.FAILED else every
    return now >= last.began + wait


def moment() -> datetime:
    """Now, as runs are written down."""
    return datetime.now(UTC)


def claim(session: Session, name: str, every: timedelta, longest: timedelta, machine: str) -> Run | None:
    """Take a run that is due; None where it is not. It has `longest` before it is taken for dead."""
    now, found = moment(), session.get(ScheduledRun, name)
    if not is_due(None if found is None else _run(found), every, now):
        return None
    if found is None:
        found = ScheduledRun(name=name, went_well=None)
        session.add(found)
    found.state, found.began, found.until, found.ended = RunState.RUNNING, now, now + longest, None
    found.said, found.machine = "", machine[:200]
    session.flush()
    return _run(found)


def end(session: Session, run: Run, state: RunState, said: str) -> bool:
    """Say how a run went; False for one that was taken for dead, and is somebody else's by now."""
    now = datetime.now(UTC)
    values = {"state": state, "ended": now, "said": said[:LONGEST_SAID]}
    if state is RunState.DONE:
        values["went_well"] = now
    return _changed(session, run, values)


def go_on(session: Session, run: Run, longest: timedelta) -> bool:
    """A run has `longest` from now; False for one that was taken for dead, and is somebody else's by now."""
    return _changed(session, run, {"until": moment() + longest})


def give_back(session: Session, run: Run, said: str) -> bool:
    """A run was broken off, since its machine is to stop: it is due again at once, here or elsewhere."""
    values = {"state": RunState.FAILED, "ended": datetime.now(UTC), "began": LONG_AGO, "said": said[:LONGEST_SAID]}
    return _changed(session, run, values)


def last_runs(session: Session) -> Sequence[Run]:
    """The last run of everything, by name."""
    return [_run(kept) for kept in session.scalars(select(ScheduledRun).order_by(ScheduledRun.name))]


def _changed(session: Session, run: Run, values: dict[str, object]) -> bool:
    """Change a run that is still whose it was: when it began says so."""
    mine = update(ScheduledRun).where(
        ScheduledRun.name == run.name,
        ScheduledRun.state == RunState.RUNNING,
        ScheduledRun.began == run.began,
        ScheduledRun.machine == run.machine,
    )
    return bool(session.execute(mine.values(**values)).rowcount)  # type: ignore[attr-defined]  # an update has one


def _run(kept: ScheduledRun) -> Run:
    values = {field.name: getattr(kept, field.name) for field in fields(Run)}
    return Run(**{**values, "state": RunState(kept.state)})
