"""The Board page of Southampton, read against the annual report of 2024/25 (documents/002) and its own rules."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.records.exceptions import EXCEPTION_COLUMNS, exception_records
from callbacks import board
from callbacks.board import charts, look_up, show_page
from callbacks.chosen import Chosen, choose
from data.store import Snapshot
from layouts.board import reasons
from layouts.board.facts import Entry, Facts
from layouts.board.words import answer
from layouts.selection import Selection
from models.lenses import Similarity
from tests.callbacks.seen_returns import papers
from tests.callbacks.test_neighbours import text_of


@pytest.fixture(scope="module")
def choosing(snapshot: Snapshot, similarity: Similarity) -> Any:
    def look(sight: Any = None, **parts: object) -> Chosen:
        chosen = choose(snapshot, Selection().but(**parts), similarity)
        return replace(chosen, sight=sight, at=datetime(2026, 11, 22, 9, tzinfo=UTC))

    return look


@pytest.fixture(scope="module")
def facts(choosing: Any) -> Facts:
    return look_up(choosing())


def where(facts: Facts, key: str) -> tuple[str, Entry]:
    """The list that tells of an indicator, and the entry that does."""
    for side in (facts.worse, facts.better):
        for entry in side:
            if key in (entry.listed.key, *entry.listed.alike):
                return entry.side, entry
    raise AssertionError(f"{key} is on neither list")


# What the report worries about, with the indicator that tells of it, and the list on which the page has it.
WORRIES = [
    ("strengthening placement stability", "placement-1-percent-cla-with-three-or-more-placements", "worse"),
    ("long-term stability", "long-term-placement-stability-percent", "worse"),
    ("suitable housing for care leavers, 80%", "care-leavers-suitable-accommodation-percent", "worse"),
    ("health assessments below the neighbours", "percentage-of-cla-having-health-checks", "worse"),
    (
        "35% 'in higher education', which is education other than that",
        "care-leavers-aged-17-to-18-in-education-other-than-higher-education",
        "worse",
    ),
    ("mental health support", "sdq-score-received", "worse"),
    ("reading and writing at 11", "cla-key-stage-2-expected-std-reading", "worse"),
    (
        "45% in education, employment or training, which is 55 and better than the neighbours",
        "care-leavers-education-employment-and-training-eet-percent",
        "better",
    ),
    ("dental checks above the neighbours", "percentage-of-cla-having-dental-checks", "better"),
]
# What it worries about and the rules do not put on the list: the page says why.
LEFT = [
    ("Care leavers aged 17 to 18 in education, employment or training (%)", "60%", "Similar to its neighbours"),
    ("Children looked after placed more than 20 miles from home, outside LA Boundary (%)", "19%", "80th best of 151"),
    ("% Children looked after who were missing", "12%", "Neither a higher nor a lower figure is better"),
    ("% of CLA Substance misuse", "4%", "Similar to its neighbours"),
    ("Children looked after rate per 10,000", "90 per 10,000", "the neighbours' average is 72.8"),
    ("CLA Key Stage 2 - Expected Std Reading, Writing & Maths", "", "suppressed to protect children's identities"),
]


@pytest.mark.parametrize(("worry", "key", "side"), WORRIES)
def test_what_the_report_worries_about_is_on_the_list(facts: Facts, worry: str, key: str, side: str) -> None:
    assert where(facts, key)[0] == side, worry


@pytest.mark.parametrize(("title", "level", "why"), LEFT)
def test_what_is_not_on_the_list_says_why(facts: Facts, title: str, level: str, why: str) -> None:
    left = next(one for one in facts.left if one.title == title)
    assert left.level == level
    assert why in left.why


def test_figures_that_the_report_has_wrong_are_shown_right(facts: Facts) -> None:
    """It has 45% of care leavers aged 19 to 21 in education, employment or training; 35% are not, so 55 may be."""
    side, entry = where(facts, "care-leavers-neet-percent")
    assert (side, reasons.level(entry)) == ("better", "35%")
    assert "7% increase" not in reasons.why(entry)
    _, stability = where(facts, "placement-1-percent-cla-with-three-or-more-placements")
    assert "26 fewer children with three or more placements in two years would reach the average" in reasons.why(
        stability
    )


def test_every_indicator_is_accounted_for_once(facts: Facts, snapshot: Snapshot) -> None:
    told = [
        key for side in (facts.worse, facts.better) for entry in side for key in (entry.listed.key, *entry.listed.alike)
    ]
    assert len(facts.left) + len(set(told)) == len(snapshot.indicators)
    titles = {snapshot.indicators.find(key).title for key in told}
    assert not titles & {one.title for one in facts.left} - {"Long Term Placement Stability (%)"}


def test_the_answer_counts_and_names_the_first(facts: Facts) -> None:
    said = answer(facts)
    assert said.startswith(f"Southampton's list has {len(facts.worse)} exceptions, 2 certain, 9 beyond chance and ")
    assert "19 fewer pupils who missed 50% or more of sessions would reach the average (47, not 66, of 213)." in said


def test_every_row_says_why_it_is_there(facts: Facts) -> None:
    for entry in (*facts.worse, *facts.better):
        said = reasons.why(entry)
        assert len(reasons.clauses(entry)) == len(entry.listed.rules) > 0
        assert said.endswith(".")
        assert "nan" not in said.lower()
        assert "None" not in said


def test_strengths_are_shown_with_the_same_care(facts: Facts) -> None:
    first = facts.better[0]
    assert first.title == "Percentage of CLA having Dental Checks"
    assert reasons.why(first) == (
        "Better than its neighbours by more than chance, though authorities commonly differ as much; getting better "
        "over five years (rising); rose from band C to B, the second quarter of England since 2023-24; 33 more "
        "children who had their teeth checked by a dentist than at the average (304, not 271, of 336)."
    )


def test_a_return_of_2022_is_too_old_and_can_be_looked_at_all_the_same(choosing: Any, snapshot: Snapshot) -> None:
    sight = papers(snapshot)
    found = look_up(choosing(sight))
    late = [entry for entry in found.worse if entry.local]
    assert late
    assert all(entry.listed.rules == ("data",) for entry in late)
    assert "October 2022, over 4 years ago" in reasons.why(next(e for e in late if e.listed.key == "local:scorecard"))
    then = look_up(choosing(sight, month="2022-10"))
    rows = [entry for entry in then.worse if entry.local and entry.local.row]
    said = [reasons.why(entry) for entry in rows]
    assert any("28 fewer would reach the target (68, not 96, of 297)" in each for each in said)
    assert not any(entry.listed.rules == ("data",) and entry.local for entry in then.worse)


def test_the_page_the_download_and_the_records_hold_the_same_figures(facts: Facts, choosing: Any) -> None:
    table = next(chart.table for chart in charts(choosing()) if chart.name == "exceptions")
    headings = [column.heading for column in table.columns]
    at = {name: headings.index(name) for name in ("Key", "Figure", "Neighbours' average", "Children in the gap", "Why")}
    records = exception_records(facts, "worse")
    assert tuple(records[0]) == EXCEPTION_COLUMNS
    page = text_of(show_page(choosing()))
    for row, record, entry in zip(table.rows, records, facts.worse, strict=True):
        assert row[at["Key"]] == record["key"]
        for heading, name in (
            ("Figure", "value"),
            ("Neighbours' average", "neighbours_mean"),
            ("Children in the gap", "children"),
        ):
            cell = row[at[heading]]
            if record[name] is None:
                assert isinstance(cell, str)
            else:
                assert getattr(cell, "value", None) == record[name]
        assert row[at["Why"]] == record["why"] == reasons.why(entry)
    for entry in facts.worse[:20]:
        assert reasons.why(entry) in page


def test_seen_are_all_returns_of_the_authority(choosing: Any, snapshot: Snapshot) -> None:
    sight = papers(snapshot)
    assert set(board.seen(choosing(sight))) == {each for each in sight.versions if each.authority == "852"}
    assert board.seen(choosing()) == ()
