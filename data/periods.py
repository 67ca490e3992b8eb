"""Periods: what stretch of time a figure speaks of, parsed once from every label form that the sources use."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from data.errors import PortalError


class PeriodKind(StrEnum):
    """What a period is. A span is several years of one kind; a snapshot is one day."""

    FINANCIAL_YEAR = "financial year"
    ACADEMIC_YEAR = "academic year"
    CALENDAR_YEAR = "calendar year"
    MARCH_SNAPSHOT = "snapshot at 31 March"
    SEPTEMBER_SNAPSHOT = "snapshot at 30 September"
    JANUARY_SNAPSHOT = "snapshot in January"
    JUNE_SNAPSHOT = "snapshot at 30 June"
    REPORTING_YEAR = "reporting year"
    TAX_YEAR = "tax year"
    HALF_YEAR = "half-year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    TERM = "term"
    TERMS_TOGETHER = "autumn and spring terms"


class Status(StrEnum):
    """How settled a published figure is."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    FINAL = "final"


# Kind: first month of the year it counts, and the month in which that year ends.
YEAR_STARTS = {
    PeriodKind.FINANCIAL_YEAR: 4,
    PeriodKind.ACADEMIC_YEAR: 9,
    PeriodKind.CALENDAR_YEAR: 1,
    # A reporting year is named by one calendar year, and its publisher says no more of when it starts and ends.
    PeriodKind.REPORTING_YEAR: 1,
    PeriodKind.TAX_YEAR: 4,
}
# The school census is on the third Thursday of January; the month is what all sources state.
SNAPSHOT_MONTHS = {
    PeriodKind.MARCH_SNAPSHOT: 3,
    PeriodKind.SEPTEMBER_SNAPSHOT: 9,
    PeriodKind.JANUARY_SNAPSHOT: 1,
    PeriodKind.JUNE_SNAPSHOT: 6,
}
PARTS_OF_A_YEAR = frozenset(PeriodKind) - set(YEAR_STARTS) - set(SNAPSHOT_MONTHS)
ACADEMIC_QUARTER_STARTS = (9, 12, 3, 6)
TERM_NAMES = {9: "Autumn term", 1: "Spring term", 5: "Summer term"}
DAYS_BEFORE_TAX_YEAR = timedelta(days=5)  # it starts on 6 April
MOST_DAYS = 1024
"""First and last days whose counterparts a year before are kept: more than all that any source has published."""
MOST_LABELS = 2048
"""Periods whose labels are kept: a page says each a hundred times."""
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Period:
    """A kind, a first and a last day; `years` is more than 1 for a span of several years."""

    kind: PeriodKind
    start: date
    end: date
    years: int = 1

    def __lt__(self, other: "Period") -> bool:
        return (self.end, self.start) < (other.end, other.start)

    @property
    def year(self) -> int:
        """The calendar year in which the period ends: the axis on which periods of all kinds align."""
        return self.end.year

    @property
    @lru_cache(MOST_LABELS)  # noqa: B019  # a few periods, not objects that somebody waits to see go
    def label(self) -> str:
        """The field's own short label: 2024/25, 2024-25, 2024, 31 March 2025, 2020 to 2022."""
        first, last = self.start.year, self.end.year
        if self.kind in SNAPSHOT_MONTHS:
            month = MONTHS[self.end.month - 1]
            return f"{month} {last}" if self.kind is PeriodKind.JANUARY_SNAPSHOT else f"{self.end.day} {month} {last}"
        if self.kind in (PeriodKind.CALENDAR_YEAR, PeriodKind.REPORTING_YEAR):
            return str(last) if self.years == 1 else f"{first} to {last}"
        mark = "/" if self.kind is PeriodKind.ACADEMIC_YEAR else "-"
        if self.kind in YEAR_STARTS:
            final = f"{last - 1}{mark}{last % 100:02d}"
            return final if self.years == 1 else f"{first}{mark}{(first + 1) % 100:02d} to {final}"
        if self.kind is PeriodKind.MONTH:
            return f"{MONTHS[self.end.month - 1]} {last}"
        return self._label_within_a_year()

    def _label_within_a_year(self) -> str:
        """July to September 2024, Quarter 1 of 2024/25, Week 12 of 2025, Autumn term 2024/25."""
        school_year = self.start.year - (self.start.month < YEAR_STARTS[PeriodKind.ACADEMIC_YEAR])
        school_label = f"{school_year}/{(school_year + 1) % 100:02d}"
        if self.kind is PeriodKind.WEEK:
            year, week, _ = self.start.isocalendar()
            return f"Week {week} of {year}"
        if self.kind is PeriodKind.TERM and self.start.month in TERM_NAMES:
            return f"{TERM_NAMES[self.start.month]} {school_label}"
        if self.kind is PeriodKind.TERMS_TOGETHER:
            return f"Autumn and spring terms {school_label}"
        if self.kind is PeriodKind.QUARTER and self.start.month in ACADEMIC_QUARTER_STARTS:
            return f"Quarter {ACADEMIC_QUARTER_STARTS.index(self.start.month) + 1} of {school_label}"
        return f"{MONTHS[self.start.month - 1]} to {MONTHS[self.end.month - 1]} {self.end.year}"

    @property
    def words(self) -> str:
        """The period as a sentence names it: `year ending 31 March 2025`, `school year 2024/25`."""
        if self.years > 1:
            return f"{self.years} years {self.label}"
        if self.kind is PeriodKind.FINANCIAL_YEAR:
            return f"year ending 31 March {self.end.year}"
        if self.kind is PeriodKind.ACADEMIC_YEAR:
            return f"school year {self.label}"
        if self.kind is PeriodKind.CALENDAR_YEAR:
            return f"calendar year {self.label}"
        if self.kind in (PeriodKind.REPORTING_YEAR, PeriodKind.TAX_YEAR):
            return f"{self.kind} {self.label}"
        return self.label

    def previous(self) -> "Period":
        """The period one year (for half-years, quarters, months and weeks: one of its own kind) before this one."""
        if self.kind is PeriodKind.WEEK:
            return Period(self.kind, self.start - timedelta(days=7), self.end - timedelta(days=7))
        if self.kind is PeriodKind.MONTH:
            last = self.start - timedelta(days=1)
            return Period(self.kind, last.replace(day=1), last)
        if months := {PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6}.get(self.kind):
            last = self.start - timedelta(days=1)
            return Period(self.kind, _months_earlier(self.start, months), last)
        return Period(self.kind, _months_earlier(self.start, 12), _months_earlier(self.end, 12), self.years)


