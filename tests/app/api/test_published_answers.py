"""What may be asked of published answers, what is refused and why, and how the whole of the figures is reached."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_caching import Cache

from app import errors, limits
from app.api import serving
from app.api.catalogue import ENDPOINTS
from app.api.chosen import areas_asked, indicators_asked, labelled
from callbacks.portal import Portal
from callbacks.sight import LocalHoldings
from data.errors import PortalError
from data.local.database import open_database
from data.past import open_with_past
from data.periods import PeriodKind, year_ending
from data.store import Snapshot
from models.access import ANYONE
from models.lenses import Similarity
from tests.data.two_releases import CROSSED, DROPPED, REVISED, write_two_releases


def test_observations_come_by_page_and_lead_on(client: FlaskClient) -> None:
    first = client.get("/api/v1/observations")
    assert len(first.get_json()) == 1_000
    total = int(first.headers["X-Total-Count"])
    assert total > 640_000
    addresses = dict(re.findall(r'<([^>]+)>; rel="(\w+)"', first.headers["Link"]))
    ways = {name: address for address, name in addresses.items()}
    second = client.get(ways["next"])
    assert second.get_json()[0] != first.get_json()[0]
    assert len(client.get(ways["last"]).get_json()) == total % 1_000 or 1_000
    assert client.get("/api/v1/observations?page_size=10001").status_code == 400
    assert len(client.get("/api/v1/observations?page_size=10000&page=77").get_json()) == 10_000


def test_a_page_as_csv_is_read_by_pandas(client: FlaskClient) -> None:
    query = "indicator=LACHealth%25,LACDental%25&region=South East&from_year=2022&page_size=10000"
    as_json = client.get(f"/api/v1/observations?{query}").get_json()
    frame = pd.read_csv(io.StringIO(client.get(f"/api/v1/observations?{query}&format=csv").text))
    assert [*frame] == [*as_json[0]]
    assert len(frame) == len(as_json) > 100
    assert frame["value"].isna().sum() == sum(record["value"] is None for record in as_json)
    assert frame.loc[frame["value"].isna(), "missing_reason"].notna().all()


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("kind=region", lambda one: one["authority"] not in ("Southampton", "England")),
        ("status=provisional", lambda one: one["status"] == "provisional"),
        ("status=not stated", lambda one: one["status"] is None),
        ("from_year=2020&to_year=2020", lambda one: one["period_end"][:4] == "2020"),
        ("period=2022/23", lambda one: one["period"] in ("2022/23", "2022-23", "31 March 2023")),
        ("period=2023", lambda one: one["period_end"][:4] == "2023"),
        ("missing=true", lambda one: one["value"] is None and one["missing_reason"]),
        ("missing=false&authority=England", lambda one: one["authority"] == "England" and one["value"] is not None),
        ("topic=children-looked-after&authority=852", lambda one: one["authority_code"] == "852"),
        ("cohort=children looked after at 31 march", lambda one: one["cohort"] == "Children looked after at 31 March"),
        ("region=London&kind=authority", lambda one: one["ons_code"].startswith("E09")),
    ],
)
def test_filters_keep_what_they_say(client: FlaskClient, query: str, holds: object) -> None:
    answer = client.get(f"/api/v1/observations?{query}")
    assert int(answer.headers["X-Total-Count"]) > 0
    assert callable(holds)
    assert [record for record in answer.get_json() if not holds(record)] == []


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("observations?period=yesterday", "'yesterday' is not a period label of a known form"),
        ("observations?indicator=nothing", "No indicator is called 'nothing'"),
        ("observations?region=Southampton", "not a region"),
        ("observations?missing=perhaps", "must be true or false"),
        ("observations?from_year=1066", "must be a whole number"),
        ("gaps?authority=England", "not an authority"),
        ("gaps?authority=Southampton&topic=weather", "There is no topic 'weather'"),
        ("gaps?authority=City of London&lens=modelled", "too little is published"),
        ("series?indicator=LAC&authority=South East", "not an authority"),
        ("composites?authority=Southampton", "at least two authorities"),
        ("shared?authority=Southampton", "Nobody stands beside Southampton"),
        ("clusters?authority=Cumbria", "is in no cluster: it is closed"),
        ("neighbours/pair?authority=852&other=852", "named twice"),
        ("ranking?indicator=LACHealth%25&period=1999", "has no figures for 1999"),
        (f"observations?indicator={','.join(['LAC'] * 101)}", "There can be 100 indicators at most"),
    ],
)
def test_refusals_blame_what_was_asked(client: FlaskClient, address: str, detail: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert detail in answer.get_json(force=True)["detail"]
    assert answer.get_json(force=True)["parameter"] in address


@pytest.mark.parametrize("address", ["indicators/nothing", "authorities/nowhere", "snapshots/none", "differences"])
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(f"/api/v1/{address}").status_code == 404


def test_a_name_may_hold_a_comma(portal: Portal) -> None:
    found = areas_asked(portal, "Bristol, City of,Southampton, Hampshire")
    assert [area.name for area in found] == ["Bristol, City of", "Southampton", "Hampshire"]
    title = next(one.title for one in portal.snapshot.indicators if "," in one.title)
    assert [one.title for one in indicators_asked(portal, title)] == [title]


@pytest.mark.parametrize(
    ("text", "kind", "year", "is_meant"),
    [
        ("2022-23", PeriodKind.FINANCIAL_YEAR, 2023, True),
        ("2022/23", PeriodKind.FINANCIAL_YEAR, 2023, True),
        ("2023", PeriodKind.FINANCIAL_YEAR, 2023, True),
        ("2023", PeriodKind.ACADEMIC_YEAR, 2024, False),
        ("31 March 2023", PeriodKind.MARCH_SNAPSHOT, 2023, True),
        ("2023-03-31", PeriodKind.MARCH_SNAPSHOT, 2023, True),
        ("school year 2022/23", PeriodKind.ACADEMIC_YEAR, 2023, True),
    ],
)
def test_a_label_means_a_period(text: str, kind: PeriodKind, year: int, is_meant: bool) -> None:
    assert labelled(text, [year_ending(kind, year)])(year_ending(kind, year)) is is_meant


def test_a_label_of_no_form_is_refused() -> None:
    with pytest.raises(PortalError, match="known form"):
        labelled("soon", [])


@pytest.fixture(scope="module")
def of_two(similarity: Similarity, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The API over two small releases."""
    folder: Path = tmp_path_factory.mktemp("api-two")
    write_two_releases(folder)
    snapshot: Snapshot = open_with_past(folder / "out", folder / "cache")
    database = open_database(f"sqlite:///{folder / 'portal.db'}")
    local = LocalHoldings(lambda: database, lambda: ANYONE, snapshot.indicators)
    server = Flask("api-of-two")
    server.config["RATELIMIT_ENABLED"] = False
    errors.register(server)
    limits.register(server)
    serving.register(server, Portal(snapshot, similarity, Cache(), local), ENDPOINTS)
    yield server.test_client()
    database.close()


