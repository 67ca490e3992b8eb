"""What is served where the live snapshot, or what was fitted to it, cannot be read."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.factory import create_server
from app.published import open_what_there_is
from app.settings import Settings
from data.errors import PortalError
from data.snapshot import CATALOGUE, OBSERVATIONS, SIMILARITY, current_id, make_current
from tests.conftest import PUBLISHED

BROKEN = "0123456789abcdef"


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Settings:
    """An installation whose folder of snapshots is a copy of what is shipped."""
    shutil.copytree(PUBLISHED, tmp_path / "snapshots")
    return replace(settings, snapshot_dir=tmp_path / "snapshots")


def test_nothing_is_said_where_all_is_well(here: Settings) -> None:
    assert open_what_there_is(here).notice == ""


@pytest.mark.parametrize("missing", [CATALOGUE, OBSERVATIONS])
def test_the_snapshot_before_a_damaged_one_is_served_and_every_page_says_so(
    here: Settings, missing: str, tmp_path: Path
) -> None:
    whole = current_id(here.snapshot_dir)
    assert whole is not None
    shutil.copytree(here.snapshot_dir / whole, here.snapshot_dir / BROKEN)
    (here.snapshot_dir / BROKEN / missing).write_bytes(b"PAR1")
    make_current(here.snapshot_dir, BROKEN)
    served = open_what_there_is(here)
    assert served.snapshot.id == whole
    expected = f"The newest figures cannot be read just now, so these are older ones (snapshot {whole}, not {BROKEN})."
    assert served.notice.startswith(expected)
    machine = create_server(here).test_client()
    assert expected in machine.get("/_dash-layout").get_data(as_text=True)
    assert machine.get("/api/v1/authorities").headers["X-Notice"] == served.notice
    assert machine.get("/readyz").get_json()["parts"]["snapshot"] == "older than the live one"


def test_what_is_shipped_is_served_where_nothing_else_can_be(here: Settings) -> None:
    for path in here.snapshot_dir.glob(f"*/{CATALOGUE}"):
        path.write_bytes(b"")
    served = open_what_there_is(here)
    assert served.snapshot.id == current_id(PUBLISHED)
    assert "cannot be read" in served.notice


def test_models_that_cannot_be_read_are_the_shipped_ones(here: Settings) -> None:
    (here.snapshot_dir / SIMILARITY).write_bytes(b"{")
    served = open_what_there_is(here)
    assert served.notice.startswith("These figures have no modelled neighbours yet")
    assert served.similarity.digest == open_what_there_is(replace(here, snapshot_dir=PUBLISHED)).similarity.digest


def test_a_portal_without_any_snapshot_says_which(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.published.BUNDLED_SNAPSHOTS", here.snapshot_dir)
    (here.snapshot_dir / "current").unlink()
    with pytest.raises(PortalError, match="There is no snapshot in"):
        open_what_there_is(here)
