"""The periods of a text: 2024/25, at 31 March 2025, in 2025, April 2024 to March 2025, the previous year, this year."""

import re
from datetime import date

from data.periods import MONTHS, PARTS_OF_A_YEAR, SNAPSHOT_MONTHS, Period, PeriodKind, year_ending
from models.claims.parts import When

_MONTH = "|".join([*MONTHS, *(f"{month[:3]}(?![a-z])" for month in MONTHS)])
_DASH = r"(?:\s*[-–/]\s*)"
APRIL = 4
EARLIEST_YEAR = 1990
ENDING_IN_MARCH = (PeriodKind.MARCH_SNAPSHOT, PeriodKind.FINANCIAL_YEAR)
_LATE = 50  # two digits of a year below this are of this century
# With two digits only: 24/25, or 24-25 where neither can be an age.
_SPLIT = re.compile(
    rf"(?<![\d.])(?P<first>(?:19|20)\d\d{_DASH}|\d\d/|2[0-9][-–](?=2))(?P<second>(?:20)?\d\d)(?![\d%]|[,.]\d|\s*year.?\s?old)"
)
_RANGE = re.compile(
    rf"\b(?:{_MONTH})\.?\s+(?P<first>20\d\d)\s*(?:[-–]|to|and|until)\s*(?:\d+(?:st|nd|rd|th)?\s+)?"
    rf"(?P<month>{_MONTH})\.?\s+(?P<year>20\d\d)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>20\d\d)\b", re.IGNORECASE
)
_ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)\b")
_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH})(?:[ .,-]+(?=\d{{4}})|-)(?P<year>20\d\d|\d\d)\b(?!%)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w£.,])(?P<year>(?:199|20[0-4])\d)(?![\d%]|,\d|\.\d)")
_BEFORE = re.compile(
    r"\b(?:(?:the\s+)?(?:previous|last|prior|preceding)\s+(?:financial\s+|academic\s+|school\s+)?year(?:'s)?"
    r"|(?:a|one)\s+year\s+(?:ago|earlier|before)|the\s+year\s+before|12\s+months\s+(?:ago|earlier)|last\s+time)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:this\s+year|the\s+latest\s+(?:year|figures?|data|period)|current(?:ly)?|at\s+present|now)\b",
    re.IGNORECASE,
)


def whens(text: str) -> list[When]:
    """Every period of a text, in order; where two forms overlap the longer one counts."""
    found = [
        *(_of(match, year=int(match["year"]) + (_month(match) > 8)) for match in _RANGE.finditer(text)),
        *(_dated(match, int(match["day"])) for match in _DAY.finditer(text) if _is_day(match)),
        *(_dated(match, int(match["day"]), int(match["month"])) for match in _ISO.finditer(text) if _is_day(match)),
        *(_split(match) for match in _SPLIT.finditer(text) if _consecutive(match)),
        *(_of_month(match) for match in _MONTH_YEAR.finditer(text)),
        *(_of(match, year=int(match["year"])) for match in _YEAR.finditer(text)),
        *(_of(match, back=1) for match in _BEFORE.finditer(text)),
        *(_of(match, back=0) for match in _NOW.finditer(text)),
    ]
    kept: list[When] = []
    for when in found:  # the forms are in the order in which they count
        if not any(when.start < other.end and other.start < when.end for other in kept):
            kept.append(when)
    return sorted(kept, key=lambda when: when.start)


def resolved(when: When, kind: PeriodKind, latest: Period, own: Period | None = None) -> Period:
    """The period of an indicator that a text means. `own` is the statement's, which `the previous year` counts from.

    A day or a month counts as the year or snapshot that ends with it; 1 April (or April) as 31 March, the day before.
    """
    if when.back is not None:
        counted = own or latest
        return counted.previous() if when.back else latest
    if kind in PARTS_OF_A_YEAR:
        return _within_a_year(when, latest)
    if when.day and kind in ENDING_IN_MARCH:
        follows = when.day.month == APRIL and (when.day.day == 1 or not when.exact)
        return year_ending(kind, when.day.year + (when.day.month >= APRIL and not follows))
    # A snapshot in the first half of a split year falls in the first of its two calendar years.
    first_half = when.split and kind in (PeriodKind.SEPTEMBER_SNAPSHOT, PeriodKind.JUNE_SNAPSHOT)
    return year_ending(kind, (when.year or latest.year) - first_half, latest.years)


def _within_a_year(when: When, latest: Period) -> Period:
    """The newest term, quarter, month or week that ends on or before the day, or in the year, that a text names."""
    last = when.day or (date(when.year, 12, 31) if when.year else latest.end)
    found = latest
    while found.end > last and found.end.year > EARLIEST_YEAR:
        found = found.previous()
    return found


def is_dated_otherwise(when: When, period: Period) -> bool:
    """Whether a text names a day or month that is not the end of the period it was taken for."""
    if when.day is None:
        return False
    if when.of_month and period.kind not in SNAPSHOT_MONTHS:
        return True
    if when.day == period.end or (
        not when.exact and (when.day.year, when.day.month) == (period.end.year, period.end.month)
    ):
        return False
    return not starts_the_next(when, period)


def starts_the_next(when: When, period: Period) -> bool:
    """Whether a text names the day, or the month, after the period ends: 1 April for 31 March."""
    if when.day is None:
        return False
    months = (when.day.year * 12 + when.day.month) - (period.end.year * 12 + period.end.month)
    return months == 1 and (when.day.day == 1 or not when.exact)


def _of(match: re.Match[str], year: int | None = None, back: int | None = None) -> When:
    return When(match[0], match.start(), match.end(), year, back)


def _month(match: re.Match[str]) -> int:
    return next(place for place, month in enumerate(MONTHS, 1) if match["month"].lower().startswith(month[:3].lower()))


def _is_day(match: re.Match[str]) -> bool:
    month = int(match["month"]) if match["month"].isdigit() else _month(match)
    try:
        date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return False
    return True


def _dated(match: re.Match[str], day: int, month: int = 0) -> When:
    said = date(int(match["year"]), month or _month(match), day)
    return When(match[0], match.start(), match.end(), said.year, None, said)


def _of_month(match: re.Match[str]) -> When:
    year = int(match["year"]) if len(match["year"]) > 2 else 2000 + int(match["year"])
    return When(match[0], match.start(), match.end(), year, None, date(year, _month(match), 1), exact=False)


def _years(match: re.Match[str]) -> tuple[int, int]:
    first, second = match["first"].rstrip(" -–/"), match["second"]
    start = int(first) if len(first) > 2 else (2000 if int(first) < _LATE else 1900) + int(first)
    return start, int(second) if len(second) > 2 else start // 100 * 100 + int(second)


def _consecutive(match: re.Match[str]) -> bool:
    start, end = _years(match)
    return end == start + 1 and 1990 <= start < 2100


def _split(match: re.Match[str]) -> When:
    return When(match[0], match.start(), match.end(), _years(match)[1], split=True)
