"""Indicators: what is measured. Each is one entry in a definition file under data/definitions/indicators/."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources

from data.errors import PortalError
from data.periods import PeriodKind

# Units in which the figure of a region or of England is the sum of its authorities' figures.
TOTALS = ("number", "full-time equivalents", "£")


class Polarity(StrEnum):
    """Which direction is good."""

    HIGH = "higher is better"
    LOW = "lower is better"
    NEUTRAL = "neutral"

    @property
    def sign(self) -> int:
        """1 where higher is better, -1 where lower is better, 0 where neither is."""
        return SIGNS[self]


SIGNS = {Polarity.HIGH: 1, Polarity.LOW: -1, Polarity.NEUTRAL: 0}


@dataclass(frozen=True)
class Column:
    """Numbers in a tidy data set: the columns added together, in the rows where every filter has its value.

    `year_offset` 1 reads the year before (a mid-year population stands behind the next March's rate).
    """

    dataset: str
    columns: tuple[str, ...]
    where: Mapping[str, str] = field(default_factory=dict)
    year_offset: int = 0


@dataclass(frozen=True)
class Fingertips:
    """One series of the public health profiles: the indicator's number there and whom it counts.

    A blank sex or age is the only one that the file holds. `downloaded` is the day on which the operator took the file,
    and `file` its name, which the build fills in.
    """

    id: int
    sex: str = ""
    age: str = ""
    category_type: str = ""
    category: str = ""
    downloaded: str = ""
    file: str = ""

    @property
    def code(self) -> str:
        """The series in one line: `Fingertips 90292, Persons, <18 yrs`."""
        return ", ".join(text for text in (f"Fingertips {self.id}", self.sex, self.age, self.category) if text)


@dataclass(frozen=True)
class Indicator:
    """One definition. `lait` is its short description there; `value`, `numerator`, `denominator` its tidy columns.

    `fingertips` is its series in the public health profiles, which brings figure, counts and interval at once.

    `banded` is False where the publisher says that quartile bands should not be drawn. `tested` is False where the
    counts are not numbers of children (full-time equivalents, sessions), so that no interval applies.
    """

    id: str
    title: str
    topic: str
    unit: str
    polarity: Polarity
    decimals: int
    period: PeriodKind
    made: str
    also_in: tuple[str, ...] = ()
    cohort: str = ""
    banded: bool = True
    tested: bool = True
    link: str = ""
    updated: str = ""
    next_update: str = ""
    lait: str = ""
    value: Column | None = None
    numerator: Column | None = None
    denominator: Column | None = None
    source_code: str = ""
    fingertips: Fingertips | None = None

    @property
    def sign(self) -> int:
        """The polarity as 1, -1 or 0."""
        return self.polarity.sign

    @property
    def is_total(self) -> bool:
        """Whether a figure is a sum, so that a region's or England's says nothing of where one authority stands."""
        return self.unit in TOTALS

    @property
    def source_codes(self) -> tuple[str, ...]:
        """Every code by which a source knows this indicator, LAIT's first."""
        health = self.fingertips.code if self.fingertips else ""
        return tuple(code for code in (self.lait, self.source_code, health) if code)

    @property
    def per(self) -> int:
        """What a rate is per: 10,000 for `rate per 10,000`, 100 for a percentage, 1 otherwise."""
        return _per(self.unit)


@cache
def _per(unit: str) -> int:
    if unit == "%":
        return 100
    match = re.search(r"per ([\d,]+)", unit)
    return int(match[1].replace(",", "")) if match else 1


class Indicators:
    """All definitions, in the order of their topics and files."""

    def __init__(self, indicators: tuple[Indicator, ...]) -> None:
        self.all = indicators
        self._by_id = {indicator.id: indicator for indicator in indicators}
        if len(self._by_id) != len(indicators):
            raise PortalError("Two indicator definitions share one id.")
        self._by_code = {_folded(code): indicator for indicator in indicators for code in indicator.source_codes}
        self._by_title = {_folded(indicator.title): indicator for indicator in indicators}

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """Topics in order of first appearance."""
        return tuple(dict.fromkeys(indicator.topic for indicator in self.all))

    def in_topic(self, topic: str) -> tuple[Indicator, ...]:
        """The indicators of a topic, those that belong to it first, then those that are also listed in it."""
        return self._in_topics.get(topic, ())

    @cached_property
    def _in_topics(self) -> Mapping[str, tuple[Indicator, ...]]:
        found: dict[str, list[Indicator]] = {}
        for indicator in self.all:
            found.setdefault(indicator.topic, []).append(indicator)
        for indicator in self.all:
            for topic in indicator.also_in:
                found.setdefault(topic, []).append(indicator)
        return {topic: tuple(listed) for topic, listed in found.items()}

    def find(self, text: str) -> Indicator:
        """An indicator by its id, any of its source codes, or its title; unknown text is refused with the nearest.

        `DATASET:COLUMN` will do without the filters of the code where one indicator alone reads that column.
        """
        folded = _folded(text)
        found = self._by_id.get(folded) or self._by_code.get(folded) or self._by_title.get(folded)
        if found is None and ":" in folded:
            of_column = [indicator for code, indicator in self._by_code.items() if code.startswith(f"{folded} [")]
            found = of_column[0] if len(of_column) == 1 else None
        if found is None:
            names = {_folded(name): name for indicator in self.all for name in (indicator.id, *indicator.source_codes)}
            near = [names[name] for name in get_close_matches(folded, names, n=3, cutoff=0.5)]
            hint = f" Did you mean {' or '.join(near)}?" if near else " `portal indicators` lists them all."
            raise PortalError(f"No indicator is called '{text}'.{hint}")
        return found


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@cache
def load_indicators() -> Indicators:
    """Read every definition file once; an entry with a missing or unknown field is refused with its file and id."""
    folder = resources.files("data") / "definitions" / "indicators"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return Indicators(tuple(entry for file in files for entry in _read_file(file.name, file.read_text("utf-8"))))


def _read_file(name: str, text: str) -> list[Indicator]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PortalError(f"The definition file {name} is not valid TOML: {error}.") from None
    return [indicator_from(entry, f"{name}, entry {number}") for number, entry in enumerate(content["indicator"], 1)]


def indicator_from(entry: Mapping[str, object], where: str) -> Indicator:
    """Turn one definition entry (or one entry of a snapshot's catalogue) into an Indicator."""
    fields = dict(entry)
    try:
        fields["polarity"] = Polarity(str(fields["polarity"]))
        fields["period"] = PeriodKind(str(fields["period"]))
        fields["also_in"] = tuple(fields.get("also_in", ()))  # type: ignore[arg-type]
        for part in ("value", "numerator", "denominator"):
            if isinstance(fields.get(part), Mapping):
                fields[part] = _column_from(fields[part])  # type: ignore[arg-type]
        if isinstance(fields.get("fingertips"), Mapping):
            fields["fingertips"] = Fingertips(**fields["fingertips"])  # type: ignore[arg-type]
        return Indicator(**fields)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError) as error:
        name = fields.get("id", "without an id")
        raise PortalError(f"The indicator definition {name} in {where} is not right: {error}.") from None


def _column_from(part: Mapping[str, object]) -> Column:
    columns = part["columns"]
    return Column(
        dataset=str(part["dataset"]),
        columns=tuple(columns) if isinstance(columns, list | tuple) else (str(columns),),
        where=dict(part.get("where", {})),  # type: ignore[call-overload]
        year_offset=int(part.get("year_offset", 0)),  # type: ignore[call-overload]
    )
