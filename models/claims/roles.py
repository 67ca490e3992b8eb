"""What each figure of a sentence is: the value, a change, a gap, a comparator's value, an earlier one, a target."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from models.claims import cues
from models.claims.parts import OWN, Comparator, Figure, FigureUnit, Kind, Part, When, Whom
from models.claims.symbols import Marked

ENGLAND = Comparator(Whom.ENGLAND, "")
BACK = When("the previous year", 0, 0, back=1)


@dataclass
class Roles:
    """The parts found so far, and which figures and periods they have used up."""

    marked: Marked
    text: str
    parts: list[Part] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    scopes: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    bound: set[int] = field(default_factory=set)

    def figure(self, match: re.Match[str], group: str = "f") -> Figure:
        """The figure of a match, now used up."""
        place = int(match[group])
        self.used.add(place)
        return self.marked.figures[place]

    def when(self, match: re.Match[str], *groups: str) -> When | None:
        """The period of a match, where it has one, now bound to the match's figure."""
        known = match.groupdict()
        for group in groups:
            if known.get(group) is not None:
                place = int(known[group])
                self.bound.add(place)
                return self.marked.whens[place]
        return None

    def add(self, kind: Kind, match: re.Match[str], figure: Figure | None = None, **more: object) -> None:
        """A part, stated by the words of a match."""
        start, end = self.marked.place(match.start()), self.marked.place(match.end() - 1) + 1
        self.parts.append(Part(kind, self.text[start:end].strip(" ,(;"), start, end, figure, **more))  # type: ignore[arg-type]

    def free(self, match: re.Match[str], *groups: str) -> bool:
        """Whether none of a match's figures is used yet."""
        return all(int(match[group]) not in self.used for group in groups or ("f",))


def roles(marked: Marked, text: str) -> Roles:
    """Give every figure of a marked sentence its role; those that are left are values of the authority itself."""
    found = Roles(marked, text)
    for step in (
        _targets,
        _from_to,
        _gaps,
        _ranks,
        _comparator_values,
        _changes,
        _earlier,
        _to,
        _relations,
        _moved,
        _values,
    ):
        step(found)
    found.parts.sort(key=lambda part: part.start)
    return found


def _targets(found: Roles) -> None:
    for form in cues.TARGET:
        for match in form.finditer(found.marked.text):
            if found.free(match):
                found.targets.append(found.figure(match).text)


def _from_to(found: Roles) -> None:
    for match in cues.FROM_TO.finditer(found.marked.text):
        if found.free(match, "f", "before"):
            then = found.when(match, "then")
            found.add(Kind.VALUE, match, found.figure(match, "before"), when=then or BACK, is_earlier=True)
            when = found.when(match, "when")
            found.add(Kind.VALUE, match, found.figure(match), when=when)
            if match["move"]:
                found.add(Kind.DIRECTION, match, direction=cues.way_of(match["move"]), when=when, against=then)


def _gaps(found: Roles) -> None:
    for match in (*cues.GAP.finditer(found.marked.text), *cues.AGAINST_GAP.finditer(found.marked.text)):
        if found.free(match):
            whom = found.marked.comparators[int(match["c"])]
            found.add(Kind.GAP, match, found.figure(match), whom=whom, direction=cues.way_of(match["way"]))


def _comparator_values(found: Roles) -> None:
    with_value: set[int] = set()
    for match in cues.COMPARATOR_FIRST.finditer(found.marked.text):
        if found.free(match) and int(match["c"]) not in found.scopes and _is_level(found, match):
            with_value.add(int(match["c"]))
            found.add(Kind.VALUE, match, found.figure(match), whom=_whom(found, match), when=found.when(match, "when"))
    for match in cues.FIGURE_FIRST.finditer(found.marked.text):
        if found.free(match) and int(match["c"]) not in with_value and _is_level(found, match):
            found.add(Kind.VALUE, match, found.figure(match), whom=_whom(found, match))


def _is_level(found: Roles, match: re.Match[str]) -> bool:
    """Whether a figure beside a comparator is a level, not a number of points that something moved by."""
    figure = found.marked.figures[int(match["f"])]
    after = found.marked.text[match.end("f") + 1 :]
    return (
        figure.unit is not FigureUnit.POINTS
        and figure.out_of is None
        and not re.match(r"\s*(?:higher|lower|above|below|better|worse|more|fewer|less)\b", after)
    )


def _whom(found: Roles, match: re.Match[str]) -> Comparator:
    return found.marked.comparators[int(match["c"])]


def _changes(found: Roles) -> None:
    for form in (*cues.CHANGE, cues.MORE):
        for match in form.finditer(found.marked.text):
            if found.free(match) and not _is_noun_of_value(found, match):
                word = match.groupdict().get("move") or match["way"]
                against = found.when(match, "against")
                found.add(Kind.CHANGE, match, found.figure(match), direction=cues.way_of(word), against=against)


def _is_noun_of_value(found: Roles, match: re.Match[str]) -> bool:
    """`a reduction in children looked after, 462` is a value; a rate is no amount of change unless `by` says so."""
    figure = found.marked.figures[int(match["f"])]
    return figure.unit is FigureUnit.RATE and " by " not in match[0]


def _earlier(found: Roles) -> None:
    for match in cues.PREVIOUS.finditer(found.marked.text):
        if found.free(match):
            then = found.when(match, "when", "early")
            found.add(Kind.VALUE, match, found.figure(match), when=then or BACK, is_earlier=True)
            if match["move"]:
                found.add(Kind.DIRECTION, match, direction=cues.way_of(match["move"]), against=then)


