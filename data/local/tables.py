"""The tables. Times are UTC; tokens are kept as digests, so that whoever reads the database cannot use them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, MetaData, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A time with its zone, kept as UTC; SQLite keeps no zones, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON, bytes: LargeBinary}  # noqa: RUF012


class Organisation(Base):
    """A council or a partner body. `authority` is the code of the authority whose returns are its own, if any."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    authority: Mapped[str | None] = mapped_column(String(12), unique=True)
    created: Mapped[datetime]


class Person(Base):
    """Somebody who can sign in: by a password of the portal's own, or as `subject` of an `issuer`."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    roles: Mapped[list[Any]]
    password: Mapped[str | None] = mapped_column(String(255))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_last_used: Mapped[int | None]
    issuer: Mapped[str | None] = mapped_column(String(255))
    subject: Mapped[str | None] = mapped_column(String(255))
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    created: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    __table_args__ = (Index("ix_person_issuer_subject", "issuer", "subject", unique=True),)


class SignedIn(Base):
    """One browser of one person, until it expires or is revoked."""

    __tablename__ = "signed_in"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires: Mapped[datetime]
    revoked: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


class OneTimeLink(Base):
    """An invitation or a reset: works once, until it expires."""

    __tablename__ = "one_time_link"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    created: Mapped[datetime]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]


class ApiToken(Base):
    """What a program sends to the API in somebody's name, until it expires or is revoked.

    `start` is how its text begins, so that its owner can tell it from others. It is good in the organisation alone in
    which it was made. `revoked_by` is None where whoever runs the machine did it, or the portal itself.
    """

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(100))
    start: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[Any]]
    created: Mapped[datetime]
    expires: Mapped[datetime]
    last_used: Mapped[datetime | None]
    revoked: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    person: Mapped[Person] = relationship(lazy="joined", foreign_keys=[person_id])


class UsedAnswer(Base):
    """What a provider's answer was asked for with (its state), once it was used."""

    __tablename__ = "used_answer"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]


class LocalReturn(Base):
    """A return that an organisation makes again and again, such as its scorecard; its figures are in versions."""

    __tablename__ = "local_return"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    authority: Mapped[str] = mapped_column(String(12), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    created: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    versions: Mapped[list["Version"]] = relationship(back_populates="local_return", order_by="Version.number")
    __table_args__ = (Index("ix_local_return_organisation_slug", "organisation_id", "slug", unique=True),)


class Version(Base):
    """One version of a return, never changed once it is written. `content` is the whole return as plain data.

    `content_for_others` is what anybody but its owner sees: small numbers masked, and `findings_for_others` what the
    check finds in that alone; None where it was never made. `public_source` names the paper in which the figures had
    been published before they came here; nothing is masked then, and it is empty otherwise.
    """

    __tablename__ = "version"

    id: Mapped[int] = mapped_column(primary_key=True)
    local_return_id: Mapped[int] = mapped_column(ForeignKey("local_return.id"), index=True)
    number: Mapped[int]
    created: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(1000))
    file_name: Mapped[str] = mapped_column(String(255))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]]
    findings: Mapped[list[Any]]
    content_for_others: Mapped[dict[str, Any] | None]
    findings_for_others: Mapped[list[Any] | None]
    public_source: Mapped[str] = mapped_column(String(500), default="")

    local_return: Mapped[LocalReturn] = relationship(back_populates="versions", lazy="joined")
    events: Mapped[list["VersionEvent"]] = relationship(back_populates="version", order_by="VersionEvent.id")
    __table_args__ = (Index("ix_version_local_return_number", "local_return_id", "number", unique=True),)


class VersionEvent(Base):
    """What happened to a version: its visibility from then on, or a finding accepted with its reason.

    The visibility of a version on a date is that of its last event until then. `shared_with` are organisations' slugs.
    """

    __tablename__ = "version_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    visibility: Mapped[str | None] = mapped_column(String(20))
    shared_with: Mapped[list[Any]]
    finding: Mapped[str | None] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(String(1000))

    version: Mapped[Version] = relationship(back_populates="events")
    __table_args__ = (CheckConstraint("kind in ('visibility', 'accepted finding')", name="kind"),)


class LogEntry(Base):
    """One line of the log. Each holds the digest of the one before, so that a line taken out is noticed."""

    __tablename__ = "log_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    organisation: Mapped[str | None] = mapped_column(String(80), index=True)
    what: Mapped[str] = mapped_column(String(60), index=True)
    about: Mapped[str] = mapped_column(String(300))
    details: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))


class BoardEvent(Base):
    """Something that a board did about an authority: it only grows, and what holds today is what the events come to.

    `subject` is the key of an exception (`models.exceptions`), empty for the list as a whole; `item` tells the actions
    of a board apart, 0 for what is no action. `body` is what the `kind` calls for (`models.board`). `audience` says who
    may read it: the organisation's own people, everybody who signs in, or everybody.
    """

    __tablename__ = "board_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    authority: Mapped[str] = mapped_column(String(12), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    item: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    audience: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict[str, Any]]

    organisation: Mapped[Organisation] = relationship(lazy="joined")


class Subscription(Base):
    """Somebody who wants to be told by e-mail what a new snapshot changes for an authority.

    `told` is the id of the snapshot that they were told of last, empty until they were.
    """

    __tablename__ = "subscription"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    authority: Mapped[str] = mapped_column(String(12))
    created: Mapped[datetime]
    told: Mapped[str] = mapped_column(String(64), default="")

    person: Mapped[Person] = relationship(lazy="joined")
    __table_args__ = (Index("ix_subscription_person_authority", "person_id", "authority", unique=True),)


class PackJob(Base):
    """A pack that is being made, or was: `word` is random and in its address, and of use to its owner alone.

    `owner` is the digest of what the owner's browser holds, or names the person; `address` decides all that the pack
    holds. `state` is waiting, running, done, failed or cancelled; `step` of `steps` says how far it is, and `said` in
    words. `rights` are those with which it was made, and which unpublished versions it holds, empty where it has public
    figures alone. The file is kept until `expires`.
    """

    __tablename__ = "pack_job"

    word: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(8000))
    form: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), index=True)
    step: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(String(500), default="")
    file_name: Mapped[str] = mapped_column(String(255), default="")
    size: Mapped[int] = mapped_column(default=0)
    rights: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created: Mapped[datetime]
    seen_alive: Mapped[datetime | None]
    expires: Mapped[datetime] = mapped_column(index=True)
