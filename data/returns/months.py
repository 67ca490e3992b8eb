"""Periods as column headings write them: months, quarters, years and days, in the forms that papers and sheets use."""

import re
from calendar import monthrange
from datetime import date, timedelta

from data.periods import MONTHS, Period, PeriodKind, year_ending
from data.returns.cells import plain

EARLIEST, LATEST = 1990, 2100
_SHORT = {name[:3].casefold(): at for at, name in enumerate(MONTHS, 1)} | {"sept": 9}
_MONTH_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_SPLIT = r"(?P<first>(?:19|20)?\d{2}) ?[/-] ?(?P<second>(?:19|20)?\d{2})"
_QUARTER = r"(?:q|qtr ?|quarter ?)(?P<quarter>[1-4])"
_MONTH_YEAR = re.compile(
    rf"^(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? ?[- ]?)?{_MONTH_NAME}\.?[ '/-]*(?P<year>(?:19|20)?\d{{2}})$"
)
_YEAR_MONTH = re.compile(rf"^(?P<year>(?:19|20)\d{{2}})[ /-]?{_MONTH_NAME}$")
_ISO = re.compile(r"^(?P<year>(?:19|20)\d{2})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?(?:[t ]00:00(?::00)?)?$")
_SLASHES = re.compile(r"^(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)?\d{2})$")
_MONTH_SLASH = re.compile(r"^(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d{2})$")
_QUARTER_YEAR = re.compile(rf"^{_QUARTER}[ ,(/-]*{_SPLIT}\)?$")
_YEAR_QUARTER = re.compile(rf"^{_SPLIT}[ ,(/-]*{_QUARTER}\)?$")
_SPLIT_YEAR = re.compile(rf"^(?P<what>fy|ay|year)? ?{_SPLIT}(?: ?\([^()]*\))?$")
_YEAR = re.compile(
    r"^(?:(?P<what>fy|ay|year) ?)?(?P<year>(?:19|20)\d{2})(?: ?[(\[](?:p|prov|provisional|r|rev|revised|final)[)\]])?$"
)


def parse_period_heading(text: str) -> Period | None:
    """The period that a whole heading names, or None.

    Forms: `Feb-22`, `February 2022`, `2022-02`, `01/02/2022`, `31 March 2022` (a snapshot), `Q1 2022/23`, `2021/22`,
    `2021-2022`, `20/21`, `2022`. A split year counts as financial and a bare one as calendar: the indicator decides.
    """
    said = plain(text).casefold()
    for read in (_month, _day, _quarter, _year):
        if (found := read(said)) is not None:
            return found
    return None


def find_period(text: str) -> tuple[Period | None, str]:
    """The period that a heading ends or begins with, and what is left of the heading without it.

    `Southampton on 20/21` gives 2020-21 and `Southampton`; `England` gives None and `England`.
    """
    if not any(sign.isdigit() for sign in text):
        return None, plain(text)
    if whole := parse_period_heading(text):
        return whole, ""
    words = plain(text).split(" ")
    for length in range(min(4, len(words)), 0, -1):
        for part, rest in ((words[-length:], words[:-length]), (words[:length], words[length:])):
            if period := parse_period_heading(" ".join(part).strip("()[],:")):
                left = " ".join(rest).strip(" ()[],:-")
                return period, re.sub(r"(?: (?:on|in|for|as at|at|as of))$", "", left, flags=re.IGNORECASE)
    return None, plain(text)


def month_of(year: int, number: int) -> Period:
    """The month of a year as a period."""
    first = date(year, number, 1)
    return Period(PeriodKind.MONTH, first, first.replace(day=monthrange(year, number)[1]))


def financial_year(period: Period) -> int:
    """The calendar year in which the financial year that a period ends in begins."""
    return period.end.year if period.end.month >= 4 else period.end.year - 1


def _full(year: str) -> int | None:
    value = int(year) + (2000 if len(year) == 2 else 0)
    return value if EARLIEST <= value <= LATEST else None


def _month(said: str) -> Period | None:
    match = _MONTH_YEAR.match(said) or _YEAR_MONTH.match(said)
    if match is None:
        return None
    number = _SHORT[match["month"][:3]]
    year = _full(match["year"])
    if year is None:
        return None
    day = match.groupdict().get("day")
    return _dated(year, number, int(day)) if day else month_of(year, number)


def _day(said: str) -> Period | None:
    if match := _MONTH_SLASH.match(said):
        year = _full(match["year"])
        return month_of(year, int(match["month"])) if year else None
    match = _ISO.match(said) or _SLASHES.match(said)
    if match is None or not 1 <= int(match["month"]) <= 12 or (year := _full(match["year"])) is None:
        return None
    if day := match["day"]:
        return _dated(year, int(match["month"]), int(day))
    # 2010-11 is a year, as everywhere in the field; 2022-02 can only be a month.
    return None if _split_year(str(year), match["month"]) else month_of(year, int(match["month"]))


def _dated(year: int, number: int, day: int) -> Period | None:
    """A day that stands for its month: the first or the last of it. 31 March is the year's snapshot."""
    last = monthrange(year, number)[1]
    if (number, day) == (3, 31):
        return year_ending(PeriodKind.MARCH_SNAPSHOT, year)
    return month_of(year, number) if day in (1, last) else None


def _quarter(said: str) -> Period | None:
    match = _QUARTER_YEAR.match(said) or _YEAR_QUARTER.match(said)
    if match is None:
        return None
    year = _split_year(match["first"], match["second"])
    if year is None:
        return None
    index = (year - 1) * 12 + 3 * int(match["quarter"])
    start = date(index // 12, index % 12 + 1, 1)
    after = date((index + 3) // 12, (index + 3) % 12 + 1, 1)
    return Period(PeriodKind.QUARTER, start, after - timedelta(days=1))


def _year(said: str) -> Period | None:
    if match := _YEAR.match(said):
        year = _full(match["year"])
        kind = PeriodKind.FINANCIAL_YEAR if match["what"] == "fy" else PeriodKind.CALENDAR_YEAR
        return year_ending(kind, year) if year else None
    match = _SPLIT_YEAR.match(said)
    if match is None:
        return None
    year = _split_year(match["first"], match["second"])
    kind = PeriodKind.ACADEMIC_YEAR if match["what"] == "ay" else PeriodKind.FINANCIAL_YEAR
    return year_ending(kind, year) if year else None


def _split_year(first: str, second: str) -> int | None:
    """The year in which two consecutive years end; None where they are not consecutive."""
    one = _full(first)
    if one is None or one + 1 > LATEST:
        return None
    wanted = str(one + 1)
    return one + 1 if second in (wanted, wanted[2:]) else None
