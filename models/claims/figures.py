"""The figures of a text: 45%, 90 per 10,000, £1.2m, 304 of 336, 7 points, six."""

import re

from models.claims.parts import Figure, FigureUnit

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_WORDS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_WORD_NUMBER = r"(?P<word>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|one)(?=\s+(?:more|fewer|less)\b)"
_MINUS = "-−–"
_UNITS = r"""
    \s*(?P<points>(?:percentage|per\ ?cent(?:age)?|%)?[\s-]*(?:points?|ppts?|pp|pts)\b)
  | \s*(?P<percent>%|per\ ?cent\b)
  | \s*(?:children|young\ people)?\s*(?:per|/|in(?:\ every)?)\s*(?P<per>100,?000|10,?\ ?000|1,?000|100k|10k|1k)\b
  | (?P<scale>m|bn|k|\s*million|\s*billion|\s*thousand)\b
"""
_FIGURE = re.compile(
    rf"(?<![\w.,/])(?P<bracket>\()?(?P<sign>[+{re.escape(_MINUS)}])?(?P<money>£)?\s?(?P<number>{_NUMBER})(?![\d/])"
    rf"(?:{_UNITS})?|\b{_WORD_NUMBER}",
    re.VERBOSE | re.IGNORECASE,
)
_OUT_OF = re.compile(
    rf"(?<![\w.])(?P<part>{_NUMBER})(?:\s+(?:out\s+)?of\s+(?:the\s+|our\s+)?|\s*/\s*)(?P<whole>{_NUMBER})(?![\w%])"
)
_ORDINALS = {
    word: place
    for place, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
}
_PLACE = rf"(?:\d+(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})"
_WAY = "highest|lowest|best|worst|largest|smallest"
_RANK = re.compile(
    rf"\b(?P<place>{_PLACE})[\s-]+(?P<way>{_WAY})\b|\brank(?:ed|s|ing)?\s+(?P<ranked>{_PLACE}|\d+)(?:\s+(?:out\s+)?of\s+(?P<of>\d+))?"
    rf"|\b(?P<bare>{_PLACE})\s+(?:out\s+)?of\s+(?P<all>\d+)\b|\bthe\s+(?P<alone>{_WAY})\b",
    re.IGNORECASE,
)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_LONGEST_YEAR = 4


def figures(text: str) -> list[Figure]:
    """Every figure of a text, in order. `304 of 336` is one, `out_of` the second number."""
    found = [_counts(match) for match in _OUT_OF.finditer(text) if _is_counts(match)]
    taken = [(figure.start, figure.end) for figure in found]
    for match in _FIGURE.finditer(text):
        figure = _figure(match)
        is_unit = re.search(r"\bper\s+$", text[: figure.start])  # the 10k of `rate per 10k`
        if not is_unit and not any(start < figure.end and figure.start < end for start, end in taken):
            found.append(figure)
    return sorted(found, key=lambda figure: figure.start)


def ranks(text: str) -> list[Figure]:
    """Every rank of a text: 3rd highest, ranked 116th of 151, the lowest. `out_of` is of how many."""
    found = []
    for match in _RANK.finditer(text):
        place, of = match["place"] or match["ranked"] or match["bare"], match["of"] or match["all"]
        number = _place(place) if place else 1
        found.append(
            Figure(match[0], match.start(), match.end(), number, 0, FigureUnit.PLAIN, out_of=float(of) if of else None)
        )
    return found


def _place(text: str) -> int:
    return _ORDINALS.get(text.lower()) or int(re.sub(r"\D", "", text))


def _is_counts(match: re.Match[str]) -> bool:
    part, whole = _number(match["part"]), _number(match["whole"])
    looks_like_a_year = len(match["part"]) == _LONGEST_YEAR and "/" in match[0]
    return part <= whole and whole >= 2 and not looks_like_a_year and "." not in match[0]


def _counts(match: re.Match[str]) -> Figure:
    return Figure(
        match[0],
        match.start(),
        match.end(),
        _number(match["part"]),
        0,
        FigureUnit.PLAIN,
        out_of=_number(match["whole"]),
    )


def _figure(match: re.Match[str]) -> Figure:
    if match["word"]:
        return Figure(match[0], match.start(), match.end(), _WORDS[match["word"].lower()], 0, FigureUnit.PLAIN)
    bracket, start = bool(match["bracket"]), match.start("sign") if match["sign"] else match.start("number")
    start = match.start("money") if match["money"] and not match["sign"] else start
    number, decimals = _number(match["number"]), len(match["number"].partition(".")[2])
    if scale := (match["scale"] or "").strip().lower():
        number *= _SCALES[scale]
        decimals -= len(f"{_SCALES[scale]:.0f}") - 1
    number = -number if match["sign"] and match["sign"] in _MINUS else number
    unit, per = _unit(match), 0
    if match["per"]:
        per = int(re.sub(r"[,\s]", "", match["per"].lower().replace("k", "000")))
    text = match.string[start : match.end()]
    return Figure(text, start, match.end(), number, decimals, unit, per, bracketed=bracket)


def _unit(match: re.Match[str]) -> FigureUnit:
    if match["points"]:
        return FigureUnit.POINTS
    if match["percent"]:
        return FigureUnit.PERCENT
    if match["per"]:
        return FigureUnit.RATE
    return FigureUnit.MONEY if match["money"] else FigureUnit.PLAIN


def _number(text: str) -> float:
    return float(text.replace(",", ""))
