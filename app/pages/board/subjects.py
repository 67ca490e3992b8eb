"""What a board speaks of, by its key: a published indicator, or a row of a local return as far as who asks sees it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from callbacks.sight import LocalHoldings
from data.authorities import Area
from data.indicators import Indicator
from data.store import Snapshot
from layouts.pages import INDICATOR, SCORECARD
from models.scorecard.rows import row_key

LOCAL = "local:"
UNSEEN = "A row of a local return that you do not see"
THE_LIST = "The list as a whole"


@dataclass(frozen=True)
class Subject:
    """Something that can be on the list. `address` is where its figures are, `unit` what they are in; empty unknown.

    `known` is False for what is not there, or not for who asks.
    """

    key: str
    title: str
    address: str = ""
    unit: str = ""
    indicator: Indicator | None = None
    known: bool = True


class Subjects:
    """The subjects of one authority; local returns are read when the first of their rows is asked for."""

    def __init__(self, snapshot: Snapshot, local: LocalHoldings, area: Area) -> None:
        self._snapshot, self._local, self._area = snapshot, local, area
        self._indicators = snapshot.indicators

    def named(self, key: str) -> Subject:
        """A subject by its key."""
        if not key:
            return Subject("", THE_LIST)
        if key.startswith(LOCAL):
            return self._rows.get(key, Subject(key, UNSEEN, known=False))
        found = next((each for each in self._indicators if each.id == key), None)
        if found is None:
            return Subject(key, key, known=False)
        return self._published(found)

    def published(self) -> Iterator[tuple[str, list[Subject]]]:
        """The published indicators by topic, for a list to choose from."""
        for topic in self._indicators.topics:
            yield topic, [self._published(each) for each in self._indicators if each.topic == topic]

    def newest(self, subject: Subject) -> tuple[str, date] | None:
        """The newest published figure of a subject as it would be typed, and the last day of its period."""
        if subject.indicator is None:
            return None
        block = self._snapshot.block(subject.indicator)
        values = block.values[self._snapshot.area_position[self._area.code]]
        known = np.flatnonzero(~np.isnan(values))
        if not known.size:
            return None
        return f"{values[known[-1]]:.{subject.indicator.decimals}f}", block.periods[known[-1]].end

    def local(self) -> list[Subject]:
        """The rows of local returns that who asks may see."""
        return list(self._rows.values())

    def _published(self, found: Indicator) -> Subject:
        address = f"{INDICATOR.path}?authority={self._area.slug}&indicator={found.id}"
        return Subject(found.id, found.title, address, found.unit, found)

    @cached_property
    def _rows(self) -> dict[str, Subject]:
        found: dict[str, Subject] = {}
        sight = self._local.sight()
        for seen in sight.latest(self._area.code):
            address = f"{SCORECARD.path}?authority={self._area.slug}&local={seen.slug}"
            for series in sight.figures(seen).series:
                key = f"{LOCAL}{seen.slug}/{row_key(series)}"
                part = f", {series.breakdown}" if series.breakdown else ""
                unit = series.measure.unit if series.measure else ""
                title = f"{series.name}{part} ({seen.title})"
                found.setdefault(key, Subject(key, title, f"{address}&measure={row_key(series)}", unit))
        return found
