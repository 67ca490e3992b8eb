"""What the Compare page shows is what the models found."""

import re
from html.parser import HTMLParser

import pytest

from callbacks.chosen import Chosen, choose
from callbacks.compare import TREND_YEARS, compared, show_page, subject
from data.faults import Fault
from data.indicators import Polarity
from data.missing import Missing
from data.store import Snapshot
from layouts import numbers
from layouts.compare.cells import moved, verdict
from layouts.compare.matrix import Row
from layouts.compare.words import answer
from layouts.markup import MarkupBlock
from layouts.phrases import BANDS, short
from layouts.selection import Selection
from models.benchmark import Benchmark, benchmark, standing
from models.lenses import Similarity

RATE = "children-looked-after-rate-per-10-000"
COLUMNS = ["Southampton", "Hampshire", "Portsmouth", "Isle of Wight", "Neighbours", "South East", "England", "Trend"]


class Cells(HTMLParser):
    """The text of a table's body: for each row with a heading, the text of its cells by their labels."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, str]] = []
        self._label = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "th" and named.get("scope") == "row":
            self.rows.append({})
        self._label = {"th": "title", "td": named.get("data-label") or "note"}.get(tag, self._label)
        if self.rows and tag in ("td", "th"):
            self.rows[-1].setdefault(self._label, "")

    def handle_data(self, data: str) -> None:
        if self.rows:
            self.rows[-1][self._label] += f"{data} "


@pytest.fixture(scope="module")
def chosen(snapshot: Snapshot, similarity: Similarity) -> Chosen:
    return choose(snapshot, Selection(), similarity)


def choosing(chosen: Chosen, **changes: object) -> Chosen:
    return choose(chosen.snapshot, Selection().but(**changes), chosen.similarity)


def table(chosen: Chosen) -> str:
    blocks = [part for part in show_page(chosen)._traverse() if isinstance(part, MarkupBlock)]
    return str(next(block.html for block in blocks if "<table" in block.html))


def drawn(chosen: Chosen) -> list[dict[str, str]]:
    """The table's rows as a reader sees them."""
    cells = Cells()
    cells.feed(table(chosen))
    return cells.rows


def test_the_first_visit_shows_the_published_figures(chosen: Chosen) -> None:
    first = drawn(chosen)[0]
    assert list(first) == ["title", *COLUMNS]
    figures = {name: text.split()[0] for name, text in first.items() if name not in ("title", "Trend")}
    assert figures == dict(zip(COLUMNS, ["90", "60", "93", "110", "72.8", "55", "67"], strict=False))
    assert first["Neighbours"].split() == ["72.8", "10", "of", "10"]
    assert "31 March 2025" in first["title"]


@pytest.mark.parametrize(
    "topic", ["children-looked-after", "care-leavers", "childrens-services-finance", "key-stage-2"]
)
def test_every_figure_is_the_models(chosen: Chosen, topic: str) -> None:
    """Each cell against a benchmark that is computed alone, for its indicator and authority only."""
    chosen = choosing(chosen, topic=topic)
    rows = {row.standings[0].indicator.id: row for row in compared(chosen).rows}
    assert set(rows) == {each.id for each in chosen.snapshot.indicators.in_topic(chosen.topic)}
    shown = drawn(chosen)
    assert len(shown) == len(rows)
    for (identity, row), cells in zip(rows.items(), shown, strict=True):
        indicator = chosen.snapshot.indicators.find(identity)
        for area in (chosen.area, *chosen.beside):
            alone = benchmark(chosen.snapshot, indicator, area, chosen.group)
            assert cells[area.name].split() == figure_words(alone), (identity, area.name)
        ours = benchmark(chosen.snapshot, indicator, chosen.area, chosen.group)
        assert cells["Neighbours"].split() == mean_words(ours)
        for name, value in (("South East", ours.region), ("England", ours.england)):
            assert cells[name].split()[:1] == figure(ours, value) or value is None
        # Sums of other shapes differ in the last binary digit.
        assert row.standings[0].mean == (None if ours.mean is None else pytest.approx(ours.mean))
        assert row.standings[0]._replace(mean=ours.mean) == ours


def figure(row: Benchmark, value: float | None) -> list[str]:
    return [] if value is None else [short(row.indicator, numbers.plain(row.indicator, value))]


def figure_words(row: Benchmark) -> list[str]:
    """An authority's cell, word by word, from its benchmark."""
    joint = ["joint", "return"] if row.joint else []
    if row.value is None:
        return row.reason.words.split() + joint
    position = (row.rank, "best") if row.rank else (row.position_from_highest, "highest")
    assert position[0] is not None
    place = f"{numbers.ordinal(position[0])} {position[1]} of {row.ranked}"
    if row.band:
        place = f"{row.band} {BANDS[row.band]}"
    return [*figure(row, row.value), *moved(row).split(), *place.split(), *verdict(row).split(), *joint]


def mean_words(row: Benchmark) -> list[str]:
    if row.mean is None:
        return ["none", "published"]
    mean = short(row.indicator, numbers.average(row.indicator, row.mean))
    return [mean, str(row.contributing), "of", str(len(row.group.codes))]


