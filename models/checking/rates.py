"""Rates against the counts they are made of: every month implies a population, and it has to be one and the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from data.periods import Period, PeriodKind
from data.returns.content import Figure, Return, Series
from data.returns.measures import Kind as MeasureKind
from data.returns.measures import Measure
from data.returns.months import financial_year, month_of
from models.checking.findings import Finding, Kind, Severity, figure_text, finding_at, number
from models.checking.lookup import own_values, series_of
from models.checking.published import Published
from models.checking.rounding import cut_interval, interval, rounded
from models.checking.units import factor_words, unit_factor

LEAST = 3
"""Months from which a population is worked out."""
SHARE_AGREEING = 0.6
NEAR = 0.03
"""A population within this share of the published one is that one, at another date."""

FAR = 0.8
POPULATION_SOURCE = "published: children aged 0 to 17"

Span = tuple[float, float]


@dataclass(frozen=True)
class Implied:
    """A month's rate and the count it is made of."""

    figure: Figure
    count: float
    per: int

    def population(self, cut: bool) -> Span:
        """The populations that give the stated rate, rounded or cut off."""
        cell = self.figure.cell
        low, high = (cut_interval if cut else interval)(cell.value or 0.0, cell.decimals)
        return self.per * self.count / high, self.per * self.count / max(low, 1e-9)


@dataclass(frozen=True)
class Population:
    """The population on which most months of a row agree, from and to, and which months those are."""

    series: Series
    span: Span
    agreeing: tuple[Implied, ...]
    months: tuple[Implied, ...]
    cut: bool

    @property
    def middle(self) -> float:
        """The middle of the span."""
        return (self.span[0] + self.span[1]) / 2


def rates(found: Return, published: Published | None) -> Iterator[Finding]:
    """Every rate whose count stands in the return too."""
    known: list[Population] = []
    seen: set[tuple[str, str]] = set()
    for series in found.series:
        if series.measure is None or not series.measure.rate_of or series.key in seen:
            continue
        seen.add(series.key)
        months = tuple(_implied(series, series.measure, found))
        if len(months) < LEAST:
            continue
        if published is not None and (found_unit := _other_unit(series, months, published)):
            yield found_unit
            continue
        population = _agreed(series, months)
        if population is None:
            yield from _none(series, months)
            continue
        yield from _outliers(population)
        known.append(population)
    if published is not None:
        yield from _against_published(known, published)
    yield from _between(known)


def _implied(series: Series, measure: Measure, found: Return) -> Iterator[Implied]:
    bases = series_of(found, measure.rate_of, series.breakdown)
    if not bases:
        return
    counts = _counts(bases[0], measure)
    for figure in own_values(series).values():
        if figure.period is None or figure.cell.value is None or figure.cell.value <= 0:
            continue
        count = counts.get(figure.period)
        if measure.kind is MeasureKind.CUMULATIVE:
            count = _since_april(counts, figure.period)
        if count:
            yield Implied(figure, count, measure.per)


def _counts(base: Series, measure: Measure) -> dict[Period, float]:
    made: dict[Period, float] = {}
    for figure in base.own:
        count = figure.cell.denominator if measure.rate_of_denominator else figure.cell.value
        if figure.period is not None and count is not None:
            made.setdefault(figure.period, count)
    return made


