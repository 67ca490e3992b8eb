"""The Indicator page's recipe: what it shows is what the models say, for every indicator and for the awkward ones."""

import re
from html import unescape
from typing import Any

import orjson
import pytest

from callbacks.caching import as_json
from callbacks.chosen import Chosen, choose, topic_slug
from callbacks.indicator import charts, look_up, show_page, subject
from data.store import Snapshot
from layouts import numbers
from layouts.charts.card import chart_card
from layouts.indicator.facts import Facts, Shown
from layouts.indicator.page import answers, no_period
from layouts.indicator.ranked import ranked, ranked_bars, ranked_levels
from layouts.indicator.tables import trend_table
from layouts.indicator.trend import trend, trend_lines
from layouts.pages import INDICATOR
from layouts.selection import Selection
from models.benchmark import Benchmark, benchmark
from models.lenses import Similarity
from tests.kinds_of_indicators import of_every_kind

TAG = re.compile(r"<[^>]*>")
"""A tag of the portal's own markup, whose attributes hold no such sign but escaped."""
AWKWARD = [
    ("southampton", "LAC"),  # neutral
    ("southampton", "LACHealth%"),  # tested, banded, worse
    ("southampton", "FirstYJS"),  # England's figure is withheld
    ("southampton", "SEN_AN_REVIEW_EXPECTED"),  # one period only
    ("southampton", "LACnum"),  # region and England are totals
    ("southampton", "care-leavers-aged-17-to-18-not-eet-because-of-pregnancy-or-parenting"),  # suppressed
    ("kingston-upon-thames", "Work_Force_AvgNumCase_SW"),  # a joint return
    ("islington", "total-children-looked-after-finance-gross"),  # millions
    ("westmorland-and-furness", "average-progress-8-score-per-pupil"),  # young, negative values, years without figures
]


def text_of(part: Any) -> str:
    """What a reader reads on a page that is already plain data."""
    if isinstance(part, list):
        return "\n".join(text_of(item) for item in part)
    if isinstance(part, dict):
        shown = part.get("props", {})
        if "html" in shown:
            return unescape(TAG.sub("\n", shown["html"]))
        options = [option["label"] for option in shown.get("options", [])]
        names = [annotation["text"] for annotation in shown.get("figure", {}).get("layout", {}).get("annotations", [])]
        hovers = [words for trace in shown.get("figure", {}).get("data", []) for words in trace.get("text", [])]
        return "\n".join([text_of(shown.get("children")), *options, *names, *hovers, shown.get("aria-label", "")])
    return "" if part is None else str(part)


@pytest.fixture(scope="session")
def chosen(snapshot: Snapshot, similarity: Similarity) -> Any:
    def look(authority: str = "southampton", indicator: str = "LAC", **parts: object) -> Chosen:
        selection = Selection(authority=authority, indicator=indicator, topic="").but(**parts)
        return choose(snapshot, selection, similarity)

    return look


def page_text(chosen: Chosen) -> str:
    return text_of(orjson.loads(as_json(show_page(chosen))))


def shown(facts: Facts) -> Shown:
    assert facts.shown is not None
    return facts.shown


@pytest.mark.parametrize(("authority", "indicator"), AWKWARD)
def test_the_page_shows_what_the_models_say(chosen: Any, authority: str, indicator: str) -> None:
    asked = chosen(authority, indicator)
    facts = look_up(asked)
    expected: Benchmark = benchmark(asked.snapshot, asked.indicator, asked.area, asked.group)
    assert shown(facts).row == expected
    text = page_text(asked)
    if expected.value is None:
        assert expected.reason.sentence in text
    else:
        assert numbers.figure(expected.indicator, expected.value) in text
    assert f"{expected.contributing} of 10 published" in text
    if expected.mean is not None:
        assert numbers.average(expected.indicator, expected.mean) in text
    if expected.england is not None:
        assert numbers.plain(expected.indicator, expected.england) in text
    if expected.low is not None:
        assert f"{numbers.average(expected.indicator, expected.low)}" in text
    for code in expected.indicator.source_codes:
        assert code in text
    assert asked.snapshot.id in text


