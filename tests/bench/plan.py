"""The arithmetic of docs/scale.md, from what the benchmark measured: what runs out first when 10,000 people come.

It stands between two marks in that file and is written anew with each report; the words around it are written by hand.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench.findings import spelled, table
from tests.live import ROOT

FILE = ROOT / "docs" / "scale.md"
BEGIN, END = "<!-- written by the benchmark: begin -->", "<!-- written by the benchmark: end -->"
VIEWERS, PAGES_EACH, MINUTES, WORST = 10_000, 12, 30, 3
"""People; the pages each looks at; the minutes within which all come; how many times the mean the worst minute is."""
MEGABITS = 1000
"""What a machine's network takes a second."""
NEEDED = {
    "kept_ms": "processor for a page that is kept",
    "made_ms": "processor for a page that is made",
    "by_proxy_ms": "processor for a page where nginx keeps everybody's",
    "answer_bytes": "bytes of a page as sent",
    "first_load_bytes": "bytes of a first load, largest page",
    "kept_bytes": "bytes that Redis takes for a page",
    "new_cold": "share of pages that nobody had asked for, after a start with nothing kept",
    "new_drawn": "the same, on the morning of a release, whose pages are drawn before it is taken up",
    "warmed": "pages that are drawn by themselves after a release",
    "warming_seconds": "seconds until they are",
}


@dataclass(frozen=True)
class Need:
    """Something that 10,000 people need at the worst minute, and what one machine has of it."""

    what: str
    arithmetic: str
    needed: float
    there_is: float
    unit: str

    @property
    def viewers(self) -> float:
        """For how many people it lasts."""
        return VIEWERS * self.there_is / self.needed


def rates() -> tuple[float, float]:
    """Pages a second and first loads a second at the worst minute."""
    people = VIEWERS / (MINUTES * 60) * WORST
    return people * PAGES_EACH, people


def needs(figures: Mapping[str, float]) -> list[Need]:
    """All of them, the first to run out first."""
    pages, people = rates()
    cores = os.cpu_count() or 1

    def processor(what: str, new: float, kept: str) -> Need:
        each = new * figures["made_ms"] + (1 - new) * figures[kept]
        shown = f"{new * 100:.0f}% × {spelled(figures['made_ms'])} ms + {100 - new * 100:.0f}% × "
        arithmetic = f"{pages:.0f}/s × ({shown}{spelled(figures[kept])} ms)"
        return Need(what, arithmetic, pages * each / 1000, cores, "cores")

    bits = (pages * figures["answer_bytes"] + people * figures["first_load_bytes"]) * 8 / 1e6
    sizes = f"{pages:.0f}/s × {figures['answer_bytes'] / 1000:.0f} kB + {people:.0f}/s × "
    found = [
        processor("processor, nothing drawn before they come", figures["new_cold"], "kept_ms"),
        processor("processor, drawn before they come", figures["new_drawn"], "kept_ms"),
        processor("processor, and nginx keeps everybody's pages", figures["new_drawn"], "by_proxy_ms"),
        Need("network", f"{sizes}{figures['first_load_bytes'] / 1000:.0f} kB", bits, MEGABITS, "Mbit/s"),
    ]
    return sorted(found, key=lambda need: need.viewers)


def lines(figures: Mapping[str, float], day: str) -> list[str]:
    """The measured figures, and what follows from them."""
    missing = [name for name in NEEDED if name not in figures]
    if missing:
        return [f"Not all that this needs was measured yet: {', '.join(NEEDED[name] for name in missing)}."]
    pages, people = rates()
    inputs = [(what, shown(name, figures[name])) for name, what in NEEDED.items()]
    rows = [
        (
            need.what,
            need.arithmetic,
            f"{spelled(need.needed)} {need.unit}",
            f"{spelled(need.there_is)} {need.unit}",
            f"{need.viewers:,.0f}",
        )
        for need in needs(figures)
    ]
    return [
        f"Measured figures, as [the report](performance.md) of {day} has them:",
        "",
        *table(("what", "measured"), inputs),
        "",
        f"{VIEWERS:,} people within {MINUTES} minutes are {VIEWERS / MINUTES / 60:.1f} a second, {people:.0f} in the "
        "worst "
        f"minute ({WORST} times the mean); {PAGES_EACH} pages each make {pages:.0f} pages a second then.",
        "",
        *table(("what", "needed at the worst minute", "is", "one such machine has", "lasts for people"), rows),
    ]


def shown(name: str, value: float) -> str:
    """A figure with its unit."""
    if name.endswith("_ms"):
        return f"{spelled(value)} ms"
    if name.startswith("new_"):
        return f"{value * 100:.0f}%"
    return f"{value:,.0f}" + (" s" if name.endswith("seconds") else "")


def write(figures: Mapping[str, float], day: str) -> None:
    """Put it into the file, between its marks."""
    before, _, rest = FILE.read_text("utf-8").partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise RuntimeError(f"{FILE.name} has no place for what the benchmark measured.")
    FILE.write_text("\n".join([f"{before}{BEGIN}", "", *lines(figures, day), "", f"{END}{after}"]), "utf-8")


def figures_of(records: Sequence[Mapping[str, object] | None]) -> dict[str, float]:
    """The figures of all parts that were measured."""
    found: dict[str, float] = {}
    for record in records:
        given = record["figures"] if record else {}
        if isinstance(given, dict):
            found |= given
    return found
