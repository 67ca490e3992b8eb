"""Charts in Word that Word draws: python-docx has none, python-pptx writes the same parts, and both are one format.

The chart's part (`/word/charts/chartN.xml`, DrawingML) and the workbook behind it are made by python-pptx in an empty
presentation, then put into the document's package and shown by an inline frame.
"""

from datetime import datetime
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from lxml import etree
from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE
from pptx.parts.chart import ChartPart

from app.packs.native_charts import KINDS, chart_data, dress
from app.packs.paper_styles import INNER
from app.packs.plain import in_a_line
from layouts.pack.content import ChartKind, PackChart

HEIGHT_OF_LINES, LEAST_HEIGHT, HEIGHT_OF_A_BAR, MOST_HEIGHT = 8.0, 5.0, 0.55, 15.0
"""In centimetres."""
ABOVE_AND_BELOW = 3.0
INCH = 2.54
FRAME = (
    '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}"/>'
    '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline>'
)


class Charts:
    """The charts of one document, numbered as they come."""

    def __init__(self, document: Any, moment: datetime) -> None:
        self._document, self._moment, self._number = document, moment, 0
        self._workshop: Any = Presentation().part.package

    def add(self, chart: PackChart, heading: str, alternative: str) -> None:
        """Draws a chart in a paragraph of its own; `alternative` is read where it is not seen."""
        self._number += 1
        made: Any = ChartPart.new(KINDS[chart.kind], chart_data(chart), self._workshop)  # type: ignore[arg-type]
        dress(made.chart, chart, self._moment, (INNER / INCH, height_of(chart) / INCH), heading, size=9)
        relation = self._document.part.relate_to(self._part(made), RELATIONSHIP_TYPE.CHART)
        size = {"width": int(Cm(INNER)), "height": int(Cm(height_of(chart)))}
        frame = parse_xml(FRAME.format(**size, number=self._number, relation=relation))
        told = next(iter(frame.iter("{*}docPr")))
        told.set("name", f"Chart {self._number}: {in_a_line(chart.finding)}"[:200])
        told.set("descr", alternative)
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run()._r.append(_drawing(frame))

    def _part(self, made: Any) -> Part:
        """The chart's part and its workbook, in the document's package."""
        package = self._document.part.package
        chart_name = PackURI(f"/word/charts/chart{self._number}.xml")
        book_name = PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{self._number}.xlsx")
        part = Part(chart_name, CONTENT_TYPE.DML_CHART, made.blob, package)
        book = Part(book_name, CONTENT_TYPE.SML_SHEET, made.chart_workbook.xlsx_part.blob, package)
        part.load_rel(RELATIONSHIP_TYPE.PACKAGE, book, made._element.xlsx_part_rId)
        return part


def height_of(chart: PackChart) -> float:
    """How high a chart stands on the page, in centimetres: bars take the room that they need."""
    if chart.kind is ChartKind.LINES:
        return HEIGHT_OF_LINES
    bars = len(chart.categories) * len(chart.series)
    return min(max(LEAST_HEIGHT, ABOVE_AND_BELOW + HEIGHT_OF_A_BAR * bars), MOST_HEIGHT)


def _drawing(frame: Any) -> Any:
    drawing = etree.SubElement(
        etree.Element("nothing"), "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}drawing"
    )
    drawing.append(frame)
    return drawing
