"""Authorities that can be set beside the chosen one at once: its neighbours, its region, a partnership."""

from collections.abc import Iterable

from callbacks.chosen import Chosen
from data.authorities import Area
from data.partnerships import load_partnerships
from layouts.compare.comparison import Preset
from layouts.compare.controls import NEIGHBOURS
from layouts.selection import GROUP, MODELLED

NAMES = {MODELLED: "Our modelled neighbours", GROUP: "Our own group"}


def presets(chosen: Chosen) -> tuple[Preset, ...]:
    """The presets of a selection: the comparators in use, the region where there is one, every partnership."""
    authorities = chosen.snapshot.authorities
    members = [authorities.by_code(code) for code in chosen.group.codes]
    found = [_preset(NEIGHBOURS, NAMES.get(chosen.group.name, "Our neighbours"), members, chosen)]
    region = authorities.region_of(chosen.area)
    if region is not None:
        within = sorted(
            (area for area in authorities.current if area.region == region.code), key=lambda area: area.name
        )
        found.append(_preset("region", f"Our region ({region.name})", within, chosen))
    partnerships = (_preset(each.slug, each.name, each.members, chosen) for each in load_partnerships())
    return (*found, *partnerships)


def _preset(slug: str, name: str, members: Iterable[Area], chosen: Chosen) -> Preset:
    return Preset(slug, name, tuple(area.slug for area in members if area != chosen.area))
