"""Markup made on the server, for what would be too many components: Dash takes seconds to mount two thousand."""

from functools import cache

from dash.development.base_component import Component
from markupsafe import Markup, escape

Attribute = str | int | None


def element(name: str, *children: str, **attributes: Attribute) -> Markup:
    """One element. Text is escaped, markup is kept; an attribute of None is left out.

    `class_` is `class`, `aria_label` is `aria-label`. Neither `style` nor `on…`: a browser is told to refuse them.
    """
    opening = "".join([f' {_named(key)}="{escape(value)}"' for key, value in attributes.items() if value is not None])
    return Markup(f"<{name}{opening}>{joined(*children)}</{name}>")  # noqa: S704  # every part is escaped above


def joined(*parts: str) -> Markup:
    """Text and markup, one after the other."""
    # Not Markup's own join, which takes twice as long: a page has thousands of these.
    return Markup("".join([part if isinstance(part, Markup) else escape(part) for part in parts]))  # noqa: S704


@cache
def _named(key: str) -> str:
    """A keyword as the attribute that it stands for."""
    return key.rstrip("_").replace("_", "-")


class MarkupBlock(Component):
    """A block of the page that is markup as a whole; `app/assets/20-portal.js` draws it. Only `element` may make it."""

    _namespace = "alongside"
    _type = "Markup"
    _prop_names = ["html", "id", "className"]  # noqa: RUF012  # as Dash declares its own
    _children_props: list[str] = []  # noqa: RUF012
    _base_nodes = ["children"]  # noqa: RUF012
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012
    available_properties = _prop_names
    available_wildcard_properties: list[str] = []  # noqa: RUF012

    def __init__(self, html: Markup, className: str = "") -> None:  # noqa: N803  # Dash's word
        super().__init__(html=str(html), className=className)  # type: ignore[no-untyped-call]
