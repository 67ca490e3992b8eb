"""The Claims page: the answer in a sentence, the statement, what was understood of it, and every part beside what is
published."""

from dash.development.base_component import Component
from markupsafe import Markup

from layouts import html
from layouts.attributes import data_attributes
from layouts.charts.card import Chart, chart_card
from layouts.claims import answers, words
from layouts.claims.facts import Facts
from layouts.markup import MarkupBlock, element, joined
from layouts.pages import CLAIMS, INDICATOR
from layouts.phrases import at_label, listed, what
from layouts.provenance import sources
from layouts.tables import Column, Table
from models.claims.verdicts import Judgement, Statement, Verdict

ANSWER, STATEMENT, PROBLEM, AID = "answer", "statement", "statement-problem", "statement-aid"
ROWS = 5
COLUMNS = ("Part", "Stated", "Published", "Verdict", "To know", "Indicator", "Period", "Authority", "Source")
CLASSES = {Verdict.RIGHT: "right", Verdict.WRONG: "wrong", Verdict.NOT_FOUND: "not-found"}


def claims_page(facts: Facts) -> Component:
    """The page, in the order in which a board reads."""
    parts = [
        html.H1(CLAIMS.question),
        MarkupBlock(element("p", answers.answer(facts), class_="answer", id=ANSWER)),
        MarkupBlock(unread_part(facts)) if facts.answer else None,
        statement_form(facts),
        *(
            chart_card(chart, CLAIMS, facts.selection, beneath=MarkupBlock(parts_part(facts)))
            for chart in charts(facts)
        ),
        MarkupBlock(examples(facts)),
    ]
    return html.Article([part for part in parts if part is not None], className="claims-page")


def charts(facts: Facts) -> tuple[Chart, ...]:
    """The parts as a table; none where nothing was compared."""
    if not facts.parts:
        return ()
    indicators = list({statement.indicator.id: statement.indicator for statement in facts.statements}.values())
    caption = f"Each part of the statement beside the published figures of {facts.whose.name}"
    rows = tuple(_cells(facts, statement, part) for statement, part in facts.parts)
    return (
        Chart(
            name="parts",
            finding=answers.finding(facts),
            subtitle=f"{facts.whose.name}: what the text states beside what is published",
            picture=None,
            table=Table(caption, tuple(map(Column, COLUMNS)), rows),
            source=f"{' '.join(sources(indicators))} {answers.neighbours(facts)} Snapshot {facts.snapshot}.",
        ),
    )


def statement_form(facts: Facts) -> Component:
    """The statement, to be changed, with what is chosen beside it: sending the form makes the address.

    Nothing but the text stands in its own block, so that a text that was typed stays when the selection changes.
    """
    chosen = {name: value for name, value in facts.selection.parts().items() if name != "text"}
    kept = [
        element("input", type="hidden", name_=name, value=value)
        for name, value in chosen.items()
        if value or name == "beside"
    ]
    text = facts.selection.text
    field = joined(
        element("label", "The statement", for_=STATEMENT),
        # A line break right after the tag is no part of the text.
        element(
            "textarea",
            f"\n{text}",
            id=STATEMENT,
            name_="text",
            rows=ROWS,
            spellcheck="false",
            aria_describedby=f"{PROBLEM} {AID}",
            data_most=answers.LONGEST,
        ),
        element("p", id=PROBLEM, role="alert", class_="problem"),
    )
    foot = joined(
        element("button", "Check", type="submit", id="check-statement"),
        element("p", answers.READING_AID, id=AID, class_="aid"),
    )
    blocks = [MarkupBlock(joined(*kept)), MarkupBlock(field), MarkupBlock(foot, className="sending")]
    return html.Form(blocks, method="get", action=CLAIMS.path, className="statement", **data_attributes(answer=ANSWER))


