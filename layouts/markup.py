"""Markup made on the server, for what would be too many components: Dash takes seconds to mount two thousand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from dash.development.base_component import Component
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]  # its one fast way, and not in its list

Attribute = str | int | None
Tags: TypeAlias = tuple[Markup, Markup]
# A page has thousands of elements, so both go by the short way: what `escape` does to a string, without asking what it
# is and without making it Markup; and what `Markup` does to a string that is markup already.
escaped: Callable[[str], str] = _escape_inner
_kept = str.__new__
NUL = "\0"
"""A character that no text has, since no document may."""


def element(name: str, *children: str, **attributes: Attribute) -> Markup:
    """One element. Text is escaped, markup is kept; an attribute of None is left out.

    `class_` is `class`, `aria_label` is `aria-label`. Neither `style` nor `on…`: a browser is told to refuse them.
    """
    opening = name
    for key, value in attributes.items():
        if value is not None:
            opening += f' {_named(key)}="{value if type(value) is Markup else escaped(str(value))}"'
    inside = "".join([child if type(child) is Markup else escaped(child) for child in children])
    return _kept(Markup, f"<{opening}>{inside}</{name}>")


def tags(name: str, **attributes: Attribute) -> Tags:
    """The tags around what stands in an element."""
    closing = Markup(f"</{name}>")  # noqa: S704  # a name of ours
    return element(name, **attributes).removesuffix(closing), closing


def elements(name: str, **attributes: Attribute) -> Callable[[str], Markup]:
    """What makes elements that are alike but for their one child."""
    opening, closing = tags(name, **attributes)
    return lambda child: _kept(Markup, f"{opening}{child if type(child) is Markup else escaped(child)}{closing}")


def filled(form: Markup) -> Callable[..., Markup]:
    """What fills a form: markup that has `%s` where text, or other markup, is put in, in that order."""
    kept = str(form)
    return lambda *values: _kept(
        Markup, kept % tuple([value if type(value) is Markup else escaped(value) for value in values])
    )


def alike(name: str, *keys: str, holds: bool = False) -> Callable[..., Markup]:
    """What makes elements that differ in the values of these attributes alone and, where one `holds` anything, in that.

    It takes the values in order, as text, and last what is inside; a picture of all authorities has hundreds of each.
    """
    return filled(element(name, *["%s"] * holds, **dict.fromkeys(keys, "%s")))


def in_tags(around: Iterable[Tags], children: Iterable[str]) -> Markup:
    """Elements one after the other, such as the cells of a row: each child in tags of its own."""
    made = [
        f"{opening}{child if type(child) is Markup else escaped(child)}{closing}"
        for (opening, closing), child in zip(around, children, strict=True)
    ]
    return _kept(Markup, "".join(made))


def escaped_all(texts: Sequence[str]) -> list[str]:
    """Texts escaped in one go."""
    return escaped(NUL.join(texts)).split(NUL) if texts else []


def joined(*parts: str) -> Markup:
    """Text and markup, one after the other."""
    return _kept(Markup, "".join([part if type(part) is Markup else escaped(part) for part in parts]))


@cache
def _named(key: str) -> str:
    """A keyword as the attribute that it stands for."""
    return key.rstrip("_").replace("_", "-")


class MarkupBlock(Component):
    """A block of the page that is markup as a whole; `app/assets/22-markup.js` draws it. Only `element` may make it.

    It stands in a `div`, or in another element whose attributes are named as React names them.
    """

    _namespace = "alongside"
    _type = "Markup"
    _prop_names = ["html", "id", "className", "tag", "attributes"]  # noqa: RUF012  # as Dash declares its own
    _children_props: list[str] = []  # noqa: RUF012
    _base_nodes = ["children"]  # noqa: RUF012
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012
    available_properties = _prop_names
    available_wildcard_properties: list[str] = []  # noqa: RUF012

    def __init__(
        self,
        html: Markup,
        className: str = "",  # noqa: N803  # Dash's word
        tag: str = "",
        attributes: Mapping[str, Any] | None = None,
    ) -> None:
        # Dash's own way looks, for each of these, for a package that is called as the namespace is, and finds none.
        self.html, self.className = str(html), className
        if tag:
            self.tag, self.attributes = tag, attributes
