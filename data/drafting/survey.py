"""What is in a tidy file: which columns hold figures, which hold words, and which marks stand in place of figures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data.authorities import AreaKind, load_authorities
from data.datasets import Dataset, Reading
from data.drafting.headings import NEEDED, OTHER_NAMES, folded, is_geography, standard_names
from data.drafting.meta_file import Described
from data.drafting.totals import rank_as_total
from data.errors import PortalError
from data.missing import Missing
from data.periods import YEAR_STARTS
from data.sources.added import AddedFile, added_from, places_of
from data.sources.places import Places
from data.sources.tidy_table import Rows, coded_texts, header_of, read_rows
from data.sources.written_numbers import decimals_of, number_from, reason_of
from data.time_identifiers import identified_kind

# Marks that files hold beside the publisher's standard ones, and what guidance and habit say that they mean.
KNOWN_MARKS: Mapping[str, Missing] = {
    "": Missing.NOT_AVAILABLE,
    ":": Missing.NOT_AVAILABLE,
    "..": Missing.NOT_AVAILABLE,
    ".": Missing.NOT_APPLICABLE,
    "~": Missing.ROUNDS_TO_ZERO,
    "*": Missing.SUPPRESSED,
    "[c]": Missing.SUPPRESSED,
    "[z]": Missing.NOT_APPLICABLE,
    "[x]": Missing.NOT_AVAILABLE,
    "[u]": Missing.UNRELIABLE,
    "[k]": Missing.ROUNDS_TO_ZERO,
    "[low]": Missing.ROUNDS_TO_ZERO,
    "n/a": Missing.NOT_APPLICABLE,
    "na": Missing.NOT_AVAILABLE,
    "n/k": Missing.NOT_AVAILABLE,
    "nan": Missing.NOT_AVAILABLE,
    "null": Missing.NOT_AVAILABLE,
    "none": Missing.NOT_AVAILABLE,
    "supp": Missing.SUPPRESSED,
    "suppressed": Missing.SUPPRESSED,
    "s": Missing.SUPPRESSED,
    "no data": Missing.NOT_AVAILABLE,
    "#n/a": Missing.NOT_AVAILABLE,
}
# A column of figures may hold so many words that nobody knows; more of them, or fewer figures, and it is one of words.
MOST_UNKNOWN_MARKS = 3
FEWEST_FIGURES = 20
YEAR_DIGITS = 4


@dataclass(frozen=True)
class Survey:
    """A file in memory and what its columns are. `labels` and `words` are text columns, `figures` those of values.

    `decimals` is how many each column of figures is written with, `is_whole` whether all of its are whole numbers.
    `notes` are sentences on what was taken for what; `left_out` counts the rows of levels that the portal has not.
    """

    file: AddedFile
    words: tuple[str, ...]
    figures: tuple[str, ...]
    empty: tuple[str, ...]
    decimals: Mapping[str, int]
    meta: Mapping[str, Described]
    notes: tuple[str, ...]

    @property
    def is_authority(self) -> np.ndarray:
        """A mask (rows,) of the rows of authorities."""
        kinds = np.array([area.kind is AreaKind.AUTHORITY for area in load_authorities().areas])
        found: np.ndarray = kinds[self.file.areas]
        return found

    def is_whole(self, name: str, rows: np.ndarray | None = None) -> bool:
        """Whether every figure of a column, or of some of its rows, is a whole number."""
        values = self.file.column(name)[0] if rows is None else self.file.column(name)[0][rows]
        known = values[~np.isnan(values)]
        return bool((known == np.round(known)).all())

    def label(self, name: str) -> str:
        """What the publisher calls a column, empty where its companion file does not say."""
        return self.meta[name].label if name in self.meta else ""


def survey(path: Path, name: str, meta: Mapping[str, Described]) -> Survey:
    """Read a file and say what it holds. Raises PortalError for one that holds no figure of an authority."""
    header = header_of(path)
    names = standard_names(header)
    for needed in NEEDED:
        if needed not in header and needed not in names:
            raise PortalError(
                f"{path.name} has no column '{needed}' and none that is called like it: it is no tidy file of "
                "Explore Education Statistics, whose first columns are time_period, time_identifier, geographic_level."
            )
    rows = read_rows(path, names)
    notes = [f"'{own}' is taken for the standard column '{standard}'." for standard, own in names.items()]
    for level, count in sorted(rows.left_out.items()):
        notes.append(f"{count:,} rows of the level '{level}' are left out: the portal has no such areas.")
    places, unknown = Places(load_authorities()), []
    for place, row in places_of(rows):
        try:
            places.positions(place)
        except PortalError:
            unknown.append(place.words)
            notes.append(f"'{place.words}' (row {row}) is no area that is known here: its rows are left out.")
    identifier = _identifier(rows, names, notes)
    found = _classified(rows, meta, notes)
    reading = Reading(names=names, marks=found.marks, left_out=tuple(unknown), identifier=identifier)
    file = added_from(rows, Dataset(name, "", "", (), reading=reading), places)
    notes += _years_by_their_start(rows, identifier)
    found_survey = Survey(
        file, found.words, found.figures, found.empty, found.decimals, meta, tuple(dict.fromkeys(notes))
    )
    if not found_survey.is_authority.any():
        raise PortalError(f"{path.name} has no row of a local authority that is known here.")
    return found_survey


def _identifier(rows: Rows, names: Mapping[str, str], notes: list[str]) -> str:
    """The time identifier of a file that has no column of them: what the name of the years' column says."""
    if "time_identifier" in rows.columns:
        return Reading.identifier
    called = folded(names.get("time_period", "")).replace("_", " ")
    try:
        identified_kind(called)
        identifier = called.capitalize()
    except PortalError:
        identifier = Reading.identifier
    notes.append(f"There is no column 'time_identifier': rows are taken for '{identifier}'; --period says otherwise.")
    return identifier


