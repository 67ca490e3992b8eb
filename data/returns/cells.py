"""The grammar of a cell: what people type into returns, read as a figure or a reason, or said not to be understood."""

import html
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from data.periods import Status


class CellKind(StrEnum):
    """What a cell holds."""

    EMPTY = "empty"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    COUNTS = "counts"
    MONEY = "money"
    DURATION = "duration"
    MISSING = "missing"
    WORDS = "not understood"


FIGURES = frozenset({CellKind.NUMBER, CellKind.PERCENTAGE, CellKind.COUNTS, CellKind.MONEY, CellKind.DURATION})


@dataclass(frozen=True)
class Cell:
    """One cell. `value` is in the cell's own unit (95 for `95%`), None where it holds no figure.

    `decimals` are those that were typed. `share` is the percentage beside a count (`2 (1%)`). `bracketed` is a figure
    that stands in brackets whole: provisional, or another year's. `note` is what else was typed, `reason` why there is
    no figure, `fault` why the cell could not be read.
    """

    text: str
    kind: CellKind = CellKind.EMPTY
    value: float | None = None
    decimals: int = 0
    numerator: float | None = None
    denominator: float | None = None
    share: float | None = None
    share_decimals: int = 0
    change: float | None = None
    unit: str = ""
    bracketed: bool = False
    status: Status | None = None
    note: str = ""
    reason: str = ""
    fault: str = ""

    @property
    def has_figure(self) -> bool:
        """Whether there is a figure of any kind."""
        return self.kind in FIGURES

    @property
    def has_counts(self) -> bool:
        """Whether numerator and denominator were typed."""
        return self.numerator is not None and self.denominator is not None


EMPTY = Cell("")
MASKED = "c"
"""What stands for a figure that others than its owner do not see: the publisher's sign for a suppressed one."""
REASONS = {
    **dict.fromkeys(("tbc", "tba", "tbd", "to be confirmed", "awaiting data", "awaited", "pending"), "to be confirmed"),
    **dict.fromkeys(("n/a", "na", "n.a.", "not applicable", "z"), "not applicable"),
    **dict.fromkeys(
        ("-", "--", "x", ":", "..", "...", "not available", "no data", "n/k", "nk", "not known"), "none given"
    ),
    **dict.fromkeys(("c", "s", "*", "supp", "suppressed"), "suppressed"),
    **dict.fromkeys(("k", "low"), "rounds to zero"),
    "u": "unreliable",
    "under review": "under review",
}
SMALL = re.compile(r"^(?:(?:<|≤|<=|less than|fewer than|under) ?[1-9]\d?|[0-9]-[5-9])$")
SPREADSHEET_ERRORS = ("#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!", "#n/a", "#error!", "#####")
SPREADSHEET_ERROR = "it is a spreadsheet's error"
DECIMAL_COMMA = "it has a comma where a decimal point belongs"
STATUS_WORDS = {
    **dict.fromkeys(("p", "prov", "provisional"), Status.PROVISIONAL),
    **dict.fromkeys(("r", "rev", "revised"), Status.REVISED),
    "final": Status.FINAL,
}
LONGEST = 200
"""Characters of a cell that are read as a figure; a longer one is prose."""
MOST_DIGITS = 15
MOST_KEPT = 10_000
"""Short cells whose reading is kept: returns repeat theirs, and are read anew for each page."""
SCALES = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
DURATIONS = r"(?:working )?(?:days?|weeks?|months?|years?|hours?|wks?|mths?|yrs?)"

