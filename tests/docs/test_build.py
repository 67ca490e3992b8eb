"""The guides are built strictly: a dead link, a dead anchor and a missing picture each fail."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live import ROOT

CONFIGURATION = ROOT / ".ci" / "mkdocs.yml"
WHOLE = "# One\n\n[two](two.md#there) ![a picture](here.png)\n"
FAULTS = {
    "[gone](gone.md)": "gone.md",
    "[nowhere](two.md#nowhere)": "two.md#nowhere",
    "![a picture](gone.png)": "gone.png",
}


def build(configuration: Path, site: Path) -> subprocess.CompletedProcess[str]:
    mkdocs = Path(sys.executable).with_name("mkdocs")
    command = [mkdocs, "build", "--config-file", configuration, "--site-dir", site]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def small_site(folder: Path, text: str) -> Path:
    """Two pages and a picture, built as the guides are."""
    pages = folder / "pages"
    pages.mkdir()
    (pages / "index.md").write_text(text)
    (pages / "two.md").write_text("# Two\n\n## There\n")
    (pages / "here.png").write_bytes(b"")
    configuration = folder / "mkdocs.yml"
    configuration.write_text(f"INHERIT: {CONFIGURATION}\ndocs_dir: {pages}\nnav: [index.md, two.md]\n")
    return configuration


def test_the_guides_build_strictly_and_fetch_nothing_from_elsewhere(tmp_path: Path) -> None:
    built = build(CONFIGURATION, tmp_path / "site")
    assert built.returncode == 0, built.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 40
    fetched = re.compile(r"<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=[\"']?(?:https?:)?//")
    assert [page.name for page in pages if fetched.search(page.read_text())] == []
    styles = (tmp_path / "site").rglob("*.css")
    assert [sheet.name for sheet in styles if re.search(r"url\([\"']?(?:https?:)?//", sheet.read_text())] == []


def test_a_site_without_faults_builds(tmp_path: Path) -> None:
    assert build(small_site(tmp_path, WHOLE), tmp_path / "site").returncode == 0


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_fails_the_build_and_is_named(fault: str, tmp_path: Path) -> None:
    built = build(small_site(tmp_path, f"{WHOLE}\n{fault}\n"), tmp_path / "site")
    assert built.returncode == 1
    assert FAULTS[fault] in built.stderr
