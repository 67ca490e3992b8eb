"""The choices of the Compare page, every one a link: who stands beside, in which form, in which order, without what."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html, phrases
from layouts.attributes import aria, data_attributes
from layouts.compare import hiding
from layouts.compare.arrangement import LEFT_OUT_MARK, SHOW_AGAIN
from layouts.compare.comparison import MULTIPLES, OWN_SCALES, VIEWS, Comparison, Preset
from layouts.compare.hiding import HIDES, Kinds
from layouts.markup import element, joined
from layouts.pages import COMPARE
from layouts.selection import FIRST_NEIGHBOURS, GROUP, PICKED, Selection

SORTS = {"": "as published", "gap": "widest gap first", "certainty": "surest worse first"}
NOBODY = Preset("nobody", "Nobody", ())
NEIGHBOURS = "neighbours"
"""The preset of the comparator group itself."""
SHOWN = ", shown; take it away"
NOTHING_LEFT = "Every indicator is left out; show them again to compare."


@dataclass(frozen=True)
class Way:
    """One link: its id on the page, its words, where it leads, and whether it is what is shown now.

    `own` are the parts of the address that it says itself, whatever the page shows: what the browser goes by that
    arranges the rows. A kind to leave out is `toggles`.
    """

    id: str
    words: str
    to: Selection
    is_current: bool = False
    unseen: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


def controls(comparison: Comparison) -> Component:
    """All choices, a line each."""
    lines = [
        line("Set beside it:", presets(comparison)),
        instead(comparison),
        line("One column for the mean of:", means(comparison)),
        line("Show as:", views(comparison)),
        line("Scale:", scales(comparison.selection)) if comparison.view in (MULTIPLES, OWN_SCALES) else None,
        line("Sort:", sorts(comparison)),
        line("Leave out:", hides(comparison)),
        picked(comparison),
    ]
    return html.Div([each for each in lines if each is not None], className="arrange")


def line(label: str, ways: Iterable[Way]) -> Component:
    """One choice: what is chosen, and the links."""
    return html.Div([html.Span(label), *(_link(way) for way in ways)], role="group", **aria(label=label.rstrip(":")))


def _link(way: Way) -> Component:
    current = aria(current="true") if way.is_current else {}
    unseen = [html.Span(way.unseen, className="visually-hidden")] if way.unseen else []
    own = data_attributes(**way.own)
    return html.A([way.words, *unseen], id=way.id, href=way.to.address(COMPARE.path), **current, **own)


def presets(comparison: Comparison) -> list[Way]:
    """Sets of authorities that replace those beside; the columns of means stay."""
    selection = comparison.selection
    kept = means_in(comparison)
    return [
        Way(
            f"beside-{preset.slug}",
            preset.name,
            selection.but(beside=() if preset is NOBODY else (*preset.members, *kept)),
            is_current(comparison, preset),
        )
        for preset in (*comparison.presets, NOBODY)
    ]


def is_current(comparison: Comparison, preset: Preset) -> bool:
    """Whether exactly these authorities stand beside now."""
    beside = comparison.selection.beside
    if preset is NOBODY:
        return not beside
    return {*beside} - {slug for slug, _ in comparison.partnerships} == {*preset.members} != set()


def means_in(comparison: Comparison) -> tuple[str, ...]:
    """The slugs of the partnerships that have a column."""
    known = {slug for slug, _ in comparison.partnerships}
    return tuple(slug for slug in comparison.selection.beside if slug in known)


def instead(comparison: Comparison) -> Component | None:
    """The way to compare with the average of those beside instead of the published neighbours', and the way back."""
    selection = comparison.selection
    if selection.neighbours == GROUP:
        back = selection.but(neighbours=FIRST_NEIGHBOURS, group=())
        return line("Compared with a group of your own:", [Way("compare-again", "back to published neighbours", back)])
    named = [preset for preset in comparison.presets if preset.slug != NEIGHBOURS and is_current(comparison, preset)]
    if not named:
        return None
    preset = named[-1]
    name = preset.name.replace("Our ", "our ")
    words = f"the average of the {len(preset.members)} others of {name}, instead of the neighbours'"
    to = selection.but(neighbours=GROUP, group=preset.members)
    return line("Compare with:", [Way("compare-instead", words, to)])


