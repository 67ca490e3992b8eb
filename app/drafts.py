"""A file that becomes a new version of a return, always as a draft: by the page and by the API, with the same check."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from app.arrivals import LONGEST_FILE_NAME, arrival
from app.checking_turns import turn
from callbacks.sight import LocalHoldings
from data.authorities import Area
from data.errors import PortalError
from data.local import log, people
from data.local.returns import Upload, forms_of, keep, titles_of
from data.local.slugs import slug_of
from data.local.tables import Person, Version
from data.returns.limits import MOST_BYTES
from data.store import Snapshot

LONGEST_TITLE = 200


@dataclass(frozen=True)
class OwnOrganisation:
    """The organisation of who asks, and the authority whose returns are its own."""

    slug: str
    name: str
    area: Area


@dataclass(frozen=True)
class Sent:
    """What somebody sent: the file, of which return (its slug and title), and why."""

    content: bytes
    file_name: str
    slug: str
    title: str
    why: str


def file_of(sent: FileStorage | None) -> tuple[bytes, str]:
    """The content and name of a file of a form; no more of it than a return can have."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", (sent.filename or "").replace("\\", "/").rpartition("/")[2]) if sent else ""
    if sent is None or not name:
        raise PortalError("Choose a file: a table as CSV or XLSX.")
    return sent.stream.read(MOST_BYTES + 1), name[-LONGEST_FILE_NAME:]


def known_returns(local: LocalHoldings, own: OwnOrganisation) -> Mapping[str, str]:
    """The returns that an organisation has already: their titles by their slugs."""
    with local.database().reading() as session:
        return titles_of(session, people.organisation_of(session, own.slug))


def which(slug: str, title: str, known: Mapping[str, str]) -> tuple[str, str]:
    """The slug and title of the return that a file is a version of: one that is there, or a new one."""
    if slug and title:
        raise PortalError("Choose one of the returns, or give the title of a new one; not both.")
    if slug:
        if slug not in known:
            raise PortalError("There is no such return of yours; choose another, or give the title of a new one.")
        return slug, known[slug]
    if not title:
        raise PortalError("Choose one of the returns, or give the title of a new one, such as Monthly scorecard.")
    new = slug_of(title)
    if not new:
        raise PortalError("The title of a return needs a letter or a digit.")
    if new in known:
        raise PortalError(f"There is a return {known[new]} already: choose it in the list, or give another title.")
    return new, title


def keep_draft(snapshot: Snapshot, local: LocalHoldings, own: OwnOrganisation, sent: Sent) -> tuple[Version, Upload]:
    """Read, check and keep a file as a draft of whoever asks; the version, and what was kept of it.

    Raises PortalError for what cannot be kept.
    """
    asking = local.viewer()
    with turn():
        with local.database().reading() as session:
            earlier = forms_of(session, people.organisation_of(session, own.slug), sent.slug)
        made = arrival(sent.content, sent.file_name, snapshot, own.area, sent.why, earlier=earlier)
    with local.database().writing() as session:
        organisation = people.organisation_of(session, own.slug)
        version = keep(session, organisation, sent.slug, sent.title, made, session.get(Person, asking.person))
        if asking.token is not None:
            told = {"version": version.number, "with token": asking.token}
            log.write(session, "version sent by a program", f"{own.slug}/{sent.slug}", asking.person, own.slug, told)
        return version, made
