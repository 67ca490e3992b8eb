"""The scorecard of November 2022 as the demonstration has it (documents/003, Appendix 1)."""

from dataclasses import replace
from functools import cache

from data.papers import load_papers
from data.periods import Period
from data.returns.content import Return
from data.returns.months import month_of
from data.returns.reading import parse_return
from models.scorecard.rows import Row, Scorecard, scorecard

OCTOBER = month_of(2022, 10)


@cache
def paper(slug: str) -> Return:
    """A paper of the demonstration."""
    found = next(each for each in load_papers() if each.slug == slug)
    return parse_return(found.content(), found.file)


def card(month: Period = OCTOBER, found: Return | None = None) -> Scorecard:
    """The scorecard in a month, without published figures."""
    return scorecard(found or paper("scorecard"), month, lambda measure: None)


def row(key: str, month: Period = OCTOBER, found: Return | None = None) -> Row:
    """One of its rows."""
    made = card(month, found).row(key)
    assert made is not None
    return made


def until(found: Return, month: Period) -> Return:
    """A return without the months after one: as it was when that month was the newest."""
    series = tuple(
        replace(each, own=tuple(figure for figure in each.own if figure.period and not month < figure.period))
        for each in found.series
    )
    return replace(found, series=series)


def return_of(text: str) -> Return:
    """A return from the lines of a file."""
    return parse_return(text.strip().encode(), "return.csv")
