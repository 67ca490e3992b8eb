"""Where figures are from: publisher, publication, date and how settled they are, in one line for a picture's foot."""

from collections.abc import Iterable, Sequence
from datetime import date

from data.indicators import Fingertips, Indicator
from data.periods import MONTHS, Status

LAIT = "Local Authority Interactive Tool (LAIT)"
EES = "Explore Education Statistics (EES)"
FINGERTIPS = "Fingertips, the public health profiles"
DHSC = "Department of Health and Social Care"


def source_line(indicator: Indicator, statuses: Iterable[Status | None] = ()) -> str:
    """The publications behind one indicator, when they were updated, and how settled the figures shown are.

    `statuses` are those of the periods that are shown, None where the source does not say.
    """
    names = [f"{LAIT}{_updated(indicator)}"] if indicator.lait else []
    if files(indicator):
        names.append(f"{EES}, {' and '.join(files(indicator))}")
    settled = sorted({str(status) for status in statuses if status})
    figures = f" Figures are {' or '.join(settled)}." if settled else ""
    publishers = [f"DfE, {'; '.join(names)}"] * bool(names)
    publishers += [f"{DHSC}, {health_profiles(indicator.fingertips)}"] if indicator.fingertips else []
    return f"Source: {'; '.join(publishers)}.{figures}"


def sources(indicators: Sequence[Indicator]) -> tuple[str, ...]:
    """The publications behind indicators: LAIT with the dates of its updates, EES with the names of its files."""
    updated = sorted({indicator.updated for indicator in indicators if indicator.lait and indicator.updated})
    names = sorted({name for indicator in indicators for name in files(indicator)})
    found = []
    if any(indicator.lait for indicator in indicators):
        found.append(f"Source: DfE, Local Authority Interactive Tool{_dates(updated)}.")
    if names:
        found.append(f"Source: DfE, Explore Education Statistics: {', '.join(names)}.")
    health = [health_profiles(indicator.fingertips) for indicator in indicators if indicator.fingertips]
    found += [f"Source: {DHSC}, {one}." for one in dict.fromkeys(health)]
    return tuple(found)


def sources_of_all(indicators: Sequence[Indicator]) -> str:
    """The publications behind so many indicators that naming every file would drown the rest."""
    updated = sorted({indicator.updated for indicator in indicators if indicator.lait and indicator.updated})
    count = len({name for indicator in indicators for name in files(indicator)})
    health = sum(indicator.fingertips is not None for indicator in indicators)
    also = f"; {DHSC}, {FINGERTIPS}, {health} indicators" if health else ""
    return f"Source: DfE, {LAIT}{_dates(updated)}, and {EES}, {count} files{also}; each indicator's page names its own."


def health_profiles(series: Fingertips) -> str:
    """A series of the public health profiles: its number, whom it counts, the file and when that was taken."""
    whom = ", ".join(text for text in (series.sex, series.age, series.category) if text)
    taken = f", taken on {day(series.downloaded, exact=True)}" if series.downloaded else ""
    file = f", {series.file}" if series.file else ""
    return f"Fingertips, indicator {series.id}{f' ({whom})' if whom else ''}{file}{taken}"


def files(indicator: Indicator) -> tuple[str, ...]:
    """The files of Explore Education Statistics that an indicator is read from."""
    parts = (part for part in (indicator.value, indicator.numerator, indicator.denominator) if part)
    return tuple(dict.fromkeys(f"{part.dataset}.csv" for part in parts))


def day(text: str, exact: bool = False) -> str:
    """An ISO date in words; sources that give only a month write its first day, unless it is known to be `exact`."""
    found = date.fromisoformat(text)
    month = f"{MONTHS[found.month - 1]} {found.year}"
    return month if found.day == 1 and not exact else f"{found.day} {month}"


def _updated(indicator: Indicator) -> str:
    return f", updated {day(indicator.updated)}" if indicator.updated else ""


def _dates(days: Sequence[str]) -> str:
    """When the figures were updated, as months: `, updated June 2024 to November 2025`."""
    months = [f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}" for text in (*days[:1], *days[-1:])]
    return f", updated {' to '.join(dict.fromkeys(months))}" if months else ""
