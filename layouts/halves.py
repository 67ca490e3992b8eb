"""A page in two halves: what answers, which the browser draws first, and the rest."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from dash import html as dash_html
from dash.development.base_component import Component

from layouts import html
from layouts.attributes import data_attributes
from layouts.inert import inert
from layouts.markup import MarkupBlock

Rest: TypeAlias = MarkupBlock | list[Any] | None


class Later(dash_html.Div):
    """Parts of a page that are drawn when they are first looked at: of its second half, once the first is sent."""

    def __init__(self, draw: Callable[[], Sequence[Component]]) -> None:
        """What they are is not asked before then."""
        self._draw = draw

    @cached_property
    def children(self) -> list[Component]:
        """The parts."""
        return list(self._draw())

    def to_plotly_json(self) -> dict[str, Any]:
        """As Dash writes what holds them."""
        written: dict[str, Any] = html.Div(self.children).to_plotly_json()
        return written


def into(room: str, parts: Sequence[Component]) -> Component:
    """Parts of the second half that belong into an element of the first, by its id; `22-markup.js` puts them there."""
    return html.Div([*parts], hidden=True, **data_attributes(into=room))


class Halves(NamedTuple):
    """A page up to the end of its article's first section, and what draws the rest: markup, or parts where it has
    fields or graphs. `is_later` where there is something to be looked up and drawn for the rest, which takes its time.
    """

    first: Any
    draw_rest: Callable[[], Rest]
    is_later: bool = False


def halves(page: Any) -> Halves:
    """Both halves of a page.

    What is `Later` in its first section comes at the start of the rest, and says itself where it belongs (`into`).
    Nothing comes after where what is shown has no article.
    """
    children: Any = getattr(page, "children", None)
    article: Any = children[-1] if isinstance(children, list) else None
    if getattr(article, "_type", "") != "Article":
        return Halves(inert(page), lambda: None)
    parts = article.children
    at = next((at for at, part in enumerate(parts, 1) if _is_section(part)), len(parts))
    first, opening = copy(page), copy(article)
    at_once, later = _parted(parts[:at])
    opening.children = at_once
    first.children = [*children[:-1], opening]
    rest = [*later, *parts[at:]]
    return Halves(inert(first), lambda: _together(rest), any(isinstance(part, Later) for part in rest))


def _parted(parts: Sequence[Any]) -> tuple[list[Any], list[Later]]:
    """The parts without what comes later in the last of them, and that."""
    *others, last = parts
    inside = getattr(last, "children", None)
    if not isinstance(inside, list):
        return [*parts], []
    opening = copy(last)
    opening.children = [part for part in inside if not isinstance(part, Later)]
    return [*others, opening], [part for part in inside if isinstance(part, Later)]


def _together(parts: Sequence[Any]) -> Rest:
    each = [part.children if isinstance(part, Later) else [part] for part in parts]
    rest: Any = inert(html.Div([part for some in each for part in some]))
    return rest if isinstance(rest, MarkupBlock) else rest.children


def _is_section(part: Any) -> bool:
    return getattr(part, "_type", "") == "Section" or getattr(part, "tag", "") == "section"
