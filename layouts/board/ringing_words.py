"""Who to ring, in words: the neighbour, why it is the one, and how it got there."""

from data.editions import TITLES
from layouts import numbers
from layouts.phrases import BANDS, NUMBER_WORDS, at_label, listed, possessive, sentence, short
from layouts.selection import MODELLED
from models.ringing import Found, InPartnership, Ringing
from models.ringing.records import YearFigure

TRENDS = {
    "increasing and getting better": "rising over five years, and getting better",
    "increasing and getting worse": "rising over five years, and getting worse",
    "decreasing and getting better": "falling over five years, and getting better",
    "decreasing and getting worse": "falling over five years, and getting worse",
    "no significant change": "no change over five years beyond chance",
    "cannot be calculated": "no five-year trend can be calculated",
}


def answer(found: Ringing) -> str:
    """Whom to ring and why, in one sentence; or why there is nobody."""
    if found.neighbour is None or found.theirs is None or found.period is None or found.ours is None:
        return nobody(found)
    name = found.neighbour.name
    figures = f"{_level(found, found.theirs)} {at_label(found.period)} against {possessive(found.area.name)} "
    sure = (
        "better by more than chance"
        if found.found is Found.TESTED
        else f"better, but not tested ({BANDS[found.band]} of England)"
    )
    return sentence(f"ring {name}: {figures}{_short(found, found.ours)}, {sure}; {_got_there(found)}")


def nobody(found: Ringing) -> str:
    """Why there is nobody to ring."""
    return sentence(f"nobody to ring: {found.found}")


def why_this_one(found: Ringing, group: str = "") -> str:
    """How near the neighbour is, and which others are better too; `group` is the name of the list it is in."""
    if found.neighbour is None:
        return ""
    grade = f" ({found.closeness[:1].lower()}{found.closeness[1:]})" if found.closeness else ""
    others = [area.name for area in found.better if area.code != found.neighbour.code]
    nearest = "nearest" if found.place == 1 else f"{numbers.ordinal(found.place)} nearest"
    near = f"{found.neighbour.name} is the {nearest} of {possessive(found.area.name)} {_list(group)}{grade}"
    if not others:
        return f"{near} and the only one that is better."
    also = f"{listed(others)} {'is' if len(others) == 1 else 'are'} better too"
    return f"{near}; {also}." if found.place == 1 else f"{near} and the nearest that is better; {also}."


def apart(found: Ringing) -> str:
    """How far the two are apart, with the 95% limits of the difference; why it is not tested where it is not."""
    if found.neighbour is None:
        return ""
    if found.low is None or found.high is None:
        return "Not tested: counts of children are not published for both."
    decimals = numbers.decimals_of_average(found.indicator)
    low, high = (numbers.signed(found.indicator, limit, decimals) for limit in (found.low, found.high))
    return (
        f"The difference is {low} to {numbers.points(found.indicator, high)} at 95%; false discoveries are held at 5% "
        f"over the {found.compared} neighbours compared."
    )


def history(found: Ringing) -> str:
    """The neighbour's last five years as a sentence, with the word for its trend."""
    known = [one for one in found.years if one.value is not None]
    if found.neighbour is None or len(known) < 2:
        return ""
    ends = [one.period.year for one in found.years]
    in_a_row = len(known) == len(ends) == ends[-1] - ends[0] + 1
    values = ", ".join(
        _year(found, one) if in_a_row else f"{one.period.label} {_year(found, one)}" for one in found.years
    )
    return sentence(
        f"{found.neighbour.name} from {known[0].period.label} to {known[-1].period.label}: {values}; {trend(found)}"
    )


def trend(found: Ringing) -> str:
    """The word for the neighbour's trend, as a clause."""
    return TRENDS.get(found.trend, found.trend)


def said(found: Ringing, group: str = "") -> list[str]:
    """Everything in the order in which a board asks; one sentence where there is nobody."""
    return [part for part in (answer(found), why_this_one(found, group), apart(found), history(found)) if part]


def partnership(found: InPartnership) -> str:
    """Which members of the partnership do it well, and whom the others ring outside it."""
    well = [area.name for area in found.well]
    inside = (
        f"{listed(well)} {'does' if len(well) == 1 else 'do'} it well among the members"
        if well
        else "no member does it clearly better than another"
    )
    calls = [
        f"{one.area.name} could ring {one.neighbour.name} ({_short(found.outside[0], one.theirs)})"
        for one in found.outside
        if one.neighbour is not None and one.theirs is not None
    ]
    return sentence("; ".join([inside, *([listed(calls)] if calls else [])]))


def _got_there(found: Ringing) -> str:
    """When the neighbour stood where the authority stands now."""
    name, before = found.neighbour.name if found.neighbour else "", found.stood_at_ours
    if before is None or before.value is None or found.years_ago is None:
        return f"{name} was at {_short(found, found.ours or 0.0)} or worse in no year before that is published"
    years = found.years_ago
    ago = f"{NUMBER_WORDS[years] if years < len(NUMBER_WORDS) else years} {'year' if years == 1 else 'years'} before"
    return f"{name} was at {_short(found, before.value)} {ago}, {at_label(before.period)}"


def _list(group: str) -> str:
    if group in TITLES:
        return "statistical neighbours"
    return "modelled neighbours" if group == MODELLED else "neighbours"


def _level(found: Ringing, value: float) -> str:
    return numbers.figure(found.indicator, value)


def _short(found: Ringing, value: float) -> str:
    return short(found.indicator, numbers.plain(found.indicator, value))


def _year(found: Ringing, one: YearFigure) -> str:
    return _short(found, one.value) if one.value is not None else "none"
