"""The selection: what a reader has chosen, read from the address and written back to it; nothing else holds state."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
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
        return {
            "authority": self.authority,
            "beside": ",".join(self.beside),
            "topic": self.topic,
            "indicator": self.indicator,
            "year": "" if self.year is None else str(self.year),
            "neighbours": self.neighbours,
            "group": ",".join(self.group),
            "sort": self.sort,
            "view": self.view,
            "hide": self.hide,
            "indicators": ",".join(self.indicators),
            "local": self.local,
            "month": self.month,
            "measure": self.measure,
            "on": self.on,
            **{name: getattr(self, name) for name in ("since", "snapshot", "at", "sections", "most", "only", "text")},
        }

    def query(self) -> str:
        """The query string that restores this selection, in one order, so that one selection has one address."""
        return f"?{'&'.join(self._pieces.values())}"

    def address(self, path: str) -> str:
        """The address of a page with this selection."""
        pieces = [piece for name, piece in self._pieces.items() if _means_something(name, path)]
        return f"{path}?{'&'.join(pieces)}"

    def addresses(self, path: str, part: str) -> Callable[[str], str]:
        """The same for a page whose selections differ in one part: the address for a word of that part, not empty.

        A page has hundreds of links that differ in the authority or the indicator alone.
        """
        start, end = self.around(path, part)
        return lambda word: f"{start}{_spelled(word)}{end}"

    def around(self, path: str, part: str) -> tuple[str, str]:
        """What stands before and behind a part in the address of a page."""
        parts = {name: value for name, value in self.parts().items() if _means_something(name, path)}
        pieces = _pieces({**parts, part: "-"})
        at = list(pieces).index(part)
        before, after = list(pieces.values())[:at], list(pieces.values())[at + 1 :]
        return f"{path}?{'&'.join([*before, f'{part}='])}", "".join([f"&{piece}" for piece in after])

    @cached_property
    def _pieces(self) -> dict[str, str]:
        """A page has two dozen links that keep the selection."""
        return _pieces(self.parts())

    def but(self, **changes: object) -> "Selection":
        """The same selection with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def _means_something(part: str, path: str) -> bool:
    """Whether a part of the address does on a page."""
    return part not in ONLY_ON or path in ONLY_ON[part]


def _pieces(parts: Mapping[str, str]) -> dict[str, str]:
    """Each part as a query has it; one that is empty is left out, save whom an address sets beside."""
    return {name: f"{name}={_spelled(value)}" for name, value in parts.items() if value or name == "beside"}


def _spelled(value: str) -> str:
    """A word as a query spells it. Most are spelled as they are."""
    return value if _SPELLED_AS_IS.fullmatch(value) else quote_plus(value, safe=",")


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in text.split(",") if part))
