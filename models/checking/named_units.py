"""The unit that a row's own name says, against that of the measure: `per 100,000` where it is counted per 10,000."""

import re
from collections.abc import Iterator

from data.returns.content import Return
from models.checking.findings import Finding, Kind, Severity, finding_at, number

_PER = re.compile(r"\bper (\d{1,3}(?:,\d{3})+|\d{3,})\b", re.IGNORECASE)


def named_units(found: Return) -> Iterator[Finding]:
    """Every row whose name says another rate than its measure is."""
    for series in found.series:
        said = _PER.search(series.name)
        if said is None or series.measure is None or series.measure.per <= 100:
            continue
        per, right = int(said[1].replace(",", "")), series.measure.per
        if per == right:
            continue
        message = (
            f"{series.name} says per {number(per)}, and {series.measure.title} is counted per {number(right)}. Check "
            "which the figures are, and name the row so."
        )
        yield finding_at(
            series,
            None,
            Severity.WARNING,
            Kind.UNIT,
            message,
            f"per {number(right)}",
            "the list of indicators",
            f"per {number(per)}",
        )
