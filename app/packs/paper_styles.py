"""The Word document itself: its page, its styles, its language, its properties."""

from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from app.packs.plain import shortened
from layouts.pack.content import Pack
from layouts.theme import LIGHT

LANGUAGE = "en-GB"
PUBLISHER = "Alongside"
TYPEFACE = "Arial"
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 21.0, 29.7, 2.0
"""A4, in centimetres."""
INNER = PAGE_WIDTH - 2 * MARGIN
LABEL, ANSWER, SMALL = "Pack label", "Pack answer", "Pack source"
# Style, its size in points, its colour, whether it is bold, the space before and after it in points.
STYLES = (
    ("Normal", 10.5, LIGHT.ink, False, 0, 6),
    ("Title", 26, LIGHT.ink, True, 0, 6),
    ("Subtitle", 13, LIGHT.muted, False, 0, 10),
    ("Heading 1", 20, LIGHT.ink, True, 18, 6),
    ("Heading 2", 15, LIGHT.ink, True, 14, 4),
    ("Heading 3", 11.5, LIGHT.ink, True, 10, 2),
    ("Caption", 9.5, LIGHT.muted, True, 8, 3),
    ("List Bullet", 9, LIGHT.ink, False, 0, 2),
    ("List", 10, LIGHT.ink, False, 0, 2),
    ("List 2", 10, LIGHT.ink, False, 0, 2),
)
OWN_STYLES = (
    (LABEL, 9, LIGHT.muted, False, 14, 0),
    (ANSWER, 12, LIGHT.ink, True, 0, 6),
    (SMALL, 9, LIGHT.muted, False, 4, 3),
)


def document_for(pack: Pack, moment: datetime) -> Any:
    """An empty document, ready for a pack."""
    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(PAGE_WIDTH), Cm(PAGE_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    for style in STYLES:
        _set(document.styles[style[0]], *style[1:])
    for style in OWN_STYLES:
        added = document.styles.add_style(style[0], 1)
        added.base_style, added.quick_style = document.styles["Normal"], True
        _set(added, *style[1:])
    for name in (LABEL, "Caption"):
        document.styles[name].paragraph_format.keep_with_next = True
    _border_of_title(document.styles["Title"].element)
    _speak(document)
    _number_pages(section, pack)
    _describe(document, pack, moment)
    return document


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field, such as the number of a page, with what stands there until it is reckoned."""
    sign(paragraph, "begin")
    instruct(paragraph, instruction)
    sign(paragraph, "separate")
    paragraph.add_run(shown)
    sign(paragraph, "end")


def sign(paragraph: Any, kind: str) -> None:
    """Where a field begins, where what it shows begins, where it ends."""
    mark_of_field = OxmlElement("w:fldChar")
    mark_of_field.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark_of_field)


def instruct(paragraph: Any, instruction: str) -> None:
    """What a field shows, in Word's own words."""
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {instruction} "
    paragraph.add_run()._r.append(told)


def mark(document: Any, paragraph: Any, name: str) -> None:
    """Makes a heading a place that a link can lead to."""
    number = sum(1 for _ in document.element.iter(qn("w:bookmarkStart"))) + 1
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for edge in (start, end):
        edge.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def link_within(paragraph: Any, name: str, words: str) -> None:
    """Words that lead to a place of the same document."""
    leading = OxmlElement("w:hyperlink")
    leading.set(qn("w:anchor"), name)
    leading.set(qn("w:history"), "1")
    run = paragraph.add_run(words)
    run.font.color.rgb = RGBColor.from_string(LIGHT.us[1:].upper())
    leading.append(run._r)
    paragraph._p.append(leading)


def _set(style: Any, size: float, color: str, bold: bool, before: float, after: float) -> None:
    style.font.size, style.font.bold = Pt(size), bold
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(color[1:].upper())
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), TYPEFACE)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.15


def _border_of_title(style: Any) -> None:
    for border in style.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        return


def _speak(document: Any) -> None:
    """The whole document in one language, so that it is read aloud and its spelling checked in it."""
    spoken = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    spoken.set(qn("w:val"), LANGUAGE)
    fonts = document.settings.element.find(qn("w:themeFontLang"))
    fonts.set(qn("w:val"), LANGUAGE)


def _number_pages(section: Any, pack: Pack) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.add_run(f"{shortened(pack.title, 60)} · as of {shortened(pack.as_of, 40)} · page ")
    field(paragraph, "PAGE", "1")
    paragraph.add_run(" of ")
    field(paragraph, "NUMPAGES", "1")
    for run in paragraph.runs:
        run.font.size = Pt(8.5)
        run.font.color.rgb = RGBColor.from_string(LIGHT.muted[1:].upper())


def _describe(document: Any, pack: Pack, moment: datetime) -> None:
    told = document.core_properties
    told.title, told.subject, told.author = shortened(pack.title, 250), shortened(pack.subtitle, 250), PUBLISHER
    told.last_modified_by, told.language, told.revision = PUBLISHER, LANGUAGE, 1
    told.created = told.modified = told.last_printed = moment
    told.comments, told.keywords = f"Snapshot {shortened(pack.snapshot, 200)}", ""
