"""What the Neighbours page shows is what the lists and the models hold, for every authority there is or was."""

import re
import sys
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from dash.development.base_component import Component

from callbacks.caching import as_json
from callbacks.choices import choices
from callbacks.chosen import Chosen, choose
from callbacks.neighbours import look_up, show_page, subject
from data.authorities import Area, load_authorities
from data.context import load_context
from data.errors import PortalError
from data.store import Snapshot
from layouts import numbers
from layouts.markup import MarkupBlock
from layouts.neighbours.words import answer
from layouts.selection import Selection
from models.averages import neighbour_average
from models.benchmark import benchmark
from models.lenses import Similarity

OPEN = load_authorities().current
CLOSED = tuple(area for area in load_authorities().authorities if area.closed)
UNKNOWN = ("City of London", "Isles of Scilly")
NOT_FIGURES = re.compile(r"\b(?:nan|None|inf|null|Infinity)\b|\{|\}")


class Page(HTMLParser):
    """The links of a page by id, and its tables by class: rows of cells by what each is headed."""

    def __init__(self, page: Component) -> None:
        super().__init__()
        self.links: dict[str, str] = {}
        self.tables: dict[str, list[dict[str, str]]] = {}
        self._table, self._label = "", ""
        for part in parts(page):
            if isinstance(part, MarkupBlock):
                self.feed(part.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "table":
            self._table = named.get("class") or ""
            self.tables.setdefault(self._table, [])
        elif tag == "th" and named.get("scope") == "row":
            self.tables[self._table].append({})
            self._label = "Authority"
        elif tag == "td":
            self._label = named.get("data-label") or f"{len(self.tables[self._table][-1])}"
        elif tag == "a" and "id" in named:
            self.links[named["id"] or ""] = named["href"] or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._table = ""

    def handle_data(self, data: str) -> None:
        if self._table and self.tables[self._table]:
            row = self.tables[self._table][-1]
            row[self._label] = f"{row.get(self._label, '')} {data}".strip()


def parts(page: object) -> list[object]:
    """Every component and text of a page but for its figures, in the order in which they are read."""
    if isinstance(page, list | tuple):
        return [found for child in page for found in parts(child)]
    children = getattr(page, "children", None)
    return [page, *([] if children is None else parts(children))]


def text_of(page: Component) -> str:
    """All that a reader reads, as one line."""
    found = (re.sub(r"<[^>]+>", " ", part.html) if isinstance(part, MarkupBlock) else part for part in parts(page))
    return unescape(" ".join(" ".join(part for part in found if isinstance(part, str)).split()))


def figure(page: Component) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = next(part.figure for part in parts(page) if hasattr(part, "figure"))
    return found


def choosing(snapshot: Snapshot, similarity: Similarity, **changes: object) -> Chosen:
    return choose(snapshot, Selection().but(**changes), similarity)


@pytest.fixture
def chosen(snapshot: Snapshot, similarity: Similarity) -> Chosen:
    return choosing(snapshot, similarity)


def published(snapshot: Snapshot, edition: str, area: Area) -> list[tuple[str, str]]:
    pairs = snapshot.editions[edition].neighbours[area.code]
    return [(snapshot.authorities.by_code(code).name, grade) for code, grade in pairs]


def test_the_table_holds_every_list_with_positions_and_words(chosen: Chosen) -> None:
    rows = {row["Authority"].split("  ")[0]: row for row in Page(show_page(chosen)).tables["alike"]}
    for edition, label in (("2025", "DfE, May 2025"), ("2021", "DfE, April 2021")):
        for position, (name, grade) in enumerate(published(chosen.snapshot, edition, chosen.area), 1):
            row = next(row for title, row in rows.items() if title.startswith(name))
            assert row[label].split() == [numbers.ordinal(position), *grade.split()]
    modelled = chosen.similarity.neighbours.lists[chosen.area.code]
    for position, one in enumerate(modelled.neighbours, 1):
        name = chosen.snapshot.authorities.by_code(one.authority).name
        row = next(row for title, row in rows.items() if title.startswith(name))
        assert row["Modelled"].split()[:2] == [numbers.ordinal(position), f"{one.distance:.2f},"]
        assert f"{one.closeness} {one.stability}, in {one.kept:.0%} of runs" in row["Modelled"]
        assert row["Cluster"].split(":")[0] == str(chosen.similarity.clusters.places[one.authority].cluster)


@pytest.mark.parametrize("lens", ["2025", "2021", "modelled", "group"])
def test_rows_follow_the_list_in_use(snapshot: Snapshot, similarity: Similarity, lens: str) -> None:
    chosen = choosing(snapshot, similarity, neighbours=lens, group=("kent", "surrey", "essex"))
    first = [row["Authority"] for row in Page(show_page(chosen)).tables["alike"]]
    expected = [snapshot.authorities.by_code(code).name for code in chosen.group.codes]
    assert len(expected) == (3 if lens == "group" else 10)
    assert all(row.startswith(name) for row, name in zip(first, expected, strict=False))


def test_the_answer_says_who_is_on_both_lists(snapshot: Snapshot, similarity: Similarity) -> None:
    """Every authority's sentence names the intersection, what the model adds, and what it leaves out."""
    for area in (area for area in OPEN if area.name not in UNKNOWN):
        theirs = {name for name, _ in published(snapshot, "2025", area)}
        ours = {snapshot.authorities.by_code(one.authority).name for one in similarity.of(area).neighbours}
        said = answer(look_up(choosing(snapshot, similarity, authority=area.slug)))
        added, _, left_out = "".join(said[1:]).partition(", and leaves out ")
        for names, where in ((theirs & ours, said[0]), (ours - theirs, added), (theirs - ours, left_out)):
            assert [name for name in names if name.removesuffix(", City of") not in where] == [], area.name


def test_shares_by_domain_are_the_models(chosen: Chosen) -> None:
    rows = Page(show_page(chosen)).tables["shares"]
    neighbours = chosen.similarity.of(chosen.area).neighbours
    assert len(rows) == len(neighbours) == 10
    for row, one in zip(rows, neighbours, strict=True):
        shares = {label.casefold(): text for label, text in row.items() if label != "Authority"}
        assert shares == {domain: f"{share:.0%}" for domain, share in one.domains.items()}
    means = [sum(one.domains[label.casefold()] for one in neighbours) for label in list(rows[0])[1:]]
    assert means == sorted(means, reverse=True), "the domain that counts most comes first"


def test_pairs_show_both_figures_in_their_own_unit(chosen: Chosen) -> None:
    """Two authorities' shares of flats are the profile's, to one decimal."""
    context = load_context(chosen.snapshot)
    near = chosen.similarity.of(chosen.area).neighbours
    one = next(one for one in near if "H_flat" in (*one.most_alike, *one.least_alike))
    ours, theirs = (context.values[code]["H_flat"] for code in (chosen.area.code, one.authority))
    rows = Page(show_page(chosen)).tables["table figures"]
    assert {"1": f"{ours:.1f}%", "2": f"{theirs:.1f}%"}.items() <= {
        key: value
        for row in rows
        if row["Authority"].endswith("alike: share of flats") and row["2"] == f"{theirs:.1f}%"
        for key, value in row.items()
    }.items()


@pytest.mark.parametrize("further", [0.0, 0.019, 0.02, 0.0651])
def test_the_eleventh_is_named_with_how_near_it_is(chosen: Chosen, further: float) -> None:
    lists = chosen.similarity.neighbours.lists
    changed = {**lists, chosen.area.code: replace(lists[chosen.area.code], further=further)}
    model = replace(chosen.similarity, neighbours=replace(chosen.similarity.neighbours, lists=changed))
    text = text_of(show_page(choosing(chosen.snapshot, model)))
    eleventh = chosen.snapshot.authorities.by_code(lists[chosen.area.code].next_authority).name
    assert f"{eleventh}, the eleventh, is " in text
    assert ("might as well be listed" in text) == (further < 0.02)
    assert further == 0 or f"{further:.1%} further away than" in text


def test_the_map_has_every_authority_and_the_clusters_their_members(chosen: Chosen) -> None:
    page = show_page(chosen)
    model, traces = chosen.similarity.clusters, figure(page)["data"]
    assert sum(len(trace["x"]) for trace in traces if trace["name"] != "Comparators") == len(model.places)  # type: ignore[arg-type]
    us = model.places[chosen.area.code]
    assert (traces[-1]["x"], traces[-1]["y"]) == ([us.x], [us.y])
    text = text_of(page)
    for cluster in model.clusters:
        assert cluster.sentence in text
        assert f"{len(cluster.authorities)} authorities" in text
    assert model.continuum in text


def test_the_rings_are_the_comparators(snapshot: Snapshot, similarity: Similarity) -> None:
    chosen = choosing(snapshot, similarity, neighbours="modelled")
    rings = next(trace for trace in figure(show_page(chosen))["data"] if trace["name"] == "Comparators")
    assert rings["x"] == [similarity.clusters.places[code].x for code in chosen.group.codes]


def test_the_evaluation_stands_beside_its_baselines(chosen: Chosen) -> None:
    text = text_of(show_page(chosen))
    for one in chosen.similarity.neighbours.evaluation:
        assert f"{one.method} {one.overlap:.2f}" in text
    assert chosen.similarity.neighbours.digest in text
    assert chosen.similarity.neighbours.method in text


@pytest.mark.parametrize("area", [*OPEN, *CLOSED], ids=lambda area: area.slug)
def test_every_authority_has_a_page(snapshot: Snapshot, similarity: Similarity, area: Area) -> None:
    chosen = choosing(snapshot, similarity, authority=area.slug)
    page = show_page(chosen)
    text = text_of(page)
    assert NOT_FIGURES.findall(text) == []
    assert f"{area.name}" in text
    assert ("There are no modelled neighbours for" in text) == (area.name in UNKNOWN or area.closed is not None)
    assert as_json(page)


@pytest.mark.parametrize(
    ("slug", "lens", "why"),
    [
        ("city-of-london", "modelled", "There are no modelled neighbours for City of London: too little is published"),
        (
            "isles-of-scilly",
            "modelled",
            "There are no modelled neighbours for Isles of Scilly: too little is published",
        ),
        ("cumbria", "modelled", "There are no modelled neighbours for Cumbria: it is closed"),
        ("cumberland", "2021", "DfE statistical neighbours, April 2021 lists no neighbours for Cumberland."),
        ("southampton", "1999", "There is no edition '1999'"),
        ("southampton", "group", "Your own group has no authorities in it"),
    ],
)
def test_comparators_that_there_are_none_of_leave_the_page_useful(
    snapshot: Snapshot, similarity: Similarity, slug: str, lens: str, why: str
) -> None:
    chosen = choosing(snapshot, similarity, authority=slug, neighbours=lens)
    with pytest.raises(PortalError, match=re.escape(why)):
        assert chosen.group
    page = show_page(chosen)
    assert f"Nothing can be compared with it now. {why}" in text_of(page)
    assert len(Page(page).tables["alike"]) >= 10
    assert "In use as comparators" not in text_of(page)
    assert lens in choices(chosen).neighbours, "the control says what the address says"


def test_a_closed_authority_leads_to_those_that_came_after_it(snapshot: Snapshot, similarity: Similarity) -> None:
    text = text_of(show_page(choosing(snapshot, similarity, authority="cumbria")))
    assert "Cumbria closed on 31 March 2023; Cumberland and Westmorland and Furness came after it." in text


def test_each_list_can_be_used_and_taken_into_a_group(chosen: Chosen) -> None:
    links = Page(show_page(chosen)).links
    assert "neighbours=modelled" in links["use-modelled"]
    assert "use-2025" not in links, "it is in use"
    slugs = [chosen.snapshot.authorities.by_code(code).slug for code in chosen.group.codes]
    assert f"group={','.join(slugs)}" in links["start-2025"]
    assert "group=portsmouth" in links["own-portsmouth"]


def test_a_group_grows_and_shrinks_by_links(snapshot: Snapshot, similarity: Similarity) -> None:
    chosen = choosing(snapshot, similarity, neighbours="group", group=("kent", "portsmouth"))
    links = Page(show_page(chosen)).links
    assert "group=kent,portsmouth,coventry" in links["own-coventry"]
    assert "neighbours=group&group=kent" in links["own-portsmouth"]
    assert "group" not in links["empty-group"].replace("neighbours=2025", ""), "an empty group is not compared with"
    assert [snapshot.authorities.by_code(code).name for code in chosen.group.codes] == ["Kent", "Portsmouth"]


def test_nobody_is_in_a_group_with_itself(snapshot: Snapshot, similarity: Similarity) -> None:
    chosen = choosing(snapshot, similarity, neighbours="group", group=("southampton", "kent", "kent"))
    assert [snapshot.authorities.by_code(code).name for code in chosen.group.codes] == ["Kent"]


def test_the_modelled_list_is_a_comparator(snapshot: Snapshot, similarity: Similarity) -> None:
    """The mean of the ten modelled neighbours' published values, added up one by one."""
    chosen = choosing(snapshot, similarity, neighbours="modelled")
    codes = [one.authority for one in similarity.of(chosen.area).neighbours]
    assert list(chosen.group.codes) == codes
    row = benchmark(snapshot, chosen.indicator, chosen.area, chosen.group)
    block = snapshot.block(chosen.indicator)
    column = block.periods.index(row.period)
    values = [float(block.values[snapshot.area_position[code], column]) for code in codes]
    assert row.mean == pytest.approx(sum(values) / 10)
    assert row.contributing == 10
    assert row.mean == pytest.approx(
        float(neighbour_average(block.values[:, [column]][[*map(snapshot.area_position.get, codes)]].T).mean[0])
    )


def test_the_modelled_lens_is_offered_to_those_who_have_one(snapshot: Snapshot, similarity: Similarity) -> None:
    assert list(choices(choosing(snapshot, similarity)).neighbours) == ["2025", "2021", "modelled"]
    assert list(choices(choosing(snapshot, similarity, authority="city-of-london")).neighbours) == ["2025", "2021"]
    assert list(choices(choosing(snapshot, similarity, group=("kent",))).neighbours)[-1] == "group"


def test_pages_of_one_fit_are_not_shown_for_another(similarity: Similarity) -> None:
    others = (
        replace(similarity, neighbours=replace(similarity.neighbours, digest="another")),
        replace(similarity, clusters=replace(similarity.clusters, digest="another")),
    )
    assert len({similarity.digest, *(other.digest for other in others)}) == 3


def test_what_is_not_published_is_said(snapshot: Snapshot, similarity: Similarity) -> None:
    """North Yorkshire lacks eight features; the page says how many, which, and what stands for them."""
    text = text_of(show_page(choosing(snapshot, similarity, authority="north-yorkshire")))
    values = load_context(snapshot).values["815"]
    count = sum(values[name] is None for name in similarity.neighbours.weights)
    assert count > 0
    assert f"Of North Yorkshire, {count} of {len(similarity.neighbours.weights)} are not published" in text
    assert "takes the median of all authorities" in text


def test_the_page_shows_without_pandas() -> None:
    """A process that only serves pages keeps its 60 MB: asked of a process of its own."""
    import subprocess

    script = "import sys, callbacks, data.context; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 0


def test_the_title_says_what_is_shown(chosen: Chosen) -> None:
    assert subject(chosen) == "published and modelled neighbours"
    assert look_up(chosen).snapshot == chosen.snapshot.id
