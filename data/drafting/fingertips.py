"""Drafting definitions for a file of the public health profiles: what its figures tell, and what a person must say.

The file names neither unit nor polarity. The unit is that which the figures show when they are made anew from their
counts; polarity is always asked, since the publisher's own differs between its profiles.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import log10
from pathlib import Path
from statistics import median

from data.authorities import AreaKind, load_authorities
from data.errors import PortalError
from data.indicators import Indicator, Polarity
from data.periods import PeriodKind
from data.sources.fingertips import COLUMNS, Entry, FingertipsFile, Key, read_file
from data.sources.fingertips_periods import kinds_of_label
from data.sources.reading import NUMBER

TOPIC = "Health and wellbeing"
LINK = "https://fingertips.phe.org.uk/"
PERS = (100, 1_000, 10_000, 100_000)
# Of the values that have counts, so many must follow from them before they tell the unit.
ENOUGH = 0.9
# How far a value may lie from its counts: counts are rounded, values are not.
NEAR, NEAR_SHARE = 0.05, 0.001
_NAMED = {
    r"per 100,?000": "rate per 100,000",
    r"per 10,?000": "rate per 10,000",
    r"per 1,?000": "rate per 1,000",
    r"%|percent|proportion|prevalence": "%",
    r"life expectancy": "years",
    r"score": "score",
}
_NUMBER = re.compile(NUMBER)


@dataclass(frozen=True)
class DraftedSeries:
    """One series: its entry in a definition file, the fields that a person is asked for, and what to look at."""

    entry: dict[str, object]
    asks: tuple[str, ...]
    doubts: tuple[str, ...]


def is_fingertips(header: Sequence[str]) -> bool:
    """Whether a first line is that of a Fingertips file."""
    return set(COLUMNS) <= {name.strip().lstrip("\ufeff") for name in header}


def draft_fingertips(path: Path, known: Iterable[Indicator] = ()) -> tuple[DraftedSeries, ...]:
    """A definition for each series of a file in which an authority has a figure; for none of a category.

    One whose name is that of another series, or of an indicator that is `known`, has its number in its name.
    Raises PortalError for a file that cannot be read, and for one in which no authority has a figure.
    """
    areas = load_authorities().areas
    places = {code: place for place, area in enumerate(areas) for code in area.ons_codes}
    file = read_file(path, lambda old, new, name: (places[new],) if new in places else _unknown(new, name))
    authorities = {place for place, area in enumerate(areas) if area.kind is AreaKind.AUTHORITY}
    of_authorities = {
        key: tuple(entry for entry in entries if entry.area in authorities and _NUMBER.match(entry.value))
        for key, entries in file.series.items()
        if not key.category
    }
    found = {key: entries for key, entries in of_authorities.items() if entries}
    if not found:
        raise PortalError(f"{path.name} has no figure of any county, unitary authority, district or borough in it.")
    taken = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    drafts = [_drafted(key, entries, file, list(found), taken) for key, entries in found.items()]
    used = {text for one in known for text in (one.id, one.title.casefold())}
    return tuple(_told_apart(draft, used) for draft in drafts)


def _told_apart(draft: DraftedSeries, used: set[str]) -> DraftedSeries:
    """The draft under an id and a title that nobody has yet; they are `used` from now on."""
    title = str(draft.entry["title"])
    if {_slug(title), title.casefold()} & used:
        title = f"{title} (Fingertips {_number_of(draft)})"
    used |= {_slug(title), title.casefold()}
    return replace(draft, entry={**draft.entry, "id": _slug(title), "title": title})


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")


def _unknown(code: str, name: str) -> tuple[int, ...]:
    raise PortalError(f"No area is known for the ONS code '{code}', name '{name}'.")


def _drafted(
    key: Key, entries: Sequence[Entry], file: FingertipsFile, keys: Sequence[Key], taken: str
) -> DraftedSeries:
    unit, about_unit = unit_of(entries, file.names[key.id])
    period, about_period = _period(entries)
    title = _title(key, file.names[key.id], [other for other in keys if other.id == key.id])
    values = [float(entry.value) for entry in entries]
    whole = unit == "number"
    series = {name: value for name, value in key._asdict().items() if value} | {"downloaded": taken}
    entry: dict[str, object] = {
        "id": _slug(title),
        "title": title,
        "topic": TOPIC,
        "unit": unit,
        "polarity": "neutral",
        "decimals": 0 if whole else 1 if median(values) >= 1 else 2,
        "period": str(period),
        "made": _made(unit),
        "cohort": key.words,
        "link": LINK,
        "fingertips": series,
    }
    asks = ("polarity", *(["unit"] if about_unit else []), *(["period"] if about_period else []))
    return DraftedSeries(entry, asks, tuple(doubt for doubt in (about_unit, about_period) if doubt))


def unit_of(entries: Sequence[Entry], name: str) -> tuple[str, str]:
    """The unit of a series, and a sentence where the figures do not settle it."""
    pairs = [(float(one.value), float(one.numerator)) for one in entries if _are_numbers(one.value, one.numerator)]
    if pairs and sum(value == count for value, count in pairs) >= ENOUGH * len(pairs):
        return "number", ""
    full = [one for one in entries if _are_numbers(one.value, one.numerator, one.denominator)]
    figures = [(float(one.value), float(one.numerator), float(one.denominator)) for one in full]
    counted = [(value, count, of) for value, count, of in figures if count > 0 and of > 0]
    for per in PERS:
        near = [abs(per * count / of - value) <= NEAR + NEAR_SHARE * abs(value) for value, count, of in counted]
        if near and sum(near) >= ENOUGH * len(near):
            return ("%" if per == PERS[0] else f"rate per {per:,}"), ""
    for pattern, unit in _NAMED.items():
        if re.search(pattern, name, re.IGNORECASE):
            return unit, "The unit is that which the name says: the figures do not follow from their counts."
    if counted and median(value for value, _, _ in counted) > 0:
        ratio = median(value * of / count for value, count, of in counted)
        per = min(PERS, key=lambda one: abs(log10(ratio / one)))
        if 0.5 <= ratio / per <= 2:
            unit = "%" if per == PERS[0] else f"rate per {per:,}"
            return unit, "The unit is guessed by size: the figures do not follow from their counts (standardised?)."
    return "score", "The file does not tell the unit: see the indicator's definition at the publisher."


def _are_numbers(*texts: str) -> bool:
    return all(_NUMBER.match(text) for text in texts)


def _period(entries: Sequence[Entry]) -> tuple[PeriodKind, str]:
    label = entries[0].period
    kinds = kinds_of_label(label)
    if not kinds:
        return PeriodKind.CALENDAR_YEAR, f"The label of time '{label}' is of a form that cannot be read."
    if len(kinds) > 1:
        return kinds[0], f"'{label}' may be a {kinds[0]} or {'an' if kinds[1][0] in 'aeiou' else 'a'} {kinds[1]}."
    return kinds[0], ""


def _title(key: Key, name: str, others: Sequence[Key]) -> str:
    """The publisher's name; with the sex and the age where the file has several."""
    told = [key.sex] if len({other.sex for other in others}) > 1 else []
    told += [key.age] if len({other.age for other in others}) > 1 else []
    return f"{name}: {', '.join(told).casefold()}" if told else name


