"""The presentation itself: wide slides, their layouts, unique titles, numbers, notes, language and time."""

import re
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Inches, Pt

from app.packs.archives import stamped
from app.packs.plain import in_a_line, shortened
from app.packs.slide_words import Paragraph, largest
from layouts.pack.content import Pack
from layouts.theme import LIGHT

LANGUAGE = "en-GB"
PUBLISHER = "Alongside"
TYPEFACE = "Arial"
WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.6
INNER = WIDTH - 2 * EDGE
READING = 9.8
"""How wide a column of words is, so that its lines can be read."""
TITLE_TOP, TITLE_HEIGHT = 0.62, 0.9
TOP, FOOT = 1.6, 6.72
"""Where a slide's content begins and ends; below stand its sources and its number."""
TITLE_SIZES = (28, 26, 24, 22, 20, 18)
LONGEST_TITLE = 170
# Places of placeholders in the layouts that are kept, by the layout's name: left, top, width, height in inches.
OPENING, DIVIDER, WORDS, PICTURE, TITLE_ONLY = (
    "Title Slide",
    "Section Header",
    "Title and Content",
    "Two Content",
    "Title Only",
)
TITLE = (EDGE, TITLE_TOP, INNER, TITLE_HEIGHT)
PLACES = {
    OPENING: {0: (EDGE, 1.0, INNER, 1.5), 1: (EDGE, 2.7, INNER, 3.9)},
    DIVIDER: {0: (EDGE, 2.4, INNER, 1.3), 1: (EDGE, 3.8, INNER, 2.4)},
    WORDS: {0: TITLE, 1: (EDGE, TOP, READING, FOOT - TOP)},
    PICTURE: {0: TITLE, 1: (EDGE, TOP, INNER, 0.8), 2: (9.0, 2.5, WIDTH - EDGE - 9.0, FOOT - 2.5)},
    TITLE_ONLY: {0: TITLE},
}
NUMBER_PLACE = (WIDTH - EDGE - 1.2, 6.92, 1.2, 0.3)
SCHEME = {
    "dk1": LIGHT.ink, "lt1": LIGHT.paper, "dk2": LIGHT.muted, "lt2": LIGHT.wash, "accent1": LIGHT.us,
    "accent2": LIGHT.neighbours, "accent3": LIGHT.region, "accent4": LIGHT.better, "accent5": LIGHT.worse,
    "accent6": LIGHT.others, "hlink": LIGHT.us, "folHlink": LIGHT.region,
}  # fmt: skip


class Deck:
    """Slides one after the other, each with a title of its own."""

    def __init__(self, pack: Pack, moment: datetime) -> None:
        self._shown: Any = Presentation()
        self._moment = moment
        self._titles: set[str] = set()
        self._shown.slide_width, self._shown.slide_height = Inches(WIDTH), Inches(HEIGHT)
        _repaint(self._shown.slide_master)
        self._layouts = {layout.name: layout for layout in list(self._shown.slide_layouts)}
        for name, layout in list(self._layouts.items()):
            if name in PLACES:
                _arrange(layout, PLACES[name])
            else:
                self._shown.slide_layouts.remove(layout)
        told = self._shown.core_properties
        told.title, told.subject, told.author = shortened(pack.title, 250), shortened(pack.subtitle, 250), PUBLISHER
        told.last_modified_by, told.language, told.revision = PUBLISHER, LANGUAGE, 1
        told.created = told.modified = told.last_printed = moment
        told.comments, told.keywords, told.category = f"Snapshot {shortened(pack.snapshot, 200)}", "", ""

    def add(self, layout: str, title: str) -> Slide:
        """A slide with the title, or with a number behind it where another slide has it."""
        slide: Slide = self._shown.slides.add_slide(self._layouts[layout])
        said = self._unique(shortened(title, LONGEST_TITLE) or "Untitled")
        heading: Any = slide.shapes.title
        heading.text_frame.text = said
        if layout != OPENING:
            size = largest(said, PLACES[layout][0][2] - 0.2, PLACES[layout][0][3] - 0.1, TITLE_SIZES, bold=True)
            heading.text_frame.paragraphs[0].font.size = Pt(size)
        _number(slide, self._layouts[layout])
        return slide

    def place(self, slide: Slide, at: int) -> None:
        """Moves a slide to a place, counted from 0."""
        order = self._shown.slides._sldIdLst
        entry = next(entry for entry in order if entry.rId == self._relation_of(slide))
        order.remove(entry)
        order.insert(at, entry)

    def number_of(self, slide: Slide) -> int:
        """The number that is printed on a slide."""
        return [one.slide_id for one in self._shown.slides].index(slide.slide_id) + 1

    def saved(self) -> bytes:
        """The file."""
        for slide in self._shown.slides:
            _speak(slide._element)
            if slide.has_notes_slide:
                _speak(slide.notes_slide._element)
        for spoken in (self._shown.part, self._shown.slide_master, *self._shown.slide_layouts):
            _speak(spoken._element)
        _speak(self._shown.notes_master._element)
        stream = BytesIO()
        self._shown.save(stream)
        return stamped(stream.getvalue(), self._moment)

    def _unique(self, title: str) -> str:
        number, said = 1, title
        while said.casefold() in self._titles:
            number += 1
            said = f"{title} ({number})"
        self._titles.add(said.casefold())
        return said

    def _relation_of(self, slide: Slide) -> str:
        related: str = self._shown.part.relate_to(slide.part, RELATIONSHIP_TYPE.SLIDE)
        return related


