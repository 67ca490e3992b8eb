"""A small but whole tree of source files, written from the definitions: every measure, four areas, two years."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from data.datasets import load_datasets
from data.indicators import Column, Indicator, load_indicators
from data.periods import PeriodKind
from data.sources.lait import CODE, NAME, NUMBER, VALUES, YEARS
from data.sources.lait import FILE as LAIT_FILE
from data.sources.neighbours import EDITIONS
from data.sources.tidy import FOLDER, PERIOD, PLACE

# Level, country, region code, region name, old code, new code, name: as the tidy files write a place.
PLACES = (
    ("National", "E92000001", "", "", "", "", ""),
    ("Regional", "E92000001", "E12000008", "South East", "", "", ""),
    ("Local authority", "E92000001", "E12000008", "South East", "852", "E06000045", "Southampton"),
    ("Local authority", "E92000001", "E12000008", "South East", "851", "E06000044", "Portsmouth"),
)
LAIT_AREAS = (("970", "England"), ("989", "South East"), ("852", "Southampton"), ("851", "Portsmouth"))
TEN = ("851", "303", "826", "941", "311", "937", "839", "886", "935", "881")


def write_sources(folder: Path) -> Path:
    """Write the tree below `folder` and return it; values are made up: 10 for the first area, 11 for the second, ..."""
    for name in ("lait", "ees", "context"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    indicators = load_indicators().all
    _write_lait(folder / LAIT_FILE, [indicator for indicator in indicators if indicator.lait])
    for name in load_datasets():
        _write_tidy(folder / FOLDER / f"{name}.csv", name, indicators)
    for path in EDITIONS.values():
        _write_edition(folder / path)
    (folder / "context" / "variables.csv").write_text("variable,domain,source\nheight,geography,made up\n")
    (folder / "context" / "authority_context.csv").write_text("dfe_code,height\n852,1.5\n851,\n")
    return folder


def lait_rows(indicators: list[Indicator]) -> Iterator[tuple[str, str, str, str, float]]:
    """Rows of the long table: measure, year label, area, value, number."""
    for indicator in indicators:
        for year in ("2024", "2025"):
            for position, (number, name) in enumerate(LAIT_AREAS):
                yield indicator.lait, year, name, str(10 + position), float(number)


def _write_lait(path: Path, indicators: list[Indicator]) -> None:
    columns = zip(*lait_rows(indicators), strict=True)
    names = (CODE, YEARS, NAME, VALUES, NUMBER)
    pq.write_table(pa.table({name: pa.array(list(column)) for name, column in zip(names, columns, strict=True)}), path)


def _parts(indicators: tuple[Indicator, ...], dataset: str) -> list[tuple[Indicator, Column]]:
    return [
        (indicator, part)
        for indicator in indicators
        for part in (indicator.value, indicator.numerator, indicator.denominator)
        if part is not None and part.dataset == dataset
    ]


def _write_tidy(path: Path, name: str, indicators: tuple[Indicator, ...]) -> None:
    dataset = load_datasets()[name]
    parts = _parts(indicators, name)
    columns = list(dict.fromkeys(column for _, part in parts for column in part.columns))
    wheres = list({tuple(sorted(part.where.items())): dict(part.where) for _, part in parts}.values()) or [{}]
    academic = any(indicator.period is PeriodKind.ACADEMIC_YEAR for indicator, _ in parts)
    status = [dataset.status] if dataset.status else []
    lines = [",".join([*PERIOD, *PLACE, *dataset.filters, *status, *columns])]
    for year in ("202324", "202425") if academic else ("2024", "2025"):
        for where in wheres:
            filters = [f'"{where.get(column, "all")}"' for column in dataset.filters]
            for position, place in enumerate(PLACES):
                values = [str(10 + position)] * len(columns)
                lines.append(",".join([year, "year", *place, *filters, *["Final"] * len(status), *values]))
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")


def _write_edition(path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    header = ["LA num", "LA Name", "LA number", "GOInd", "GOReg"]
    sheet.append(header + [text for number in range(1, 11) for text in (f"SN{number}", "SNP")])
    for code, name in (("852", "Southampton"), ("851", "Portsmouth")):
        sheet.append([code, name, code, 6, "South East", *[text for one in TEN for text in (one, "Very close")]])
    workbook.save(path)
