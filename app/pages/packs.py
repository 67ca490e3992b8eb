"""One's own packs: asking for one, how far it is, having it, and deleting it. Nobody else learns that it is there."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, redirect, request
from flask import session as browser_session
from flask_limiter import Limiter

from app import forms
from app.auth.visitor import viewer
from app.packs.asking import require_address
from app.packs.files import FORMS
from app.packs.jobs import NotToldYet, Nudge, Runner, tidy
from app.packs.rights import RightsChanged, still_seen
from app.packs.shelf import Keeper
from app.pages.guard import open_to_all
from app.pages.pack_words import KEPT, ShownPack, answer, shown
from callbacks.sight import LocalHoldings
from data.errors import PortalError
from data.local import packs
from data.local.packs import Job, PackState

PACKS = "/packs"
ASKED_A_MINUTE = 10
"""From one address, behind which a whole council may be."""
SECRET = "packs"  # noqa: S105
"""Where a browser's cookie holds the random word that makes it an owner."""
WORD_BYTES = 24
NOT_THERE = f"There is no such pack of yours; packs are kept for {packs.KEPT_FOR.days} days, and for whoever made them."
"""One sentence for one that never was and one of somebody else."""
GONE = "The file of this pack is gone; make it again."


class NoPack(PortalError, LookupError):
    """A pack that is not there, or not for who asks."""

    def __init__(self) -> None:
        super().__init__(NOT_THERE)


def register(
    server: Flask, local: LocalHoldings, shelf: Callable[[], Keeper], runner: Runner, title_of: Callable[[str], str]
) -> None:
    """Serve these pages. `title_of` says what the pack of an address is called, and refuses what is no pack's."""
    made, pages = PackPages(local, shelf, runner, Nudge(runner), title_of), open_to_all("packs")
    limiter: Limiter | None = server.extensions.get("alongside-limiter")
    ask = limiter.limit(f"{ASKED_A_MINUTE} per minute")(made.ask) if limiter else made.ask
    pages.add_url_rule(PACKS, view_func=made.show_all, methods=["GET"])
    pages.add_url_rule(PACKS, view_func=ask, methods=["POST"])
    pages.add_url_rule(f"{PACKS}/<word>", view_func=made.show, methods=["GET"])
    pages.add_url_rule(f"{PACKS}/<word>/file", view_func=made.file, methods=["GET"])
    pages.add_url_rule(f"{PACKS}/<word>/cancel", view_func=made.cancel, methods=["POST"])
    pages.add_url_rule(f"{PACKS}/<word>/delete", view_func=made.delete, methods=["POST"])
    server.register_blueprint(pages)


@dataclass(frozen=True)
class PackPages:
    """The pages, with the database and the folder that they read, and who makes what is asked for."""

    local: LocalHoldings
    shelf: Callable[[], Keeper]
    runner: Runner
    nudge: Callable[[], str]
    title_of: Callable[[str], str]

    def show_all(self) -> Response:
        """One's packs, the newest first."""
        found = self._jobs()
        return forms.drawn(
            "packs_list.html", packs=[self._shown(job) for job in found], answer=answer(found), kept=KEPT
        )

    def ask(self) -> Response:
        """Let a pack be made, and go on to where one sees how far it is."""
        form, address = request.form.get("form", ""), require_address(request.form.get("address", ""))
        if form not in FORMS:
            raise PortalError(f"A pack is to be had as {', '.join(FORMS)}; choose one of them.")
        title, shelf, database = self.title_of(address), self.shelf(), self.local.database()
        tidy(database, shelf)
        with database.writing() as session:
            job = packs.create(session, _owner(new=True), self.local.viewer().person, address, form, title)
        try:
            self.runner.start()
        except NotToldYet:
            pass  # it waits, and its page says so
        except PortalError as error:
            with database.writing() as session:
                packs.cancel(session, job.owner, job.word)
            raise error from None
        return redirect(f"{PACKS}/{job.word}", 303)  # type: ignore[return-value]

    def show(self, word: str) -> Response:
        """How far a pack is, or where it is to be had."""
        return forms.drawn("pack_made.html", pack=self._shown(self._job(word)), kept=KEPT)

    def file(self, word: str) -> Response:
        """The file, for as long as its owner may see what is in it. That they had it is written down before."""
        job = self._job(word)
        if not job.is_done:
            raise NoPack
        try:
            seen = still_seen(job.rights, self.local)
        except RightsChanged as error:
            return forms.drawn("problem.html", 403, title="Not as it was made", sentence=str(error))
        content = self.shelf().read(job.word, job.form, job.size)
        if content is None:
            raise PortalError(GONE)
        if seen:
            self.local.sight().note(seen, PACKS)
        response = Response(content, content_type=FORMS[job.form].content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{job.file_name}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def cancel(self, word: str) -> Response:
        """Have it made no longer. Whoever makes it sees it within a second or two, and stops."""
        job = self._job(word)
        with self.local.database().writing() as session:
            was_under_way = packs.cancel(session, job.owner, job.word)
        said = f"{job.title} is cancelled." if was_under_way else "It was over already, so nothing was cancelled."
        return forms.went_well(said, PACKS)

    def delete(self, word: str) -> Response:
        """Keep nothing of it."""
        job = self._job(word)
        with self.local.database().writing() as session:
            packs.remove(session, job.owner, job.word)
        self.shelf().remove(job.word, job.form)
        return forms.went_well(f"{job.title} is deleted.", PACKS)

    def _job(self, word: str) -> Job:
        """A pack of who asks. Raises NoPack for any other."""
        if not (owner := _owner()):
            raise NoPack
        with self.local.database().reading() as session:
            found = packs.job_of(session, owner, word)
        if found is None:
            raise NoPack
        return self._looked_after(found)

    def _jobs(self) -> list[Job]:
        if not (owner := _owner()):
            return []
        with self.local.database().reading() as session:
            found = packs.jobs_of(session, owner)
        return [self._looked_after(job) for job in found]

    def _looked_after(self, job: Job) -> Job:
        """The same; where nobody makes it any longer, that is said."""
        if packs.is_dead(job):
            with self.local.database().writing() as session:
                packs.fail_the_dead(session)
                return packs.job_of(session, job.owner, job.word) or job
        return job

    def _shown(self, job: Job) -> ShownPack:
        """As a page shows it; for one that waits although nobody may be there, somebody is looked for."""
        before, trouble = 0, ""
        if job.state is PackState.WAITING:
            with self.local.database().reading() as session:
                before = packs.waiting_before(session, job)
            trouble = self.nudge() if packs.has_waited(job) else ""
        return shown(job, before, f"{PACKS}/{job.word}", trouble)


def _owner(*, new: bool = False) -> str:
    """Who asks, as an owner: the person who is signed in, else the browser. Empty for one that never asked for any."""
    person = viewer().person
    if person is not None:
        return packs.owner_of_person(person)
    if new and SECRET not in browser_session:
        browser_session[SECRET] = secrets.token_urlsafe(WORD_BYTES)
    secret = browser_session.get(SECRET, "")
    return packs.owner_of_browser(secret) if secret else ""
