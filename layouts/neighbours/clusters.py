"""The clusters on the Neighbours page: the map, what each cluster is like, and the table of every authority's place."""

from functools import lru_cache

from dash.development.base_component import Component
from markupsafe import Markup

from data.authorities import Area
from layouts import html
from layouts.charts import frame
from layouts.charts.card import Chart, chart_card
from layouts.charts.map_of_clusters import HEIGHT, Point, map_of_clusters, mark
from layouts.markup import MarkupBlock, element, filled, joined
from layouts.neighbours.facts import Facts
from layouts.neighbours.features import feature, in_own_unit
from layouts.neighbours.words import map_heading, map_subtitle, name_of
from layouts.numbers import MINUS
from layouts.pages import NEIGHBOURS
from layouts.tables import Cell, Column, Number, Table, link
from models.similarity.results import Cluster, Place

CONTEXT_SOURCES = "figures of the Office for National Statistics, DfE and MHCLG"
PURPOSE = "Clusters describe; neighbours benchmark: nothing in the portal is compared with a cluster."
# From which silhouette on an authority is called well inside its cluster.
WELL_INSIDE = 0.25
# The places of all authorities, which every reader's table has, in as many models as there are at once.
PLACES_REMEMBERED = 512
PLACES = (
    Column("Authority"),
    Column("Cluster", True),
    Column("Across", True),
    Column("Upwards", True),
    Column("Silhouette", True),
    Column("Which means"),
)


def map_card(facts: Facts) -> Component:
    """The map under its finding, the sentence on the continuum, what each cluster is like, and the table behind."""
    continuum = html.P([facts.similarity.clusters.continuum, " ", html.Strong(PURPOSE)], className="continuum")
    return html.Div(
        chart_card(
            clusters(facts),
            NEIGHBOURS,
            facts.selection,
            beneath=continuum,
            beside=MarkupBlock(cluster_cards(facts)),
        ),
        className="clusters",
    )


def clusters(facts: Facts) -> Chart:
    """The map as a picture."""
    return Chart(
        name="clusters",
        finding=map_heading(facts),
        subtitle=map_subtitle(facts),
        picture=cluster_figure(facts),
        table=places_table(facts),
        source=f"Source: this portal's own model of {CONTEXT_SOURCES}, version {facts.similarity.clusters.version}.",
        height=HEIGHT,
    )


def cluster_figure(facts: Facts) -> frame.Figure:
    """The figure of the map."""
    model = facts.similarity.clusters
    points = [
        Point(code, place.x, place.y, place.cluster, _hover(facts.areas[code], model.clusters[place.cluster - 1]))
        for code, place in model.places.items()
    ]
    names = [name_of(cluster) for cluster in model.clusters]
    ringed = [area.code for area in facts.comparators]
    return map_of_clusters(points, names, model.axes, (facts.area.code, facts.area.name), ringed)


def _hover(area: Area, cluster: Cluster) -> str:
    return f"<b>{area.name}</b><br>cluster {cluster.number}"


def cluster_cards(facts: Facts) -> Markup:
    """Each cluster in words, with its size and, closed until asked for, its figures and members."""
    return element(
        "ol", *(_card(facts, cluster) for cluster in facts.similarity.clusters.clusters), class_="cluster-cards"
    )


def _card(facts: Facts, cluster: Cluster) -> Markup:
    ours = facts.cluster_of(facts.area) == cluster
    count = f"{len(cluster.authorities)} authorities"
    own = element("strong", f", {facts.area.name} among them", class_="ours") if ours else Markup()
    return element(
        "li",
        element("h3", mark(cluster.number), f" Cluster {cluster.number}: {name_of(cluster)}"),
        element("p", cluster.sentence),
        element("p", count, own, "."),
        element("details", element("summary", "Figures and members"), _distinctions(cluster), _members(facts, cluster)),
        class_="us" if ours else None,
    )


def _distinctions(cluster: Cluster) -> Markup:
    """In what a cluster stands out, in the features' own units."""
    found = []
    for one in cluster.distinctions:
        mean, england = in_own_unit([one.cluster_mean, one.england_mean], one.unit)
        found.append(element("li", f"{feature(one.title, one.unit)}: {mean} against {england}"))
    return joined(element("p", "Mean of the cluster against the mean of all authorities:"), element("ul", *found))


def _members(facts: Facts, cluster: Cluster) -> Markup:
    areas = sorted((facts.areas[code] for code in cluster.authorities), key=lambda area: area.name)
    return element("ul", *[_member(facts.address_of(area), area.name) for area in areas], class_="members")


_member = filled(element("li", link("%s", "%s")))


def places_table(facts: Facts) -> Table:
    """Every authority with its cluster, its place on the map, and how clearly it belongs where it is."""
    model = facts.similarity.clusters
    placed = sorted(((facts.areas[code], place) for code, place in model.places.items()), key=lambda pair: pair[0].name)
    rows = tuple((area.name, *_place(place)) for area, place in placed)
    named = "; ".join(f"{cluster.number}: {name_of(cluster)}" for cluster in model.clusters)
    caption = (
        f"Every authority's place on the map. Clusters are {named}. The silhouette is 1 in the heart of a cluster, "
        "0 on its edge, and negative for an authority that is nearer another cluster."
    )
    ours = next((at for at, (area, _) in enumerate(placed) if area == facts.area), None)
    return Table(caption, PLACES, rows, ours)


@lru_cache(PLACES_REMEMBERED)
def _place(place: Place) -> tuple[Cell, ...]:
    numbers = (Number(_signed(value), value, 2) for value in (place.x, place.y, place.silhouette))
    return (Number(str(place.cluster), place.cluster), *numbers, belonging(place.silhouette))


def belonging(silhouette: float) -> str:
    """A silhouette in words."""
    if silhouette < 0:
        return "nearer another cluster"
    return "well inside" if silhouette >= WELL_INSIDE else "towards the edge"


def _signed(value: float) -> str:
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", MINUS)
