"""One thing that can be on the list: what is written about it, its actions, its target, and whether it is listed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request

from app import forms
from app.pages.board import fields
from app.pages.board.desk import Board, BoardDesk, Doing
from app.pages.board.subjects import LOCAL, Subject
from app.pages.board.words import AUDIENCES, answer_on, due_words
from app.pages.guard import NotHere
from app.pages.returns.words import day
from data.errors import PortalError
from models.access import Deed
from models.board import changes
from models.board.bodies import TargetSet
from models.board.kinds import Audience, Section
from models.board.state import BoardState, CommentaryVersion

Read = Callable[[Subject], Doing]


@dataclass(frozen=True)
class SectionShown:
    """A section of the commentary: its versions that who asks may see, the newest first.

    `others_read` is the number of the version that others still read where the newest is not for them, else 0.
    """

    section: Section
    versions: tuple[CommentaryVersion, ...]
    version: int
    may_take_back: bool
    others_read: int

    @property
    def slug(self) -> str:
        """Its word in the form."""
        return self.section.slug

    @property
    def newest(self) -> CommentaryVersion | None:
        """What it says now."""
        return self.versions[0] if self.versions else None


def add_shown(pages: Blueprint, desk: BoardDesk) -> None:
    """The page itself, for everybody as far as what it holds is."""

    @pages.get("/on")
    def on(slug: str) -> Response:
        board = desk.open(slug)
        return _page(board, _subject(board))


def add_kept(pages: Blueprint, desk: BoardDesk) -> None:
    """What is done about it."""

    def add(deed: str, needs: Deed, read: Read) -> None:
        def done(slug: str) -> Response:
            board = desk.kept(slug, needs)
            subject = _subject(board)
            back = board.on(subject.key)
            return desk.answer(board, lambda: read(subject), back, lambda said: _page(board, subject, said))

        pages.add_url_rule(f"/on/{deed}", deed, done, methods=["POST"])

    for deed, read in KEPT.items():
        add(deed, Deed.KEEP_THE_BOARD, read)
    for deed, read in DECIDED.items():
        add(deed, Deed.ACCEPT_ACTIONS, read)


def _subject(board: Board) -> Subject:
    """What the address names. Raises NotHere for what is not there, or not for who asks."""
    found = board.subject(request.args.get("subject", "").strip())
    if not found.key or (not found.known and not (found.key.startswith(LOCAL) and found.key in board.state.subjects)):
        raise NotHere
    return found


def _page(board: Board, subject: Subject, problem: str = "") -> Response:
    state, key = board.state, subject.key
    sections = tuple(_section(board, key, section) for section in Section)
    actions, target = state.actions_on(key), state.targets.get(key)
    return forms.drawn(
        "board_on.html",
        400 if problem else 200,
        problem=problem,
        deed=fields.typed("form") if problem else "",
        typed=request.form,
        board=board,
        subject=subject,
        answer=answer_on(state, key, own=board.seen.own),
        sections=sections,
        actions=[(action, due_words(action, state.today)) for action in actions],
        pin=state.pins.get(key),
        dismissal=state.dismissals.get(key),
        past=[each for each in state.past_dismissals if each.subject == key],
        target=target,
        newest=board.subjects.newest(subject) if board.may_keep else None,
        target_audiences=_audiences(board, target.audience if target else Audience.BOARD),
        versions={name: state.last.get(f"{name} {key}", 0) for name in ("pin", "dismissal", "target")},
        audiences=_audiences(board, Audience.BOARD),
        said_to=dict(AUDIENCES),
        longest=fields.LONGEST_TEXT,
    )


def _audiences(board: Board, held: Audience) -> list[tuple[str, str]]:
    """Whom something may be for that is for some already: whoever does not decide widens nothing."""
    return [pair for pair in AUDIENCES if board.may_decide or pair[0] in (Audience.BOARD, held)]


def _section(board: Board, key: str, section: Section) -> SectionShown:
    versions = board.state.commentary.get((key, section), ())
    read = [each.number for each in versions if each.is_for(Audience.PARTNERSHIP)]
    version = board.state.last.get(f"commentary {section.slug} {key}", 0)
    others_read = read[0] if board.seen.own and read and read[0] != versions[0].number else 0
    return SectionShown(section, versions, version, board.may_decide and bool(read), others_read)


def _always(sentence: str) -> Callable[[BoardState], str]:
    return lambda _: sentence


def _write(subject: Subject) -> Doing:
    section, audience = fields.section(), fields.audience()
    written = fields.text("text", f"what '{section}' is to say")
    to = {Audience.BOARD: "your own people read it", Audience.PARTNERSHIP: "everybody who signs in reads it"}
    said = f"'{section}' is kept as a new version: {to.get(audience, 'everybody reads it')}."
    return Doing(
        lambda state: [changes.write(state, subject.key, section, written, audience)], _always(said), fields.version()
    )


def _take_back(subject: Subject) -> Doing:
    section, why = fields.section(), fields.why()
    said = f"Nobody but your own people reads '{section}' any longer."
    return Doing(lambda state: [changes.take_back(state, subject.key, section, why)], _always(said), fields.version())


def _pin(subject: Subject) -> Doing:
    why, said = fields.why(), f"{subject.title} is pinned: it stays on the list, whatever the rules say."
    return Doing(lambda state: [changes.pin(state, subject.key, why)], _always(said), fields.version())


def _unpin(subject: Subject) -> Doing:
    said = f"{subject.title} is not pinned any longer: it is on the list where a rule puts it there."
    return Doing(lambda state: [changes.unpin(state, subject.key)], _always(said), fields.version())


def _dismiss(subject: Subject) -> Doing:
    why, until = fields.why(), fields.day("until", "the day at whose end it is back on the list")
    said = f"{subject.title} is left off the list until the end of {day(until)}."
    return Doing(lambda state: [changes.dismiss(state, subject.key, why, until)], _always(said), fields.version())


def _restore(subject: Subject) -> Doing:
    why, said = fields.why(), f"{subject.title} is back on the list wherever a rule puts it there."
    return Doing(lambda state: [changes.restore(state, subject.key, why)], _always(said), fields.version())


def _set_target(subject: Subject) -> Doing:
    target = TargetSet(
        value=fields.number("value", "the figure that is to be reached"),
        by=fields.day("by", "the day by which it is to be reached"),
        baseline=fields.number_or_none("baseline", "the figure that it starts from"),
        baseline_on=fields.day_or_none("baseline_on", "the day of the figure that it starts from"),
        why=fields.why(),
    )
    audience, said = fields.audience(), f"The target is kept: {target.value:g} by {day(target.by)}."
    unit = subject.unit == "%"
    if unit and not 0 <= target.value <= 100:
        raise PortalError("The figure that is to be reached is a percentage: give a number from 0 to 100.")
    return Doing(
        lambda state: [changes.set_target(state, subject.key, target, audience)], _always(said), fields.version()
    )


def _drop_target(subject: Subject) -> Doing:
    why, said = fields.why(), "There is no target any longer; the history keeps it."
    return Doing(lambda state: [changes.drop_target(state, subject.key, why)], _always(said), fields.version())


KEPT: Mapping[str, Read] = {
    "write": _write,
    "pin": _pin,
    "unpin": _unpin,
    "target": _set_target,
    "drop-target": _drop_target,
}
"""What those may do who keep the board; the others are for those who decide for it."""
DECIDED: Mapping[str, Read] = {"take-back": _take_back, "dismiss": _dismiss, "restore": _restore}
