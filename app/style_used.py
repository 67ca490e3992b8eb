"""Cuts a style sheet down to what the portal uses: rules for classes that stand nowhere in its code are left out."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

ROOT = Path(__file__).resolve().parents[1]
WHERE = ("app/**/*.py", "layouts/**/*.py", "app/templates/**/*.html", "app/assets/*.js")
OF_COMPONENTS = frozenset({"form-select", "form-control"})
"""What the components of dash-bootstrap-components that are in use put on their elements."""
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
WORD = re.compile(r"[A-Za-z_][\w-]*")
ALL_BEFORE_AND_AFTER = frozenset({"::before", "::after"})
"""Left out as well: whatever is said of them all has the browser find three styles for each element in place of one."""
GROUPS = frozenset({"media", "supports", "layer", "container"})


def used_words() -> frozenset[str]:
    """Every word of the code that draws pages: whatever is a class's name may be meant as one."""
    texts = (path.read_text("utf-8") for pattern in WHERE for path in ROOT.glob(pattern) if ".min." not in path.name)
    return OF_COMPONENTS.union(*(WORD.findall(text) for text in texts))


def used_of(sheet: str, words: frozenset[str]) -> str:
    """The rules of a style sheet each of whose classes is among `words`, and all that need no class."""
    return _text(_kept(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), words))


def _kept(rules: Iterable[Node], words: frozenset[str]) -> list[Node]:
    return [kept for rule in rules if (kept := _of(rule, words)) is not None]


def _of(rule: Node, words: frozenset[str]) -> Node | None:
    """A rule with the selectors that are used; None for a rule without."""
    if isinstance(rule, QualifiedRule):
        selectors = _text(rule.prelude).split(",")
        used = [one for one in selectors if words.issuperset(CLASS.findall(one)) and one not in ALL_BEFORE_AND_AFTER]
        rule.prelude = tinycss2.parse_component_value_list(",".join(used))
        return rule if used else None
    if isinstance(rule, AtRule) and rule.lower_at_keyword in GROUPS and rule.content is not None:
        inside = _kept(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), words)
        rule.content = inside
        return rule if inside else None
    return rule


def _text(nodes: Sequence[Node]) -> str:
    return str(tinycss2.serialize(nodes))
