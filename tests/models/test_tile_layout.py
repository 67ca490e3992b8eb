"""The tile map: nobody shares a tile, regions hang together, and the measures count what they say."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from data.authorities import load_authorities
from data.boundaries import load_boundaries, places_of
from data.tiles import load_tiles
from models import tile_layout
from models.tile_layout import COLUMNS, ROWS, Fit, Places, fit, pieces

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "data.md"
cells = st.tuples(st.integers(0, 5), st.integers(0, 5))


def shipped() -> tuple[Places, list[tuple[int, int]]]:
    boundaries, tiles = load_boundaries(), load_tiles()
    found = [(tiles[code].column, tiles[code].row) for code in boundaries.shapes]
    return Places(*places_of(boundaries, load_authorities())), found


def test_everybody_has_a_tile_of_their_own_with_letters_of_their_own() -> None:
    tiles = load_tiles()
    assert set(tiles) == {area.code for area in load_authorities().current}
    assert len({(tile.column, tile.row) for tile in tiles.values()}) == len(tiles)
    assert len({tile.label for tile in tiles.values()}) == len(tiles)
    assert all(tile.label.isupper() and len(tile.label) == 3 for tile in tiles.values())
    assert {tiles[code].label for code in ("852", "850", "851", "921")} == {"SOU", "HAM", "POR", "IOW"}
    assert min(tile.column for tile in tiles.values()) == min(tile.row for tile in tiles.values()) == 0


def test_each_region_is_in_one_piece() -> None:
    places, found = shipped()
    for region in set(places.regions):
        grid = np.zeros((COLUMNS, ROWS), dtype=bool)
        for cell, other in zip(found, places.regions, strict=True):
            grid[cell] |= other == region
        assert ndimage.label(grid)[1] == 1, region


def test_the_document_states_what_was_measured() -> None:
    measured = fit(*shipped())
    text = " ".join(DOCUMENT.read_text().split())
    assert f"{measured.by_edge} of {measured.borders} common borders are kept by an edge" in text
    assert f"{measured.by_corner} by an edge or a corner" in text
    assert f"{measured.moved:.1f} tiles from its place" in text


def test_the_layout_is_the_same_each_time_and_keeps_a_row_of_places_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four places from west to east, each bordering the next, and an island in the south."""
    monkeypatch.setattr(tile_layout, "TRIES", 5000)
    points = np.array([(0.0, 0.0), (10.0, 0.0), (20.0, 0.0), (30.0, 0.0), (30.0, 100.0)])
    places = Places(points, ("west", "west", "east", "east", "east"), ((0, 1), (1, 2), (2, 3)))
    found = tile_layout.tile_layout(places)
    assert found == tile_layout.tile_layout(places)
    assert len(set(found)) == 5
    assert [column for column, _ in found[:4]] == sorted(column for column, _ in found[:4])
    assert pieces(found[:2]) == pieces(found[2:]) == 1
    assert fit(places, found).by_edge >= 2


def test_the_measures_count_edges_corners_and_tiles() -> None:
    """Of three borders one is an edge, one a corner, and one is lost; one place of four lies one tile too far south."""
    points = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (30.0, 20.0)])
    places = Places(points, ("one",) * 4, ((0, 1), (0, 2), (2, 3)))
    assert fit(places, [(0, 0), (1, 0), (1, 1), (3, 2)]) == Fit(borders=3, by_edge=1, by_corner=2, moved=0.0)
    assert fit(places, [(0, 1), (1, 0), (1, 1), (3, 2)]).moved == pytest.approx(1 / 4)


@given(st.sets(cells))
def test_pieces_are_those_of_an_image(found: set[tuple[int, int]]) -> None:
    grid = np.zeros((6, 6), dtype=bool)
    for cell in found:
        grid[cell] = True
    assert pieces(list(found)) == ndimage.label(grid)[1]
