"""The map of England: every authority where it lies, with a region and London enlarged beside it.

The outlines are not part of the page: `app/assets/26-map.js` fetches them once and draws every `data-outline`. It also
puts the parts one below the other on a phone, where `data-narrow` says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from markupsafe import Markup

from data.boundaries import Boundaries, Box, Shape
from layouts.charts.shading import Shading, fill, key, named, patterns, with_readout
from layouts.markup import Attribute, alike, element, escaped, escaped_all, joined

OUTLINES = "/boundaries"
AFTER = "after-map"
LONDON = "986"
ENGLAND = "england"
# Pixels: the whole picture on a wide screen and on a phone, and in each where its parts stand: x, y, width, height.
WIDE, NARROW = (1010, 640), (400, 1020)
Rectangle: TypeAlias = tuple[int, int, int, int]
PLACES: dict[str, tuple[Rectangle, Rectangle]] = {
    ENGLAND: ((0, 0, 540, 640), (0, 560, 400, 456)),
    "title of region": ((564, 0, 446, 28), (0, 0, 400, 28)),
    "region": ((564, 28, 446, 300), (0, 28, 400, 280)),
    "title of london": ((564, 356, 216, 28), (0, 326, 180, 28)),
    "london": ((564, 384, 216, 180), (0, 354, 180, 160)),
    "key": ((798, 356, 212, 220), (192, 326, 208, 220)),
}
# Pixels: the least radius of a circle inside an outline for it to be drawn, on the map of England and enlarged, to
# hold a letter, and to hold one on a phone; the radius of the dot that stands for a smaller one.
SEEN, SEEN_ENLARGED, HOLDS_A_LETTER, HOLDS_IT_ON_A_PHONE, DOT = 1.5, 3.0, 6.5, 10.0, 5.0
LETTER, NAME = 11, 14
THIN, MIDDLE, THICK = 0.75, 2.0, 3.5
# The margin around a region, as a share of its width.
MARGIN = 0.04
# Pixels between rows of the key.
LINE = 24
# How wide a character of a name is, as a share of its size.
CHARACTER = 0.56
# How many maps are kept but for what they show: one for each region, forty kilobytes each.
MOST_PLANS = 16
# Where a form is filled in; and an authority's link, the second of which is for those who point, not for a keyboard.
HERE = Markup("%s")
ONCE: dict[str, Attribute] = {"href": HERE, "aria_label": HERE}
REPEATED = {**ONCE, "tabindex": "-1", "aria_hidden": "true"}


@dataclass(frozen=True)
class Region:
    """A region of England and the authorities in it."""

    code: str
    name: str
    members: frozenset[str]


@dataclass(frozen=True)
class Frame:
    """One view of the plane: what it is called in `PLACES`, and which part of the plane it shows.

    `linked` are the authorities that a keyboard reaches here, the others being reached in another frame. `outlined` are
    the regions whose outlines are drawn.
    """

    name: str
    box: Box
    linked: frozenset[str]
    outlined: tuple[str, ...]

    @cached_property
    def unit(self) -> float:
        """How many units of the plane a pixel is."""
        (_, _, width, height), _ = PLACES[self.name]
        return max(self.box.width / width, self.box.height / height)

    @property
    def is_whole(self) -> bool:
        """Whether it shows all of England."""
        return self.name == ENGLAND

    @cached_property
    def least(self) -> float:
        """The radius, in units, of the smallest authority that is drawn with its outline rather than as a dot."""
        return (SEEN if self.is_whole else SEEN_ENLARGED) * self.unit


class Plan(NamedTuple):
    """A frame as it is of every indicator: markup with places for what differs, and who stands in it.

    `form` takes the fills, then four values for each of `linked` (address, words, fill, what lies on it), and last the
    marks. `linked` are places in the order of the map's authorities, each with the form of what lies on it and whether
    that takes the fill rather than the letter. `marked` are the codes of those that may be ringed here.
    """

    frame: Frame
    form: str
    linked: tuple[tuple[int, str, bool], ...]
    marked: tuple[str, ...]


def real_map(shading: Shading, boundaries: Boundaries, ours: Region, london: Region, heading: str) -> Markup:
    """England, our region and London, with the key under `heading`; in London there is no third frame."""
    plans = _plans(boundaries, ours, london, tuple([area.code for area in shading.areas]))
    whole = element(
        "svg",
        *(_title(*pair) for pair in _enlarged(ours, london)),
        *_drawn(plans, shading, boundaries),
        element("svg", key(shading, LINE, heading), class_="map-key", overflow="visible", **_place("key")),
        class_="map real",
        role="group",
        aria_label=shading.told,
        data_narrow_box=f"0 0 {NARROW[0]} {NARROW[1]}",
        data_outlines=f"{OUTLINES}/{boundaries.version}.json",
        **named(view_box=f"0 0 {WIDE[0]} {WIDE[1]}"),
    )
    return with_readout(whole, AFTER)


def _enlarged(ours: Region, london: Region) -> list[tuple[str, Region]]:
    """The regions that are enlarged, by their frames' names."""
    return list(zip(("region", "london"), [ours] if ours.code == london.code else [ours, london], strict=False))


