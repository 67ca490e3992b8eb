"""The Scorecard page: one return that the viewer may see, in sentences, tables and charts that say the same."""

import re
from dataclasses import replace
from typing import Any

import pytest

from app.spreadsheets import as_csv
from callbacks.chosen import Chosen, choose
from callbacks.scorecard import charts, first_of, look_up, seen, show_page, subject
from data.returns.reading import parse_return
from data.store import Snapshot
from layouts.markup import MarkupBlock
from layouts.scorecard.sentences import said
from layouts.scorecard.words import answer, question, standing, unjudged
from layouts.selection import Selection
from layouts.tables import Number
from models.access import Visibility
from models.disclosure.of_returns import for_others
from models.lenses import Similarity
from tests.callbacks.seen_returns import SeenReturns, papers, seen_version
from tests.callbacks.test_neighbours import parts, text_of


@pytest.fixture(scope="module")
def sight(snapshot: Snapshot) -> SeenReturns:
    return papers(snapshot)


@pytest.fixture(scope="module")
def choosing(snapshot: Snapshot, similarity: Similarity, sight: SeenReturns) -> Any:
    def look(sees: SeenReturns = sight, **parts: object) -> Chosen:
        return replace(choose(snapshot, Selection().but(**parts), similarity), sight=sees)

    return look


def of_lines(snapshot: Snapshot, lines: str, **changes: Any) -> SeenReturns:
    """One return made of the lines of a file."""
    version = seen_version("scorecard", "Monthly scorecard", **changes)
    return SeenReturns({version: parse_return(lines.encode(), "scorecard.csv", snapshot.indicators)})


def test_the_answer_counts_targets_and_signals(choosing: Any) -> None:
    facts = look_up(choosing())
    assert question(facts) == "What is happening this month in Southampton: October 2022?"
    assert answer(facts) == (
        "In October 2022 Southampton met 4 of the 16 targets that a month can be held to; 9 of 31 measures show a "
        "signal: 2 of concern, 2 improving and 5 higher or lower where neither direction is better."
    )
    assert facts.card is not None
    assert unjudged(facts.card) == (
        "Of the other 15 measures 3 have targets for the year's end, 3 have targets that cannot be judged met or not "
        "and 9 have no target."
    )


def test_the_measure_most_worth_seeing_is_charted_first(choosing: Any) -> None:
    page = text_of(show_page(choosing()))
    assert "Percentage of re-referrals within 12 months was 32% in October 2022: a concern, rising for 7 months" in page
    assert "The whole of that interval misses the target of 23%." in page
    assert "Error, shifted column" in page, "what the check found stands beside the figures"


def test_referrals_run_on_to_twelve_months(choosing: Any) -> None:
    facts = look_up(choosing(measure="referrals"))
    assert facts.chosen is not None
    sentences = " ".join(said(facts.chosen))
    assert "To 31 March 2023 the year's total comes to 3,876 (3,611 to 4,141 at 95%); it is 2,261" in sentences
    assert "All 9 months known, 2,899 together, run on to the twelve of February 2022 to January 2023" in sentences
    assert "make 3,865 (3,717 to 4,013 at 95%)." in sentences
    assert "Assumes that the 5 months not known are like the 7 known" in sentences


def test_local_and_published_figures_are_told_apart(choosing: Any) -> None:
    """Referrals of the year to March 2022 were 3,640 as published; October's 297 is the return's."""
    page = text_of(show_page(choosing(measure="referrals")))
    assert "Published 2021-22:" in page
    assert "The return's figure is of October 2022; the published ones" in page
    assert re.search(r"Southampton 3,640 2021-22 published", page)
    assert re.search(r"Southampton 4092 2020-21 the return", page)


def test_commentary_stands_under_its_section(choosing: Any) -> None:
    page = text_of(show_page(choosing()))
    section = page.index("Purposeful Direct Contact Measure October 2022 Target")
    after = page.index("Management Support for better Practice Measure October 2022 Target")
    between = page[section:after]
    assert "Analysis There has been a drop in performance around visiting children with CP plans" in between
    assert "Action and next steps From September, case holding capacity should increase" in between
    assert "Performance Headlines, in the authority's words" in page[:section]
    assert "The check, warning: Effective Assessment and Intervention: 2556 is told as a sum" in page[:section]
    earlier = text_of(show_page(choosing(month="2022-08")))
    assert "Written with the figures of October 2022." in earlier


