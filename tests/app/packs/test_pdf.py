"""The PDF of a pack against PDF/UA-1 (ISO 14289-1), as far as its structure says; and that it is the same each time."""

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from importlib.machinery import ModuleSpec
from itertools import pairwise
from types import ModuleType

import pikepdf
import pytest

from app.packs.pdf import as_pdf, only_our_font
from data.errors import PortalError
from layouts.pack.content import Note, Pack
from tests.app.packs.tagged import Tag, marks, opened, tree
from tests.layouts.pack.sample import sample_pack
from tests.live import ROOT

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
PACK = sample_pack(5)
MAKE = """
import hashlib
from app.packs.pdf import as_pdf
from tests.layouts.pack.sample import sample_pack
print(hashlib.sha256(as_pdf(sample_pack(5))).hexdigest())
"""


@pytest.fixture(scope="module")
def content() -> bytes:
    return as_pdf(PACK)


@pytest.fixture(scope="module")
def pdf(content: bytes) -> pikepdf.Pdf:
    return opened(content)


@pytest.fixture(scope="module")
def structure(pdf: pikepdf.Pdf) -> Tag:
    return tree(pdf)


def test_it_says_that_it_is_accessible(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()
    assert 'pdfuaid:part="1"' in metadata or "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert f"{PACK.title} - Alongside" in metadata
    assert str(pdf.docinfo["/Title"]) == f"{PACK.title} - Alongside"
    assert not pdf.is_encrypted


def test_its_moment_is_the_packs(pdf: pikepdf.Pdf) -> None:
    """Not that of its making: the same pack is the same file, whenever it is made."""
    assert "2026-11-22T10:15:00" in bytes(pdf.Root.Metadata.read_bytes()).decode()
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261122101500")


def test_pages_are_a4_and_tabs_follow_the_structure(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        assert page.obj.Tabs == "/S"
        assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 595, 842]


def test_bookmarks_are_the_parts(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        (title,) = outline.root
        assert title.title == PACK.title
        assert [one.title for one in title.children] == [
            *(section.title for section in PACK.sections), "Sources", "How to make this again",
        ]  # fmt: skip
        first = PACK.sections[0]
        assert [one.title for one in title.children[0].children] == [block.heading for block in first.blocks]


def test_everything_painted_is_tagged_or_an_artifact(pdf: pikepdf.Pdf, structure: Tag) -> None:
    held = Counter(place for tag in structure.every() for place in tag.content)
    assert max(held.values()) == 1
    painted = set()
    for at, page in enumerate(pdf.pages):
        for kind, number, operator in marks(page):
            assert kind, f"{operator} on page {at + 1} is neither tagged nor an artifact"
            if kind != "Artifact":
                assert number is not None
                painted.add((at, number))
    assert painted <= set(held)


def test_heads_and_feet_of_pages_are_artifacts(pdf: pikepdf.Pdf) -> None:
    for page in list(pdf.pages)[1:]:
        texts = [kind for kind, _, operator in marks(page) if operator in ("Tj", "TJ") and kind == "Artifact"]
        assert len(texts) >= 3


def test_content_leads_back_to_its_tag(pdf: pikepdf.Pdf, structure: Tag) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for tag in structure.every():
        for page, number in tag.content:
            assert owners[int(pdf.pages[page].obj.StructParents)][number].objgen == tag.element.objgen
        for found in tag.objects:
            assert owners[int(found.StructParent)].objgen == tag.element.objgen


def test_every_chart_is_a_figure_with_its_alternative(structure: Tag) -> None:
    charts = [block.chart for section in PACK.sections for block in section.blocks if block.chart]
    figures = list(structure.every("Figure"))
    assert [str(figure.element.Alt) for figure in figures] == [f"{one.finding}. {one.alternative}" for one in charts]
    assert all(len(figure.element.A.BBox) == 4 for figure in figures)


def test_tables_have_rows_of_cells_and_headings_with_their_scope(structure: Tag) -> None:
    tables = list(structure.every("Table"))
    assert len(tables) == sum(len(block.tables) for section in PACK.sections for block in section.blocks)
    for table in tables:
        assert [tag.kind for tag in table.below] == ["Caption", "THead", "TBody"]
        rows = list(table.every("TR"))
        assert len({len(row.below) for row in rows}) == 1
        assert {tag.kind for row in rows for tag in row.below} == {"TH", "TD"}
        for heading in table.every("TH"):
            assert heading.element.A.Scope == ("/Column" if heading.is_under("THead") else "/Row")


def test_headings_do_not_skip_a_level(structure: Tag) -> None:
    levels = [int(tag.kind[1]) for tag in structure.every(*HEADINGS)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_lists_hold_entries_with_a_body(structure: Tag) -> None:
    entries = list(structure.every("LI"))
    assert len(entries) > 10
    for entry in entries:
        assert entry.above is not None
        assert entry.above.kind == "L"
        assert {tag.kind for tag in entry.below} <= {"Lbl", "LBody"}


def test_links_are_tagged_and_say_where_they_lead(pdf: pikepdf.Pdf, structure: Tag) -> None:
    tagged = {found.objgen for tag in structure.every("Link") for found in tag.objects}
    annotations = [found for page in pdf.pages for found in page.obj.get("/Annots", [])]
    assert {found.objgen for found in annotations} == tagged
    said = [str(found.Contents) for found in annotations]
    headings = [block.heading for section in PACK.sections for block in section.blocks]
    assert {*headings, "Sources", "The page that makes this pack again"} <= set(said)
    assert all(words and not words.startswith("http") for words in said)
    assert all(found.F == 4 for found in annotations)
    names = pdf.Root.Names.Dests.Names
    known = {str(names[at]) for at in range(0, len(names), 2)}
    assert {str(found.Dest) for found in annotations if "/Dest" in found} <= known


def test_links_of_pages_lead_to_the_portal(pdf: pikepdf.Pdf) -> None:
    annotations = [found for page in pdf.pages for found in page.obj.get("/Annots", [])]
    leading = {str(found.A.URI) for found in annotations if "/A" in found}
    assert PACK.address in leading
    assert all(address.startswith("https://alongside.example/") for address in leading)


def test_fonts_are_embedded_and_say_what_their_signs_mean(pdf: pikepdf.Pdf) -> None:
    fonts = [found for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and "/BaseFont" in found]
    assert any("Atkinson" in str(font.BaseFont) for font in fonts)
    for font in fonts:
        if font.Subtype == "/Type0":
            assert "/ToUnicode" in font
            (descendant,) = font.DescendantFonts
            assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())
        else:
            assert str(font.Subtype).startswith("/CIDFont")


def test_nothing_in_it_runs_or_is_fetched(content: bytes, pdf: pikepdf.Pdf) -> None:
    assert b"/JavaScript" not in content
    assert "/OpenAction" not in pdf.Root
    assert "/AcroForm" not in pdf.Root
    for address in ("https://elsewhere.example/font.woff2", "file:a-file", "data:text/plain,x"):
        with pytest.raises(ValueError, match="is not fetched"):
            only_our_font(address)


def test_the_same_pack_is_the_same_file_in_any_process(content: bytes) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    made = subprocess.run([sys.executable, "-c", MAKE], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert made.stdout.decode().strip() == hashlib.sha256(content).hexdigest()


def test_another_pack_is_another_file(content: bytes) -> None:
    small = sample_pack(1)
    first, second = (as_pdf(pack) for pack in (small, replace(small, answer="Another answer.")))
    identities = {bytes(opened(made).trailer.ID[0]) for made in (first, second, content)}
    assert len(identities) == 3


def test_characters_that_no_font_has_are_replaced_and_unseen_ones_left_out() -> None:
    block = replace(PACK.sections[0].blocks[0], notes=(Note("Action", "Zażółć \x00\x07\ufffe 你好 ▲"),), chart=None)
    section = replace(PACK.sections[0], blocks=(block,))
    made = opened(as_pdf(replace(PACK, sections=(section,))))
    maps = b"".join(font.ToUnicode.read_bytes() for font in made.objects
                    if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font)  # fmt: skip
    meant = {bytes.fromhex(found.decode()).decode("utf-16-be") for found in re.findall(rb"> <(\w+)>", maps)}
    assert {"ż", "▲"} <= meant
    assert not any(words[0] < " " for words in meant)
    # A machine with a Chinese font has the characters themselves.
    assert "\N{REPLACEMENT CHARACTER}" in meant or {"你", "好"} <= meant


def test_it_tells_what_it_does_and_can_be_stopped() -> None:
    heard: list[str] = []
    as_pdf(sample_pack(1), heard.append)
    assert heard[:2] == ["Drawing the charts", "Setting the pages"]
    assert re.fullmatch(r"Writing \d+ pages", heard[2])

    class Stopped(Exception):
        pass

    def stop(_: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        as_pdf(sample_pack(1), stop)


def test_without_pango_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    class WithoutPango:
        """Finds WeasyPrint, and cannot load it: as where the library is missing."""

        def find_spec(
            self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
        ) -> ModuleSpec | None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")
            return None

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [WithoutPango(), *sys.meta_path])
    with pytest.raises(PortalError, match="apt-get install libpango"):
        as_pdf(sample_pack(1))


def test_an_empty_pack_is_still_a_paper() -> None:
    bare = Pack("A title", "", "An answer.", "no moment", "abc", "/pack?x=1", ())
    made = opened(as_pdf(bare))
    assert len(made.pages) == 2
    assert "/CreationDate" not in made.docinfo
