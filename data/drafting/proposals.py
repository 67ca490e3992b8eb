"""The indicators that are proposed for a tidy file: one for each column of figures and each series of its rows."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from data.drafting.arithmetic import pairs_of
from data.drafting.filters import Combinations, Filters, Series
from data.drafting.measures import Measure, measures_of, named
from data.drafting.survey import Survey
from data.indicators import Column, Indicator, Indicators, Polarity
from data.periods import PeriodKind

LONGEST_ID = 120
UNDECIDED = "nobody has said which direction is good: to be decided (--polarity, or here)"


@dataclass(frozen=True)
class Wishes:
    """What the analyst said. `shares` are columns of 0 to 1, `breakdowns` filters to be drafted value by value."""

    topic: str
    link: str = ""
    publication: str = ""
    period: PeriodKind | None = None
    polarity: Mapping[str, Polarity] = field(default_factory=dict)
    breakdowns: frozenset[str] = frozenset()
    all_breakdowns: bool = False
    shares: frozenset[str] = frozenset()
    most: int = 500


@dataclass(frozen=True)
class Proposal:
    """One drafted indicator, and the sentences that stand beside it."""

    indicator: Indicator
    why: tuple[str, ...]

    @property
    def column(self) -> str:
        """The column of figures that it is drafted from."""
        return self.indicator.value.columns[0] if self.indicator.value else ""


@dataclass(frozen=True)
class Proposals:
    """All of a file's, with what was not drafted: combinations beyond the limit, columns without a figure."""

    measures: tuple[Measure, ...]
    drafted: tuple[Proposal, ...]
    beyond: int
    without_figures: int
    open_filters: tuple[str, ...]


def propose(found: Survey, filters: Filters, wishes: Wishes, known: Indicators) -> Proposals:
    """Draft the indicators of a file, at most `wishes.most`. `known` are those whose ids and titles are taken."""
    authority_rows = np.flatnonzero(found.is_authority)
    kinds = np.array([period.kind for period in found.file.periods], dtype=object)[found.file.period_codes]
    whole = Combinations(found, filters.names, authority_rows)
    measures = measures_of(found, pairs_of(found, whole), wishes.shares)
    taken = _Taken(known)
    drafted: list[Proposal] = []
    beyond = without = 0
    opened: dict[str, None] = {}
    figures = [name for name in found.figures if name not in filters.numbers]
    for kind in dict.fromkeys(kinds[authority_rows]):
        rows = authority_rows[kinds[authority_rows] == kind]
        made = Combinations(found, filters.names, rows)
        open_filters = _open(made, found, measures, wishes)
        opened |= dict.fromkeys(open_filters)
        headline = np.flatnonzero(made.headline(open_filters) | wishes.all_breakdowns)
        held = {name: _with_figures(found, made, name) for name in figures}
        for place in headline[np.argsort(made.first[headline], kind="stable")]:
            series = made.series(int(place))
            for name in figures:
                measure = measures[name]
                if not held[name][place] or _is_whole_of_itself(measure, series):
                    without += 1
                elif len(drafted) >= wishes.most:
                    beyond += 1
                else:
                    drafted.append(_proposal(found, measure, (made, int(place)), kind, wishes, taken))
    return Proposals(tuple(measures[name] for name in figures), tuple(drafted), beyond, without, tuple(opened))


def _open(made: Combinations, found: Survey, measures: Mapping[str, Measure], wishes: Wishes) -> frozenset[str]:
    """The filters whose values each get an indicator: those asked for, and those that a percentage is shared out by."""
    across = {measure.pair.across for measure in measures.values() if measure.pair and measure.pair.across}
    with_total = [(at, name) for at, name in enumerate(made.names) if made.totals[at]]
    shared = {name for at, name in with_total if _is_shared_out(made, found, at, measures)}
    return frozenset((wishes.breakdowns | across | shared) & set(made.names))


def _is_shared_out(made: Combinations, found: Survey, at: int, measures: Mapping[str, Measure]) -> bool:
    is_total = np.isin(made.values[made.code][:, at], list(made.totals[at]))
    for name, measure in measures.items():
        if measure.unit != "%":
            continue
        values = found.file.column(name)[0][made.rows]
        of_totals, of_parts = values[is_total & ~np.isnan(values)], values[~is_total & ~np.isnan(values)]
        top = 1 if measure.is_share and np.nanmax(values, initial=0) <= 1 else 100
        if len(of_parts) and (of_parts != top).any() and (of_totals == top).all():
            return True
    return False


