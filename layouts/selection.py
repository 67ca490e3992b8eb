"""The selection: what a reader has chosen, read from the address and written back to it; nothing else holds state."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TypeAlias
from urllib.parse import quote_plus

FIRST_AUTHORITY = "southampton"
FIRST_BESIDE = ("hampshire", "portsmouth", "isle-of-wight")
FIRST_TOPIC = "children-looked-after"
FIRST_INDICATOR = "children-looked-after-rate-per-10-000"
FIRST_NEIGHBOURS = "2025"
MODELLED, GROUP = "modelled", "group"
PICKED = "picked"
"""What stands for a topic where the indicators shown are those picked out."""
ONLY_ON = {
    "local": ("/scorecard",),
    "month": ("/scorecard", "/board", "/partnership", "/pack"),
    "measure": ("/scorecard",),
    "on": ("/scorecard",),
    "since": ("/changes",),
    "snapshot": ("/pack",),
    "at": ("/pack",),
    "sections": ("/pack",),
    "most": ("/pack",),
    "only": ("/pack",),
    "text": ("/claims",),
}
"""Parts of the address that mean something on some pages alone, and are left out on the way to any other."""
_SPELLED_AS_IS = re.compile(r"[\w.~,-]*", re.ASCII)


Part: TypeAlias = str | int | tuple[str, ...] | None


@dataclass(frozen=True)
class Selection:
    """Words as they stand in the address: slugs and ids, not yet looked up.

    `neighbours` is an edition (`2025`, `2021`), `modelled`, or `group` for the authorities of `group`. `year` is that
    in which a period ends, None for each indicator's latest. `topic` is empty where an address has only an indicator.
    `beside` are the authorities set side by side with `authority`; a partnership's slug among them is one column, the
    mean of its members. `indicators` are those picked out to be compared whatever their topic; they alone are shown
    where `topic` is PICKED. `view` is one of a page's ways to show the same figures and `hide` what it leaves out,
    words with commas between; both are empty for the page's first way. `local` is the slug of a local return, `month`
    one of its months (2022-11), `measure` one of its rows and `on` the day as of whose end it is shown (2022-11-24);
    `since` is the id of an older snapshot; `text` is a statement to be checked. Lists are as long as the address has
    them: who looks a selection up refuses what is too long, since to cut it would be to show something else.
    """

    authority: str = FIRST_AUTHORITY
    beside: tuple[str, ...] = FIRST_BESIDE
    topic: str = FIRST_TOPIC
    indicator: str = FIRST_INDICATOR
    year: int | None = None
    neighbours: str = FIRST_NEIGHBOURS
    group: tuple[str, ...] = ()
    sort: str = ""
    view: str = ""
    hide: str = ""
    indicators: tuple[str, ...] = ()
    local: str = ""
    month: str = ""
    measure: str = ""
    on: str = ""
    since: str = ""
    snapshot: str = ""
    at: str = ""
    sections: str = ""
    most: str = ""
    only: str = ""
    text: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Selection":
        """The selection that an address asks for; what it leaves out, or cannot be, is as on a first visit."""
        year = query.get("year", "")
        return cls(
            authority=query.get("authority", FIRST_AUTHORITY),
            beside=_list(query["beside"]) if "beside" in query else FIRST_BESIDE,
            topic=query.get("topic", "" if "indicator" in query else FIRST_TOPIC),
            indicator=query.get("indicator", FIRST_INDICATOR),
            year=int(year) if year.isdecimal() and len(year) == 4 else None,
            neighbours=query.get("neighbours", FIRST_NEIGHBOURS),
            group=_list(query.get("group", "")),
            sort=query.get("sort", ""),
            view=query.get("view", ""),
            hide=query.get("hide", ""),
            indicators=_list(query.get("indicators", "")),
            **{name: query.get(name, "") for name in ONLY_ON},
        )

    def parts(self) -> dict[str, str]:
        """Every part of the address by name, in the order in which they stand there; one that is left out is empty."""
        return {name: _text(getattr(self, name)) for name in PARTS}

    def query(self) -> str:
        """The query string that restores this selection, in one order, so that one selection has one address."""
        return f"?{'&'.join(filter(None, self._pieces.values()))}"

    def address(self, path: str) -> str:
        """The address of a page with this selection."""
        pieces = [piece for name, piece in self._pieces.items() if piece and _means_something(name, path)]
        return f"{path}?{'&'.join(pieces)}"

    def addresses(self, path: str, part: str) -> Callable[[str], str]:
        """The same for a page whose selections differ in one part: the address for a word of that part, not empty.

        A page has hundreds of links that differ in the authority or the indicator alone.
        """
        start, end = self.around(path, part)
        return lambda word: f"{start}{_spelled(word)}{end}"

    def around(self, path: str, part: str) -> tuple[str, str]:
        """What stands before and behind a part in the address of a page."""
        pieces = {name: piece for name, piece in self._pieces.items() if _means_something(name, path)}
        at = list(pieces).index(part)
        before, after = list(pieces.values())[:at], list(pieces.values())[at + 1 :]
        behind = "".join([f"&{piece}" for piece in after if piece])
        return f"{path}?{'&'.join([*filter(None, before), f'{part}='])}", behind

    @cached_property
    def _pieces(self) -> dict[str, str]:
        """Each part as a query has it. A page has two dozen links that keep the selection."""
        return {name: _piece(name, value) for name, value in self.parts().items()}

    def but(self, **changes: Part) -> "Selection":
        """The same selection with some of it changed.

        Most links of a page lead to one, which `dataclasses.replace` would make and spell from the beginning.
        """
        if not changes.keys() <= PARTS.keys():
            raise TypeError(f"A selection has no such part: {', '.join(changes.keys() - PARTS.keys())}")
        changed, pieces = (
            object.__new__(Selection),
            {name: _piece(name, _text(value)) for name, value in changes.items()},
        )
        changed.__dict__.update({**self.__dict__, **changes, "_pieces": {**self._pieces, **pieces}})
        return changed


PARTS = {field.name: field.default for field in fields(Selection)}
"""The parts of an address in their order, and what they are on a first visit."""


def _means_something(part: str, path: str) -> bool:
    """Whether a part of the address does on a page."""
    return part not in ONLY_ON or path in ONLY_ON[part]


def _text(part: Part) -> str:
    """A part as the address says it."""
    return part if isinstance(part, str) else ",".join(part) if isinstance(part, tuple) else str(part or "")


def _piece(name: str, text: str) -> str:
    """The same as a query has it; one that is empty is left out, save whom an address sets beside."""
    return f"{name}={_spelled(text)}" if text or name == "beside" else ""


def _spelled(value: str) -> str:
    """A word as a query spells it. Most are spelled as they are."""
    return value if _SPELLED_AS_IS.fullmatch(value) else quote_plus(value, safe=",")


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in text.split(",") if part))
