"""Where the links of the page about the data lead: they alone differ by the selection, so all else is made once."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from layouts.pages import COMPARE, INDICATOR, PAGES
from layouts.selection import Selection


@dataclass(frozen=True)
class Ways:
    """Addresses: of an indicator's page and of the comparison of its topic, by its id; and of a page by its path."""

    page_of: Callable[[str], str]
    topic_of: Callable[[str], str]
    way_to: Callable[[str], str]


# Characters that no text has, since no document may.
_PAGE, _TOPIC, _WAY = ("\1", "\2"), ("\3", "\4"), ("\5", "\6")
MARKED = Ways(
    lambda name: name.join(_PAGE),
    lambda name: name.join(_TOPIC),
    lambda path: path.join(_WAY),
)
"""What stands in place of each until a selection is known."""


def ways_from(selection: Selection) -> Ways:
    """The addresses that keep a selection."""
    anywhere = selection.but(topic="")
    pages, topics = (anywhere.addresses(page.path, "indicator") for page in (INDICATOR, COMPARE))
    return Ways(pages, topics, selection.address)


def leading_from(selection: Selection, marked: Markup) -> Markup:
    """Markup whose links lead nowhere yet, with the addresses that keep a selection."""
    anywhere = selection.but(topic="")
    for marks, page in ((_PAGE, INDICATOR), (_TOPIC, COMPARE)):
        for mark, part in zip(marks, anywhere.around(page.path, "indicator"), strict=True):
            marked = marked.replace(mark, part)
    for page in PAGES if _WAY[0] in marked else ():
        marked = marked.replace(page.path.join(_WAY), selection.address(page.path))
    return marked
