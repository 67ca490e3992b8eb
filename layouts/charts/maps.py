"""The map of England: every authority where it lies, with a region and London enlarged beside it.

The outlines are not part of the page: `app/assets/26-map.js` fetches them once and draws every `data-outline`. It also
puts the parts one below the other on a phone, where `data-narrow` says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from markupsafe import Markup

from data.boundaries import Boundaries, Box, Shape
from layouts.charts.shading import Shaded, Shading, fill, key, link, named, patterns, with_readout
from layouts.markup import Attribute, alike, element, joined

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


def real_map(shading: Shading, boundaries: Boundaries, ours: Region, london: Region, heading: str) -> Markup:
    """England, our region and London, with the key under `heading`; in London there is no third frame."""
    enlarged = [ours] if ours.code == london.code else [ours, london]
    named_regions = list(zip(("region", "london"), enlarged, strict=False))
    frames = [
        Frame(name, _around(boundaries, region), region.members, (region.code,)) for name, region in named_regions
    ]
    elsewhere = frozenset(area.code for area in shading.areas) - frozenset().union(*(one.members for one in enlarged))
    england = Frame(ENGLAND, Box(0, 0, *boundaries.size), elsewhere, (*boundaries.regions, ours.code))
    whole = element(
        "svg",
        *(_title(name, region) for name, region in named_regions),
        *(drawn(frame, shading, boundaries) for frame in (*frames, england)),
        element("svg", key(shading, LINE, heading), class_="map-key", overflow="visible", **_place("key")),
        class_="map real",
        role="group",
        aria_label=shading.told,
        data_narrow_box=f"0 0 {NARROW[0]} {NARROW[1]}",
        data_outlines=f"{OUTLINES}/{boundaries.version}.json",
        **named(view_box=f"0 0 {WIDE[0]} {WIDE[1]}"),
    )
    return with_readout(whole, AFTER)


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


def drawn(frame: Frame, shading: Shading, boundaries: Boundaries) -> Markup:
    """One frame: what lies around, the authorities, the regions' outlines, and on top of all who is who."""
    unit, box = frame.unit, frame.box
    shown = [area for area in shading.areas if boundaries.shapes[area.code].box.meets(box)]
    first = [area for area in shown if area.code in frame.linked]
    others = [area for area in shown if area.code not in frame.linked]
    is_whole = frame.is_whole
    around = [_link(frame, shading, area, boundaries, once=False) for area in others] if is_whole else _outlines(others)
    parts = [
        patterns(frame.name, shading, unit),
        element("g", *around, class_="around"),
        element("g", *(_link(frame, shading, area, boundaries, once=True) for area in first)),
        *_regions(frame, unit),
        *_rings(frame, [area.code for area in (shown if is_whole else first)], shading, boundaries),
        *_ours(frame, shading, boundaries),
    ]
    return element(
        "svg",
        *parts,
        class_=f"frame {frame.name}",
        stroke_width=f"{THIN * unit:.3g}",
        font_size=f"{LETTER * unit:.4g}",
        **_place(frame.name),
        **named(view_box=f"{box.left} {box.top} {box.width} {box.height}"),
    )


def _outlines(areas: Iterable[Shaded]) -> list[Markup]:
    return [element("path", data_outline=area.code) for area in areas]


def _link(frame: Frame, shading: Shading, area: Shaded, boundaries: Boundaries, once: bool) -> Markup:
    """An authority: its outline, or a dot where it is too small to be seen, and its letter where there is room."""
    shape, unit, paint = boundaries.shapes[area.code], frame.unit, fill(frame.name, area.level)
    content = [_outline(area.code, paint)]
    if shape.radius < frame.least:
        content.append(element("circle", cx=shape.x, cy=shape.y, r=f"{DOT * unit:.3g}", fill=paint))
    letter = shading.letters[area.level]
    if letter and shape.radius >= HOLDS_A_LETTER * unit:
        is_tight = shape.radius < HOLDS_IT_ON_A_PHONE * unit
        content.append(_letter(str(shape.x), str(shape.y), "letter tight" if is_tight else "letter", letter))
    return link(area, *content, once=once)


_outline = alike("path", "data_outline", "fill")
_letter = alike("text", "x", "y", "class_", holds=True)


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


def _rings(frame: Frame, codes: Sequence[str], shading: Shading, boundaries: Boundaries) -> list[Markup]:
    ringed = [code for code in codes if code in shading.ringed]
    return [_mark(frame, code, "ring", boundaries.shapes[code], MIDDLE) for code in ringed]


def _mark(frame: Frame, code: str, kind: str, shape: Shape, wide: float) -> Markup:
    """An outline in the colour of who it is, `wide` pixels, on paper so that it is seen over any hatching."""
    halo, line = f"{wide * 2 * frame.unit:.3g}", f"{wide * frame.unit:.3g}"
    if shape.radius < frame.least:
        place: dict[str, Attribute] = {"cx": shape.x, "cy": shape.y, "r": f"{(DOT + 1) * frame.unit:.3g}"}
        return joined(
            element("circle", class_="halo", stroke_width=halo, **place),
            element("circle", class_=kind, stroke_width=line, **place),
        )
    return joined(
        element("path", data_outline=code, class_="halo", stroke_width=halo),
        element("path", data_outline=code, class_=kind, stroke_width=line),
    )


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