@lru_cache(MOST_PLANS)
def _plans(boundaries: Boundaries, ours: Region, london: Region, codes: tuple[str, ...]) -> tuple[Plan, ...]:
    """The frames of a map of some authorities; what they share with that of any other indicator is made once."""
    enlarged = _enlarged(ours, london)
    frames = [Frame(name, _around(boundaries, region), region.members, (region.code,)) for name, region in enlarged]
    elsewhere = frozenset(codes) - frozenset().union(*(region.members for _, region in enlarged))
    england = Frame(ENGLAND, Box(0, 0, *boundaries.size), elsewhere, (*boundaries.regions, ours.code))
    return tuple([_plan(frame, boundaries, codes) for frame in (*frames, england)])


def _place(name: str) -> dict[str, Attribute]:
    """Where a part stands, and for the script that arranges them where it does on a phone."""
    wide, narrow = PLACES[name]
    known = dict(zip(("x", "y", "width", "height"), wide, strict=True))
    return {**known, "data_narrow": " ".join(map(str, narrow))}


def _title(name: str, region: Region) -> Markup:
    words = element("text", f"{region.name}, enlarged", y=18, class_="frame-title")
    return element("svg", words, overflow="visible", **_place(f"title of {name}"))


def _around(boundaries: Boundaries, region: Region) -> Box:
    box = boundaries.around(sorted(region.members))
    return box.grown(round(box.width * MARGIN))


def _plan(frame: Frame, boundaries: Boundaries, codes: Sequence[str]) -> Plan:
    """One frame: what lies around, the authorities, the regions' outlines, and on top of all who is who."""
    unit, box, is_whole = frame.unit, frame.box, frame.is_whole
    shown = [(at, code) for at, code in enumerate(codes) if boundaries.shapes[code].box.meets(box)]
    first = [(at, code) for at, code in shown if code in frame.linked]
    others = [(at, code) for at, code in shown if code not in frame.linked]
    around = [_link(code, REPEATED) if is_whole else element("path", data_outline=code) for _, code in others]
    form = element(
        "svg",
        HERE,
        element("g", *around, class_="around"),
        element("g", *(_link(code, ONCE) for _, code in first)),
        *_regions(frame, unit),
        HERE,
        class_=f"frame {frame.name}",
        stroke_width=f"{THIN * unit:.3g}",
        font_size=f"{LETTER * unit:.4g}",
        **_place(frame.name),
        **named(view_box=f"{box.left} {box.top} {box.width} {box.height}"),
    )
    linked = [*(others if is_whole else ()), *first]
    return Plan(
        frame,
        str(form),
        tuple([(at, *_on_top(frame, boundaries.shapes[code])) for at, code in linked]),
        tuple([code for _, code in (shown if is_whole else first)]),
    )


def _drawn(plans: Sequence[Plan], shading: Shading, boundaries: Boundaries) -> list[Markup]:
    """The frames, filled in."""
    addresses = escaped_all([area.address for area in shading.areas])
    words = escaped_all([area.told for area in shading.areas])
    levels = [area.level for area in shading.areas]
    return [_filled(plan, shading, boundaries, list(zip(addresses, words, levels, strict=True))) for plan in plans]


