"""A pack as any file can hold it: no markup, no characters that XML refuses, and the moment that its files carry."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from markupsafe import Markup

from layouts.pack.content import Block, Pack
from layouts.pack.paper import absolute, moment

Told: TypeAlias = Callable[[str], None]
"""Called with each block's heading before it is drawn: progress, and the place where a long pack can be stopped."""

# What XML 1.0 does not hold or discourages, and signs that turn round all that follows them, such as a page's number.
REFUSED = re.compile(
    r"[\u202a-\u202e\u2066-\u2069]|[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
LONGEST = 32_000
"""A cell of a workbook holds 32,767 characters."""
UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001  # files keep the time of the clock on the wall
WRITTEN_DATE = re.compile(r"(\d{1,2} [A-Z][a-z]+ \d{4})(?:\D+(\d{1,2}:\d{2}))?")

T = TypeVar("T")


def silent(_: str) -> None:
    """What is told when nobody asks for progress."""


def plain(content: T) -> T:
    """The same content, a pack or a part of it, with every text as files can hold it."""
    return _plain(content)  # type: ignore[no-any-return]


def prepared(pack: Pack) -> Pack:
    """A pack in plain text, with dates in words and addresses that lead somewhere from outside the portal."""
    content = plain(pack)
    sections = tuple(
        replace(section, blocks=tuple(_with_sources(content, block) for block in section.blocks))
        for section in content.sections
    )
    return replace(content, sections=sections, as_of=moment(content.as_of))


def _with_sources(pack: Pack, block: Block) -> Block:
    told = tuple(replace(one, date=moment(one.date), address=_outside(pack, one.address)) for one in block.references)
    return replace(block, references=told)


def _outside(pack: Pack, address: str) -> str:
    try:
        return absolute(pack, address)
    except ValueError:  # not an address at all
        return address


def text(said: str) -> str:
    """Words without markup and without characters that XML refuses, cut where no cell would hold them."""
    words = said.striptags() if isinstance(said, Markup) else said
    kept = REFUSED.sub("", LINE_ENDS.sub("\n", words))
    return kept if len(kept) <= LONGEST else kept[:LONGEST] + "…"


def in_a_line(said: str) -> str:
    """Text on one line, as a title or a cell has it."""
    return re.sub(r"[\t\n ]+", " ", said).strip(" ")


def shortened(said: str, length: int) -> str:
    """The text if it has at most `length` signs, else its beginning with an ellipsis."""
    line = in_a_line(said)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def moment_of(as_of: str) -> datetime:
    """The time that every file of a pack carries, so that equal packs are equal files: `as_of`, wherever it is read."""
    try:
        return datetime.fromisoformat(as_of.strip()).replace(tzinfo=None, microsecond=0)
    except ValueError:
        pass
    found = WRITTEN_DATE.search(as_of)
    if found is None:
        return UNDATED
    try:
        return datetime.strptime(f"{found[1]} {found[2] or '0:00'}", "%d %B %Y %H:%M")  # noqa: DTZ007  # as above
    except ValueError:
        return UNDATED


def _plain(content: Any) -> Any:
    if isinstance(content, Enum):
        return content
    if isinstance(content, str):
        return text(content)
    if isinstance(content, tuple):
        return tuple(_plain(part) for part in content)
    if is_dataclass(content) and not isinstance(content, type):
        return replace(content, **{part.name: _plain(getattr(content, part.name)) for part in fields(content)})
    return content