def _made(unit: str) -> str:
    what = {"%": "Percentage", "number": "Count"}.get(unit, unit.capitalize())
    return f"{what} as published in Fingertips, with the publisher's counts and its own 95% interval"


def decided(
    drafts: Sequence[DraftedSeries],
    polarity: Mapping[str, Polarity],
    ask: Callable[[str, str], Polarity | None] | None = None,
) -> tuple[DraftedSeries, ...]:
    """The drafts with the polarity that somebody says, by the indicator's number; neutral where nobody does.

    Raises PortalError for a number that is not in the file.
    """
    numbers = {str(_number_of(draft)): str(draft.entry["title"]) for draft in drafts}
    for number in polarity:
        if number not in numbers:
            raise PortalError(f"--polarity names the indicator '{number}'; the file has {', '.join(numbers)}.")
    said = dict(polarity)
    for number, title in numbers.items():
        if number not in said and ask is not None and (answer := ask(number, title)) is not None:
            said[number] = answer
    return tuple(
        replace(
            draft,
            entry={**draft.entry, "polarity": str(said[str(_number_of(draft))])},
            asks=tuple(field for field in draft.asks if field != "polarity"),
        )
        if str(_number_of(draft)) in said
        else draft
        for draft in drafts
    )


def _number_of(draft: DraftedSeries) -> object:
    series = draft.entry["fingertips"]
    return series["id"] if isinstance(series, Mapping) else None