def _is_whole_of_itself(measure: Measure, series: Series) -> bool:
    """Whether it is the share of a total in that very total: 100 for everybody."""
    return bool(measure.pair and measure.pair.across in series.at_total)


def _with_figures(found: Survey, made: Combinations, name: str) -> np.ndarray:
    """A mask of the combinations in which a column has any figure."""
    known = ~np.isnan(found.file.column(name)[0][made.rows])
    held = np.zeros(len(made.values), dtype=bool)
    held[made.code[known]] = True
    return held


class _Taken:
    """The ids and titles that are in use."""

    def __init__(self, known: Indicators) -> None:
        self.ids = {indicator.id for indicator in known}
        self.titles = {_bare(indicator.title) for indicator in known}

    def id(self, text: str) -> str:
        slug = "-".join(re.findall(r"[a-z0-9]+", text.casefold()))
        if len(slug) > LONGEST_ID:
            slug = f"{slug[: LONGEST_ID - 9].rstrip('-')}-{hashlib.sha256(slug.encode()).hexdigest()[:8]}"
        found = self._first(slug, self.ids, "{}-{}")
        self.ids.add(found)
        return found

    def title(self, text: str, name: str) -> str:
        if _bare(text) in self.titles:
            text = f"{text} ({name})"
        found = self._first(text, self.titles, "{} ({})")
        self.titles.add(_bare(found))
        return found

    def _first(self, text: str, used: set[str], form: str) -> str:
        found, number = text, 2
        while _bare(found) in used:
            found, number = form.format(text, number), number + 1
        return found


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())


def _proposal(
    found: Survey, measure: Measure, at: tuple[Combinations, int], kind: PeriodKind, wishes: Wishes, taken: _Taken
) -> Proposal:
    made, place = at
    series, dataset = made.series(place), found.file.dataset.name
    parts = [text for name, text in series.where.items() if name not in series.at_total]
    period = wishes.period or kind
    several_kinds = len({one.kind for one in found.file.periods}) > 1
    suffix = [kind.value] if several_kinds else []
    words = [*parts, *suffix]
    title = f"{measure.title}: {', '.join(words)}" if words else measure.title
    values = f" [{', '.join(series.where.values())}]" if series.where else ""
    code = f"{dataset}:{measure.name}{values}" + (f" ({kind.value})" if several_kinds else "")
    polarity = wishes.polarity.get(measure.name)
    numerator, denominator, why = _counts(measure, at, dataset)
    unit, decimals = measure.unit, measure.decimals
    if measure.by_figures:
        is_whole = found.is_whole(measure.name, made.rows[made.code == place])
        unit, decimals = ("number", 0) if is_whole else ("score", measure.decimals)
    indicator = Indicator(
        id=taken.id(" ".join([dataset, measure.name, *words])),
        title=taken.title(title, dataset),
        topic=wishes.topic,
        cohort="; ".join(f"{named(found, name)}: {text}" for name, text in series.where.items()),
        unit=unit,
        polarity=polarity or Polarity.NEUTRAL,
        decimals=decimals,
        period=period,
        made=_made(found, measure, dataset),
        tested=measure.tested,
        link=wishes.link,
        source_code=code,
        value=Column(dataset, (measure.name,), series.where),
        numerator=numerator,
        denominator=denominator,
    )
    return Proposal(indicator, (*measure.why, *why, *([] if polarity else [f"polarity: {UNDECIDED}"])))


def _counts(
    measure: Measure, at: tuple[Combinations, int], dataset: str
) -> tuple[Column | None, Column | None, Sequence[str]]:
    made, place = at
    where, pair = made.series(place).where, measure.pair
    if pair is None:
        return None, None, ()
    if not pair.holds_for(tuple(where.values())):
        return None, None, ("no counts: for these values of the filters they do not give the figures",)
    total = made.total_of(place, pair.across) if pair.across else made.series(place)
    if total is None:
        return None, None, (f"no counts: there is no total of {pair.across} for it",)
    numerator = Column(dataset, (pair.numerator,), where)
    return numerator, Column(dataset, (pair.denominator,), total.where), ()


def _made(found: Survey, measure: Measure, dataset: str) -> str:
    pair = measure.pair
    if pair is None:
        return f"Column {measure.name} of {dataset}, as published"
    per = 100 if measure.is_share else pair.per
    one, other = _lower(named(found, pair.numerator)), _lower(named(found, pair.denominator))
    of = f"{other}, {_lower(named(found, pair.across))} total" if pair.across else other
    return f"{per:,} × {one} ÷ {of}" if per > 1 else f"{one[:1].upper()}{one[1:]} ÷ {of}"


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
