"""The page of one authority: its counts, its findings, its charts and the figures that are taken away."""

import csv
import io
import re
from collections import Counter
from typing import Any

import orjson
import pytest

from app.records.published import table_records
from app.spreadsheets import as_csv
from callbacks.caching import as_json
from callbacks.chosen import Chosen, choose, topic_slug
from callbacks.profile import charts, look_up, show_page, subject
from data.errors import PortalError
from data.store import Snapshot
from layouts import numbers
from layouts.profile import words
from layouts.profile.facts import VIEWS
from layouts.selection import Selection
from models.benchmark import published_group, standing
from models.lenses import Similarity
from models.priorities import Certainty
from models.spine import Centre


@pytest.fixture(scope="session")
def chosen(snapshot: Snapshot, similarity: Similarity) -> Any:
    def look(**parts: object) -> Chosen:
        return choose(snapshot, Selection().but(**parts), similarity)

    return look


def markup(part: Any) -> str:
    """All words of a page that is already plain data."""
    if isinstance(part, list):
        return "\n".join(markup(item) for item in part)
    if isinstance(part, dict):
        shown = part.get("props", {})
        return "\n".join([markup(shown.get("children")), shown.get("html", "")])
    return "" if part is None else str(part)


def page_text(chosen: Chosen) -> str:
    whole = markup(orjson.loads(as_json(show_page(chosen))))
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", whole)).replace("&#39;", "'").replace("&amp;", "&")


def test_a_first_visit_answers_for_southampton(chosen: Any) -> None:
    asked = chosen()
    text = page_text(asked)
    assert "Southampton, topic by topic" in text
    assert words.answer(look_up(asked)) == (
        "Of the 63 indicators that can be tested, Southampton is worse than its ten statistical neighbours' average on "
        "20, similar on 35 and better on 8; of the 317 that cannot, it is in England's worst quarter on 158 and in the "
        "best quarter on 25."
    )
    for said in ("Unitary authority", "South East", "50,941", "21.8%", "Coventry, Derby, Portsmouth, Sheffield"):
        assert said in text, said
    assert subject(asked) == "topic by topic"


def test_every_indicator_is_in_one_topic_and_on_the_page_of_all(chosen: Any, snapshot: Snapshot) -> None:
    facts = look_up(chosen(view="all"))
    ids = [one.id for topic in facts.topics for one in topic.indicators]
    assert sorted(ids) == sorted(one.id for one in snapshot.indicators)
    shown = [row.standing.indicator.id for topic in facts.topics for row in topic.rows]
    have_periods = [
        one.id for one, column in zip(snapshot.indicators, snapshot.latest_columns, strict=True) if column >= 0
    ]
    assert sorted(shown) == sorted(have_periods)
    counted = facts.total.all + sum(topic.neutral for topic in facts.topics)
    assert counted == len(ids)


@pytest.mark.parametrize("authority", ["southampton", "isle-of-wight", "city-of-london", "westmorland-and-furness"])
def test_the_finding_of_a_chart_agrees_with_the_line_of_the_summary(chosen: Any, authority: str) -> None:
    facts = look_up(chosen(authority=authority, view="all"))
    tested = 0
    for topic in facts.topics:
        counting = [row for row in topic.rows if words.counts_here(facts, row)]
        found = Counter(row.verdict for row in counting)
        counts = topic.counts
        assert (found["worse"], found["similar"], found["better"]) == (counts.worse, counts.similar, counts.better)
        assert found["not tested"] == counts.not_tested, topic.name
        tested += counts.tested
        if counts.tested:
            assert words.spine_finding(facts, topic).endswith(f"{counts.tested} tested")
    assert tested == facts.total.tested


