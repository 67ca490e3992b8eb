"""What a map is given: one indicator in one period, every authority with its figure and its quarter of England."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class Place:
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
        return Counter(place.letter for place in places)

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
    def _address_by_slug(self) -> Callable[[str], str]:
        return self.selection.but(view="").addresses(INDICATOR.path, "authority")

    def address_of(self, area: Area) -> str:
        """The Indicator page of an authority."""
        known = self._addresses
        if area.slug not in known:
            known[area.slug] = self._address_by_slug(area.slug)
        return known[area.slug]

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {}

    def figure(self, place: Place) -> str:
        """A figure with its unit, or why there is none."""
        return place.reason.sentence if place.value is None else numbers.figure(self.indicator, place.value)

    def level(self, place: Place) -> str:
        """The class of a place's letter: `a` to `d`, `q1` to `q4`, or that of none."""
        if not place.letter:
            return NONE
        return place.letter.lower() if place.letter in BANDS else f"q{place.letter}"

    def quarter(self, place: Place) -> str:
        """What a place's letter means: `band C, third quarter`, `lowest quarter`; empty without a figure."""
        if not place.letter or self.shown is None:
            return ""
        words = self.shown.words[place.letter]
        return f"band {place.letter}, {words}" if self.shown.has_bands else words

    def told(self, place: Place) -> str:
        """A place as a reader hears it: `Southampton: 90 per 10,000, band C, third quarter`."""
        return ", ".join(part for part in (f"{place.area.name}: {self.figure(place)}", self.quarter(place)) if part)
