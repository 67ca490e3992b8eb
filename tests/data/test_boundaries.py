"""The shipped outlines: everybody has one, common borders are still common, and areas are true."""

import re
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from data.authorities import load_authorities
from data.boundaries import UNIT, Boundaries, Box, from_json, load_boundaries, places_of, region_on_map
from data.errors import PortalError
from data.sources.projection import ECCENTRICITY, SEMI_MAJOR_AXIS, Centre, equal_area

AUTHORITIES = load_authorities()
OPEN = {area.code for area in AUTHORITIES.current}
NUMBER = re.compile(r"-?\d+")
Point = tuple[int, int]


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    return load_boundaries()


def rings(path: str) -> list[list[Point]]:
    """The corners of each ring of a path: `m` from the ring before, then steps."""
    found, at = [], (0, 0)
    for part in path.split("z")[:-1]:
        steps = [int(number) for number in NUMBER.findall(part)]
        ring = []
        for x, y in zip(steps[::2], steps[1::2], strict=True):
            at = (at[0] + x, at[1] + y)
            ring.append(at)
        at = ring[0]
        found.append(ring)
    return found


def edges(path: str) -> Counter[frozenset[Point]]:
    """The straight pieces of an outline, whichever way they run."""
    return Counter(frozenset(pair) for ring in rings(path) for pair in pairwise([*ring, ring[0]]))


def square_kilometres(path: str) -> float:
    """The area inside an outline, by the shoelace formula; rings inside run the other way."""
    doubled = sum(a[0] * b[1] - b[0] * a[1] for ring in rings(path) for a, b in pairwise([*ring, ring[0]]))
    return abs(doubled) / 2 * (UNIT / 1000) ** 2


def touching(boundaries: Boundaries, name: str) -> set[str]:
    codes = boundaries.shapes[AUTHORITIES.find(name).code].touches
    return {AUTHORITIES.by_code(code).name for code in codes}


def test_every_open_authority_has_an_outline_and_nobody_else(boundaries: Boundaries) -> None:
    assert set(boundaries.shapes) == OPEN
    assert all(len(ring) >= 3 for shape in boundaries.shapes.values() for ring in rings(shape.path))
    assert all(rings(shape.path) for shape in boundaries.shapes.values())


def test_every_ring_is_a_valid_polygon_or_all_but(boundaries: Boundaries) -> None:
    """Rounding to the plane's units may let an outline touch itself; it may not cost area."""
    for code, shape in boundaries.shapes.items():
        for ring in rings(shape.path):
            polygon = Polygon(ring)
            assert polygon.is_valid or polygon.buffer(0).area == pytest.approx(polygon.area, rel=0.02), code


def test_the_letter_s_place_is_inside_and_the_box_is_around(boundaries: Boundaries) -> None:
    for code, shape in boundaries.shapes.items():
        corners = [corner for ring in rings(shape.path) for corner in ring]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        assert Box(min(xs), min(ys), max(xs), max(ys)).grown(1).meets(shape.box), code
        assert shape.box.left <= shape.x <= shape.box.right
        assert shape.box.top <= shape.y <= shape.box.bottom
        assert 0 <= shape.box.left <= shape.box.right <= boundaries.size[0]
        assert 0 <= shape.box.top <= shape.box.bottom <= boundaries.size[1]


def test_common_borders_are_drawn_alike_from_both_sides(boundaries: Boundaries) -> None:
    """Whoever touched in the source shares a piece of line, but where it was on a sliver that rounding made vanish."""
    lines = {code: edges(shape.path) for code, shape in boundaries.shapes.items()}
    pairs = [(code, other) for code, shape in boundaries.shapes.items() for other in shape.touches if code < other]
    assert len(pairs) == 364
    apart = [(one, other) for one, other in pairs if not lines[one] & lines[other]]
    named = {tuple(AUTHORITIES.by_code(code).name for code in pair) for pair in apart}
    assert named == {
        ("Wandsworth", "Westminster"),
        ("Gateshead", "Newcastle upon Tyne"),
        ("Lincolnshire", "North Northamptonshire"),
    }


