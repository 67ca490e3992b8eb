"""The Map page shows what the models say, in sentences, picture and table alike, for everybody and every period."""

import re
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from dash.development.base_component import Component

from callbacks.caching import as_json
from callbacks.chosen import Chosen, choose, topic_slug
from callbacks.map import charts, look_up, show_page, subject
from data.authorities import load_authorities
from data.boundaries import region_on_map
from data.missing import Missing
from data.store import Snapshot
from layouts import numbers
from layouts.map.facts import Facts, Shown
from layouts.map.words import answers, finding, question
from layouts.selection import Selection
from layouts.tables import Number
from models.benchmark import benchmark
from models.lenses import Similarity
from tests.callbacks.test_neighbours import NOT_FIGURES, text_of
from tests.kinds_of_indicators import of_every_kind
from tests.layouts.map_markup import Elements

HEALTH, RATE = "LACHealth%", "LAC"
Choosing = Callable[..., Chosen]


@pytest.fixture(scope="module")
def choosing(snapshot: Snapshot, similarity: Similarity) -> Choosing:
    def look(indicator: str = HEALTH, **parts: object) -> Chosen:
        return choose(snapshot, Selection(indicator=indicator, topic="").but(**parts), similarity)

    return look


def shown(facts: Facts) -> Shown:
    assert facts.shown is not None
    return facts.shown


def picture(chosen: Chosen) -> Elements:
    (chart,) = charts(chosen)
    return Elements(str(chart.picture))


def test_everybody_that_is_open_is_on_the_map_with_the_figure_of_the_benchmark(choosing: Choosing) -> None:
    chosen = choosing()
    facts = look_up(chosen)
    for place in shown(facts).places[::7]:
        try_one = choosing(authority=place.area.slug, neighbours="group", group=("southampton", "kent"))
        row = benchmark(try_one.snapshot, try_one.indicator, place.area, try_one.group)
        assert (place.value, place.letter, place.position) == (row.value, row.band, row.rank)
    assert {place.area for place in shown(facts).places} == set(load_authorities().current)


def test_counts_by_region_are_those_of_the_figures(choosing: Choosing) -> None:
    """Counted again from the snapshot's own column with numpy's quantiles: where high is good, D is up to the first."""
    chosen = choosing()
    snapshot, now = chosen.snapshot, shown(look_up(chosen))
    block = snapshot.block(chosen.indicator)
    column = block.periods.index(now.period)
    values = {area.code: float(block.values[at, column]) for at, area in enumerate(snapshot.areas)}
    open_codes = [area.code for area in load_authorities().current]
    known = [values[code] for code in open_codes if values[code] == values[code]]
    first, second, third = np.quantile(known, [0.25, 0.5, 0.75])
    expected: Counter[tuple[str, str]] = Counter()
    for code in open_codes:
        value = values[code]
        letter = "" if value != value else "ABCD"[3 - int(value > first) - int(value > second) - int(value > third)]
        expected[region_on_map(load_authorities(), load_authorities().by_code(code)).name, letter] += 1
    assert Counter((place.region.name, place.letter) for place in now.places) == expected


def test_golden_sentences(choosing: Choosing) -> None:
    assert answers(look_up(choosing())) == [
        "In the year ending 31 March 2025 Southampton's figure was 88%: band D, the worst quarter of the 151 "
        "authorities with a figure.",
        "Of the 19 authorities of the South East 1 is in band A, 5 in band B, 5 in band C and 8 in band D. The highest "
        "is Reading (97%), the lowest Hampshire (69%).",
        "On land Southampton borders Hampshire (69%, band D).",
    ]
    assert answers(look_up(choosing(RATE)))[0] == (
        "On 31 March 2025 Southampton's rate was 90 per 10,000: the second-highest quarter of the 151 authorities with "
        "a figure."
    )
    assert answers(look_up(choosing(authority="isle-of-wight")))[-1] == (
        "Isle of Wight borders no other authority on land."
    )
    assert (
        "Of the 10 authorities that Hampshire borders on land" in answers(look_up(choosing(authority="hampshire")))[2]
    )


def test_the_finding_is_the_region_with_the_largest_share(choosing: Choosing) -> None:
    facts = look_up(choosing())
    now = shown(facts)
    shares = {}
    for region in now.regions:
        letters = [place.letter for place in now.in_region(region) if place.letter]
        shares[region.name] = letters.count("D") / len(letters)
    worst = max(shares, key=shares.__getitem__)
    assert f"band D, the worst, in the {worst} (" in finding(facts, now)


