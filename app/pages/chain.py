"""Whether the log is one unbroken chain, looked at without reading the whole of it for every page."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from data.local import log
from data.local.tables import LogEntry

WHOLE_EVERY = timedelta(minutes=10)
"""How often the whole is looked at; in between, what was added since. 14,000 lines take a second."""


@dataclass(frozen=True)
class ChainState:
    """What was found: when the whole was looked at, up to which line, and the lines that do not follow."""

    whole_at: datetime
    last: int
    digest: str
    broken: tuple[int, ...]

    @property
    def said(self) -> str:
        """One sentence."""
        if not self.broken:
            return f"The log is unbroken: each of its lines up to line {self.last:,} follows from the one before it."
        listed = ", ".join(f"{line:,}" for line in self.broken[:5])
        more = f" and {len(self.broken) - 5:,} more" if len(self.broken) > 5 else ""
        return (
            f"The log is broken: something was changed or taken out at or before line {listed}{more}; "
            "compare it with a backup."
        )


class Chain:
    """The state as this process last found it."""

    def __init__(self) -> None:
        self._looking = threading.Lock()
        self._kept: ChainState | None = None

    def state(self, session: Session) -> ChainState:
        """The state now."""
        with self._looking:
            kept, now = self._kept, datetime.now(UTC)
            if kept is None or now - kept.whole_at >= WHOLE_EVERY or not _is_there(session, kept):
                kept = ChainState(now, 0, log.START, ())
            broken = (*kept.broken, *log.broken(session, kept.last, kept.digest))
            newest = log.newest(session)
            last, digest = (newest.id, newest.digest) if newest else (0, log.START)
            self._kept = ChainState(kept.whole_at, last, digest, broken)
            return self._kept


def _is_there(session: Session, kept: ChainState) -> bool:
    """Whether the line up to which it was looked at is there as it was."""
    found = session.get(LogEntry, kept.last)
    return kept.last == 0 or (found is not None and found.digest == kept.digest)
