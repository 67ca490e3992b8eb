"""The top of the Scorecard page: its answer, the signals one by one, and the way to each section."""

from dash.development.base_component import Component
from markupsafe import Markup

from data.returns.content import Commentary
from layouts.markup import MarkupBlock, element, joined
from layouts.scorecard import words
from layouts.scorecard.facts import Facts
from layouts.scorecard.figures import first_sentence
from layouts.scorecard.table import KIND_CLASS, SIGNAL_MARKS, commentary, measure_address, section_id
from layouts.scorecard.version import nothing_part
from models.scorecard.rows import Row, Scorecard


def answer_part(facts: Facts) -> Markup:
    """The answer, the signals one by one, what has no verdict, whose figures these are and what the check found."""
    answer = element("p", words.answer(facts), class_="answer")
    if facts.version is None:
        return joined(answer, nothing_part(facts))
    said = [element("p", sentence, class_="aid") for sentence in words.standing(facts)]
    checked = element("p", element("a", words.checked(facts), href=facts.version.address), ".", class_="aid")
    return joined(answer, signals_part(facts, facts.card) if facts.card else "", *said, checked)


def signals_part(facts: Facts, card: Scorecard) -> Markup:
    """The measures that show a signal, the worst first, and how many others have no verdict on a target."""
    lists = [
        element("div", element("h2", f"{heading} ({len(rows)})"), element("ul", *(_signal(facts, row) for row in rows)))
        for heading, rows in words.signal_lists(card).items()
    ]
    others = words.unjudged(card)
    return joined(
        element("div", *lists, class_="signals") if lists else "",
        element("p", others) if others else "",
    )


def _signal(facts: Facts, row: Row) -> Markup:
    why = first_sentence(row.signal.sentence).partition(": ")[2]
    kind = KIND_CLASS[row.signal.word]
    sign = element("span", SIGNAL_MARKS[row.signal.word], class_=f"sign {kind}", aria_hidden="true")
    link = element("a", row.name, href=measure_address(facts, row))
    return element("li", sign, " ", link, f": {why}")


def sections_way(facts: Facts) -> Component | None:
    """The way to each section, with what its month comes to."""
    if facts.card is None or len(facts.card.sections) < 2:
        return None
    items = []
    for section in facts.card.sections:
        way = element("a", section.name, href=f"#{section_id(facts.card, section)}")
        items.append(element("li", way, f": {words.brief(section)}"))
    return MarkupBlock(element("nav", element("ul", *items), aria_label="Sections", class_="sections"))


def first_words(facts: Facts) -> Markup:
    """What the authority says before its sections, such as headlines, closed until it is asked for."""
    return joined(*(_folded(facts, said) for said in _unplaced(facts)[0]))


def last_words(facts: Facts) -> Markup:
    """Commentary of sections that have no table here, and a word where the return has no commentary at all."""
    if facts.version is None:
        return Markup()
    if not facts.commentary:
        return element("p", "The return holds no commentary.", class_="aid")
    return joined(
        *(
            element("section", element("h2", said.section or "Commentary"), commentary(facts, said))
            for said in _unplaced(facts)[1]
        )
    )


def _unplaced(facts: Facts) -> tuple[tuple[Commentary, ...], tuple[Commentary, ...]]:
    """The commentary of sections without a table here: what stands before all others, and the rest."""
    placed = [said.section.casefold() in facts.headings for said in facts.commentary]
    start = placed.index(True) if True in placed else 0
    rest = [said for said, is_placed in zip(facts.commentary[start:], placed[start:], strict=True) if not is_placed]
    return facts.commentary[:start], tuple(rest)


def _folded(facts: Facts, said: Commentary) -> Markup:
    summary = element("summary", f"{said.section or 'Commentary'}, in the authority's words")
    return element("details", summary, commentary(facts, said))
