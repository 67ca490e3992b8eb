"""The documents: every link to a file of the project leads somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "docs" / "guide").glob("*.md")),
]
LINK = re.compile(r"\]\((?!https?://)([^)#]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_is_dead(document: Path) -> None:
    links = LINK.findall(document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_readme_leads_to_every_document() -> None:
    """By links, from one to the next: nothing is written that nobody finds."""
    found, ahead = set(), [ROOT / "README.md"]
    while ahead:
        document = ahead.pop().resolve()
        if document.suffix == ".md" and document not in found:
            found.add(document)
            ahead += [document.parent / link for link in LINK.findall(document.read_text("utf-8"))]
    assert set(map(Path.resolve, DOCUMENTS)) <= found
