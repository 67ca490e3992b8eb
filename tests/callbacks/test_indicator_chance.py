"""What the Indicator page says of chance: ribbons, rank, quarter, funnel, comparators and contributions."""

import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from markupsafe import Markup

from callbacks.chosen import Chosen, choose, topic_slug
from callbacks.indicator import charts, lenses_of, look_up
from data.store import Snapshot
from layouts.charts.card import Chart
from layouts.indicator import words
from layouts.indicator.facts import Facts, Shown
from layouts.indicator.lists import neighbours_table, sensitivity_table
from layouts.indicator.page import cards
from layouts.indicator.ranked import reach
from layouts.indicator.trend import ranges, said, unsettled
from layouts.selection import Selection
from layouts.tables import Number
from models.benchmark import benchmark
from models.funnel import proportion_limits
from models.intervals import wilson
from models.lenses import Similarity
from tests.kinds_of_indicators import of_every_kind

SUPPRESSED = "care-leavers-aged-17-to-18-not-eet-because-of-pregnancy-or-parenting"


@pytest.fixture(scope="session")
def chosen(snapshot: Snapshot, similarity: Similarity) -> Any:
    def look(authority: str = "southampton", indicator: str = "LAC", **parts: object) -> Chosen:
        selection = Selection(authority=authority, indicator=indicator, topic="").but(**parts)
        return choose(snapshot, selection, similarity)

    return look


def shown(facts: Facts) -> Shown:
    assert facts.shown is not None
    return facts.shown


def chart(chosen: Chosen, name: str) -> Chart:
    return next(one for one in charts(chosen) if one.name == name)


def test_the_ribbon_is_the_interval_of_each_period_with_counts(chosen: Any) -> None:
    """Health assessments: 295 of 336 in 2024-25; counts are published from 2020-21 on, five of eight periods."""
    facts = look_up(chosen(indicator="LACHealth%"))
    drawn = ranges(facts)
    assert [facts.axis[found.place].year for found in drawn] == [2021, 2022, 2023, 2024, 2025]
    expected = wilson(295, 336)
    assert (drawn[-1].low, drawn[-1].high) == pytest.approx((expected.low * 100, expected.high * 100))
    subtitle = chart(chosen(indicator="LACHealth%"), "trend").subtitle
    assert "the band around the line is the 95% interval, where counts are published" in subtitle
    assert "the axis is broken: it does not start at zero" in subtitle
    assert "interval" not in chart(chosen(indicator="LACnum"), "trend").subtitle


def test_gaps_of_ours_and_figures_that_are_not_final_are_said_at_the_foot(chosen: Any) -> None:
    facts = look_up(chosen(indicator=SUPPRESSED))
    assert [(one.first, one.last, one.words) for one in said(facts)] == [(0, 4, "suppressed")]
    revised = look_up(chosen("isle-of-wight", "cla-key-stage-2-expected-std-reading"))
    found = {one.words: [revised.axis[place].label for place in (one.first, one.last)] for one in said(revised)}
    assert found["revised"] == ["2024/25", "2024/25"]
    assert found["not published"] == ["2019/20", "2020/21"]
    assert unsettled(revised) == {len(revised.axis) - 1}
    subtitle = chart(chosen("isle-of-wight", "cla-key-stage-2-expected-std-reading"), "trend").subtitle
    assert "an open mark is a revised figure" in subtitle


def test_what_is_said_under_the_trend(chosen: Any) -> None:
    assert words.beside_the_trend(look_up(chosen(indicator="LACDental%"))) == [
        "Recent trend: increasing, getting better, by the five figures from 2020-21 to 2024-25 (Fingertips' test, at "
        "99.8%).",
        "Since 2023-24: better, by more than chance alone would make (+4.2 to +14.2 percentage points at 95%).",
        "Next update due November 2026.",
    ]
    assert words.trend(look_up(chosen(indicator="LACnum"))).endswith("it needs counts, and none are published.")
    assert words.trend(look_up(chosen(indicator="LACDental%", year=2022))) == (
        "Recent trend: cannot be calculated: it needs five figures with counts in a row."
    )


def test_the_rank_has_its_interval_in_words_and_as_a_bar(chosen: Any) -> None:
    """From the 93rd to the 132nd of 151 (docs/methods-uncertainty.md); all have counts, so bars are places less one."""
    facts = look_up(chosen(indicator="LACHealth%"))
    found = reach(facts, shown(facts))
    assert found is not None
    assert (found.first, found.last, found.words) == (92, 131, "93rd to 132nd")
    finding = chart(chosen(indicator="LACHealth%"), "ranked").finding
    assert finding == "Southampton is 116th of 151 authorities, where 1st is best; at 95% it could be 93rd to 132nd"
    assert reach(look_up(chosen(indicator="LACnum")), shown(look_up(chosen(indicator="LACnum")))) is None


