"""A chart of a pack as an SVG element, with what it shows in words for whoever does not see it."""

from markupsafe import Markup

from layouts.markup import Attribute, element, joined
from layouts.pack.content import ChartKind, PackChart
from layouts.pack.picture.bars import bars
from layouts.pack.picture.lines import lines
from layouts.pack.picture.looks import FONT, point
from layouts.pack.picture.sheet import Size

DRAWN_AS = {ChartKind.BARS: bars, ChartKind.LINES: lines}


def told(chart: PackChart) -> str:
    """What the picture shows, in sentences."""
    return f"{chart.finding.rstrip('.')}. {chart.alternative}"


def picture(chart: PackChart, name: str, size: Size = Size.WIDE, is_printed: bool = False) -> Markup:
    """The chart in one size; `name` is unique on its page.

    In a PDF the alternative is what the title says, all of it; on a page the title is what a pointer shows, so the
    finding alone.
    """
    sheet = DRAWN_AS[chart.kind](chart, size)
    box: dict[str, Attribute] = {"viewBox": f"0 0 {point(size.width)} {point(sheet.height)}"}
    identity = f"{name}-{size.name.lower()}"
    if is_printed:
        words = element("title", told(chart))
        box |= {"width": point(size.width), "height": point(sheet.height)}
    else:
        words = joined(
            element("title", chart.finding, id=f"{identity}-title"),
            element("desc", chart.alternative, id=f"{identity}-desc"),
        )
        box |= {"aria-labelledby": f"{identity}-title {identity}-desc"}
    kind = f"pack-picture {size.name.lower()}"
    return element("svg", words, sheet.content, role="img", class_=kind, font_family=FONT, **box)


def pictures(chart: PackChart, name: str) -> Markup:
    """The chart in both sizes; a style sheet shows the one that fits."""
    return joined(*(picture(chart, name, size) for size in Size))
