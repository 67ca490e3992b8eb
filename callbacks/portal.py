"""The portal as the callbacks know it: what is open, and where answers are kept."""

from dataclasses import dataclass

from flask_caching import Cache

from data.store import Snapshot
from layouts.shell import Holdings
from models.lenses import Similarity


@dataclass(frozen=True)
class Portal:
    """The snapshot that is served, the models fitted to it, and the cache of its pages."""

    snapshot: Snapshot
    similarity: Similarity
    cache: Cache

    @property
    def holdings(self) -> Holdings:
        """What the snapshot holds, for the foot of every page."""
        years = [period.year for periods in self.snapshot.periods for period in periods]
        return Holdings(
            snapshot=self.snapshot.id,
            indicators=len(self.snapshot.indicators),
            authorities=len(self.snapshot.authorities.current),
            first_year=min(years),
            last_year=max(years),
            files=len(self.snapshot.files),
        )
