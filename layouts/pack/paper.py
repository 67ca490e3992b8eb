"""A pack as one paper: the answer, what it was made from, its contents, its sections, and how to make it again."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup

from data.periods import MONTHS
from layouts.markup import element, joined
from layouts.pack.content import Block, Note, Pack, PackChart, PackSection, Reference
from layouts.pack.picture import picture, pictures
from layouts.tables import Table, facts, link, shown, table

ROOMY = 6
"""A printed table with more columns has smaller letters."""
ACROSS = {False: 102.0, True: 122.0}
BOLD, EDGES = 1.12, 2.5
"""So many letters go across a printed table; a bold one takes more room, and a column's edges that of some."""
LONGEST = 160
"""A cell with more letters asks for no more room."""
FEW_LETTERS = 1500
SHORT = 30
"""As many letters and rows of a table as are kept on one page."""
FOLLOWED = ("http", "https", "")
LAST = {"sources": "Sources", "again": "How to make this again"}
"""What stands at the end of every pack: its name in addresses, and its heading."""


def paper(pack: Pack, is_printed: bool = False) -> Markup:
    """All of it, below one heading of the first level; printed is what a PDF is set from."""
    sections = [_section(pack, section, is_printed) for section in pack.sections]
    return joined(_opening(pack, is_printed), _contents(pack), *sections, _sources(pack), _again(pack, is_printed))


def moment(as_of: str) -> str:
    """A moment in words, `22 November 2026, 10:15`; one that is no ISO moment stays as it is."""
    try:
        found = datetime.fromisoformat(as_of)
    except ValueError:
        return as_of
    day = f"{found.day} {MONTHS[found.month - 1]} {found.year}"
    return day if len(as_of) <= len("2026-11-22") else f"{day}, {found:%H:%M}"


def section_id(section: PackSection) -> str:
    """Where a section begins, as an address within the pack."""
    return f"section-{section.name}"


def block_id(block: Block) -> str:
    """Where a block begins, as an address within the pack."""
    return f"block-{block.name}"


def _opening(pack: Pack, is_printed: bool) -> Markup:
    made = (*pack.facts, ("Figures as of", moment(pack.as_of)), ("Published figures", _snapshot(pack)))
    return element(
        "header",
        element("h1", pack.title),
        element("p", pack.subtitle, class_="pack-subtitle"),
        element("p", pack.answer, class_="answer"),
        _facts(made, is_printed),
        class_="pack-opening",
    )


def _snapshot(pack: Pack) -> Markup:
    return element("span", f"snapshot {pack.snapshot}", class_="pack-snapshot")


def _facts(pairs: Sequence[tuple[str, str]], is_printed: bool) -> Markup:
    """Names and what is known under each. A PDF has no lists of definitions, so there it is a list."""
    if not is_printed:
        return facts(pairs)
    kept = [element("li", element("b", f"{name}: "), value) for name, value in pairs if value]
    return element("ul", *kept, class_="facts")


def _contents(pack: Pack) -> Markup:
    items = [
        element("li", _way(section.title, section_id(section)), _blocks_listed(section.blocks))
        for section in pack.sections
    ]
    listed = element("ul", *items, *(element("li", _way(words, name)) for name, words in LAST.items()))
    return element(
        "nav", element("h2", "Contents", id="contents"), listed, class_="pack-contents", aria_label="Contents"
    )


def _blocks_listed(blocks: Sequence[Block]) -> Markup:
    if not blocks:
        return joined()
    return element("ul", *(element("li", _way(block.heading, block_id(block))) for block in blocks))


def _way(words: str, name: str) -> Markup:
    """A line of the contents; a PDF sets the page's number after it."""
    return element("p", link(words, f"#{name}"), data_at=f"#{name}")


def _section(pack: Pack, section: PackSection, is_printed: bool) -> Markup:
    return element(
        "section",
        element("h2", section.title, id=section_id(section)),
        element("p", section.sentence, class_="pack-sentence") if section.sentence else joined(),
        *(_block(pack, block, is_printed) for block in section.blocks),
        class_="pack-section" if section.blocks else "pack-section pack-bare",
    )


def _block(pack: Pack, block: Block, is_printed: bool) -> Markup:
    sentences = [
        element("p", sentence, class_="pack-first" if at == 0 else None) for at, sentence in enumerate(block.sentences)
    ]
    start = element(
        "div",
        element("p", block.label, class_="pack-label") if block.label else joined(),
        element("h3", block.heading, id=block_id(block)),
        *sentences,
        class_="pack-start",
    )
    chart = _chart(block.chart, block_id(block), is_printed) if block.chart else joined()
    tables = [_table(content, is_printed) for content in block.tables]
    return element(
        "article",
        start,
        chart,
        *tables,
        *(_note(note) for note in block.notes),
        _block_sources(pack, block),
        class_="pack-block",
    )


