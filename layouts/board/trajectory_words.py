"""What is said of a target and the way to it: one sentence that answers, and the sentences that stand under it."""

from datetime import date
from math import log

from data.indicators import Indicator
from data.periods import PARTS_OF_A_YEAR, Period
from layouts import numbers
from layouts.phrases import at_label, counted, sentence, short
from models.trajectories import DatedFigure, Status, Sureness, Trajectory

NOUNS = ("children", "pupils", "leavers", "young people", "referrals", "placements", "assessments")
ONE = {"children": "child", "young people": "young person"}
# Chances as people say them; nearer than this nothing is known.
ODDS = {
    1 / 20: "about 1 in 20",
    1 / 15: "about 1 in 15",
    1 / 10: "about 1 in 10",
    1 / 8: "about 1 in 8",
    1 / 6: "about 1 in 6",
    1 / 5: "about 1 in 5",
    1 / 4: "about 1 in 4",
    1 / 3: "about 1 in 3",
    1 / 2: "about even",
    2 / 3: "about 2 in 3",
    3 / 4: "about 3 in 4",
    4 / 5: "about 4 in 5",
    9 / 10: "about 9 in 10",
    19 / 20: "about 19 in 20",
}
LEAST, MOST = 0.05, 0.95
# A month's share of less than this is said as one every so many months.
WHOLE = 0.75
MONTHS_IN_YEAR = 12


def answer(indicator: Indicator, found: Trajectory) -> str:
    """The whole of it in one sentence: where the figure stands, how likely the target is, and what it takes."""
    parts = [where(indicator, found), chance(indicator, found), effort(indicator, found)]
    return sentence("; ".join(part for part in parts if part))


def beneath(indicator: Indicator, found: Trajectory) -> list[str]:
    """The sentences under the answer: how sure it is, what the chance assumes or why there is none, what it takes."""
    parts = [
        sureness(indicator, found),
        why_no_chance(found),
        found.chance.assumption,
        effort_in_full(indicator, found),
    ]
    return [part for part in parts if part]


def word(found: Trajectory) -> str:
    """The status with how sure it is, for a label: `on track, but too close to call`."""
    is_close = found.stands.sureness is Sureness.TOO_CLOSE
    is_open = found.stands.status in (Status.ON_TRACK, Status.BEHIND)
    return f"{found.stands.status}, but too close to call" if is_close and is_open else str(found.stands.status)


def where(indicator: Indicator, found: Trajectory) -> str:
    """The status, and the figures that it rests on."""
    stands, target = found.stands, found.target
    newest = stands.newest
    if newest is None or newest.value is None or stands.path is None:
        if stands.status is Status.NOT_STARTED and newest is not None and newest.value is not None:
            figure = f"{level(indicator, newest.value)} {_when(found, newest)}"
            return f"{stands.status} since the baseline on {_day(target.since)}: the newest is {figure}"
        since = f" since the baseline on {_day(target.since)}" if stands.status is Status.NOT_STARTED else ""
        return f"{stands.status}{since}: {stands.why}"
    figure, path = level(indicator, newest.value), as_set(indicator, stands.path)
    aim = f"the target of {as_set(indicator, target.value)} by {by(target.by)}"
    match stands.status:
        case Status.ACHIEVED:
            since = "" if stands.reached in (None, newest.period) else f", as since {stands.reached.label}"
            late = ", later than it was due" if _is_late(found) else ""
            return f"{word(found)}: {figure} {_when(found, newest)} is at {aim}{since}{late}"
        case Status.MISSED:
            return f"{word(found)}: {figure} {_when(found, newest)} against {aim}"
        case Status.AWAITED:
            return (
                f"{stands.status}: {by(target.by)} has passed and its figure is not known yet; the newest is {figure} "
                f"{_when(found, newest)} against a path of {path}"
            )
        case _:
            towards = (
                "" if found.chance.value is not None else f" to {as_set(indicator, target.value)} by {by(target.by)}"
            )
            return f"{word(found)}: {figure} {_when(found, newest)} against a path of {path}{towards}"


def chance(indicator: Indicator, found: Trajectory) -> str:
    """The chance at the present run rate as a clause; empty where none is given."""
    value = found.chance.value
    if value is None:
        return ""
    target = f"{as_set(indicator, found.target.value)} by {by(found.target.by)}"
    if found.stands.status is Status.ACHIEVED:
        return f"at the present run rate the chance that it still is in {by(found.target.by)} is {odds(value)}"
    return f"at the present run rate the chance of {target} is {odds(value)}"


def odds(chance: float) -> str:
    """A chance as it is said: `about 1 in 8`, `less than 1 in 20`; the nearest by its odds."""
    if chance < LEAST:
        return "less than 1 in 20"
    if chance > MOST:
        return "more than 19 in 20"
    nearest = min(ODDS, key=lambda share: abs(log(share / (1 - share)) - log(chance / (1 - chance))))
    return ODDS[nearest]


