"""The first page: one answer, the same numbers in its sentence, its tables and its pictures."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from markupsafe import Markup

from callbacks import home
from callbacks.caching import as_json
from callbacks.chosen import Chosen, choose, topic_slug
from data.errors import PortalError
from data.store import Snapshot, open_with_earlier
from layouts.charts.card import Chart
from layouts.home import words
from layouts.home.facts import Facts
from layouts.home.page import home_charts
from layouts.home.tartan import SIGNS, tartan_section
from layouts.home.topics import fits, picture, verdict_segments
from layouts.pages import INDICATOR
from layouts.phrases import BANDS
from layouts.selection import Selection
from layouts.tables import Number, shown
from models.lenses import Similarity
from models.priorities import Certainty
from tests.data.two_releases import CROSSED, REVISED, write_two_releases


@pytest.fixture(scope="module")
def chosen(snapshot: Snapshot, similarity: Similarity) -> Chosen:
    return choose(snapshot, Selection(), similarity)


@pytest.fixture(scope="module")
def facts(chosen: Chosen) -> Facts:
    return home.look_up(chosen)


@pytest.fixture(scope="module")
def charts(facts: Facts) -> dict[str, Chart]:
    return {chart.name: chart for chart in home_charts(facts)}


def drawn(chosen: Chosen) -> str:
    """All text of the page, without its tags."""
    return unescape(re.sub(r"<[^>]+>|\\n", " ", as_json(home.show_page(chosen)).decode()))


def test_the_answer_says_what_the_table_says(facts: Facts, charts: dict[str, Chart]) -> None:
    table = charts["topics"].table
    last = dict(zip((column.heading for column in table.columns[:4]), table.rows[-1][:4], strict=True))
    worse = int(shown(last["Worse"]))
    row = table.rows[-1]
    similar, better = int(shown(row[3])), int(shown(row[4]))
    answer = words.answer(facts)
    assert f"Of {worse + similar + better} indicators that can be tested, Southampton is worse than" in answer
    assert f"average on {worse}, similar on {similar} and better on {better};" in answer
    first = facts.worse[0]
    assert first.certainty is Certainty.CERTAIN
    assert f"“{first.row.indicator.title}”" in answer
    assert "30% against 22.6%: 26 fewer children with three or more placements in two years" in answer
    assert "(77, not 103, of 343)" in answer


def test_the_topics_add_up_to_the_whole(charts: dict[str, Chart]) -> None:
    *topics, total = charts["topics"].table.rows
    for column in range(1, len(total)):
        cells = [row[column] for row in topics]
        assert sum(cell.value for cell in cells if isinstance(cell, Number)) == int(shown(total[column]))


def test_every_row_of_a_list_leads_to_its_indicator_with_the_selection_kept(facts: Facts) -> None:
    for entry in (*facts.worse, *facts.better):
        assert f"indicator={entry.row.indicator.id}&" in entry.address
        assert entry.address.startswith("/indicator?authority=southampton&beside=hampshire,portsmouth,isle-of-wight&")
    assert facts.addresses[facts.worse[0].row.indicator.id] == facts.worse[0].address


def test_an_address_made_by_the_short_way_is_the_one_of_the_selection(chosen: Chosen, facts: Facts) -> None:
    for indicator in chosen.snapshot.indicators:
        topic = home.topic_slug(indicator.topic)
        plain = chosen.selection.but(topic=topic, indicator=indicator.id).address("/indicator")
        assert facts.addresses[indicator.id] == plain


def test_what_is_not_tested_says_so_in_its_row(facts: Facts) -> None:
    untested = [entry for entry in facts.better[:10] if entry.certainty is Certainty.NOT_TESTED]
    assert untested
    for entry in untested:
        assert words.mark(entry, "better") == "best quarter of England"
        assert words.CERTAINTIES[entry.certainty].startswith("not tested")
        assert " the average" in words.children(entry)


def test_a_lead_is_counted_in_children_too(facts: Facts) -> None:
    dental = next(entry for entry in facts.better if entry.row.indicator.id == "percentage-of-cla-having-dental-checks")
    assert words.children(dental) == (
        "33 more children who had their teeth checked by a dentist than at the average (304, not 271, of 336)"
    )


def test_the_page_holds_all_of_its_parts_in_the_order_a_board_reads(chosen: Chosen) -> None:
    text = drawn(chosen)
    parts = [
        "Where does Southampton stand?",
        "indicators that can be tested",
        "Most of what is worse is in",
        "What most needs a look",
        "Where Southampton is strongest",
        "Where nothing can be tested",
        "Since the year before",
        "There is no earlier snapshot here to compare with",
        "stood in England's worst quarter on",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_without_an_earlier_release_the_newest_publications_stand_there(facts: Facts) -> None:
    assert facts.earlier is None
    days = [one.day for one in facts.publications]
    assert days == sorted(days, reverse=True)
    assert days[0] == max(indicator.updated for indicator in home_indicators(facts))


def home_indicators(facts: Facts) -> list[object]:
    return [indicator for one in facts.publications for indicator in one.indicators]


def test_with_an_earlier_release_the_page_says_what_has_changed(similarity: Similarity, tmp_path: Path) -> None:
    first, second = write_two_releases(tmp_path)
    snapshot = open_with_earlier(tmp_path / "out", tmp_path / "cache")
    chosen = choose(snapshot, Selection(indicator=REVISED, topic="", beside=("portsmouth",)), similarity)
    text = drawn(chosen)
    assert "Since the release before: 1 new figure, 1 revised figure" in text
    assert f"Snapshot {second} against {first}, in use from" in text
    assert "1 of the new figures stands in another quarter of England" in text
    assert "100%, now 120%; band B, now A" in re.sub(r" +", " ", text)
    assert "100%, now suppressed" in text
    assert "The statistical neighbours are the same." in text
    table = next(chart for chart in home.charts(chosen) if chart.name == "release").table
    assert [row[1] for row in table.rows] == ["new figure", "revised", "came or went", "no longer published"]
    assert snapshot.indicators.find(CROSSED).title in table.rows[0][0]  # type: ignore[operator]


@pytest.mark.parametrize(
    "authority", ["city-of-london", "isles-of-scilly", "kingston-upon-thames", "dorset", "birmingham"]
)
def test_every_kind_of_authority_has_a_page(snapshot: Snapshot, similarity: Similarity, authority: str) -> None:
    chosen = choose(snapshot, Selection(authority=authority), similarity)
    try:
        text = drawn(chosen)
    except PortalError as error:
        assert "neighbours" in str(error)  # noqa: PT017  # small authorities have no published neighbours
        return
    assert f"Where does {chosen.area.name} stand?" in text
    assert "nan" not in text.casefold().split()


@pytest.mark.parametrize("year", [2014, 2019, 2023])
def test_an_earlier_year_has_a_page(snapshot: Snapshot, similarity: Similarity, year: int) -> None:
    chosen = choose(snapshot, Selection(year=year), similarity)
    found = home.look_up(chosen)
    assert found.years[-1] == year
    assert {entry.row.period.year for entry in (*found.worse, *found.better)} <= {year}
    assert "Where does Southampton stand?" in drawn(chosen)


def test_a_joint_return_is_marked(snapshot: Snapshot, similarity: Similarity) -> None:
    chosen = choose(snapshot, Selection(authority="kingston-upon-thames"), similarity)
    found = home.look_up(chosen)
    marked = [entry.row.joint for entry in (*found.worse[:10], *found.better[:10])]
    assert ("joint return" in drawn(chosen)) == any(marked)


def test_a_segment_says_as_much_as_fits(facts: Facts) -> None:
    assert fits("▼ 8 worse", 40)
    assert not fits("▼ 8 worse", 10)
    topic = next(topic for topic in facts.topics if topic.counts.tested)
    counts = replace(topic.counts, worse=1, similar=99, better=0)
    drawn_bar = picture([(topic, verdict_segments(counts), "1 worse")], "told")
    assert isinstance(drawn_bar, Markup)
    assert "● 99 similar" in drawn_bar
    assert "worse</text>" not in drawn_bar, "one of a hundred has no room for words"
    assert f'aria-label="{topic.name}: 1 worse"' in unescape(drawn_bar)


def test_what_can_be_taken_away_has_a_name_of_its_own_and_whole_rows(charts: dict[str, Chart], facts: Facts) -> None:
    assert list(charts) == ["topics", "look", "strong", "quarters", "last-year", "release", "tartan"]
    for chart in charts.values():
        assert chart.finding
        assert chart.table.rows
        assert {len(row) for row in chart.table.rows} == {len(chart.table.columns)}
    assert len(charts["look"].table.rows) == len(facts.worse)
    assert len(charts["tartan"].table.rows) == sum(len(stripes.indicators) for stripes in facts.stripes)


def test_every_indicator_has_the_address_that_its_selection_has(chosen: Chosen) -> None:
    addresses = home.addresses_of(chosen)
    assert list(addresses) == [indicator.id for indicator in chosen.snapshot.indicators]
    for indicator in chosen.snapshot.indicators:
        own = chosen.selection.but(topic=topic_slug(indicator.topic), indicator=indicator.id)
        assert addresses[indicator.id] == own.address(INDICATOR.path)


def test_the_tartan_draws_each_indicators_codes_under_its_own_topic(facts: Facts) -> None:
    parts = [str(part.html) for part in tartan_section(facts).children if "tartan-topic" in getattr(part, "html", "")]
    assert len(parts) == len(facts.stripes) > 15
    for part, stripes in zip(parts, facts.stripes, strict=True):
        rows = re.findall(r'<a href="([^"]*)">(.*?)</a></th>(.*?)</tr>', part)
        assert [unescape(title) for _, title, _ in rows] == [one.title for one in stripes.indicators]
        assert {one.topic for one in stripes.indicators} == {stripes.topic.name}
        assert [unescape(address) for address, *_ in rows] == [facts.addresses[one.id] for one in stripes.indicators]
        cells = [re.findall(r"<td[^>]*>(.*?)</td>", inside) for *_, inside in rows]
        assert cells == [[SIGNS.get(code, code) for code in codes] for codes in stripes.codes]
        latest = [[code for code in codes if code in BANDS][-1] for codes in stripes.codes]
        said = ", ".join(f"{letter} {latest.count(letter)}" for letter in BANDS if letter in latest)
        assert f" latest: {said}</span>" in part
