"""`portal backup` and `portal restore` as whoever runs the portal uses them."""

from pathlib import Path

import pytest

from app.cli import main
from app.local_database import open_local
from app.settings import BUNDLED_SNAPSHOTS, load_settings
from data.snapshot import current_id
from tests.data.local.states import everything
from tests.data.two_releases import write_two_releases


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with an organisation and a folder of two snapshots; the folder that all of it is in."""
    write_two_releases(tmp_path)
    settle_at(tmp_path, monkeypatch)
    assert main(["users", "add-organisation", "southampton", "Southampton", "--authority", "Southampton"]) == 0
    return tmp_path


def settle_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands work on the installation in a folder."""
    (folder / "out").mkdir(exist_ok=True)
    for name, part in {"DATA": "data", "CACHE": "cache", "SNAPSHOT": "out"}.items():
        monkeypatch.setenv(f"PORTAL_{name}_DIR", str(folder / part))


def test_an_installation_is_restored_on_another_machine(
    installation: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file, other = installation / "backup.zip", tmp_path_factory.mktemp("other")
    assert main(["backup", str(file)]) == 0
    live = current_id(installation / "out")
    assert f"{file} was written and read again: " in capsys.readouterr().out
    assert main(["backup", str(file), "--check"]) == 0
    assert f"with {live} as the live snapshot" in capsys.readouterr().out
    kept = open_local(load_settings())
    settle_at(other, monkeypatch)
    assert main(["restore", str(file)]) == 0
    assert capsys.readouterr().out.startswith("Restored: ")
    assert current_id(other / "out") == live
    restored = open_local(load_settings())
    assert everything(restored) == everything(kept)
    assert main(["restore", str(file)]) == 1
    assert "The database is not empty" in capsys.readouterr().err
    assert main(["restore", str(file), "--replace"]) == 0
    kept.close()
    restored.close()


def test_a_damaged_one_is_one_sentence(installation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = installation / "backup.zip"
    assert main(["backup", str(file)]) == 0
    file.write_bytes(file.read_bytes()[:-100])
    capsys.readouterr()
    assert main(["backup", str(file), "--check"]) == 1
    assert capsys.readouterr().err == f"{file} is no backup, or was cut short.\n"
    assert main(["restore", str(file)]) == 1
    assert main(["backup", str(installation / "no" / "such" / "place.zip")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_what_the_project_ships_is_in_no_backup(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_SNAPSHOT_DIR", str(BUNDLED_SNAPSHOTS))
    assert main(["backup", str(installation / "backup.zip")]) == 0
    assert "live snapshot" not in capsys.readouterr().out
