"""The tile map: every authority a square of the same size, near where it lies, its region inside one line."""

from collections.abc import Mapping

from markupsafe import Markup

from data.tiles import Tile
from layouts.charts.shading import Shaded, Shading, fill, key, link, named, patterns, with_readout
from layouts.markup import Attribute, element, joined

AFTER = "after-map"
FRAME = "tiles"
# Units, which are pixels where the picture has its full width: from tile to tile, and the tile itself.
STEP, SIDE = 44, 40
GAP = (STEP - SIDE) / 2
EDGE = 4
LABEL_DOWN, LETTER_DOWN = 15, 32
# The key stands where England is narrow, at the top right, beside the first tiles and with some room above them.
TOP, KEY_LINE, KEY_LEFT = 3 * STEP, 26, 10
# How much more room it has above them on a phone.
KEY_ROOM = 100


def tile_map(shading: Shading, tiles: Mapping[str, Tile], heading: str) -> Markup:
    """The tiles, the lines between regions, and on top who is who."""
    columns = max(tile.column for tile in tiles.values()) + 1
    rows = max(tile.row for tile in tiles.values()) + 1
    regions = {area.code: area.region for area in shading.areas}
    width, height = columns * STEP + 2 * EDGE, round(TOP) + rows * STEP + 2 * EDGE
    whole = element(
        "svg",
        patterns(FRAME, shading, 1),
        *(_tile(area, tiles[area.code], shading) for area in shading.areas),
        element("path", d=region_lines(tiles, regions), class_="region-line"),
        *(_mark(tiles[code], "ring") for code in sorted(shading.ringed & set(tiles))),
        *([_mark(tiles[shading.us[0]], "us")] if shading.us[0] in tiles else []),
        _key(shading, tiles, heading, width),
        class_="map tiles",
        role="group",
        aria_label=shading.told,
        data_narrow_box=f"0 {-KEY_ROOM} {width} {height + KEY_ROOM}",
        **named(view_box=f"0 0 {width} {height}"),
    )
    return with_readout(whole, AFTER)


def _key(shading: Shading, tiles: Mapping[str, Tile], heading: str, width: int) -> Markup:
    """The key at the top right; on a phone, where it needs larger type, above the tiles from the left."""
    across = key_across(shading, tiles)
    return element(
        "svg",
        key(shading, KEY_LINE, heading),
        x=across,
        y=EDGE,
        width=width - across,
        height=TOP,
        data_narrow=f"{EDGE} {-KEY_ROOM} {width} {TOP + KEY_ROOM}",
        overflow="visible",
    )


def key_across(shading: Shading, tiles: Mapping[str, Tile]) -> int:
    """How far from the left the key stands clear of every tile that is as high as it."""
    lines = len(shading.levels) + 2 + bool(shading.ringed)
    rows = (lines * KEY_LINE - TOP) / STEP
    beside = max((tile.column + 1 for tile in tiles.values() if tile.row < rows), default=0)
    return EDGE + beside * STEP + KEY_LEFT


def _corner(tile: Tile) -> tuple[float, float]:
    return EDGE + tile.column * STEP + GAP, EDGE + TOP + tile.row * STEP + GAP


def _square(tile: Tile, **look: Attribute) -> Markup:
    x, y = _corner(tile)
    return element("rect", x=f"{x:g}", y=f"{y:g}", width=SIDE, height=SIDE, **look)


def _tile(area: Shaded, tile: Tile, shading: Shading) -> Markup:
    """An authority: its square, its three letters and the letter of its level."""
    x, y = _corner(tile)
    middle = f"{x + SIDE / 2:g}"
    letter = shading.letters[area.level]
    parts = [
        _square(tile, fill=fill(FRAME, area.level)),
        element("text", tile.label, x=middle, y=f"{y + LABEL_DOWN:g}", class_="label"),
    ]
    if letter:
        parts.append(element("text", letter, x=middle, y=f"{y + LETTER_DOWN:g}", class_="letter"))
    return link(area, *parts)


def _mark(tile: Tile, kind: str) -> Markup:
    return joined(_square(tile, class_=f"halo {kind}-halo"), _square(tile, class_=kind))


def region_lines(tiles: Mapping[str, Tile], regions: Mapping[str, str]) -> str:
    """The edges between tiles of two regions, as the data of a path."""
    at = {(tile.column, tile.row): regions[code] for code, tile in tiles.items()}
    parts = []
    for (column, row), region in sorted(at.items()):
        x, y = EDGE + (column + 1) * STEP, EDGE + TOP + (row + 1) * STEP
        if at.get((column + 1, row), region) != region:
            parts.append(f"M{x} {y - STEP}v{STEP}")
        if at.get((column, row + 1), region) != region:
            parts.append(f"M{x - STEP} {y}h{STEP}")
    return "".join(parts)
