"""What a machine is told of the portal: that it lives, whether it can serve, and what it has counted."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_server
from app.operation.metrics import metrics_of
from app.settings import Settings, load_settings
from data.snapshot import current_id
from tests.asking import VIEWS
from tests.conftest import PUBLISHED


@pytest.fixture(scope="module")
def server(settings: Settings) -> Flask:
    """A portal of its own, whose counts begin at nothing."""
    return create_server(replace(settings, cache="simple"))


@pytest.fixture
def machine(server: Flask) -> FlaskClient:
    return server.test_client()


def counts(client: FlaskClient) -> dict[str, float]:
    """Every line of the metrics, name and labels to value."""
    lines = (line for line in client.get("/metrics").get_data(as_text=True).splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_a_portal_that_is_well_is_ready(machine: FlaskClient) -> None:
    assert machine.get("/healthz").get_data() == b"OK"
    live = current_id(PUBLISHED)
    parts = {"snapshot": "ok", "database": "ok", "cache": "ok"}
    expected = {"status": "ready", "parts": parts, "served_snapshot": live, "live_snapshot": live, "notice": None}
    assert machine.get("/readyz").get_json() == expected


def test_what_is_away_is_said_and_pages_are_served_all_the_same(settings: Settings, tmp_path: Path) -> None:
    """A folder where the database should be, and a file where answers should be kept."""
    (tmp_path / "alongside.db").mkdir()
    away = replace(settings, database_url=f"sqlite:///{tmp_path / 'alongside.db'}")
    machine = create_server(away).test_client()
    answer = machine.get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "degraded")
    assert answer.get_json()["parts"] == {"snapshot": "ok", "database": "away", "cache": "ok"}
    assert machine.get("/").status_code == 200
    assert counts(machine)['alongside_part_is_well{part="database"}'] == 0
    assert "alongside_packs" not in machine.get("/metrics").get_data(as_text=True), "how many wait is not known"


def test_answers_are_counted_by_what_was_asked_for(server: Flask, machine: FlaskClient) -> None:
    before = counts(machine)
    for _ in range(3):
        machine.get(f"{VIEWS}/about", buffered=True)
    machine.get("/api/v1/indicators")
    machine.get("/no/such/page")
    after = counts(machine)
    grown = {name: after[name] - before.get(name, 0) for name in after if name.startswith("alongside_requests_total")}
    assert {name: value for name, value in grown.items() if value and "metrics" not in name} == {
        'alongside_requests_total{status="200",view="/about"}': 3,
        'alongside_requests_total{status="200",view="/api/v1/indicators"}': 1,
        'alongside_requests_total{status="404",view="/<path:path>"}': 1,
    }
    asked = 'alongside_request_seconds_count{view="/about"}'
    assert after[asked] - before.get(asked, 0) == 3
    outcomes = {outcome: f'alongside_cache_answers_total{{outcome="{outcome}"}}' for outcome in ("kept", "made")}
    assert after[outcomes["kept"]] - before.get(outcomes["kept"], 0) >= 2
    assert after[outcomes["made"]] - before.get(outcomes["made"], 0) >= 1
    assert metrics_of(server) is server.extensions["alongside-metrics"]


def test_a_refused_sign_in_is_counted(machine: FlaskClient) -> None:
    name = 'alongside_failed_sign_ins_total{how="password"}'
    before = counts(machine).get(name, 0)
    page = machine.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    typed = {"csrf_token": token[1], "email": "nobody@example.org", "password": "not a password"}
    machine.post("/sign-in", data=typed)
    assert counts(machine)[name] - before == 1


def test_the_snapshot_and_the_queue_are_told(machine: FlaskClient) -> None:
    found = counts(machine)
    assert found[f'alongside_snapshot{{id="{current_id(PUBLISHED)}"}}'] == 1
    assert found["alongside_snapshot_age_seconds"] > 0
    states = {name: value for name, value in found.items() if name.startswith("alongside_packs")}
    assert set(states) == {
        f'alongside_packs{{state="{state}"}}' for state in ("waiting", "running", "done", "failed", "cancelled")
    }


def test_metrics_may_be_for_whoever_has_the_token(settings: Settings) -> None:
    machine = create_server(replace(settings, metrics_token="a-long-token")).test_client()
    assert machine.get("/metrics").status_code == 401
    assert machine.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 401
    assert machine.get("/metrics", headers={"Authorization": "Bearer a-long-token"}).status_code == 200


def test_a_closed_portal_tells_machines_too(settings: Settings) -> None:
    machine = create_server(replace(settings, closed=True)).test_client()
    assert [machine.get(address).status_code for address in ("/healthz", "/readyz", "/metrics")] == [200, 200, 200]
    assert load_settings({"PORTAL_METRICS_TOKEN": "x", "HOME": "/"}).metrics_token == "x"
