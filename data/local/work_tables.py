"""The tables of background work: files of packs where several machines share them, and what was run by the clock."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from data.local.tables import Base


class PackFile(Base):
    """A piece of a finished pack's file, the first being 0: it goes with its job."""

    __tablename__ = "pack_file"

    word: Mapped[str] = mapped_column(ForeignKey("pack_job.word", ondelete="CASCADE"), primary_key=True)
    piece: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class ScheduledRun(Base):
    """The last run of something that is run by the clock, on whichever machine: one row a name.

    `state` is running, done or failed, and `said` tells the outcome in a sentence. A run that has not ended by `until`
    is taken for dead. `went_well` is when a run last ended well.
    """

    __tablename__ = "scheduled_run"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    began: Mapped[datetime]
    until: Mapped[datetime]
    ended: Mapped[datetime | None]
    said: Mapped[str] = mapped_column(String(500), default="")
    machine: Mapped[str] = mapped_column(String(200), default="")
    went_well: Mapped[datetime | None]
