"""The glossary: what the words of the field and of the portal mean, one entry a term in a definition file."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from data.errors import PortalError


@dataclass(frozen=True)
class Term:
    """One term. `also` are its other names and short forms; `used` are topics, and paths of pages (`/indicator`)."""

    name: str
    also: tuple[str, ...]
    meaning: str
    used: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The term and its other names."""
        return (self.name, *self.also)

    @property
    def id(self) -> str:
        """Its id on the page that explains it: `term-wilsons-method`."""
        return f"term-{'-'.join(_words(self.name))}"

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics it belongs to; a word of the portal alone belongs to none."""
        return tuple(place for place in self.used if not place.startswith("/"))

    @property
    def pages(self) -> tuple[str, ...]:
        """The paths of the pages that it is used on."""
        return tuple(place for place in self.used if place.startswith("/"))


class Glossary:
    """All terms by name, in the order of the alphabet."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        """Raises PortalError where one name means two terms."""
        self.all = tuple(sorted(terms, key=lambda term: term.name.casefold()))
        self.phrases = tuple(
            (term, tuple(f" {' '.join(_words(name))} " for name in term.names)) for term in self.all if term.topics
        )
        """The terms of the field, each with its names as words that stand alone."""
        self._by_name: dict[str, Term] = {}
        for term in self.all:
            for name in term.names:
                if self._by_name.setdefault(name.casefold(), term) is not term:
                    raise PortalError(f"'{name}' is a name of two terms of the glossary, one of them {term.name}.")

    def __iter__(self) -> Iterator[Term]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def find(self, name: str) -> Term:
        """The term of a name. Raises PortalError when there is none."""
        if term := self._by_name.get(name.casefold()):
            return term
        raise PortalError(f"The glossary does not explain '{name}'.")


def spoken_of(terms: Glossary, *texts: str) -> tuple[Term, ...]:
    """The terms of the field that occur in texts by any of their names, as whole words: `% of CLA in foster care`."""
    said = " | ".join(["", *(" ".join(_words(text)) for text in texts), ""])
    return tuple(term for term, names in terms.phrases if any(name in said for name in names))


@cache
def load_glossary() -> Glossary:
    """Read the definition file once; an entry with a missing or unknown field is refused with its name."""
    content = tomllib.loads((resources.files("data") / "definitions" / "glossary.toml").read_text("utf-8"))
    return Glossary(tuple(_term(entry) for entry in content["term"]))


def _term(entry: dict[str, object]) -> Term:
    if set(entry) != {"term", "also", "meaning", "used"}:
        raise PortalError(f"The glossary's entry {entry.get('term', 'without a term')} has other parts than it should.")
    also, used = entry["also"], entry["used"]
    if not isinstance(also, list) or not isinstance(used, list):
        raise PortalError(f"The glossary's entry {entry['term']} has one name or place where a list should be.")
    return Term(str(entry["term"]), tuple(also), str(entry["meaning"]), tuple(used))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("'", "").replace("’", ""))