def test_another_month_is_another_answer_and_the_address_says_which(choosing: Any) -> None:
    august = look_up(choosing(month="2022-08"))
    assert answer(august).startswith("In August 2022 Southampton met 4 of the 16 targets")
    june = look_up(choosing(month="2022-06"))
    assert answer(june).endswith("fewer than the 7 months are known that tell a signal from chance.")
    unknown = look_up(choosing(month="2019-01"))
    assert answer(unknown).startswith("In October 2022")
    assert "This return has no figures for 2019-01; its latest are shown." in standing(unknown)


def test_pictures_and_tables_hold_the_same_figures(choosing: Any) -> None:
    month, measure, months = charts(choosing())
    assert (month.name, measure.name, months.name) == ("month", "measure", "months")
    october = measure.table.rows[-1]
    assert [cell.value for cell in october if isinstance(cell, Number)] == [32, 96, 297, 27.9, 20.1, 35.7]
    assert isinstance(measure.picture, dict)
    drawn = next(trace for trace in measure.picture["data"] if trace["name"] == "months")
    assert drawn["y"][-1] == pytest.approx(100 * 96 / 297)
    row = next(row for row in months.table.rows if row[0] == "Number of contacts")
    assert [cell.value for cell in row[1:] if isinstance(cell, Number)] == [
        1511, 1766, 1664, 2090, 1859, 1587, 1947, 1784, 1477,
    ]  # fmt: skip
    assert len(month.table.rows) == 38
    assert "Number of contacts" in as_csv(months, {"Source": months.source}).decode()


def test_measures_of_every_kind_have_a_chart_or_say_why_not(choosing: Any) -> None:
    """A share, a count of a month, the year to date, a count on a day, and one without any figure."""
    for key in ("cla-visits", "contacts", "referrals-rate", "cla", "cla-permanence"):
        page = text_of(show_page(choosing(measure=key)))
        assert "Compared with" in page
        assert ("Chart: " in page) == (key != "cla-permanence")
    assert "For October 2022 there is no figure: to be confirmed." in page


def test_every_paper_has_a_page_and_says_what_it_holds(choosing: Any, sight: SeenReturns) -> None:
    for version in sight.versions:
        slug = {"852": "southampton", "850": "hampshire"}[version.authority]
        chosen = choosing(authority=slug, beside=(), local=version.slug)
        assert answer(look_up(chosen)) in text_of(show_page(chosen))
        assert subject(chosen) == version.title
        assert charts(chosen)
    audits = text_of(show_page(choosing(local="audits")))
    assert "This return has no months: it holds 2 tables of categories." in audits
    assert "PTC 289" in audits


def test_years_stand_beside_their_comparators(choosing: Any) -> None:
    facts = look_up(choosing(local="attainment-2025"))
    assert answer(facts) == (
        "This return has no months: it holds 7 measures, 2018 to 2025; of the 7 measures whose newest figure stands "
        "beside England's, 6 are better and 1 is worse."
    )
    page = text_of(show_page(choosing(local="attainment-2025")))
    assert "Key Stage Two Attainment: 18 in 2025, 17 below England's 35" in page
    assert "No control chart: the figures are not monthly. A figure in brackets is provisional" in page


def test_years_stand_beside_what_is_published_for_them(choosing: Any) -> None:
    """Health assessments 87.8% are the 88% published; 45% of care leavers in EET is 55% published for 2024-25."""
    published = next(chart for chart in charts(choosing(local="annual-report-2024-25")) if chart.name == "published")
    assert published.finding == "Published for the same years: 12 of 16 figures of the return are those published"
    rows = {row[0]: row for row in published.table.rows}
    leavers = rows["Percentage of care leavers aged 19 to 21 in education, employment or training"]
    assert [cell.text for cell in leavers if isinstance(cell, Number)] == ["45% (+7)", "55%", "50.8%", "52%", "54%"]


def test_services_and_teams_stand_under_their_measure(choosing: Any, snapshot: Snapshot) -> None:
    teams = of_lines(
        snapshot,
        "authority,indicator,breakdown,period,value,numerator,denominator,target\n"
        "852,cla-reviews,,May-26,97%,485,500,95%\n852,cla-reviews,,Jun-26,93%,465,500,95%\n"
        "852,cla-reviews,Team A,Jun-26,90%,180,200,95%\n852,cla-reviews,Team B,Jun-26,95%,285,300,95%\n",
    )
    page = text_of(show_page(choosing(teams)))
    assert "In June 2026 Southampton missed the one target that a month can be held to" in page
    assert re.search(r"Part by part .* Team A 90% 180 of 200 95% ○ not met .* Team B 95% 285 of 300 95% ● met", page)
    of_team = look_up(choosing(teams, measure="cla-reviews~team-b"))
    assert of_team.chosen is not None
    assert of_team.chosen.breakdown == "Team B"