def means(comparison: Comparison) -> list[Way]:
    """Partnerships, each as one column: the link adds it, or takes it away."""
    selection, now = comparison.selection, means_in(comparison)
    ways = []
    for slug, name in comparison.partnerships:
        there = slug in now
        without = tuple(other for other in selection.beside if other != slug)
        to = selection.but(beside=without if there else (*without, slug))
        ways.append(Way(f"mean-{slug}", f"{name} ✓" if there else name, to, there, SHOWN if there else ""))
    return ways


def views(comparison: Comparison) -> list[Way]:
    """The forms in which the same figures can be seen."""
    now = MULTIPLES if comparison.view == OWN_SCALES else comparison.view
    return [
        Way(f"view-{view or 'table'}", words, comparison.selection.but(view=view), view == now)
        for view, words in VIEWS.items()
    ]


def scales(selection: Selection) -> list[Way]:
    """Small multiples on a common scale or each on its own."""
    words = {MULTIPLES: "one for each unit", OWN_SCALES: "each chart its own"}
    return [
        Way(f"scale-{view}", said, selection.but(view=view), view == selection.view) for view, said in words.items()
    ]


def sorts(comparison: Comparison) -> list[Way]:
    """Orders of the rows."""
    selection = comparison.selection
    now = selection.sort if selection.sort in SORTS else ""
    first = {"": "as picked"} if comparison.only_picked else {}
    return [
        Way(f"sort-{sort or 'published'}", words, selection.but(sort=sort), sort == now, own={"sort": sort})
        for sort, words in (SORTS | first).items()
    ]


def hides(comparison: Comparison) -> list[Way]:
    """Kinds of indicators to leave out, each with how many there are; one that is left out leads to showing it."""
    selection, now = comparison.selection, hiding.kinds(comparison.selection.hide)
    found = hiding.counted(comparison.counts)
    return [
        Way(
            f"hide-{kind}",
            f"{hide.words} ({found[kind]}){LEFT_OUT_MARK if kind in now else ''}",
            selection.but(hide=hiding.toggled(selection.hide, kind)),
            kind in now,
            SHOW_AGAIN if kind in now else "",
            {"toggles": kind},
        )
        for kind, hide in HIDES.items()
    ]


def picked(comparison: Comparison) -> Component | None:
    """How many indicators are picked, and the ways to see only them or to put them back."""
    selection = comparison.selection
    count = len(selection.indicators)
    if not count:
        return None
    to = selection.but(topic=PICKED, hide="")
    only = Way("picked-only", "Only the picked", to, comparison.only_picked, own={"hide": ""})
    clear = Way("picked-clear", "Clear", selection.but(topic=comparison.home, indicators=()))
    return line(f"{count} {'indicator' if count == 1 else 'indicators'} picked:", [only, clear])


def left_out(selection: Selection, counts: Counter[Kinds]) -> Markup:
    """How many of the indicators are left out by choice, why, and the way to show them; empty where none is."""
    count, total = sum(counts[of] for of in counts if hiding.is_left_out(of, selection.hide)), counts.total()
    if not count:
        return Markup()
    why = phrases.listed([HIDES[kind].because for kind in hiding.kinds(selection.hide)]).replace(" and ", " or ")
    address = selection.but(hide="").address(COMPARE.path)
    show = element("a", "Show them", id="show-hidden", href=address, data_hide="")
    said = element("p", f"{count} of the {total} indicators are left out: {why}. ", show, class_="aid hidden")
    return said if count < total else joined(said, element("p", NOTHING_LEFT, class_="aid"))
