"""Packs that are being made: one takes its turn after the other, each is its owner's alone, and none is kept for ever.

Every change is one short transaction, of which the database lets one through at a time. So of two processes that take a
job one has it, and what was cancelled is neither gone on with nor finished.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from data.errors import PortalError
from data.local.tables import PackJob

KEPT_FOR = timedelta(days=7)
DEAD_AFTER = timedelta(seconds=30)
"""How long whoever makes a pack may say nothing before it is taken for dead; it says something every few seconds."""
LEFT_ALONE_AFTER = timedelta(seconds=5)
"""How long a job waits before it is asked whether there is anybody to take it."""
LONG_LEFT_ALONE_AFTER = timedelta(minutes=3)
"""How long one that is next waits before it is said that nobody takes it; workers look each minute."""
MOST_WAITING = 2
"""For one owner."""
MOST_WAITING_IN_ALL = 40
MOST_KEPT = 20
"""Finished packs of one owner."""
MOST_BYTES_IN_ALL = 2 * 2**30
WORD_BYTES = 16
LONGEST_SAID = 500

TOO_MANY_WAITING = "Two of your packs wait to be made; wait until one is, or cancel one."
TOO_MANY_KEPT = f"You keep {MOST_KEPT} packs, and no more are kept for one owner; delete one first."
TOO_MANY_IN_ALL = "So many packs wait to be made that there is no room for another; try again in some minutes."
NO_ROOM = "There is no room for another pack until older ones expire; tell who runs the portal."
DIED = "What was making it stopped before it was done; make it again."


class PackState(StrEnum):
    """How far a pack is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = (PackState.WAITING, PackState.RUNNING)


@dataclass(frozen=True)
class Job:
    """A pack that is being made, or was (`data.local.tables.PackJob` says what each part is)."""

    word: str
    owner: str
    person_id: int | None
    address: str
    form: str
    title: str
    state: PackState
    step: int
    steps: int
    said: str
    file_name: str
    size: int
    rights: Mapping[str, Any]
    created: datetime
    seen_alive: datetime | None
    expires: datetime

    @property
    def is_under_way(self) -> bool:
        """Whether it is being made, or will be."""
        return self.state in UNDER_WAY

    @property
    def is_done(self) -> bool:
        """Whether there is a file to be had."""
        return self.state is PackState.DONE


def owner_of_person(person_id: int) -> str:
    """How a person who is signed in is named as an owner."""
    return f"person:{person_id}"


def owner_of_browser(secret: str) -> str:
    """How a browser that holds a random word is named as an owner; the word cannot be read from it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create(session: Session, owner: str, person_id: int | None, address: str, form: str, title: str) -> Job:
    """Let a pack wait for its turn. Raises PortalError where too many wait, or too many are kept."""
    _require_room(session, owner)
    now = datetime.now(UTC)
    kept = PackJob(
        word=secrets.token_hex(WORD_BYTES),
        owner=owner,
        person_id=person_id,
        address=address,
        form=form,
        title=title[:200],
        state=PackState.WAITING,
        step=0,
        steps=0,
        said="",
        file_name="",
        size=0,
        rights={},
        created=now,
        seen_alive=None,
        expires=now + KEPT_FOR,
    )
    session.add(kept)
    session.flush()
    return _job(kept)


def claim(session: Session) -> Job | None:
    """Take the job that has waited longest; None where none waits. Whoever takes it says that it lives (`beat`)."""
    waiting = select(PackJob).where(PackJob.state == PackState.WAITING, PackJob.expires > datetime.now(UTC))
    found = session.scalar(waiting.order_by(PackJob.created, PackJob.word).limit(1))
    if found is None:
        return None
    found.state, found.seen_alive = PackState.RUNNING, datetime.now(UTC)
    session.flush()
    return _job(found)


def is_any_waiting(session: Session) -> bool:
    """Whether there is a job to be taken."""
    return how_many_wait(session) > 0


def how_many_wait(session: Session) -> int:
    """How many jobs there are to be taken."""
    return _count(session, PackJob.state == PackState.WAITING, PackJob.expires > datetime.now(UTC))


def queue_lengths(session: Session) -> tuple[tuple[str, int], ...]:
    """How many packs are in each state; every state is named."""
    return tuple((str(state), _count(session, PackJob.state == state)) for state in PackState)


def beat(session: Session, word: str) -> bool:
    """Say that whoever makes a pack lives; whether it is still wanted."""
    return _changed(session, word, seen_alive=datetime.now(UTC))


def progress(session: Session, word: str, step: int, steps: int, said: str) -> bool:
    """Say how far a pack is; whether it is still wanted."""
    return _changed(session, word, step=step, steps=steps, said=said[:LONGEST_SAID], seen_alive=datetime.now(UTC))


def finish(
    session: Session, word: str, title: str, file_name: str, size: int, rights: Mapping[str, Any] | None = None
) -> bool:
    """A pack is there, and is kept from now on; False where it is no longer wanted, so that its file must go."""
    done = {"state": PackState.DONE, "title": title[:200], "file_name": file_name[-255:], "size": size, "said": ""}
    return _changed(session, word, **done, rights=dict(rights or {}), expires=datetime.now(UTC) + KEPT_FOR)


def fail(session: Session, word: str, why: str) -> bool:
    """A pack cannot be made: `why` in one sentence."""
    return _changed(session, word, state=PackState.FAILED, said=why[:LONGEST_SAID])


def give_back(session: Session, word: str) -> bool:
    """Whoever makes a pack is to end before it is done: somebody else makes it; whether it was still wanted."""
    again = {"state": PackState.WAITING, "step": 0, "steps": 0, "said": "", "seen_alive": None}
    return _changed(session, word, **again)


def cancel(session: Session, owner: str, word: str) -> bool:
    """Its owner wants it no longer; whether it was under way."""
    done = session.execute(
        update(PackJob)
        .where(PackJob.word == word, PackJob.owner == owner, PackJob.state.in_(UNDER_WAY))
        .values(state=PackState.CANCELLED, said="")
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update has one


def remove(session: Session, owner: str, word: str) -> bool:
    """Its owner wants nothing kept of it; whether there was anything. Whoever makes it notices; a file is swept."""
    done = session.execute(delete(PackJob).where(PackJob.word == word, PackJob.owner == owner))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a delete has one


def job_of(session: Session, owner: str, word: str) -> Job | None:
    """A pack of an owner; None for one that is not there, has expired, or is somebody else's."""
    return _one(session, _of_owner(owner).where(PackJob.word == word))


