"""The two maps: everybody once, in a sensible order, told in words; fills that exist; who is who; and no styles."""

import re
from dataclasses import replace

import pytest

from data.authorities import load_authorities
from data.boundaries import load_boundaries, region_on_map
from data.tiles import Tile, load_tiles
from layouts.charts.maps import LONDON, Region, real_map
from layouts.charts.shading import NONE, Level, Shaded, Shading
from layouts.charts.tile_map import key_across, region_lines, tile_map
from tests.layouts.map_markup import Elements

AUTHORITIES = load_authorities()
LEVELS = (
    Level("a", "A", "best quarter", 39, 0),
    Level("b", "B", "second quarter", 38, 1),
    Level("c", "C", "third quarter", 38, 2),
    Level("d", "D", "worst quarter", 36, 3),
    Level(NONE, "", "no figure", 2, None),
)
RINGED = ("851", "331", "202", "929")


def shading(us: str = "852") -> Shading:
    """Every authority at a level by its place in the list; the last two have no figure."""
    current, keys = AUTHORITIES.current, ["a", "b", "c", "d"]
    levels = {area.code: keys[place % 4] if place < len(current) - 2 else NONE for place, area in enumerate(current)}
    areas = [
        Shaded(
            code=area.code,
            name=area.name,
            region=region_on_map(AUTHORITIES, area).code,
            level=levels[area.code],
            told=f"{area.name}: told & <so>",
            address=f"/indicator?authority={area.slug}&year=2025",
        )
        for area in current
    ]
    ours = region_on_map(AUTHORITIES, AUTHORITIES.by_code(us)).code
    areas.sort(key=lambda area: area.region != ours)
    name = AUTHORITIES.by_code(us).name
    return Shading(tuple(areas), LEVELS, (us, name), frozenset(RINGED), "four neighbours", "What it says")


def region(code: str) -> Region:
    members = [area.code for area in AUTHORITIES.current if region_on_map(AUTHORITIES, area).code == code]
    return Region(code, AUTHORITIES.by_code(code).name, frozenset(members))


def real(us: str = "852", shaded: Shading | None = None) -> Elements:
    ours = region(region_on_map(AUTHORITIES, AUTHORITIES.by_code(us)).code)
    return Elements(real_map(shaded or shading(us), load_boundaries(), ours, region(LONDON), "Quarter of England"))


def tiled(us: str = "852") -> Elements:
    return Elements(tile_map(shading(us), load_tiles(), "Quarter of England"))


BOTH = pytest.mark.parametrize("draw", [real, tiled])


@BOTH
@pytest.mark.parametrize("us", ["852", "202", "201", "420", "383", "921"])
def test_everybody_is_reached_once_by_keyboard(draw: object, us: str) -> None:
    links = draw(us).links  # type: ignore[operator]
    assert len(links) == len({link.attributes["href"] for link in links}) == 153
    assert {link.attributes["aria-label"] for link in links} == {
        f"{area.name}: told & <so>" for area in AUTHORITIES.current
    }


def test_what_is_kept_of_a_map_is_nothing_that_it_shows() -> None:
    """The frames of a region are made once; each map of it has its own levels, words, addresses and rings."""
    ours, shown = region("989"), shading()
    areas = tuple(
        area._replace(level="abcd"[at % 3], told=f"another {at}", address=f"/{at}")
        for at, area in enumerate(shown.areas)
    )
    other = replace(
        shown, areas=areas, ringed=frozenset(), levels=tuple(replace(level, letter="Z") for level in LEVELS)
    )
    first, second, again = (
        real_map(one, load_boundaries(), ours, region(LONDON), "Quarter") for one in (shown, other, shown)
    )
    assert first == again
    for area, others in zip(areas, shown.areas, strict=True):
        assert f'href="{area.address}" aria-label="{area.told}"' in second
        assert others.address.replace("&", "&amp;") not in second
    assert {"".join(letter.text) for letter in Elements(second).named("text", "letter")} == {"Z"}
    assert 'class="ring"' in first
    assert 'class="ring"' not in second


@BOTH
def test_our_region_comes_first_and_then_one_region_after_another(draw: object) -> None:
    links = draw().links  # type: ignore[operator]
    ours = {f"/indicator?authority={area.slug}&year=2025" for area in AUTHORITIES.current if area.region == "989"}
    assert {link.attributes["href"] for link in links[:19]} == ours


