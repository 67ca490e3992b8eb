"""What README and the guides tell people to type: every block of code, and every command in a line of text."""

import re
import shlex
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown import Markdown

from tests.live import ROOT

DOCUMENTS = (
    ROOT / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "docs" / "guide").glob("*.md")),
)
PROGRAMS = ("portal", "make", "curl", "git", "cp", "mkdir", "python3", "systemctl", "docker")
"""What a line of a block begins with that is a command."""
SETTING = re.compile(r"[A-Z][A-Z_]+=\S*$")


@dataclass(frozen=True)
class Block:
    """A block of code: the document, its language where one is named, and its text."""

    document: Path
    language: str
    text: str

    @property
    def lines(self) -> list[str]:
        """Its lines without what is said about them: after `#`, or after two spaces."""
        whole = self.text.replace("\\\n", " ")
        return [stripped for line in whole.splitlines() if (stripped := _without_remark(line))]

    @property
    def settings(self) -> dict[str, str]:
        """The environment that it writes, where it writes nothing else."""
        words = [word for line in self.lines for word in line.split(" ")]
        if self.language or not all(map(SETTING.match, words)):
            return {}
        return dict(word.split("=", 1) for word in words)

    @property
    def commands(self) -> list[str]:
        """Its commands, in order."""
        return [] if self.language or self.settings else [line for line in self.lines if _program(line) in PROGRAMS]


def _without_remark(line: str) -> str:
    return re.split(r"\s{2,}|\s# ", line.strip())[0]


def _program(line: str) -> str:
    """The first word that is not a setting for the command alone."""
    return next((word for word in line.split() if not SETTING.match(word)), "")


@cache
def elements(document: Path) -> ElementTree.Element:
    """A document as it is read by whoever builds it."""
    html = Markdown(extensions=["tables", "fenced_code"], output_format="xhtml").convert(document.read_text("utf-8"))
    return ElementTree.fromstring(f"<div>{html.replace('&nbsp;', ' ')}</div>")  # noqa: S314  (our own)


def blocks() -> Iterator[Block]:
    """Every block of code."""
    for document in dict.fromkeys(path.resolve() for path in DOCUMENTS):
        for pre in elements(document).iter("pre"):
            code = pre[0]
            yield Block(document, code.get("class", "").removeprefix("language-"), "".join(code.itertext()))


def mentioned() -> Iterator[tuple[Path, str]]:
    """Every command that stands in a line of text, such as `portal doctor`."""
    for document in dict.fromkeys(path.resolve() for path in DOCUMENTS):
        whole = elements(document)
        inside = {id(code) for pre in whole.iter("pre") for code in pre}
        for code in whole.iter("code"):
            text = "".join(code.itertext())
            if id(code) not in inside and re.match(r"(portal|make) [a-z]", text):
                yield document, text


def words_of(command: str) -> tuple[dict[str, str], list[str]]:
    """The settings for a command alone, and its words."""
    words = shlex.split(command, comments=True)
    start = next((place for place, word in enumerate(words) if not SETTING.match(word)), len(words))
    return dict(word.split("=", 1) for word in words[:start]), words[start:]