def test_a_year_shows_the_periods_that_end_in_it(chosen: Chosen) -> None:
    of_2020 = choosing(chosen, year=2020)
    found = compared(of_2020)
    assert {row.standings[0].period.year for row in found.rows} == {2020}
    assert found.left_out == len(chosen.snapshot.indicators.in_topic(chosen.topic)) - len(found.rows) > 0
    all_at_once = standing(chosen.snapshot, chosen.area, chosen.group, 2020)
    place = chosen.snapshot.position
    assert [row.standings[0] for row in found.rows] == [
        all_at_once.row(place[row.standings[0].indicator.id]) for row in found.rows
    ]


def test_a_year_without_any_figure_is_said_and_not_drawn(chosen: Chosen) -> None:
    page = show_page(choosing(chosen, year=1991))
    assert not [part for part in page._traverse() if isinstance(part, MarkupBlock) and "<table" in part.html]
    assert "no indicator has a figure" in page.children[1].children


def test_the_answer_is_of_the_rows_that_are_shown(chosen: Chosen) -> None:
    page, found = show_page(chosen), compared(chosen)
    standings = [row.standings[0] for row in found.rows]
    said = page.children[1].children
    assert said == answer(chosen.topic, "Southampton", standings)
    tested = [
        row for row in standings if row.indicator.polarity is not Polarity.NEUTRAL and row.comparison != "not tested"
    ]
    worse, of, better, similar = (int(number) for number in re.findall(r"\d+", said))
    assert (worse, better, similar) == tuple(
        sum(row.comparison == word for row in tested) for word in ("worse", "better", "similar")
    )
    assert of == len(tested)


def test_sorted_by_gap_the_worst_come_first(chosen: Chosen) -> None:
    rows = compared(choosing(chosen, sort="gap")).rows
    ours = [row.standings[0] for row in rows]
    assert {row.indicator.id for row in ours} == {row.standings[0].indicator.id for row in compared(chosen).rows}
    directed = [row for row in ours if row.indicator.sign and row.gap_points is not None]
    assert ours[: len(directed)] == directed
    assert directed[0].gap_points is not None
    assert directed[0].gap_points * directed[0].indicator.sign < 0


def test_sorted_by_certainty_tests_come_in_order(chosen: Chosen) -> None:
    ours = [row.standings[0] for row in compared(choosing(chosen, sort="certainty")).rows]
    words = [row.comparison for row in ours if row.indicator.sign and row.comparison != "not tested"]
    assert words == sorted(words, key=["worse", "similar", "better"].index)


def test_a_missing_figure_has_its_reason_in_words(chosen: Chosen) -> None:
    missing = [
        (row, cells)
        for row, cells in zip(compared(chosen).rows, drawn(chosen), strict=True)
        if row.standings[0].value is None
    ]
    assert {row.standings[0].reason for row, _ in missing} >= {Missing.SUPPRESSED, Missing.NOT_AVAILABLE}
    for row, cells in missing:
        assert cells["Southampton"].strip() == row.standings[0].reason.words


def test_a_trend_ends_at_the_period_shown(chosen: Chosen) -> None:
    for row in compared(chosen).rows:
        assert row.trend is not None
        ours = row.standings[0]
        assert row.trend.years[-1] == ours.period.year
        assert len(row.trend.years) <= TREND_YEARS
        assert row.trend.us[-1] == ours.value
        assert row.trend.neighbours[-1] == pytest.approx(ours.mean)
        if ours.previous is not None:
            assert row.trend.us[-2] == ours.previous


def test_a_known_fault_is_told_under_its_row(chosen: Chosen) -> None:
    rows = drawn(choosing(chosen, topic="youth-offending"))
    noted = [cells for cells in rows if "note" in cells]
    assert len(noted) == 1
    assert "sum of the nine regional rates" in noted[0]["note"]
    assert noted[0]["England"].strip() == "unreliable"


def test_a_fault_of_other_years_is_not_told(chosen: Chosen) -> None:
    fault = next(fault for fault in chosen.snapshot.faults if fault.years)
    assert isinstance(fault, Fault)
    indicator = chosen.snapshot.indicators.find(fault.indicator)
    for year in (2019, 2024):
        rows = compared(choosing(chosen, topic="children-looked-after", year=year)).rows
        row = next(row for row in rows if row.standings[0].indicator == indicator)
        assert (fault.why in row.notes) == (year in fault.years)


def test_the_region_is_that_of_the_chosen_authority(chosen: Chosen) -> None:
    found = compared(choosing(chosen, authority="hackney", beside=("southampton",)))
    assert found.columns.region == "Inner London"
    ours = found.rows[0].standings[0]
    assert ours.region == benchmark(chosen.snapshot, ours.indicator, ours.area, ours.group).region


def test_titles_lead_to_the_indicator_with_the_same_selection(chosen: Chosen) -> None:
    row: Row = compared(choosing(chosen, beside=("kent",), year=2024)).rows[0]
    assert row.address == (
        f"/indicator?authority=southampton&beside=kent&topic=children-looked-after&indicator={RATE}&year=2024&neighbours=2025"
    )


def test_a_column_never_hides_another(chosen: Chosen) -> None:
    """As many cells in each row as there are headings."""
    markup = table(choosing(chosen, beside=("kent", "surrey", "slough", "reading", "bromley")))
    head, body = markup.split("<tbody", 1)
    assert head.count("<th ") == 11
    assert {row.count("<td ") + row.count("<th ") for row in body.split("<tr ")[1:]} == {11}


def test_the_subject_says_what_and_how_many(chosen: Chosen) -> None:
    assert subject(chosen) == "children looked after, 78 indicators"