_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+"
_COUNTS = rf"(?P<numerator>{_NUMBER}) ?(?:/|of|out of) ?(?P<denominator>{_NUMBER})"
_NOTE = r"(?: ?(?P<note>\([^()]*\)|\[[^\[\]]*\]|[*†‡^]+|[a-z][a-z /+-]*))?"
_DECIMAL_COMMA = re.compile(r"^-?\d{1,3},\d{1,2} ?%?$")
_FORMS = tuple(
    (kind, re.compile(form, re.IGNORECASE | re.ASCII))
    for kind, form in (
        (CellKind.PERCENTAGE, rf"^(?P<value>{_NUMBER}) ?% ?[(\[]? ?{_COUNTS} ?[)\]]?$"),
        (CellKind.PERCENTAGE, rf"^{_COUNTS} ?[(\[=] ?(?P<value>{_NUMBER}) ?% ?[)\]]?$"),
        (CellKind.COUNTS, rf"^\(?{_COUNTS}\)?$"),
        (CellKind.NUMBER, rf"^(?P<value>{_NUMBER}) ?\((?P<share>{_NUMBER}) ?%\)$"),
        (CellKind.NUMBER, rf"^(?P<value>{_NUMBER}) ?(?P<percent>%)? ?\((?P<change>[-+](?:\d+(?:\.\d+)?)) ?%?\)$"),
        (CellKind.MONEY, rf"^(?P<sign>-)?£ ?(?P<value>{_NUMBER}) ?(?P<scale>k|m|bn)?{_NOTE}$"),
        (CellKind.PERCENTAGE, rf"^(?P<value>{_NUMBER}) ?%{_NOTE}$"),
        (CellKind.DURATION, rf"^(?P<value>{_NUMBER}) ?(?P<unit>{DURATIONS})$"),
        (CellKind.NUMBER, rf"^(?P<value>{_NUMBER}) ?(?P<scale>k|m)$"),
        (CellKind.NUMBER, rf"^(?P<value>{_NUMBER}){_NOTE}$"),
    )
)
_BRACKETS = re.compile(rf"^[(\[] ?((?:{_NUMBER}) ?%?) ?[)\]]$")
_MARKUP = re.compile(r"</?(?:b|i|u|sup|sub|p|strong|em|br) ?/?>", re.IGNORECASE)
# Dashes and spaces of every kind that word processors put in, as the plain ones.
_PLAIN = str.maketrans(
    {**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000\t\r\n", " "), "％": "%", "’": "'"}
)


def plain(text: str) -> str:
    """Text as typed on a plain keyboard: one kind of dash and space, no markup, none of it twice."""
    return _plain_short(text) if len(text) <= LONGEST else _plain(text)


def _plain(text: str) -> str:
    told = _MARKUP.sub("", html.unescape(text) if "&" in text else text)
    told = " ".join(told.translate(_PLAIN).split())
    # The apostrophe that keeps a spreadsheet from taking text for a formula is no part of the text.
    return told[1:] if re.match(r"'[=+\-@]", told) else told


_plain_short = lru_cache(maxsize=MOST_KEPT)(_plain)


def number(text: str) -> tuple[float, int]:
    """A number as typed (`1,477`, `-1.42`) and how many decimals it has."""
    bare = text.replace(",", "").replace(" ", "")
    return float(bare), len(bare.partition(".")[2])


def parse_cell(text: str) -> Cell:
    """Read a cell. Whatever fits no form comes back as WORDS with the fault said; nothing raises."""
    return _parse_short(text) if len(text) <= LONGEST else _parse(text)


def _parse(text: str) -> Cell:
    said = plain(text)
    if not said:
        return EMPTY
    folded = said.casefold()
    if len(said) > LONGEST:
        return Cell(text, CellKind.WORDS, fault="it is prose")
    if re.search(rf"\d{{{MOST_DIGITS + 1},}}", said):
        return Cell(text, CellKind.WORDS, fault="it has more digits than any figure of a return")
    if reason := REASONS.get(folded.rstrip(".") if len(folded) > 3 else folded) or REASONS.get(folded):
        return Cell(text, CellKind.MISSING, reason=reason)
    if SMALL.match(folded):
        return Cell(text, CellKind.MISSING, reason="a small number")
    if bare := _BRACKETS.match(said):
        inner = parse_cell(bare[1])
        return Cell(**{**vars(inner), "text": text, "bracketed": True})
    for kind, form in _FORMS:
        if match := form.match(said):
            return _read(text, kind, match.groupdict())
    return Cell(text, CellKind.WORDS, fault=_fault(folded))


_parse_short = lru_cache(maxsize=MOST_KEPT)(_parse)


def _fault(folded: str) -> str:
    if folded.startswith(SPREADSHEET_ERRORS):
        return SPREADSHEET_ERROR
    if _DECIMAL_COMMA.match(folded):
        return DECIMAL_COMMA
    return "it is no figure and no known marker"


def _read(text: str, kind: CellKind, parts: dict[str, str | None]) -> Cell:
    note = (parts.get("note") or "").strip("()[] ")
    value, decimals = _figure(parts.get("value"))
    share, share_decimals = _figure(parts.get("share"))
    scale = SCALES[(parts.get("scale") or "").casefold()]
    if value is not None:
        value = value * scale * (-1 if parts.get("sign") else 1)
    return Cell(
        text,
        CellKind.PERCENTAGE if parts.get("percent") else kind,
        value=value,
        decimals=0 if scale > 1 else decimals,
        numerator=_figure(parts.get("numerator"))[0],
        denominator=_figure(parts.get("denominator"))[0],
        share=share,
        share_decimals=share_decimals,
        change=_figure(parts.get("change"))[0],
        unit=_unit(kind, parts),
        status=STATUS_WORDS.get(note.casefold()),
        note="" if note.casefold() in STATUS_WORDS else note,
    )


def _figure(text: str | None) -> tuple[float | None, int]:
    return number(text) if text else (None, 0)


def _unit(kind: CellKind, parts: dict[str, str | None]) -> str:
    if kind is CellKind.MONEY:
        return "£"
    if kind is CellKind.PERCENTAGE or parts.get("percent"):
        return "%"
    return (parts.get("unit") or "").casefold()
