"""Telling people by e-mail what a new snapshot changes: one message a person, with all their authorities.

A message is marked as sent once the mail server took it. A crash between the two sends it a second time at the next
run; none is ever left out. One person's failure stops nobody else's message.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import partial
from urllib.parse import urlsplit

from app import mail
from app.digest_links import end_address
from app.errors import explain
from app.settings import Settings
from callbacks.releases import NO_GROUP, changed, names_of, newest_group
from data.errors import PortalError
from data.local.database import Database
from data.local.subscriptions import mark_told, people_to_tell, untold
from data.local.tables import Person, Subscription
from data.store import Earlier, Snapshot
from layouts.changes import message, words
from layouts.changes.message import Told
from layouts.pages import CHANGES
from layouts.selection import MODELLED, Selection

AT_NEXT_RUN = "it is tried again at the next run"


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

    def waiting(self) -> Sequence[int]:
        """The ids of those who were not told yet."""
        with self.database.reading() as session:
            return people_to_tell(session, self.snapshot.id)

    def run(self, step: Callable[[str], None], *, dry: bool = False) -> Outcome:
        """Tell everybody who was not told yet; `step` is given each address. A dry run sends and keeps nothing."""
        outcome = Outcome()
        for person_id in self.waiting():
            for letter in self._letters(person_id, outcome):
                step(letter.email)
                self._tell(letter, outcome, dry=dry)
        return outcome

    def _letters(self, person_id: int, outcome: Outcome) -> Iterator[Letter]:
        """The letter to somebody; none where another run has told them meanwhile."""
        email = f"person {person_id}"
        try:
            with self.database.reading() as session:
                waiting = untold(session, person_id, self.snapshot.id)
                person = session.get(Person, person_id)
                if person is None or not waiting:
                    return
                email = person.email
                told = [self._told(one) for one in waiting]
                ids = tuple(one.id for one in waiting)
            kept = tuple(one for one in told if one is not None)
        except Exception as error:  # noqa: BLE001  # logged there; the others are told all the same
            outcome.failed[email] = explain(error).message
            return
        yield Letter(person_id, email, person.name, ids, kept)

    def _tell(self, letter: Letter, outcome: Outcome, *, dry: bool) -> None:
        listed = outcome.told if letter.told else outcome.nothing_changed
        try:
            if letter.told and not dry:
                mail.deliver(self.settings, partial(self.written, letter), AT_NEXT_RUN)
            if not dry:
                with self.database.writing() as session:
                    mark_told(session, letter.subscriptions, self.snapshot.id)
        except Exception as error:  # noqa: BLE001  # logged there; the others are told all the same
            outcome.failed[letter.email] = explain(error).message
            return
        listed.append(letter.email)

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
        found.set_content(message.as_text(letter.name, letter.told, end))
        found.add_alternative(message.as_html(letter.name, letter.told, end), subtype="html")
        return found

    def _told(self, one: Subscription) -> Told | None:
        """What has changed for an authority since somebody was told last; None for nothing."""
        key = (one.authority, one.told)
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
        selection = Selection(authority=area.slug, neighbours=neighbours, since=since)
        names = names_of(snapshot, (*found.joined, *found.left)) if found else {}
        return Told(
            authority=area.name,
            since=f"the figures that were in use from {words.on_day(earlier.since)}" if earlier else "",
            found=found,
            group=group.title,
            neighbours=words.neighbours_sentence(group, found, names) if found and group is not NO_GROUP else "",
            address=self.settings.url + selection.address(CHANGES.path),
        )

    def _earlier(self, told: str) -> Earlier | None:
        """The snapshot that somebody was told of last; None where it is not on disk any more."""
        try:
            return self.snapshot.past.earlier(told) if self.snapshot.past else None
        except PortalError:
            return None
