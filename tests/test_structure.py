"""The house stays as drawn: imports point one way, modules stay small, no file knows whose machine it is on."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = ("app", "callbacks", "layouts", "models", "data")
LONGEST_MODULE = 300
TEXT = {"", ".css", ".csv", ".html", ".js", ".json", ".lock", ".md", ".py", ".sh", ".svg", ".toml", ".txt", ".yml"}


@cache
def files() -> tuple[Path, ...]:
    """What is committed, or would be by `git add --all`."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def modules() -> list[Path]:
    return [path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in (*CODE, "tests")]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_point_one_way() -> None:
    """In a process of its own: the checker sets up logging for the whole of one."""
    checker = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([checker, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("module", [path for path in modules() if named(path).startswith(CODE)], ids=named)
def test_a_module_is_small(module: Path) -> None:
    lines = module.read_text().count("\n")
    assert lines < LONGEST_MODULE, f"{named(module)} has {lines} lines: divide it by subject"


@pytest.mark.parametrize("folder", CODE)
def test_every_folder_of_code_is_a_package_that_installs(folder: str) -> None:
    for module in (path for path in modules() if path.relative_to(ROOT).parts[0] == folder):
        assert (module.parent / "__init__.py").is_file(), f"{named(module.parent)} has no __init__.py"


def test_callback_exceptions_are_never_suppressed() -> None:
    pattern = re.compile(r"suppress_callback_exceptions\s*=\s*True")
    assert [named(path) for path in modules() if pattern.search(path.read_text())] == []


def test_no_file_knows_whose_machine_it_is_on() -> None:
    """No home folder, work folder or package index, in what is ours to write."""
    machine = re.compile(r"/(?:home|root|Users|work|opt|srv|mnt)/\w|file://|--(?:extra-)?index-url|--find-links")
    exempt = {"tests/test_structure.py", "tests/app/test_settings.py"}
    ours = [
        path for path in files() if path.suffix in TEXT and named(path) not in exempt and "vendor" not in path.parts
    ]
    assert [named(path) for path in ours if machine.search(path.read_text(errors="replace"))] == []


def test_the_locks_hold_every_requirement_to_its_hash() -> None:
    for lock in (ROOT / "requirements.lock", ROOT / "requirements-dev.lock"):
        entries = re.split(r"\n(?=\S)", lock.read_text().strip())
        pinned = [entry for entry in entries if not entry.startswith("#")]
        assert len(pinned) > 30
        assert [entry for entry in pinned if not re.match(r"[a-z0-9-]+==\S+ \\\n +--hash=sha256:", entry)] == []


def test_no_committed_file_is_large() -> None:
    assert [named(path) for path in files() if path.stat().st_size > 5_000_000] == []