def _to(found: Roles) -> None:
    for match in cues.TO.finditer(found.marked.text):
        if found.free(match):
            figure = found.figure(match)
            when, then = _when_of(found, int(match["f"])), None
            before = [place for place in _unused(found) if found.marked.figures[place].start < figure.start]
            if before and found.marked.figures[before[-1]].unit is figure.unit:
                earlier = found.marked.figures[before[-1]]
                found.used.add(before[-1])
                then = _when_of(found, before[-1]) or _when_before(found, earlier)
                found.parts.append(
                    Part(
                        Kind.VALUE,
                        earlier.text,
                        earlier.start,
                        earlier.end,
                        earlier,
                        when=then or BACK,
                        is_earlier=True,
                    )
                )
            found.add(Kind.VALUE, match, figure, when=when)
            found.add(Kind.DIRECTION, match, direction=cues.way_of(match["move"]), when=when, against=then)


def _relations(found: Roles) -> None:
    text = found.marked.text
    for match in cues.RELATION.finditer(text):
        if cues.COMPARATIVE.fullmatch(match["way"]) and not cues.THAN.search(match["gap"]):
            continue  # `grades AAB or better at A level, England`
        if any(part.kind is Kind.GAP and part.whom is _whom(found, match) for part in found.parts):
            continue
        for step in _listed(text, match):
            whom = found.marked.comparators[int(step["c"])]
            start, end = found.marked.place(match.start("way")), found.marked.place(step.end() - 1) + 1
            words = found.text[start:end].strip(" ,(;")
            found.parts.append(Part(Kind.RELATION, words, start, end, whom=whom, direction=cues.way_of(match["way"])))


def _listed(text: str, match: re.Match[str]) -> Iterator[re.Match[str]]:
    """The comparators that one word compares with: below A, B and C."""
    step: re.Match[str] | None = match
    while step is not None:
        yield step
        following = cues.NEXT_COMPARATOR.match(text, step.end())
        another = following and re.search(rf"\b(?:{cues.EVERY_RELATION})\b", following[0], re.IGNORECASE)
        step = None if another else following


def _moved(found: Roles) -> None:
    if any(part.kind in (Kind.DIRECTION, Kind.CHANGE) for part in found.parts):
        return
    for match in cues.MOVED.finditer(found.marked.text):
        found.add(Kind.DIRECTION, match, direction=cues.way_of(match["move"]))


def _ranks(found: Roles) -> None:
    for match in cues.RANK.finditer(found.marked.text):
        figure = found.marked.ranks[int(match["k"])]
        whom = found.marked.comparators[int(match["c"])] if match["c"] else None
        if whom is None and "rank" not in figure.text.lower() and figure.out_of is None:
            continue  # `the best` and `the highest` among whom?
        found.scopes |= {int(match["c"])} if match["c"] else set()
        way = next((way for word, way in cues.WAYS.items() if word in figure.text.lower()), None)
        found.add(Kind.RANK, match, figure, whom=whom or ENGLAND, direction=way)


def _values(found: Roles) -> None:
    for place in _unused(found):
        figure = found.marked.figures[place]
        kind = Kind.VALUE if figure.out_of is None else Kind.COUNTS
        if not _is_stated(found, place):
            found.loose.append(figure.text)
            continue
        when = _when_of(found, place)
        found.used.add(place)
        found.parts.append(Part(kind, figure.text, figure.start, figure.end, figure, OWN, when=when))


def _is_stated(found: Roles, place: int) -> bool:
    """Whether a bare number is said to be one of something; else it may be of a page, a team or a list."""
    figure, text = found.marked.figures[place], found.marked.text
    before, _, after = text.partition(f"«F{place}»")
    is_of_others = bool(cues.OF_OTHERS_BEFORE.search(before))
    if is_of_others and (figure.unit is FigureUnit.PLAIN or cues.OF_OTHERS_AFTER.match(after)):
        return False
    if figure.unit is FigureUnit.PLAIN and cues.SUBSET.search(before):
        return False
    if figure.unit is not FigureUnit.PLAIN or figure.decimals or figure.out_of is not None:
        return True
    return bool(cues.COUNT_BEFORE.search(before) or cues.COUNT_AFTER.match(after))


def _unused(found: Roles) -> list[int]:
    return [place for place in range(len(found.marked.figures)) if place not in found.used]


def _when_of(found: Roles, place: int) -> When | None:
    """The period that stands right after a figure: `462 on 1 April 2025`."""
    for match in cues.VALUE_WHEN.finditer(found.marked.text):
        if int(match["f"]) == place and int(match["when"]) not in found.bound:
            found.bound.add(int(match["when"]))
            return found.marked.whens[int(match["when"])]
    return None


def _when_before(found: Roles, figure: Figure) -> When | None:
    for place, when in reversed(list(enumerate(found.marked.whens))):
        if when.end <= figure.start and place not in found.bound:
            found.bound.add(place)
            return when
    return None


def unbound(found: Roles) -> tuple[When, ...]:
    """The periods that belong to no single figure, and so to the sentence."""
    text = found.marked.text
    return tuple(
        when
        for place, when in enumerate(found.marked.whens)
        if place not in found.bound and not cues.COMPARED_WITH_WHEN.search(text.partition(f"«W{place}»")[0])
    )