@BOTH
def test_every_fill_is_a_pattern_that_is_there_and_no_id_comes_twice(draw: object) -> None:
    found = draw()  # type: ignore[operator]
    ids = [one.attributes["id"] for one in found.all if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    fills = {one.attributes["fill"] for one in found.all if "fill" in one.attributes}
    assert {fill.removeprefix("url(#").removesuffix(")") for fill in fills} <= set(ids)


@BOTH
def test_nothing_is_styled_or_scripted_in_the_markup(draw: object) -> None:
    found = draw()  # type: ignore[operator]
    named = {name for one in found.all for name in one.attributes}
    assert not [name for name in named if name == "style" or name.startswith("on")]


@BOTH
def test_the_key_says_each_level_in_letter_words_and_number(draw: object) -> None:
    texts = ["".join(one.text) for one in draw().named("text") if "g key" in one.inside]  # type: ignore[operator]
    assert texts == [
        "Quarter of England",
        "A best quarter: 39",
        "B second quarter: 38",
        "C third quarter: 38",
        "D worst quarter: 36",
        "no figure: 2",
        "Southampton",
        "four neighbours",
    ]


def test_a_level_differs_from_every_other_by_its_pattern_too() -> None:
    patterns = [one for one in real().named("pattern") if one.attributes["id"].startswith("england-")]
    lines = {
        one.attributes["id"]: [
            (part.name, part.attributes.get("d"), part.attributes.get("stroke-width"))
            for part in real().all
            if part.inside[-1:] == (f"pattern {' '.join(one.classes)}",) and part.name != "rect"
        ]
        for one in patterns
    }
    assert len(lines) == 5
    assert len({str(sorted(set(found), key=str)) for found in lines.values()}) == 5


def test_the_outlines_are_not_in_the_page_but_at_an_address_of_their_version() -> None:
    found = real()
    boundaries = load_boundaries()
    root = found.named("svg", "map")[0]
    assert root.attributes["data-outlines"] == f"/boundaries/{boundaries.version}.json"
    drawn = {one.attributes["data-outline"] for one in found.named("path") if "data-outline" in one.attributes}
    assert drawn == set(boundaries.shapes) | set(boundaries.regions)
    assert not [one for one in found.named("path") if "data-outline" in one.attributes and "d" in one.attributes]


def test_we_are_outlined_in_both_frames_and_named_once_with_our_letter() -> None:
    found = real()
    ours = [one for one in found.named("path", "us") if one.attributes["data-outline"] == "852"]
    assert [one.inside[-1] for one in ours] == ["svg frame region", "svg frame england"]
    assert ["".join(one.text) for one in found.named("text", "our-name")] == ["Southampton, D"]


def test_comparators_are_ringed_where_they_are() -> None:
    rings = real().named("path", "ring")
    order = [area.code for area in shading().areas]
    england = [one.attributes["data-outline"] for one in rings if one.inside[-1] == "svg frame england"]
    london = [one.attributes["data-outline"] for one in rings if one.inside[-1] == "svg frame london"]
    assert england == sorted(RINGED, key=order.index)
    assert london == ["202"]


@pytest.mark.parametrize(
    ("us", "frames"),
    [
        ("852", ["region", "london", "england"]),
        ("202", ["region", "england"]),
        ("921", ["region", "london", "england"]),
    ],
)
def test_london_is_not_enlarged_twice(us: str, frames: list[str]) -> None:
    assert [one.classes[1] for one in real(us).named("svg", "frame")] == frames


def test_who_is_too_small_to_be_seen_is_a_dot() -> None:
    dots = [one for one in real("420").named("circle") if one.inside[-1] == "a"]
    assert {one.inside[-3] for one in dots} == {"svg frame region", "svg frame london", "svg frame england"}
    assert {one.inside[-3] for one in real().named("circle") if one.inside[-1] == "a"} >= {"svg frame england"}


def test_a_letter_stands_only_where_it_fits() -> None:
    """Hampshire's circle holds one, Southampton's on the map of England does not."""
    found = real()
    boundaries = load_boundaries()
    at = {(str(shape.x), str(shape.y)): code for code, shape in boundaries.shapes.items()}
    lettered = {at[one.attributes["x"], one.attributes["y"]] for one in found.named("text", "letter")}
    assert "850" in lettered
    assert "852" not in lettered


def test_without_figures_nothing_has_a_letter() -> None:
    nobody = replace(
        shading(),
        areas=tuple(area._replace(level=NONE) for area in shading().areas),
        levels=(Level(NONE, "", "no figure", 153, None),),
        ringed=frozenset(),
    )
    assert real(shaded=nobody).named("text", "letter") == []
    assert len(real(shaded=nobody).links) == 153


def test_a_tile_has_its_letters_and_its_level() -> None:
    found = tiled()
    southampton = next(link for link in found.links if "authority=southampton&" in link.attributes["href"])
    assert southampton.text == ["SOU", "D"]
    assert len({one.attributes["width"] for one in found.named("rect") if one.inside[-1] == "a"}) == 1


def test_tiles_are_large_enough_to_touch_on_a_phone() -> None:
    """24 pixels are WCAG 2.2's least (2.5.8); a phone of 390 pixels leaves 358 for the picture."""
    _, _, width, _ = map(float, tiled().named("svg", "map")[0].attributes["viewbox"].split())
    assert 44 * 358 / width >= 24


def test_no_tile_lies_under_the_key() -> None:
    across = key_across(shading(), load_tiles())
    assert not [tile for tile in load_tiles().values() if tile.row == 0 and 4 + (tile.column + 1) * 44 > across]


def test_lines_run_between_two_regions_and_nowhere_else() -> None:
    """Two tiles of one region above one of another: one line, below the second."""
    tiles = {"1": Tile(0, 0, "ONE"), "2": Tile(0, 1, "TWO"), "3": Tile(0, 2, "THR")}
    assert len(re.findall("M", region_lines(tiles, {"1": "x", "2": "x", "3": "y"}))) == 1
    assert region_lines(tiles, dict.fromkeys(tiles, "x")) == ""
