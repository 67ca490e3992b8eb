"""Telling people by e-mail what a new snapshot changes: one message a person, with all their authorities.

A message is marked as sent once the mail server took it. A crash between the two sends it a second time at the next
run; none is ever left out. One person's failure stops nobody else's message.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import partial
from urllib.parse import urlencode, urlsplit

from app import mail
from app.digest_links import end_address
from app.errors import explain
from app.settings import Settings
from app.work.running import alone
from callbacks.releases import NO_GROUP, changed, names_of, newest_group
from data.errors import PortalError
from data.local.database import Database
from data.local.subscriptions import mark_told, people_to_tell, untold
from data.local.tables import Person
from data.store import Earlier, Snapshot
from layouts.changes import message, words
from layouts.changes.message import Told
from layouts.pages import CHANGES
from layouts.provenance import sources_of_all
from layouts.selection import MODELLED

AT_NEXT_RUN = "it is tried again at the next run"
LETTERS = "letters of new figures"
LETTER_TAKES = timedelta(minutes=5)
"""No mail server takes longer for one; so much later others go on where a run was killed."""


@dataclass
class Outcome:
    """Whom a run has told: addresses, and for those who could not be told the sentence that says why."""

    told: list[str] = field(default_factory=list)
    nothing_changed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Letter:
    """What somebody is to be told of; `told` is empty where nothing has changed for them."""

    person_id: int
    email: str
    name: str
    subscriptions: tuple[int, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Digest:
    """One run. What has changed for an authority is computed once, however many want to know."""

    database: Database
    snapshot: Snapshot
    settings: Settings
    _known: dict[tuple[str, str], Told | None] = field(default_factory=dict)

    def waiting(self) -> dict[int, str]:
        """Who was not told yet: ids with e-mail addresses."""
        with self.database.reading() as session:
            return people_to_tell(session, self.snapshot.id)

    def run(self, waiting: Mapping[int, str], step: Callable[[str], None], *, dry: bool = False) -> Outcome:
        """Tell those who wait; `step` is given each address. A dry run sends and keeps nothing.

        Raises PortalError where another run is telling people just now: two of them at once would write twice.
        """
        outcome = Outcome()
        turn: AbstractContextManager[Callable[[], None]]
        turn = nullcontext(lambda: None) if dry else alone(self.database, LETTERS, LETTER_TAKES)
        with turn as go_on:
            for person_id, email in waiting.items():
                go_on()
                step(email)
                self._tell(person_id, email, outcome, dry=dry)
        return outcome

    def _tell(self, person_id: int, email: str, outcome: Outcome, *, dry: bool) -> None:
        try:
            letter = self._letter(person_id)
            if letter is None:
                return
            if not dry:
                self._send(letter)
            (outcome.told if letter.told else outcome.nothing_changed).append(email)
        except Exception as error:  # noqa: BLE001  # a defect is logged there; the others are told all the same
            outcome.failed[email] = explain(error).message

    def _letter(self, person_id: int) -> Letter | None:
        """The letter to somebody; None where another run has told them meanwhile."""
        with self.database.reading() as session:
            waiting, person = untold(session, person_id, self.snapshot.id), session.get(Person, person_id)
            if person is None or not waiting:
                return None
            told = tuple(found for one in waiting if (found := self._told(one.authority, one.told)))
            return Letter(person_id, person.email, person.name, tuple(one.id for one in waiting), told)

    def _send(self, letter: Letter) -> None:
        """Send a letter that tells of something, then keep that it was told: in this order none is ever left out."""
        if letter.told:
            mail.deliver(self.settings, partial(self.written, letter), AT_NEXT_RUN)
        with self.database.writing() as session:
            mark_told(session, letter.subscriptions, self.snapshot.id)

    def written(self, letter: Letter) -> EmailMessage:
        """The message, with the headers by which a mail program ends such messages at one key (RFC 8058)."""
        end = end_address(self.settings.url, self.settings.secret_key, letter.person_id, letter.email)
        found = EmailMessage()
        found["From"], found["To"] = self.settings.mail_from, letter.email
        found["Subject"] = message.subject(letter.told)
        found["Date"] = formatdate(usegmt=True)
        found["Message-ID"] = make_msgid(domain=urlsplit(self.settings.url).hostname)
        found["Auto-Submitted"] = "auto-generated"
        found["List-Unsubscribe"] = f"<{end}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        source = f"{sources_of_all(self.snapshot.indicators.all)} Snapshot {self.snapshot.id}."
        found.set_content(message.as_text(letter.name, letter.told, source, end))
        found.add_alternative(message.as_html(letter.name, letter.told, source, end), subtype="html")
        return found

    def _told(self, authority: str, told: str) -> Told | None:
        """What has changed for an authority since the snapshot that somebody was told of; None for nothing."""
        key = (authority, told)
        if key not in self._known:
            self._known[key] = self._changed(*key)
        return self._known[key]

    def _changed(self, authority: str, told: str) -> Told | None:
        snapshot, area = self.snapshot, self.snapshot.authorities.by_code(authority)
        group, earlier = newest_group(snapshot, area), self._earlier(told)
        found = changed(earlier.snapshot, snapshot, group, area) if earlier else None
        if found is not None and found.is_empty:
            return None
        neighbours = MODELLED if group is NO_GROUP else group.name
        since = earlier.snapshot.id if earlier else ""
        # Short, since people read it: what it leaves out is as on a first visit.
        parts = {"authority": area.slug, "neighbours": neighbours, "since": since}
        query = urlencode({name: part for name, part in parts.items() if part})
        names = names_of(snapshot, (*found.joined, *found.left)) if found else {}
        return Told(
            authority=area.name,
            since=f"the figures that were in use from {words.on_day(earlier.since)}" if earlier else "",
            found=found,
            group=group.title,
            neighbours=words.neighbours_sentence(group, found, names) if found and group is not NO_GROUP else "",
            address=f"{self.settings.url}{CHANGES.path}?{query}",
        )

    def _earlier(self, told: str) -> Earlier | None:
        """The snapshot that somebody was told of last; None where it is not on disk any more."""
        try:
            return self.snapshot.past.earlier(told) if self.snapshot.past else None
        except PortalError:
            return None
