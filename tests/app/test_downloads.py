"""The figures behind a chart as files: the same as on the page, and safe to open."""

import csv
import io
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from openpyxl import load_workbook

from app.spreadsheets import as_csv, as_workbook
from callbacks import ROUTES
from callbacks.chosen import choose
from callbacks.routing import Route
from data.store import Snapshot
from layouts.charts.card import Chart
from layouts.selection import Selection
from layouts.tables import Column, Number, Table
from models.lenses import Similarity

Rows = list[dict[str, str]]

NOTES = {"Source": "Source: DfE.", "Snapshot": "abc"}
CHART = Chart(
    name="try",
    finding="A finding",
    subtitle="What, unit, who, when",
    picture=None,
    table=Table(
        caption="A table",
        columns=(Column("Authority"), Column("Figure (%)", True), Column("Note")),
        rows=(
            ("Southampton", Number("88%", 88.0, 0), "=1+1"),
            ("Hampshire", Number("1,234.5", 1234.54, 1), Markup('<a href="/x">R&amp;D</a>')),
            ("Isle of Wight", "suppressed to protect children's identities", "-1"),
            ("Portsmouth", Number("−0.5", -0.5, 1), "@x"),
        ),
    ),
    source="Source: DfE.",
)


@pytest.fixture
def client(portal_server: Flask) -> FlaskClient:
    """A program at the whole portal."""
    client = portal_server.test_client()
    client.environ_base["HTTP_ACCEPT"] = "application/json"
    return client


def rows_of(body: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_csv_holds_figures_reasons_and_where_they_are_from() -> None:
    found = rows_of(as_csv(CHART, NOTES))
    assert list(found[0]) == ["Authority", "Figure (%)", "Note", "Source", "Snapshot"]
    assert [row["Figure (%)"] for row in found] == [
        "88",
        "1234.54",
        "suppressed to protect children's identities",
        "-0.5",
    ]
    assert {row["Source"] for row in found} == {"Source: DfE."}


def test_no_text_is_taken_for_a_formula() -> None:
    notes = [row["Note"] for row in rows_of(as_csv(CHART, NOTES))]
    assert notes == ["'=1+1", "R&D", "'-1", "'@x"]
    sheet = load_workbook(io.BytesIO(as_workbook(CHART, NOTES)))["Figures"]
    assert sheet["C2"].value == "=1+1"
    assert sheet["C2"].data_type == "s"


def test_a_workbook_has_numbers_with_their_decimals_and_says_where_they_are_from() -> None:
    book = load_workbook(io.BytesIO(as_workbook(CHART, NOTES)))
    figures = book["Figures"]
    assert [(cell.value, cell.number_format) for cell in figures["B"][1:]] == [
        (88, "#,##0"),
        (1234.54, "#,##0.0"),
        ("suppressed to protect children's identities", "General"),
        (-0.5, "#,##0.0"),
    ]
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about == {
        "Finding": "A finding",
        "What is shown": "What, unit, who, when",
        "Table": "A table",
        "Source": "Source: DfE.",
        "Snapshot": "abc",
    }


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_download_is_named_tagged_and_says_its_address(client: FlaskClient, form: str) -> None:
    address = f"/download/indicator/trend.{form}{Selection().query()}"
    found = client.get(address)
    assert found.status_code == 200
    name = found.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="alongside-southampton-indicator-trend-children-looked-after-rate')
    assert name.endswith(f'.{form}"')
    again = client.get(address, headers={"If-None-Match": found.headers["ETag"]})
    assert again.status_code == 304


def test_the_address_in_a_file_restores_what_it_was_made_from(client: FlaskClient) -> None:
    found = rows_of(client.get("/download/indicator/trend.csv?authority=852&beside=kent").data)
    address = urlsplit(found[0]["Address"])
    assert address.path == "/indicator"
    selection = Selection.read(dict(parse_qsl(address.query)))
    assert (selection.authority, selection.beside) == ("southampton", ("kent",))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/download/indicator/nothing.csv", "has no chart 'nothing'; it has trend"),
        ("/download/nowhere/trend.csv", "There is no page 'nowhere'; there are"),
        ("/download/indicator/trend.pdf", "to be had as csv or xlsx, not as pdf"),
    ],
)
def test_what_is_not_there_is_said(client: FlaskClient, address: str, words: str) -> None:
    found = client.get(address)
    assert found.status_code == 404
    assert words in found.get_json()["error"].replace("&#39;", "'")


def test_an_unknown_authority_is_a_sentence(client: FlaskClient) -> None:
    found = client.get("/download/indicator/trend.csv?authority=atlantis")
    assert found.status_code == 400
    assert "atlantis" in found.get_json()["error"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.page.slug)
def test_every_chart_of_a_first_visit_downloads_with_its_own_figures(
    client: FlaskClient, snapshot: Snapshot, similarity: Similarity, route: Route
) -> None:
    """The file has the figures of the chart's own table, cell by cell."""
    chosen = choose(snapshot, Selection(), similarity)
    charts = route.charts(chosen)
    assert len({chart.name for chart in charts}) == len(charts)
    for chart in charts:
        found = client.get(f"/download/{route.page.slug}/{chart.name}.csv{Selection().query()}")
        assert found.status_code == 200, found.data
        rows = list(csv.reader(io.StringIO(found.data.decode("utf-8-sig"))))[1:]
        assert len(rows) == len(chart.table.rows)
        for row, cells in zip(rows, chart.table.rows, strict=True):
            for text, cell in zip(row, cells, strict=False):
                if isinstance(cell, Number):
                    assert float(text) == cell.value
