"""A text read into clauses, each of one thing, with what is stated of it. Knows the words, not yet the figures."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from data.authorities import Area, Authorities
from models.claims.parts import Clause, Comparator, Kind, Part, Reading, Whom
from models.claims.roles import Roles, roles, unbound
from models.claims.symbols import marked
from models.claims.whom import comparators, named_authorities
from models.words import GAP, Phrases

# Longer sentences, or with more numbers, are lists of figures that a table would say.
LONGEST_SENTENCE, MOST_NUMBERS, SHOWN = 2_000, 60, 60
_DIGITS = re.compile(r"\d+")
_QUOTES = str.maketrans({"«": '"', "»": '"', GAP: "/"})
# A full stop ends a sentence where a capital, a bullet or a figure follows; a semicolon and a new line always do.
_END = re.compile(r"(?<=[.!?])\s+(?=[\"“'‘(]?[A-Z\d•£○-])|;\s*|\s*\n+\s*|\s*[•○]\s*")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|approx|vs|no|cf|inc|incl)\.\s*$", re.IGNORECASE)
_CUT = re.compile(r",?\s+(?:and|while|whilst|whereas|but)\s+|,\s+|\s+\(|\s+with\s+")
# What may stand between two values of one thing in two periods: 90% in 2024/25 and 88% in 2023/24.
_PERIOD_WORDS = re.compile(
    r"[\W\d_]+|\b(?:and|in|at|on|for|by|during|the|of|to|was|then|st|nd|rd|th|per|year|ending|january|february|march|april|"
    r"may|june|july|august|september|october|november|december|previous|last)\b",
    re.IGNORECASE,
)
# A line of a narrow page that goes on in the next: it ends without a stop, and is long or followed by a small letter.
_BROKEN_LINE = re.compile(
    r"^(?P<line>[^\n\t]{60,}|[^\n\t]+(?=[ ]*\n[ ]*[a-z\d(%£–-]))(?<![.!?:; ])[ ]*\n[ ]*(?=\S)(?![^\n]*\t)", re.MULTILINE
)
_REFERS_BACK = re.compile(r"\W*(?:and\s+|but\s+|however,?\s+)?(?:this|that|these|it|which|here)\b", re.IGNORECASE)
_LEADING_TO_A_COMPARATOR = re.compile(
    r"\b(?:than|with|to|against|as|of|above|below|versus|vs\.?|unlike|outperform\w*|and|or)\s+(?:the\s+|that\s+of\s+|those\s+of\s+|both\s+)*$|[,(]\s*$",
    re.IGNORECASE,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text starts and ends."""
    found, start = [], 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[max(0, match.start() - SHOWN) : match.start()]):
            continue
        found.append((start, match.start()))
        start = match.end()
    found.append((start, len(text)))
    return [(start, end) for start, end in found if text[start:end].strip()]


def plain(text: str) -> str:
    """The text without mark-up and without the line breaks of a narrow page: a line that goes on is joined."""
    text = re.sub(r"</?(?:b|i|em|strong|span|sup|sub)\b[^>]*>|\*\*", "", text)
    text = html.unescape(re.sub(r"<[^<>]{1,200}>", "\n", text))
    text = text.translate(_QUOTES)  # the marks of symbols.py are no part of a text
    return _BROKEN_LINE.sub(r"\g<line> ", text)


def read(text: str, phrases: Phrases, authorities: Authorities, area: Area | None) -> Reading:
    """Read a text. `area` is the authority that was asked about, if one was; others may be named in the text."""
    mentions = phrases.mentions(text)
    subject, others = subject_authority(text, authorities, area)
    compared = sorted([*comparators(text, authorities), *others], key=lambda each: each.start)
    clauses: list[Clause] = []
    targets: list[str] = []
    loose: list[str] = []
    places = [(start, end) for _, start, end in named_authorities(text, authorities)]
    heading, heading_when = "", None
    for number, (start, end) in enumerate(sentences(text)):
        if end - start > LONGEST_SENTENCE or len(_DIGITS.findall(text, start, end)) > MOST_NUMBERS:
            loose.append(f"{text[start : start + SHOWN]}…")
            continue
        known = marked(text, start, end, mentions, compared)
        found = roles(known, text)
        targets += found.targets
        loose += found.loose
        plain = _without(text, [*places, *known.spans])
        within = _clauses(number, found, Sentence(text, plain, start, end))
        clauses += [
            replace(clause, heading=heading, heading_when=heading_when, ages=_within(known.ages, clause))
            for clause in within
        ]
        heading = "" if within else plain[start:end]
        heading_when = next(iter(() if within else unbound(found)), None)
    return Reading(text, tuple(clauses), subject, tuple(targets), tuple(loose))


