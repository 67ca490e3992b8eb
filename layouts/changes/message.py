"""The message that tells somebody what new figures change: as plain text and as HTML, in the words of the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from layouts.changes import words
from layouts.markup import element, joined
from layouts.phrases import listed
from layouts.shell import NAME
from models.differences import Differences, NewPeriod, Revision

LINES = 12
"""Figures of one kind that a message names; the page has all of them."""
WHY = f"You are told because you asked for it in your account on {NAME}. All figures are published ones."


@dataclass(frozen=True)
class Told:
    """What changes for one authority since `since` (in words); `found` is None where that cannot be said any more.

    `group` names the comparators, `names` the authorities that came and went among them; `address` is that of the page.
    """

    authority: str
    since: str
    found: Differences | None
    group: str
    neighbours: str
    address: str


@dataclass(frozen=True)
class Section:
    """One kind of change: its heading, and a line for each figure with what it turns; `rest` are not named."""

    heading: str
    lines: tuple[tuple[str, str], ...]
    rest: int


def subject(told: Sequence[Told]) -> str:
    """What the message is about."""
    return f"New figures for {listed([one.authority for one in told])}"


def as_text(name: str, told: Sequence[Told], source: str, end: str) -> str:
    """The message without markup; `source` says where the figures are from, `end` is the address that ends these."""
    parts = [f"{name},", *(_text_of(one) for one in told), source, WHY, f"To be told no longer: {end}"]
    return "\n\n".join(parts) + "\n"


def as_html(name: str, told: Sequence[Told], source: str, end: str) -> str:
    """The same with headings and links. No pictures, no styles: nothing is fetched when it is read."""
    foot = element("p", WHY, " ", element("a", "Tell me no longer", href=end), ".")
    parts = [*(_html_of(one) for one in told), element("p", source), foot]
    body = element("body", element("p", f"{name},"), *parts)
    head = element("head", Markup('<meta charset="utf-8">'), element("title", subject(told)))
    return joined(Markup("<!DOCTYPE html>"), element("html", head, body, lang="en-GB"))


def sections(found: Differences) -> list[Section]:
    """The kinds of changes that there are, what stands elsewhere first in each."""
    kinds: list[tuple[str, Sequence[NewPeriod | Revision]]] = [
        ("New periods", found.new_periods),
        ("Revised figures", found.revised),
        ("Figures that came or went", found.come_or_gone),
        ("The same figure, another standing", found.turned),
    ]
    made = [_section(heading, listing) for heading, listing in kinds if listing]
    for heading, indicators in (
        ("New indicators", found.new_indicators),
        ("No longer published", found.gone_indicators),
    ):
        if indicators:
            lines = tuple((one.title, "") for one in indicators[:LINES])
            made.append(Section(f"{heading}: {len(indicators)}", lines, len(indicators) - len(lines)))
    return made


def _section(heading: str, listing: Sequence[NewPeriod | Revision]) -> Section:
    ordered = sorted(listing, key=lambda one: (not one.flips, one.now.value is None))
    lines = tuple((f"{one.indicator.title}. {words.line(one)}", _turn(one)) for one in ordered[:LINES])
    return Section(f"{heading}: {len(listing)}", lines, len(listing) - len(lines))


def _turn(one: NewPeriod | Revision) -> str:
    if not one.flips or (isinstance(one, Revision) and not one.is_revised):
        return ""
    return f"{words.SIDES[words.side(one.before, one.now)]}: {words.turns(one.before, one.now)}"


def _introduced(one: Told) -> str:
    if one.found is None:
        return (
            f"There are new figures for {one.authority}. The figures that you were told of last are no longer kept "
            "here, so it cannot be said what has changed since; the page shows where it stands now."
        )
    return f"Since {one.since}, {words.summary(one.authority, one.found)} Compared with {one.group}. {one.neighbours}"


def _text_of(one: Told) -> str:
    parts = [f"{one.authority.upper()}", _introduced(one)]
    for section in sections(one.found) if one.found else []:
        lines = [f"- {line}" + (f"\n  {turn}" if turn else "") for line, turn in section.lines]
        parts.append("\n".join([section.heading, *lines, *_rest(section)]))
    return "\n\n".join([*parts, f"All of it: {one.address}"])


def _html_of(one: Told) -> Markup:
    parts: list[Markup] = []
    for section in sections(one.found) if one.found else []:
        items = [
            element("li", line, Markup("<br>"), element("strong", turn)) if turn else element("li", line)
            for line, turn in section.lines
        ]
        parts += [
            element("h3", section.heading),
            element("ul", *items),
            *(element("p", rest) for rest in _rest(section)),
        ]
    way = element("p", element("a", f"All that has changed for {one.authority}", href=one.address))
    return joined(element("h2", one.authority), element("p", _introduced(one)), *parts, way)


def _rest(section: Section) -> list[str]:
    return [f"And {section.rest} more on the page."] if section.rest else []
