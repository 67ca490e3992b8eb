"""What is said of changes between two snapshots: on the page, in the feed and in the messages, in the same words."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

from data.editions import TITLES
from data.indicators import Indicator
from data.periods import MONTHS
from layouts import numbers
from layouts.changes.facts import Facts, NewEdition
from layouts.home.words import last_year_finding, many, none
from layouts.phrases import BANDS, is_seen, listed, sentence
from models.benchmark import Group
from models.differences import Differences, Figure, NewPeriod, Revision

Kind = TypeVar("Kind", NewPeriod, Revision)
VERDICTS = ("worse", "similar", "better")
"""In the order in which one is better than another."""
SIDES = {"worse": "▼ for the worse", "better": "▲ for the better", "": "● another standing"}


def question(facts: Facts) -> str:
    """The page's question."""
    return f"What has changed for {facts.area.name} since the last figures?"


def on_day(at: datetime) -> str:
    """A time as a day: `22 November 2026`."""
    day = at.astimezone(UTC)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def answer(facts: Facts) -> str:
    """What has changed, in one sentence: since the snapshot before, or where there is none since the period before."""
    if facts.earlier is None:
        return since_last_year(facts)
    since = f"since the figures that were in use from {on_day(facts.earlier.since)}"
    if facts.earlier.differences.is_empty and not facts.editions:
        return f"Nothing has changed for {facts.area.name} {since}."
    first = _of_figures(facts.earlier.differences) or _of_the_rest(facts.earlier.differences)
    return f"{since[:1].upper()}{since[1:]}, {facts.area.name} has {'; '.join(first)}."


def since_last_year(facts: Facts) -> str:
    """The same since the period before."""
    found, name = facts.last_year, facts.area.name
    if not found.compared:
        return f"{last_year_finding(facts)}."
    return (
        f"Of {many(found.compared, 'indicator')} with a figure for the period before, {none(found.better.size)} "
        f"changed for the better by more than chance for {name} and {none(found.worse.size)} for the worse; by quarter "
        f"of England it went up on {none(found.up.size)} and down on {none(found.down.size)}."
    )


def also(facts: Facts) -> str:
    """What has changed besides, where the answer is of figures; empty where there is no more."""
    found = facts.earlier.differences if facts.earlier else None
    rest = _of_the_rest(found) if found and _of_figures(found) else []
    return f"Also: {'; '.join(rest)}." if rest else ""


def summary(name: str, found: Differences) -> str:
    """All kinds of changes with how many there are: `Southampton has 12 new figures, …`."""
    kept = [*_of_figures(found), *_of_the_rest(found)]
    return f"{name} has {'; '.join(kept)}." if kept else f"nothing has changed for {name}."


def _of_figures(found: Differences) -> list[str]:
    return [part for part in (_new(found.new_periods), _revised(found.revised)) if part]


def _of_the_rest(found: Differences) -> list[str]:
    parts = (_came(found.come_or_gone), _turned(found.turned), _indicators(found), _neighbours(found))
    return [part for part in parts if part]


def _new(new: Sequence[NewPeriod]) -> str:
    if not new:
        return ""
    crossed, turned = sum(one.crossed for one in new), sum(one.turned for one in new)
    ways = [
        f"{crossed} in another quarter of England" if crossed else "",
        f"{turned} with another verdict" if turned else "",
    ]
    said = listed([way for way in ways if way])
    figures = _with_figure(new)
    without = len(new) - figures
    first = many(figures, "new figure") + (f", {said} than at the newest before" if said else "") if figures else ""
    return "; ".join(
        part for part in (first, f"{many(without, 'new period')} without a figure" if without else "") if part
    )


def _with_figure(new: Sequence[NewPeriod]) -> int:
    return sum(one.now.value is not None for one in new)


def new_finding(new: Sequence[NewPeriod]) -> str:
    """The title of the new figures."""
    crossed, turned = sum(one.crossed for one in new), sum(one.turned for one in new)
    return (
        f"New: {many(_with_figure(new), 'figure')}, {none(crossed)} in another quarter of England, {none(turned)} with "
        "another verdict"
    )


def in_order(changed: Sequence[Kind]) -> tuple[Kind, ...]:
    """Those that stand elsewhere first, then those with a figure."""
    return tuple(sorted(changed, key=lambda one: (not one.flips, one.now.value is None)))


def _revised(revised: Sequence[Revision]) -> str:
    if not revised:
        return ""
    flipped = sum(one.flips for one in revised)
    of_them = "" if len(revised) == 1 else f"{flipped} of them "
    return many(len(revised), "revised figure") + (f", {of_them}with another quarter or verdict" if flipped else "")


def _came(gone: Sequence[Revision]) -> str:
    return f"{many(len(gone), 'figure')} that came or went" if gone else ""


def _turned(turned: Sequence[Revision]) -> str:
    return f"{many(len(turned), 'figure')} unchanged but in another quarter or with another verdict" if turned else ""


def _indicators(found: Differences) -> str:
    new, old = len(found.new_indicators), len(found.gone_indicators)
    parts = [many(new, "new indicator") if new else "", f"{many(old, 'indicator')} no longer published" if old else ""]
    return " and ".join(part for part in parts if part)


def _neighbours(found: Differences) -> str:
    if found.new_editions:
        return "a new edition of the statistical neighbours"
    return "other statistical neighbours" if found.joined or found.left else ""


