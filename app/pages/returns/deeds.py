"""What is done with a version: its findings accepted with a reason, and who it is for from now on."""

from collections.abc import Callable, Iterable

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from app.forms import went_well
from app.pages.returns.desk import Desk, address, reason
from app.pages.returns.findings import ON_A_PAGE, Filter, unaccepted_errors
from app.pages.returns.version import version_page
from app.pages.returns.words import many
from callbacks.sight import SeenVersion, Sight
from data.errors import PortalError
from data.local.returns import accept, show_to
from data.local.tables import Person, Version
from layouts import phrases
from models.access import Deed, Visibility
from models.checking.findings import finding_word

DESPITE = "despite"
ONE = "/<int:return_id>/<int:number>"
ALREADY = {
    Visibility.PUBLISHED: "This version is published already; nothing was done.",
    Visibility.WITHDRAWN: "This version is withdrawn already; nothing was done.",
}
Done = Callable[[Session, Version, Person], str]


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the addresses to a blueprint."""

    @pages.post(f"{ONE}/accept")
    def accept_findings(return_id: int, number: int) -> Response:
        return _do(desk, Deed.ACCEPT_FINDINGS, return_id, number, _accepting)

    @pages.post(f"{ONE}/share")
    def share(return_id: int, number: int) -> Response:
        return _do(desk, Deed.SHARE, return_id, number, lambda sight, seen: _sharing(desk, sight, seen))

    @pages.post(f"{ONE}/publish")
    def publish(return_id: int, number: int) -> Response:
        return _do(desk, Deed.PUBLISH, return_id, number, _publishing)

    @pages.post(f"{ONE}/withdraw")
    def withdraw(return_id: int, number: int) -> Response:
        return _do(desk, Deed.WITHDRAW, return_id, number, _withdrawing)


def _do(desk: Desk, deed: Deed, return_id: int, number: int, how: Callable[[Sight, SeenVersion], Done]) -> Response:
    """Do it where it may be done, and go back to the version; a refusal leaves what was typed.

    Whoever does not see the version is told that there is none before anything else is looked at.
    """
    sight = desk.sight()
    seen = sight.one(return_id, number)
    desk.require(deed, seen)
    try:
        done = how(sight, seen)
        with desk.local.database().writing() as session:
            said = done(session, session.get_one(Version, seen.id), session.get_one(Person, desk.viewer.person))
    except PortalError as error:
        return version_page(desk, sight, seen, str(error), request.path.rpartition("/")[2])
    return went_well(said, address(seen) + Filter.read(request.args).query(ticked=False))


def _accepting(sight: Sight, seen: SeenVersion) -> Done:
    ticked = dict.fromkeys(request.form.getlist("finding")[: ON_A_PAGE * 2])
    accepted = sight.accepted(seen)
    known = {word for finding in sight.findings(seen) if (word := finding_word(finding)) not in accepted}
    words = [word for word in ticked if word in known]
    if not words:
        raise PortalError("Tick at least one finding that nobody has accepted yet; nothing was done.")
    why = reason()

    def done(session: Session, version: Version, person: Person) -> str:
        for word in words:
            accept(session, version, word, why, person)
        return f"{many(len(words), 'finding')} {'is' if len(words) == 1 else 'are'} accepted, with your reason."

    return done


def _sharing(desk: Desk, sight: Sight, seen: SeenVersion) -> Done:
    names = desk.names()
    chosen = [slug for slug in dict.fromkeys(request.form.getlist("organisation")) if slug != seen.organisation]
    if not chosen or any(slug not in names for slug in chosen):
        raise PortalError("Tick at least one organisation to share this version with; nothing was done.")
    whom = phrases.listed([names[slug] for slug in chosen])
    return _showing(sight, seen, Visibility.SHARED, chosen, f"Version {seen.number} is shared with {whom}.")


def _publishing(sight: Sight, seen: SeenVersion) -> Done:
    errors = unaccepted_errors(sight.findings(seen), sight.accepted(seen))
    if errors and request.form.get(DESPITE) != "yes":
        raise PortalError(
            f"The check found {many(errors, 'error')} that nobody has accepted: upload a better version, accept them "
            "with a reason, or tick that it is published all the same. Nothing was done."
        )
    return _showing(sight, seen, Visibility.PUBLISHED, (), f"Version {seen.number} is published: everybody sees it.")


def _withdrawing(sight: Sight, seen: SeenVersion) -> Done:
    said = f"Version {seen.number} is withdrawn: nobody outside {seen.organisation_name} sees it any longer."
    return _showing(sight, seen, Visibility.WITHDRAWN, (), said)


def _showing(sight: Sight, seen: SeenVersion, visibility: Visibility, whom: Iterable[str], said: str) -> Done:
    if seen.visibility is visibility and visibility in ALREADY:
        raise PortalError(ALREADY[visibility])
    why = reason()
    if visibility is not Visibility.WITHDRAWN:
        # Refused where others could see nothing of it.
        sight.figures(seen, as_others=True)

    def done(session: Session, version: Version, person: Person) -> str:
        show_to(session, version, visibility, whom, why, person)
        return said

    return done
