"""Targets: what a return sets itself to reach, in every form that papers print."""

import re
from dataclasses import dataclass
from enum import StrEnum

from data.returns.cells import REASONS, SCALES, number, plain


class TargetKind(StrEnum):
    """Which side of its value a target asks for. A bare figure is a value to be met; the indicator says which way."""

    VALUE = "a value"
    BELOW = "below"
    AT_MOST = "at most"
    ABOVE = "above"
    AT_LEAST = "at least"
    RANGE = "between"
    REFERENCE = "a comparator's figure"
    NONE = "none"
    WORDS = "not understood"


@dataclass(frozen=True)
class Target:
    """A target as typed. `value` (and `upper`, of a range) in the unit as typed; `cumulative` where it says so."""

    text: str
    kind: TargetKind
    value: float | None = None
    upper: float | None = None
    unit: str = ""
    cumulative: bool = False
    reason: str = ""


NO_TARGET = Target("", TargetKind.NONE)
_SIGNS = {
    "<": TargetKind.BELOW,
    "under": TargetKind.BELOW,
    "below": TargetKind.BELOW,
    "less than": TargetKind.BELOW,
    "fewer than": TargetKind.BELOW,
    "<=": TargetKind.AT_MOST,
    "≤": TargetKind.AT_MOST,
    "=<": TargetKind.AT_MOST,
    "at most": TargetKind.AT_MOST,
    "no more than": TargetKind.AT_MOST,
    "up to": TargetKind.AT_MOST,
    "max": TargetKind.AT_MOST,
    ">": TargetKind.ABOVE,
    "over": TargetKind.ABOVE,
    "above": TargetKind.ABOVE,
    "more than": TargetKind.ABOVE,
    ">=": TargetKind.AT_LEAST,
    "≥": TargetKind.AT_LEAST,
    "=>": TargetKind.AT_LEAST,
    "at least": TargetKind.AT_LEAST,
    "min": TargetKind.AT_LEAST,
}
_AFTER = {
    "+": TargetKind.AT_LEAST,
    "or more": TargetKind.AT_LEAST,
    "or above": TargetKind.AT_LEAST,
    "or higher": TargetKind.AT_LEAST,
    "or less": TargetKind.AT_MOST,
    "or below": TargetKind.AT_MOST,
    "or fewer": TargetKind.AT_MOST,
    "or lower": TargetKind.AT_MOST,
}
_FIGURE = r"£? ?-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = r"%|(?:working )?days?|weeks?|months?|per [\d,]+"
_TARGET = re.compile(
    rf"^(?P<sign>{'|'.join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))})? ?"
    rf"(?P<value>{_FIGURE}) ?(?P<scale>k|m)? ?(?P<unit>{_UNIT})?"
    rf"(?: ?(?:-|to|and) ?(?P<upper>{_FIGURE}) ?(?P<scale2>k|m)? ?(?P<unit2>{_UNIT})?)?"
    rf" ?(?P<after>{'|'.join(re.escape(word) for word in _AFTER)})?"
    rf" ?(?P<cumulative>\(?(?:accumulative|cumulative|cumul\.?|ytd|year to date)\)?)?$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"^(?:(?:at or )?(?:above|below|better than|in line with) )?(?:the )?"
    r"(?:sn|statistical neighbours?'?|england|national|south east|regional?|neighbours?)(?: (?:average|mean|median))?$",
    re.IGNORECASE,
)


def parse_target(text: str) -> Target:
    """Read a target; whatever fits no form comes back as WORDS. Nothing raises."""
    said = plain(text).casefold()
    if not said:
        return NO_TARGET
    if reason := REASONS.get(said):
        return Target(text, TargetKind.NONE, reason=reason)
    if _REFERENCE.match(said):
        return Target(text, TargetKind.REFERENCE)
    match = _TARGET.match(said)
    if not match:
        return Target(text, TargetKind.WORDS)
    unit = "£" if "£" in match["value"] else (match["unit"] or match["unit2"] or "")
    kind = _SIGNS[match["sign"]] if match["sign"] else _AFTER.get(match["after"] or "", TargetKind.VALUE)
    scale = match["scale"] or match["scale2"] or ""
    upper = _figure(match["upper"], match["scale2"] or scale) if match["upper"] else None
    return Target(
        text,
        TargetKind.RANGE if upper is not None else kind,
        _figure(match["value"], scale),
        upper,
        unit,
        bool(match["cumulative"]),
    )


def _figure(text: str, scale: str) -> float:
    return number(text.replace("£", ""))[0] * SCALES[scale]
