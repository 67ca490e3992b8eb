"""Versions of one return, as they follow each other, and what a reader who holds all of them has before him.

Months are added and left out, rows come and go, figures are corrected, totals are those of what is there.
"""

import csv
import io
import random
from collections.abc import Sequence

from data.returns.content import Return
from tests.models.returns_generated import MASK, MONTHS, QUARTERS, Cell, Facts, generated, seen

SCORECARDS = ((0, 3), (1, 5), (3, 6))
"""From which month to before which one each version of a scorecard goes."""


def scorecards(seed: int, versions: int) -> tuple[Facts, list[bytes]]:
    """Versions of a scorecard, some without a row or two, with the quarters that are over; nothing is corrected."""
    draw, facts = random.Random(1_000 + seed), generated(seed)  # noqa: S311 - the same returns each time
    months = [month for month in MONTHS if any(column == month for _, column in facts.cells)]
    rows = list(dict.fromkeys(row for row, _ in facts.cells))
    files, printed = [], set()
    for first, last in SCORECARDS[:versions]:
        within = months[first : min(last, len(months))]
        within += [quarter for quarter, of in QUARTERS.items() if set(of) <= set(months[:last])]
        kept = [row for row in rows if draw.random() < 0.8]
        cells = {(row, column): facts.cells.get((row, column), "") for row in kept for column in within}
        printed |= {cell for cell, text in cells.items() if text}
        files.append(as_file("Indicator", cells))
    facts.cells = {cell: text for cell, text in facts.cells.items() if cell in printed}
    facts.holds = {cell: names for cell, names in facts.holds.items() if cell in printed}
    facts.rated = {cell: names for cell, names in facts.rated.items() if cell in printed}
    return facts, files


def audits(seed: int, versions: int) -> tuple[Facts, list[bytes], list[dict[Cell, Cell]]]:
    """Versions of a table of categories with totals both ways; services are added and left out, figures corrected.

    The third is, for each version, which cell of the facts each of its cells is: a corrected figure is another.
    """
    draw, facts = random.Random(2_000 + seed), Facts()  # noqa: S311 - the same tables each time
    everything = "ABCDE"[: draw.randint(3, 5)]
    grades = ("Good", "Fair", "Poor")[: draw.randint(2, 3)]
    counts = {(service, grade): draw.choice((0, 1, 2, 4, 7, 11, 15, 30)) for service in everything for grade in grades}
    files, places = [], []
    for version in range(versions):
        services = [service for service in everything if draw.random() < 0.8] or list(everything)
        if version and draw.random() < 0.5:
            changed = draw.choice(list(counts))
            counts[changed] += draw.choice((1, 2, 5))
        is_totalled = draw.random() < 0.8
        place: dict[Cell, Cell] = {}

        def put(row: str, column: str, name: str, value: int, place: dict[Cell, Cell] = place) -> None:
            place[row, column] = (f"{name} = {value}", "")
            facts.count(f"{name} = {value}", "", f"{name} = {value}", value)

        for service in services:
            for grade in grades:
                put(service, grade, f"{service} {grade}", counts[service, grade])
        lines = [(service, [(service, grade) for grade in grades]) for service in services]
        for service, parts in lines:
            put(service, "Total", f"{service} all", sum(counts[part] for part in parts))
            facts.add(place[service, "Total"][0], [place[part][0] for part in parts])
        for grade in (*grades, "Total") if is_totalled else ():
            parts = [(service, grade) for service in services]
            value = sum(facts.values[place[part][0]] for part in parts)
            put("Total", grade, f"every {grade}", value)
            facts.add(place["Total", grade][0], [place[part][0] for part in parts])
        places.append(place)
        files.append(as_file("Service", {cell: facts.cells[at] for cell, at in place.items()}))
    return facts, files, places


def as_file(corner: str, cells: dict[Cell, str]) -> bytes:
    """A file of these cells, rows and columns in the order in which they are met."""
    rows = list(dict.fromkeys(row for row, _ in cells))
    columns = list(dict.fromkeys(column for _, column in cells))
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([corner, *columns])
    writer.writerows([[row, *(cells.get((row, column), "") for column in columns)] for row in rows])
    return stream.getvalue().encode()


def seen_together(masked: Sequence[Return], places: Sequence[dict[Cell, Cell]] = ()) -> dict[Cell, str]:
    """What is printed of each cell in any of the versions; masked where it is in all that have it."""
    made: dict[Cell, str] = {}
    for number, version in enumerate(masked):
        for cell, text in seen(version).items():
            at = places[number].get(cell, cell) if places else cell
            if text and made.get(at, MASK) == MASK:
                made[at] = text
    return made