def test_differences_of_two_snapshots(of_two: FlaskClient) -> None:
    served, earlier = (record["snapshot"] for record in of_two.get("/api/v1/snapshots").get_json())
    whole = of_two.get("/api/v1/differences").get_json()
    assert whole == of_two.get(f"/api/v1/differences?since={earlier}").get_json()
    assert {record["kind"] for record in whole} == {"revised", "new", "withdrawn"}
    (revised,) = of_two.get(f"/api/v1/differences?indicator={REVISED}&authority=852").get_json()
    assert (revised["value_before"], revised["value"], revised["snapshot"]) == (100, 120, served)
    assert of_two.get("/api/v1/differences?kind=new&page_size=2").headers["X-Total-Count"] == str(
        sum(record["kind"] == "new" for record in whole)
    )
    assert of_two.get("/api/v1/differences?since=served").get_json() == []
    assert (
        of_two.get(f"/api/v1/snapshots/{earlier}").get_json()["indicators"]
        == 1 + (of_two.get(f"/api/v1/snapshots/{served}").get_json()["indicators"])
    )
    assert of_two.get("/api/v1/differences?since=nothing").status_code == 404


def test_what_they_do_to_one_authority(of_two: FlaskClient) -> None:
    found = of_two.get("/api/v1/differences/standing?authority=Southampton").get_json()
    told = {(record["kind"], record["indicator"]): record for record in found}
    assert ("gone indicator", DROPPED) in told
    assert told["new period", CROSSED]["flips"]
