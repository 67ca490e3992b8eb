"""Sentences of the pages of packs: how far each is, and until when it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.packs.files import FORMS
from app.pages.guard import moment
from data.local.packs import KEPT_FOR, Job, PackState, has_waited_long

KEPT = (
    f"A pack is kept for {KEPT_FOR.days} days. Without an account it is there for this browser alone, until it is "
    "closed; with one, for you alone, while you are signed in."
)
STATES = {
    PackState.WAITING: "Waiting",
    PackState.RUNNING: "Being made",
    PackState.DONE: "Ready",
    PackState.FAILED: "Not made",
    PackState.CANCELLED: "Cancelled",
}
NOBODY = "It is next, but nobody has taken it yet; if it goes on, tell who runs the portal."
KILOBYTE, MEGABYTE = 1000, 1000**2


@dataclass(frozen=True)
class ShownPack:
    """A pack as a page shows it. `content` is the address of what it holds, as a page."""

    address: str
    content: str
    title: str
    form: str
    state: str
    said: str
    size: str
    step: int
    steps: int
    is_under_way: bool
    is_done: bool


def shown(job: Job, before: int, address: str, trouble: str = "") -> ShownPack:
    """A pack for a page; `before` says how many come before it while it waits, and `trouble` why nobody is told."""
    return ShownPack(
        address=address,
        content=job.address,
        title=job.title,
        form=FORMS[job.form].words if job.form in FORMS else job.form,
        state=STATES[job.state],
        said=said(job, before, trouble),
        size=weight(job.size),
        step=job.step,
        steps=job.steps,
        is_under_way=job.is_under_way,
        is_done=job.is_done,
    )


def said(job: Job, before: int, trouble: str = "") -> str:
    """How far a pack is, in a sentence or two."""
    match job.state:
        case PackState.WAITING:
            place = trouble or (NOBODY if not before and has_waited_long(job) else queue(before))
            return f"{place} It was asked for on {moment(job.created)} UTC."
        case PackState.RUNNING if job.steps and job.step:
            return f"{job.step} of {job.steps}: {job.said}"
        case PackState.RUNNING:
            return f"{job.said or 'It begins'}."
        case PackState.DONE:
            asked, until = moment(job.created), moment(job.expires)
            return f"Ready: {weight(job.size)}, asked for on {asked} UTC, kept until {until} UTC."
        case PackState.FAILED:
            return f"It was not made. {job.said}"
        case PackState.CANCELLED:
            return f"It was cancelled. It was asked for on {moment(job.created)} UTC."


def queue(before: int) -> str:
    """Its place among those that wait."""
    if not before:
        return "It is next."
    return "It waits for one other pack." if before == 1 else f"It waits for {before} other packs."


def answer(jobs: Sequence[Job]) -> str:
    """What there is, in one sentence."""
    if not jobs:
        return "You have no packs; choose a form on the page of a pack, and it is made while you go on."
    ready, under_way = sum(job.is_done for job in jobs), sum(job.is_under_way for job in jobs)
    counted = ((ready, "ready"), (under_way, "being made or waiting"))
    told = [f"{count} {'is' if count == 1 else 'are'} {words}" for count, words in counted if count]
    return f"Of your packs {' and '.join(told)}." if told else "None of your packs is ready."


def weight(size: int) -> str:
    """`84 kB`, `1.2 MB`."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, round(size / KILOBYTE))} kB"
