"""Returns with small counts in every relation that returns have, and an intruder who reasons over what is printed.

He shares no code with models/disclosure: he reads the masked file as text, knows how returns are made (totals,
breakdowns, quarters, rolling years, counts since April, rates), and asks an integer programme for the least and the
most that each masked count can be.
"""

import csv
import io
import random
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from data.returns.content import Return

MASK = "c"
MONTHS = ["Apr-24", "May-24", "Jun-24", "Jul-24", "Aug-24", "Sep-24", "Oct-24", "Nov-24", "Dec-24"]
MONTHS += ["Jan-25", "Feb-25", "Mar-25", "Apr-25", "May-25"]
QUARTERS = {"Q1 2024/25": MONTHS[:3], "Q2 2024/25": MONTHS[3:6]}
POPULATION = 20_000
Cell = tuple[str, str]
"""A row and a column of the file."""


@dataclass
class Facts:
    """The truth behind a file, by what is counted; its cells; and what anybody knows of how they hang together."""

    values: dict[str, int] = field(default_factory=dict)
    cells: dict[Cell, str] = field(default_factory=dict)
    holds: dict[Cell, tuple[str, ...]] = field(default_factory=dict)
    sums: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    rated: dict[Cell, tuple[str, ...]] = field(default_factory=dict)

    def count(self, row: str, column: str, name: str, value: int) -> None:
        self.values[name] = value
        self.cells[row, column] = str(value)
        self.holds[row, column] = (name,)

    def share(self, row: str, column: str, above: str, below: str) -> None:
        top, bottom = self.values[above], self.values[below]
        self.cells[row, column] = f"{100 * top / bottom:.0f}% ({top}/{bottom})" if bottom else "N/A"
        self.holds[row, column] = (above, below) if bottom else ()

    def add(self, total: str, parts: list[str]) -> None:
        self.sums.append((total, tuple(parts)))


