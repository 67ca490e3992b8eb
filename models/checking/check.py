"""All checks of a return, in one call."""

from collections.abc import Iterator
from itertools import chain, islice

from data.authorities import Area
from data.returns.content import Return
from data.returns.measures import load_local_measures
from data.store import Snapshot
from models.checking.arithmetic import percentages_and_counts
from models.checking.changes import changes
from models.checking.cohorts import cohorts
from models.checking.comparators import comparators
from models.checking.cumulative import cumulative
from models.checking.denominators import denominators
from models.checking.duplicates import duplicates
from models.checking.findings import THE_FILE, Finding, Kind, Severity, in_order
from models.checking.impossible import impossible
from models.checking.jumps import jumps
from models.checking.named_units import named_units
from models.checking.names import nearest_names, with_published_names
from models.checking.periods import periods
from models.checking.published import Published
from models.checking.rates import rates
from models.checking.rolling import rolling
from models.checking.same_date import same_date
from models.checking.schema import unknown_names, unreadable
from models.checking.shares import shares
from models.checking.told import told
from models.checking.totals import totals
from models.checking.units import units

# What looks at the return alone.
CHECKS = (
    unreadable,
    periods,
    duplicates,
    percentages_and_counts,
    shares,
    impossible,
    denominators,
    cumulative,
    totals,
    rolling,
    jumps,
    named_units,
    told,
)
# What looks at the published figures too, where there are any to look at.
WITH_PUBLISHED = (rates, units, cohorts, changes)
AGAINST_PUBLISHED = (comparators, same_date)
MOST_FINDINGS = 5_000
"""Of one return: with more, something is the matter with the whole, and what comes after is not looked for."""


def check_return(found: Return, snapshot: Snapshot | None = None, area: Area | None = None) -> tuple[Finding, ...]:
    """The findings of every check, by row, the most severe first.

    `area` is the authority whose return it is; None where nobody knows, and then only what names its area is compared.
    Without a snapshot nothing is held against published figures.
    """
    if snapshot is None:
        return in_order(_first(_all(found, None)))
    return in_order(_first(_all(with_published_names(found, snapshot.indicators), Published(snapshot, area))))


def _first(findings: Iterator[Finding]) -> Iterator[Finding]:
    """As many findings as one can do something about, and one more that says where there are others."""
    yield from islice(findings, MOST_FINDINGS)
    if next(findings, None) is not None:
        message = (
            f"There are more than {MOST_FINDINGS:,} findings, so the check was not finished. Mend these first; one "
            "mistake may be behind most of them."
        )
        yield Finding(None, "", Severity.ERROR, Kind.SCHEMA, "", "", THE_FILE, message)


def _all(found: Return, published: Published | None) -> Iterator[Finding]:
    indicators = published.snapshot.indicators if published is not None else ()
    yield from chain.from_iterable(check(found) for check in CHECKS)
    yield from unknown_names(found, nearest_names(load_local_measures(), indicators))
    yield from chain.from_iterable(check(found, published) for check in WITH_PUBLISHED)
    if published is not None:
        yield from chain.from_iterable(check(found, published) for check in AGAINST_PUBLISHED)
