"""Why these are the modelled neighbours: where each differs by domain, and in what it is most and least alike."""

from markupsafe import Markup

from data.context import Variable
from layouts.markup import element, filled
from layouts.neighbours.facts import Facts
from layouts.neighbours.features import feature, in_own_unit, small
from layouts.numbers import ordinal
from layouts.phrases import listed
from layouts.tables import Column, Table, table
from models.similarity.results import Neighbour


def domain_shares(facts: Facts) -> dict[str, float]:
    """Each domain's share of the distance, on average over the modelled neighbours, largest first."""
    neighbours = facts.neighbours.values()
    domains = next(iter(neighbours)).domains
    means = {domain: sum(one.domains[domain] for one in neighbours) / len(neighbours) for domain in domains}
    return dict(sorted(means.items(), key=lambda item: -item[1]))


def shares_table(facts: Facts, shares: dict[str, float]) -> Markup:
    """A row for each modelled neighbour, a column for each domain: the share as a number and as a bar."""
    caption = (
        f"Of what sets each modelled neighbour apart from {facts.area.name}, the share that lies in each domain. "
        "A row adds up to 100%; the domains are in the order of their average."
    )
    head = [element("th", "Modelled neighbour", scope="col", role="columnheader")]
    head += [element("th", _capital(domain), scope="col", role="columnheader") for domain in shares]
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *head, role="row"), role="rowgroup"),
        element("tbody", *(_shares_row(facts, one, shares) for one in facts.neighbours.values()), role="rowgroup"),
        class_="shares",
        role="table",
    )


def _shares_row(facts: Facts, neighbour: Neighbour, shares: dict[str, float]) -> Markup:
    known = [(_capital(domain), neighbour.domains[domain]) for domain in shares]
    cells = [_share(title, f"{share:.0%}", f"{100 * share:.1f}") for title, share in known]
    name = facts.areas[neighbour.authority].name
    return element("tr", element("th", name, scope="row", role="rowheader"), *cells, role="row")


def _cell_of_a_share() -> Markup:
    """The form of a cell: the domain, and its share as a number and as the width of a bar."""
    bar = element("rect", width="%s", height=8)
    drawn = element("svg", bar, viewBox="0 0 100 8", preserveAspectRatio="none", aria_hidden="true")
    return element("td", element("b", "%s"), drawn, role="cell", data_label="%s")


# There is one for each domain of each neighbour.
_share = filled(_cell_of_a_share())


def pairs(facts: Facts) -> Markup:
    """For each modelled neighbour, closed until asked for: the features most and least alike, in their own units."""
    return element("div", *(_pair(facts, place, one) for place, one in enumerate(facts.neighbours.values(), 1)))


def _pair(facts: Facts, place: int, neighbour: Neighbour) -> Markup:
    name, variables = facts.areas[neighbour.authority].name, facts.context.variables
    titles = [
        listed([small(variables[one].title) for one in names[:2]])
        for names in (neighbour.most_alike, neighbour.least_alike)
    ]
    summary = element(
        "summary", element("b", f"{ordinal(place)}, {name}"), f": most alike on {titles[0]}; least alike on {titles[1]}"
    )
    columns = (Column("Feature"), Column(facts.area.name, True), Column(name, True))
    rows = tuple(
        (f"{word}: {feature(variables[one].title, variables[one].unit)}", *_figures(facts, neighbour, variables[one]))
        for word, names in (("Most alike", neighbour.most_alike), ("Least alike", neighbour.least_alike))
        for one in names
    )
    caption = f"{facts.area.name} and {name}, in the features' own units"
    return element("details", summary, table(Table(caption, columns, rows)))


def _figures(facts: Facts, neighbour: Neighbour, variable: Variable) -> list[str]:
    """A feature's figures for the authority and its neighbour, to the same number of decimals."""
    values = [facts.context.values[code][variable.name] for code in (facts.area.code, neighbour.authority)]
    return in_own_unit(values, variable.unit)


def _capital(domain: str) -> str:
    return domain[:1].upper() + domain[1:]