def write(frame: Any, paragraphs: list[Paragraph]) -> None:
    """Paragraphs into a frame of text, in place of what it held."""
    frame.word_wrap = True
    frame.clear()
    for place, told in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(told.size * 0.5)
        paragraph.space_before = Pt(0)
        if told.lead:
            _run(paragraph, f"{in_a_line(told.lead)} ", told, True)
        _run(paragraph, in_a_line(told.words), told, told.bold)


def _run(paragraph: Any, words: str, told: Paragraph, bold: bool) -> None:
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = words, Pt(told.size), bold
    if told.is_muted:
        run.font.color.rgb = RGBColor.from_string(LIGHT.muted[1:].upper())


def add_box(slide: Slide, name: str, place: tuple[float, float, float, float], paragraphs: list[Paragraph]) -> Any:
    """A box of words that is no placeholder: a label, a source."""
    box: Any = slide.shapes.add_textbox(*map(Inches, place))
    box.name = name
    frame = box.text_frame
    frame.margin_left = frame.margin_right = Inches(0.1)
    frame.margin_top = frame.margin_bottom = 0
    write(frame, paragraphs)
    return box


def link(slide: Slide, run: Any, target: Slide) -> None:
    """Makes words of a slide lead to another slide."""
    relation = slide.part.relate_to(target.part, RELATIONSHIP_TYPE.SLIDE)
    leading = etree.SubElement(run._r.get_or_add_rPr(), qn("a:hlinkClick"))
    leading.set(qn("r:id"), relation)
    leading.set("action", "ppaction://hlinksldjump")


def describe(frame: Any, name: str, words: str) -> None:
    """A name and the text alternative of a chart or a table, for those who do not see it."""
    told = frame._element.nvGraphicFramePr.cNvPr
    told.set("name", shortened(name, 200))
    told.set("descr", words)


def _repaint(master: Any) -> None:
    """Our colours and a typeface that every machine has, for what is drawn and for what readers add."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    painted = theme.blob.decode()
    for name, color in SCHEME.items():
        painted = re.sub(
            rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{color[1:].upper()}"/></a:{name}>', painted
        )
    theme.blob = painted.replace('<a:latin typeface="Calibri"/>', f'<a:latin typeface="{TYPEFACE}"/>').encode()
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", "2800")
    title.find(qn("a:defRPr")).set("b", "1")
    body = styles.find(f"{qn('p:bodyStyle')}/{qn('a:lvl1pPr')}")
    body.set("marL", "0")
    body.set("indent", "0")
    for sign in body.findall(qn("a:buChar")) + body.findall(qn("a:buFont")):
        body.remove(sign)
    body.find(qn("a:defRPr")).addprevious(etree.Element(qn("a:buNone")))
    body.find(qn("a:defRPr")).set("sz", "1600")
    _arrange(master, {0: TITLE, 1: PLACES[WORDS][1]})


def _arrange(layout: Any, places: dict[int, tuple[float, float, float, float]]) -> None:
    for shape in list(layout.placeholders):
        kind = shape._element.ph.get("type", "obj")
        index = (
            {"title": 0, "body": 1}.get(kind, -1)
            if layout.part.partname.startswith("/ppt/slideMasters")
            else (shape.placeholder_format.idx)
        )
        if kind in ("dt", "ftr"):
            shape._element.getparent().remove(shape._element)
        elif kind == "sldNum":
            shape.left, shape.top, shape.width, shape.height = map(Inches, NUMBER_PLACE)
        elif index in places:
            shape.left, shape.top, shape.width, shape.height = map(Inches, places[index])
            shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP if index or layout.name != OPENING else MSO_ANCHOR.BOTTOM
            _unstyle(shape)


def _unstyle(shape: Any) -> None:
    """A placeholder looks as the master says, not as its layout did."""
    for style in shape._element.iter(qn("a:lstStyle")):
        for level in list(style):
            style.remove(level)


def _number(slide: Slide, layout: Any) -> None:
    """The slide's own number, which slides do not take from their layout by themselves."""
    numbered = next((one for one in layout.placeholders if one._element.ph.get("type") == "sldNum"), None)
    if numbered is not None:
        copied = deepcopy(numbered._element)
        copied.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
        slide.shapes._spTree.append(copied)


def _speak(element: Any) -> None:
    """Every run of words in the pack's language, so that they are read aloud in it."""
    for run in element.iter(qn("a:r"), qn("a:fld")):
        if run.find(qn("a:rPr")) is None:
            run.insert(0, etree.Element(qn("a:rPr")))
    for written in element.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
        written.set("lang", LANGUAGE)
