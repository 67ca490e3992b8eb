"""What can be taken away from the Compare page is what it shows: the matrix, the small multiples, the spine chart."""

import re
from html import unescape

import numpy as np
import pytest
from markupsafe import Markup

from callbacks.chosen import Chosen, choose
from callbacks.compare import charts, compared, show_page
from data.missing import Missing
from data.store import Snapshot
from layouts.charts.small_multiple import HEIGHT, LEFT, PLOT_HEIGHT, RIGHT, TOP, WIDTH
from layouts.compare.multiples import slug
from layouts.compare.multiples_page import TOO_LARGE
from layouts.markup import MarkupBlock
from layouts.selection import Selection
from layouts.tables import Number, Table, shown
from models.lenses import Similarity

TOPICS = ["children-looked-after", "adoption", "childrens-services-finance", "childrens-services-workforce"]


@pytest.fixture(scope="module")
def first(snapshot: Snapshot, similarity: Similarity) -> Chosen:
    return choose(snapshot, Selection(), similarity)


def choosing(chosen: Chosen, **changes: object) -> Chosen:
    return choose(chosen.snapshot, Selection().but(**changes), chosen.similarity)


def words(markup: str) -> str:
    """What a reader sees of markup, in single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def column(table: Table, heading: str) -> list[object]:
    """The cells under a heading."""
    (place,) = [place for place, found in enumerate(table.columns) if found.heading == heading]
    return [row[place] for row in table.rows]


@pytest.mark.parametrize("topic", TOPICS)
def test_the_matrix_and_its_file_say_the_same(first: Chosen, topic: str) -> None:
    """Each figure of the file stands in the cell that a reader sees; the numbers are the store's."""
    chosen = choosing(first, topic=topic, beside=("hampshire", "kent", "seslip"))
    (chart,) = charts(chosen)
    assert (chart.name, chart.picture) == ("matrix", None)
    page = next(
        part for part in show_page(chosen)._traverse() if isinstance(part, MarkupBlock) and "<table" in part.html
    )
    rows = re.findall(r'<tr role="row"><th (?:(?!<tr).)*', page.html.split("<tbody", 1)[1])
    assert len(rows) == len(chart.table.rows) == len(compared(chosen).rows)
    cells = [
        {label: words(cell) for label, cell in re.findall(r'data-label="([^"]+)">(.*?)</td>', row)} for row in rows
    ]
    headings = {"Southampton": "Southampton", "Hampshire": "Hampshire", "Kent": "Kent", "SESLIP": "SESLIP, mean"}
    headings |= {"Neighbours": "Neighbours, mean", "South East": "South East", "England": "England"}
    for label, heading in headings.items():
        for seen, cell in zip(cells, column(chart.table, heading), strict=True):
            figure = re.sub("[%£]", "", seen[label]).split(" ")[0]
            if isinstance(cell, Number):
                assert figure == cell.text, (label, seen[label])
            else:
                assert seen[label].startswith(str(cell).split(",")[0]), (label, seen[label])
    for name in ("Southampton", "Hampshire", "Kent"):
        for part in ("band or place", "against the average"):
            for seen, cell in zip(cells, column(chart.table, f"{name}, {part}"), strict=True):
                assert str(cell).replace(", joint return", "").replace(",", "") in seen[name]


def test_the_file_has_the_stores_numbers(first: Chosen) -> None:
    (chart,) = charts(first)
    for row, cell in zip(compared(first).rows, column(chart.table, "Hampshire"), strict=True):
        indicator, period = row.standings[0].indicator, row.standings[0].period
        block = first.snapshot.block(indicator)
        value = block.values[first.snapshot.area_position["850"], block.periods.index(period)]
        assert (cell.value == value) if isinstance(cell, Number) else np.isnan(value)


def test_the_file_names_units_periods_codes_and_reasons(first: Chosen) -> None:
    table = charts(first)[0].table
    assert column(table, "Indicator")[0] == "Children looked after rate per 10,000"
    assert column(table, "Unit")[0] == "rate per 10,000"
    assert column(table, "Period")[0] == "31 March 2025"
    assert column(table, "Southampton, change")[0] == Number("−7", -7.0, 0)
    assert column(table, "Neighbours, published")[0] == Number("10", 10.0, 0)
    assert all(column(table, "Source codes"))
    assert {cell for cell in column(table, "Southampton") if isinstance(cell, str)} >= {Missing.SUPPRESSED.words}


def test_what_is_hidden_is_in_no_file(first: Chosen) -> None:
    chosen = choosing(first, hide="unchanged,untested")
    assert len(charts(chosen)[0].table.rows) == len(compared(chosen).rows) < len(charts(first)[0].table.rows)


def test_multiples_are_a_chart_for_each_unit(first: Chosen) -> None:
    chosen = choosing(first, view="multiples")
    found = charts(chosen)
    units = [row.standings[0].indicator.unit for row in compared(chosen).rows]
    assert [chart.name for chart in found] == [f"multiples-{slug(unit)}" for unit in dict.fromkeys(units)]
    for chart, unit in zip(found, dict.fromkeys(units), strict=True):
        assert isinstance(chart.picture, Markup)
        assert chart.picture.count("<svg") == units.count(unit)


def test_one_unit_has_one_scale(first: Chosen) -> None:
    """Every chart of a unit has the same marks at the same heights, and the same years; on own scales they differ."""
    for view, alike in (("multiples", True), ("multiples-own", False)):
        chart = next(chart for chart in charts(choosing(first, view=view)) if chart.name == "multiples-percentage")
        assert isinstance(chart.picture, Markup)
        pictures = re.findall(r"<svg.*?</svg>", str(chart.picture))
        frames = {tuple(re.findall(r'y="([^"]+)" class="tick"[^>]*>([^<]+)<', picture)) for picture in pictures}
        assert (len(frames) == 1) == alike
        assert ("one scale" in chart.subtitle) == alike