@pytest.mark.parametrize(("authority", "indicator"), AWKWARD)
def test_the_lines_are_the_block_and_the_average_of_each_period(chosen: Any, authority: str, indicator: str) -> None:
    asked = chosen(authority, indicator)
    facts = look_up(asked)
    snapshot = asked.snapshot
    ours, average = trend_lines(facts)[:2]
    for period, value, mean in zip(facts.axis, ours.values, average.values, strict=True):
        column = facts.block.column(period)
        if column is None:
            assert value is None
            assert mean is None
            continue
        found = benchmark(snapshot, asked.indicator, asked.area, asked.group, period)
        assert (value, mean) == (found.value, pytest.approx(found.mean) if found.mean is not None else None)


@pytest.mark.parametrize(("authority", "indicator"), AWKWARD)
def test_the_bars_are_every_open_authority_that_has_a_figure(chosen: Any, authority: str, indicator: str) -> None:
    facts = look_up(chosen(authority, indicator))
    now = shown(facts)
    bars = ranked_bars(facts, now)
    assert len(bars) == now.row.ranked
    values = [bar.value for bar in bars]
    assert values == sorted(values, reverse=facts.indicator.sign >= 0)
    position = now.row.rank or now.row.position_from_highest
    if position is not None:
        assert now.standings[facts.area.code][0] == str(position)
        assert now.standings[facts.area.code][1] == (now.row.band or "none")
    assert not {area.code for area in now.not_ranked} & set(now.standings)


def test_england_is_withheld_where_its_figure_is_no_rate(chosen: Any) -> None:
    facts = look_up(chosen(indicator="FirstYJS"))
    assert [level.role for level in ranked_levels(facts, shown(facts))] == ["neighbours"]
    assert all(value is None for line in trend_lines(facts) if line.role == "England" for value in line.values)
    text = page_text(chosen(indicator="FirstYJS"))
    assert "the sum of the nine regional rates" in text
    assert "unreliable" in text


def test_totals_of_region_and_england_are_in_the_table_only(chosen: Any) -> None:
    facts = look_up(chosen(indicator="LACnum"))
    assert {line.role for line in trend_lines(facts)} == {"us", "beside", "neighbours"}
    assert [level.role for level in ranked_levels(facts, shown(facts))] == ["neighbours"]
    assert "81,770" in page_text(chosen(indicator="LACnum"))


def test_one_period_has_no_trend_but_its_table(chosen: Any) -> None:
    facts = look_up(chosen(indicator="SEN_AN_REVIEW_EXPECTED"))
    found = trend(facts)
    assert found is not None
    card = text_of(orjson.loads(as_json(chart_card(found, INDICATOR, facts.selection))))
    assert "Figures of one period are published, so there is no trend to draw." in card
    assert "2,425" in card


def test_a_joint_return_is_named(chosen: Any) -> None:
    facts = look_up(chosen("kingston-upon-thames", "Work_Force_AvgNumCase_SW"))
    assert [area.name for area in shown(facts).joint] == ["Kingston upon Thames", "Richmond upon Thames"]
    assert answers(facts)[-1].startswith("Kingston upon Thames and Richmond upon Thames make this return together")


def test_golden_sentences(chosen: Any) -> None:
    assert answers(look_up(chosen()))[0] == (
        "On 31 March 2025 Southampton's rate was 90 per 10,000, higher than its ten statistical neighbours' average of "
        "72.8 (10 of 10 published) and down from 97 a year before."
    )
    assert answers(look_up(chosen(indicator="LACHealth%")))[1].endswith(
        "16 more children who had their annual health assessment would bring Southampton to that average (311 rather "
        "than 295 of 336)."
    )


def test_a_wide_interval_stands_before_the_rank(chosen: Any) -> None:
    facts = look_up(chosen(indicator="cla-key-stage-2-expected-std-reading"))
    assert shown(facts).is_wide
    text = page_text(chosen(indicator="cla-key-stage-2-expected-std-reading"))
    assert "its rank says little" in text
    markup = as_json(show_page(chosen(indicator="cla-key-stage-2-expected-std-reading"))).decode()
    assert not re.search(r'class=\\"large\\">\d+(st|nd|rd|th) of', markup)
    assert re.search(
        r'class=\\"large\\">\d+(st|nd|rd|th) of', as_json(show_page(chosen(indicator="LACHealth%"))).decode()
    )


