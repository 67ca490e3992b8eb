"""Any tidy file: drafted, kept, defined, joined, every figure is what pandas reads in the file."""

import math
import tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.authorities import load_authorities
from data.build import Sources, joined
from data.definition_files import figures_file, load_definitions
from data.drafting.keeping import keep
from data.drafting.writing import dataset_text, indicators_text
from data.faults import Faults
from data.sources.added import read_added
from data.sources.places import Places
from data.time_identifiers import identified_period
from tests.data.drafting.tidy_files import AUTHORITIES, CODES, ENGLAND, SOUTH_EAST, draft, row, write

PLACES = (ENGLAND, SOUTH_EAST, *AUTHORITIES)
PERIODS = [
    ("202324", "Academic year"),
    ("202425", "Academic year"),
    ("2024", "Calendar year"),
    ("2024", "March"),
    ("2024", "Week 12"),
    ("202425", "Autumn term"),
    ("202425", "Spring term"),
]
WORDS = ["Total", "Boys", "Girls", "All other, mixed", 'The "rest"', "Not known", "£ per head", "10 to 17 years"]
MARKS = ["z", "c", "x", "low", "k", ":", "~", ""]
numbers = st.one_of(
    st.integers(-50, 10**6).map(str),
    st.floats(-1000, 10**6, allow_nan=False).map(lambda value: f"{value:.3f}"),
    st.integers(1000, 10**7).map(lambda value: f"{value:,}"),
    st.integers(0, 100).map(lambda value: f"{value}%"),
)


@st.composite
def files(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """The columns of a file and its rows: every place in some periods, every combination of some filter values."""
    filters = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=3, unique=True), max_size=2))
    figures = draw(st.integers(1, 3))
    periods = draw(st.lists(st.sampled_from(PERIODS), min_size=1, max_size=3, unique=True))
    combinations = [[]] if not filters else [[one] for one in filters[0]]
    for more in filters[1:]:
        combinations = [[*before, one] for before in combinations for one in more]
    rows = []
    cell = st.one_of(numbers, numbers, numbers, st.sampled_from(MARKS))
    for label, identifier in periods:
        for place in PLACES:
            for words in combinations:
                cells = [draw(cell) for _ in range(figures)]
                rows.append(row(place, *words, *cells, period=label, identifier=identifier))
    columns = [f"filter_{at}" for at in range(len(filters))] + [f"figure_{at}" for at in range(figures)]
    return columns, rows


def number(text: str) -> float:
    try:
        return float(text.replace(",", "").replace("%", ""))
    except ValueError:
        return math.nan


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(files())
def test_every_figure_of_every_indicator_is_that_of_the_file(file: tuple[list[str], list[list[str]]]) -> None:
    columns, rows = file
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = write(folder / "any.csv", columns, rows)
        found = draft(path, "any", all_breakdowns=True)
        texts = (dataset_text(found.file.dataset, found.notes), indicators_text("any", found.proposals))
        keep(folder / "kept", "any", path, texts)
        definitions = load_definitions(folder / "kept")
        kept = figures_file(folder, folder / "kept", "any")
        tidy = {"any": read_added(kept, definitions.added["any"], Places(load_authorities()))}
    table = pd.DataFrame(rows, columns=["time_period", "time_identifier", *(f"p{at}" for at in range(8)), *columns])
    sources = Sources(SimpleNamespace(file="", block=lambda *_: None), tidy, load_authorities().areas)
    position = {area.code: at for at, area in enumerate(sources.areas)}
    added = [one for one in definitions.indicators if one.value and one.value.dataset == "any"]
    compared: dict[str, int] = {}
    for indicator in added:
        assert indicator.value is not None
        block, _ = joined(indicator, sources, Faults((), {}))
        wanted = table
        for name, text in indicator.value.where.items():
            wanted = wanted[wanted[name] == text]
        (column,) = indicator.value.columns
        times = 100 if column in tidy["any"].reading.shares else 1
        seen = 0
        for one in wanted.to_dict("records"):
            period = identified_period(one["time_period"], one["time_identifier"])
            value = number(one[column])
            if period.kind is not indicator.period or math.isnan(value):
                continue
            place = tuple(one[f"p{at}"] for at in range(8))
            read = block.values[position[CODES[place]], block.periods.index(period)]
            assert math.isclose(read, value * times, rel_tol=1e-9), (indicator.id, one)
            seen += 1
        assert seen == int((~np.isnan(block.values)).sum())
        compared[column] = compared.get(column, 0) + seen
    # Every figure of an authority stands in one of the indicators, but for columns that were taken for filters.
    of_authorities = table[table["p0"] == "Local authority"]
    for column in compared:
        held = of_authorities[column].map(number).notna()
        if column in found.filters.numbers or not held.any():
            continue
        assert compared[column] >= held.sum()
