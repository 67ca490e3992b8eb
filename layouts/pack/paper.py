"""A pack as one paper: the answer, what it was made from, its contents, its sections, and how to make it again."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup

from data.periods import MONTHS
from layouts.markup import element, joined
from layouts.pack.content import Block, Note, Pack, PackChart, PackSection, Reference
from layouts.pack.picture import picture, pictures
from layouts.tables import facts, link, table

FOLLOWED = ("http", "https", "")


def paper(pack: Pack, is_printed: bool = False) -> Markup:
    """All of it, below one heading of the first level. Printed, charts have their paper's size and links their hosts."""
    sections = [_section(pack, section, is_printed) for section in pack.sections]
    return joined(_opening(pack), _contents(pack), *sections, _sources(pack), _again(pack))


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


def _opening(pack: Pack) -> Markup:
    made = (*pack.facts, ("Figures as of", moment(pack.as_of)), ("Published figures", f"snapshot {pack.snapshot}"))
    return element(
        "header",
        element("h1", pack.title),
        element("p", pack.subtitle, class_="pack-subtitle"),
        element("p", pack.answer, class_="answer"),
        facts(made),
        class_="pack-opening",
    )


def _contents(pack: Pack) -> Markup:
    items = [
        element("li", link(section.title, f"#{section_id(section)}"), _blocks_listed(section.blocks))
        for section in pack.sections
    ]
    last = [
        element("li", link(words, f"#{name}"))
        for words, name in (("Sources", "sources"), ("How to make this again", "again"))
    ]
    listed = element("ul", *items, *last)
    return element("nav", element("h2", "Contents", id="contents"), listed, class_="pack-contents", aria_label="Contents")


def _blocks_listed(blocks: Sequence[Block]) -> Markup:
    if not blocks:
        return joined()
    return element("ul", *(element("li", link(block.heading, f"#{block_id(block)}")) for block in blocks))


def _section(pack: Pack, section: PackSection, is_printed: bool) -> Markup:
    return element(
        "section",
        element("h2", section.title, id=section_id(section)),
        element("p", section.sentence, class_="pack-sentence") if section.sentence else joined(),
        *(_block(pack, block, is_printed) for block in section.blocks),
        class_="pack-section",
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
    tables = [table(content) for content in block.tables]
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
    known = [part for part in (one.source, one.release, _dated(one.date)) if part]
    return joined(_page(pack, one), f": {'; '.join(known)}.")


def _page(pack: Pack, one: Reference) -> str:
    address = absolute(pack, one.address)
    return link(one.figure, address) if address and urlsplit(address).scheme in FOLLOWED else one.figure


def _dated(date: str) -> str:
    return moment(date) if date else ""


def absolute(pack: Pack, address: str) -> str:
    """An address with the portal's host before it, where the pack's own address says which that is."""
    return urljoin(pack.address, address) if address else ""


def _sources(pack: Pack) -> Markup:
    listed = [element("li", _reference(pack, one), _address(pack, one)) for one in pack.references]
    body = element("ul", *listed) if listed else element("p", "This pack shows no figures.")
    return element("section", element("h2", "Sources", id="sources"), body, class_="pack-section pack-all-sources")


def _address(pack: Pack, one: Reference) -> Markup:
    address = absolute(pack, one.address)
    return joined(" ", element("span", address, class_="pack-address")) if address else joined()


def _again(pack: Pack) -> Markup:
    known = (
        ("Address", link(pack.address, pack.address)),
        ("Published figures", f"snapshot {pack.snapshot}"),
        ("Local returns, commentary and actions", f"as of {moment(pack.as_of)}"),
    )
    sentence = "This address makes the same pack again, with the same figures, for whoever may see them."
    heading = element("h2", "How to make this again", id="again")
    return element("section", heading, element("p", sentence), facts(known), class_="pack-section pack-again")
