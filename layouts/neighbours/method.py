"""How the modelled lists were made, how well they find the published ones, and where the figures are from."""

from collections import Counter
from typing import Any

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.markup import MarkupBlock, element
from layouts.neighbours.facts import Facts
from layouts.pages import NEIGHBOURS
from layouts.phrases import listed
from layouts.shell import LICENCE
from layouts.tables import Column, Table, table
from layouts.tables import facts as definitions
from models.similarity.results import Evaluation

METRICS = {
    "learned": "learned weights",
    "zscores-euclidean": "z-scores, Euclidean",
    "ranks-cityblock": "ranks, city-block",
}


def method(facts: Facts) -> MarkupBlock:
    """One line, and closed below it all that a critic asks for."""
    model = facts.similarity.neighbours
    found = model.evaluation[-1] if model.evaluation else None
    known = (
        f" It finds {found.overlap:.1f} of the ten published neighbours without having seen the list" if found else ""
    )
    line = element(
        "p", f"Modelled lists: {model.version}, {METRICS[model.metric]}.{known}{_beside(facts)}", class_="aid"
    )
    summary = element("summary", "How the model was made, and how well it does")
    return MarkupBlock(
        element("section", line, element("details", summary, _definitions(facts), _evaluation(facts))), "method"
    )


def _beside(facts: Facts) -> str:
    """The strongest of the methods to compare with."""
    others = facts.similarity.neighbours.evaluation[:-1]
    if not others:
        return ""
    best = max(others, key=lambda one: one.overlap)
    return f"; the next best, {best.method}, finds {best.overlap:.1f}."


def _definitions(facts: Facts) -> Markup:
    model, clusters = facts.similarity.neighbours, facts.similarity.clusters
    return definitions(
        [
            ("Neighbours", model.method),
            ("Our words for close", model.closeness_rule),
            ("Distance", "1 is the middle one of the distances between all pairs of authorities."),
            ("Stability", model.stability_rule),
            ("Missing figures", missing(facts)),
            ("Clusters", clusters.method),
            ("Clusters, how firm", firmness(facts)),
            ("Features", sources(facts)),
            ("Versions", f"{model.version}, digest {model.digest}; {clusters.version}, digest {clusters.digest}."),
        ]
    )


def missing(facts: Facts) -> str:
    """How many features of this authority are not published, and what stands for them in the model."""
    values = facts.context.values.get(facts.area.code, {})
    modelled = facts.similarity.neighbours.weights
    unknown = [facts.context.variables[name].title for name in modelled if name in values and values[name] is None]
    rule = "A figure that is not published takes the median of all authorities."
    if not values:
        return rule
    if not unknown:
        return f"{rule} All {len(modelled)} features are published of {facts.area.name}."
    titles = listed([f"{title[:1].lower()}{title[1:]}" for title in unknown])
    return f"{rule} Of {facts.area.name}, {len(unknown)} of {len(modelled)} are not published: {titles}."


def firmness(facts: Facts) -> str:
    """How the number of clusters compares with others, and how far the clusters stay the same."""
    model = facts.similarity.clusters
    others = listed([f"{value:.2f} with {count}" for count, value in model.silhouettes.items()])
    agree = listed(
        [f"{first:.2f} and {second:.2f} with {count}" for count, (first, second) in model.stabilities.items()]
    )
    return (
        f"{model.rule} Silhouette {others}. The two adjusted Rand indices are {agree}; 1 is the same and 0 is chance."
    )


def sources(facts: Facts) -> str:
    """Where the features are from, and how many from each."""
    modelled = facts.similarity.neighbours.weights
    counted = Counter(variable.source for name, variable in facts.context.variables.items() if name in modelled)
    return "; ".join(f"{source}: {count}" for source, count in counted.most_common()) + "."


def _evaluation(facts: Facts) -> Markup:
    columns = (
        Column("Method"),
        Column("Found of ten", True),
        Column("95% interval", True),
        Column("Of the first three", True),
        Column("Authorities", True),
    )
    found = facts.similarity.neighbours.evaluation
    rows = tuple(_evaluated(one) for one in found)
    caption = "How many of the ten published neighbours of May 2025 each method finds, on average over authorities"
    return table(Table(caption, columns, rows, mark=len(rows) - 1)) if rows else Markup()


def _evaluated(one: Evaluation) -> tuple[str, ...]:
    interval = "by arithmetic" if one.low == one.high else f"{one.low:.2f} to {one.high:.2f}"
    return (one.method, f"{one.overlap:.2f}", interval, f"{one.recall_of_first_three:.0%}", str(one.authorities))


def source_line(facts: Facts) -> Component:
    """Whose lists and figures these are, under which licence, and the address of the page."""
    files = listed([f"{file}" for file in facts.published_files.values()])
    address = facts.selection.address(NEIGHBOURS.path)
    words: list[Any] = [
        "Published lists: Department for Education, made by the National Foundation for Educational Research ",
        f"({files}). ",
        f"Features of each place: Office for National Statistics, DfE and MHCLG ({facts.context_file}). ",
        "Contains public sector information licensed under the ",
        html.A("Open Government Licence v3.0", href=LICENCE, rel="license"),
        f". Modelled lists and clusters are this portal's own. Snapshot {facts.snapshot}.",
    ]
    here: list[Any] = ["Address of this page: ", html.A(address, href=address, id="this-page", className="this-page")]
    return html.Div([html.P(words), html.P(here)], className="sources")
