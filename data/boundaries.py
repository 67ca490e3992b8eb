"""Where each authority lies: its outline for a map of England, as `portal boundaries` wrote it from the ONS's file.

The plane has its origin at the top left, x to the right and y downwards, in units of `UNIT` metres, all whole numbers.
It is equal-area: a square centimetre is the same anywhere on the map.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from importlib import resources

import numpy as np
import numpy.typing as npt
import orjson

from data.authorities import Area, Authorities
from data.errors import PortalError

FILE = "boundaries.json"
UNIT = 200
ATTRIBUTION = (
    "Boundaries: Office for National Statistics, counties and unitary authorities, December 2023, generalised. "
    "Contains OS data © Crown copyright and database right 2023. Open Government Licence v3.0."
)


@dataclass(frozen=True)
class Box:
    """A rectangle of the plane, in its units."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def meets(self, other: "Box") -> bool:
        """Whether the two have any point in common."""
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom

    def grown(self, by: int) -> "Box":
        """The rectangle with a margin all round."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True)
class Shape:
    """An authority on the plane. `path` is the data of an SVG path.

    `x`, `y` is the point inside that is furthest from its outline, and `radius` how far: there a letter fits best.
    `touches` are the codes of the authorities that it shares a length of border with.
    """

    path: str
    box: Box
    x: int
    y: int
    radius: float
    touches: tuple[str, ...]


@dataclass(frozen=True)
class Boundaries:
    """Every authority's shape and every region's outline, by DfE code; `size` is the width and height of the plane."""

    source: Mapping[str, str]
    size: tuple[int, int]
    shapes: Mapping[str, Shape]
    regions: Mapping[str, str]

    def around(self, codes: list[str]) -> Box:
        """The least rectangle that holds these authorities."""
        boxes = [self.shapes[code].box for code in codes]
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    @cached_property
    def outlines(self) -> bytes:
        """What a browser needs to draw any map: the paths alone, by code, as JSON."""
        return orjson.dumps({code: shape.path for code, shape in self.shapes.items()} | dict(self.regions))

    @cached_property
    def version(self) -> str:
        """A digest of the outlines: an address with it never has other content."""
        return hashlib.blake2b(self.outlines, digest_size=8).hexdigest()

    def __hash__(self) -> int:
        """That of its version, since mappings have none."""
        return hash(self.version)

    def to_json(self) -> bytes:
        """The file, one authority a line so that a change can be read."""
        lines = [
            f'"source":{orjson.dumps(self.source).decode()}',
            f'"size":{orjson.dumps(self.size).decode()}',
            f'"shapes":{{\n{_lines({code: asdict(shape) for code, shape in self.shapes.items()})}\n}}',
            f'"regions":{{\n{_lines(self.regions)}\n}}',
        ]
        return ("{" + ",\n".join(lines) + "}\n").encode()


def _lines(entries: Mapping[str, object]) -> str:
    return ",\n".join(f'"{code}":{orjson.dumps(entry).decode()}' for code, entry in entries.items())


def region_on_map(authorities: Authorities, area: Area) -> Area:
    """The region of England that an authority lies in: for a borough not Inner or Outer London but London."""
    found = area
    while (wider := authorities.region_of(found)) not in (None, authorities.england):
        found = wider
    return found


def places_of(
    boundaries: Boundaries, authorities: Authorities
) -> tuple[npt.NDArray[np.float64], tuple[str, ...], tuple[tuple[int, int], ...]]:
    """Points (n, 2), regions (n,) and pairs that touch, of the n authorities in the order of `boundaries`."""
    codes = {code: place for place, code in enumerate(boundaries.shapes)}
    points = np.array([(shape.x, shape.y) for shape in boundaries.shapes.values()], dtype=np.float64)
    regions = tuple(region_on_map(authorities, authorities.by_code(code)).code for code in codes)
    borders = tuple(
        (codes[code], codes[other])
        for code, shape in boundaries.shapes.items()
        for other in shape.touches
        if codes[code] < codes[other]
    )
    return points, regions, borders


def from_json(body: bytes) -> Boundaries:
    """The boundaries that a file holds. Raises PortalError for a file that is damaged."""
    try:
        content = orjson.loads(body)
        shapes = {
            code: Shape(**{**entry, "box": Box(**entry["box"]), "touches": tuple(entry["touches"])})
            for code, entry in content["shapes"].items()
        }
        width, height = content["size"]
        return Boundaries(content["source"], (width, height), shapes, content["regions"])
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError):
        raise PortalError(f"{FILE} is damaged; `portal boundaries --sources DIR` makes it again.") from None


@cache
def load_boundaries() -> Boundaries:
    """The boundaries that the portal ships; read once, never changed."""
    return from_json((resources.files("data") / "definitions" / FILE).read_bytes())