def _filled(plan: Plan, shading: Shading, boundaries: Boundaries, known: Sequence[tuple[str, str, str]]) -> Markup:
    """One frame, filled in with what is known of each authority: its address and its words, escaped, and its level."""
    frame = plan.frame
    looks = {level: (escaped(fill(frame.name, level)), escaped(letter)) for level, letter in shading.letters.items()}
    values: list[str] = [patterns(frame.name, shading, frame.unit)]
    for at, on_top, is_dot in plan.linked:
        address, words, level = known[at]
        paint, letter = looks[level]
        inside = paint if is_dot else letter
        values += (address, words, paint, on_top % inside if on_top and inside else "")
    ringed = [code for code in plan.marked if code in shading.ringed]
    rings = [_mark(frame, code, "ring", boundaries.shapes[code], MIDDLE) for code in ringed]
    values.append(joined(*rings, *_ours(frame, shading, boundaries)))
    return Markup(plan.form % tuple(values))  # noqa: S704  # a form of elements, filled with what is escaped


def _link(code: str, look: dict[str, Attribute]) -> Markup:
    """The form of an authority: a link with its outline and what lies on it."""
    return element("a", element("path", data_outline=code, fill=HERE), HERE, **look)


def _on_top(frame: Frame, shape: Shape) -> tuple[str, bool]:
    """What lies on an outline: a dot of the same fill where it is too small to be seen, a letter where there is room.

    Empty where there is neither.
    """
    unit = frame.unit
    if shape.radius < frame.least:
        return str(element("circle", cx=shape.x, cy=shape.y, r=f"{DOT * unit:.3g}", fill=HERE)), True
    if shape.radius < HOLDS_A_LETTER * unit:
        return "", False
    kind = "letter tight" if shape.radius < HOLDS_IT_ON_A_PHONE * unit else "letter"
    return str(element("text", HERE, x=shape.x, y=shape.y, class_=kind)), False


def _regions(frame: Frame, unit: float) -> list[Markup]:
    """The outlines of regions, our own last and strongest."""
    *others, ours = frame.outlined
    wide = f"{MIDDLE * unit:.3g}"
    return [
        *(
            element("path", data_outline=code, class_="region-line", stroke_width=f"{THIN * 2 * unit:.3g}")
            for code in others
        ),
        element("path", data_outline=ours, class_="region-line ours", stroke_width=wide),
    ]


def _mark(frame: Frame, code: str, kind: str, shape: Shape, wide: float) -> Markup:
    """An outline in the colour of who it is, `wide` pixels, on paper so that it is seen over any hatching."""
    halo, line = f"{wide * 2 * frame.unit:.3g}", f"{wide * frame.unit:.3g}"
    if shape.radius < frame.least:
        place = str(shape.x), str(shape.y), f"{(DOT + 1) * frame.unit:.3g}"
        return joined(_ring("halo", halo, *place), _ring(kind, line, *place))
    return joined(_line(code, "halo", halo), _line(code, kind, line))


_line = alike("path", "data_outline", "class_", "stroke_width")
_ring = alike("circle", "class_", "stroke_width", "cx", "cy", "r")


def _ours(frame: Frame, shading: Shading, boundaries: Boundaries) -> list[Markup]:
    """We ourselves, outlined in every frame and named where we are enlarged."""
    code, name = shading.us
    shape = boundaries.shapes.get(code)
    if shape is None or not shape.box.meets(frame.box):
        return []
    mark = _mark(frame, code, "us", shape, THICK)
    level = next((area.level for area in shading.areas if area.code == code), "")
    words = ", ".join(part for part in (name, shading.letters.get(level, "")) if part)
    return [mark, _name(frame, words, shape)] if code in frame.linked else [mark]


def _name(frame: Frame, words: str, shape: Shape) -> Markup:
    """Our name with our letter above our outline, or below it at the top of the frame; away from the sides."""
    unit, box = frame.unit, frame.box
    size = NAME * unit
    is_high = shape.box.top - box.top < size * 1.5
    y = shape.box.bottom + size * 1.2 if is_high else shape.box.top - size * 0.4
    half = len(words) * CHARACTER * size / 2
    anchor = "start" if shape.x - half < box.left else "end" if shape.x + half > box.right else "middle"
    place: dict[str, Attribute] = {"x": shape.x, "y": f"{y:.0f}", "text_anchor": anchor}
    return element("text", words, class_="our-name", font_size=f"{size:.4g}", **place)
