"""The page about the data counts what there is: each count is made again here from the snapshot's files alone."""

import csv
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import orjson
import pandas as pd
import pytest

from app.spreadsheets import as_csv, as_workbook
from callbacks.about import charts, look_up, show_page
from callbacks.caching import as_json
from callbacks.chosen import Chosen, choose
from data.authorities import AreaKind
from data.missing import Missing
from data.store import Snapshot
from layouts.about.facts import Facts
from layouts.about.page import all_parts
from layouts.about.words import answer
from layouts.charts.card import Chart
from layouts.selection import Selection
from models.lenses import Similarity

LARGEST = 600_000
"""Bytes of the page before it is compressed."""


class Page(HTMLParser):
    """The ids, the links and the words of markup."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        for part in parts(orjson.loads(page)):
            if "html" in part:
                self.feed(part["html"])
            if "id" in part:
                self.ids.append(part["id"])
            if isinstance(part.get("children"), str):
                self.words.append(part["children"])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if "id" in named:
            self.ids.append(named["id"] or "")
        if tag == "a":
            self.links.append(named["href"] or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def parts(page: Any) -> Iterator[dict[str, Any]]:
    """The properties of every component of a page that is plain data."""
    if isinstance(page, list):
        for child in page:
            yield from parts(child)
    elif isinstance(page, dict):
        yield page["props"]
        yield from parts(page["props"].get("children"))


@pytest.fixture(scope="module")
def chosen(snapshot: Snapshot, similarity: Similarity) -> Chosen:
    return choose(snapshot, Selection(authority="kent", beside=("medway",)), similarity)


@pytest.fixture(scope="module")
def facts(chosen: Chosen) -> Facts:
    return look_up(chosen)


@pytest.fixture(scope="module")
def page(chosen: Chosen) -> Page:
    return Page(as_json(show_page(chosen)))


@pytest.fixture(scope="module")
def observations(snapshot: Snapshot) -> pd.DataFrame:
    """Every figure, read from the file and not through the store."""
    found = pd.read_parquet(snapshot.folder / "observations.parquet")
    kinds = {area.code: area.kind for area in snapshot.areas}
    return found.assign(kind=found["authority"].astype(str).map(kinds))


@pytest.fixture(scope="module")
def catalogue(snapshot: Snapshot) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads((snapshot.folder / "catalogue.json").read_bytes())
    return content


def test_the_counts_are_those_of_the_file(facts: Facts, observations: pd.DataFrame, catalogue: dict[str, Any]) -> None:
    known = observations[observations["value"].notna()]
    assert facts.figures == (known["kind"] == AreaKind.AUTHORITY).sum()
    assert facts.of_regions == (known["kind"] != AreaKind.AUTHORITY).sum()
    reasons = observations["missing_reason"].value_counts()
    assert {reason.words: count for reason, count in facts.missing.items()} == {
        reason.words: int(reasons.get(reason.words, 0)) for reason in Missing if reason.words
    }
    assert facts.figures + facts.of_regions + sum(facts.missing.values()) == len(observations)
    ends = [int(period[1][:4]) for entry in catalogue["indicators"] for period in entry["periods"]]
    assert facts.years == (min(ends), max(ends))
    assert facts.updated == max(entry["definition"]["updated"] for entry in catalogue["indicators"])


def test_the_catalogue_has_the_periods_and_authorities_of_every_indicator(
    facts: Facts, observations: pd.DataFrame, catalogue: dict[str, Any], snapshot: Snapshot
) -> None:
    known = observations[observations["value"].notna() & (observations["kind"] == AreaKind.AUTHORITY)]
    by_indicator = {str(name): rows for name, rows in known.groupby("indicator", observed=True)}
    labels = {entry["definition"]["id"]: len(entry["periods"]) for entry in catalogue["indicators"]}
    assert len(facts.catalogue) == len(labels) == 598
    for listed in facts.catalogue:
        rows = by_indicator.get(listed.indicator.id)
        if rows is None:
            assert (listed.first, listed.last, listed.authorities) == (None, None, 0)
            continue
        assert listed.first is not None
        assert listed.last is not None
        counted = rows["period"].astype(str).value_counts()
        periods = snapshot.periods[snapshot.position[listed.indicator.id]]
        ordered = sorted(period for period in periods if period.label in counted.index)
        assert (listed.first, listed.last) == (ordered[0], ordered[-1])
        assert listed.authorities == counted[listed.last.label]


def test_the_answer_says_how_many_from_where_and_how_new(facts: Facts) -> None:
    words = answer(facts)
    for said in (f"{facts.figures:,} figures", "598 indicators", "153 authorities", "20 published files", "April 2026"):
        assert said in words


def test_every_file_is_there_with_its_fingerprint(facts: Facts, catalogue: dict[str, Any]) -> None:
    chart = next(chart for chart in all_charts(facts) if chart.name == "sources")
    cells = as_csv(chart, {}).decode()
    for file in catalogue["files"]:
        assert file["sha256"] in cells
        assert file["name"] in cells
    by_name = {source.file.name: source for source in facts.sources}
    read = [entry["definition"] for entry in catalogue["indicators"]]
    assert by_name["bds_long_0.parquet"].indicators == sum(bool(one["lait"]) for one in read)
    for name, source in by_name.items():
        if name.endswith(".csv") and name != "authority_context.csv":
            dataset = name.removesuffix(".csv")
            uses = [one for one in read if dataset in {(one[part] or {}).get("dataset") for part in PARTS}]
            assert source.indicators == len(uses)


PARTS = ("value", "numerator", "denominator")


def test_the_reports_are_those_of_the_snapshot(facts: Facts, snapshot: Snapshot) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with (snapshot.folder / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    agreement, arithmetic = rows("reconciliation.csv"), rows("arithmetic.csv")
    found = {chart.name: chart.finding for chart in all_charts(facts)}
    compared = sum(int(row["compared"]) for row in agreement)
    assert sum(int(row["equal"]) for row in agreement) == compared
    assert found["agreement"] == f"Of {compared:,} figures that two sources hold, all are equal"
    checked = sum(int(row["checked"]) for row in arithmetic)
    follow = checked - sum(int(row["disagree"]) for row in arithmetic)
    assert found["arithmetic"] == f"Of {checked:,} percentages and rates, {follow:,} follow from their counts"


def test_exceptions_are_told_one_by_one(page: Page, facts: Facts) -> None:
    words = " ".join(page.words)
    for one in facts.reconciliations:
        if one.why:
            assert facts.by_id[one.indicator].title in words
    for one in facts.arithmetic:
        if one.disagree:
            assert f"{facts.by_id[one.indicator].title}: {one.disagree:,} of {one.checked:,}." in words
    for fault in facts.faults:
        assert fault.why in words
    for sentences in facts.questions.values():
        assert " ".join(sentences) in words


def test_every_part_and_every_term_can_be_linked_to(page: Page, facts: Facts) -> None:
    expected = {part.id for part in all_parts(facts)} | {term.id for term in facts.glossary}
    assert expected <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)
    targets = {link.partition("#")[2] for link in page.links if link.startswith(("#", "/about#"))}
    assert targets <= set(page.ids)


def test_every_link_leads_from_the_selection_that_asks(snapshot: Snapshot, similarity: Similarity, page: Page) -> None:
    markup = as_json(show_page(choose(snapshot, Selection(authority="leeds", beside=()), similarity)))
    assert not re.search(rb"\\u00[01]", markup), "what stands for an address until a selection is known"
    others = Page(markup).links
    assert len(others) == len(page.links)
    assert not [link for link in others if "kent" in link]
    assert len([link for link in others if "authority=leeds" in link]) > 700


def test_links_keep_what_is_chosen(page: Page, facts: Facts) -> None:
    to_indicators = [link for link in page.links if link.startswith("/indicator?")]
    assert len(to_indicators) >= len(facts.catalogue)
    assert all(link.startswith("/indicator?authority=kent&beside=medway&") for link in to_indicators)


def test_what_is_linked_in_the_portal_is_there(page: Page) -> None:
    folder = Path(__file__).resolve().parents[2] / "app" / "assets"
    files = [link for link in page.links if link.startswith("/assets/")]
    assert files
    assert [link for link in files if not (folder / link.removeprefix("/assets/")).is_file()] == []


def all_charts(facts: Facts) -> tuple[Chart, ...]:
    return tuple(part.chart for part in all_parts(facts) if part.chart)


def test_every_table_on_the_page_can_be_taken_away(chosen: Chosen, facts: Facts, page: Page) -> None:
    offered = {match[1] for link in page.links if (match := re.match(r"/download/about/(\w+)\.csv\?", link))}
    assert offered == {chart.name for chart in charts(chosen)} == {chart.name for chart in all_charts(facts)}
    for chart in charts(chosen):
        rows = list(csv.reader(as_csv(chart, {"Snapshot": "an id"}).decode("utf-8-sig").splitlines()))
        assert len(rows) == len(chart.table.rows) + 1
        assert all(len(row) == len(rows[0]) for row in rows)
        assert not [cell for row in rows for cell in row if "<" in cell and ">" in cell]
        assert as_workbook(chart, {})[:2] == b"PK"


def test_the_page_is_not_too_large(chosen: Chosen) -> None:
    assert len(as_json(show_page(chosen))) < LARGEST
