"""What is said of one measure in its month: its course, its target, its signal, its year's end."""

from math import isnan

from data.returns.measures import Kind
from data.returns.targets import TargetKind
from layouts.phrases import DIRECTIONS, sentence
from layouts.scorecard.figures import average, change, counts, exact, first_sentence, in_full, level, reason, stated
from models.scorecard.figures import MonthFigure
from models.scorecard.rows import Row
from models.scorecard.signals import NO_FIGURE
from models.scorecard.targets import Verdict
from models.scorecard.year_end import Made, Outlook, YearEnd

OUTLOOKS = {
    Outlook.REACHED: "The whole of that interval meets the target of {}.",
    Outlook.MISSED: "The whole of that interval misses the target of {}.",
    Outlook.OPEN: "The target of {} lies within that interval: whether it is met is open.",
    Outlook.NEITHER: "The target is {}; neither direction is better, so it is not called met or missed.",
}
NOT_PROJECTED = {
    Kind.SNAPSHOT: "It is not projected to the year's end: it says how things stand on a day.",
    Kind.ROLLING: "It is not projected to the year's end: it covers twelve months already.",
}


def finding(row: Row) -> str:
    """The title of the measure's chart: where it stood, and what its signal is."""
    month = row.month.label
    if row.now is None or row.value is None:
        return f"{full_name(row)}: no figure for {month}"
    where = f"{full_name(row)} was {stated(row, row.now)} in {month}"
    if row.signal.is_signal:
        word, _, why = first_sentence(row.signal.sentence).partition(": ")
        kind = {"Concern": "a concern", "Improvement": "an improvement"}.get(word, word.lower())
        return f"{where}: {kind}, {why}"
    return f"{where}: {row.signal.word}"


def full_name(row: Row) -> str:
    """The measure, and which part of it."""
    return f"{row.name}, {row.breakdown}" if row.breakdown else row.name


def said(row: Row) -> list[str]:
    """The sentences beneath the chart of a measure, in the order in which a board asks."""
    is_drawn = row.signal.limits is not None
    found = [
        course(row),
        "" if row.signal.word == NO_FIGURE else row.signal.sentence,
        f"Chart: {row.signal.why}" if is_drawn else "",
        row.signal.caution if is_drawn else "",
        target(row),
        capability(row),
        year_end(row),
        twelve_months(row),
    ]
    return [each for each in found if each]


def course(row: Row) -> str:
    """The month's figure with its counts, and how it has moved since the month before and a year before."""
    now, before = row.now, row.month.previous()
    if now is None or now.value is None:
        return f"For {row.month.label} there is no figure: {reason(now.cell if now else None)}."
    made = f" ({counts(now)})" if counts(now) else ""
    figure = level(row, now.stated, now.decimals) if now.stated is not None else stated(row, now)
    otherwise = f", as typed; its counts give {exact(row, now)}" if now.counts_say_otherwise else ""
    moves = [_move(row, row.before, before.label), _move(row, row.year_before, _year_before(row))]
    return sentence(f"{row.month.label}: {figure}{made}{otherwise}; {'; '.join(moves)}")


def target(row: Row) -> str:
    """The target and whether it was met, or why that cannot be said."""
    judged = row.target
    text = " ".join(judged.target.text.split())
    match judged.verdict:
        case Verdict.NONE:
            return f"There is no target{': ' + judged.why if judged.why else ''}."
        case Verdict.MET | Verdict.NOT_MET:
            direction = f" {DIRECTIONS[row.polarity]}" if judged.target.kind is TargetKind.VALUE else ""
            given = f", by its counts: {exact(row, row.now)}" if row.now and row.now.is_counted else ""
            return f"Target {text}: {judged.verdict}{given}.{direction}"
        case Verdict.FOR_THE_YEAR | Verdict.NO_FIGURE:
            return sentence(f"Target {text}: {judged.why}")
        case _:
            apart = _apart(row)
            return sentence(f"Target {text}: {Verdict.NEITHER}, since {judged.why}{'; ' + apart if apart else ''}")


def capability(row: Row) -> str:
    """Whether the process reaches the target as it works now."""
    found = row.capability(lambda value: average(row, value))
    return found.sentence if found is not None else ""


def year_end(row: Row) -> str:
    """Where the year ends, its interval, what it assumes, and what that means for the target."""
    found = row.year_end
    measure = row.series.measure
    if found is None:
        kind = measure.kind if measure else None
        return NOT_PROJECTED.get(kind, "") if kind is not None else ""
    projection = found.projection
    text = " ".join(row.target.target.text.split())
    outlook = OUTLOOKS[found.outlook].format(text) if found.outlook else ""
    if found.is_final:
        ended = _total(row, found, projection.expected)
        return f"The year to 31 March {found.last.year} ended at {ended}. {outlook}".strip()
    so_far = f"{_total(row, found, projection.so_far)} in the {_months(projection.known)} known"
    what = {
        Made.TOTAL: "the year's total",
        Made.TO_DATE: "the year",
        Made.SHARE: "the whole year's figure, all months pooled,",
        Made.MEAN: "the average of the year's months",
    }[found.made]
    ends = f"To 31 March {found.last.year} {what} comes to {_interval(row, found)}; it is {so_far}."
    return f"{ends} {projection.assumption} {outlook}".strip()


def twelve_months(row: Row) -> str:
    """The months known, run on to twelve: what an earlier year's total is compared with."""
    found = row.twelve_months
    if found is None:
        return ""
    span = f"{found.first.label} to {found.last.label}"
    if found.is_final:
        return f"The last twelve months, {span}, come to {_total(row, found, found.projection.expected)}."
    known = f"All {found.projection.known} months known, {_total(row, found, found.projection.so_far)} together"
    return f"{known}, run on to the twelve of {span} make {_interval(row, found)}."


def short_year_end(row: Row) -> str:
    """The projection in few words, for a table: `3,876 (3,611 to 4,141)`."""
    return "" if row.year_end is None else _interval(row, row.year_end, brief=True)


def _interval(row: Row, found: YearEnd, brief: bool = False) -> str:
    projection = found.projection
    middle = _total(row, found, projection.expected)
    if isnan(projection.low) or found.is_final:
        return middle if brief or found.is_final else f"{middle}, without an interval, since one month shows no spread"
    ends = f"{_total(row, found, projection.low)} to {_total(row, found, projection.high)}"
    return f"{middle} ({ends})" if brief else f"{middle} ({ends} at {projection.confidence:.0%})"


def _total(row: Row, found: YearEnd, value: float) -> str:
    """A total without decimals, an average or a share with one more than its figures."""
    return level(row, value, 0) if found.made is Made.TOTAL else average(row, value)


def _months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"


def _move(row: Row, other: MonthFigure | None, label: str) -> str:
    if other is None or other.value is None:
        return f"no figure is given for {label}"
    return f"{change(row, other, in_words=True)} since {label}"


def _year_before(row: Row) -> str:
    return f"{row.month.end:%B} {row.month.year - 1}"


def _apart(row: Row) -> str:
    """How far the figure lies from a target that cannot be judged."""
    line = row.target.target.value
    if line is None or row.value is None or row.target.target.kind is not TargetKind.VALUE:
        return ""
    gap = round(row.value - line, 9)
    if not gap:
        return "the figure is the same"
    return f"the figure is {in_full(row, abs(gap))} {'above' if gap > 0 else 'below'} it"