def test_bars_without_counts_take_no_place(chosen: Any) -> None:
    """150 of the 151 authorities with a figure have counts: a place is that of a bar among those."""
    facts = look_up(chosen(indicator="placement-1-percent-cla-with-three-or-more-placements"))
    now = shown(facts)
    assert now.places is not None
    assert (now.places.of, len(now.ranked)) == (150, 151)
    counted = [at for at, area in enumerate(now.ranked) if area.code in now.counted]
    found = reach(facts, now)
    assert found is not None
    assert (found.first, found.last) == (counted[now.places.low - 1], counted[now.places.high - 1])
    assert (
        "of the 150 with counts"
        in chart(chosen(indicator="placement-1-percent-cla-with-three-or-more-placements"), "ranked").finding
    )


@pytest.mark.parametrize(
    ("authority", "code", "finding"),
    [
        ("southampton", "LACHealth%", "Southampton lies in the worst quarter: D is 89.0% or less"),
        ("southampton", "LAC", "Southampton lies above the middle figure of 151 authorities, 67.0 per 10,000"),
        ("southampton", SUPPRESSED, "How the 16 figures lie; Southampton has none"),
        (
            "isle-of-wight",
            "cla-key-stage-2-expected-std-reading",
            "Isle of Wight lies in the best quarter (A is above 58.0%), but its counts leave that open",
        ),
    ],
)
def test_the_distribution_says_the_quarter(chosen: Any, authority: str, code: str, finding: str) -> None:
    assert chart(chosen(authority, code), "distribution").finding == finding


@pytest.mark.parametrize("code", ["LACHealth%", "LAC", "FirstYJS", "LACnum"])
def test_the_distribution_s_table_counts_every_authority_once(chosen: Any, code: str) -> None:
    asked = chosen(indicator=code)
    table, ranked = chart(asked, "distribution").table, shown(look_up(asked)).ranked
    assert sum(cell.value for row in table.rows if isinstance(cell := row[1], Number)) == len(ranked)
    named = " ".join(str(row[-1]) for row in table.rows)
    assert "Southampton" in named


def test_the_limits_of_the_funnel_are_those_of_the_model_at_our_size(chosen: Any) -> None:
    """Mid-year maths of looked-after children is explained by chance, so the limits are m +- z sqrt(m (1 - m) / n)."""
    asked = chosen("isle-of-wight", "cla-key-stage-2-expected-std-reading")
    facts = look_up(asked)
    found = shown(facts).funnel
    assert found is not None
    assert not found.is_widened
    at = found.areas.tolist().index(facts.places[facts.area.code])
    expected = proportion_limits(found.average, found.denominator[at], confidence=0.998)
    table = chart(asked, "funnel").table
    assert table.mark is not None
    row = table.rows[table.mark]
    assert row[0] == "Isle of Wight"
    limits = [cell.value for cell in row[4:6] if isinstance(cell, Number)]
    assert limits == pytest.approx([float(expected.low) * 100, float(expected.high) * 100])
    assert row[6] == "within"
    assert (
        chart(asked, "funnel").finding == "Isle of Wight lies within the limits: no more than chance makes at its size"
    )


@pytest.mark.parametrize(
    ("authority", "code", "finding"),
    [
        ("southampton", "LAC", "Southampton lies within the limits, once they allow for how much authorities differ"),
        ("southampton", SUPPRESSED, "15 authorities have counts for the period; Southampton has none"),
        (
            "isle-of-wight",
            "care-leavers-aged-19-to-21-in-unsuitable-accommodation",
            "Isle of Wight lies above the upper 95% limit, not the 99.8% one: perhaps more than chance, also after "
            "allowing for how much authorities differ",
        ),
    ],
)
def test_the_funnel_says_what_lies_beyond_chance(chosen: Any, authority: str, code: str, finding: str) -> None:
    assert chart(chosen(authority, code), "funnel").finding == finding


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("LACnum", "No counts are published, so there is no funnel plot to tell chance from size."),
        (
            "percentage-of-social-worker-vacancies",
            "The counts are not numbers of children, so there is no funnel plot to tell chance from size.",
        ),
    ],
)
def test_without_counts_a_sentence_stands_where_the_funnel_would(chosen: Any, code: str, why: str) -> None:
    facts = look_up(chosen(indicator=code))
    assert words.why_no_funnel(facts, shown(facts)) == why
    names = [getattr(card, "className", "") for card in cards(facts, ())]
    assert names == ["chart", "chart", "no-funnel", "chart", "chart", "chart"]


