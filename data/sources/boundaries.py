"""Reader of the ONS's boundaries: outlines in degrees become small paths that still share their borders.

The only module that needs shapely, and nothing that serves pages imports it.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import orjson
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data.authorities import Area, Authorities
from data.boundaries import ATTRIBUTION, UNIT, Boundaries, Box, Shape, region_on_map
from data.errors import PortalError
from data.sources.projection import equal_area
from data.sources.reading import described, existing_file

FILE = "boundaries/counties_and_unitary_authorities_2023_bsc.geojson"
CODE, NAME = "CTYUA23CD", "CTYUA23NM"
ENGLISH = "E"
# Metres. A bend is left out when the triangle that it makes is smaller than a square of this side.
TOLERANCE = 500
# Metres of common border from which on two authorities touch: more than a corner.
SHORTEST_BORDER = 1.0
# A triangle is the least that has an area.
CORNERS = 3

Integers = npt.NDArray[np.int64]


def read_boundaries(folder: Path, authorities: Authorities) -> Boundaries:
    """The outlines of every authority that is open, simplified together so that what was one border stays one.

    Raises PortalError for a file that is none, an area that is not known, an open authority without an outline, and
    outlines that overlap.
    """
    path = existing_file(folder / FILE)
    outlines = _read(path, authorities)
    codes = list(outlines)
    geometries = np.array([shapely.transform(outline, equal_area) for outline in outlines.values()])
    if not shapely.coverage_is_valid(geometries):
        raise PortalError(f"{path.name}: some outlines overlap or leave gaps, so that they have no common borders.")
    touching = _touching(codes, geometries)
    simple = shapely.coverage_simplify(geometries, TOLERANCE)
    left, _, _, top = shapely.total_bounds(simple)

    plane = shapely.transform(simple, lambda metres: (metres - (left, top)) * (1, -1) / UNIT)
    shapes = {code: _shape(one, touching[code]) for code, one in zip(codes, plane, strict=True)}
    width, height = (round(extent) for extent in shapely.total_bounds(plane)[2:])
    file = described(path, len(codes))
    source = {"file": file.name, "sha256": file.sha256, "attribution": ATTRIBUTION}
    return Boundaries(source, (width, height), shapes, _regions(codes, plane, authorities))


def _read(path: Path, authorities: Authorities) -> dict[str, BaseGeometry]:
    """Outlines in degrees by DfE code, in the order of the codes: English ones only."""
    try:
        features = orjson.loads(path.read_bytes())["features"]
        english = [feature for feature in features if feature["properties"][CODE].startswith(ENGLISH)]
        found = {
            _code(path, feature["properties"], authorities): shapely.from_geojson(orjson.dumps(feature["geometry"]))
            for feature in english
        }
    except (orjson.JSONDecodeError, KeyError, TypeError, shapely.GEOSException):
        raise PortalError(f"{path.name} is not a GeoJSON file with the columns {CODE} and {NAME}.") from None
    without = [area.name for area in authorities.current if area.code not in found]
    if without:
        raise PortalError(f"{path.name} has no outline of {', '.join(without)}.")
    return dict(sorted(found.items()))


def _code(path: Path, properties: Mapping[str, str], authorities: Authorities) -> str:
    found = authorities.resolve("", properties[CODE], properties[NAME])
    if not isinstance(found, Area) or found not in authorities.current:
        raise PortalError(f"{path.name}: {properties[NAME]} is not one authority that is open.")
    return found.code


def _touching(codes: Sequence[str], geometries: npt.NDArray[np.object_]) -> dict[str, tuple[str, ...]]:
    """Which authorities share a length of border, before anything is simplified."""
    one, other = shapely.STRtree(geometries).query(geometries, predicate="touches")
    borders = shapely.length(shapely.intersection(geometries[one], geometries[other]))
    pairs = {(codes[a], codes[b]) for a, b, length in zip(one, other, borders, strict=True) if length > SHORTEST_BORDER}
    return {code: tuple(sorted(b for a, b in pairs if a == code)) for code in codes}


def _regions(codes: Sequence[str], plane: npt.NDArray[np.object_], authorities: Authorities) -> dict[str, str]:
    """The outline of each region of England as a path; London is one."""
    of = [region_on_map(authorities, authorities.by_code(code)).code for code in codes]
    return {
        region: path_data(shapely.coverage_union_all(plane[[place for place, code in enumerate(of) if code == region]]))
        for region in sorted(set(of))
    }


def _shape(geometry: BaseGeometry, touches: tuple[str, ...]) -> Shape:
    largest = max(_polygons(geometry), key=lambda polygon: polygon.area)
    spoke = shapely.maximum_inscribed_circle(largest)
    left, top, right, bottom = (round(bound) for bound in geometry.bounds)
    x, y = spoke.coords[0]
    return Shape(
        path=path_data(geometry),
        box=Box(left, top, right, bottom),
        x=round(x),
        y=round(y),
        radius=round(spoke.length, 1),
        touches=touches,
    )


def path_data(geometry: BaseGeometry) -> str:
    """Polygons in whole numbers as the data of an SVG path, each step from the point before: the shortest form."""
    at, parts = (0, 0), []
    for ring in _rings(geometry):
        first, steps = ring[0], np.diff(ring, axis=0)
        parts.append(f"m{_pairs([first - at])}l{_pairs(steps)}z")
        at = first
    return "".join(parts).replace(" -", "-")


def _pairs(steps: Iterable[Integers]) -> str:
    return " ".join(f"{x} {y}" for x, y in steps)


def _rings(geometry: BaseGeometry) -> list[Integers]:
    """Every ring (n, 2) without its last point, which is its first; what has shrunk to a line is left out."""
    found = []
    for polygon in _polygons(geometry):
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.array(ring.coords).round().astype(np.int64)
            points = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))][:-1]
            if len(points) >= CORNERS and Polygon(points).area > 0:
                found.append(points)
    return found


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    return list(geometry.geoms) if isinstance(geometry, MultiPolygon) else [geometry]