def unchanged(facts: Facts) -> str:
    """What has not changed, in one sentence; empty where everything has, or nothing."""
    if facts.earlier is None or facts.earlier.differences.is_empty:
        return ""
    found = facts.earlier.differences
    parts = [
        "no new figure" if not found.new_periods else "",
        "no figure revised" if not found.revised else "",
        "none that came or went" if not found.come_or_gone else "",
        "the same indicators" if not (found.new_indicators or found.gone_indicators) else "",
        "the same neighbours" if not (found.joined or found.left or facts.editions) else "",
    ]
    kept = [part for part in parts if part]
    return f"Otherwise: {listed(kept)}." if kept else ""


def whatever_the_year(facts: Facts) -> str:
    """That a chosen year does not count here; empty where none is chosen."""
    return "" if facts.selection.year is None else "This page is about every period, whichever is chosen above."


def figure(indicator: Indicator, found: Figure) -> str:
    """A figure with its unit, or why there is none."""
    return numbers.missing(found.reason) if found.value is None else numbers.figure(indicator, found.value)


def change(before: Figure | None, now: Figure) -> float | None:
    """By how much a figure is another one, in its own unit; None where one of the two is missing."""
    if before is None or before.value is None or now.value is None:
        return None
    return round(now.value - before.value, 10)


def change_words(indicator: Indicator, before: Figure | None, now: Figure) -> str:
    """The same with sign and unit: `+20 percentage points`; a change too small for the publisher's decimals is said."""
    size = change(before, now)
    if size is None:
        return ""
    text = numbers.signed(indicator, size)
    return numbers.points(indicator, text) if is_seen(text.lstrip("+")) else "by less than is shown"


def new_line(one: NewPeriod) -> str:
    """A new figure beside the newest before: `2025/26: 1%; 2024/25: 100% (−99 percentage points)`."""
    said = f"{one.period.label}: {figure(one.indicator, one.now)}"
    if one.before is None or one.before_period is None:
        return f"{said}; no earlier figure to set it beside"
    moved = change_words(one.indicator, one.before, one.now)
    return f"{said}; {one.before_period.label}: {figure(one.indicator, one.before)}" + (f" ({moved})" if moved else "")


def revised_line(one: Revision) -> str:
    """A figure with the one that stood there before: `2024/25: 120%, before 100% (+20 percentage points)`."""
    moved = change_words(one.indicator, one.before, one.now)
    return (
        f"{one.period.label}: {figure(one.indicator, one.now)}, before {figure(one.indicator, one.before)}"
        f"{f' ({moved})' if moved else ''}"
    )


def came_line(one: Revision) -> str:
    """A figure that came, went, or is missing for another reason."""
    return f"{one.period.label}: {figure(one.indicator, one.before)}, now {figure(one.indicator, one.now)}"


def line(one: NewPeriod | Revision) -> str:
    """A changed figure, whatever kind of change it is; one that is the same has no other beside it."""
    if isinstance(one, NewPeriod):
        return new_line(one)
    if one.before.value == one.now.value and one.now.value is not None:
        return f"{one.period.label}: {figure(one.indicator, one.now)}, as before"
    return revised_line(one) if one.is_revised else came_line(one)


def turns(before: Figure | None, now: Figure) -> str:
    """Band and verdict where they are other ones: `down from B, second quarter, to D, worst quarter; …`."""
    if before is None:
        return ""
    parts = []
    if before.band and now.band and before.band != now.band:
        way = "up" if now.band < before.band else "down"
        parts.append(f"{way} from {before.band}, {BANDS[before.band]}, to {now.band}, {BANDS[now.band]} of England")
    elif before.band != now.band:
        parts.append(f"band {before.band or 'none'}, now {now.band or 'none'}")
    if before.comparison != now.comparison:
        parts.append(
            f"against the neighbours {before.comparison or 'no verdict'}, now {now.comparison or 'no verdict'}"
        )
    return "; ".join(parts)


def side(before: Figure | None, now: Figure) -> str:
    """To which side a figure has turned: `worse` or `better` by band and verdict, empty where they say neither."""
    if before is None:
        return ""
    steps = []
    if before.band and now.band:
        steps.append(ord(before.band) - ord(now.band))
    if before.comparison in VERDICTS and now.comparison in VERDICTS:
        steps.append(VERDICTS.index(now.comparison) - VERDICTS.index(before.comparison))
    ways = {step > 0 for step in steps if step}
    return ("better" if ways.pop() else "worse") if len(ways) == 1 else ""


def neighbours_sentence(
    group: Group, found: Differences, names: dict[str, str], editions: Sequence[NewEdition] = ()
) -> str:
    """Whether the comparators have changed, and who came and went."""
    if group.name not in TITLES and not found.new_editions:
        return f"The comparators chosen here ({group.title}) are no part of a snapshot, so they are the same in both."
    came, went = (listed([names[code] for code in codes]) for codes in (found.joined, found.left))
    changed = f"Among the neighbours, {came or 'nobody'} came for {went or 'nobody'}." if came or went else ""
    new = " ".join(edition_sentence(edition) for edition in editions)
    if not new and found.new_editions:
        new = f"There is a new edition of the statistical neighbours: {listed(found.new_editions)}."
    return f"{new} {changed}".strip() or "The statistical neighbours are the same."


def edition_sentence(edition: NewEdition) -> str:
    """Who joined and who left with a new edition."""
    came, went = listed(edition.joined) or "nobody", listed(edition.left) or "nobody"
    return sentence(f"{edition.title} is new: beside those of {edition.before}, {came} came for {went}")


def verdict(found: Figure | None) -> str:
    """The verdict against the neighbours as a table says it."""
    return found.comparison if found and found.comparison else "none"
