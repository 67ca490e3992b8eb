"""Words that readers may not know, as links to their meaning."""

from markupsafe import Markup

from data.glossary import load_glossary
from layouts.markup import element
from layouts.pages import ABOUT


def term(name: str, words: str = "") -> Markup:
    """A link to a term of the glossary, by any of its names, in these words; its meaning is told where one points.

    Raises PortalError for what the glossary does not explain.
    """
    found = load_glossary().find(name)
    address = f"{ABOUT.path}#{found.id}"
    return element("a", words or name, href=address, title=found.meaning, class_="term")
