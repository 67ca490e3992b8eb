"""A pack as a workbook: a sheet a section, figures as numbers with charts that read them, and a sheet of sources."""

from io import BytesIO
from typing import Any

import xlsxwriter

from app.packs.archives import stamped
from app.packs.book_sheets import Formats, Page, sheet_names, write_section
from app.packs.plain import Told, moment_of, prepared, shortened, silent
from layouts.pack.content import Pack
from layouts.tables import Column, Table

CONTENTS, SOURCES, ABOUT = "Contents", "Sources", "About"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
PUBLISHER = "Alongside"
SOURCE_COLUMNS = tuple(Column(heading) for heading in ("Figure", "Source", "Release", "Date", "Address"))
ABOUT_COLUMNS = (Column("What"), Column("Which"))
LONGEST_PROPERTY = 250
LONGEST_LINK = 100
"""What one line of the contents holds."""


def as_book(pack: Pack, told: Told = silent) -> bytes:
    """The workbook; `told` hears each block's heading before it is written."""
    content, moment = prepared(pack), moment_of(pack.as_of)
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        book.set_properties(
            {
                "title": shortened(content.title, LONGEST_PROPERTY),
                "subject": shortened(content.subtitle, LONGEST_PROPERTY),
                "author": PUBLISHER,
                "comments": f"Snapshot {shortened(content.snapshot, LONGEST_PROPERTY)}",
                "created": moment,
            }
        )
        _write(book, content, told)
    return stamped(stream.getvalue(), moment)


def _write(book: Any, pack: Pack, told: Told) -> None:
    formats = Formats(book)
    contents = Page(book, CONTENTS, formats)
    names = sheet_names([section.title for section in pack.sections], (CONTENTS, SOURCES, ABOUT))
    places = []
    for section, name in zip(pack.sections, names, strict=True):
        places.append(write_section(Page(book, name, formats), section, formats, told))
    _sources(Page(book, SOURCES, formats), pack)
    _about(Page(book, ABOUT, formats), pack)
    contents.widen([])
    contents.title(pack.title)
    contents.say(pack.answer, formats.answer, 11, True)
    contents.say(f"As of {pack.as_of}; published figures of snapshot {pack.snapshot}.", formats.small, 9)
    contents.skip()
    for section, name, rows in zip(pack.sections, names, places, strict=True):
        _lead(contents, name, 0, shortened(section.title, LONGEST_LINK), formats)
        for block in section.blocks:
            _lead(contents, name, rows[block.name], f"    {shortened(block.heading, LONGEST_LINK)}", formats)
    for name in (SOURCES, ABOUT):
        _lead(contents, name, 0, name, formats)
    contents.print_by_blocks()


def _lead(page: Page, sheet: str, row: int, words: str, formats: Formats) -> None:
    """A link to a row of a sheet."""
    quoted = sheet.replace("'", "''")
    page.sheet.write_url(page.row, 0, f"internal:'{quoted}'!A{row + 1}", formats.link, words)
    page.skip()


def _sources(page: Page, pack: Pack) -> None:
    rows = tuple((one.figure, one.source, one.release, one.date, one.address) for one in pack.references)
    table = Table("Where the figures are from", SOURCE_COLUMNS, rows)
    page.widen([table])
    page.title(SOURCES)
    page.table(table)
    page.print_by_blocks()


def _about(page: Page, pack: Pack) -> None:
    said = (
        ("Title", pack.title),
        ("Subtitle", pack.subtitle),
        ("Answer", pack.answer),
        ("As of", pack.as_of),
        ("Snapshot", pack.snapshot),
        ("Address", pack.address),
        *pack.facts,
    )
    table = Table("How this pack was made", ABOUT_COLUMNS, tuple(said))
    page.widen([table])
    page.title(ABOUT)
    page.table(table)
    page.print_by_blocks()
