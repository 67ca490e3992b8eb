"""Fingertips files for tests: the published columns, and made-up figures of made-up indicators."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    "Compared to Regions (statistical) value or percentiles,Time period Sortable,New data,Compared to goal,"
    "Time period range"
).split(",")
SOUTHAMPTON = ("E06000045", "Southampton", "Counties & UAs (from Apr 2023)")
PORTSMOUTH = ("E06000044", "Portsmouth", "Counties & UAs (from Apr 2023)")
ENGLAND = ("E92000001", "England", "England")
SOUTH_EAST = ("E12000008", "South East region (statistical)", "Regions (statistical)")
EASTLEIGH = ("E07000086", "Eastleigh", "Districts & UAs (from Apr 2023)")


def row(area: tuple[str, str, str] = SOUTHAMPTON, **cells: object) -> dict[str, str]:
    """A row: 12 of 48 are 25%, from 15% to 39%, unless other cells are given by the names below."""
    code, name, kind = area
    given: dict[str, object] = {
        "id": 99901,
        "name": "A made-up share of children",
        "sex": "Persons",
        "age": "<18 yrs",
        "period": "2022/23",
        "value": 25,
        "low": 15,
        "high": 39,
        "count": 12,
        "denominator": 48,
        "note": "",
        "category_type": "",
        "category": "",
        **cells,
    }
    columns = {
        "id": "Indicator ID",
        "name": "Indicator Name",
        "sex": "Sex",
        "age": "Age",
        "category_type": "Category Type",
        "category": "Category",
        "period": "Time period",
        "value": "Value",
        "low": "Lower CI 95.0 limit",
        "high": "Upper CI 95.0 limit",
        "count": "Count",
        "denominator": "Denominator",
        "note": "Value note",
    }
    places = {"Area Code": code, "Area Name": name, "Area Type": kind}
    return {**places, **{column: str(given[name]) for name, column in columns.items()}}


def write(path: Path, rows: Iterable[Mapping[str, str]], header: Iterable[str] = HEADER) -> Path:
    """Write a file as the publisher does, with what it marks the beginning of UTF-8 by."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(header), restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path