def unread_part(facts: Facts) -> Markup:
    """What was not understood, and what was left aside; nothing where all was."""
    if facts.answer is None:
        return Markup()
    unread = [
        element("li", element("q", each.text), f": {words.not_understood(each)}.")
        for each in facts.answer.not_understood
    ]
    found = [element("h2", "Not understood"), element("ul", *unread)] if unread else []
    if facts.answer.targets:
        aside = f"Left aside, for no publication holds targets: {listed(facts.answer.targets)}."
        found.append(element("p", aside))
    return element("section", *found, class_="unread") if found else Markup()


def parts_part(facts: Facts) -> Markup:
    """What was understood, statement by statement, each with its parts."""
    return joined(*(_statement(facts, statement) for statement in facts.statements if statement.judgements))


def examples(facts: Facts) -> Markup:
    """Statements of papers to try."""
    ways = []
    for kind, text in answers.EXAMPLES:
        selection = facts.selection.but(authority="southampton", text=text)
        link = element("a", kind, href=selection.address(CLAIMS.path))
        ways.append(element("li", link, element("q", text.replace("\t", " | "))))
    return element("section", element("h2", "Try one"), element("ul", *ways), class_="examples")


def _statement(facts: Facts, statement: Statement) -> Markup:
    indicator, period = statement.indicator, statement.period
    address = indicator_address(facts, statement, period.year if period else None)
    read = " ".join(statement.subject.clause.words.split())
    notes = [element("p", note, class_="fault") for note in words.statement_notes(statement)]
    return element(
        "section",
        element("h3", element("a", what(indicator), href=address)),
        element(
            "p",
            "Understood as: ",
            answers.understood(statement, facts.whose.name),
            " From: ",
            element("q", read),
            class_="understood",
        ),
        *notes,
        element("ul", *(_part(facts, statement, part) for part in statement.judgements), class_="parts"),
        class_="understood-as",
    )


def _part(facts: Facts, statement: Statement, part: Judgement) -> Markup:
    name, kind = part_name(statement, part), CLASSES[part.verdict]
    verdict = element(
        "span",
        element("span", answers.MARKS[part.verdict], aria_hidden="true"),
        f" {words.WORDS[part.verdict].capitalize()}",
    )
    pairs = joined(
        element("div", element("dt", "Stated"), element("dd", words.stated(part, statement.indicator))),
        element("div", element("dt", "Published"), element("dd", *_published(facts, statement, part))),
    )
    notes = [element("li", note) for note in words.notes(part, statement.indicator)]
    return element(
        "li",
        element("p", verdict, element("strong", name), class_="verdict"),
        element("dl", pairs),
        element("ul", *notes, class_="notes") if notes else Markup(),
        class_=f"part {kind}",
    )


def part_name(statement: Statement, part: Judgement) -> str:
    """What a part is, and its period where that is another than the statement's."""
    name = words.part_name(part)
    when = f" {at_label(part.period)}" if part.period and part.period != statement.period else ""
    return f"{name[:1].upper()}{name[1:]}{when}"


def _published(facts: Facts, statement: Statement, part: Judgement) -> tuple[str, ...]:
    """The published figure, with a way to it where it is of another period than the statement's."""
    found = words.found(part, statement.indicator) or "no figure"
    if part.period is None or part.period == statement.period:
        return (found,)
    address = indicator_address(facts, statement, part.period.year)
    return (f"{found}, ", element("a", part.period.label, href=address))


def indicator_address(facts: Facts, statement: Statement, year: int | None) -> str:
    """The indicator's own page, for the authority and the period of the statement."""
    chosen = facts.selection.but(
        authority=facts.whose.slug, topic="", indicator=statement.indicator.id, year=year, view="", sort=""
    )
    return chosen.address(INDICATOR.path)


def _cells(facts: Facts, statement: Statement, part: Judgement) -> tuple[str, ...]:
    indicator = statement.indicator
    return (
        part_name(statement, part),
        words.stated(part, indicator),
        words.found(part, indicator) or "no figure",
        words.WORDS[part.verdict],
        " ".join(words.notes(part, indicator)),
        indicator.title,
        part.period.label if part.period else "none",
        facts.whose.name,
        "; ".join(indicator.source_codes),
    )
