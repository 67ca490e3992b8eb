"""The Claims page: its answer, what it understood, every part beside what is published; what is typed stays text."""

import re
from dataclasses import replace
from html import unescape

import orjson
import pytest
from flask import Flask
from flask_caching import Cache
from hypothesis import given, settings
from hypothesis import strategies as st

from app.spreadsheets import as_csv
from callbacks import ROUTES, claims
from callbacks.chosen import Chosen, choose
from callbacks.portal import Portal
from callbacks.routing import heading, look
from callbacks.sight import LocalHoldings
from data.store import Snapshot
from layouts import pages
from layouts.claims import answers
from layouts.selection import ONLY_ON, Selection
from models.lenses import Similarity
from tests.callbacks.addresses import show_address

EET = "45% of care leavers aged 19 to 21 in EET, up 7 points, below statistical neighbours"
HEALTH = "In 2024/25, 87.8% of children in our care had their annual health assessment"
TEXT = "text=45%25+of+care+leavers+in+EET"
ROUTE = next(route for route in ROUTES if route.page == pages.CLAIMS)


@pytest.fixture(scope="module")
def chosen(snapshot: Snapshot, similarity: Similarity) -> Chosen:
    return choose(snapshot, Selection(), similarity)


def about(chosen: Chosen, text: str, **changes: object) -> Chosen:
    return replace(chosen, selection=chosen.selection.but(text=text, **changes))


def plain(page: object) -> str:
    """As the browser is sent it."""
    return orjson.dumps(page, default=lambda component: component.to_plotly_json()).decode()


def sent(chosen: Chosen, text: str, **changes: object) -> str:
    """The page as the browser is sent it."""
    return plain(claims.show_page(about(chosen, text, **changes)))