def jobs_of(session: Session, owner: str) -> Sequence[Job]:
    """The packs of an owner, the newest first."""
    return [_job(kept) for kept in session.scalars(_of_owner(owner).order_by(PackJob.created.desc(), PackJob.word))]


def running_job(session: Session, word: str) -> Job | None:
    """A job that was taken and is still wanted, for whoever makes it."""
    return _one(session, select(PackJob).where(PackJob.word == word, PackJob.state == PackState.RUNNING))


def waiting_before(session: Session, job: Job) -> int:
    """How many packs are made or have their turn before one that waits."""
    is_before = (PackJob.state == PackState.WAITING) & (PackJob.created < job.created)
    return _count(session, (PackJob.state == PackState.RUNNING) | is_before)


def fail_the_dead(session: Session) -> int:
    """Jobs whose maker says nothing any longer have failed; how many there were."""
    before = datetime.now(UTC) - DEAD_AFTER
    dead = update(PackJob).where(PackJob.state == PackState.RUNNING, PackJob.seen_alive < before)
    done = session.execute(dead.values(state=PackState.FAILED, said=DIED))
    return int(done.rowcount)  # type: ignore[attr-defined]  # an update has one


def is_dead(job: Job) -> bool:
    """Whether whoever makes it says nothing any longer."""
    return job.state is PackState.RUNNING and (job.seen_alive or job.created) < datetime.now(UTC) - DEAD_AFTER


def has_waited(job: Job) -> bool:
    """Whether it may be that nobody is there to take it."""
    return job.state is PackState.WAITING and job.created < datetime.now(UTC) - LEFT_ALONE_AFTER


def has_waited_long(job: Job) -> bool:
    """Whether it seems that nobody takes it."""
    return job.state is PackState.WAITING and job.created < datetime.now(UTC) - LONG_LEFT_ALONE_AFTER


def forget_expired(session: Session) -> int:
    """Nothing is kept of what has expired; how many there were."""
    done = session.execute(delete(PackJob).where(PackJob.expires <= datetime.now(UTC)))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete has one


def words_with_files(session: Session) -> frozenset[str]:
    """The jobs that have a file, or are making one."""
    found = select(PackJob.word).where(PackJob.state.in_((PackState.RUNNING, PackState.DONE)))
    return frozenset(session.scalars(found))


def _require_room(session: Session, owner: str) -> None:
    waiting = PackJob.state == PackState.WAITING
    if _count(session, waiting, PackJob.owner == owner) >= MOST_WAITING:
        raise PortalError(TOO_MANY_WAITING)
    if _count(session, PackJob.state == PackState.DONE, PackJob.owner == owner) >= MOST_KEPT:
        raise PortalError(TOO_MANY_KEPT)
    if _count(session, waiting) >= MOST_WAITING_IN_ALL:
        raise PortalError(TOO_MANY_IN_ALL)
    if (session.scalar(select(func.sum(PackJob.size))) or 0) >= MOST_BYTES_IN_ALL:
        raise PortalError(NO_ROOM)


def _changed(session: Session, word: str, **values: object) -> bool:
    """Change a job that is being made; False where it no longer is."""
    running = update(PackJob).where(PackJob.word == word, PackJob.state == PackState.RUNNING)
    return bool(session.execute(running.values(**values)).rowcount)  # type: ignore[attr-defined]  # an update has one


def _of_owner(owner: str) -> Select[PackJob]:
    return select(PackJob).where(PackJob.owner == owner, PackJob.expires > datetime.now(UTC))


def _count(session: Session, *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(PackJob).where(*conditions)) or 0


def _one(session: Session, found: Select[PackJob]) -> Job | None:
    kept = session.scalar(found)
    return None if kept is None else _job(kept)


def _job(kept: PackJob) -> Job:
    values = {field.name: getattr(kept, field.name) for field in fields(Job)}
    return Job(**{**values, "state": PackState(kept.state)})