def _since_april(counts: dict[Period, float], period: Period) -> float | None:
    """The counts of all months from April to this one; None where one is missing."""
    if period.kind is not PeriodKind.MONTH:
        return None
    year, total = financial_year(period), 0.0
    for after in range((period.end.year - year) * 12 + period.end.month - 3):
        month = month_of(year + (3 + after) // 12, (3 + after) % 12 + 1)
        if month not in counts:
            return None
        total += counts[month]
    return total


def _agreed(series: Series, months: tuple[Implied, ...]) -> Population | None:
    """The population that most months can share, rounded; cut off where that serves more of them."""
    best: Population | None = None
    for cut in (False, True):
        spans = [month.population(cut) for month in months]
        low, high = _busiest(spans)
        agreeing = tuple(month for month, span in zip(months, spans, strict=True) if span[0] <= high and low <= span[1])
        if best is None or len(agreeing) > len(best.agreeing):
            best = Population(series, (low, high), agreeing, months, cut)
    return best if best and len(best.agreeing) >= max(LEAST, SHARE_AGREEING * len(months)) else None


def _busiest(spans: Sequence[Span]) -> Span:
    """The stretch that most spans cover, narrowed to what all of those share."""
    starts = [max((span for span in spans), key=lambda span: sum(s[0] <= span[0] <= s[1] for s in spans))[0]]
    covering = [span for span in spans if span[0] <= starts[0] <= span[1]]
    return max(span[0] for span in covering), min(span[1] for span in covering)


def _outliers(population: Population) -> Iterator[Finding]:
    series = population.series
    for month in population.months:
        if month in population.agreeing:
            continue
        decimals = month.figure.cell.decimals
        expected = number(rounded(month.per * month.count / population.middle, decimals), decimals)
        message = (
            f"{series.name}, {month.figure.heading}: {month.figure.cell.text.strip()} on {number(month.count)}, where "
            f"the other months' rates give {expected} (a population of about {number(population.middle, 0)}). Check "
            "the rate and the count."
        )
        yield finding_at(
            series, month.figure, Severity.ERROR, Kind.RATE, message, expected, "the other months of the row"
        )
    if population.cut:
        figure = population.months[0].figure
        message = f"{series.name}: the rates fit one population only if they were cut off, not rounded. Round them."
        yield finding_at(
            series, figure, Severity.NOTE, Kind.TRUNCATED, message, "rounded rates", "the counts of the row it rates"
        )


def _none(series: Series, months: Sequence[Implied]) -> Iterator[Finding]:
    middles = sorted(_middle(month) for month in months)
    if middles[-1] <= middles[0] * (1 + NEAR):
        return
    message = (
        f"{series.name}: the rates and their counts imply populations from {number(middles[0], 0)} to "
        f"{number(middles[-1], 0)}, and no one population fits most months. Check that the counts are those that the "
        "rates were made of."
    )
    figure = months[0].figure
    yield finding_at(
        series, figure, Severity.WARNING, Kind.RATE, message, "one population", "the counts of the row it rates"
    )


def _middle(month: Implied) -> float:
    return sum(month.population(False)) / 2


def _other_unit(series: Series, months: Sequence[Implied], published: Published) -> Finding | None:
    """The finding that the rates are 10 or 100 times what their counts give, by the published population."""
    first = months[0]
    newest = published.population(first.figure.period.end) if first.figure.period else None
    factor = unit_factor(newest / median(_middle(month) for month in months)) if newest else 0.0
    if newest is None or not factor:
        return None
    expected = figure_text(rounded(first.per * first.count / newest, 0), "", 0)
    message = (
        f"{series.name}, {first.figure.heading}: {first.figure.cell.text.strip()} is {factor_words(factor)} what "
        f"{number(first.count)} of {number(newest)} children are per {first.per:,}. It may be per "
        f"{number(first.per * factor)}; give it per {first.per:,}, as {expected}."
    )
    return finding_at(series, first.figure, Severity.ERROR, Kind.UNIT, message, expected, POPULATION_SOURCE)


def _against_published(known: Sequence[Population], published: Published) -> Iterator[Finding]:
    """Rates whose population is not the published one; rows on the same old population are told together."""
    old: list[tuple[Population, float]] = []
    for population in known:
        period = population.agreeing[0].figure.period
        newest = published.population(period.end) if period else None
        if newest is None or _within(population.span, newest):
            continue
        old.append((population, newest))
    if old:
        population, newest = old[0]
        others = [other.series for other, _ in old[1:]]
        rows = f" So do rows {', '.join(str(series.line) for series in others)}." if others else ""
        share = number(abs(population.middle / newest - 1) * 100, 0)
        side = "low" if population.middle > newest else "high"
        message = (
            f"{population.series.name}: the rates rest on about {number(population.middle, 0)} children; the newest "
            f"estimate is {number(newest, 0)}, so they are {share}% too {side}.{rows} Use the newest population, or "
            "say which one it is."
        )
        far = any(not FAR < other.middle / estimate < 1 / FAR for other, estimate in old)
        severity = Severity.WARNING if far else Severity.NOTE
        figure = population.agreeing[0].figure
        yield finding_at(
            population.series,
            figure,
            severity,
            Kind.POPULATION,
            message,
            number(newest, 0),
            POPULATION_SOURCE,
            number(population.middle, 0),
        )


def _within(span: Span, known: float) -> bool:
    return span[0] <= known * (1 + NEAR) and known * (1 - NEAR) <= span[1]


def _between(known: Sequence[Population]) -> Iterator[Finding]:
    """Two rates of one return that cannot rest on one population."""
    for at, second in enumerate(known):
        for first in known[:at]:
            apart = second.span[0] > first.span[1] or first.span[0] > second.span[1]
            if not apart or first.cut or second.cut or unit_factor(second.middle / first.middle):
                continue
            low, high = _busiest([month.population(True) for month in second.months])
            agrees = low <= high and low <= first.span[1] and first.span[0] <= high
            why = (
                "Those of this row fit the other's population if they were cut off, not rounded: round them."
                if agrees
                else "Use one population for both."
            )
            message = (
                f"{second.series.name} rests on {_spanned(second.span)} children, {first.series.name} (row "
                f"{first.series.line}) on {_spanned(first.span)}. {why}"
            )
            yield finding_at(
                second.series,
                None,
                Severity.NOTE,
                Kind.POPULATION,
                message,
                _spanned(first.span),
                f"row {first.series.line} of this file",
                _spanned(second.span),
            )
            return


def _spanned(span: Span) -> str:
    low, high = number(span[0], 0), number(span[1], 0)
    return low if low == high else f"{low} to {high}"
