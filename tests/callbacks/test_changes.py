"""What has changed: between two small snapshots that differ in known ways, and on the shipped one, which has none."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from callbacks import changes
from callbacks.caching import as_json
from callbacks.chosen import Chosen, choose
from data.errors import PortalError
from data.missing import Missing
from data.past import open_with_past
from data.store import Snapshot
from layouts.changes import words
from layouts.changes.facts import Facts
from layouts.selection import Selection
from models.differences import Differences, Figure, NewPeriod, Revision
from models.lenses import Similarity
from tests.data.two_releases import CROSSED, DROPPED, REVISED, SUPPRESSED, write_two_releases


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The later of two snapshots, with its past."""
    folder: Path = tmp_path_factory.mktemp("releases")
    write_two_releases(folder)
    return open_with_past(folder / "out", folder / "cache")


def of_two(served: Snapshot, similarity: Similarity, **parts: object) -> Chosen:
    selection = Selection(indicator=REVISED, topic="", beside=("portsmouth",)).but(**parts)
    return choose(served, selection, similarity)


@pytest.fixture
def chosen(served: Snapshot, similarity: Similarity) -> Chosen:
    return of_two(served, similarity)


@pytest.fixture(scope="module")
def alone(snapshot: Snapshot, similarity: Similarity) -> Chosen:
    """On the shipped snapshot, which has no earlier one."""
    return choose(snapshot, Selection(), similarity)


def drawn(chosen: Chosen) -> str:
    """The page in words, without its tables."""
    markup = as_json(changes.show_page(chosen)).decode().replace('\\"', '"')
    text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<details.*?</details>", "", markup)))
    return re.sub(r"\s+", " ", text).replace(" :", ":")


def facts(chosen: Chosen) -> Facts:
    return changes.look_up(chosen)


def test_the_answer_comes_first_and_says_what_turned(chosen: Chosen) -> None:
    text = drawn(chosen)
    assert (
        "Southampton has 1 new figure, 1 in another quarter of England than at the newest before; 1 revised figure, "
        "with another quarter or verdict." in text
    )
    assert "Also: 1 figure that came or went; 1 indicator no longer published." in text
    assert "Otherwise: the same neighbours." in text
    parts = [
        "What has changed for Southampton",
        "1 new figure",
        "New: 1 figure",
        "Revised: 1 figure",
        "Came or went: 1",
    ]
    places = [text.index(part) for part in (*parts, "Indicators: none new", "Since the year before", "newest figures")]
    assert places == sorted(places)


def test_each_figure_stands_beside_the_one_before(chosen: Chosen) -> None:
    text = drawn(chosen)
    assert "2025-26: 1%; 2024-25: 100% (−99 percentage points)" in text
    assert "▼ for the worse: down from B, second quarter, to D, worst quarter of England" in text
    assert "2024-25: 120%, before 100% (+20 percentage points)" in text
    assert "▲ for the better: up from B, second quarter, to A, best quarter of England" in text
    assert "2024-25: 100%, now suppressed" in text


def test_every_list_has_a_whole_table_to_take_away(chosen: Chosen, served: Snapshot) -> None:
    charts = {chart.name: chart for chart in changes.charts(chosen)}
    assert list(charts) == ["new", "revised", "came-or-went", "indicators", "last-year", "brought"]
    for chart in charts.values():
        assert {len(row) for row in chart.table.rows} <= {len(chart.table.columns)}
        assert chart.source
    titles = {name: served.indicators.find(name).title for name in (REVISED, CROSSED, SUPPRESSED)}
    for name, indicator in (("revised", REVISED), ("new", CROSSED), ("came-or-went", SUPPRESSED)):
        [row] = charts[name].table.rows
        assert titles[indicator] in str(row[0])
    assert charts["revised"].table.rows[0][-4:] == ("B", "A", "not tested", "not tested")
    assert [row[1] for row in charts["indicators"].table.rows] == ["no longer published"]
    assert DROPPED not in served.position


def test_only_a_snapshot_of_the_history_can_be_compared_with(served: Snapshot, similarity: Similarity) -> None:
    assert served.past is not None
    first = served.past.entries[0].id
    explicit = of_two(served, similarity, since=first)
    assert drawn(explicit).replace(f"&since={first}", "") == drawn(of_two(served, similarity))
    for other in (served.id, "../published", "current", "7eb9ae3952f8be82"):
        with pytest.raises(PortalError, match=f"There is no snapshot '{re.escape(other)}' here from before"):
            drawn(of_two(served, similarity, since=other))


def test_the_part_of_the_address_is_for_this_page_alone() -> None:
    selection = Selection(since="abc")
    assert "since=abc" in selection.address("/changes")
    assert "since" not in selection.address("/compare")
    assert Selection.read({"since": "abc"}).since == "abc"


def test_without_an_earlier_snapshot_it_is_said_and_the_page_is_not_empty(alone: Chosen) -> None:
    text, found = drawn(alone), facts(alone)
    assert "There is no earlier snapshot on this server to compare with" in text
    assert text.index("with a figure for the period before, 5 changed for the better by more than chance for South") < (
        text.index("There is no earlier snapshot")
    )
    assert found.earlier is None
    assert found.brought
    assert [one.publication.day for one in found.brought] == sorted(
        (one.publication.day for one in found.brought), reverse=True
    )
    assert sum(one.worse for one in found.brought) <= found.last_year.worse.size
    assert sum(one.compared for one in found.brought) <= found.last_year.compared
    assert sum(one.up for one in found.brought) > 0
    assert [chart.name for chart in changes.charts(alone)] == ["last-year", "brought"]
    assert "since" not in found.feed