def subject_authority(
    text: str, authorities: Authorities, area: Area | None
) -> tuple[Area | None, tuple[Comparator, ...]]:
    """The authority that a text is about, and those that it compares with. A text's own subject goes before `area`."""
    subject = area
    others: list[Comparator] = []
    is_named = any(named is area for named, _, _ in named_authorities(text, authorities))
    for named, start, end in named_authorities(text, authorities):
        if named is subject:
            continue
        is_compared = _LEADING_TO_A_COMPARATOR.search(text[:start]) is not None
        if subject is None or (not is_compared and not is_named and not others and subject is area):
            subject = named
        else:
            others.append(Comparator(Whom.AREA, text[start:end], start, end, named))
    return subject, tuple(others)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text, from `start` to `end`; `plain` is the text with figures, periods and names blanked out."""

    text: str
    plain: str
    start: int
    end: int


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    blanked = list(text)
    for start, end in spans:
        blanked[start:end] = GAP * (end - start)
    return "".join(blanked)


def _clauses(number: int, found: Roles, sentence: Sentence) -> list[Clause]:
    text, plain, start, end = sentence.text, sentence.plain, sentence.start, sentence.end
    back = _REFERS_BACK.match(text[start:end]) is not None
    free = unbound(found)
    clauses = []
    for begins, ends in pairwise([start, *_cuts(found, text), end]):
        parts = tuple(part for part in found.parts if begins <= _anchor(part) < ends)
        own = [when for when in free if begins <= when.start < ends] or list(free)
        if parts:
            context = f"{plain[start:begins]} . {plain[ends:end]}"
            when = own[0] if own else None
            clauses.append(Clause(number, text[begins:ends], plain[begins:ends], context, "", parts, when, back))
    return clauses


def _within(ages: Sequence[str], clause: Clause) -> tuple[str, ...]:
    return tuple(age for age in ages if age in clause.words)


def _anchor(part: Part) -> int:
    return part.figure.start if part.figure else part.end - 1


def _cuts(found: Roles, text: str) -> list[int]:
    """Where a sentence turns to another thing: before each further value of the authority itself."""
    own = [part for part in found.parts if _is_own(part)]
    cuts = []
    for before, part in pairwise(own):
        if _is_same_thing(before, part, text):
            continue
        between = text[before.amount.end : part.amount.start]
        last = [match.start() for match in _CUT.finditer(between)]
        cuts.append(before.amount.end + (last[-1] if last else len(between)))
    return cuts


def _is_own(part: Part) -> bool:
    return (
        part.figure is not None and part.whom.whom is Whom.OWN and part.kind in (Kind.VALUE, Kind.CHANGE, Kind.COUNTS)
    )


def _is_same_thing(before: Part, part: Part, text: str) -> bool:
    """Whether two figures are of one thing: a value and its change, its earlier value, or its counts."""
    if part.kind is Kind.COUNTS or before.kind is Kind.COUNTS:
        return True
    if {before.kind, part.kind} == {Kind.VALUE, Kind.CHANGE}:
        return not _starts_anew(before, part, text)
    is_said_by_a_word = part.text != part.amount.text or before.start == part.start
    between = _PERIOD_WORDS.sub(" ", text[before.amount.end : part.amount.start])
    return part.kind is Kind.VALUE and (is_said_by_a_word or (part.when is not None and not between.strip()))


def _starts_anew(before: Part, part: Part, text: str) -> bool:
    """A change that has its own subject: `60%, and a 7% increase for 19 to 21-year-olds`."""
    return re.search(r"\band\s+(?:an?\s+|there\s+\w+\s+)?$", text[before.amount.end : part.amount.start]) is not None
