"""Whom a text speaks of: the authorities and regions that it names, statistical neighbours, England."""

import re
from collections.abc import Sequence
from functools import lru_cache

from data.authorities import Area, AreaKind, Authorities
from models.claims.parts import Comparator, Whom

_KINDS = (
    (
        Whom.NEIGHBOURS,
        r"(?:our\s+|their\s+|its\s+)?(?:statistical[\s-]+neighbou?r(?:s|ing)?(?:\s+(?:authorities|group|local\s+authorities))?'?"
        r"|\bSNs?\b|neighbours'?|neighbouring\s+authorities|statistically\s+similar\s+authorities)",
    ),
    (
        Whom.REGION,
        r"\b(?:the\s+|our\s+)?(?:south[\s-]?east(?:ern)?(?:[\s-]+region(?:al)?)?|SE(?=\b(?:\s+(?:average|region|mean|\d)|\s*[,)(:]|$))"
        r"|regional(?:ly)?|(?:the|our)\s+region)\b",
    ),
    (
        Whom.ENGLAND,
        r"\b(?:England'?s?|national(?:ly)?|the\s+country|English)\b(?!\s+(?:and|&)\s+math)(?!\s+Baccalaureate)",
    ),
)
# Reading is a town, but not where a text speaks of what pupils learn.
_NOT_A_PLACE = {
    "reading": re.compile(
        r"\b(?:writing|maths|mathematics|KS\d|key\s+stage|standard|std|progress|scores?|phonics|depth)\b", re.I
    )
}
_SHORTEST_NAME = 4


def comparators(text: str, authorities: Authorities) -> list[Comparator]:
    """Whom a text may compare with, in order: neighbours, a region, England. Named regions say which they are."""
    found = [
        Comparator(whom, match[0], match.start(), match.end(), _region(match[0], authorities))
        for whom, form in _KINDS
        for match in re.finditer(form, text, re.IGNORECASE if whom is not Whom.ENGLAND else 0)
    ]
    taken = [(each.start, each.end) for each in found]
    taken += [(start, end) for _, start, end in named_authorities(text, authorities)]
    for area, start, end in _named(text, _names(authorities, AreaKind.REGION)):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            found.append(Comparator(Whom.REGION, text[start:end], start, end, area))
    return sorted(found, key=lambda each: each.start)


def named_authorities(text: str, authorities: Authorities) -> list[tuple[Area, int, int]]:
    """The authorities that a text names, spelled as names are, each with its place; the longest name wins."""
    return _named(text, _names(authorities, AreaKind.AUTHORITY))


def _region(text: str, authorities: Authorities) -> Area | None:
    is_named = re.search(r"south[\s-]?east", text, re.IGNORECASE) or re.search(r"\bSE\b", text)
    return authorities.find("South East") if is_named else None


@lru_cache(maxsize=4)
def _names(authorities: Authorities, kind: AreaKind) -> tuple[tuple[str, Area], ...]:
    """The names of all areas of a kind, the longest first, and of those that share one the area that is open."""
    areas = [area for area in authorities.areas if area.kind is kind]
    names = ((name, area) for area in areas for name in (area.name, *area.aliases) if len(name) >= _SHORTEST_NAME)
    return tuple(sorted(names, key=lambda each: (-len(each[0]), each[1].closed is not None)))


def _named(text: str, names: Sequence[tuple[str, Area]]) -> list[tuple[Area, int, int]]:
    found: list[tuple[Area, int, int]] = []
    left = text
    for name, area in names:
        if name not in left:
            continue
        words = _NOT_A_PLACE.get(name.casefold())
        if words is not None and words.search(text):
            continue
        form = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        found += [(area, match.start(), match.end()) for match in form.finditer(left)]
        left = form.sub(lambda match: " " * len(match[0]), left)  # what a longer name has taken is gone
    return sorted(found, key=lambda each: each[1])
