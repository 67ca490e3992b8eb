"""A return as everybody but its owner sees it: small counts masked, and with them whatever would give them away.

What is masked for itself is in `return_primary`; what adds up to what in `return_sums` and `return_protection`; what
else says something of a masked figure (a rate, a rolling year, a share of the row) in `return_neighbours`. Where it is
not plain how figures belong together, more is masked and not less.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from data.returns.cells import MASKED, plain
from data.returns.commentary import places_of
from data.returns.content import Layout, Return, Series
from data.returns.reading import of_sheets
from data.returns.tables import LONGEST_TITLE
from data.returns.text_files import Line, Sheet
from models.disclosure.return_entries import Entry, Place, entries_of
from models.disclosure.return_neighbours import Neighbours
from models.disclosure.return_primary import flagged, is_few
from models.disclosure.return_protection import Protector
from models.disclosure.return_quantities import BOTTOM, COUNT, TOP, Quantity, quantities_of
from models.disclosure.return_sums import sums_of
from models.disclosure.return_versions import Before, Earlier


@dataclass(frozen=True)
class ForOthers:
    """A return as others see it.

    `given_away` are figures that this hides in vain, because of what earlier versions show.
    """

    figures: Return
    given_away: tuple[Entry, ...]


def for_others(found: Return, population: float | None = None, earlier: Sequence[Earlier] = ()) -> Return:
    """The figures of `seen_by_others` alone."""
    return seen_by_others(found, population, earlier).figures


def seen_by_others(found: Return, population: float | None = None, earlier: Sequence[Earlier] = ()) -> ForOthers:
    """The return as others see it. Names, titles, targets, comparators, commentary and notes stay as they are.

    `population` is the number of children aged 0 to 17 in the area, where it is known: a rate of few children is then
    told from one of many. `earlier` are the versions before this one, the oldest first, which a reader may see too.
    """
    entries = entries_of(found)
    masking = masking_of(found, entries, population, earlier)
    places = {place for at in masking.masked for place in entries[at].places}
    sheets = tuple(sheet for each in found.sheets if (sheet := _masked_sheet(each, found, places)).lines)
    made = of_sheets(sheets, found.file, found.format)
    figures = replace(made, authority=found.authority, series=_named_as_before(found.series, made.series))
    return ForOthers(figures, masking.given_away)


@dataclass(frozen=True)
class Masking:
    """Which of the entries of a return (places in the list) are masked, and which of them in vain."""

    masked: frozenset[int]
    given_away: tuple[Entry, ...]


def masking_of(
    found: Return, entries: Sequence[Entry], population: float | None = None, earlier: Sequence[Earlier] = ()
) -> Masking:
    """Mask the entries of a return for whoever holds its earlier versions too, in one table with all that is shown."""
    before = Before(entries, earlier)
    together = [*entries, *before.left_out]
    sums = sums_of(found, entries, [(version.found, version.entries) for version in earlier], before.left_out)
    neighbours = Neighbours(together)
    shows = [frozenset(quantities_of(entry).values()) for entry in together]
    few, hidden = flagged(together, population, before.released)
    # What a rate says that was shown before is as good as shown.
    told = frozenset().union(*(shows[at] for at in neighbours.told_by(before.released)))
    protector = Protector(sums, before.shown | (told - hidden - before.hidden))
    hidden |= before.hidden | _other_numbers(together, few, before)
    masked = few | before.again | neighbours.of_how_many(few & before.released)
    was = None
    while was != (masked, hidden):
        was = (masked, hidden)
        beside = neighbours.masked_too(masked, hidden)
        # A denominator that is shown elsewhere is no secret for being one of a masked figure.
        hidden |= {own for at in beside for kind, own in quantities_of(together[at]).items() if kind != BOTTOM}
        masked |= beside
        masked |= {at for at, shown in enumerate(shows) if not shown.isdisjoint(hidden)}
        unseen = frozenset(quantity for quantity, by in sums.shown_by.items() if masked.issuperset(by))
        hidden |= protector.masked_too(hidden, unseen - before.shown)
    known = before.shown | protector.found
    lost = tuple(
        entry for at, entry in enumerate(entries) if at in few and _is_lost(entry, at in before.released, known)
    )
    return Masking(frozenset(at for at in masked if at < len(entries)), lost)


def _other_numbers(entries: Sequence[Entry], few: Set[int], before: Before) -> frozenset[Quantity]:
    """The denominators of masked shares whose numerators were shown before: 298 was, so 300 is not."""
    shares = [shown for at in few if {TOP, BOTTOM} <= (shown := quantities_of(entries[at])).keys()]
    return frozenset(shown[BOTTOM] for shown in shares if shown[TOP] in before.shown) - before.shown


def _is_lost(entry: Entry, is_released: bool, known: Set[Quantity]) -> bool:
    """Whether a small count is `known` to whoever holds the earlier versions, whatever is masked now."""
    shown = quantities_of(entry)
    values = {COUNT: entry.cell.value, TOP: entry.cell.numerator, BOTTOM: entry.cell.denominator}
    is_share_of_known = TOP in shown and BOTTOM in shown and {shown[TOP], shown[BOTTOM]} <= known
    return (
        (is_released and not shown)
        or is_share_of_known
        or any(is_few(values[kind]) and own in known for kind, own in shown.items())
    )


def _masked_sheet(sheet: Sheet, found: Return, places: Set[Place]) -> Sheet:
    """The lines of tables, titles and commentary, masked; of any other line nobody knows what it says."""
    tables = [table for table in found.tables if table.sheet == sheet.name]
    columns: dict[int, set[int]] = {}
    for name, number, column in places:
        if name == sheet.name:
            columns.setdefault(number, set()).add(column)
    kept = {row.line for table in tables for row in table.rows}
    kept |= {table.line for table in tables}
    kept |= {line.line for line in found.commentary if line.sheet == sheet.name}
    titles = {table.title for table in tables}
    lines: list[Line] = []
    after_pairs = False
    for line in sheet.lines:
        filled = [place for place, cell in enumerate(line.cells) if plain(cell)]
        is_title = filled == [0] and plain(line.cells[0]).lstrip("# ")[:LONGEST_TITLE] in titles
        if line.number in kept or not filled or is_title or after_pairs or places_of(line) is not None:
            lines.append(_masked_line(line, columns.get(line.number, set())))
        after_pairs = any(table.layout is Layout.PAIRS and table.line == line.number for table in tables)
    return replace(sheet, lines=tuple(lines) if any(line.cells for line in lines) else ())


def _masked_line(line: Line, columns: Set[int]) -> Line:
    if not columns:
        return line
    cells = [*line.cells, *[""] * (max(columns) + 1 - len(line.cells))]
    return replace(line, cells=tuple(MASKED if at in columns else cell for at, cell in enumerate(cells)))


def _named_as_before(before: Sequence[Series], after: Sequence[Series]) -> tuple[Series, ...]:
    """The masked figures under the names by which the return's rows were known."""
    masked = {(series.table, series.line): series for series in after}
    return tuple(
        replace(series, own=found.own, comparators=found.comparators)
        if (found := masked.get((series.table, series.line)))
        else series
        for series in before
    )
