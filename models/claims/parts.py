"""What a statement is made of, as read: figures, periods, comparators, and the parts that can be right or wrong."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.authorities import Area


class FigureUnit(StrEnum):
    """What a figure in a text is of; PLAIN where the text does not say."""

    PERCENT = "%"
    POINTS = "percentage points"
    RATE = "rate"
    MONEY = "£"
    PLAIN = ""


@dataclass(frozen=True)
class Figure:
    """A number in a text, with the decimals and the unit that it is stated with. `per` is 10,000 in `90 per 10,000`."""

    text: str
    start: int
    end: int
    number: float
    decimals: int
    unit: FigureUnit
    per: int = 0
    out_of: float | None = None
    bracketed: bool = False


@dataclass(frozen=True)
class When:
    """A period as a text says it. `year` is the calendar year in which it ends; `back` counts years before this one.

    `day` is the date said, where one is; `exact` is False where only a month is. `split`: a year of the form 2024/25.
    `of_month`: a month of a monthly table, whose figures are no year's.
    """

    text: str
    start: int
    end: int
    year: int | None = None
    back: int | None = None
    day: date | None = None
    exact: bool = True
    split: bool = False
    of_month: bool = False


class Whom(StrEnum):
    """Whose figure a part speaks of."""

    OWN = "the authority"
    NEIGHBOURS = "statistical neighbours"
    REGION = "region"
    ENGLAND = "England"
    AREA = "another area"


@dataclass(frozen=True)
class Comparator:
    """Whom a text compares with. `area` is the region or authority that it names, if it names one."""

    whom: Whom
    text: str
    start: int = 0
    end: int = 0
    area: Area | None = None


OWN = Comparator(Whom.OWN, "")


class Kind(StrEnum):
    """What a part states."""

    VALUE = "value"
    COUNTS = "counts"
    CHANGE = "change"
    DIRECTION = "direction of change"
    GAP = "gap"
    RELATION = "comparison"
    RANK = "rank"


class Direction(StrEnum):
    """Which way, as a word says it; BETTER and WORSE need to know which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    BETTER = "better"
    WORSE = "worse"
    SAME = "the same"
    SIMILAR = "similar"


@dataclass(frozen=True)
class Part:
    """One thing that a statement states, and the words that state it (`start` to `end` in the whole text).

    `when` is the period that it speaks of, None where the statement's own; `against` the earlier period of a change.
    `is_earlier`: the value that another is compared with. `figure` is missing from a direction or a comparison, `whom`
    from what is not compared.
    """

    kind: Kind
    text: str
    start: int
    end: int
    figure: Figure | None = None
    whom: Comparator = OWN
    direction: Direction | None = None
    when: When | None = None
    against: When | None = None
    is_earlier: bool = False

    @property
    def amount(self) -> Figure:
        """The figure of a part that has one by its kind."""
        if self.figure is None:
            raise ValueError(f"a part of kind '{self.kind}' without a figure")
        return self.figure


@dataclass(frozen=True)
class Clause:
    """The part of a sentence that speaks of one thing: its `words`, and what is stated of it.

    `subject` are the words without figures, periods and comparators, and so what its subject is to be found in.
    `sentence` is the number of its sentence, `context` that sentence's other words, `heading` the sentence before where
    that states nothing; `when` is the period that they speak of. `refers_back`: it begins with `this` or its like.
    """

    sentence: int
    words: str
    subject: str
    context: str
    heading: str
    parts: tuple[Part, ...]
    when: When | None
    refers_back: bool = False
    heading_when: When | None = None
    ages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A text as read: its clauses, and the authority that it is about.

    `targets` were left aside, and `loose` numbers are of nothing that is said.
    """

    text: str
    clauses: tuple[Clause, ...]
    area: Area | None
    targets: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