def test_another_year_and_another_group(chosen: Any) -> None:
    asked = chosen(indicator="LACHealth%", year=2023, neighbours="group", group=("portsmouth", "derby"))
    facts = look_up(asked)
    now = shown(facts)
    assert now.row.period.year == 2023
    assert [area.name for area in facts.members] == ["Portsmouth", "Derby"]
    values = [facts.block.values[facts.places[area.code], now.column] for area in facts.members]
    assert now.row.mean == pytest.approx(sum(values) / 2)
    assert facts.closeness == {}


def test_a_year_without_figures_says_which_have(chosen: Any) -> None:
    facts = look_up(chosen(year=1999))
    assert facts.shown is None
    assert no_period(facts) == (
        "No figures were published for a period that ends in 1999; the latest are those of 31 March 2025."
    )
    assert ranked(facts) is None


def test_an_indicator_without_figures_says_so(chosen: Any) -> None:
    text = page_text(chosen(indicator="entered-for-the-ebacc-cla"))
    assert "No authority has a published figure for this indicator." in text


def test_a_topic_that_does_not_hold_the_indicator_shows_its_first(chosen: Any) -> None:
    asked = chosen(indicator="LAC", topic="youth-offending")
    assert asked.indicator == asked.snapshot.indicators.in_topic("Youth offending")[0]
    assert asked.selection.indicator == asked.indicator.id
    assert subject(asked) == asked.indicator.title


def test_an_address_with_an_indicator_alone_shows_its_topic(chosen: Any) -> None:
    asked = chosen(indicator="FirstYJS")
    assert asked.topic == "Youth offending"
    assert Selection.read({"indicator": "FirstYJS"}).topic == ""
    assert Selection.read({}).topic == "children-looked-after"


def test_closed_authorities_have_no_bar(chosen: Any) -> None:
    facts = look_up(chosen(indicator="LACHealth%"))
    assert not [area.name for area in shown(facts).ranked if area.closed]
    earlier = shown(look_up(chosen(indicator="LACHealth%", year=2022)))
    assert "Cumbria" in {area.name for area in earlier.ranked}


def test_every_indicator_has_a_page_without_a_programmer_s_word(snapshot: Snapshot, chosen: Any) -> None:
    for indicator in of_every_kind(snapshot, "southampton"):
        text = page_text(chosen(indicator=indicator.id, topic=topic_slug(indicator.topic)))
        found = re.search(r"\bnan\b|\bNone\b(?! SEN)|\bNaN\b|\[\]|\{\}|\binf\b", text)
        assert found is None, (
            f"{indicator.id}: {text[max(found.start() - 80, 0) : found.end() + 40]!r}" if found else ""
        )
        assert text.count("Table of these figures") <= 5, "one behind each picture"


def test_a_long_series_is_shown_by_its_newest_periods_and_taken_away_whole(
    chosen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = look_up(chosen(indicator="LACHealth%"))
    monkeypatch.setattr("models.series.MOST_DRAWN", 6)
    facts = look_up(chosen(indicator="LACHealth%"))
    drawn = trend(facts)
    assert whole.shown is not None
    assert facts.shown is not None
    assert drawn is not None
    assert facts.axis == whole.axis[-6:]
    assert len(drawn.table.rows) == 6
    assert (facts.earlier, facts.later) == (len(whole.axis) - 6, 0)
    assert f"periods not shown: {facts.earlier} earlier, which the CSV and Excel files below have" in drawn.subtitle
    assert facts.shown.row == whole.shown.row
    assert answers(facts) == answers(whole)
    taken, *_ = charts(chosen(indicator="LACHealth%"))
    assert taken.table == trend_table(whole)
    assert "not shown" not in taken.subtitle
    further_back = look_up(chosen(indicator="LACHealth%", year=whole.axis[-8].year))
    assert further_back.shown is not None
    assert further_back.later > 0
    assert further_back.axis[further_back.shown.column] == whole.axis[-8]
