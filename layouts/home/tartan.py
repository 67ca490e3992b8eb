"""The tartan: the quarter of England in which the authority stood, by indicator and year, a table for each topic."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.attributes import data_attributes
from layouts.charts.card import FILES, Chart, download_address
from layouts.home.facts import Facts, Stripe, Topic
from layouts.home.words import many, none
from layouts.markup import MarkupBlock, element, escaped, joined
from layouts.pages import HOME
from layouts.phrases import BANDS
from layouts.tables import Column, Table, link
from models.tartan import NO_BAND, NO_FIGURE, NO_PERIOD

NAME, OPEN_TOPICS, YEARS_BACK = "tartan", 1, 5
SIGNS = {NO_BAND: "·", NO_FIGURE: "–"}
KINDS = {NO_BAND: "nb", NO_FIGURE: "nf", **{letter: letter.lower() for letter in BANDS}}
# Made once: there are five thousand of them on a page.
CELLS = {
    code: element("td", SIGNS.get(code, code), role="cell", class_=KINDS.get(code)) for code in (*KINDS, NO_PERIOD)
}
ONLY_LETTERS = str.maketrans("", "", NO_BAND + NO_FIGURE)
IN_WORDS = {NO_BAND: "no bands", NO_FIGURE: "no figure", NO_PERIOD: "", **{letter: letter for letter in BANDS}}


def tartan_chart(facts: Facts) -> Chart:
    """All topics, as one table to take away."""
    caption = caption_of(facts, "all topics")
    columns = (Column("Indicator"), Column("Topic"), *(Column(str(year)) for year in facts.years))
    rows = tuple(
        (link(stripe.indicator.title, stripe.address), topic.name, *(IN_WORDS[code] for code in stripe.codes))
        for topic, stripes in facts.stripes
        for stripe in stripes
    )
    return Chart(NAME, finding(facts), caption, None, Table(caption, columns, rows), facts.source)


def caption_of(facts: Facts, what: str) -> str:
    """What a table shows."""
    first, last = facts.years[0], facts.years[-1]
    return f"{facts.area.name}, {what}: quarter of England by the year in which a period ends, {first} to {last}"


def finding(facts: Facts) -> str:
    """In how many of the indicators with bands it stood in the worst quarter, in the last full year and before."""
    by_year = zip(*[stripe.codes for _, stripes in facts.stripes for stripe in stripes], strict=True)
    letters = ["".join(codes).translate(ONLY_LETTERS) for codes in by_year]
    lettered = [len(found) for found in letters]
    full = [at for at, size in enumerate(lettered) if 2 * size >= max(lettered) and size]
    if not full:
        return f"{facts.area.name} has no indicator with bands in these years"
    now, then = full[-1], full[-1] - YEARS_BACK
    worst = [found.count("D") for found in letters]
    said = f"In {facts.years[now]} {facts.area.name} stood in England's worst quarter on {none(worst[now])} of "
    said += f"{many(lettered[now], 'indicator')} with bands"
    if then not in full:
        return said
    return f"{said}, in {facts.years[then]} on {none(worst[then])} of {lettered[then]}"


def tartan_section(facts: Facts) -> Component:
    """Legend, a part for each topic, the first of them open, and the whole to take away."""
    parts = [_topic(facts, topic, stripes, place < OPEN_TOPICS) for place, (topic, stripes) in enumerate(facts.stripes)]
    heading = [html.H2(finding(facts)), MarkupBlock(legend(facts))]
    known = data_attributes(chart=NAME, address=facts.selection.address(HOME.path))
    return html.Section([*heading, *parts, take_away(facts)], className="chart tartan", **known)


def take_away(facts: Facts) -> MarkupBlock:
    """Where the figures are from, and all topics as one file: they stand in too many tables to be copied by a key."""
    chart = Chart(NAME, "", "", None, Table("", (), ()), facts.source)
    links = [
        element("a", words, href=download_address(chart, HOME, facts.selection, form), download="")
        for form, words in FILES.items()
    ]
    ways = element("p", element("span", "Take away all topics"), *links, class_="take-away")
    return MarkupBlock(joined(element("p", facts.source, class_="source"), ways), className="chart-foot")


def legend(facts: Facts) -> Markup:
    """How to read it."""
    letters = [
        element("li", element("span", letter, class_=f"t {letter.lower()}"), f" {word}")
        for letter, word in BANDS.items()
    ]
    others = [
        element("li", element("span", SIGNS[NO_BAND], class_="t nb"), " a figure, but no bands"),
        element("li", element("span", SIGNS[NO_FIGURE], class_="t nf"), f" no figure for {facts.area.name}"),
        element("li", "blank: nothing was published"),
    ]
    said = (
        "Every indicator that has a better direction, by the year in which a period ends: the quarter of England's "
        "authorities in which it stood, among those open at the time."
    )
    return joined(element("p", said, class_="subtitle"), element("ul", *letters, *others, class_="tartan-legend"))


def _topic(facts: Facts, topic: Topic, stripes: Sequence[Stripe], is_open: bool) -> Component:
    """A topic's part: a summary that says what is inside, and the table."""
    summary = element("summary", element("span", topic.name, class_="topic"), element("span", f" {_latest(stripes)}"))
    inside = element("div", stripes_table(facts, caption_of(facts, topic.name), stripes))
    return MarkupBlock(element("details", summary, inside, class_="tartan-topic", open="" if is_open else None))


def _latest(stripes: Sequence[Stripe]) -> str:
    """How many of a topic stand in each quarter, each in its latest year with a letter."""
    # The row without what is no letter, so that the latest letter is its last.
    lettered = ["".join(stripe.codes).translate(ONLY_LETTERS) for stripe in stripes]
    found = Counter([letters[-1:] for letters in lettered])
    letters = [f"{letter} {found[letter]}" for letter in BANDS if found[letter]]
    return f"{many(len(stripes), 'indicator')}, latest: {', '.join(letters) or 'no bands'}"


def stripes_table(facts: Facts, caption: str, stripes: Sequence[Stripe]) -> Markup:
    """The table: a row for each indicator, a column for each year.

    Roles are said again, because on a phone a name stands above its letters, in a layout that would lose them.
    """
    whole = element(
        "table",
        element("caption", caption),
        _headings(facts.years),
        element("tbody", _rows(stripes), role="rowgroup"),
        class_="stripes",
        role="table",
    )
    return element("div", whole, class_="stripes-frame", tabindex=0, role="region", aria_label=caption)


@lru_cache(maxsize=4)
def _headings(years: tuple[int, ...]) -> Markup:
    """The heading of every topic's table: a page has two dozen of the same."""
    cells = [
        element("th", element("span", str(year)[:2]), str(year)[2:], scope="col", role="columnheader") for year in years
    ]
    first = element("th", "Indicator", scope="col", role="columnheader")
    return element("thead", element("tr", first, *cells, role="row"), role="rowgroup")


def _rows(stripes: Sequence[Stripe]) -> Markup:
    """The rows, written out as they stand: a page has four hundred of them."""
    rows = [
        f'<tr role="row"><th scope="row" role="rowheader"><a href="{escaped(stripe.address)}">'
        f"{escaped(stripe.indicator.title)}</a></th>{''.join([CELLS[code] for code in stripe.codes])}</tr>"
        for stripe in stripes
    ]
    return Markup("".join(rows))  # noqa: S704  # escaped above
