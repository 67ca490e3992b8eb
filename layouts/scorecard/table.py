"""The scorecard's tables: one a section, a row a measure, each section with what the authority says of it."""

from collections.abc import Sequence

from markupsafe import Markup

from data.returns.content import Commentary, Figure, Who
from layouts import numbers
from layouts.markup import element, joined
from layouts.pages import SCORECARD
from layouts.phrases import short
from layouts.scorecard.facts import Facts
from layouts.scorecard.figures import NOT_GIVEN, as_typed, change, counts, exact, first_sentence, reason, stated
from layouts.scorecard.glyph import glyph
from layouts.scorecard.sentences import short_year_end
from layouts.scorecard.words import severity_words
from models.benchmark import Benchmark
from models.checking.findings import Kind
from models.scorecard.found import by_severity, on_row
from models.scorecard.rows import Row, Scorecard, Section
from models.scorecard.targets import Verdict

CHART = "measure"
"""The part of the page that holds the chart of one measure."""
SIGNAL_MARKS = {"improvement": "▲", "concern": "▼", "higher": "◆", "lower": "◆", "no signal": "●"}
VERDICT_MARKS = {Verdict.MET: "●", Verdict.NOT_MET: "○"}
KIND_CLASS = {"improvement": "better", "concern": "worse", "higher": "moved", "lower": "moved"}
DOUBTED = frozenset({Kind.SHIFTED, Kind.OTHER_INDICATOR, Kind.OTHER_YEAR, Kind.OTHER_EDITION, Kind.NOT_PUBLISHED})
"""The kinds of findings that say that a comparator is not what its heading says."""
VERDICT_CLASS = {Verdict.MET: "better", Verdict.NOT_MET: "worse"}


def section_part(facts: Facts, card: Scorecard, section: Section) -> Markup:
    """A section: its table, and below it its commentary."""
    heading = element("h3", section.name, id=section_id(card, section))
    return element("section", heading, section_table(facts, section), spoken(facts, section.name))


def section_id(card: Scorecard, section: Section) -> str:
    """The word by which an address finds a section on the page."""
    return f"section-{card.sections.index(section) + 1}"


def section_table(facts: Facts, section: Section) -> Markup:
    """The rows of a section. Roles are said since a narrow screen shows rows as cards."""
    headings = columns(facts)
    head = [element("th", words, scope="col", role="columnheader") for words in headings]
    rows = [_row(facts, row, headings) for row in section.rows]
    return element(
        "table",
        element("thead", element("tr", *head, role="row"), role="rowgroup"),
        element("tbody", *rows, role="rowgroup"),
        class_="scorecard",
        role="table",
        aria_label=f"{section.name}, {facts.month}",
    )


def columns(facts: Facts) -> tuple[str, ...]:
    """The headings of a section's table."""
    return ("Measure", facts.month, "Target", "Signal", "Months", "Change", "Compared with", "Check")


def spoken(facts: Facts, section: str) -> Markup:
    """What the authority says of a section, in its own words."""
    found = facts.spoken.get(section.casefold(), ())
    if not found:
        return Markup()
    card = facts.card
    is_later = card is not None and card.month != card.months[0]
    when = f"Written with the figures of {card.months[0].label}." if card is not None and is_later else ""
    return joined(element("p", when, class_="aid") if when else "", *(commentary(facts, said) for said in found))


def commentary(facts: Facts, said: Commentary) -> Markup:
    """Analysis, and action with next steps, each with what the check found in it; a part left empty says so."""
    parts = {"Analysis": said.analysis, "Action and next steps": said.action}
    blocks = [
        element(
            "div",
            element("h4", heading),
            paragraphs(text) if text else element("p", NOT_GIVEN, class_="missing"),
            *(
                element("p", element("b", f"The check, {found.severity}: "), found.message, class_="doubt")
                for found in facts.findings
                if (found.line, found.sheet) == (said.line, said.sheet) and found.column.startswith(heading)
            ),
        )
        for heading, text in parts.items()
    ]
    return element("div", *blocks, class_="commentary")


def paragraphs(text: str) -> Markup:
    """Text in paragraphs, as it was broken into lines."""
    return joined(*(element("p", line.strip()) for line in text.splitlines() if line.strip()))


def measure_address(facts: Facts, row: Row) -> str:
    """The same page with the chart of a measure, and the way down to it."""
    return f"{facts.selection.but(measure=row.key).address(SCORECARD.path)}#{CHART}"


def _row(facts: Facts, row: Row, headings: Sequence[str]) -> Markup:
    is_chosen = facts.chosen is not None and facts.chosen.key == row.key
    link = element(
        "a",
        row.breakdown or row.name,
        element("span", f", {row.name}", class_="visually-hidden") if row.breakdown else "",
        href=measure_address(facts, row),
        aria_current="true" if is_chosen else None,
    )
    review = element("span", "under review", class_="flag") if row.series.under_review else ""
    name = element("th", link, review, scope="row", role="rowheader")
    cells = (figure(row), target(row), signal(row), glyph(row), moved(row), compared(facts, row), checks(facts, row))
    kinds = ("level", "target", "signal", "months", "change", "compared", "check")
    shown = [
        element("td", cell, class_=kind, data_label=heading, role="cell")
        for cell, kind, heading in zip(cells, kinds, headings[1:], strict=True)
    ]
    kind = " ".join(word for word, holds in {"part": bool(row.breakdown), "chosen": is_chosen}.items() if holds)
    return element("tr", name, *shown, class_=kind or None, role="row")