def why_no_chance(found: Trajectory) -> str:
    """Why no chance is given, as a sentence; empty where one is, and where the status says it."""
    said = found.stands.status in (Status.NOT_COMPARABLE, Status.MISSED) or found.stands.newest is None
    is_known = found.chance.value is not None or not found.chance.why
    return "" if said or is_known else f"No chance is given: {found.chance.why}."


def sureness(indicator: Indicator, found: Trajectory) -> str:
    """How sure the status is, by the interval of the newest figure."""
    stands = found.stands
    if stands.newest is None or stands.path is None:
        return ""
    is_on_way = stands.status in (Status.ON_TRACK, Status.BEHIND)
    line = "the path" if is_on_way else "the target"
    if stands.low is None or stands.high is None:
        return f"Not tested against {line}: no counts of children stand behind the figure."
    limits = f"{between(indicator, stands.low)} to {between(indicator, stands.high)}"
    if stands.sureness is Sureness.TOO_CLOSE:
        close = "Too close to call" if is_on_way else "That may be chance"
        return f"{close}: the figure's 95% interval ({limits}) holds {line}."
    return f"More than chance: the figure's 95% interval ({limits}) lies wholly on that side of {line}."


def effort(indicator: Indicator, found: Trajectory) -> str:
    """What it takes as a clause, `it takes 20 fewer children in the year, about 2 a month`; empty without counts."""
    needs = found.effort
    if not needs.in_all or needs.a_month is None or found.stands.status is Status.ACHIEVED:
        return ""
    size = abs(needs.in_all)
    more = "more" if needs.in_all > 0 else "fewer"
    what = f"{size:,} {more} {_noun(indicator, one=size == 1)}"
    return f"it takes {what}{_over(found)}"


def effort_in_full(indicator: Indicator, found: Trajectory) -> str:
    """The counts behind it as a sentence, or why there are none."""
    needs = found.effort
    is_done = found.stands.status in (Status.NOT_COMPARABLE, Status.ACHIEVED) or found.stands.newest is None
    if needs.in_all is None or needs.needed is None or needs.of is None:
        return "" if is_done else f"What it takes in children is not known: {needs.why}."
    if not needs.in_all or found.stands.status is Status.ACHIEVED:
        return ""
    counts = f"{needs.needed:,.0f} rather than {needs.needed - needs.in_all:,.0f} of {needs.of:,.0f}"
    what = counted(indicator, one=False)
    left = f", with {needs.months} {'month' if needs.months == 1 else 'months'} left" if needs.months else ""
    return f"The target is {counts}{f' {what}' if what else ''}, if as many are counted as now{left}."


def level(indicator: Indicator, value: float) -> str:
    """A figure as printed, with its unit."""
    return numbers.figure(indicator, value)


def by(day: date) -> str:
    """The month by which a target is to be reached: `March 2027`."""
    return f"{day:%B %Y}"


def _over(found: Trajectory) -> str:
    """How the children are spread: in the year, in the month, or month by month until the date."""
    needs, size = found.effort, abs(found.effort.a_month or 0.0)
    if found.figures.on_a_day:
        return " by then" if 1 in (needs.months, abs(needs.in_all or 0)) else f" by then, {_a_month(size)}"
    if found.figures.months_apart == 1:
        return " in the month"
    stretch = "year" if found.figures.months_apart == MONTHS_IN_YEAR else "quarter"
    return f" in the {stretch}, {_a_month(size)}"


def _a_month(size: float) -> str:
    if size >= WHOLE:
        return f"{'' if float(size).is_integer() else 'about '}{round(size) or 1:,} a month"
    every = round(1 / size)
    return "less than 1 a year" if every > MONTHS_IN_YEAR else f"about 1 every {every} months"


def _noun(indicator: Indicator, one: bool) -> str:
    """What is counted in a word: `children` where the definition does not say."""
    text = counted(indicator, one=False)
    found = next((noun for noun in NOUNS if noun in text), "children")
    return ONE.get(found, found.removesuffix("s")) if one else found


def between(indicator: Indicator, value: float) -> str:
    """A figure that lies between printed ones: with a decimal more, unless it is a count."""
    text = numbers.plain(indicator, value) if indicator.is_total else numbers.average(indicator, value)
    return short(indicator, text)


def as_set(indicator: Indicator, value: float) -> str:
    """A target as a board writes it: with a decimal more than the figures only where it has one."""
    text = numbers.plain(indicator, value)
    exact = numbers.average(indicator, value)
    is_whole = abs(float(text.replace(",", "").replace(numbers.MINUS, "-")) - value) < 1e-9
    return short(indicator, text if is_whole else exact)


def _when(found: Trajectory, newest: DatedFigure) -> str:
    if found.is_of_a_year:
        return f"from April to {newest.period.label}"
    return at_label(newest.period) if _is_yearly(newest.period) else f"in {newest.period.label}"


def _is_yearly(period: Period) -> bool:
    return period.kind not in PARTS_OF_A_YEAR


def _is_late(found: Trajectory) -> bool:
    reached, target = found.stands.reached, found.target
    if reached is None:
        return False
    return (reached.end.year, reached.end.month) > (target.by.year, target.by.month)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
