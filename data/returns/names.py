"""Names of rows: which measure one means, and which part of it: `Children looked after - in area`, `of which boys`."""

import re
from collections.abc import Iterator
from dataclasses import replace

from data.returns.cells import plain
from data.returns.measures import Kind, Measure, Measures

_ROLLING = r"(?:rolling|moving|last|previous|past|over)? ?(?:12|twelve)[ -]?months?(?: rolling)?(?: total| sum)?"
_CUMULATIVE = r"(?:cumulative|accumulative|cumul\.?|ytd|year to date|since april|financial year to date)(?: total)?"
_KINDS = (
    (Kind.ROLLING, "rolling 12 months", rf"(?:{_ROLLING}|rolling(?: year| total)?)"),
    (Kind.CUMULATIVE, "cumulative", _CUMULATIVE),
)
_AFTER = tuple((kind, words, re.compile(rf"^{form}$", re.IGNORECASE)) for kind, words, form in _KINDS)
_BEFORE = tuple((kind, words, re.compile(rf"^{form}[ :,-]+(?=\S)", re.IGNORECASE)) for kind, words, form in _KINDS)
# What stands behind a name without making a part of it: a unit, a date, how it is counted.
_NO_PART = re.compile(
    r"^(?:\d[\d/ -]*|%|number|no\.?|count|rate|percentage|target|per [\d,]+.*|monthly|quarterly|annual|"
    r"in (?:the )?month|provisional|revised|final|local|snapshot|(?:new|old) definition.*)$",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(r"^[-•*]? ?(?:of which|of whom|of these|including)\b[ :,-]*(?:are |were )?(?=\S)", re.IGNORECASE)
_LAST_BRACKETS = re.compile(r"^(?P<head>.*\S) ?\((?P<tail>[^()]+)\)$")
_SEPARATORS = (" - ", ": ", ", ", " – ")
LONGEST_PART = 80


def named(measures: Measures, text: str, above: Measure | None = None) -> tuple[Measure | None, str]:
    """The measure that a row's name means and the part of it, both empty where no measure is called so.

    `above` is the measure of the row above, of which `of which in area` is a part. A name that says "rolling 12 months"
    or "cumulative" means the measure counted so.
    """
    said = plain(text)
    if found := measures.find(said):
        return found, ""
    for kind, words, form in _BEFORE:
        match = form.match(said)
        whole = measures.find(said[match.end() :]) if match else None
        if whole is not None and (counted := _counted(whole, kind, words)):
            return counted, ""
    for head, tail in _splits(said):
        whole = measures.find(head)
        if whole is None:
            continue
        for kind, words, form in _AFTER:
            if form.match(tail) and (counted := _counted(whole, kind, words)):
                return counted, ""
        if not _NO_PART.match(tail) and not any(form.match(tail) for _, _, form in _AFTER):
            return whole, tail[:LONGEST_PART]
    if above is not None and (match := _OF_WHICH.match(said)):
        return above, said[match.end() :][:LONGEST_PART]
    return None, ""


def _splits(said: str) -> Iterator[tuple[str, str]]:
    """What a name may be cut into: a name before brackets, a dash, a colon or a comma, and what comes after."""
    if match := _LAST_BRACKETS.match(said):
        yield match["head"], match["tail"].strip()
    for separator in _SEPARATORS:
        parts = said.split(separator)
        for place in range(len(parts) - 1, 0, -1):
            head, tail = separator.join(parts[:place]).strip(), separator.join(parts[place:]).strip()
            if head and tail:
                yield head, tail


def _counted(measure: Measure, kind: Kind, words: str) -> Measure | None:
    """The measure counted over twelve months or from April; None where it is a count on a day, which has no sum."""
    if measure.kind is kind:
        return measure
    if measure.kind is not Kind.IN_PERIOD:
        return None
    return replace(
        measure,
        id=f"{measure.id}-{words.split()[0]}",
        title=f"{measure.title} ({words})",
        kind=kind,
        aliases=(),
        counts_in="",
        part_of="",
        at_most=(),
        rate_of="",
        sums=measure.id,
    )
