"""The answer to a statement: each part with its verdict, what was found, and what there is to know about it."""

from dataclasses import dataclass
from enum import StrEnum

from data.authorities import Area
from data.indicators import Indicator
from data.periods import Period
from models.benchmark import Benchmark
from models.claims.parts import Part
from models.claims.subjects import Subject
from models.naming import Naming


class Verdict(StrEnum):
    """What the published data say of a part."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_FOUND = "not found"


class Remark(StrEnum):
    """What kind of note is made beside a verdict."""

    COUNTS = "counts"
    NOT_BY_COUNTS = "not by counts"
    CUT_OFF = "cut off"
    ROUNDS_TO = "rounds to"
    AS_WHOLE = "as a whole number"
    OTHER_PERIOD = "other period"
    OTHER_WHOM = "other comparator"
    OTHER_EDITION = "other edition"
    OTHER_INDICATOR = "other indicator"
    EDITION_OF_ITS_DAY = "edition of its day"
    MEDIAN = "median"
    RELATIVE = "relative"
    IN_POINTS = "in points"
    OTHER_WAY = "other way"
    NO_CHANGE = "no change"
    TESTED_SIMILAR = "tested similar"
    TESTED_DIFFERENT = "tested different"
    NOT_TESTED = "not tested"
    MISSING = "missing"
    NO_PERIOD = "no period"
    NOT_ON_THAT_DAY = "not on that day"
    NEXT_DAY = "next day"
    ONLY_LATEST = "only latest"
    NO_POLARITY = "no polarity"
    OPPOSITE = "opposite"
    CONTRIBUTING = "contributing"
    OTHER_UNIT = "other unit"
    RANKED_OF = "ranked of"
    CANNOT_COMPARE = "cannot compare"
    COUNTED_FROM = "counted from"
    CHANGE_BY_COUNTS = "change by counts"


@dataclass(frozen=True)
class Note:
    """One note. Which of the fields it uses depends on its kind; layouts/claims/words.py writes them all."""

    remark: Remark
    numbers: tuple[float, ...] = ()
    period: Period | None = None
    text: str = ""
    indicator: Indicator | None = None


class Scale(StrEnum):
    """In which unit `stated` and `found` are."""

    VALUE = "value"
    POINTS = "points"
    PERCENT = "percent"
    CHILDREN = "counts"
    WORD = "word"
    PLACE = "place"


@dataclass(frozen=True)
class Judgement:
    """One part: what was stated, what was found (a number, or a word such as `higher`), and the verdict.

    `row` is the published figure with its comparators, None where the period has none.
    """

    part: Part
    verdict: Verdict
    scale: Scale
    stated: float | str
    found: float | str | None
    period: Period | None
    notes: tuple[Note, ...] = ()
    row: Benchmark | None = None


@dataclass(frozen=True)
class Statement:
    """What was understood, and the judgement of each of its parts. `assumed_period`: the text names none."""

    subject: Subject
    indicator: Indicator
    period: Period | None
    assumed_period: bool
    judgements: tuple[Judgement, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Unread:
    """Words that were not understood, and the naming that failed, where one was tried."""

    text: str
    naming: Naming | None = None


@dataclass(frozen=True)
class Answer:
    """The whole answer. `targets` were left aside: no publication holds an authority's own."""

    area: Area | None
    statements: tuple[Statement, ...]
    not_understood: tuple[Unread, ...]
    targets: tuple[str, ...] = ()
