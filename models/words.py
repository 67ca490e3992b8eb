"""Words of a text: cut, folded, and read as the ideas of the field; and the unit that a text speaks of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.indicator_names import Idea, IndicatorNames
from data.indicators import Indicator

# Marks an idea that is no entry of the table but a plain word.
PLAIN = "word:"

# Stands for what was taken out of a text, so that no phrase reaches over the gap.
GAP = "|"
_WORD = re.compile(r"\||\d+\.\d+|[^\W_]+(?:['’][^\W_]+)*\+?")
# Never looked at, in phrases and texts alike.
_SILENT = frozenset("and or the a an our their its your these those".split())
# Words that are in too many titles and sentences to tell one indicator from another. Units are read apart.
_COMMON = (
    "of in on at to for by with from as is was are were be been being has have had having who that which this it "
    "we not no but than more most all any each every per percent percentage number num rate rates figure figures "
    "total average avg mean score child pupil young person people year years during during 31 march time age aged "
    "old olds authority local council city county england national south east region regional statistical "
    "neighbour comparator compared previous last latest new now up down inc including 000 10 level data show shows "
    "proportion share made identified least one two three across so far since highest lowest best worst ranked rank "
    "increase increased increasing decrease decreased rise rose risen fall fell fallen reduction reduced reducing drop "
    "dropped improved improving improvement remain remained higher lower above below better worse similar same line "
    "however also although while there their they them our us more fewer less significantly slightly fare well like "
    "10k 100k continue continues continued about around almost just only over"
)


@dataclass(frozen=True)
class Word:
    """A word as compared (`stem`), and where it stands in the text."""

    stem: str
    start: int
    end: int


@dataclass(frozen=True)
class Mention:
    """Ideas that a text speaks of, from character `start` to `end`."""

    ideas: tuple[str, ...]
    start: int
    end: int


def stem(word: str) -> str:
    """A word without case, apostrophes and plural: `Children's` and `child` are one."""
    text = word.casefold().replace("'", "").replace("’", "")
    if text in ("children", "childrens", "childs"):
        return "child"
    if text in ("mathematics", "math"):
        return "maths"
    if len(text) > 4 and text.endswith("ies"):
        return f"{text[:-3]}y"
    if len(text) > 2 and text.endswith("s") and not text.endswith(("ss", "us", "is", "maths")):
        return text[:-1]
    return text


COMMON = frozenset({GAP, *(stem(word) for word in _COMMON.split())})


def words(text: str) -> list[Word]:
    """The words that count, in order. `to` between two numbers is silent, as `and` is everywhere."""
    found = [Word(stem(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]
    kept = []
    for place, word in enumerate(found):
        between = 0 < place < len(found) - 1 and found[place - 1].stem.isdigit() and found[place + 1].stem.isdigit()
        if word.stem not in _SILENT and not (word.stem == "to" and between):
            kept.append(word)
    return kept


@dataclass(frozen=True)
class Phrases:
    """Which ideas each phrase (a row of stems) means; `longest` is the most words of one by the stem it begins with."""

    ideas: Mapping[str, Idea]
    meanings: Mapping[tuple[str, ...], tuple[str, ...]]
    longest: Mapping[str, int]

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The ideas that a text speaks of, in its order. The longest phrase wins; plain words are ideas too."""
        row, place, found = words(text), 0, []
        while place < len(row):
            taken, ideas = self._longest(row, place)
            if ideas:
                found.append(Mention(ideas, row[place].start, row[place + taken - 1].end))
            place += max(taken, 1)
        return tuple(found)

    def ideas_of(self, text: str) -> frozenset[str]:
        """The ideas of a text, without their places."""
        return frozenset(idea for mention in self.mentions(text) for idea in mention.ideas)

    def _longest(self, row: list[Word], place: int) -> tuple[int, tuple[str, ...]]:
        stem = row[place].stem
        for length in range(min(self.longest.get(stem, 0), len(row) - place), 0, -1):
            key = tuple([word.stem for word in row[place : place + length]])
            if key in self.meanings:
                return length, self.meanings[key]
        return 1, () if stem in COMMON else (f"{PLAIN}{stem}",)


def phrases_of(names: IndicatorNames) -> Phrases:
    """The phrases of a definition file as rows of stems."""
    rows = {tuple(word.stem for word in words(phrase)): ideas for phrase, ideas in names.phrases.items()}
    longest: dict[str, int] = {}
    for row in rows:
        longest[row[0]] = max(longest.get(row[0], 0), len(row))
    return Phrases(names.ideas, rows, longest)


class Unit(StrEnum):
    """What kind of figure a text speaks of."""

    PERCENT = "%"
    RATE = "rate"
    PER_10000 = "rate per 10,000"
    PER_100000 = "rate per 100,000"
    PER_1000 = "rate per 1,000"
    NUMBER = "number"
    MONEY = "£"
    SCORE = "score"

    def fits(self, indicator: Indicator) -> bool:
        """Whether an indicator's figures are of this kind. `rate` alone is said of percentages too."""
        unit = indicator.unit
        if self is Unit.RATE:
            return unit.startswith("rate") or unit == "%"
        if self is Unit.MONEY:
            return unit.startswith("£")
        if self is Unit.NUMBER:
            return not unit.startswith(("£", "rate", "%"))
        if self is Unit.SCORE:
            return not unit.startswith(("£", "rate", "%"))
        return unit == self.value


_UNITS = (
    (Unit.PER_100000, r"per\s*(?:100,?000|100k)\b"),
    (Unit.PER_10000, r"per\s*(?:10,?\s?000|10k)\b|/\s*10,?000"),
    (Unit.PER_1000, r"per\s*(?:1,?000|1k)\b"),
    (Unit.PERCENT, r"%|\bper\s?cent(?:age)?\b|\bproportion\b|\bpercentage"),
    (Unit.MONEY, r"£|\bcosts?\b|\bspend"),
    (Unit.SCORE, r"\bscores?\b"),
    (Unit.NUMBER, r"\bnumbers?\b|\bnum\b|\bcount of\b|\bhow many\b"),
    (Unit.RATE, r"\brates?\b"),
)


def unit_of(text: str) -> Unit | None:
    """The unit that a text speaks of, None where it says none."""
    return next((unit for unit, form in _UNITS if re.search(form, text, re.IGNORECASE)), None)
