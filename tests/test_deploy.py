"""The examples of docs/deploy fit the portal: their settings and commands exist, and those who read them take them."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.cli import parser
from app.settings import load_settings
from data.errors import PortalError

DEPLOY = Path(__file__).resolve().parents[1] / "docs" / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
ENVIRONMENTS = sorted(DEPLOY.glob("*.env.example"))
SETTING = re.compile(r"\b(?:PORTAL_[A-Z_]+|DATABASE_URL|REDIS_URL)\b")
HARDENED = ("User=", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes")
OF_WEB = {"web1", "web2"}
OF_PORTAL = OF_WEB | {"worker", "first-figures"}


def composed() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def written(file: Path) -> dict[str, str]:
    """What a file of settings sets."""
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_every_setting_that_they_name_is_one() -> None:
    """Those that the code reads by name."""
    code = "\n".join(path.read_text() for path in (DEPLOY.parents[1] / "app" / "settings").glob("*.py"))
    named = {found for path in DEPLOY.rglob("*") if path.is_file() for found in SETTING.findall(path.read_text())}
    assert len(named) > 10
    assert {name for name in named if f'"{name}"' not in code} == set()


def commands() -> Iterator[str]:
    """Every command of the portal that they run."""
    for service in composed()["services"].values():
        if service.get("command", [""])[0] == "portal":
            yield " ".join(service["command"][1:])
    for unit in SERVICES:
        yield from re.findall(r"/portal ([a-z -]+)", unit.read_text())


@pytest.mark.parametrize("command", sorted({one.split()[0] for one in commands()}))
def test_every_command_that_they_run_is_one(command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([command, "--help"])
    assert ended.value.code == 0


def test_compose_runs_what_it_should() -> None:
    services = composed()["services"]
    assert set(services) == OF_PORTAL | {"postgresql", "redis", "proxy"}
    for name in OF_PORTAL:
        assert services[name]["read_only"], name
        assert services[name]["cap_drop"] == ["ALL"], name
    for name in OF_WEB:
        assert "/readyz" in " ".join(services[name]["healthcheck"]["test"])
        assert services["proxy"]["depends_on"][name] == {"condition": "service_healthy"}
    assert "ports" not in services["postgresql"] | services["redis"] | services["web1"]
    assert composed()["networks"]["behind"] == {"internal": True}
    assert {services["postgresql"]["image"][:11], services["redis"]["image"][:7]} == {"postgres:15", "redis:7"}


def test_everything_that_is_named_in_compose_is_there() -> None:
    found = composed()
    volumes = {mount.split(":")[0] for service in found["services"].values() for mount in service.get("volumes", [])}
    assert {name for name in volumes if not name.startswith(".")} == set(found["volumes"])
    networks = {name for service in found["services"].values() for name in service.get("networks", [])}
    assert networks == set(found["networks"])
    files = {file for service in found["services"].values() for file in service.get("env_file", [])}
    assert {f"{file}.example" for file in files} == {path.name for path in ENVIRONMENTS}
    for service in found["services"].values():
        assert set(service.get("depends_on", {})) <= set(found["services"])


def test_the_settings_of_compose_are_taken(tmp_path: Path) -> None:
    """With what has to be filled in, and refused without it; nothing secret is filled in already."""
    environment = composed()["services"]["web1"]["environment"] | {"PORTAL_SNAPSHOT_DIR": str(tmp_path)}
    example = written(DEPLOY / "alongside.env.example")
    with pytest.raises(PortalError, match="PORTAL_SECRET_KEY"):
        load_settings(environment | example)
    settings = load_settings(environment | example | {"PORTAL_SECRET_KEY": "0123456789abcdef" * 2})
    assert (settings.cache, settings.sessions, settings.work) == ("redis", "redis", "celery")
    assert settings.database_url.startswith("postgresql+psycopg://portal:PASSWORD@postgresql")
    for file in ENVIRONMENTS:
        assert {name: value for name, value in written(file).items() if name.endswith(("KEY", "PASSWORD"))}
        assert not any(value for name, value in written(file).items() if name.endswith(("KEY", "PASSWORD")))


def test_no_image_is_whatever_is_latest() -> None:
    images = [service["image"] for service in composed()["services"].values()]
    images += re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert [image for image in images if not re.search(r":[\d.]+(-[a-z-]+)?$", image)] == []


def test_the_image_holds_all_the_code_and_runs_as_nobody_special() -> None:
    told = (DEPLOY / "Dockerfile").read_text()
    for folder in ("app", "callbacks", "layouts", "models", "data"):
        assert f"COPY {folder} " in told
    assert "--require-hashes" in told
    assert re.search(r"^USER alongside$", told, re.MULTILINE)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_a_unit_is_hardened(unit: Path) -> None:
    assert [line for line in HARDENED if f"\n{line}" not in unit.read_text()] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze, which Debian's systemd has")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """As they are, but for the programs, which are not installed where they say."""
    for unit in UNITS:
        told = re.sub(r"/usr/local/lib/alongside/\.venv/bin/\w+", "/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(told.replace("WorkingDirectory=/usr/local/lib/alongside", ""))
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in (checked.stdout + checked.stderr).splitlines() if "alongside" in line]
    assert ours == []
