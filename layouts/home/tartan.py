"""The tartan: the quarter of England in which the authority stood, by indicator and year, a table for each topic."""

from collections.abc import Callable
from functools import lru_cache
from itertools import product

import numpy as np
from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.attributes import data_attributes
from layouts.charts.card import FILES, Chart, download_address
from layouts.home.facts import Facts
from layouts.home.words import many, none
from layouts.markup import MarkupBlock, element, escaped_all, filled, joined
from layouts.pages import HOME
from layouts.phrases import BANDS
from layouts.tables import Column, Table, link
from models.arrays import Codes
from models.bands import NO_LETTER
from models.tartan import MARKS, NO_BAND, NO_FIGURE, NO_PERIOD

D = MARKS.tolist().index("D")
NAME, OPEN_TOPICS, YEARS_BACK = "tartan", 1, 5
SIGNS = {NO_BAND: "·", NO_FIGURE: "–"}
KINDS = {NO_BAND: "nb", NO_FIGURE: "nf", **{letter: letter.lower() for letter in BANDS}}
CELLS = [element("td", SIGNS.get(code, code), role="cell", class_=KINDS.get(code)) for code in MARKS.tolist()]
# Made once, the cells of three years together: there are five thousand of them on a page.
TOGETHER = 3
RUNS = ["".join(cells) for cells in product(CELLS, repeat=TOGETHER)]
PLACES = len(CELLS) ** np.arange(TOGETHER)[::-1]
IN_WORDS = {NO_BAND: "no bands", NO_FIGURE: "no figure", NO_PERIOD: "", **{letter: letter for letter in BANDS}}


def tartan_chart(facts: Facts) -> Chart:
    """All topics, as one table to take away."""
    caption = caption_of(facts, "all topics")
    columns = (Column("Indicator"), Column("Topic"), *(Column(str(year)) for year in facts.years))
    rows = tuple(
        (link(one.title, facts.addresses[one.id]), stripes.topic.name, *(IN_WORDS[code] for code in codes))
        for stripes in facts.stripes
        for one, codes in zip(stripes.indicators, stripes.codes, strict=True)
    )
    return Chart(NAME, finding(facts), caption, None, Table(caption, columns, rows), facts.source)


def caption_of(facts: Facts, what: str) -> str:
    """What a table shows."""
    first, last = facts.years[0], facts.years[-1]
    return f"{facts.area.name}, {what}: quarter of England by the year in which a period ends, {first} to {last}"


def finding(facts: Facts) -> str:
    """In how many of the indicators with bands it stood in the worst quarter, in the last full year and before."""
    numbers = _numbers(facts)
    lettered = np.count_nonzero(numbers < NO_LETTER, axis=0).tolist()
    full = [at for at, size in enumerate(lettered) if 2 * size >= max(lettered) and size]
    if not full:
        return f"{facts.area.name} has no indicator with bands in these years"
    now, then = full[-1], full[-1] - YEARS_BACK
    worst = np.count_nonzero(numbers == D, axis=0).tolist()
    said = f"In {facts.years[now]} {facts.area.name} stood in England's worst quarter on {none(worst[now])} of "
    said += f"{many(lettered[now], 'indicator')} with bands"
    if then not in full:
        return said
    return f"{said}, in {facts.years[then]} on {none(worst[then])} of {lettered[then]}"


def tartan_section(facts: Facts) -> Component:
    """Legend, a part for each topic, the first of them open, and the whole to take away."""
    heading = [html.H2(finding(facts)), MarkupBlock(legend(facts))]
    known = data_attributes(chart=NAME, address=facts.selection.address(HOME.path))
    return html.Section([*heading, *_topics(facts), take_away(facts)], className="chart tartan", **known)


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


def _numbers(facts: Facts) -> Codes:
    """The places among MARKS of the codes of all topics (n, years)."""
    return np.concatenate([np.empty((0, len(facts.years)), dtype=np.int8), *(one.numbers for one in facts.stripes)])


def _topics(facts: Facts) -> list[Component]:
    """A part for each topic: a summary that says what is inside, and the table."""
    headings, rows, latest = _headings(facts.years), _rows(facts), _latest(facts)
    parts: list[Component] = []
    for place, (stripes, counts) in enumerate(zip(facts.stripes, latest, strict=True)):
        size, name = len(stripes.indicators), stripes.topic.name
        among = ", ".join([f"{letter} {count}" for letter, count in zip(BANDS, counts, strict=True) if count])
        said = f"{many(size, 'indicator')}, latest: {among or 'no bands'}"
        inside, caption = Markup("".join(rows[:size])), caption_of(facts, name)  # noqa: S704  # escaped there
        form = OPEN if place < OPEN_TOPICS else CLOSED
        parts.append(MarkupBlock(form(name, said, caption, caption, headings, inside)))
        rows = rows[size:]
    return parts


def _latest(facts: Facts) -> list[list[int]]:
    """How many of each topic stand in each quarter, each in its latest year with a letter."""
    numbers = _numbers(facts)
    backwards = numbers[:, ::-1]
    latest = backwards[np.arange(len(numbers)), (backwards < NO_LETTER).argmax(axis=1)]
    topics = np.repeat(np.arange(len(facts.stripes)), [len(one.indicators) for one in facts.stripes])
    is_letter, size = latest < NO_LETTER, len(facts.stripes) * NO_LETTER
    counts = np.bincount((topics * NO_LETTER + latest)[is_letter], minlength=size)
    found: list[list[int]] = counts.reshape(-1, NO_LETTER).tolist()
    return found


def _form(open_: str | None) -> Callable[..., Markup]:
    """A topic's part with its table: a row for each indicator, a column for each year.

    Roles are said again, because on a phone a name stands above its letters, in a layout that would lose them.
    """
    summary = element("summary", element("span", "%s", class_="topic"), element("span", " %s"))
    rows = element("tbody", "%s", role="rowgroup")
    whole = element("table", element("caption", "%s"), "%s", rows, class_="stripes", role="table")
    frame = element("div", whole, class_="stripes-frame", tabindex=0, role="region", aria_label="%s")
    return filled(element("details", summary, element("div", frame), class_="tartan-topic", open=open_))


OPEN, CLOSED = _form(""), _form(None)


@lru_cache(maxsize=4)
def _headings(years: tuple[int, ...]) -> Markup:
    """The heading of every topic's table: a page has two dozen of the same."""
    cells = [
        element("th", element("span", str(year)[:2]), str(year)[2:], scope="col", role="columnheader") for year in years
    ]
    first = element("th", "Indicator", scope="col", role="columnheader")
    return element("thead", element("tr", first, *cells, role="row"), role="rowgroup")


def _rows(facts: Facts) -> list[str]:
    """The rows of all topics, written out as they stand: a page has four hundred of them."""
    indicators = [one for stripes in facts.stripes for one in stripes.indicators]
    runs = _numbers(facts).reshape(len(indicators), -1, TOGETHER) @ PLACES
    cells = ["".join([RUNS[run] for run in row]) for row in runs.tolist()]
    titles = escaped_all([one.title for one in indicators])
    addresses = escaped_all([facts.addresses[one.id] for one in indicators])
    return [
        f'<tr role="row"><th scope="row" role="rowheader"><a href="{address}">{title}</a></th>{inside}</tr>'
        for address, title, inside in zip(addresses, titles, cells, strict=True)
    ]
