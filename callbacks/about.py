"""The recipe of the page about the data: look up, count, draw. It is the same for every selection but for its links."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np
from dash.development.base_component import Component

from callbacks.chosen import Chosen
from data.datasets import load_datasets
from data.glossary import load_glossary
from data.indicators import Indicator
from data.manifest import SourceFile
from data.missing import Missing
from data.reconcile import Arithmetic, Reconciliation
from data.snapshot import ARITHMETIC, RECONCILIATION
from data.store import Snapshot
from layouts.about.facts import Facts, Held, Listed, Source
from layouts.about.page import about_page, fixed_parts
from layouts.about.tables import all_tables
from layouts.charts.card import Chart
from layouts.provenance import DHSC, files

DFE, ONS = "Department for Education", "Office for National Statistics"
NEIGHBOURS_BY = "Department for Education, made by the National Foundation for Educational Research"
FINGERTIPS_PAGE = "https://fingertips.phe.org.uk/"
CONTEXT_BY = "this portal, from figures of ONS, DfE and MHCLG"


def show_page(chosen: Chosen) -> Component:
    """The page."""
    return about_page(look_up(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, in the words of its title."""
    return "sources, methods and glossary"


def charts(chosen: Chosen) -> Sequence[Chart]:
    """The tables that can be taken away."""
    return all_tables(look_up(chosen))


def look_up(chosen: Chosen) -> Facts:
    """All that the page shows."""
    snapshot, similarity = chosen.snapshot, chosen.similarity
    kept = snapshot.once("what it holds", lambda: held(snapshot))
    return Facts(
        selection=chosen.selection,
        authorities=len(snapshot.authorities.current),
        neighbours=similarity.neighbours,
        clusters=similarity.clusters,
        fixed=snapshot.once("fixed parts about it", lambda: fixed_parts(kept)),
        **{field.name: getattr(kept, field.name) for field in fields(kept)},
    )


def held(snapshot: Snapshot) -> Held:
    """What a snapshot holds, the same for every selection."""
    years = [period.year for period in snapshot.axis.distinct]
    figures, of_regions, missing = counts(snapshot)
    return Held(
        catalogue=tuple(listed(snapshot, indicator) for indicator in snapshot.indicators),
        figures=figures,
        of_regions=of_regions,
        years=(min(years), max(years)),
        sources=tuple(source(snapshot, file) for file in snapshot.files),
        missing=missing,
        reconciliations=tuple(reconciliation(row) for row in rows(snapshot, RECONCILIATION)),
        arithmetic=tuple(
            Arithmetic(row["indicator"], int(row["checked"]), int(row["disagree"]))
            for row in rows(snapshot, ARITHMETIC)
        ),
        faults=snapshot.faults,
        questions=snapshot.questions,
        editions=tuple(snapshot.editions.values()),
        glossary=load_glossary(),
        snapshot=snapshot.id,
    )


def listed(snapshot: Snapshot, indicator: Indicator) -> Listed:
    """An indicator's line in the catalogue."""
    known, periods = snapshot.authorities_with(indicator), snapshot.periods[snapshot.position[indicator.id]]
    columns = np.flatnonzero(known).tolist()
    if not columns:
        return Listed(indicator, None, None, 0)
    first, last = columns[0], columns[-1]
    return Listed(indicator, periods[first], periods[last], int(known[last]))


def counts(snapshot: Snapshot) -> tuple[int, int, Mapping[Missing, int]]:
    """How many figures there are of authorities, and of regions and England; and how many are missing, by reason."""
    figures = sum(int(snapshot.authorities_with(indicator).sum()) for indicator in snapshot.indicators)
    tally: list[int] = snapshot.tally.tolist()
    missing: dict[Missing, int] = {reason: tally[reason] for reason in Missing if reason is not Missing.PRESENT}
    return figures, tally[Missing.PRESENT] - figures, missing


def source(snapshot: Snapshot, file: SourceFile) -> Source:
    """What is known of a file that was read."""
    dataset = load_datasets().get(file.name.removesuffix(".csv"))
    edition = next((edition for edition in snapshot.editions.values() if edition.file == file.name), None)
    if dataset:
        read = [indicator for indicator in snapshot.indicators if file.name in files(indicator)]
        publisher = ONS if "ons.gov.uk" in dataset.link else DFE
        earlier = " (an earlier release, read and checked, not shown)" if dataset.superseded_by else ""
        return Source(file, dataset.title + earlier, publisher, dataset.link, len(read), *dates(read))
    if edition:
        return Source(file, edition.title, NEIGHBOURS_BY, "", 0, "", "")
    if added := [indicator for indicator in snapshot.indicators if file.name in files(indicator)]:
        topics = ", ".join(dict.fromkeys(indicator.topic for indicator in added))
        return Source(file, f"{topics} (added here)", DFE, added[0].link, len(added), *dates(added))
    if file.rows and file.name.endswith(".csv"):
        read = [one for one in snapshot.indicators if one.fingertips and one.fingertips.file == file.name]
        taken = max((one.fingertips.downloaded for one in read if one.fingertips), default="")
        return Source(file, "Public health profiles (Fingertips)", DHSC, FINGERTIPS_PAGE, len(read), taken, "")
    if file.rows:
        read = [indicator for indicator in snapshot.indicators if indicator.lait]
        return Source(file, "Local Authority Interactive Tool (LAIT)", DFE, "", len(read), *dates(read))
    return Source(file, "Context of each authority, for the modelled neighbours", CONTEXT_BY, "", 0, "", "")


def dates(indicators: Sequence[Indicator]) -> tuple[str, str]:
    """The newest update of any of the indicators, and the next that is due after it; empty where none is given."""
    updated = max((indicator.updated for indicator in indicators), default="")
    due = [indicator.next_update for indicator in indicators if indicator.next_update > updated]
    return updated, min(due, default="")


def rows(snapshot: Snapshot, name: str) -> list[dict[str, str]]:
    """A file of the snapshot, row by row."""
    return list(csv.DictReader(io.StringIO(snapshot.file(name).decode())))


def reconciliation(row: Mapping[str, str]) -> Reconciliation:
    """A line of the reconciliation report."""
    return Reconciliation(
        indicator=row["indicator"],
        compared=int(row["compared"]),
        equal=int(row["equal"]),
        rounded=int(row["rounded"]),
        different=int(row["different"]),
        only_lait=int(row["only_lait"]),
        only_tidy=int(row["only_tidy"]),
        outside=int(row["outside"]),
        why=row["why"],
    )
