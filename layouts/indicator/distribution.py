"""How the figures of all authorities lie, and where among them ours: the histogram of the Indicator page."""

from collections.abc import Sequence

from layouts import numbers, phrases
from layouts.charts import frame
from layouts.charts.card import Chart
from layouts.charts.distribution import HEIGHT, Column, Place, Us, distribution_chart
from layouts.indicator import words
from layouts.indicator.facts import Facts, Shown
from layouts.provenance import source_line
from layouts.tables import Cell, Table, count_in_table
from layouts.tables import Column as TableColumn
from models.histogram import Histogram

LONGEST_NAME = 18
NOBODY = "none of those chosen"


def distribution(facts: Facts) -> Chart | None:
    """The chart; nothing where nobody has a figure."""
    shown = facts.shown
    if shown is None or shown.histogram is None:
        return None
    found = shown.histogram
    half, held = found.step / 2, ranges(facts, found)
    columns = [
        Column(start - half, count, _words(facts, count, figures))
        for start, count, figures in zip(found.starts.tolist(), found.counts.tolist(), held, strict=True)
    ]
    value = shown.row.value
    label = "" if value is None else f"{frame.short(facts.area.name, LONGEST_NAME)} {words.brief(facts, value)}"
    marked = places(facts, shown)
    picture = distribution_chart(
        facts.indicator.unit,
        columns,
        found.width,
        marked,
        None if value is None else Us(value, label),
        bands(facts, shown, columns[0].start, columns[-1].start + found.width),
    )
    return Chart(
        name="distribution",
        finding=words.distribution(facts, shown),
        subtitle=subtitle(facts, shown, marked),
        picture=picture,
        table=distribution_table(facts, shown, found, held),
        source=source_line(facts.indicator, [shown.row.status]),
        height=HEIGHT,
    )


def subtitle(facts: Facts, shown: Shown, places: Sequence[Place]) -> str:
    """What, when and who, and what the marks are."""
    indicator, row = facts.indicator, shown.row
    parts = [f"{phrases.what(indicator)}, {row.period.label}"]
    parts.append(f"how many of {row.ranked} authorities have a figure of each size")
    if shown.has_bands:
        parts.append("the bands are quarters of the authorities, A the best, the worse the denser their hatch")
    elif indicator.sign == 0:
        parts.append("no bands, because neither direction is better")
    elif not indicator.banded:
        parts.append("no bands, because the publisher advises against them")
    else:
        parts.append("no bands, because too few authorities have a figure")
    marked = {place.neighbour for place in places}
    parts += ["triangles mark the comparators"] * (True in marked)
    parts += ["squares mark the authorities beside"] * (False in marked)
    return phrases.sentence("; ".join(parts))


def bands(facts: Facts, shown: Shown, low: float, high: float) -> list[tuple[str, float, float]]:
    """The bands from the lowest figures to the highest, each with where it begins and ends; none that is empty."""
    if not shown.has_bands:
        return []
    edges = [low, *shown.spread.edges.tolist(), high]
    letters = "ABCD" if facts.indicator.sign < 0 else "DCBA"
    found = zip(letters, edges, edges[1:], strict=False)
    return [(letter, start, end) for letter, start, end in found if end > start]


def places(facts: Facts, shown: Shown) -> list[Place]:
    """The comparators and those beside us that have a figure."""
    members, found = set(facts.group.codes), []
    chosen = (members | facts.roles.keys()) - {facts.area.code}
    for area, value in zip(shown.ranked, shown.spread.values.tolist(), strict=True):
        if area.code in chosen:
            words_of = words.hover(area.name, numbers.figure(facts.indicator, value))
            found.append(Place(value, words_of, area.code in members))
    return found


def _words(facts: Facts, count: int, figures: str) -> str:
    return words.hover(
        f"{count} {'authority' if count == 1 else 'authorities'}", numbers.with_unit(facts.indicator, figures)
    )


def ranges(facts: Facts, found: Histogram) -> list[str]:
    """The figures that each column can hold: one, or from the first to the last."""
    starts, ends = (
        [numbers.plain(facts.indicator, value) for value in values.tolist()] for values in (found.starts, found.ends)
    )
    return [first if first == last else f"{first} to {last}" for first, last in zip(starts, ends, strict=True)]


def distribution_table(facts: Facts, shown: Shown, found: Histogram, held: Sequence[str]) -> Table:
    """The columns of the histogram that hold an authority, from the lowest figures, with the names of the chosen.

    `held` are the figures that each column can hold, as words.
    """
    named: dict[int, list[str]] = {}
    chosen = {*facts.roles, *facts.group.codes}
    letters: dict[int, set[str]] = {}
    columns = found.columns_of(shown.spread.values).tolist()
    for area, at, letter in zip(shown.ranked, columns, shown.spread.band.tolist(), strict=True):
        letters.setdefault(at, set()).add(letter)
        if area.code in chosen:
            named.setdefault(at, []).append(area.name)
    unit = facts.indicator.unit
    heads = (TableColumn(f"Figures ({unit})", True), TableColumn("Authorities", True))
    band = [TableColumn("Band")] * shown.has_bands
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            held[at],
            count_in_table(float(count)),
            *[" and ".join(sorted(letters[at]))] * shown.has_bands,
            phrases.listed(sorted(named[at])) if at in named else NOBODY,
        )
        for at, count in enumerate(found.counts.tolist())
        if count
    )
    caption = f"{phrases.what(facts.indicator)}, {shown.row.period.label}, authorities by the size of their figure"
    return Table(caption, (*heads, *band, TableColumn("Of those chosen")), rows)
