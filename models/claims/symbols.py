"""A sentence with what is known in it marked: figures, periods, comparators, ideas; so that patterns can be short."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from data.periods import MONTHS
from models.claims.figures import figures, ranks
from models.claims.parts import Comparator, Figure, When
from models.claims.when import whens
from models.words import PLAIN, Mention

# Ages, durations and numbered things: digits that are no figures.
_MONTHS = "|".join(MONTHS)
_NO_FIGURES = re.compile(
    r"(?:\b(?:under|over|within|less\s+than|more\s+than|at\s+least|up\s+to)\s+)?\b\d+(?:\.\d+)?(?:\s*[-–]\s*\d+)?[\s-]*"
    r"(?:months?|weeks?|(?:working\s+)?days?|hours?|miles?|years?[\s-]+olds?|years?)\b(?!\s*(?:more|fewer))"
    r"|\b(?:under|over|aged?|ages|below)[\s-]+\d{1,2}"
    r"(?:s\b|\s*(?:-|–|to|and|or)\s*\d{1,2}\b(?!\s*%)|(?=\s*(?:and|or|to|,|\))))"
    r"|\b(?:the\s+)?age\s+of\s+\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\b"
    r"|\b\d{1,2}s(?!\w)|\b(?:1\d|2[0-5])\+(?!\w)|\bat\s+1[5-9]\b(?!\s*(?:%|per))"
    r"|\b(?:year|section|stage|care|indicator|table|figure|page|quarter|priority|Q|KS|PHASE|PI)\s*\d+\b(?!\s*%)"
    r"|\A\s*\d{1,2}(?:\.\d{1,2})+\.?(?=\s+[A-Z(])"
    r"|\b9\d(?:\.\d)?%\s+(?:confidence|CI\b|interval)",
    re.IGNORECASE,
)
_AGE = re.compile(r"^(?:under|over|aged?|ages|below)\b|\+$|\d+s$|\bage\b|years?[\s-]+olds?$", re.IGNORECASE)


@dataclass(frozen=True)
class Marked:
    """A sentence in which each known thing stands as a mark: «F0» a figure, «C0» a comparator, «W0» a period, «K0» a
    rank, «I0» an idea.

    `ages` are those that no indicator's name speaks of. `places` gives, for each character of `text`, where it stands
    in the whole text.
    """

    text: str
    places: tuple[int, ...]
    figures: tuple[Figure, ...]
    comparators: tuple[Comparator, ...]
    whens: tuple[When, ...]
    ranks: tuple[Figure, ...]
    ages: tuple[str, ...]

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the figures, ranks, periods and comparators stand in the whole text."""
        figures = [(each.start, each.end) for each in (*self.figures, *self.ranks)]
        others = [(each.start, each.end) for each in self.comparators]
        return (*figures, *others, *((when.start, when.end) for when in self.whens))

    def place(self, at: int) -> int:
        """Where a character of the marked sentence stands in the whole text."""
        return self.places[at] if at < len(self.places) else self.places[-1] + 1


def marked(text: str, start: int, end: int, mentions: Iterable[Mention], compared: Sequence[Comparator]) -> Marked:
    """The sentence from `start` to `end` of a text, given the ideas and comparators of the whole text."""
    taken: list[_Taken] = []
    for kind, begins, ends, thing in _things(text, start, end, mentions, compared):
        if not any(begins < other.end and other.start < ends for other in taken):
            taken.append(_Taken(kind, begins, ends, thing))
    return _written(text, start, end, sorted(taken, key=lambda each: each.start))


@dataclass(frozen=True)
class _Taken:
    kind: str
    start: int
    end: int
    thing: object


def _things(
    text: str, start: int, end: int, mentions: Iterable[Mention], compared: Sequence[Comparator]
) -> Iterator[tuple[str, int, int, object]]:
    """Everything known in a sentence, with its mark; of two that overlap the earlier kind counts."""
    sentence = text[start:end]
    yield from (("W", start + when.start, start + when.end, when) for when in whens(sentence))
    for mention in mentions:
        if start <= mention.start < end and _is_masked(mention, text):
            yield "I", mention.start, mention.end, mention
    yield from (("C", each.start, each.end, each) for each in compared if start <= each.start < end)
    yield from (("K", start + rank.start, start + rank.end, rank) for rank in ranks(sentence))
    yield from (("I", start + match.start(), start + match.end(), match[0]) for match in _NO_FIGURES.finditer(sentence))
    yield from (("F", start + figure.start, start + figure.end, figure) for figure in figures(sentence))


def _is_masked(mention: Mention, text: str) -> bool:
    """Ideas of more words than one, or with digits; but not two bare numbers that a text goes `from` and `to`."""
    words = text[mention.start : mention.end]
    if all(idea.startswith(PLAIN) for idea in mention.ideas):
        return False
    bare = re.fullmatch(r"[\d\s\-–,./]*(?:to|and|or|[-–/])?[\d\s]*", words) is not None
    before = text[max(0, mention.start - 12) : mention.start]
    return not (bare and (re.search(r"\b(?:from|between)\s+$", before) or text[mention.end : mention.end + 1] == "%"))


def _written(text: str, start: int, end: int, taken: Sequence[_Taken]) -> Marked:
    written: list[str] = []
    places: list[int] = []
    at = start
    things: dict[str, list[object]] = {"F": [], "C": [], "W": [], "I": [], "K": []}
    for each in taken:
        mark = f"«{each.kind}{len(things[each.kind])}»"
        things[each.kind].append(_placed(each))
        written += [text[at : each.start], mark]
        places += [*range(at, each.start), *[each.start] * (len(mark) - 1), max(each.start, each.end - 1)]
        at = each.end
    written.append(text[at:end])
    places.extend(range(at, end))
    return Marked(
        "".join(written),
        tuple(places) or (start,),
        tuple(things["F"]),  # type: ignore[arg-type]
        tuple(things["C"]),  # type: ignore[arg-type]
        tuple(things["W"]),  # type: ignore[arg-type]
        tuple(things["K"]),  # type: ignore[arg-type]
        tuple(each.thing for each in taken if isinstance(each.thing, str) and _AGE.search(each.thing)),
    )


def _placed(taken: _Taken) -> object:
    """A figure or period with its place in the whole text instead of in its sentence."""
    thing = taken.thing
    return replace(thing, start=taken.start, end=taken.end) if isinstance(thing, Figure | When) else thing