def test_without_a_return_the_page_says_so_and_where_there_is_one(choosing: Any) -> None:
    chosen = choosing(authority="kent", beside=())
    page = text_of(show_page(chosen))
    assert "There is no local return of Kent that you can see here." in page
    assert "Hampshire Southampton" in page
    assert (seen(chosen), charts(chosen), subject(chosen)) == ((), (), "no local return")
    none = text_of(show_page(choosing(SeenReturns({}), authority="kent")))
    assert "No authority has a return that you can see." in none


def test_a_return_that_is_not_seen_is_as_one_that_is_not_there(choosing: Any) -> None:
    facts = look_up(choosing(local="kept-to-ourselves"))
    assert "Southampton has no return called 'kept-to-ourselves' that you can see" in standing(facts)[0]
    assert [version.slug for version in seen(choosing(local="kept-to-ourselves"))] == ["scorecard"]


def test_which_return_is_shown_first() -> None:
    older = seen_version("audits", "Audits", return_id=2)
    newer = seen_version("roll", "Roll", return_id=3, created=older.created.replace(year=2027))
    card = seen_version("monthly-scorecard", "Monthly", return_id=4)
    assert first_of([older, newer]) == newer
    assert first_of([older, card, newer]) == card
    assert first_of([]) is None


SMALL = """Indicator,Apr-26,May-26,Jun-26,Jul-26,Target
Number of children looked after,431,433,437,439,N/A
Number of CLA who are UASC,31,30,29,4,<37
"""


def test_small_numbers_are_left_out_for_others_and_the_page_says_why(choosing: Any, snapshot: Snapshot) -> None:
    whole = of_lines(snapshot, SMALL, owned=True)
    owner = text_of(show_page(choosing(whole, measure="cla-uasc")))
    assert "July 2026: 4;" in owner
    version = seen_version("scorecard", "Monthly scorecard")
    others = SeenReturns({version: for_others(parse_return(SMALL.encode(), "s.csv", snapshot.indicators))})
    facts = look_up(choosing(others, measure="cla-uasc"))
    assert facts.chosen is not None
    assert facts.chosen.value is None
    page = text_of(show_page(choosing(others, measure="cla-uasc")))
    assert "For July 2026 there is no figure: suppressed to protect children's identities." in page
    assert "Small numbers, and those that would give them away, are suppressed" in page
    assert not re.search(r"July 2026: 4\b", page)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"visibility": Visibility.PUBLISHED}, "Published: everybody sees it"),
        ({"visibility": Visibility.DRAFT, "owned": True}, "Draft: only Southampton City Council sees it"),
        (
            {"visibility": Visibility.SHARED, "shared_with": frozenset({"southampton", "portsmouth", "kent"})},
            "Shared with Southampton City Council and 2 other organisations",
        ),
        ({"visibility": Visibility.WITHDRAWN, "owned": True}, "Withdrawn: only Southampton City Council sees it"),
    ],
)
def test_who_a_version_is_for_is_said_in_words(
    choosing: Any, snapshot: Snapshot, changes: dict[str, Any], words: str
) -> None:
    chosen = choosing(of_lines(snapshot, SMALL, **changes))
    assert f"{words}." in text_of(show_page(chosen))
    assert words in charts(chosen)[0].source


def test_what_was_typed_cannot_become_markup_or_a_formula(choosing: Any, snapshot: Snapshot) -> None:
    hostile = 'Indicator,Apr-26,May-26,Target\n"<img src=x onerror=alert(1)>",1,2,"=1+1"\n"=cmd()",3,4,<b>5</b>\n'
    chosen = choosing(of_lines(snapshot, hostile))
    markup = "".join(part.html for part in parts(show_page(chosen)) if isinstance(part, MarkupBlock))
    assert "<img" not in markup
    assert "&lt;img" in markup
    for chart in charts(chosen):
        lines = as_csv(chart, {"Source": chart.source}).decode("utf-8-sig").splitlines()
        assert not [line for line in lines if line.startswith(("=", '"=')) or ",=" in line or ',"=' in line]
