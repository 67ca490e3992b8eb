"""The portal as the callbacks know it: what is open, and where answers are kept."""

from dataclasses import dataclass
from functools import cached_property

from flask_caching import Cache

from callbacks.board_sight import BoardHoldings
from callbacks.search_index import SearchIndex, search_index
from callbacks.sight import LocalHoldings
from data.store import Snapshot
from layouts.shell import Holdings
from models.lenses import Similarity


@dataclass(frozen=True)
class Portal:
    """The snapshot that is served, the models fitted to it, the cache of its pages, and the local returns."""

    snapshot: Snapshot
    similarity: Similarity
    cache: Cache
    local: LocalHoldings

    @cached_property
    def board(self) -> BoardHoldings:
        """What boards did, as far as whoever asks may see it."""
        return BoardHoldings(self.local.database, self.local.viewer)

    @cached_property
    def search(self) -> SearchIndex:
        """What the search box finds."""
        return search_index(self.snapshot)

    @property
    def holdings(self) -> Holdings:
        """What the snapshot holds, for the head and the foot of every page."""
        years = [period.year for periods in self.snapshot.periods for period in periods]
        return Holdings(
            snapshot=self.snapshot.id,
            indicators=len(self.snapshot.indicators),
            authorities=len(self.snapshot.authorities.current),
            first_year=min(years),
            last_year=max(years),
            files=len(self.snapshot.files),
            search=self.search.address,
        )