def said(chosen: Chosen, text: str, **changes: object) -> str:
    """Its words."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", orjson_text(sent(chosen, text, **changes)))).split())


def orjson_text(page: str) -> str:
    """All strings of a page, one after the other."""

    def strings(part: object) -> list[str]:
        if isinstance(part, str):
            return [part]
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        return [text for each in inner for text in strings(each)]

    return " ".join(strings(orjson.loads(page)))


def answer(chosen: Chosen, text: str, **changes: object) -> str:
    return answers.answer(claims.look_up(about(chosen, text, **changes)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEALTH, "The statement is right: the published figures say 88%."),
        ("90 per 10,000 looked after in 2025, up from 97 in 2024", "2 of 3 parts are right; "),
        (answers.EXAMPLES[0][1], "Both parts are right."),
        (answers.EXAMPLES[1][1], "The statement is wrong: the published figures say +13, not 34 lower."),
        (
            answers.EXAMPLES[2][1],
            "All 4 parts are wrong: the value (95 per 10,000; published 100 per 10,000), the statistical neighbours' "
            "value (100 per 10,000; published 77.4 per 10,000), South East's value (53 per 10,000; published 54 per "
            "10,000) and 1 more.",
        ),
        (
            EET,
            "All 3 parts are wrong: the value (45%; published 55%), the change (7 points higher; published +10 "
            "percentage points) and the comparison with statistical neighbours (lower; published higher).",
        ),
        (
            f"{HEALTH}, up from 87% in 23/24 and in line with the South East average of 87%.",
            "4 of 5 parts are right; the value in 2023-24 is wrong: the published figures say 86%, not 87%.",
        ),
        ("35% of care leavers were in higher education", "The statement cannot be judged, for no such figure is"),
        (f"{HEALTH}. 96% of pathway plans were on time.", "say 88%; 1 other piece of the text was not understood."),
        (f"{HEALTH}. 19% of children were living 20 or more miles from home.", "Both parts are right."),
        ("The bins were late, 45% of them", "Nothing in this text could be compared for Southampton: it was not under"),
        ("Children do well here", "no figure or comparison was found in it."),
        ("", answers.HINT),
        (" \n\t ", answers.HINT),
        ("x" * 2_001, "A statement may have 2,000 characters here; this one has 2,001. Check it in parts, or with the"),
        ("EET\t45%\n" * 220, "Give it in parts."),
    ],
)
def test_the_answer_is_one_sentence(chosen: Chosen, text: str, expected: str) -> None:
    assert expected in answer(chosen, text)


def test_a_refusal_names_the_command_that_takes_more(chosen: Chosen) -> None:
    assert "portal claim -, which takes 20,000." in answer(chosen, "x" * 2_001)


def test_the_page_says_what_it_understood_and_every_part(chosen: Chosen) -> None:
    page = said(chosen, f"{EET}. 96% of pathway plans were on time against a target of 98%.")
    assert "Southampton, 2024-25 (the latest, for the text names no period). It counts: care leavers aged 19" in page
    assert "✗ Wrong Value Stated 45% Published 55%" in page
    assert "45% was the figure in 2023-24; in 2024-25 it is 55%." in page
    assert "Not understood 96% of pathway plans were on time against a target of 98%" in page
    assert "Left aside, for no publication holds targets: 98%." in page


def test_a_table_names_its_own_period(chosen: Chosen) -> None:
    page = said(chosen, answers.EXAMPLES[2][1])
    assert "Southampton, 31 March 2021. It counts" in page
    assert "the latest" not in page.partition("Try one")[0].partition("Part by part")[2]


def test_every_verdict_has_a_mark_and_a_word(chosen: Chosen) -> None:
    page = said(chosen, f"{HEALTH}, up from 87% in 23/24. 35% of care leavers were in higher education.")
    assert [word for word in ("✓ Right", "✗ Wrong", "? Not found") if word in page] == [
        "✓ Right",
        "✗ Wrong",
        "? Not found",
    ]


def test_a_figure_leads_to_its_indicator_in_its_period_without_the_text(chosen: Chosen) -> None:
    page = sent(chosen, "Hampshire had 60 per 10,000 children looked after in March 2024")
    found = re.findall(r"/indicator\?([^\\\"]*)", page)
    assert any("authority=hampshire" in query and "year=2024" in query for query in found)
    assert [query for query in found if "text=" in query] == []


@pytest.mark.parametrize("neighbours", ["2025", "2021", "modelled", "group"])
def test_neighbours_are_those_of_a_published_list(chosen: Chosen, neighbours: str) -> None:
    page = said(chosen, "90 per 10,000 looked after in 2025, statistical neighbours 94.8", neighbours=neighbours)
    right = neighbours == "2021"
    assert f"{'✓ Right' if right else '✗ Wrong'} Statistical neighbours' value Stated 94.8" in page
    assert ("That is the published list" in page) == (neighbours in ("modelled", "group"))


MARKUP = "<script>alert(1)</script><b>90</b> per 10,000 looked after in 2025</textarea><img src=x onerror=alert(1)>\"'"


def test_what_is_typed_stays_text(chosen: Chosen) -> None:
    page = sent(chosen, MARKUP)
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("</textarea>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_text_comes_back_into_its_field_as_it_was_typed(chosen: Chosen) -> None:
    page = orjson_text(sent(chosen, "\n\nfirst\tline\nsecond"))
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    assert unescape(found[1]) == "\n\nfirst\tline\nsecond"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_no_text_is_a_defect(chosen: Chosen, text: str) -> None:
    shown = about(chosen, text)
    page = sent(chosen, text)
    assert "<script" not in page
    for chart in claims.charts(shown):
        assert as_csv(chart, {})
    assert len(claims.subject(shown)) <= answers.LONGEST_IN_TITLE + 2


def test_the_title_has_little_of_the_text_on_one_line(chosen: Chosen) -> None:
    long = about(chosen, "first\nline " * 50)
    title = str(heading(ROUTE, long)["title"])
    assert title.startswith("Check a statement: Southampton, “first line first line")
    assert title.endswith("…” - Alongside")
    assert len(title) <= len("Check a statement: Southampton,  - Alongside") + answers.LONGEST_IN_TITLE + 2


def test_the_parts_can_be_taken_away(chosen: Chosen) -> None:
    (chart,) = claims.charts(about(chosen, f"{EET}. 34 fewer children came into care."))
    written = as_csv(chart, {"Snapshot": "abc"}).decode()
    assert "Value,45%,55%,wrong" in written
    assert "Change,34 lower,'+13,wrong" in written
    assert claims.charts(about(chosen, "")) == ()


@pytest.fixture
def portal(snapshot: Snapshot, similarity: Similarity, no_returns: LocalHoldings) -> Portal:
    return Portal(snapshot, similarity, Cache(Flask("test"), config={"CACHE_TYPE": "SimpleCache"}), no_returns)


def test_the_download_keeps_the_text_and_the_way_to_other_pages_does_not(portal: Portal) -> None:
    page, navigation, shown = show_address(portal, "/claims", f"?{TEXT}")
    links = re.findall(r"/download/claims/parts\.csv\?[^\"\\]*", plain(page))
    assert links
    assert all(TEXT in link for link in links)
    others = [link for link in re.findall(r'"href":"([^"]*)"', plain(navigation)) if not link.startswith("/claims")]
    assert len(others) >= len(pages.PAGES) - 1
    assert [link for link in others if "text=" in link] == []
    assert '"text":"45% of care leavers in EET"' in plain(shown)
    assert ONLY_ON["text"] == (pages.CLAIMS.path,)


def test_a_statement_is_never_kept(portal: Portal) -> None:
    assert look(portal, ROUTES, "/claims", f"?{TEXT}").parts is None
    assert "Part by part" in plain(show_address(portal, "/claims", f"?{TEXT}")[0])