def _years_by_their_start(rows: Rows, identifier: str) -> list[str]:
    """A sentence where a year of two calendar years is named by one of them."""
    labels, words = coded_texts(rows.table["time_period"])
    short = np.array([len(word) == YEAR_DIGITS and word.isdigit() for word in words])[labels]
    said = {identifier}
    if "time_identifier" in rows.columns:
        codes, texts = coded_texts(rows.table["time_identifier"])
        said = {texts[code] for code in np.unique(codes[short])}
    split = sorted(word for word in said if short.any() and YEAR_STARTS.get(identified_kind(word), 1) > 1)
    return [
        f"A year of four digits with '{word}' is read as the one that starts then: 2024 is 2024/25." for word in split
    ]


@dataclass(frozen=True)
class _Classes:
    words: tuple[str, ...]
    figures: tuple[str, ...]
    empty: tuple[str, ...]
    decimals: Mapping[str, int]
    marks: Mapping[str, str]


def _classified(rows: Rows, meta: Mapping[str, Described], notes: list[str]) -> _Classes:
    words, figures, empty, decimals, marks = [], [], [], {}, {}
    unknown_marks: dict[str, list[str]] = {}
    for name in rows.columns:
        if name in OTHER_NAMES or is_geography(name):
            continue
        codes, texts = coded_texts(rows.table[name])
        used = [texts[code] for code in np.unique(codes)]
        is_number = [number_from(text) is not None for text in used]
        numbers = [text for text, told in zip(used, is_number, strict=True) if told]
        others = [text for text, told in zip(used, is_number, strict=True) if not told]
        strange = [text for text in others if not reason_of(text, {}) and text.casefold() not in KNOWN_MARKS]
        said = meta[name].kind if name in meta else ""
        is_figures = bool(numbers) and (
            not strange
            or (
                len(strange) <= MOST_UNKNOWN_MARKS
                and len(numbers) >= FEWEST_FIGURES
                and not any(rank_as_total(text) for text in strange)
            )
        )
        if said == "filter" or (not is_figures and said != "indicator" and strange):
            words.append(name)
        elif not numbers:
            empty.append(name)
        else:
            figures.append(name)
            decimals[name] = max(decimals_of(text) for text in numbers)
            for text in others:
                if not reason_of(text, {}):
                    known = KNOWN_MARKS.get(text.casefold())
                    marks[text] = (known or Missing.NOT_AVAILABLE).words
                    if known is None:
                        unknown_marks.setdefault(text, []).append(name)
    for text, columns in unknown_marks.items():
        notes.append(
            f"'{text}' in {_some(columns)} is neither a figure nor a mark that is known: it is read as not available, "
            "which is to be decided (marks in datasets.toml)."
        )
    for text in sorted(set(marks) - set(unknown_marks)):
        shown = f"'{text}'" if text else "A blank"
        notes.append(f"{shown} in place of a figure is read as {marks[text]}.")
    return _Classes(tuple(words), tuple(figures), tuple(empty), decimals, marks)


def _some(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names[:4]) + (" and others" if len(names) > 4 else "")


def with_shares(found: Survey, shares: tuple[str, ...]) -> Survey:
    """The same where some columns hold percentages as 0 to 1."""
    file = found.file
    dataset = replace(file.dataset, reading=replace(file.reading, shares=shares))
    parsed = {name: value for name, value in file._parsed.items() if name not in shares}
    return replace(found, file=replace(file, dataset=dataset, _parsed=parsed))
