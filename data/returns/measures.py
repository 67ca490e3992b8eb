"""Local measures: what returns count beside what is published, each one entry of a definition file."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from data.errors import PortalError
from data.indicators import Indicator, Polarity
from data.returns.cells import plain

FILE = "local_measures.toml"
UNDER_REVIEW = re.compile(r"[ (\[-]*(?:figures? )?under review[)\]]*", re.IGNORECASE)
_FOOTNOTE = re.compile(r" *\((?:c[ip]n\*?|\*+|[0-9])\)|[*†‡^]+")


class Kind(StrEnum):
    """How a measure's figures belong together over the months of a year."""

    SNAPSHOT = "snapshot"
    IN_PERIOD = "in period"
    CUMULATIVE = "cumulative"
    ROLLING = "rolling 12 months"


@dataclass(frozen=True)
class Measure:
    """One measure. `counts_in` is the measure whose count is its denominator; `rate_of` the one whose count it rates.

    `rate_of_denominator` where it rates the denominator of that one. `part_of`: a count that is never more than that
    one's. `at_most`: a share that is never more than that one's (a grade 5 is a grade 4 too). `published` is the id of
    the indicator that publishes it. `sums` is the measure whose months it adds up, over twelve months or from April.
    `of_children` is False for a share of something else: of sessions, of plans. `share_of` are the two measures of
    whose counts it is the share, the first of the second. `in_template` is False for what papers of one kind count: it
    is read and checked, and nobody is asked for it.
    """

    id: str
    title: str
    unit: str
    kind: Kind
    polarity: Polarity
    topic: str = ""
    aliases: tuple[str, ...] = ()
    counts_in: str = ""
    part_of: str = ""
    at_most: tuple[str, ...] = ()
    rate_of: str = ""
    rate_of_denominator: bool = False
    published: str = ""
    cohort_of: str = ""
    sums: str = ""
    of_children: bool = True
    share_of: tuple[str, ...] = ()
    in_template: bool = True

    @property
    def is_percentage(self) -> bool:
        """Whether its figures are percentages."""
        return self.unit == "%"

    @property
    def is_count(self) -> bool:
        """Whether its figures are whole numbers of something."""
        return self.unit == "number"

    @property
    def per(self) -> int:
        """What a rate is per: 10,000 for `rate per 10,000`, 100 for a percentage, 1 otherwise."""
        if self.unit == "%":
            return 100
        match = re.search(r"per ([\d,]+)", self.unit)
        return int(match[1].replace(",", "")) if match else 1


class Measures:
    """All local measures, and beside them the published indicators by their own names."""

    def __init__(self, measures: Iterable[Measure], indicators: Iterable[Indicator] = ()) -> None:
        """Raises PortalError where one name means two measures."""
        self.all = tuple(measures)
        self.by_id = {measure.id: measure for measure in self.all}
        self._by_name: dict[str, Measure] = {}
        for measure in self.all:
            for name in dict.fromkeys(folded(name) for name in (measure.id, measure.title, *measure.aliases)):
                if self._by_name.setdefault(name, measure) is not measure:
                    raise PortalError(f"'{name}' is a name of two measures of {FILE}, one of them {measure.title}.")
        for indicator in indicators:
            found = from_indicator(indicator)
            for name in (indicator.id, indicator.title, *indicator.source_codes):
                self._by_name.setdefault(folded(name), found)

    def find(self, text: str) -> Measure | None:
        """The measure that a name means, word for word but for case, signs and footnotes; None for an unknown one."""
        return self._by_name.get(folded(text))

    @property
    def names(self) -> tuple[str, ...]:
        """The titles of the local measures, in the order of the file."""
        return tuple(measure.title for measure in self.all)


def folded(text: str) -> str:
    """The form in which names are compared: no case, no footnote, no "under review", % and "percentage of" alike."""
    said = _FOOTNOTE.sub("", UNDER_REVIEW.sub("", plain(text))).casefold()
    said = re.sub(r"^(?:%|percentage|percent|proportion)(?: of)?\b ?", "% ", said.replace("&", " and "))
    return " ".join(re.sub(r"[^\w%£+<>-]+", " ", said).split())


def from_indicator(indicator: Indicator) -> Measure:
    """A published indicator as a measure that a return may state under its own name."""
    unit = indicator.unit
    return Measure(
        id=indicator.id,
        title=indicator.title,
        unit=unit,
        kind=Kind.SNAPSHOT if "snapshot" in str(indicator.period) else Kind.ROLLING,
        polarity=indicator.polarity,
        topic=indicator.topic,
        published=indicator.id,
    )


@cache
def load_local_measures() -> tuple[Measure, ...]:
    """Read the definition file once; an entry that is not right, or that names an unknown one, is refused."""
    text = (resources.files("data") / "definitions" / FILE).read_text("utf-8")
    measures = tuple(_measure(entry) for entry in tomllib.loads(text)["measure"])
    known = {measure.id for measure in measures}
    if len(known) != len(measures):
        raise PortalError(f"Two measures of {FILE} share one id.")
    for measure in measures:
        named = [measure.counts_in, measure.part_of, measure.rate_of, *measure.at_most, *measure.share_of]
        if unknown := [name for name in named if name and name not in known]:
            raise PortalError(f"The measure {measure.id} of {FILE} names '{unknown[0]}', which is none.")
    return measures


def _measure(entry: Mapping[str, object]) -> Measure:
    fields = dict(entry)
    try:
        fields["polarity"] = Polarity(str(fields.get("polarity", "neutral")))
        fields["kind"] = Kind(str(fields["kind"]))
        for name in ("aliases", "at_most", "share_of"):
            fields[name] = tuple(fields.get(name, ()))  # type: ignore[arg-type]
        return Measure(**fields)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError) as error:
        which = fields.get("id", "without an id")
        raise PortalError(f"The measure {which} of {FILE} is not right: {error}.") from None
