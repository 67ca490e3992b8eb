"""The parts that sentences are made of: how periods, groups, indicators and names are said."""

import re
from collections.abc import Sequence

from data.editions import TITLES
from data.indicators import Indicator, Polarity
from data.periods import SNAPSHOT_MONTHS, YEAR_STARTS, Period, PeriodKind
from layouts import numbers
from layouts.selection import MODELLED
from models.benchmark import Group
from models.intervals import PUBLISHED

NUMBER_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()
DIRECTIONS = {
    Polarity.HIGH: "A higher figure is better.",
    Polarity.LOW: "A lower figure is better.",
    Polarity.NEUTRAL: "Neither a higher nor a lower figure is better in itself.",
}
BANDS = {"A": "best quarter", "B": "second quarter", "C": "third quarter", "D": "worst quarter"}
METHODS = {
    "Wilson": "Wilson's method, for a share",
    "Byar": "Byar's method, for a rate",
    "exact": "exact limits, for a rate of fewer than ten",
    PUBLISHED: "the publisher's own method, as published in Fingertips",
}
COVERS = {
    PeriodKind.FINANCIAL_YEAR: "a financial year, 1 April to 31 March",
    PeriodKind.ACADEMIC_YEAR: "a school year, September to August",
    PeriodKind.CALENDAR_YEAR: "a calendar year, January to December",
    PeriodKind.MARCH_SNAPSHOT: "one day, 31 March",
    PeriodKind.SEPTEMBER_SNAPSHOT: "one day, 30 September",
    PeriodKind.JUNE_SNAPSHOT: "one day, 30 June",
    PeriodKind.JANUARY_SNAPSHOT: "one day, that of the January census",
    PeriodKind.REPORTING_YEAR: "a year as its publisher reports it",
    PeriodKind.TAX_YEAR: "a tax year, 6 April to 5 April",
    PeriodKind.HALF_YEAR: "half a year",
    PeriodKind.QUARTER: "a quarter of a year",
    PeriodKind.MONTH: "a month",
    PeriodKind.WEEK: "a week, Monday to Sunday",
    PeriodKind.TERM: "a school term",
    PeriodKind.TERMS_TOGETHER: "two school terms together",
}
_ONE = {"children": "child", "pupils": "pupil", "leavers": "leaver", "placements": "placement", "referrals": "referral"}
_COUNTED = re.compile(r"^[\d,]+ × (?P<counted>[^÷]+) ÷ ")


def in_period(period: Period) -> str:
    """`on 31 March 2025`, `in January 2025`, `in the school year 2024/25`."""
    is_day = period.kind in SNAPSHOT_MONTHS and period.kind is not PeriodKind.JANUARY_SNAPSHOT
    return f"on {period.label}" if is_day else f"in {for_period(period)}"


def for_period(period: Period) -> str:
    """`31 March 2025`, `the year ending 31 March 2025`, `the 3 years 2020 to 2022`."""
    takes_article = period.years > 1 or period.kind in YEAR_STARTS
    return f"the {period.words}" if takes_article else period.words


def at_label(period: Period) -> str:
    """The same in fewer words: `on 31 March 2025`, `in 2024/25`."""
    return in_period(period) if period.kind in SNAPSHOT_MONTHS else f"in {period.label}"


def covers(period: Period) -> str:
    """What stretch of time a figure covers."""
    return f"{period.years} years together" if period.years > 1 else COVERS[period.kind]


def members(group: Group) -> str:
    """The comparator group as a sentence names it: `its ten statistical neighbours`."""
    count = len(group.codes)
    size = NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)
    if group.name in TITLES:
        return f"its {size} statistical neighbours"
    if group.name == MODELLED:
        return f"its {size} modelled neighbours"
    return f"the {size} authorities of your own group" if count > 1 else "the one authority of your own group"


def owners(group: Group) -> str:
    """The group as the owner of its average: `its ten statistical neighbours'`, `your own group's`."""
    return f"{members(group)}'" if members(group).startswith("its ") else "your own group's"


def noun(indicator: Indicator) -> str:
    """What the figure is called in a sentence."""
    return "rate" if indicator.unit.startswith("rate ") else "figure"


def what(indicator: Indicator) -> str:
    """The title with its unit, unless the title says it already."""
    title = indicator.title.casefold()
    said = ("%", "percent") if indicator.unit == "%" else (indicator.unit.casefold(), f"{indicator.unit}s")
    return indicator.title if any(word in title for word in said) else f"{indicator.title} ({indicator.unit})"


def counted(indicator: Indicator, one: bool) -> str:
    """What the numerator counts, as the definition says: `one` of them or several; empty where it does not say."""
    found = _COUNTED.match(indicator.made)
    if found is None:
        return ""
    words = found["counted"].split(" ")
    if one:
        first = next((index for index, word in enumerate(words) if word in _ONE), None)
        words = words if first is None else [*words[:first], _ONE[words[first]], *words[first + 1 :]]
    return " ".join(words) + (" with this outcome" if len(words) == 1 else "")


def short(indicator: Indicator, text: str) -> str:
    """A number that is already text, with its sign (% or £) but without words: for the figures after the first."""
    if indicator.unit == "%":
        return f"{text}%"
    if indicator.unit.startswith("£"):
        return numbers.with_unit(indicator, text).removesuffix(indicator.unit[1:])
    return text


def is_seen(text: str) -> bool:
    """Whether a difference that is already rounded text is more than nothing."""
    return bool(text.strip(numbers.MINUS + "0.,"))


def possessive(name: str) -> str:
    """A name as an owner: Southampton's, St Helens'."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def sentence(text: str) -> str:
    """A sentence: it begins with a capital and ends with a stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def group_label(group: Group) -> str:
    """The group in the margin of a chart."""
    return group_name(group).split(" ")[0] if group.name == MODELLED else group_name(group)


def group_name(group: Group) -> str:
    """The group in a word or two, for a heading."""
    if group.name in TITLES:
        return "Neighbours"
    return "Modelled neighbours" if group.name == MODELLED else "Own group"


def with_sign(text: str) -> str:
    """A difference that is already text, with its sign; nothing has none."""
    if not is_seen(text):
        return text.lstrip(numbers.MINUS)
    return text if text.startswith(numbers.MINUS) else f"+{text}"