def figure(row: Row) -> Markup:
    """The month's figure, its counts, and what these come to where it is not what was typed."""
    now = row.now
    if now is None or now.value is None:
        return element("span", reason(now.cell if now else None), class_="missing")
    parts = [element("b", stated(row, now), class_="value")]
    if counts(now):
        parts.append(element("span", counts(now), class_="counts"))
    if now.counts_say_otherwise:
        parts.append(element("span", f"counts give {exact(row, now)}", class_="counts"))
    return joined(*parts)


def target(row: Row) -> Markup:
    """The target as typed, and whether it was met; for one of the whole year, where the year is heading."""
    judged = row.target
    if judged.verdict is Verdict.NONE:
        why = f"none ({judged.why})" if judged.why else "none"
        return element("span", why, class_="missing")
    text = element("span", " ".join(judged.target.text.split()), class_="aim")
    said = verdict_words(row)
    mark = VERDICT_MARKS.get(judged.verdict, "")
    word = element("span", f"{mark} {said}".strip(), class_=f"verdict {VERDICT_CLASS.get(judged.verdict, 'open')}")
    heading = f"year: {short_year_end(row)}" if judged.verdict is Verdict.FOR_THE_YEAR and row.year_end else ""
    return joined(text, word, element("span", heading, class_="counts") if heading else "")


def verdict_words(row: Row) -> str:
    """The verdict in words; for the year's target what the projection says of it."""
    if row.target.verdict is Verdict.FOR_THE_YEAR and row.year_end is not None and row.year_end.outlook is not None:
        return f"for the year's end, {row.year_end.outlook}"
    return str(row.target.verdict)


def signal(row: Row) -> Markup:
    """The signal's word with its mark, and why."""
    found = row.signal
    mark = SIGNAL_MARKS.get(found.word, "")
    word = element("span", f"{mark} {found.word}".strip(), class_=f"verdict {KIND_CLASS.get(found.word, 'open')}")
    if not found.is_signal:
        return word
    why = first_sentence(found.sentence).partition(": ")[2]
    return joined(word, element("span", why, class_="counts"))


def moved(row: Row) -> Markup:
    """How the figure has moved since the month before, and since the same month a year before."""
    before = f"{change(row, row.before)} since {row.month.previous().end:%B}"
    if row.value is None or row.before is None or row.before.value is None:
        before = f"no figure for {row.month.previous().end:%B}" if row.value is not None else NOT_GIVEN
    parts = [element("span", before)]
    if row.year_before is not None and row.year_before.value is not None and row.value is not None:
        parts.append(element("span", f"{change(row, row.year_before)} since {row.month.end:%B} {row.month.year - 1}"))
    return joined(*parts)


def compared(facts: Facts, row: Row) -> Markup:
    """The comparators that the return states, and beneath them, said apart, the published figures."""
    given = [
        element("span", f"{comparator_name(facts, found)} {as_typed(found.cell)}")
        for found in row.series.comparators
        if found.cell.value is not None
    ]
    doubt = "; the check doubts this" if any(each.kind in DOUBTED for each in on_row(facts.findings, row)) else ""
    parts = (
        [element("span", element("i", "In the return: "), joined_by(given), doubt, class_="stated")] if given else []
    )
    if row.published is not None:
        parts.append(published(facts, row.published.shown))
    return joined(*parts) if parts else element("span", "nothing to compare with", class_="missing")


def published(facts: Facts, found: Benchmark) -> Markup:
    """Published figures of the linked indicator, in brief: the neighbours' mean, England's, and of when they are."""
    indicator, lead = found.indicator, element("i", f"Published {found.period.label}: ")
    values = [
        (facts.group.lower(), found.mean, True),
        ("England", None if indicator.is_total else found.england, False),
    ]
    said = [
        element("span", f"{name} {short(indicator, written(found, is_mean, value))}")
        for name, value, is_mean in values
        if value is not None
    ]
    return element("span", lead, joined_by(said) if said else "no figure", class_="published")


def written(found: Benchmark, is_mean: bool, value: float) -> str:
    """A published figure, with one decimal more where it is a mean."""
    return numbers.average(found.indicator, value) if is_mean else numbers.plain(found.indicator, value)


def comparator_name(facts: Facts, found: Figure) -> str:
    """Whose figure a comparator is; one of the authority's own is of an earlier year."""
    if found.who is Who.NEIGHBOURS:
        return "neighbours"
    if found.who is Who.OWN:
        return f"own {found.period.label}" if found.period else "own"
    return facts.areas.get(found.area, found.heading) if found.area else facts.region


def joined_by(parts: Sequence[Markup], between: str = "; ") -> Markup:
    """Parts with a sign between them."""
    return joined(*(joined(between if at else "", part) for at, part in enumerate(parts)))


def checks(facts: Facts, row: Row) -> Markup:
    """How much the check found on the row, with the way to it."""
    found = by_severity(on_row(facts.findings, row))
    if not found:
        return element("span", "nothing found", class_="missing")
    said = [severity_words(severity, count) for severity, count in found.items()]
    about = element("span", f" on {row.name}", class_="visually-hidden")
    address = f"{facts.version.address}#findings" if facts.version else ""
    return element("a", ", ".join(said), about, href=address)