def _chart(chart: PackChart, name: str, is_printed: bool) -> Markup:
    drawn = picture(chart, name, is_printed=True) if is_printed else pictures(chart, name)
    missing = element("p", f"No figure: {'; '.join(chart.missing)}.", class_="pack-missing") if chart.missing else ""
    return element(
        "div",
        element("h4", chart.finding, class_="pack-finding"),
        element("p", chart.subtitle, class_="pack-subtitle"),
        drawn,
        missing or joined(),
        class_="pack-chart",
    )


def _table(content: Table, is_printed: bool) -> Markup:
    """A table; on paper a short one is kept together, and its columns are as wide as their words need."""
    drawn = table(content)
    if is_printed:
        widths = joined(*(element("col", width=f"{share}%") for share in shares(content)))
        drawn = drawn.replace(Markup("<thead>"), element("colgroup", widths) + Markup("<thead>"), 1)
    kinds = [kind for kind, holds in (("pack-table", _is_short(content)), ("pack-dense", _is_dense(content))) if holds]
    return element("div", drawn, class_=" ".join(kinds) or None)


def _is_short(content: Table) -> bool:
    letters = sum(len(shown(cell)) for row in content.rows for cell in row)
    return len(content.rows) <= SHORT and letters <= FEW_LETTERS


def shares(content: Table) -> list[int]:
    """Each column's part of a table's width, in hundredths: its longest word, and what is left to those with more."""
    columns = list(zip(*(map(shown, row) for row in content.rows), strict=True)) or [()] * len(content.columns)
    least = [
        max(BOLD * _longest(column.heading.split()), _longest(" ".join(cells).split())) + EDGES
        for column, cells in zip(content.columns, columns, strict=True)
    ]
    more = [max(0.0, min(LONGEST, _longest(cells)) - room) for cells, room in zip(columns, least, strict=True)]
    left, asked = max(0.0, ACROSS[_is_dense(content)] - sum(least)), sum(more)
    rooms = [room + left * (wish / asked if asked else 1 / len(least)) for room, wish in zip(least, more, strict=True)]
    return [max(1, round(100 * room / sum(rooms))) for room in rooms]


def _longest(words: Sequence[str]) -> int:
    return max(map(len, words), default=0)


def _is_dense(content: Table) -> bool:
    """Whether a printed table has so many columns that its letters are smaller."""
    return len(content.columns) > ROOMY


def _note(note: Note) -> Markup:
    """A note as it was written: its own lines and paragraphs are kept."""
    written = [paragraph.strip("\n") for paragraph in note.text.replace("\r\n", "\n").split("\n\n")]
    paragraphs = [element("p", paragraph) for paragraph in written if paragraph.strip()]
    return element("div", element("h4", note.heading), *paragraphs, class_="pack-note")


def _block_sources(pack: Pack, block: Block) -> Markup:
    if not block.references:
        return joined()
    listed = [element("li", _reference(pack, one)) for one in block.references]
    return element("div", element("h4", "Sources of these figures"), element("ul", *listed), class_="pack-sources")


def _reference(pack: Pack, one: Reference) -> Markup:
    return joined(_figure(pack, one), ": ", _release(one))


def _figure(pack: Pack, one: Reference) -> str:
    address = absolute(pack, one.address)
    return _linked(one.figure, address) if address else one.figure


def _release(one: Reference) -> str:
    return f"{'; '.join(part.rstrip('.') for part in (one.source, one.release, moment(one.date)) if part)}."


def _linked(words: str, address: str) -> str:
    """Words as a link, where the address is one that a page may lead to."""
    return link(words, address) if urlsplit(address).scheme in FOLLOWED else words


def absolute(pack: Pack, address: str) -> str:
    """An address with the portal's host before it, where the pack's own address says which that is."""
    return urljoin(pack.address, address) if address else ""


def _sources(pack: Pack) -> Markup:
    """Every source once, with the figures that are from it."""
    groups: dict[str, list[Reference]] = {}
    for one in pack.references:
        groups.setdefault(_release(one), []).append(one)
    listed = [element("li", element("p", release), _shown(pack, found)) for release, found in groups.items()]
    body = element("ul", *listed) if listed else element("p", "This pack shows no figures.")
    heading = element("h2", LAST["sources"], id="sources")
    return element("section", heading, body, class_="pack-section pack-all-sources")


def _shown(pack: Pack, found: Sequence[Reference]) -> Markup:
    """The figures of one source, each a link to the page that shows it."""
    figures = [_figure(pack, one) for one in found]
    return element("p", "Figures: ", *(joined("; " if at else "", figure) for at, figure in enumerate(figures)), ".")


def _again(pack: Pack, is_printed: bool) -> Markup:
    known = (
        ("Address", _linked(pack.address, pack.address)),
        ("Published figures", f"snapshot {pack.snapshot}"),
        ("Local returns, commentary and actions", f"as of {moment(pack.as_of)}"),
    )
    sentence = "This address makes the same pack again, with the same figures, for whoever may see them."
    heading = element("h2", LAST["again"], id="again")
    return element(
        "section",
        heading,
        element("p", sentence),
        _facts(known, is_printed),
        class_="pack-section pack-bare pack-again",
    )
