"""The time identifiers of Explore Education Statistics: the kind of period that each names, and a row's own period."""

import re
from calendar import monthrange
from datetime import date, timedelta

from data.errors import PortalError
from data.periods import (
    ACADEMIC_QUARTER_STARTS,
    MONTHS,
    YEAR_STARTS,
    Period,
    PeriodKind,
    parse_period,
    year_ending,
)

_YEARS = {
    "academic year": PeriodKind.ACADEMIC_YEAR,
    "financial year": PeriodKind.FINANCIAL_YEAR,
    "calendar year": PeriodKind.CALENDAR_YEAR,
    "reporting year": PeriodKind.REPORTING_YEAR,
    "tax year": PeriodKind.TAX_YEAR,
}
_DAYS = {
    "31 march": PeriodKind.MARCH_SNAPSHOT,
    "30 september": PeriodKind.SEPTEMBER_SNAPSHOT,
    "30 june": PeriodKind.JUNE_SNAPSHOT,
}
# First and last month, within a school year from September; the publisher's terms have no dates of their own.
_TERMS = {
    "autumn term": (PeriodKind.TERM, 9, 12),
    "spring term": (PeriodKind.TERM, 1, 4),
    "summer term": (PeriodKind.TERM, 5, 8),
    "autumn and spring term": (PeriodKind.TERMS_TOGETHER, 9, 4),
}
_QUARTERS = {
    "academic year": ACADEMIC_QUARTER_STARTS,
    "financial year": (4, 7, 10, 1),
    "calendar year": (1, 4, 7, 10),
}
_QUARTER = re.compile(r"^(?P<year>academic|financial|calendar) year q(?:uarter )?(?P<quarter>[1-4])$")
_PART = re.compile(r"^part (?P<part>[12])\b")
_WEEK = re.compile(r"^week (?P<week>\d{1,2})$")
_FIRST_YEAR = re.compile(r"^(\d{4})$")
LAST_WEEK = 53


def _folded(identifier: str) -> str:
    text = " ".join(identifier.replace("-", " ").casefold().split())
    return text.removesuffix(" terms") + " term" if text.endswith(" terms") else text


def identified_kind(identifier: str) -> PeriodKind:
    """The kind of period that a time identifier names. Raises PortalError for one that is not known."""
    text = _folded(identifier)
    if kind := _YEARS.get(text) or _DAYS.get(text):
        return kind
    if text in _TERMS:
        return _TERMS[text][0]
    if _QUARTER.match(text):
        return PeriodKind.QUARTER
    if _PART.match(text):
        return PeriodKind.HALF_YEAR
    if text.capitalize() in MONTHS:
        return PeriodKind.MONTH
    if (week := _WEEK.match(text)) and 1 <= int(week["week"]) <= LAST_WEEK:
        return PeriodKind.WEEK
    raise PortalError(
        f"'{identifier}' is no time identifier that is known here: it may name a year (Academic year, Financial year, "
        "Calendar year, Reporting year, Tax year), a quarter, a term, a part, a month, a week or 31 March."
    )


def identified_period(label: str, identifier: str) -> Period:
    """The period of a row, from its `time_period` and its `time_identifier`.

    A year of two calendar years is named by both (`202425`), or by the first alone, as the publisher's own site reads
    it. Raises PortalError for either part that is not known.
    """
    kind, text = identified_kind(identifier), _folded(identifier)
    if kind in _YEARS.values():
        return _year(label, kind)
    if kind in _DAYS.values():
        return year_ending(kind, parse_period(label, PeriodKind.CALENDAR_YEAR)[0].year)
    if text in _TERMS:
        _, first, last = _TERMS[text]
        return _months(kind, _year(label, PeriodKind.ACADEMIC_YEAR), first, last)
    if quarter := _QUARTER.match(text):
        year = f"{quarter['year']} year"
        first = _QUARTERS[year][int(quarter["quarter"]) - 1]
        return _months(kind, _year(label, _YEARS[year]), first, (first + 1) % 12 + 1)
    if part := _PART.match(text):
        first, last = ((4, 9), (10, 3))[int(part["part"]) - 1]
        return _months(kind, _year(label, PeriodKind.FINANCIAL_YEAR), first, last)
    year_of = _one_year(label, identifier)
    if kind is PeriodKind.MONTH:
        month = MONTHS.index(text.capitalize()) + 1
        return Period(kind, date(year_of, month, 1), date(year_of, month, monthrange(year_of, month)[1]))
    try:
        monday = date.fromisocalendar(year_of, int(text.removeprefix("week ")), 1)
    except ValueError:
        raise PortalError(f"{year_of} has no week {text.removeprefix('week ')}.") from None
    return Period(kind, monday, monday + timedelta(days=6))


def _year(label: str, kind: PeriodKind) -> Period:
    is_split = YEAR_STARTS[kind] > 1
    if is_split and (first := _FIRST_YEAR.match(label.strip())):
        return parse_period(str(int(first[1]) + 1), kind)[0]
    if kind is PeriodKind.REPORTING_YEAR:  # 202425 is the one that ends in 2025
        return year_ending(kind, parse_period(label, PeriodKind.FINANCIAL_YEAR)[0].year)
    return parse_period(label, kind)[0]


def _months(kind: PeriodKind, year: Period, first: int, last: int) -> Period:
    """From the first of one month to the end of another, in a year that starts in any month."""
    first_year = year.start.year + (first < year.start.month)
    last_year = first_year + (last < first)
    end = date(last_year, last, monthrange(last_year, last)[1])
    return Period(kind, date(first_year, first, 1), end)


def _one_year(label: str, identifier: str) -> int:
    if match := _FIRST_YEAR.match(label.strip()):
        return parse_period(match[1], PeriodKind.CALENDAR_YEAR)[0].year
    raise PortalError(f"'{label}' names no single year, as '{identifier}' needs.")
