"""What does nothing by itself on a page, as markup: Dash looks at every component whenever anything changes.

A list does nothing by itself either: one that is changed leads to another page (`app/assets/24-views.js`).
"""

from collections.abc import Sequence
from copy import copy
from functools import cache, lru_cache
from types import NoneType
from typing import Any

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import ids
from layouts.markup import MarkupBlock, element, escaped

HTML = "dash_html_components"
LIST = "Select"
"""Bootstrap's, whose id names a control."""
LIVELY = frozenset({"Article", "Details"})
"""What stays a component: the one is drawn part by part, the other knows whether it was opened."""
INERT = (str, NoneType, MarkupBlock)
NAMES = {"className": "class", "htmlFor": "for"}
"""Attributes that HTML calls otherwise than React does; of the others only the case differs."""


def inert(part: Any) -> Any:
    """The same part of a page in as few components as can be: whatever holds no field and no graph is one."""
    if isinstance(part, list | tuple):
        return [inert(child) for child in part]
    if isinstance(part, INERT):
        return part
    if _is_inert(part):
        return MarkupBlock(_inside(part), tag=_tag(part._type), attributes=_attributes(part))
    if not hasattr(part, "children"):
        return part
    changed = copy(part)
    changed.children = inert(part.children)
    return changed


def _is_inert(part: Any) -> bool:
    if isinstance(part, INERT) or part._type == LIST:
        return True
    if part._namespace != HTML or part._type in LIVELY:
        return False
    for child in _children(part):  # noqa: SIM110  # a page has thousands
        if not _is_inert(child):
            return False
    return True


def _markup(part: Any) -> str:
    """A part as it stands in the document."""
    if isinstance(part, str):
        return part if type(part) is Markup else escaped(part)
    if part is None:
        return ""
    if isinstance(part, MarkupBlock):
        return element("div", Markup(part.html), class_=part.className or None)  # noqa: S704  # made by `element`
    tag = opening = _tag(part._type)
    for name, value in _attributes(part).items():
        if value is not None:
            opening += f' {_named(name)}="{escaped(str(value))}"'
    return f"<{opening}>{_inside(part)}</{tag}>"


def _inside(part: Any) -> Markup:
    inside = _options(part) if part._type == LIST else "".join([_markup(child) for child in _children(part)])
    return Markup(inside)  # noqa: S704  # all of it escaped


def _options(part: Any) -> str:
    """What a list has to choose from; what is chosen is marked."""
    options = "".join([_option(option["value"], option["label"]) for option in part.options])
    chosen = f'<option value="{escaped(part.value)}"'
    return options.replace(f"{chosen}>", f"{chosen} selected>")


@lru_cache(maxsize=1024)
def _option(value: str, label: str) -> str:
    """Every page has all authorities twice."""
    return f'<option value="{escaped(value)}">{escaped(label)}</option>'


def _children(part: Component) -> Sequence[Any]:
    children = getattr(part, "children", None)
    return children if isinstance(children, list | tuple) else (children,)


@cache
def _tag(kind: str) -> str:
    return kind.lower()


@cache
def _named(name: str) -> str:
    """An attribute as HTML calls it."""
    return NAMES.get(name, name.lower())


def _attributes(part: Any) -> dict[str, Any]:
    """Its attributes as React calls them."""
    if part._type == LIST:
        return {"id": ids.control_text(part.id["control"]), "className": "form-select"}
    props: dict[str, Any] = part.to_plotly_json()["props"]
    return {name: value for name, value in props.items() if name != "children"}
