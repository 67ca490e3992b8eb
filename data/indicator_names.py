"""What indicators are called by people who write about them: the ideas of the field, their phrases, further names."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from data.errors import PortalError
from data.glossary import Glossary, load_glossary

FILE = "indicator_names.toml"


@dataclass(frozen=True)
class Idea:
    """One idea that texts speak of. `local`: nobody publishes it. `opposite`: the idea that it leaves over from 100%.

    Ideas of one `group` exclude each other: a figure of those aged 17 to 18 is none of those aged 19 to 21.
    """

    name: str
    group: str = ""
    local: bool = False
    opposite: str = ""


@dataclass(frozen=True)
class IndicatorNames:
    """The ideas by name; which ideas each phrase means; further names of indicators, by id.

    `headlines` are the ids of indicators that are meant where nothing tells them from others that fit as well.
    """

    ideas: Mapping[str, Idea]
    phrases: Mapping[str, tuple[str, ...]]
    also: Mapping[str, tuple[str, ...]]
    headlines: frozenset[str]


@cache
def load_indicator_names() -> IndicatorNames:
    """Read the definition file once; an entry that is not right is refused with its name."""
    text = (resources.files("data") / "definitions" / FILE).read_text("utf-8")
    return names_from(tomllib.loads(text), load_glossary())


def names_from(content: Mapping[str, list[dict[str, object]]], glossary: Glossary) -> IndicatorNames:
    """The names that a definition file gives. Raises PortalError for a phrase of two meanings or an unknown part."""
    ideas = {idea.name: idea for idea in map(_idea, content["idea"])}
    meanings: dict[str, tuple[str, ...]] = {}
    for entry in content["idea"]:
        _add(meanings, (str(entry["name"]), *_texts(entry)), (str(entry["name"]),))
    for entry in content["phrase"]:
        says = tuple(str(idea) for idea in entry["says"])  # type: ignore[attr-defined]
        if unknown := [idea for idea in says if idea not in ideas]:
            raise PortalError(f"{FILE} has a phrase that says '{unknown[0]}', which is no idea of it.")
        _add(meanings, _texts(entry), says)
    for entry in content["idea"]:  # the glossary's other names come last: what is written here goes before them
        for name in glossary.find(str(entry["term"])).names if "term" in entry else ():
            meanings.setdefault(name.casefold(), (str(entry["name"]),))
    also = {str(entry["id"]): _texts(entry) for entry in content["indicator"]}
    headlines = frozenset(str(entry["id"]) for entry in content["indicator"] if entry.get("headline"))
    return IndicatorNames(ideas, meanings, also, headlines)


def _idea(entry: Mapping[str, object]) -> Idea:
    fields = {name: value for name, value in entry.items() if name not in ("also", "term")}
    try:
        return Idea(**fields)  # type: ignore[arg-type]
    except TypeError as error:
        raise PortalError(f"The idea {entry.get('name', 'without a name')} in {FILE} is not right: {error}.") from None


def _texts(entry: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(text) for text in entry.get("also", ()))  # type: ignore[attr-defined]


def _add(meanings: dict[str, tuple[str, ...]], phrases: Iterable[str], says: tuple[str, ...]) -> None:
    for phrase in phrases:
        if (known := meanings.setdefault(phrase.casefold(), says)) != says:
            raise PortalError(f"{FILE} gives '{phrase}' two meanings: {' and '.join((*known, *says))}.")