def test_what_stands_out_is_on_the_side_it_is_said_to_be(chosen: Any) -> None:
    facts = look_up(chosen())
    for topic in facts.topics:
        assert len(topic.notable) <= 2
        for found in topic.notable:
            row = found.row
            assert row.indicator.topic == topic.name
            assert row.value is not None
            assert row.mean is not None
            assert ((row.value - row.mean) * row.indicator.sign > 0) == (found.side == "better")
            expected = row.band in "AD" if found.certainty is Certainty.NOT_TESTED else row.comparison == found.side
            assert expected, row.indicator.id
            assert numbers.plain(row.indicator, row.value) in words.notable_words(found)


def test_views_come_back_from_the_address(chosen: Any) -> None:
    for (shows_all, centre), view in VIEWS.items():
        facts = look_up(chosen(view=view, topic="adoption"))
        assert (facts.shows_all, facts.centre) == (shows_all, centre)
        assert len(facts.shown) == (len(facts.topics) if shows_all else 1)
    assert look_up(chosen(view="nonsense")).centre is Centre.NEIGHBOURS


def test_against_england_the_words_and_the_middle_are_england_s(chosen: Any) -> None:
    facts = look_up(chosen(view="england"))
    (topic,) = facts.shown
    assert "than England" in words.spine_finding(facts, topic)
    assert all(row.england == 0.0 for row in topic.rows if not row.undrawn)
    assert "England in the middle" in words.spine_subtitle(facts, topic)


def test_what_is_taken_away_is_what_the_api_says(chosen: Any, snapshot: Snapshot) -> None:
    asked = chosen(view="all")
    group = published_group(snapshot.edition("2025"), asked.area)
    api = {str(record["title"]): record for record in table_records(standing(snapshot, asked.area, group))}
    api_rows, checked = set(api), 0
    for chart in charts(asked):
        if chart.name == "topics":
            continue
        for row in csv.DictReader(io.StringIO(as_csv(chart, {}).decode("utf-8-sig"))):
            record = api[row["Indicator"]]
            assert row["Period"] == record["period"]
            for heading, field in {
                "Southampton": "value",
                "Neighbours, average": "neighbours_mean",
                "South East": "region",
                "England": "england",
            }.items():
                if record[field] is None:
                    assert not re.fullmatch(r"[-\d.]+", row[heading]), row
                else:
                    assert float(row[heading]) == pytest.approx(record[field], abs=1e-9), row
            checked += 1
            api_rows.discard(row["Indicator"])
    assert checked > 590
    assert all(api[title]["period"] is None for title in api_rows)


def test_charts_have_names_that_stay(chosen: Any) -> None:
    assert [chart.name for chart in charts(chosen(topic="adoption"))] == ["topics", "spine-adoption"]
    topics = chosen().snapshot.indicators.topics
    names = {chart.name for chart in charts(chosen(view="all"))}
    assert names == {"topics", *(f"spine-{topic_slug(topic)}" for topic in topics)}


def test_a_year_without_figures_says_so(chosen: Any) -> None:
    asked = chosen(year=1999, topic="adoption")
    assert [chart.name for chart in charts(asked)] == ["topics"]
    assert "Adoption: no figures are published for a period that ends in 1999." in page_text(asked)


def test_nobody_to_compare_with_is_refused_in_a_sentence(chosen: Any) -> None:
    with pytest.raises(PortalError, match="Your own group has no authorities in it"):
        show_page(chosen(neighbours="group"))


@pytest.mark.parametrize("authority", ["southampton", "isles-of-scilly", "north-northamptonshire"])
@pytest.mark.parametrize("neighbours", ["2025", "modelled", "group"])
def test_no_page_shows_a_programmer_s_word(chosen: Any, authority: str, neighbours: str) -> None:
    try:
        asked = chosen(authority=authority, neighbours=neighbours, group=("portsmouth", "derby"), view="all")
        text = page_text(asked)
    except PortalError:
        assert neighbours == "modelled" or authority == "isles-of-scilly"
        return
    assert re.search(r"\bnan\b|\bNone\b(?! SEN)|\bNaN\b|\[\]|\{\}|\binf\b", text) is None
