"""Labels of time in Fingertips files, in the forms in which the publisher's own formatter writes them.

Source: TimePeriodFormatter and its tests in the publisher's code (ukhsa-collaboration/fingertips-open on GitHub).
"""

import re
from calendar import monthrange
from datetime import date

from data.errors import PortalError
from data.periods import MONTHS, YEAR_STARTS, Period, PeriodKind, parse_period

SPLIT_YEARS = (PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR)
FIRST_MONTH_OF_A_FINANCIAL_YEAR = YEAR_STARTS[PeriodKind.FINANCIAL_YEAR]
_YEAR = re.compile(r"^\d{4}$")
_SPLIT = re.compile(r"^\d{4}/\d{2}$")
_SPAN = re.compile(r"^(\d{4}) ?- ?(\d{2})$")
_SPLIT_SPAN = re.compile(r"^(\d{4}/\d{2}) ?- ?(\d{2}/\d{2})$")
_QUARTER = re.compile(r"^(?P<year>\d{4})(?P<split>/\d{2})? Q(?P<quarter>[1-4])$")
_MONTH = re.compile(r"^(?P<month>[A-Z][a-z]{2}) (?P<year>\d{4})$")
# Twelve months that are no year of a kind that the portal knows: `2022/23 Q2 - 2023/24 Q1`, `Aug 2022 - Jul 2023`.
_ROLLING = re.compile(r"^(\d{4}(/\d{2})? Q[1-4] ?-|[A-Z][a-z]{2} \d{4} ?-)")


def parse_fingertips_period(label: str, kind: PeriodKind) -> Period:
    """The period that a label names, given the kind that the indicator's definition states.

    Forms: `2022`, `2021 - 23` (calendar), `2022/23`, `2020/21 - 22/23` (financial or school years, which look the
    same), `2023 Q1`, `2023/24 Q1` and `Aug 2023`. Raises PortalError for any other form, for one of another kind, and
    for a rolling or cumulative stretch.
    """
    found = _yearly(label, kind) if kind in YEAR_STARTS else _shorter(label, kind)
    if found is not None:
        return found
    if _ROLLING.match(label) or "-Q" in label:
        raise PortalError(f"'{label}' is a rolling or cumulative stretch of months, which the portal does not hold.")
    fitting = [other for other in (*SPLIT_YEARS, *_OTHERS) if _reads(label, other)]
    if fitting:
        raise PortalError(f"'{label}' names a {fitting[0]}, and the definition says {kind}.")
    raise PortalError(f"'{label}' is not a period label of a known form.")


def kinds_of_label(label: str) -> tuple[PeriodKind, ...]:
    """The kinds of period that a label can name: both a financial and a school year for `2022/23`; none if unknown."""
    return tuple(kind for kind in (*SPLIT_YEARS, *_OTHERS) if _reads(label, kind))


_OTHERS = (PeriodKind.CALENDAR_YEAR, PeriodKind.QUARTER, PeriodKind.MONTH)


def _reads(label: str, kind: PeriodKind) -> bool:
    try:
        return (_yearly(label, kind) if kind in YEAR_STARTS else _shorter(label, kind)) is not None
    except PortalError:
        return False


def _yearly(label: str, kind: PeriodKind) -> Period | None:
    if kind in SPLIT_YEARS:
        if _SPLIT.match(label):
            return parse_period(label, kind)[0]
        if match := _SPLIT_SPAN.match(label):
            return parse_period(f"{match[1]}-{match[2]}", kind)[0]
        return None
    if _YEAR.match(label):
        return parse_period(label, kind)[0]
    if match := _SPAN.match(label):
        return parse_period(f"{match[1]}-{match[2]}", kind)[0]
    return None


def _shorter(label: str, kind: PeriodKind) -> Period | None:
    if kind is PeriodKind.QUARTER and (match := _QUARTER.match(label)):
        first = FIRST_MONTH_OF_A_FINANCIAL_YEAR if match["split"] else 1
        months = int(match["year"]) * 12 + first - 1 + 3 * (int(match["quarter"]) - 1)
        return _months(kind, months, 3)
    if kind is PeriodKind.MONTH and (match := _MONTH.match(label)):
        names = [name[:3] for name in MONTHS]
        return (
            _months(kind, int(match["year"]) * 12 + names.index(match["month"]), 1) if match["month"] in names else None
        )
    if kind in (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.TERM):
        return None
    return parse_period(label, kind)[0] if _YEAR.match(label) else None


def _months(kind: PeriodKind, first: int, count: int) -> Period:
    """The stretch of `count` months from the month `first`, counted from the year 0."""
    year, month = divmod(first + count - 1, 12)
    last = date(year, month + 1, monthrange(year, month + 1)[1])
    return Period(kind, date(first // 12, first % 12 + 1, 1), last)
