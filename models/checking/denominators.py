"""Denominators that rows share: the count's own row, or each other."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from data.periods import Period
from data.returns.content import Figure, Return, Series
from models.checking.findings import Finding, Kind, Severity, finding_at, number
from models.checking.lookup import own_values, series_of

LEAST_TO_OUTVOTE = 3


def denominators(found: Return) -> Iterator[Finding]:
    """Every row whose denominator is a count that the return states elsewhere, or that other rows rest on too."""
    by_count: dict[str, list[Series]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for series in found.series:
        if series.measure is not None and series.measure.counts_in and not series.breakdown and series.key not in seen:
            seen.add(series.key)
            by_count[series.measure.counts_in].append(series)
    for count, rows in by_count.items():
        counted = series_of(found, count)
        for series in rows:
            if counted:
                yield from _against_count(series, counted[0])
        if not counted:
            yield from _against_each_other(rows)


def _against_count(series: Series, counted: Series) -> Iterator[Finding]:
    values = own_values(counted)
    for figure in series.own:
        below = figure.cell.denominator
        count = values.get(figure.period) if figure.period else None
        if below is None or count is None or count.cell.value == below:
            continue
        stated = count.cell.text.strip()
        message = (
            f"{series.name}, {figure.heading}: out of {number(below)} here, but {counted.name} (row {count.line}) is "
            f"{stated}. The two are one group of children: correct one, or say how they differ."
        )
        yield finding_at(
            series, figure, Severity.WARNING, Kind.DENOMINATOR, message, stated, f"row {count.line} of this file"
        )


def _against_each_other(rows: list[Series]) -> Iterator[Finding]:
    by_period: dict[Period, list[tuple[Series, Figure, float]]] = defaultdict(list)
    for series in rows:
        for figure in series.own:
            if figure.period is not None and figure.cell.denominator is not None:
                by_period[figure.period].append((series, figure, figure.cell.denominator))
    for stated in by_period.values():
        votes = Counter(below for _, _, below in stated)
        if len(votes) == 1:
            continue
        common, times = votes.most_common(1)[0]
        # Two rows that differ: the first stands, and the second is asked about.
        usual = common if times > 1 or len(stated) >= LEAST_TO_OUTVOTE else stated[0][2]
        other = next(series for series, _, below in stated if below == usual)
        for series, figure, below in stated:
            if below != usual:
                message = (
                    f"{series.name}, {figure.heading}: out of {number(below)} here, but {other.name} (row "
                    f"{other.line}) is out of {number(usual)}. The two are one group of children: correct one, or say "
                    "how they differ."
                )
                yield finding_at(
                    series,
                    figure,
                    Severity.WARNING,
                    Kind.DENOMINATOR,
                    message,
                    number(usual),
                    f"row {other.line} of this file",
                )
