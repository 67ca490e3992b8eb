"""The rules that put an indicator on a board's list, each as a definition; a board may set them for itself."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from typing import Any

from data.errors import PortalError


@dataclass(frozen=True)
class Rule:
    """One rule. `concern` and `strength` are its titles for either side, `strength` empty where it has no other side.

    `level` is what a board may set between `lowest` and `highest`, None where there is nothing to set; `on` says
    whether it is looked at.
    """

    id: str
    concern: str
    strength: str
    meaning: str
    on: bool
    level: float | None = None
    level_words: str = ""
    lowest: float = 0.0
    highest: float = 0.0

    def set_to(self, on: bool, level: float | None) -> "Rule":
        """The same rule as a board wants it. Raises PortalError for a level that is out of its limits."""
        if self.level is None or level is None:
            return replace(self, on=on)
        if not self.lowest <= level <= self.highest:
            raise PortalError(f"{self.level_words}: give a number from {self.lowest:g} to {self.highest:g}.")
        return replace(self, on=on, level=level)


@dataclass(frozen=True)
class RuleSetting:
    """What a board wants of one rule; a `level` of None is the rule's own."""

    on: bool
    level: float | None = None


@dataclass(frozen=True)
class OwnRule:
    """A rule of a board's own: a figure of `subject` beyond a `level`, in its unit. `side` is `above` or `below`."""

    subject: str
    side: str
    level: float
    why: str


@dataclass(frozen=True)
class Rules:
    """All rules as they hold for one board, in the order in which they are looked at."""

    all: tuple[Rule, ...]
    own: tuple[OwnRule, ...] = ()

    def __getitem__(self, name: str) -> Rule:
        return next(rule for rule in self.all if rule.id == name)

    @cached_property
    def concerns(self) -> Mapping[str, str]:
        """What each is called on the list of what is worse, by its id."""
        return {rule.id: rule.concern for rule in self.all}

    @cached_property
    def strengths(self) -> Mapping[str, str]:
        """What each is called on the other list."""
        return {rule.id: rule.strength for rule in self.all}

    def level(self, name: str) -> float:
        """The level of a rule that has one."""
        level = self[name].level
        if level is None:
            raise ValueError(f"the rule {name} has no level")
        return level

    def with_settings(self, settings: Mapping[str, RuleSetting], own: tuple[OwnRule, ...] = ()) -> "Rules":
        """The rules as a board has set them; a rule that it says nothing of is as defined."""
        made = (
            rule.set_to(settings[rule.id].on, settings[rule.id].level) if rule.id in settings else rule
            for rule in self.all
        )
        return Rules(tuple(made), own)


@cache
def load_rules() -> Rules:
    """Every rule of the definition file, in its order; read once."""
    text = (resources.files("data") / "definitions" / "exception_rules.toml").read_text("utf-8")
    return rules_from(tomllib.loads(text)["rule"])


def rules_from(entries: list[Mapping[str, Any]]) -> Rules:
    """The rules that entries define. Raises PortalError where two have one id, or a level is out of its limits."""
    rules = tuple(Rule(**entry) for entry in entries)
    names = [rule.id for rule in rules]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise PortalError(f"The rule '{twice[0]}' is defined twice.")
    return Rules(tuple(rule.set_to(rule.on, rule.level) for rule in rules))
