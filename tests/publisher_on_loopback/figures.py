"""Tidy files written from the figures that the project ships, in the shape and with the marks of the publisher."""

import csv
import io
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq

from data.authorities import AreaKind, load_authorities
from data.datasets import load_datasets
from data.indicators import Column, Indicator, load_indicators
from data.missing import MARKERS
from data.periods import PeriodKind
from data.snapshot import OBSERVATIONS, current_id

PUBLISHED = Path(__file__).resolve().parents[2] / "data" / "published"
PERIOD = ("time_period", "time_identifier")
PLACE = (
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
)
ENGLAND, ENGLAND_CODE = "970", "E92000001"
SHIPPED = (
    "cla_number_and_rate_per_10k_children",
    "la_cla_placement_stability",
    "b1_children_in_need_2013_to_2025",
    "la_care_leavers_accommodation_suitability",
)
"""Served unless other files are: small ones, of two publications."""
MARKS = {"rounds to zero": "k"} | {
    reason.words: mark for mark, reason in reversed(MARKERS.items()) if mark not in ("-", "low", "k")
}

Row = tuple[str, str, tuple[str, ...]]
"""Authority, period as the file writes it, and the value of each filter."""


@cache
def shipped_csv(name: str) -> bytes:
    """A data set of the definitions with the shipped figures that came from it; what was not shipped is `z`."""
    dataset = load_datasets()[name]
    parts = [
        (indicator, kind, part)
        for indicator in load_indicators()
        for kind in ("value", "numerator", "denominator")
        if (part := getattr(indicator, kind)) is not None and _is_of(part, name)
    ]
    columns = list(dict.fromkeys(part.columns[0] for _, _, part in parts))
    cells: dict[Row, dict[str, str]] = {}
    for found in _observations(tuple(sorted({indicator.id for indicator, _, _ in parts}))):
        for indicator, kind, part in parts:
            if indicator.id == found["indicator"]:
                filters = tuple(part.where.get(column, "Total") for column in dataset.filters)
                row = (str(found["authority"]), _period(str(found["period"]), indicator), filters)
                cell = cells.setdefault(row, {})
                text = _text(found[kind], found["missing_reason"] if kind == "value" else None)
                if text != "z" or part.columns[0] not in cell:
                    cell[part.columns[0]] = text
    status = [dataset.status] if dataset.status else []
    return written(
        [*PERIOD, *PLACE, *dataset.filters, *status, *columns],
        (
            [period, _identifier(period), *_place(area), *filters, *["Final"] * len(status)]
            + [values.get(column, "z") for column in columns]
            for (area, period, filters), values in sorted(cells.items(), key=_newest_first)
        ),
    )


def written(header: list[str], rows: Iterable[list[str]]) -> bytes:
    """A CSV file as the publisher writes it: UTF-8 with its mark."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _is_of(part: Column, name: str) -> bool:
    return part.dataset == name and len(part.columns) == 1 and not part.year_offset


def _observations(ids: tuple[str, ...]) -> list[dict[str, object]]:
    path = PUBLISHED / str(current_id(PUBLISHED)) / OBSERVATIONS
    names = ["indicator", "authority", "period", "value", "numerator", "denominator", "missing_reason", "source"]
    rows = pq.read_table(path, columns=names, filters=[("indicator", "in", ids)]).to_pylist()
    # A joint return is one row of the publisher's for two authorities: it is left out, like what LAIT alone has.
    return [row for row in rows if "EES" in row["source"] and "joint" not in row["source"]]


def _period(label: str, indicator: Indicator) -> str:
    first = re.findall(r"\d{4}", label)[-1]
    if "-" not in label:
        return first
    last = label.split("-")[-1][-2:]
    return f"{first}{last}" if indicator.period is PeriodKind.ACADEMIC_YEAR else str(int(first) + 1)


def _identifier(period: str) -> str:
    return "Academic year" if len(period) == 6 else "Reporting year"


def _newest_first(item: tuple[Row, dict[str, str]]) -> tuple[int, tuple[str, ...], bool, str]:
    area, period, filters = item[0]
    return -int(period), filters, area != ENGLAND, area


@cache
def _place(code: str) -> tuple[str, ...]:
    authorities = load_authorities()
    area = authorities.by_code(code)
    if area is authorities.england:
        return ("National", ENGLAND_CODE, "England", "", "", "", "", "")
    own = area.ons_codes[-1] if area.ons_codes else ""
    if area.kind is AreaKind.REGION:
        return ("Regional", ENGLAND_CODE, "England", own, area.name, "", "", "")
    region = authorities.by_code(area.region)
    in_region = (region.ons_codes[-1] if region.ons_codes else "", region.name)
    return ("Local authority", ENGLAND_CODE, "England", *in_region, code, own, area.name)


def _text(value: object, reason: object) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    return MARKS.get(str(reason), "z")
