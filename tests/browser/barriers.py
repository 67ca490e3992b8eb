"""Barriers that axe finds on a page: WCAG 2.2 A and AA, and what each state of a page has to be asked anew.

Contrast depends on scheme and medium, all other rules on what is there. Contrast is also by far the slowest: axe looks
behind each of some thousands of texts, though a table has the same text in the same place a hundred times. So texts are
taken by kind: the same element and classes in the same elements, with the same colours and the same size. Of each kind
that can be seen the first, the middle and the last one are measured. `EVERY_TEXT` measures all of them.
"""

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

EVERYTHING: dict[str, object] = {}
CONTRAST: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ALL_BUT_CONTRAST: dict[str, object] = {"rules": {"color-contrast": {"enabled": False}}}
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}

EVERY_TEXT, ONE_OF_A_KIND = "*", "[data-one-of-a-kind]"
MARK_KINDS = """() => {
    const LOOK = ["color", "fill", "fontSize", "fontWeight", "backgroundColor", "backgroundImage", "opacity", "filter",
        "mixBlendMode", "textShadow", "visibility", "position", "zIndex", "clipPath"];
    const known = new Map();
    const kindOf = element => {
        if (element === null) return "";
        if (!known.has(element)) {
            const style = getComputedStyle(element);
            const look = LOOK.map(name => style[name]).join();
            const classes = element.getAttribute("class") ?? "";
            known.set(element, `${kindOf(element.parentElement)}/${element.localName}.${classes}:${look}`);
        }
        return known.get(element);
    };
    const isText = node => node.nodeType === Node.TEXT_NODE && node.data.trim();
    const says = element =>
        [...element.childNodes].some(isText) || element.matches("button, input, select, textarea");
    const kinds = new Map();
    for (const element of document.body.querySelectorAll("*")) {
        if (!element.checkVisibility() || !says(element)) continue;
        const kind = kindOf(element);
        if (!kinds.has(kind)) kinds.set(kind, []);
        kinds.get(kind).push(element);
    }
    for (const all of kinds.values())
        for (const one of [all[0], all[all.length >> 1], all.at(-1)]) one.setAttribute("data-one-of-a-kind", "");
}"""
MARKED = ' data-one-of-a-kind=""'
UNMARK = "() => document.querySelectorAll('[data-one-of-a-kind]').forEach(e => e.removeAttribute('data-one-of-a-kind'))"
RUN = """async ([within, options, texts]) => {
    axe.configure({rules: [{id: "color-contrast", selector: texts}]});
    return (await axe.run(within ?? document, options)).violations;
}"""


def violations(
    page: Page, within: str | None = None, rules: Mapping[str, object] | None = None, texts: str = ONE_OF_A_KIND
) -> list[str]:
    """Violations on a page as it is now, a line each: `within` one part only, by some `rules`, of which `texts`."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = STANDARD | dict(rules or {})
    page.evaluate(MARK_KINDS)
    found: list[dict[str, Any]] = page.evaluate(RUN, [within, options, texts])
    page.evaluate(UNMARK)
    seen = [(rule, node["html"].replace(MARKED, "")[:200]) for rule in found for node in rule["nodes"]]
    return [f"{rule['id']}: {rule['help']}: {html}" for rule, html in seen]