@lru_cache(MOST_DAYS)
def _months_earlier(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def year_ending(kind: PeriodKind, end_year: int, years: int = 1) -> Period:
    """The yearly period (or span of `years`) of a kind whose last day falls in `end_year`."""
    if kind in SNAPSHOT_MONTHS:
        month = SNAPSHOT_MONTHS[kind]
        day = date(end_year, month, monthrange(end_year, month)[1])
        return Period(kind, day, day)
    first_month = YEAR_STARTS[kind]
    start_year = end_year - years + (1 if first_month == 1 else 0)
    start, after = date(start_year, first_month, 1), date(start_year + years, first_month, 1)
    if kind is PeriodKind.TAX_YEAR:
        start, after = start + DAYS_BEFORE_TAX_YEAR, after + DAYS_BEFORE_TAX_YEAR
    return Period(kind, start, after - timedelta(days=1), years)


_SUFFIX = re.compile(r"\s*\((?P<mark>[A-Za-z]+)\)$")
_SUFFIXES = {
    "prov": Status.PROVISIONAL,
    "provisional": Status.PROVISIONAL,
    "rev": Status.REVISED,
    "revised": Status.REVISED,
    "final": Status.FINAL,
    "ot": Status.FINAL,  # outturn: what was spent, not what was budgeted
}
_ONE_YEAR = re.compile(r"^(\d{4})$")
_TWO_YEARS = re.compile(r"^(\d{4})[-/](\d{2})$")
_TWO_WHOLE_YEARS = re.compile(r"^(\d{4})[-/]\d{2}(\d{2})$")
_SIX_DIGITS = re.compile(r"^(\d{4})(\d{2})$")
_SPAN_OF_SPLIT_YEARS = re.compile(r"^(\d{4})/(\d{2})-(\d{2})/(\d{2})$")


def parse_period(label: str, kind: PeriodKind) -> tuple[Period, Status | None]:
    """Read a source's yearly label, given the kind that the indicator's definition states.

    Forms: `2025` and `202425` (a year ending in 2025), `2024/25`, `2024/2025`, `2024-25`, `2024-25 (OT)`,
    `2025 (prov)`, `2023 (Rev)`, `2021 (Final)`, `2014-16` (a span of calendar years) and `2013/14-15/16` (a span of
    split years).
    Raises PortalError for any other form.
    """
    if kind in PARTS_OF_A_YEAR:
        raise PortalError(f"'{label}' does not say which {kind} is meant.")
    text, status = label.strip(), None
    if suffix := _SUFFIX.search(text):
        status = _SUFFIXES.get(suffix["mark"].lower())
        if status is None:
            raise PortalError(f"'{label}' carries an unknown mark '({suffix['mark']})'.")
        text = text[: suffix.start()]
    if match := _ONE_YEAR.match(text):
        return year_ending(kind, _plausible(int(match[1]), label)), status
    if match := _TWO_YEARS.match(text) or _SIX_DIGITS.match(text) or _TWO_WHOLE_YEARS.match(text):
        return _two_years(int(match[1]), int(match[2]), kind, label), status
    if match := _SPAN_OF_SPLIT_YEARS.match(text):
        first, second, third, fourth = (int(part) for part in match.groups())
        last = _century(first, fourth)
        if (first + 1) % 100 != second or (last - 1) % 100 != third or kind not in YEAR_STARTS:
            raise PortalError(f"'{label}' is not a span of consecutive years.")
        return year_ending(kind, _plausible(last, label), last - first), status
    raise PortalError(f"'{label}' is not a period label of a known form.")


def _century(first: int, last_two_digits: int) -> int:
    last = first // 100 * 100 + last_two_digits
    return last if last > first else last + 100


def _two_years(first: int, second: int, kind: PeriodKind, label: str) -> Period:
    last = _century(first, second)
    if kind is PeriodKind.CALENDAR_YEAR:
        return year_ending(kind, _plausible(last, label), last - first + 1)
    if last != first + 1:
        raise PortalError(f"'{label}' does not name two consecutive years.")
    return year_ending(kind, _plausible(last, label))


def _plausible(year: int, label: str) -> int:
    if not 1990 <= year <= 2100:
        raise PortalError(f"'{label}' is not a year between 1990 and 2100.")
    return year
