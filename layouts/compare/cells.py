"""What stands in the matrix's cells: a figure with where it stands, in full or in brief, and the comparators."""

from dataclasses import dataclass
from functools import cache, lru_cache

from markupsafe import Markup

from data.indicators import Indicator
from data.missing import Missing
from layouts import numbers
from layouts.markup import element, elements, filled, joined
from layouts.phrases import BANDS, is_seen, short
from layouts.selection import GROUP
from models.benchmark import Benchmark

ARROWS = {True: "▲", False: "▼"}
NONE_PUBLISHED = "none published"
NO_CHANGE, NO_EARLIER = "no change", "no earlier figure"
NOT_TESTED = "not tested"
LONG, LONGEST = 9, 12
"""Characters of a figure from which on its column is wider: 1,284,632 and £163,491,089. No figure is ever broken."""


_bold, _missing, _place = elements("b"), elements("span", class_="missing"), elements("span", class_="place")
_usual, _long, _longest = (elements("b", class_=room) for room in ("value", "value long", "value longest"))
_figure = filled(
    joined(
        element("div", "%s", element("span", "%s", class_="moved"), class_="level"),
        element("div", "%s %s", class_="stand"),
        "%s",
    )
)
_JOINT, _NOTHING = element("small", "joint return", class_="joint"), Markup()
# How many figures, and words beside them, are remembered as markup: a page repeats itself, and so do pages.
REMEMBERED = 2**12


@dataclass(frozen=True)
class Mean:
    """The mean of the figures of several authorities, and how many of them had one; the value is None for nobody's."""

    value: float | None
    contributing: int
    of: int


def figure(standing: Benchmark) -> Markup:
    """An authority's cell: the figure, how it has moved, where it stands in England and against the neighbours."""
    if standing.value is None:
        return joined(missing(standing.reason), _joint(standing))
    return _figure(
        value(standing.indicator, standing.value),
        moved(standing),
        place(standing),
        _compared(standing.comparison, verdict(standing)),
        _joint(standing),
    )


@cache
def _compared(comparison: str, said: str) -> Markup:
    """A verdict, of which there are few: the comparison's word is its kind."""
    word, _, rest = said.partition(" ")
    return element("span", _bold(word), f" {rest}", class_=f"verdict {_kind(comparison)}")


def figure_in_brief(standing: Benchmark) -> Markup:
    """The same where many stand side by side: the figure, its band's letter, and the verdict in a word."""
    if standing.value is None:
        return joined(missing(standing.reason), _joint(standing))
    letter = element("span", element("b", standing.band), class_=f"band band-{standing.band.lower()}")
    found = value(standing.indicator, standing.value)
    word = element("span", standing.comparison, class_=f"verdict {_kind(standing.comparison)}")
    return joined(found, letter if standing.band else "", word, _joint(standing))


def value(indicator: Indicator, found: float) -> Markup:
    """A published figure."""
    return _level(short(indicator, numbers.plain(indicator, found)))


def missing(reason: Missing) -> Markup:
    """Why there is no figure."""
    return _missing(numbers.missing(reason))


def moved(standing: Benchmark) -> str:
    """The change since the period before: which way, by how much, and what that is called."""
    if standing.change is None:
        return NO_EARLIER
    size = numbers.plain(standing.indicator, abs(standing.change))
    return f"{ARROWS[standing.change > 0]} {size} {standing.direction}" if is_seen(size) else NO_CHANGE


def is_unchanged(standing: Benchmark) -> bool:
    """Whether the figure is as it was in the period before, with the publisher's decimals."""
    change = standing.change
    return change is not None and not is_seen(numbers.plain(standing.indicator, abs(change)))


def verdict(standing: Benchmark) -> str:
    """How the figure compares with the neighbours' average, or with that of one's own group."""
    if standing.comparison == NOT_TESTED:
        return NOT_TESTED
    whom = "own group" if standing.group.name == GROUP else "neighbours"
    return f"{standing.comparison} {'to' if standing.comparison == 'similar' else 'than'} {whom}"


def place(standing: Benchmark) -> Markup:
    """The band with its letter, word and pattern; where there are none, the place among those with a figure."""
    if standing.band:
        return band(standing.band, BANDS[standing.band])
    return _place(place_in_words(standing))


def place_in_words(standing: Benchmark) -> str:
    """`D, worst quarter`, or `12th highest of 153`."""
    if standing.band:
        return f"{standing.band}, {BANDS[standing.band]}"
    position, word = (standing.rank, "best") if standing.rank else (standing.position_from_highest, "highest")
    return f"{numbers.ordinal(position)} {word} of {standing.ranked}" if position else "not ranked"


@cache
def band(letter: str, word: str) -> Markup:
    """A band: its letter, its word and, by the style sheet, its pattern and colour."""
    return element("span", element("b", letter), f" {word}", class_=f"band band-{letter.lower()}")


def mean(indicator: Indicator, found: Mean) -> Markup:
    """A mean of several authorities' figures, and of how many."""
    if found.value is None:
        return _missing(NONE_PUBLISHED)
    level = short(indicator, numbers.average(indicator, found.value))
    return joined(_level(level), _small(f"{found.contributing} of {found.of}"))


def comparator(indicator: Indicator, found: float | None, reason: Missing) -> Markup:
    """A region's or England's figure, or why there is none."""
    if found is None:
        return missing(reason)
    level = value(indicator, found)
    return joined(level, _small("in total")) if indicator.is_total else level


@lru_cache(REMEMBERED)
def _small(text: str) -> Markup:
    return element("small", text)


@lru_cache(REMEMBERED)
def _level(text: str) -> Markup:
    """A figure, and by its class how much room it needs."""
    room = _longest if len(text) >= LONGEST else _long if len(text) >= LONG else _usual
    return room(text)


def _joint(standing: Benchmark) -> Markup:
    return _JOINT if standing.joint else _NOTHING


def _kind(comparison: str) -> str:
    return comparison.replace(" ", "-")
