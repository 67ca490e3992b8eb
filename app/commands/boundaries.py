"""`portal boundaries`: the outlines of the map and the cells of the tile map, from the ONS's file."""

import argparse
import sys
from pathlib import Path


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal boundaries`."""
    command = commands.add_parser("boundaries", help="make the map and the tile map anew from the ONS's boundaries")
    command.add_argument("--sources", type=Path, required=True, help="the directory of source files")
    command.add_argument("--output", type=Path, help="where to write; the definitions of the project by default")
    command.set_defaults(run=boundaries)


def boundaries(options: argparse.Namespace) -> None:
    """Write both files, complete or not at all, and print how true the tile map is."""
    from importlib import resources

    from data import tiles
    from data.authorities import load_authorities
    from data.boundaries import FILE, places_of
    from data.sources.boundaries import read_boundaries
    from models.tile_layout import Places, fit, tile_layout

    authorities = load_authorities()
    found = read_boundaries(options.sources, authorities)
    places = Places(*places_of(found, authorities))
    cells = tile_layout(places)
    folder = options.output or Path(str(resources.files("data"))) / "definitions"
    folder.mkdir(parents=True, exist_ok=True)
    written = {FILE: found.to_json(), tiles.FILE: tiles.as_csv(dict(zip(found.shapes, cells, strict=True)))}
    for name, body in written.items():
        beside = folder / f".{name}"
        beside.write_bytes(body)
        beside.replace(folder / name)
    true = fit(places, cells)
    sys.stdout.write(
        f"{len(found.shapes)} outlines, {len(found.outlines):,} bytes, version {found.version}\n"
        f"tiles: of {true.borders} common borders {true.by_edge} are kept by an edge and {true.by_corner} by an edge "
        f"or a corner; a tile lies {true.moved:.1f} tiles from its place on average\n"
    )