def test_the_verdict_by_each_comparator_is_that_which_it_gives_alone(chosen: Any) -> None:
    asked = chosen(indicator="LACHealth%", group=("derby", "portsmouth"))
    facts = look_up(asked)
    table = sensitivity_table(facts, shown(facts))
    for group, row in zip(lenses_of(asked), table.rows, strict=False):
        alone = benchmark(asked.snapshot, asked.indicator, asked.area, group)
        assert row[1] == alone.comparison
        assert isinstance(level := row[2], Number)
        assert level.value == pytest.approx(alone.mean)
        assert row[4] == f"{alone.contributing} of {len(group.codes)}"
    assert [row[0] for row in table.rows][-2:] == ["A group of your own", "South East"]
    assert table.mark == 0


def test_the_sentence_says_whether_the_verdict_depends_on_the_comparator(chosen: Any) -> None:
    assert words.sensitivity(look_up(chosen()), shown(look_up(chosen()))) == (
        "The verdict depends on the comparator: higher than the 2025 neighbours, the modelled neighbours and the South "
        "East, similar to the 2021 neighbours"
    )
    one = chosen("isle-of-wight", "care-leavers-aged-19-to-21-in-unsuitable-accommodation")
    assert words.sensitivity(look_up(one), shown(look_up(one))) == (
        "The verdict does not depend on the comparator: worse than each of the 4"
    )
    total = look_up(chosen(indicator="LACnum"))
    assert words.sensitivity(total, shown(total)).startswith("Not tested; Southampton lies ")


@pytest.mark.parametrize("neighbours", ["2025", "2021", "modelled"])
@pytest.mark.parametrize("code", ["LAC", "LACHealth%", SUPPRESSED, "FirstYJS"])
def test_each_comparator_s_share_in_the_average_adds_up(chosen: Any, neighbours: str, code: str) -> None:
    facts = look_up(chosen(indicator=code, neighbours=neighbours))
    now = shown(facts)
    table = neighbours_table(facts, now)
    headings = [column.heading for column in table.columns]
    assert headings[:2] == ["Authority", "Closeness"]
    figure, away, without = (headings.index(name) for name in (headings[2], "From the average", "Average without it"))
    figures = [cell.value for row in table.rows if isinstance(cell := row[figure], Number)]
    assert len(figures) == now.row.contributing
    for row in table.rows:
        value = row[figure]
        if not isinstance(value, Number):
            assert row[away] == "does not contribute"
            continue
        others = [*figures]
        others.remove(value.value)
        assert isinstance(deviation := row[away], Number)
        assert deviation.value == pytest.approx(value.value - np.mean(figures))
        if others:
            assert isinstance(rest := row[without], Number)
            assert rest.value == pytest.approx(np.mean(others))


def test_the_finding_names_who_moves_the_average_the_most(chosen: Any) -> None:
    """41 of Hillingdon among figures of 72.8 on average: (728 - 41) / 9 = 76.3."""
    facts = look_up(chosen())
    assert words.neighbours(facts, shown(facts)) == (
        "Hillingdon pulls the average down most: without it 76.3 per 10,000, with it 72.8"
    )


@pytest.mark.parametrize("authority", ["isle-of-wight"])
def test_every_indicator_draws(snapshot: Snapshot, chosen: Any, authority: str) -> None:
    """Each chart of each indicator has a name of its own, a finding without its stop, rows as wide as its head."""
    for number, indicator in enumerate(of_every_kind(snapshot, authority)):
        found = charts(chosen(authority, indicator.id, topic=topic_slug(indicator.topic)))
        assert len({one.name for one in found}) == len(found), indicator.id
        for one in found:
            assert one.finding, indicator.id
            assert not one.finding.endswith("."), f"{indicator.id}: {one.finding}"
            assert not re.search(r"\bnan\b|\bNone\b(?! SEN)|\binf\b", one.told), f"{indicator.id}: {one.told}"
            widths = {len(row) for row in one.table.rows}
            assert widths <= {len(one.table.columns)}, f"{indicator.id}: {one.name}"
            if number % 3 == 0 and one.picture is not None and not isinstance(one.picture, Markup):
                go.Figure(one.picture)