def test_known_neighbours_touch_and_islands_touch_nobody(boundaries: Boundaries) -> None:
    assert touching(boundaries, "Southampton") == {"Hampshire"}
    assert "Hampshire" in touching(boundaries, "Portsmouth")
    assert touching(boundaries, "Isle of Wight") == touching(boundaries, "Isles of Scilly") == set()
    assert touching(boundaries, "Cornwall") == {"Devon"}, "the Tamar parts it from Plymouth"
    assert touching(boundaries, "Rutland") == {"Leicestershire", "Lincolnshire", "North Northamptonshire"}
    for code, shape in boundaries.shapes.items():
        assert all(code in boundaries.shapes[other].touches for other in shape.touches)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Hampshire", 3679), ("Isle of Wight", 380), ("Cornwall", 3546), ("Rutland", 382), ("Southampton", 50)],
)
def test_areas_are_those_of_the_register(boundaries: Boundaries, name: str, expected: int) -> None:
    """Square kilometres to mean high water, from the ONS's Standard Area Measurements."""
    found = square_kilometres(boundaries.shapes[AUTHORITIES.find(name).code].path)
    assert found == pytest.approx(expected, rel=0.04)


def test_england_and_its_regions_are_the_sum_of_their_authorities(boundaries: Boundaries) -> None:
    areas = {code: square_kilometres(shape.path) for code, shape in boundaries.shapes.items()}
    assert sum(areas.values()) == pytest.approx(130_279, rel=0.005)
    assert len(boundaries.regions) == 9
    for region, path in boundaries.regions.items():
        parts = [areas[code] for code in areas if region_on_map(AUTHORITIES, AUTHORITIES.by_code(code)).code == region]
        assert square_kilometres(path) == pytest.approx(sum(parts), rel=0.002)


def test_what_a_browser_fetches_is_small_and_has_an_address_of_its_own(boundaries: Boundaries) -> None:
    import brotli

    assert len(brotli.compress(boundaries.outlines, quality=5)) < 40_000
    assert re.fullmatch("[0-9a-f]{16}", boundaries.version)


def test_a_file_is_read_as_it_was_written(boundaries: Boundaries) -> None:
    assert from_json(boundaries.to_json()) == boundaries


@pytest.mark.parametrize("body", [b"", b"[]", b'{"shapes": {}}', b'{"shapes": {"852": {"box": {}}}}'])
def test_a_damaged_file_is_a_sentence(body: bytes) -> None:
    with pytest.raises(PortalError, match=r"boundaries\.json is damaged; `portal boundaries --sources DIR` makes it"):
        from_json(body)


def test_places_are_in_the_order_of_the_outlines(boundaries: Boundaries) -> None:
    points, regions, borders = places_of(boundaries, AUTHORITIES)
    codes = list(boundaries.shapes)
    at = codes.index("852")
    assert points[at].tolist() == [boundaries.shapes["852"].x, boundaries.shapes["852"].y]
    assert (regions[at], regions[codes.index("202")]) == ("989", "986"), "a borough is London's, not Inner London's"
    assert len(borders) == 364
    assert all(one < other for one, other in borders)


def test_the_projection_is_that_of_the_published_example() -> None:
    """EPSG guidance note 7-2, Lambert azimuthal equal area (method 9820): ETRS89 / LAEA Europe, 50° N 5° E."""
    east, north = equal_area(np.array([[5.0, 50.0]]), Centre(longitude=10.0, latitude=52.0))[0]
    assert (east + 4_321_000, north + 3_210_000) == (
        pytest.approx(3_962_799.45, abs=0.01),
        pytest.approx(2_999_718.85, abs=0.01),
    )


@given(longitude=st.floats(-7, 2), latitude=st.floats(49, 56))
def test_a_small_patch_has_the_area_that_it_has_on_the_earth(longitude: float, latitude: float) -> None:
    """The ellipsoid's surface: radius of the meridian times that of the parallel, for each radian of either."""
    step = 1e-4
    corners = np.array([(longitude, latitude), (longitude + step, latitude), (longitude, latitude + step)])
    origin, across, up = equal_area(corners)
    found = abs(np.linalg.det(np.array([across - origin, up - origin])))
    middle = np.radians(latitude + step / 2)
    bend = 1 - (ECCENTRICITY * np.sin(middle)) ** 2
    meridian = SEMI_MAJOR_AXIS * (1 - ECCENTRICITY**2) / bend**1.5
    parallel = SEMI_MAJOR_AXIS * np.cos(middle) / bend**0.5
    assert found == pytest.approx(meridian * parallel * np.radians(step) ** 2, rel=1e-5)
