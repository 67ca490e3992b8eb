"""A whole draft of a file: its data set, its indicators, and the sentences that say what was taken for what."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from data.authorities import load_authorities
from data.blocks import Block
from data.datasets import load_datasets
from data.drafting.filters import Filters, find_filters
from data.drafting.meta_file import meta_path, read_meta
from data.drafting.proposals import Proposals, Wishes, propose
from data.drafting.receiving import received
from data.drafting.survey import Survey, survey, with_shares
from data.errors import PortalError
from data.indicators import Indicators, Polarity
from data.sources.added import AddedFile

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
LONGEST_NAME = 80

Decide = Callable[[str, str], Polarity | None]
"""Asked for each column of figures, by its name and title: which direction is good, None where nobody says."""


@dataclass(frozen=True)
class Draft:
    """What would be kept. `file` holds the figures, `plain` is the CSV file that they are in."""

    file: AddedFile
    proposals: Proposals
    filters: Filters
    notes: tuple[str, ...]


def name_of(path: Path) -> str:
    """The name that a data set has by its file: letters, digits and underscores."""
    stem = path.name
    for suffix in (".zip", ".gz", ".csv"):
        stem = stem.removesuffix(suffix)
    return "_".join(re.findall(r"[A-Za-z0-9-]+", stem))[:LONGEST_NAME] or "added"


def checked_name(name: str) -> str:
    """The name itself. Raises PortalError for one that is the project's own or could not stand in a file."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise PortalError(
            f"A data set's name has letters, digits, - and _, and {LONGEST_NAME} of them at most; '{name}' is none. "
            "Give one with --name."
        )
    if name in load_datasets():
        raise PortalError(
            f"The project itself reads a data set '{name}'. A newer release of it comes in with `portal build` or "
            "`portal refresh`; give another data set another name with --name."
        )
    return name


def drafted(plain: Path, name: str, meta: Path | None, wishes: Wishes, known: Indicators) -> Draft:
    """Draft the definition data of a plain CSV file. Every figure of every indicator is read once, as a build will.

    Raises PortalError where the file is no tidy file, or two of its rows give different figures for the same.
    """
    found = survey(plain, name, read_meta(meta))
    for column in (*wishes.polarity, *wishes.shares):
        _refuse_unknown(column, found.figures, f"{plain.name} has no column of figures")
    if wishes.shares:
        found = with_shares(found, tuple(sorted(wishes.shares)))
    filters = find_filters(found)
    for column in wishes.breakdowns:
        _refuse_unknown(column, filters.names, f"{plain.name} has no filter")
    proposals = propose(found, filters, wishes, known)
    if not proposals.drafted:
        raise PortalError(f"{plain.name} has no column of figures with one of an authority: there is nothing to add.")
    shares = tuple(measure.name for measure in proposals.measures if measure.is_share)
    file = with_shares(found, shares).file
    file = replace(
        file,
        dataset=replace(
            file.dataset,
            title=wishes.publication or wishes.topic,
            link=wishes.link,
            filters=filters.names,
            status=filters.status,
        ),
    )
    for proposal in proposals.drafted:
        _figures(file, proposal.indicator)
    return Draft(file, proposals, filters, (*found.notes, *filters.notes, *_not_drafted(found, proposals)))


def _refuse_unknown(name: str, known: tuple[str, ...], what: str) -> None:
    if name not in known:
        raise PortalError(f"{what} '{name}'; it has {', '.join(known) or 'none'}.")


def _figures(file: AddedFile, indicator: object) -> list[Block]:
    areas = len(load_authorities().areas)
    parts = [getattr(indicator, name) for name in ("value", "numerator", "denominator")]
    return [file.block(part, indicator.period, areas) for part in parts if part is not None]  # type: ignore[attr-defined]


def _not_drafted(found: Survey, proposals: Proposals) -> list[str]:
    notes = [f"'{name}' holds no figure in any row, so that no indicator is drafted." for name in found.empty]
    if proposals.without_figures:
        notes.append(
            f"{proposals.without_figures:,} combinations of a column and filter values hold no figure of an authority, "
            "or are the share of a total in itself, and are not drafted."
        )
    if proposals.open_filters:
        notes.append(f"One indicator is drafted for each value of {', '.join(proposals.open_filters)}.")
    if proposals.beyond:
        notes.append(
            f"{proposals.beyond:,} more indicators could be drafted: {len(proposals.drafted):,} is the most unless "
            "--most says otherwise. Those of the first rows of the file are drafted."
        )
    return notes


__all__ = ["Draft", "checked_name", "drafted", "meta_path", "name_of", "received"]
