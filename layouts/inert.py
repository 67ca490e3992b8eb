"""What does nothing by itself on a page, as markup: Dash looks at every component whenever anything changes."""

from collections.abc import Sequence
from copy import copy
from types import NoneType
from typing import Any

from dash.development.base_component import Component
from markupsafe import Markup

from layouts.markup import MarkupBlock, element, joined

HTML = "dash_html_components"
LIVELY = frozenset({"Article", "Details"})
"""What stays a component: the one is drawn part by part, the other knows whether it was opened."""
INERT = (str, NoneType, MarkupBlock)
NAMES = {"className": "class", "htmlFor": "for"}
"""Attributes that HTML calls otherwise than React does; of the others only the case differs."""


def inert(part: Any) -> Any:
    """The same part of a page in as few components as can be: whatever holds no control and no graph is one."""
    if isinstance(part, list | tuple):
        return [inert(child) for child in part]
    if isinstance(part, INERT):
        return part
    if _is_inert(part):
        return MarkupBlock(_inside(part), tag=_tag(part), attributes=_attributes(part))
    if not hasattr(part, "children"):
        return part
    changed = copy(part)
    changed.children = inert(part.children)
    return changed


def _is_inert(part: Any) -> bool:
    if isinstance(part, INERT):
        return True
    is_plain = part._namespace == HTML and part._type not in LIVELY
    return is_plain and all(_is_inert(child) for child in _children(part))


def _markup(part: Any) -> str:
    """A part as it stands in the document."""
    if isinstance(part, MarkupBlock):
        return element("div", Markup(part.html), class_=part.className or None)  # noqa: S704  # made by `element`
    if part is None or isinstance(part, str):
        return part or ""
    attributes = {NAMES.get(name, name.lower()): value for name, value in _attributes(part).items()}
    return element(_tag(part), _inside(part), **attributes)


def _inside(part: Component) -> Markup:
    return joined(*(_markup(child) for child in _children(part)))


def _children(part: Component) -> Sequence[Any]:
    children = getattr(part, "children", None)
    return children if isinstance(children, list | tuple) else (children,)


def _tag(part: Component) -> str:
    return str(part._type).lower()


def _attributes(part: Component) -> dict[str, Any]:
    """Its attributes as React calls them."""
    props: dict[str, Any] = part.to_plotly_json()["props"]
    return {name: value for name, value in props.items() if name != "children"}
