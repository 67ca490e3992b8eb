"""The importer of outlines on a made-up England of squares: what it makes of them, and how it refuses what is wrong."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from app.cli import main
from data.authorities import load_authorities
from data.boundaries import from_json
from data.errors import PortalError
from data.sources.boundaries import CODE, FILE, NAME, read_boundaries

AUTHORITIES = load_authorities()
ACROSS, SIDE = 13, 0.2
Feature = dict[str, object]


def square(code: str, name: str, place: int) -> Feature:
    """A cell of a grid over England, which shares its sides with the cells beside it."""
    west, south = -4 + place % ACROSS * SIDE, 50 + place // ACROSS * SIDE
    east, north = -4 + (place % ACROSS + 1) * SIDE, 50 + (place // ACROSS + 1) * SIDE
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {CODE: code, NAME: name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def england() -> list[Feature]:
    ordered = sorted(AUTHORITIES.current, key=lambda area: area.code)
    return [square(area.ons_code, area.name, place) for place, area in enumerate(ordered)]


def write(folder: Path, features: list[Feature]) -> Path:
    path = folder / FILE
    path.parent.mkdir()
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}))
    return folder


def test_squares_touch_those_beside_them_and_no_others(tmp_path: Path) -> None:
    found = read_boundaries(write(tmp_path, england()), AUTHORITIES)
    codes = list(found.shapes)
    assert codes == sorted(area.code for area in AUTHORITIES.current)
    middle = 5 * ACROSS + 5
    beside = {codes[middle + step] for step in (1, -1, ACROSS, -ACROSS)}
    assert set(found.shapes[codes[middle]].touches) == beside, "not those at its corners"


def test_what_is_not_english_is_left_out(tmp_path: Path) -> None:
    cardiff = square("W06000015", "Cardiff", 400)
    assert len(read_boundaries(write(tmp_path, [*england(), cardiff]), AUTHORITIES).shapes) == 153


def overlapping(features: list[Feature]) -> list[Feature]:
    second: Feature = {**features[1], "geometry": features[0]["geometry"]}
    return [features[0], second, *features[2:]]


def unknown(features: list[Feature]) -> list[Feature]:
    return [*features, square("E06999999", "Camelot", 300)]


def closed(features: list[Feature]) -> list[Feature]:
    return [*features, square("E10000006", "Cumbria", 300)]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda features: features[1:], "has no outline of City of London"),
        (overlapping, "some outlines overlap or leave gaps"),
        (unknown, "No area is known for the row"),
        (closed, "Cumbria is not one authority that is open"),
        (lambda features: [{**features[0], "properties": {}}], "is not a GeoJSON file with the columns CTYUA23CD"),
        (lambda features: [{**features[0], "geometry": {"type": "Square"}}], "is not a GeoJSON file"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    tmp_path: Path, spoil: Callable[[list[Feature]], list[Feature]], why: str
) -> None:
    with pytest.raises(PortalError, match=why):
        read_boundaries(write(tmp_path, spoil(england())), AUTHORITIES)


def test_a_file_that_is_missing_or_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match=r"counties_and_unitary_authorities_2023_bsc\.geojson is missing"):
        read_boundaries(tmp_path, AUTHORITIES)
    path = write(tmp_path, []) / FILE
    path.write_text("not JSON")
    with pytest.raises(PortalError, match="is not a GeoJSON file"):
        read_boundaries(tmp_path, AUTHORITIES)


def test_the_command_writes_both_files_and_says_how_true_the_tiles_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.tile_layout.TRIES", 1000)
    sources, output = tmp_path / "sources", tmp_path / "output"
    sources.mkdir()
    write(sources, england())
    assert main(["boundaries", "--sources", str(sources), "--output", str(output)]) == 0
    assert sorted(path.name for path in output.iterdir()) == ["boundaries.json", "tiles.csv"]
    assert len(from_json((output / "boundaries.json").read_bytes()).shapes) == 153
    assert len((output / "tiles.csv").read_text().splitlines()) == 154
    assert "153 outlines" in capsys.readouterr().out


def test_the_command_refuses_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["boundaries", "--sources", str(tmp_path)]) == 1
    assert "is missing from" in capsys.readouterr().err
