"""A page in two halves: what answers, which the browser draws first, and the rest."""

from copy import copy
from typing import Any

from layouts import html
from layouts.inert import inert
from layouts.markup import MarkupBlock


def halves(page: Any) -> tuple[Any, MarkupBlock | list[Any] | None]:
    """A page up to the end of its article's first section, and what comes after it: markup, or parts where it has
    fields or graphs.

    Nothing comes after where what is shown has no article.
    """
    children: Any = getattr(page, "children", None)
    article: Any = children[-1] if isinstance(children, list) else None
    if getattr(article, "_type", "") != "Article":
        return inert(page), None
    parts = article.children
    at = next((at for at, part in enumerate(parts, 1) if _is_section(part)), len(parts))
    first, opening = copy(page), copy(article)
    opening.children = parts[:at]
    first.children = [*children[:-1], opening]
    rest: Any = inert(html.Div(parts[at:]))
    return inert(first), rest if isinstance(rest, MarkupBlock) else rest.children


def _is_section(part: Any) -> bool:
    return getattr(part, "_type", "") == "Section" or getattr(part, "tag", "") == "section"
