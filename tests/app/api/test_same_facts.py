"""The API says what the pages show: the facts from which each page is drawn beside the answers to the same question."""

from math import isnan
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbacks import home, indicator, neighbours, partnership, profile
from callbacks import map as map_page
from callbacks.chosen import Chosen, choose
from data.indicators import Indicator
from data.store import Snapshot
from layouts.board.reasons import CERTAINTIES
from layouts.selection import Selection
from models.composite import Basis
from models.lenses import MODELLED, Similarity
from models.topic_counts import BANDS
from tests.kinds_of_indicators import of_every_kind

AUTHORITY, TWO = "southampton", ("southampton", "isle-of-wight")
EVERY = 9
"""Of the indicators of every kind, one of so many is walked here: each asks for five answers."""
Answer = list[dict[str, Any]]


@pytest.fixture(scope="module")
def asked(api_server: Flask) -> FlaskClient:
    return api_server.test_client()


@pytest.fixture(scope="module")
def chosen(snapshot: Snapshot, similarity: Similarity) -> Chosen:
    return choose(snapshot, Selection(authority=AUTHORITY, topic="", beside=()), similarity)


@pytest.fixture(scope="module")
def walked(snapshot: Snapshot) -> list[Indicator]:
    return [one for one in of_every_kind(snapshot, AUTHORITY) if snapshot.periods[snapshot.position[one.id]]][::EVERY]