def generated(seed: int) -> Facts:
    """A scorecard with small counts in every relation that returns have."""
    draw, facts = random.Random(seed), Facts()  # noqa: S311 - the same returns each time
    months = MONTHS[: draw.choice((3, 6, 13, 14))]
    small = draw.random() < 0.7
    for month in months:
        near, far = draw.randint(5, 60), draw.randint(1, 12) if small else draw.randint(10, 40)
        facts.count("Number of CLA at the end of the month - in area", month, f"near {month}", near)
        facts.count("Number of CLA at the end of the month - out of area", month, f"far {month}", far)
        facts.count("Number of CLA at the end of the month", month, f"cla {month}", near + far)
        facts.add(f"cla {month}", [f"near {month}", f"far {month}"])
        for part, size in (("near", near), ("far", far)):
            top = facts.values[f"{part} seen {month}"] = max(size - draw.choice((0, 1, 3, size // 2, size)), 0)
            facts.values[f"{part} not seen {month}"] = size - top
            facts.add(f"{part} {month}", [f"{part} seen {month}", f"{part} not seen {month}"])
        facts.values[f"seen {month}"] = facts.values[f"near seen {month}"] + facts.values[f"far seen {month}"]
        facts.values[f"not seen {month}"] = near + far - facts.values[f"seen {month}"]
        facts.add(f"seen {month}", [f"near seen {month}", f"far seen {month}"])
        facts.add(f"cla {month}", [f"seen {month}", f"not seen {month}"])
        reviews = "Percentage of CLA children with an up-to-date review"
        facts.share(reviews, month, f"seen {month}", f"cla {month}")
        facts.share(f"{reviews} (in area)", month, f"near seen {month}", f"near {month}")
        facts.share(f"{reviews} (out of area)", month, f"far seen {month}", f"far {month}")
        rate = round(10_000 * (near + far) / POPULATION, 1)
        facts.cells["Rate of CLA per 10,000 under 18 population", month] = f"{rate:.1f}"
        facts.rated["Rate of CLA per 10,000 under 18 population", month] = (f"cla {month}",)
        facts.count("Number of contacts", month, f"new {month}", draw.randint(0, 9) if small else draw.randint(4, 40))
    _over_time(facts, months)
    return facts


def _over_time(facts: Facts, months: list[str]) -> None:
    """Quarters, counts since April and rolling years of the contacts."""
    for quarter, within in QUARTERS.items():
        if set(within) <= set(months):
            facts.count("Number of contacts", quarter, quarter, sum(facts.values[f"new {month}"] for month in within))
            facts.add(quarter, [f"new {month}" for month in within])
    for place, month in enumerate(months):
        since = months[12:] if place >= 12 else months[: place + 1]
        since = since[: place - 11] if place >= 12 else since
        total = sum(facts.values[f"new {each}"] for each in since)
        facts.count("Number of contacts (cumulative)", month, f"run {month}", total)
        facts.add(f"run {month}", [f"new {each}" for each in since])
        if place >= 11:
            year = months[place - 11 : place + 1]
            total = sum(facts.values[f"new {each}"] for each in year)
            facts.count("Number of contacts (rolling 12 months)", month, f"year {month}", total)
            facts.add(f"year {month}", [f"new {each}" for each in year])


def wide(facts: Facts) -> bytes:
    """The file with periods across."""
    rows = list(dict.fromkeys(row for row, _ in facts.cells))
    columns = list(dict.fromkeys(column for _, column in facts.cells))
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["Indicator", *columns, "Target"])
    writer.writerows([[row, *(facts.cells.get((row, column), "") for column in columns), "TBC"] for row in rows])
    return stream.getvalue().encode()


def seen(masked: Return) -> dict[Cell, str]:
    """The cells of the masked file, as a reader of it sees them."""
    lines = [list(line.cells) for line in masked.sheets[0].lines]
    return {(line[0], column): text for line in lines[1:] for column, text in zip(lines[0][1:], line[1:], strict=False)}


def template(facts: Facts) -> bytes:
    """The same in the portal's template: a row a figure, its counts in columns of their own."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["authority", "indicator", "period", "value", "numerator", "denominator"])
    for (row, column), text in facts.cells.items():
        value, _, counts = text.partition(" (")
        writer.writerow(["Portsmouth", row, column, value, *(counts.rstrip(")").split("/") if counts else ("", ""))])
    return stream.getvalue().encode()


def seen_in_template(masked: Return) -> dict[Cell, str]:
    """The cells of the masked template, as the other file prints them."""
    made = {}
    for line in masked.sheets[0].lines[1:]:
        _, row, column, value, above, below = line.cells
        made[row, column] = f"{value} ({above}/{below})" if above != MASK and above else value
    return made


def audits(seed: int) -> tuple[Facts, bytes]:
    """A table of categories with its totals both ways."""
    draw, facts = random.Random(seed), Facts()  # noqa: S311 - the same tables each time
    services, grades = "ABCD"[: draw.randint(2, 4)], ("Good", "Fair", "Poor")[: draw.randint(2, 3)]
    for service in services:
        for grade in grades:
            facts.count(service, grade, f"{service} {grade}", draw.choice((0, 1, 2, 4, 7, 11, 15, 30)))
        parts = [f"{service} {grade}" for grade in grades]
        facts.count(service, "Total", f"{service} all", sum(facts.values[part] for part in parts))
        facts.add(f"{service} all", parts)
    for grade in (*grades, "all"):
        column = "Total" if grade == "all" else grade
        parts = [f"{service} {grade}" for service in services]
        facts.count("Total", column, f"every {grade}", sum(facts.values[part] for part in parts))
        facts.add(f"every {grade}", parts)
    lines = [["Service", *grades, "Total"]]
    lines += [[row, *(facts.cells[row, column] for column in lines[0][1:])] for row in (*services, "Total")]
    return facts, "\n".join(",".join(line) for line in lines).encode()


@dataclass
class Intruder:
    """Whoever holds the file. He knows the values that it prints, the sums, and that a masked count is not none."""

    facts: Facts
    shown: Mapping[Cell, str]

    def known(self) -> tuple[set[str], list[tuple[dict[str, float], float, float]]]:
        """The names whose values are printed, and what rates say: weights, from, to."""
        names: set[str] = set()
        rates = []
        for cell, text in self.shown.items():
            if text == MASK or cell not in self.facts.cells:
                continue
            assert text == self.facts.cells[cell], "what is shown is never changed"
            names |= set(self.facts.holds.get(cell, ()))
            if cell in self.facts.rated:
                weights = dict.fromkeys(self.facts.rated[cell], 10_000 / POPULATION)
                rates.append((weights, float(text) - 0.05, float(text) + 0.05))
        return names, rates

    def span(self, wanted: str) -> tuple[int, int]:
        """The least and the most that a count can be."""
        names = list(self.facts.values)
        place = {name: at for at, name in enumerate(names)}
        known, rates = self.known()
        masked = {name for cell, held in self.facts.holds.items() if self.shown.get(cell) == MASK for name in held[:1]}
        least = np.zeros(len(names))
        most = np.full(len(names), 500.0)
        for name in names:
            value = self.facts.values[name]
            if name in known:
                least[place[name]] = most[place[name]] = value
            elif name in masked and value:
                least[place[name]] = 1
        rows, lower, upper = [], [], []
        for total, parts in self.facts.sums:
            row = np.zeros(len(names))
            row[place[total]] = -1
            row[[place[part] for part in parts]] = 1
            rows.append(row)
            lower.append(0.0)
            upper.append(0.0)
        for weights, low, high in rates:
            row = np.zeros(len(names))
            for name, weight in weights.items():
                row[place[name]] = weight
            rows.append(row)
            lower.append(low)
            upper.append(high)
        form = np.zeros(len(names))
        form[place[wanted]] = 1
        found = []
        for sign in (1, -1):
            solved = milp(
                sign * form,
                constraints=LinearConstraint(np.array(rows), np.array(lower), np.array(upper)),
                bounds=Bounds(least, most),
                integrality=np.ones(len(names)),
            )
            assert solved.x is not None, solved.message
            found.append(round(solved.x[place[wanted]]))
        return found[0], found[1]

    def at_least(self, name: str) -> int:
        """Nobody can help that a sum of three printed counts of one or more is three or more."""
        printed = {held for names in self.facts.holds.values() for held in names}
        made_of = [parts for total, parts in self.facts.sums if total == name]
        sums = [sum(self.at_least(part) for part in parts if part in printed) for parts in made_of]
        return max([int(self.facts.values[name] > 0), *sums])

    def finds(self, *, first: bool = False) -> list[tuple[str, int, tuple[int, int]]]:
        """Small counts of which he knows more than that they are anything from 1 to 5; perhaps only the `first`."""
        known, _ = self.known()
        small = {name: value for name, value in self.facts.values.items() if 1 <= value <= 5}
        found = [(name, value, (value, value)) for name, value in small.items() if name in known]
        for name, value in small.items():
            if name not in known:
                low, high = self.span(name)
                if low > self.at_least(name) or high < 5:
                    found.append((name, value, (low, high)))
            if first and found:
                break
        return found