def test_neutral_indicators_have_quarters_and_no_verdict(choosing: Choosing) -> None:
    chosen = choosing(RATE)
    facts = look_up(chosen)
    assert not shown(facts).has_bands
    assert question(facts).startswith("Where in England is it higher or lower")
    letters = {place.letter for place in shown(facts).places}
    assert letters == {"1", "2", "3", "4", ""}
    (chart,) = charts(chosen)
    assert "neither direction is better" in chart.subtitle
    labels = [link.attributes["aria-label"] for link in picture(chosen).links]
    assert "Southampton: 90 per 10,000, second-highest quarter" in labels
    assert not [label for label in labels if "band" in label]


def test_the_picture_the_table_and_the_sentence_say_the_same(choosing: Choosing) -> None:
    chosen = choosing()
    facts = look_up(chosen)
    (chart,) = charts(chosen)
    labels = {link.attributes["aria-label"] for link in picture(chosen).links}
    assert "Southampton: 88%, band D, worst quarter" in labels
    assert len(labels) == len(chart.table.rows) == 153
    for row in chart.table.rows:
        name = re.sub("<[^>]+>", "", str(row[0])).replace("&amp;", "&")
        figure = row[2]
        if isinstance(figure, Number):
            told = numbers.figure(facts.indicator, figure.value)
            assert f"{name}: {told}, band {row[3]}" in labels
        else:
            reason = next(reason for reason in Missing if reason.words == figure)
            assert f"{name}: {reason.sentence}" in labels


def test_a_link_leads_to_the_authority_s_own_indicator(choosing: Choosing) -> None:
    chosen = choosing(view="tiles", year=2024)
    leeds = next(link for link in picture(chosen).links if link.attributes["aria-label"].startswith("Leeds:"))
    address = leeds.attributes["href"]
    assert address.startswith("/indicator?authority=leeds&")
    assert "year=2024" in address
    assert "view=" not in address


def test_the_two_forms_show_the_same(choosing: Choosing) -> None:
    real, tiles = picture(choosing()), picture(choosing(view="tiles"))
    assert {link.attributes["aria-label"] for link in real.links} == {
        link.attributes["aria-label"] for link in tiles.links
    }
    assert real.named("svg", "real")
    assert tiles.named("svg", "tiles")


def test_an_authority_of_the_past_is_in_the_table_and_not_on_the_map(choosing: Choosing) -> None:
    chosen = choosing(authority="cumbria", year=2022)
    facts = look_up(chosen)
    assert [place.area.name for place in shown(facts).closed] == ["Cumbria"]
    assert answers(facts)[-1] == ("Cumbria has a figure but is no longer an authority: in the table, not on the map.")
    (chart,) = charts(chosen)
    assert len(chart.table.rows) == 154
    assert chart.table.mark == 153
    new = next(place for place in shown(facts).places if place.area.name == "Cumberland")
    assert (new.value, new.reason) == (None, Missing.NOT_APPLICABLE)


def test_years_without_figures_and_indicators_without_any_have_a_page(choosing: Choosing) -> None:
    assert "No figures were published for a period that ends in 1999" in text_of(show_page(choosing(year=1999)))
    assert charts(choosing(year=1999)) == ()
    empty = choosing("entered-for-the-ebacc-cla")
    assert "No authority has a published figure" in text_of(show_page(empty))


def test_without_comparators_nobody_is_ringed_and_the_page_says_why(choosing: Choosing) -> None:
    chosen = choosing(authority="city-of-london", neighbours="modelled")
    text = text_of(show_page(chosen))
    assert "No comparators are marked. There are no modelled neighbours for City of London" in text
    assert picture(chosen).named("path", "ring") == []


@pytest.mark.parametrize("area", load_authorities().authorities, ids=lambda area: area.slug)
def test_every_authority_has_a_map(choosing: Choosing, area: object) -> None:
    page: Component = show_page(choosing(authority=area.slug))  # type: ignore[attr-defined]
    assert NOT_FIGURES.findall(text_of(page)) == []
    assert as_json(page)


def test_every_indicator_has_a_map_without_a_programmer_s_word(snapshot: Snapshot, choosing: Choosing) -> None:
    for indicator in of_every_kind(snapshot, Selection().authority):
        chosen = choosing(indicator.id, topic=topic_slug(indicator.topic), view="tiles")
        said = " ".join([*answers(look_up(chosen)), *(chart.told for chart in charts(chosen))])
        assert NOT_FIGURES.findall(said.replace("None SEN", "")) == [], indicator.id


def test_the_title_names_the_indicator(choosing: Choosing) -> None:
    assert subject(choosing()) == "Percentage of CLA having Health Checks"