def told(client: FlaskClient, path: str, **query: str) -> Any:
    answer = client.get(f"/api/v1/{path}", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def of_one(snapshot: Snapshot, similarity: Similarity, one: Indicator) -> Chosen:
    return choose(snapshot, Selection(authority=AUTHORITY, indicator=one.id, topic="", beside=()), similarity)


def near(value: float | None) -> object:
    return None if value is None or isnan(value) else pytest.approx(value)


def test_a_ranking_is_the_bar_chart_and_the_map(
    asked: FlaskClient, snapshot: Snapshot, similarity: Similarity, walked: list[Indicator]
) -> None:
    for one in walked:
        about_it = of_one(snapshot, similarity, one)
        facts, on_map = indicator.look_up(about_it), map_page.look_up(about_it)
        assert facts.shown
        assert on_map.shown
        found: Answer = told(asked, "ranking", indicator=one.id)
        ranked = [record for record in found if record["value"] is not None]
        spread = facts.shown.spread
        assert [record["authority_code"] for record in ranked] == [area.code for area in facts.shown.ranked]
        assert [record["rank"] for record in ranked] == spread.position.tolist()
        assert [record["band"] or "" for record in ranked] == spread.band.tolist()
        assert {one["authority_code"] for one in found if one["value"] is None} == {
            area.code for area in facts.shown.not_ranked
        }
        by_code = {record["authority_code"]: record for record in found}
        for place in (*on_map.shown.places, *on_map.shown.closed):
            record = by_code.get(place.area.code, {"value": None, "band": None, "quarter": None})
            assert record["value"] == place.value
            letter = record["band"] if on_map.shown.has_bands else record["quarter"] and str(record["quarter"])
            assert (letter or "") == place.letter
        us = by_code[facts.area.code]
        assert (us["low"], us["high"]) == (facts.shown.interval or (None, None))


def test_what_chance_leaves_open_is_what_the_page_says(
    asked: FlaskClient, snapshot: Snapshot, similarity: Similarity, walked: list[Indicator]
) -> None:
    for one in walked:
        facts = indicator.look_up(of_one(snapshot, similarity, one))
        assert facts.shown
        shown, found = facts.shown, told(asked, "certainty", indicator=one.id, authority=AUTHORITY)
        assert found["value"] == shown.row.value
        assert (found["rank"], found["ranked"], found["change"]) == (
            shown.row.rank,
            shown.row.ranked,
            near(shown.row.change),
        )
        places = (shown.places.low, shown.places.high, shown.places.of) if shown.places else (None,) * 3
        assert (found["rank_low"], found["rank_high"], found["rank_of"]) == places
        assert found["trend"] == facts.trend.word
        assert found["trend_periods"] == [facts.block.periods[at].label for at in facts.trend.places]
        if shown.change:
            assert found["change_word"] == str(shown.change.word[0])
            assert (found["change_low"], found["change_high"]) == (
                near(shown.change.low[0]),
                near(shown.change.high[0]),
            )
        else:
            assert (found["change_word"], found["change_low"]) == ("not tested", None)


def test_comparators_and_sensitivity_are_the_pages(
    asked: FlaskClient, snapshot: Snapshot, similarity: Similarity, walked: list[Indicator]
) -> None:
    for one in walked:
        facts = indicator.look_up(of_one(snapshot, similarity, one))
        assert facts.shown
        shown = facts.shown
        found: Answer = told(asked, "contributions", indicator=one.id, authority=AUTHORITY)
        assert [record["comparator_code"] for record in found] == [*facts.group.codes]
        assert [record["deviation"] for record in found] == [near(value) for value in shown.contributions.deviation]
        assert [record["mean_without"] for record in found] == [near(value) for value in shown.contributions.without]
        verdicts: Answer = told(asked, "sensitivity", indicator=one.id, authority=AUTHORITY)
        assert [record["comparator"] for record in verdicts] == [*shown.sensitivity.lenses]
        assert [record["verdict"] for record in verdicts] == shown.sensitivity.verdict[0].tolist()
        assert [record["comparator_value"] for record in verdicts] == [
            near(value) for value in shown.sensitivity.comparator[0]
        ]
        assert {record["depends"] for record in verdicts} == {bool(shown.sensitivity.changes[0])}


def test_a_series_is_the_trend_chart(
    asked: FlaskClient, snapshot: Snapshot, similarity: Similarity, walked: list[Indicator]
) -> None:
    for one in walked:
        facts = indicator.look_up(of_one(snapshot, similarity, one))
        found: Answer = told(asked, "series", indicator=one.id, authority=AUTHORITY)
        lines = [("authority", facts.area), *((str(area.kind), area) for area in facts.comparators)]
        for who, area in lines:
            values = {record["period"]: record["value"] for record in found if record["who"] == who}
            drawn = zip(facts.axis, facts.over_axis(area), strict=True)
            assert values == {period.label: value for period, value in drawn if period in facts.block.periods}
        means = {record["period"]: record["value"] for record in found if record["who"].startswith("mean of")}
        drawn_means = zip(facts.axis, facts.means, strict=True)
        assert means == {period.label: near(value) for period, value in drawn_means if period in facts.block.periods}


def test_gaps_topics_changes_and_bands_are_the_first_pages(asked: FlaskClient, chosen: Chosen) -> None:
    facts = home.look_up(chosen)
    gaps = {record["indicator"]: record for record in told(asked, "gaps", authority=AUTHORITY)}
    for side, entries in (("worse", facts.worse), ("better", facts.better)):
        assert len(entries) > 10
        for entry in entries:
            record = gaps[entry.row.indicator.id]
            assert (record["side"], record["certainty"]) == (side, CERTAINTIES[entry.certainty])
            assert record["children"] == near(entry.children)
            assert (record["value"], record["gap_points"]) == (entry.row.value, near(entry.row.gap_points))
    listed: Answer = told(asked, "gaps", authority=AUTHORITY, one_of_each="true")
    assert {one["indicator"] for one in listed} == {one.row.indicator.id for one in (*facts.worse, *facts.better)}
    for topic, record in zip(facts.topics, told(asked, "topics", authority=AUTHORITY), strict=False):
        counts = topic.counts
        assert record["topic"] == topic.name
        assert (record["worse"], record["similar"], record["better"]) == (counts.worse, counts.similar, counts.better)
        assert record["indicators"] == counts.all
        assert tuple(record[f"band_{letter.lower()}"] for letter in BANDS) == counts.by_band
    changes = {record["indicator"]: record for record in told(asked, "changes", authority=AUTHORITY)}
    assert sum(record["compared"] for record in changes.values()) == facts.last_year.compared
    assert sum(record["certain"] for record in changes.values()) == facts.last_year.certain
    for move in facts.last_year.moves:
        record = changes[move.row.indicator.id]
        assert (record["word"], record["certain"], record["crossed"]) == (move.word, move.is_certain, move.crossed)
        assert record["change"] == near(move.row.change)
    for entry in (*facts.worse, *facts.better):
        assert changes[entry.row.indicator.id]["trend"] == entry.trend
    bands = {(one["indicator"], one["year"]): one["band"] for one in told(asked, "bands", authority=AUTHORITY)}
    stripes = [pair for found in facts.stripes for pair in zip(found.indicators, found.codes, strict=True)]
    assert len(stripes) > 300
    for one, codes in stripes:
        for year, code in zip(facts.years, codes, strict=True):
            assert bands.get((one.id, year)) == (code if code in {*BANDS} else None)


def test_spines_are_the_pages(asked: FlaskClient, chosen: Chosen) -> None:
    facts = profile.look_up(chosen)
    rows = [row for topic in facts.topics for row in topic.rows]
    found = {one["indicator"]: one for one in told(asked, "spines", authority=AUTHORITY, topic=chosen.topic)}
    assert len(rows) > 5
    for row in rows:
        record = found[row.standing.indicator.id]
        assert (record["verdict"], record["authorities"], record["place"]) == (row.verdict, row.authorities, row.us)
        assert (record["worst"], record["best"]) == (
            row.worst.value if row.worst else None,
            row.best.value if row.best else None,
        )


def test_several_together_are_the_partnership_page(
    asked: FlaskClient, snapshot: Snapshot, similarity: Similarity
) -> None:
    selection = Selection(authority=TWO[0], beside=TWO[1:], topic="")
    facts = partnership.look_up(choose(snapshot, selection, similarity))
    made = {record["indicator"]: record for record in told(asked, "composites", authority=",".join(TWO))}
    assert len(facts.one.rows) > 50
    for row in facts.one.rows:
        record = made[row.made.indicator.id]
        assert (record["value"], record["place"], record["of"]) == (row.value, row.place or None, row.of)
        assert (record["comparison"], record["england"]) == (row.comparison, row.england)
        assert record["member_values"] == [value for _, value in row.members]
    for indicator_of, kind, sentence in facts.one.refused:
        record = made[indicator_of.id]
        assert (record["value"], record["sentence"]) == (None, sentence), kind
    for made_of in facts.one.sums:
        assert made[made_of.indicator.id]["exact"] == near(made_of.value)
        assert made_of.basis is Basis.ADDED
    shared: Answer = told(asked, "shared", authority=",".join(TWO))
    for side, rows in (("worse", facts.problems), ("better", facts.strengths)):
        records = [record for record in shared if record["side"] == side]
        assert [record["indicator"] for record in records] == [row.indicator.id for row in rows]
        assert [record["well"] for record in records] == [[area.name for area in row.well] for row in rows]
        assert [len(record["authorities"]) for record in records] == [len(row.there) for row in rows]
    alone: Answer = told(asked, "shared/alone", authority=",".join(TWO))
    assert [(one["authority"], one["indicator"]) for one in alone] == [
        (one.area.name, entry.row.indicator.id) for one in facts.alone for entry in one.entries if entry.row
    ]
    figures: Answer = told(asked, "shared/figures", authority=",".join(TWO), side="worse")
    cells = [cell for row in facts.problems for cell in row.cells]
    assert [record["value"] for record in figures] == [cell.row.value for cell in cells]
    assert [record["on_list"] for record in figures] == [cell.entry is not None for cell in cells]
    assert [record["ring"] for record in figures] == [cell.ring.area.name if cell.ring else None for cell in cells]


def test_lists_and_reasons_are_the_neighbours_page(asked: FlaskClient, chosen: Chosen) -> None:
    facts = neighbours.look_up(chosen)
    found: Answer = told(asked, "neighbours/lists", authority=AUTHORITY)
    for name, lens in facts.lenses.items():
        records = [record for record in found if record["list"] == name and record["listed"]]
        assert [record["neighbour_code"] for record in records] == [area.code for area in lens.areas]
    reasons: Answer = told(asked, "neighbours/reasons", authority=AUTHORITY)
    modelled = facts.modelled
    assert modelled
    assert [record["neighbour_code"] for record in reasons] == [one.authority for one in modelled.neighbours]
    for record, one in zip(reasons, modelled.neighbours, strict=True):
        assert (record["distance"], record["kept"], record["domains"]) == (one.distance, one.kept, dict(one.domains))
    place = told(asked, "clusters/places", authority=AUTHORITY)[0]
    cluster = facts.cluster_of(facts.area)
    assert cluster
    assert place["cluster"] == cluster.number


def test_the_modelled_neighbours_are_comparators_too(
    asked: FlaskClient, snapshot: Snapshot, similarity: Similarity
) -> None:
    selection = Selection(authority=AUTHORITY, topic="", beside=(), neighbours=MODELLED)
    found = home.look_up(choose(snapshot, selection, similarity))
    gaps = {one["indicator"]: one for one in told(asked, "gaps", authority=AUTHORITY, lens=MODELLED)}
    for entry in found.worse:
        record = gaps[entry.row.indicator.id]
        assert (record["comparator"], record["mean"]) == (MODELLED, near(entry.row.mean))


def test_observations_are_the_blocks_that_pages_read(asked: FlaskClient, snapshot: Snapshot) -> None:
    one = snapshot.indicators.find("LACHealth%")
    area = snapshot.authorities.find(AUTHORITY)
    found: Answer = told(asked, "observations", indicator="LACHealth%", authority=AUTHORITY)
    values = snapshot.block(one).values[snapshot.area_position[area.code]]
    assert np.array_equal([np.nan if r["value"] is None else r["value"] for r in found], values, equal_nan=True)
