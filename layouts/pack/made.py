"""A pack from the facts of the Board page: its first page, its sections, and how it is made again."""

from collections.abc import Callable, Mapping, Sequence

from layouts.board import reasons, words
from layouts.board.facts import Entry
from layouts.home.words import many
from layouts.pack.blocks import actions_table, exception_block, plain_number, reference
from layouts.pack.content import Block, Note, Pack, PackSection
from layouts.pack.facts import ACTIONS, EXCEPTIONS, FURTHER, LEFT, RULES, SECTIONS, SHARED, STRENGTHS, PackFacts
from layouts.pack.partnership import partnership_section
from layouts.phrases import sentence
from layouts.tables import Cell, Column, Table, average_in_table, in_table
from models.priorities import BETTER

RULES_SAID = "What each word means on the list, and each rule as it holds here."
HEADINGS = {
    STRENGTHS: "The strongest, in order",
    FURTHER: "The rest of the list, in order",
    ACTIONS: "What is on the list",
    RULES: "The words and the rules",
    LEFT: "Every other indicator",
}
NUMBERS = ("Figure", "Neighbours' average", "Children in the gap")


def pack_from(facts: PackFacts) -> Pack:
    """The whole pack."""
    found = facts.board
    sections = tuple(MAKERS[name](facts) for name in facts.sections)
    return Pack(
        title=f"{found.area.name}: exceptions for the board",
        subtitle=f"As of {facts.as_of.day} {facts.as_of:%B %Y, %H:%M} UTC",
        answer=words.answer(found),
        as_of=facts.as_of.isoformat(),
        snapshot=found.snapshot,
        address=f"{facts.origin}{facts.address}",
        sections=sections,
        facts=(
            ("Compared with", f"{facts.comparators}: {found.group.title}"),
            ("Sources", found.sources),
            ("Local returns", "; ".join(found.local_titles) or "none that counts today"),
            ("Rules", "set by the board itself" if found.board.own_rules else "as the portal has them"),
            ("Order", words.ORDER),
        ),
    )


def _exceptions(facts: PackFacts) -> PackSection:
    shown = facts.board.worse[: facts.most]
    blocks = tuple(exception_block(facts, place, entry) for place, entry in enumerate(shown, 1))
    return PackSection(EXCEPTIONS, SECTIONS[EXCEPTIONS], sentence(words.subtitle(shown, len(shown))), blocks)


def _strengths(facts: PackFacts) -> PackSection:
    return _listed(facts, STRENGTHS, facts.board.better[: words.STRENGTHS_SHOWN], words.finding(facts.board, BETTER))


def _further(facts: PackFacts) -> PackSection:
    rest = facts.board.worse[facts.most :]
    return _listed(facts, FURTHER, rest, f"{many(len(rest), 'more exception')}, in the same order")


def _listed(facts: PackFacts, name: str, entries: Sequence[Entry], said: str) -> PackSection:
    if not entries:
        return PackSection(name, SECTIONS[name], "There are none.")
    names = ("Indicator", "Unit", "Period", "Certainty", *NUMBERS, "Why")
    columns = tuple(Column(each, each in NUMBERS) for each in names)
    table = Table(SECTIONS[name], columns, tuple(_row(entry) for entry in entries))
    block = Block(
        name=name,
        heading=HEADINGS[name],
        sentences=(words.ORDER,),
        tables=(table,),
        references=tuple(reference(facts, entry) for entry in entries),
    )
    return PackSection(name, SECTIONS[name], sentence(said), (block,))


def _row(entry: Entry) -> tuple[Cell, ...]:
    row = entry.row
    unit = row.indicator.unit if row else entry.local.row.unit if entry.local and entry.local.row else ""
    figure: Cell = reasons.level(entry)
    if row is not None:
        figure = row.reason.words if row.value is None else in_table(row.indicator, row.value)
    return (
        entry.title,
        unit,
        reasons.when(entry),
        reasons.CERTAINTIES[entry.certainty],
        figure,
        "" if row is None or row.mean is None else average_in_table(row.indicator, row.mean),
        plain_number(entry.children),
        reasons.why(entry),
    )


def _actions(facts: PackFacts) -> PackSection:
    actions = facts.board.board.actions
    title = SECTIONS[ACTIONS]
    if not actions:
        return PackSection(ACTIONS, title, "No action is on the list, or none that may be shown here.")
    overdue = sum(action.is_overdue for action in actions)
    said = sentence(f"{many(len(actions), 'action')} on the list, {overdue or 'none'} overdue")
    block = Block(ACTIONS, HEADINGS[ACTIONS], (words.ACTIONS,), tables=(actions_table(title, actions),))
    return PackSection(ACTIONS, title, said, (block,))


def _rules(facts: PackFacts) -> PackSection:
    notes = [Note(name, said) for name, said in words.MEANINGS]
    notes += [
        Note(rule.concern, rule.meaning if rule.level is None else f"{rule.meaning} Here: {rule.level:g}.")
        for rule in facts.board.rules.all
        if rule.on
    ]
    block = Block(RULES, HEADINGS[RULES], (RULES_SAID,), notes=tuple(notes))
    return PackSection(RULES, SECTIONS[RULES], words.ORDER, (block,))


def _left(facts: PackFacts) -> PackSection:
    found = facts.board
    columns = tuple(Column(name) for name in ("Indicator", "Topic", "Period", "Figure", "Why it is on neither list"))
    rows = tuple((one.title, one.topic, one.period, one.level, one.why) for one in found.left)
    table = Table(HEADINGS[LEFT], columns, rows)
    said = sentence(words.left_finding(found))
    block = Block(LEFT, HEADINGS[LEFT], (said,), tables=(table,))
    return PackSection(LEFT, SECTIONS[LEFT], said, (block,))


def _shared(facts: PackFacts) -> PackSection:
    if facts.partnership is None:
        return PackSection(SHARED, SECTIONS[SHARED], "No authority stands beside this one.")
    return partnership_section(SHARED, SECTIONS[SHARED], facts.partnership, facts.origin)


MAKERS: Mapping[str, Callable[[PackFacts], PackSection]] = {
    EXCEPTIONS: _exceptions,
    STRENGTHS: _strengths,
    FURTHER: _further,
    ACTIONS: _actions,
    SHARED: _shared,
    RULES: _rules,
    LEFT: _left,
}
