"""Reading a map's markup: its elements with their attributes and text, in the order of the document."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "img", "input"})


@dataclass
class Element:
    """One element; `inside` are the names and classes of what it stands in, the nearest last."""

    name: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: list[str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class Elements(HTMLParser):
    """All elements of some markup, which must close what it opens."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.all: list[Element] = []
        self._open: list[Element] = []
        self.feed(markup)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = tuple(f"{one.name} {' '.join(one.classes)}".strip() for one in self._open)
        found = Element(tag, {name: value or "" for name, value in attrs}, inside)
        self.all.append(found)
        if tag not in VOID:
            self._open.append(found)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.text.append(data)

    def named(self, name: str, kind: str = "") -> list[Element]:
        """Elements of a name, and of a class when one is given."""
        return [one for one in self.all if one.name == name and (not kind or kind in one.classes)]

    @property
    def links(self) -> list[Element]:
        """The authorities that a keyboard reaches, in its order."""
        return [one for one in self.named("a") if "aria-label" in one.attributes and "tabindex" not in one.attributes]
