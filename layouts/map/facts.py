"""What a map is given: one indicator in one period, every authority with its figure and its quarter of England."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from data.authorities import Area
from data.boundaries import Boundaries
from data.faults import Fault
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period, Status
from data.tiles import Tile
from layouts import numbers
from layouts.charts.shading import NONE
from layouts.pages import INDICATOR
from layouts.phrases import BANDS
from layouts.selection import Selection
from models.benchmark import Group

TILES = "tiles"
# The quarters of an indicator that has no bands, from the lowest figures to the highest.
QUARTER_WORDS = {
    "1": "lowest quarter",
    "2": "second-lowest quarter",
    "3": "second-highest quarter",
    "4": "highest quarter",
}


class Place(NamedTuple):
    """An authority in the period shown. `position` counts from the best, or from the highest where there is no best.

    `letter` is its band or the number of its quarter, empty without a figure.
    """

    area: Area
    region: Area
    value: float | None
    reason: Missing
    letter: str
    position: int | None


@dataclass(frozen=True)
class Shown:
    """The period that is shown. `places` are the authorities that are open today, those of a region together.

    `closed` are those that have a figure but are no longer, and so have no place on the map. `has_bands` says whether
    letters are bands A to D or quarters 1 to 4; `edges` are the three figures between them. `ranked` counts figures.
    """

    period: Period
    status: Status | None
    places: tuple[Place, ...]
    closed: tuple[Place, ...]
    has_bands: bool
    edges: tuple[float, ...]
    ranked: int

    @property
    def words(self) -> Mapping[str, str]:
        """What each letter means, in the order of the letters."""
        return BANDS if self.has_bands else QUARTER_WORDS

    def counts(self, places: Iterable[Place]) -> Counter[str]:
        """How many of some authorities have each letter; none is counted under an empty one."""
        return Counter([place.letter for place in places])

    def counts_of(self, region: Area) -> Counter[str]:
        """The same of the authorities of a region."""
        return self._counts_by_region[region.code]

    @cached_property
    def _counts_by_region(self) -> Mapping[str, Counter[str]]:
        return {code: self.counts(places) for code, places in self._by_region.items()}

    def in_region(self, region: Area) -> tuple[Place, ...]:
        """The authorities of a region."""
        return self._by_region.get(region.code, ())

    @cached_property
    def _by_region(self) -> Mapping[str, tuple[Place, ...]]:
        found: dict[str, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.region.code, []).append(place)
        return {code: tuple(places) for code, places in found.items()}

    @cached_property
    def regions(self) -> tuple[Area, ...]:
        """Every region of England, by name."""
        found = {place.region.code: place.region for place in self.places}
        return tuple(sorted(found.values(), key=lambda region: region.name))


@dataclass(frozen=True)
class Facts:
    """All that the page shows. `region` is that of our authority on the map, London being one.

    `shown` is None where the indicator has no figures in the chosen year, and `latest` the period of those it has last.
    `group` is None where there is nobody to compare with, and then `not_in_use` says why.
    """

    selection: Selection
    in_topic: tuple[Indicator, ...]
    indicator: Indicator
    area: Area
    region: Area
    london: Area
    group: Group | None
    not_in_use: str
    boundaries: Boundaries
    tiles: Mapping[str, Tile]
    latest: Period | None
    shown: Shown | None
    faults: tuple[Fault, ...]
    snapshot: str

    @property
    def is_tiles(self) -> bool:
        """Whether the tile map is shown rather than the real one."""
        return self.selection.view == TILES

    @cached_property
    def ours(self) -> Place | None:
        """Our own place, on the map or not."""
        places = (*self.shown.places, *self.shown.closed) if self.shown else ()
        return next((place for place in places if place.area.code == self.area.code), None)

    @cached_property
    def bordering(self) -> tuple[Place, ...]:
        """The authorities that ours shares a border with, by name."""
        places = self.shown.places if self.shown else ()
        found = [place for place in places if place.area.code in self.borders]
        return tuple(sorted(found, key=lambda place: place.area.name))

    @cached_property
    def borders(self) -> frozenset[str]:
        """The codes of those that ours shares a border with; none where it is not on the map."""
        shape = self.boundaries.shapes.get(self.area.code)
        return frozenset(shape.touches) if shape else frozenset()

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """The Indicator page of each authority, by code."""
        places = (*self.shown.places, *self.shown.closed) if self.shown else ()
        start, end = self.selection.but(view="").around(INDICATOR.path, "authority")
        return {place.area.code: f"{start}{place.area.slug}{end}" for place in places}

    def figure(self, place: Place) -> str:
        """A figure with its unit, or why there is none."""
        return place.reason.sentence if place.value is None else numbers.figure(self.indicator, place.value)

    def level(self, letter: str) -> str:
        """The class of a letter: `a` to `d`, `q1` to `q4`, or that of none."""
        if not letter:
            return NONE
        return letter.lower() if letter in BANDS else f"q{letter}"

    @cached_property
    def quarters(self) -> Mapping[str, str]:
        """What each letter means: `band C, third quarter`, `lowest quarter`; empty without a figure."""
        if self.shown is None:
            return {"": ""}
        bands = self.shown.has_bands
        return {"": ""} | {
            letter: f"band {letter}, {words}" if bands else words for letter, words in self.shown.words.items()
        }

    def told(self, place: Place) -> str:
        """A place as a reader hears it: `Southampton: 90 per 10,000, band C, third quarter`."""
        quarter = self.quarters[place.letter]
        return f"{place.area.name}: {self.figure(place)}{quarter and ', '}{quarter}"
