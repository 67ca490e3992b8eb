"""The Claims page: a statement held against the published figures."""

from collections.abc import Sequence
from functools import lru_cache

from dash.development.base_component import Component

from callbacks.chosen import Chosen
from data.editions import NEWEST
from data.errors import PortalError
from data.indicator_names import load_indicator_names
from data.indicators import Indicators
from layouts.charts.card import Chart
from layouts.claims import answers
from layouts.claims.facts import Facts
from layouts.claims.page import charts as claims_charts
from layouts.claims.page import claims_page
from models.claims.answering import answer
from models.claims.verdicts import Answer
from models.naming import NameIndex, name_index


def show_page(chosen: Chosen) -> Component:
    """The page of a selection."""
    return claims_page(look_up(chosen))


def subject(chosen: Chosen) -> str:
    """The statement's beginning, for the document's title."""
    return answers.title(chosen.selection.text)


def charts(chosen: Chosen) -> Sequence[Chart]:
    """The parts as a table that can be taken away."""
    return claims_charts(look_up(chosen))


def look_up(chosen: Chosen) -> Facts:
    """The statement with its answer, or the sentence that says why there is none."""
    edition = edition_of(chosen)
    found, problem = None, ""
    try:
        found = compared(chosen, edition)
    except PortalError as refusal:
        problem = str(refusal)
    return Facts(
        selection=chosen.selection,
        area=chosen.area,
        answer=found,
        problem=problem,
        neighbours=chosen.snapshot.edition(edition).title,
        other_list=edition != chosen.selection.neighbours,
        snapshot=chosen.snapshot.id,
    )


def compared(chosen: Chosen, edition: str) -> Answer | None:
    """The answer; None where there is no text. Raises PortalError for a text that is too long."""
    text = chosen.selection.text.replace("\r\n", "\n")
    if len(text) > answers.LONGEST:
        raise PortalError(answers.too_long(len(text)))
    if not text.strip():
        return None
    return answer(text, chosen.snapshot, names_of(chosen.snapshot.indicators), chosen.area, edition)


def edition_of(chosen: Chosen) -> str:
    """The published list that statements mean: the one that is chosen, or the newest."""
    name = chosen.selection.neighbours
    return name if name in chosen.snapshot.editions else NEWEST


@lru_cache(maxsize=2)
def names_of(indicators: Indicators) -> NameIndex:
    """The names of a snapshot's indicators, made once."""
    return name_index(indicators, load_indicator_names())