def test_what_was_brought_adds_up_to_what_home_says(alone: Chosen) -> None:
    """Every indicator is published on one day, or on none that the sources state."""
    found = facts(alone)
    dated = {one.id for day in found.brought for one in day.publication.indicators}
    moves = [move for move in found.last_year.moves if move.row.indicator.id in dated]
    assert sum(one.worse for one in found.brought) == sum(move.word == "worse" for move in moves)
    assert sum(one.better for one in found.brought) == sum(move.word == "better" for move in moves)
    assert sum(one.down for one in found.brought) == sum(move.crossed < 0 for move in moves)


def test_a_since_without_any_past_is_as_without(alone: Chosen) -> None:
    assert "There is no earlier snapshot" in drawn(replace(alone, selection=alone.selection.but(since="x")))


def test_the_feed_and_the_messages_are_one_step_away(chosen: Chosen) -> None:
    markup = as_json(changes.show_page(chosen)).decode().replace('\\"', '"')
    assert 'href="/changes.atom?authority=southampton&amp;neighbours=2025"' in markup
    assert 'href="/account/digest"' in markup


def test_a_chosen_year_is_said_not_to_count(served: Snapshot, similarity: Similarity) -> None:
    assert "This page is about every period" in drawn(of_two(served, similarity, year=2024))
    assert "This page is about every period" not in drawn(of_two(served, similarity))


def test_nothing_changed_is_said_in_a_sentence(chosen: Chosen) -> None:
    found = facts(chosen)
    assert found.earlier is not None
    nothing = replace(found, earlier=replace(found.earlier, differences=Differences((), (), (), (), (), ())))
    assert words.answer(nothing).startswith("Nothing has changed for Southampton since the figures")
    assert (words.also(nothing), words.unchanged(nothing)) == ("", "")
    assert words.summary("Southampton", nothing.earlier.differences) == "nothing has changed for Southampton."  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("before", "now", "side", "said"),
    [
        (("B", "similar"), ("D", "worse"), "worse", "down from B, second quarter, to D, worst quarter of England; "
         "against the neighbours similar, now worse"),
        (("D", "worse"), ("D", "similar"), "better", "against the neighbours worse, now similar"),
        (("C", "worse"), ("B", "worse"), "better", "up from C, third quarter, to B, second quarter of England"),
        (("B", "worse"), ("C", "similar"), "", "down from B, second quarter, to C, third quarter of England; against "
         "the neighbours worse, now similar"),
        (("", "similar"), ("", "lower"), "", "against the neighbours similar, now lower"),
        (("", "not tested"), ("A", "better"), "", "band none, now A; against the neighbours not tested, now better"),
        (("A", "better"), ("A", "better"), "", ""),
    ],
)  # fmt: skip
def test_what_a_figure_turns_is_said_with_its_side(
    before: tuple[str, str], now: tuple[str, str], side: str, said: str
) -> None:
    old, new = (Figure(1.0, Missing.PRESENT, band, verdict) for band, verdict in (before, now))
    assert words.side(old, new) == side
    assert words.turns(old, new) == said


def test_a_revision_too_small_to_be_seen_says_so(chosen: Chosen) -> None:
    indicator, period = facts(chosen).earlier.differences.revised[0].indicator, chosen.snapshot.periods[0][0]  # type: ignore[union-attr]
    old, new = (Figure(value, Missing.PRESENT, "", "") for value in (45.1, 45.2))
    line = words.revised_line(Revision(indicator, period, old, new))
    assert line.endswith("45%, before 45% (by less than is shown)")


def test_a_period_of_long_ago_is_set_beside_nothing(chosen: Chosen) -> None:
    one = facts(chosen).earlier.differences.new_periods[0]  # type: ignore[union-attr]
    alone = NewPeriod(one.indicator, one.period, one.now, None)
    assert words.new_line(alone) == "2025-26: 1%; no earlier figure to set it beside"
    assert not alone.flips


def test_periods_without_a_figure_are_not_counted_as_figures(chosen: Chosen) -> None:
    one = facts(chosen).earlier.differences.new_periods[0]  # type: ignore[union-attr]
    missing = replace(one, now=Figure(None, Missing.SUPPRESSED, "", ""))
    found = Differences((), (), (missing, one), (), (), ())
    assert "has 1 new figure, 1 in another quarter" in words.summary("Southampton", found)
    assert "1 new period without a figure" in words.summary("Southampton", found)
    assert words.in_order((missing, one)) == (one, missing)


def test_a_new_edition_says_who_joined_and_who_left(chosen: Chosen, served: Snapshot) -> None:
    assert served.earlier is not None
    edition = served.edition("2025")
    pairs = edition.neighbours["852"]
    others = replace(edition, name="2027", title="Edition of 2027", neighbours={"852": (("301", "Close"), *pairs[1:])})
    newer = replace(chosen, snapshot=replace(served, editions={**served.editions, "2027": others}))
    [found] = changes.new_editions(newer, served.earlier.snapshot)
    left = served.authorities.by_code(pairs[0][0]).name
    assert (found.joined, found.left) == (("Barking and Dagenham",), (left,))
    assert words.edition_sentence(found) == (
        f"Edition of 2027 is new: beside those of {edition.title}, Barking and Dagenham came for {left}."
    )


def test_an_authority_that_the_older_snapshot_does_not_know_is_refused_in_a_sentence(
    served: Snapshot, similarity: Similarity
) -> None:
    assert served.earlier is not None
    older = served.earlier.snapshot
    without = replace(older, areas=tuple(area for area in older.areas if area.slug != "southampton"))
    other = replace(served, earlier=replace(served.earlier, snapshot=without))
    text = drawn(of_two(other, similarity))
    assert f"The snapshot {older.id} does not know Southampton" in text
    assert "Since the year before" in text