def test_every_line_stays_in_its_chart(first: Chosen) -> None:
    for chart in charts(choosing(first, view="multiples", beside=("kent", "solent"))):
        spots = re.findall(r"[ML]([\d.]+) ([\d.]+)", str(chart.picture))
        assert spots
        assert all(LEFT <= float(x) <= WIDTH - RIGHT for x, _ in spots)
        assert all(TOP - 0.1 <= float(y) <= TOP + PLOT_HEIGHT + 0.1 < HEIGHT for _, y in spots)


def test_a_missing_period_is_a_gap_in_the_picture_and_a_reason_in_the_table(first: Chosen) -> None:
    """Southampton's adoptions without opposition: five figures, with holes, in nine periods."""
    (chart,) = [
        found for found in charts(choosing(first, view="multiples", topic="adoption")) if "number" in found.name
    ]
    title = "Number CLA Adopted - application unopposed"
    picture = str(chart.picture).split(f"{title}</a>", 1)[1]
    drawn = re.search(r'<path class="line us" d="([^"]*)"', picture)
    assert drawn is not None
    ours = [row[2] for row in chart.table.rows if row[0] == title]
    known = [cell for cell in ours if isinstance(cell, Number)]
    runs = "".join("x" if isinstance(cell, Number) else " " for cell in ours).split()
    assert drawn[1].count("M") == len(runs) > 1
    assert drawn[1].count("M") + drawn[1].count("L") == len(known)
    assert {cell for cell in ours if isinstance(cell, str)} <= {reason.words for reason in Missing} - {""}


def test_the_table_behind_has_the_stores_numbers(first: Chosen) -> None:
    chosen = choosing(first, view="multiples", topic="adoption", beside=("kent", "solent"))
    snapshot = chosen.snapshot
    for chart in charts(chosen):
        assert [found.heading for found in chart.table.columns] == [
            *("Indicator", "Period", "Southampton", "Neighbours, average", "Neighbours, published", "Kent"),
            *("Solent, mean", "Solent, published", "South East", "England"),
        ]
        for row in chart.table.rows:
            block = snapshot.block(snapshot.indicators.find(shown(row[0])))
            at = next(place for place, period in enumerate(block.periods) if period.label == row[1])
            for cell, code in ((row[2], "852"), (row[5], "886"), (row[9], snapshot.authorities.england.code)):
                value = block.values[snapshot.area_position[code], at]
                assert (cell.value == value) if isinstance(cell, Number) else np.isnan(value)
            members = block.values[[snapshot.area_position[code] for code in ("850", "851", "852", "921")], at]
            assert row[7] == Number(str(np.isfinite(members).sum()), float(np.isfinite(members).sum()), 0)
            assert row[6] == "none published" or row[6].value == pytest.approx(np.nanmean(members))  # type: ignore[union-attr]


def test_labels_are_the_first_and_last_figures(first: Chosen) -> None:
    """Southampton's rate fell from 120 in 2016 to 90 in 2025, which the published file says."""
    chart = next(
        found for found in charts(choosing(first, view="multiples")) if found.name == "multiples-rate-per-10000"
    )
    svg = re.findall(r"<svg.*?</svg>", str(chart.picture))[0]
    assert re.findall(r'class="label us[^"]*"[^>]*>([^<]+)<', svg) == ["90", "120"]
    assert "Southampton fell from 120 on 31 March 2016 to 90 per 10,000 on 31 March 2025" in svg
    assert "above its ten statistical neighbours" in unescape(svg)


def test_a_year_ends_the_lines(first: Chosen) -> None:
    for chart in charts(choosing(first, view="multiples", year=2022)):
        assert "2022" in chart.subtitle
        assert not [row for row in chart.table.rows if re.search("2023|2024|2025", shown(row[1]))]


def test_the_finding_counts_what_became_better(first: Chosen) -> None:
    """One indicator of adoption has a better side: the share adopted, which fell."""
    found = charts(choosing(first, view="multiples", topic="adoption"))
    assert [chart.finding for chart in found] == [
        "3 numbers: from first figure to last, Southampton has risen on none and fallen on 3",
        "3 percentages: Southampton has become worse on the one that can be judged",
    ]


def test_too_large_a_table_is_in_the_files_only(first: Chosen) -> None:
    everyone = tuple(area.slug for area in first.snapshot.authorities.current)
    chosen = choosing(first, view="multiples", topic="key-stage-2", beside=everyone)
    assert TOO_LARGE in str(show_page(chosen))
    assert all(chart.table.rows for chart in charts(chosen))


def test_the_spine_has_the_rows_that_are_shown(first: Chosen) -> None:
    chosen = choosing(first, view="spine", sort="gap", hide="untested")
    (chart,) = charts(chosen)
    assert [row[0] for row in chart.table.rows] == [row.standings[0].indicator.title for row in compared(chosen).rows]
    better, of, worse = (int(number) for number in re.findall(r"\d+", chart.finding)[:3])
    directed = [row for row in compared(chosen).ours if row.indicator.sign and row.gap_points is not None]
    assert of == len(directed) >= better + worse


def test_without_figures_there_is_nothing_to_take(first: Chosen) -> None:
    assert charts(choosing(first, year=1991)) == ()
