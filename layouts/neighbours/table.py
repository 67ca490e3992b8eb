"""The lists side by side: which is in use, and every authority on any of them with where it stands on each."""

from collections.abc import Sequence

from markupsafe import Markup

from data.authorities import Area
from layouts.charts.map_of_clusters import mark
from layouts.markup import alike, element, filled, joined
from layouts.neighbours.facts import Facts, Lens
from layouts.neighbours.words import agreement, day, kind, name_of
from layouts.numbers import ordinal
from layouts.pages import NEIGHBOURS
from layouts.selection import FIRST_NEIGHBOURS, GROUP, MODELLED, Selection
from layouts.tables import link

IN_ORDER = {MODELLED: "the modelled list", GROUP: "your own group"}


def lists_in_use(facts: Facts) -> Markup:
    """The lists to choose from: whose each is, whether it is in use, and a link that uses it everywhere."""
    return element("ul", *(_lens_card(facts, lens) for lens in facts.lenses.values()), class_="lenses")


def _lens_card(facts: Facts, lens: Lens) -> Markup:
    in_use = facts.is_used(lens)
    parts = [element("h3", lens.title), element("p", kind(facts, lens)), element("p", agreement(facts, lens))]
    return element("li", *parts, element("p", *_ways(facts, lens, in_use)), class_="in-use" if in_use else None)


def _ways(facts: Facts, lens: Lens, in_use: bool) -> list[Markup]:
    """What can be done with a list; nothing with an empty one."""
    if not lens.areas:
        return []
    use = _link(f"use-{lens.name}", "Use these as comparators", facts.selection.but(neighbours=lens.name))
    if lens.name == GROUP:
        further = [_link("empty-group", "Empty the group", _with_group(facts.selection, ()))]
    else:
        group = tuple(area.slug for area in lens.areas)
        further = [_link(f"start-{lens.name}", "Start your own group from it", _with_group(facts.selection, group))]
    return [element("strong", "In use as comparators") if in_use else use, *further]


def side_by_side(facts: Facts) -> Markup:
    """One row an authority, in the order of the list in use. Roles are said again because cards would lose them."""
    lenses = [lens for lens in facts.lenses.values() if lens.name != GROUP]
    caption = f"Every authority on a list, in the order of {IN_ORDER.get(facts.leading.name, facts.leading.title)}."
    head = [_heading("Authority", "region", False)]
    head += [_heading(lens.title, _below(lens), facts.is_used(lens)) for lens in lenses]
    head += [
        _heading("Cluster", "alike in context", False),
        _heading("Your own group", "", facts.is_used(facts.lenses[GROUP])),
    ]
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *head, role="row"), role="rowgroup"),
        element("tbody", *(_row(facts, lenses, area) for area in facts.listed), role="rowgroup"),
        class_="alike",
        role="table",
    )


def _below(lens: Lens) -> str:
    return "our distance and words" if lens.name == MODELLED else "DfE's word for how close"


def _heading(text: str, below: str, in_use: bool) -> Markup:
    small = element("small", below) if below else Markup()
    used = element("small", "in use", class_="used") if in_use else Markup()
    return element("th", text, small, used, scope="col", role="columnheader")


def _row(facts: Facts, lenses: Sequence[Lens], area: Area) -> Markup:
    cells = [_cell(lens.title, _on_list(facts, lens, area), facts.is_used(lens)) for lens in lenses]
    return element(
        "tr",
        element("th", *_who(facts, area), scope="row", role="rowheader"),
        *cells,
        _cell("Cluster", _in_cluster(facts, area), False),
        _cell("Your own group", _own(facts, area), facts.is_used(facts.lenses[GROUP])),
        role="row",
    )


def _cell(label: str, content: Markup, in_use: bool) -> Markup:
    return _CELLS[in_use](label, content)


_CELLS = [filled(element("td", "%s", role="cell", data_label="%s", class_=kind)) for kind in (None, "used")]


def _who(facts: Facts, area: Area) -> list[Markup]:
    """The authority as a link that chooses it, its region, and when it closed."""
    closed = f", closed {day(area.closed)}" if area.closed else ""
    return [authority_link(facts, area), element("small", f"{facts.regions.get(area.code, '')}{closed}")]


def authority_link(facts: Facts, area: Area) -> Markup:
    """A name that leads to this page for that authority."""
    return link(area.name, facts.address_of(area))


def _on_list(facts: Facts, lens: Lens, area: Area) -> Markup:
    """Where an authority stands on a list and how close it is there."""
    position = lens.positions.get(area.code)
    if position is None:
        return element("span", _off_list(facts, lens, area), class_="off")
    place = element("b", ordinal(position))
    if lens.name != MODELLED:
        return joined(place, " ", lens.grades[area.code])
    found = facts.neighbours[area.code]
    stays = element("small", f"{found.stability}, in {found.kept:.0%} of runs", class_=f"stability {found.stability}")
    return joined(place, f" {found.distance:.2f}, {found.closeness}", stays)


def _off_list(facts: Facts, lens: Lens, area: Area) -> str:
    """Why an authority has no position: there is no list, it is the first left out, or it is further off."""
    if not lens.areas:
        return "no list"
    is_next = lens.name == MODELLED and facts.modelled and facts.modelled.next_authority == area.code
    return "11th, just left out" if is_next else "not listed"


def _in_cluster(facts: Facts, area: Area) -> Markup:
    """The cluster's mark, number and name."""
    cluster = facts.cluster_of(area)
    if cluster is None:
        return element("span", "in none", class_="off")
    return joined(mark(cluster.number), f" {cluster.number}: {name_of(cluster)}")


def _own(facts: Facts, area: Area) -> Markup:
    """A link that adds an authority to the group of one's own or takes it out."""
    group = facts.selection.group
    if area.slug in group:
        without = _with_group(facts.selection, tuple(slug for slug in group if slug != area.slug))
        return joined(element("b", "In it. "), _link(f"own-{area.slug}", _whom("Remove", area, "from"), without))
    return _anchor(f"own-{area.slug}", facts.address_of_group((*group, area.slug)), _whom("Add", area, "to"))


def _whom(what: str, area: Area, where: str) -> Markup:
    """What a link does, and for those who cannot see its row, to whom."""
    return _both(what, f" {area.name} {where} your own group")


_both = filled(joined("%s", element("span", "%s", class_="visually-hidden")))


def _with_group(selection: Selection, group: tuple[str, ...]) -> Selection:
    """The selection with another group of one's own; an empty one is not compared with."""
    empty_in_use = not group and selection.neighbours == GROUP
    return selection.but(group=group, neighbours=FIRST_NEIGHBOURS if empty_in_use else selection.neighbours)


def _link(id_: str, text: str, selection: Selection) -> Markup:
    return _anchor(id_, selection.address(NEIGHBOURS.path), text)


_anchor = alike("a", "id", "href", holds=True)
