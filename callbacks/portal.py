"""The portal as the callbacks know it: what is open, and where answers are kept."""

from dataclasses import dataclass, replace
from functools import cached_property

from flask_caching import Cache

from callbacks.board_sight import BoardHoldings
from callbacks.caching import Turns, key_of, nobody_else
from callbacks.search_index import SearchIndex, search_index
from callbacks.sight import LocalHoldings
from data.store import Snapshot
from layouts.shell import Holdings
from models.access import on_the_board
from models.lenses import Similarity


@dataclass(frozen=True)
class Portal:
    """The snapshot that is served, the models fitted to it, the cache of its pages, and the local returns.

    `turns` is what a process enters before it draws a page, where others draw pages too.
    """

    snapshot: Snapshot
    similarity: Similarity
    cache: Cache
    local: LocalHoldings
    turns: Turns = nobody_else

    @cached_property
    def version(self) -> str:
        """What a page without local returns depends on besides its address: the figures, the models and the code."""
        return key_of((self.snapshot.release, self.similarity.digest))[:16]

    @cached_property
    def board(self) -> BoardHoldings:
        """What boards did, as far as whoever asks may see it."""
        return BoardHoldings(self.local.database, self.local.viewer)

    @cached_property
    def on_the_board(self) -> "Portal":
        """The same, as it is looked at for a board's list: a token has one scope for all that is on it."""
        return replace(self, local=self.local.seen_as(on_the_board))

    @cached_property
    def search(self) -> SearchIndex:
        """What the search box finds."""
        return search_index(self.snapshot)

    @cached_property
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
            has_health_profiles=any(indicator.fingertips for indicator in self.snapshot.indicators),
        )
