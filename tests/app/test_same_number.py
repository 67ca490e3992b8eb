"""One authority's every indicator through all that shows it: the number is the same wherever a reader meets it."""

import csv
import io
from collections.abc import Mapping

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.spreadsheets import as_csv, as_workbook
from callbacks import compare, indicator
from callbacks.chosen import Chosen, choose
from data.indicators import Indicator
from data.store import Snapshot
from layouts import numbers, sentences
from layouts.charts.card import Chart
from layouts.indicator.page import answers
from layouts.selection import Selection
from layouts.tables import Number
from models.lenses import Similarity
from tests.kinds_of_indicators import of_every_kind

AUTHORITY = "southampton"
NOTES: Mapping[str, str] = {}
Record = dict[str, object]


@pytest.fixture(scope="module")
def api(portal_server: Flask) -> dict[str, Record]:
    """The API's table of the authority, by indicator."""
    answer = portal_server.test_client().get(f"/api/v1/table?authority={AUTHORITY}")
    return {row["indicator"]: row for row in answer.get_json()}


@pytest.fixture(scope="module")
def published(snapshot: Snapshot) -> list[Indicator]:
    """Every indicator that has a period."""
    return [one for one, column in zip(snapshot.indicators, snapshot.latest_columns, strict=True) if column >= 0]


def chosen_for(snapshot: Snapshot, similarity: Similarity, one: Indicator) -> Chosen:
    return choose(snapshot, Selection(authority=AUTHORITY, indicator=one.id, topic="", beside=()), similarity)


def chart(charts: tuple[Chart, ...], name: str) -> Chart:
    return next(found for found in charts if found.name == name)


def csv_rows(found: Chart) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(found, NOTES).decode("utf-8-sig"))))


def test_every_indicator_is_walked(published: list[Indicator], api: dict[str, Record]) -> None:
    assert len(published) > 590
    assert {one.id for one in published} <= set(api)


def test_sentence_table_and_files_of_a_page_say_what_the_api_says(
    snapshot: Snapshot, similarity: Similarity, published: list[Indicator], api: dict[str, Record]
) -> None:
    with_files = {one.id for one in of_every_kind(snapshot, AUTHORITY)}
    for one in published:
        told = api[one.id]
        facts = indicator.look_up(chosen_for(snapshot, similarity, one))
        assert facts.shown is not None
        row, value = facts.shown.row, told["value"]
        assert (row.value, row.mean, row.previous, row.change) == (
            value,
            pytest.approx(told["neighbours_mean"]) if told["neighbours_mean"] is not None else None,
            told["previous_value"],
            told["change"],
        ), one.id
        if value is None:
            assert row.reason.words == told["missing_reason"], one.id
            assert row.reason.sentence in answers(facts)[0], one.id
        else:
            assert isinstance(value, float | int)
            assert numbers.figure(one, value) in sentences.answer(row), one.id
        if one.id not in with_files:
            continue
        trend = chart(indicator.indicator_charts(facts), "trend")
        place = [cells[0] for cells in trend.table.rows].index(row.period.label)
        cell = trend.table.rows[place][1]
        in_csv = csv_rows(trend)[place + 1][1]
        in_sheet = load_workbook(io.BytesIO(as_workbook(trend, NOTES)))["Figures"].cell(place + 2, 2).value
        if value is None:
            assert cell == in_csv == in_sheet == told["missing_reason"], one.id
        else:
            assert isinstance(cell, Number)
            assert cell.text == numbers.plain(one, value), one.id
            assert cell.value == float(in_csv) == in_sheet == value, one.id


def test_the_matrix_and_its_files_say_what_the_api_says(
    snapshot: Snapshot, similarity: Similarity, published: list[Indicator], api: dict[str, Record]
) -> None:
    by_name = {(row["title"], row["source_code"]): row for row in api.values()}
    assert len(by_name) == len(api)
    walked = set()
    for topic in snapshot.indicators.topics:
        first = snapshot.indicators.in_topic(topic)[0]
        selection = Selection(authority=AUTHORITY, indicator=first.id, topic="", beside=())
        found = compare.charts(choose(snapshot, selection, similarity))
        rows = csv_rows(chart(tuple(found), "matrix"))
        columns = {heading: place for place, heading in enumerate(rows[0])}
        for row in rows[1:]:
            told = by_name[row[columns["Indicator"]], row[columns["Source codes"]]]
            stated = row[columns["Southampton"]]
            if told["value"] is None:
                assert stated == told["missing_reason"], row
            else:
                assert float(stated) == told["value"], row
            walked.add(told["indicator"])
    assert {one.id for one in published} <= walked
