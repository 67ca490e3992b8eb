"""Small tidy files, written by hand: places of the publisher's own codes, figures made up."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from data.drafting.drafts import Draft, drafted
from data.drafting.meta_file import meta_path
from data.drafting.proposals import Wishes
from data.indicators import load_indicators

PLACE = "geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name".split(",")
ENGLAND = ("National", "E92000001", "England", "", "", "", "", "")
SOUTH_EAST = ("Regional", "E92000001", "England", "E12000008", "South East", "", "", "")


def authority(old: str, new: str, name: str) -> tuple[str, ...]:
    """The place of an authority of the South East, as a row states it."""
    return ("Local authority", "E92000001", "England", "E12000008", "South East", old, new, name)


SOUTHAMPTON = authority("852", "E06000045", "Southampton")
PORTSMOUTH = authority("851", "E06000044", "Portsmouth")
HAMPSHIRE = authority("850", "E10000014", "Hampshire")
ISLE_OF_WIGHT = authority("921", "E06000046", "Isle of Wight")
MEDWAY = authority("887", "E06000035", "Medway")
KENT = authority("886", "E10000016", "Kent")
AUTHORITIES = (SOUTHAMPTON, PORTSMOUTH, HAMPSHIRE, ISLE_OF_WIGHT, MEDWAY, KENT)
CODES = {ENGLAND: "970", SOUTH_EAST: "989", **{place: place[5] for place in AUTHORITIES}}


def write(
    path: Path,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    head: Sequence[str] = ("time_period", "time_identifier", *PLACE),
    encoding: str = "utf-8-sig",
) -> Path:
    """A CSV file of `head` and `columns`; every row gives all of them."""
    with path.open("w", newline="", encoding=encoding) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*head, *columns])
        writer.writerows(rows)
    return path


def row(place: Sequence[str], *cells: str, period: str = "202425", identifier: str = "Academic year") -> list[str]:
    """One row of a file that `write` writes."""
    return [period, identifier, *place, *cells]


def draft(path: Path, name: str = "made_up", **wishes: object) -> Draft:
    """The draft of a file, with its companion where there is one."""
    return drafted(path, name, meta_path(path), Wishes("Added data", **wishes), load_indicators())  # type: ignore[arg-type]


def figures(found: Draft, code: str) -> Mapping[tuple[str, str], float]:
    """What the drafted indicator of a source code reads: by the area's DfE code and the period's label."""
    from data.authorities import load_authorities

    areas = load_authorities().areas
    one = next(each.indicator for each in found.proposals.drafted if each.indicator.source_code == code)
    assert one.value is not None
    block = found.file.block(one.value, one.period, len(areas))
    return {
        (area.code, period.label): float(block.values[at, column])
        for column, period in enumerate(block.periods)
        for at, area in enumerate(areas)
        if block.rows[at, column]
    }


def codes(found: Draft) -> list[str]:
    """The source codes of all drafted indicators."""
    return [each.indicator.source_code for each in found.proposals.drafted]
