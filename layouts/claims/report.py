"""A checked statement as lines of text: what was understood, then each part with its verdict in front."""

from collections.abc import Iterator

from layouts.claims import words
from layouts.phrases import listed
from models.claims.verdicts import Answer, Judgement, Statement, Verdict

MARKS = {Verdict.RIGHT: "RIGHT", Verdict.WRONG: "WRONG", Verdict.NOT_FOUND: "NOT FOUND"}
_WIDTH = max(map(len, MARKS.values()))


def lines(answer: Answer) -> Iterator[str]:
    """The report, line by line."""
    area = answer.area.name if answer.area else ""
    for number, statement in enumerate(answer.statements):
        if number:
            yield ""
        yield words.understood(statement, area)
        yield from (f"  {note}" for note in words.statement_notes(statement))
        for judgement in statement.judgements:
            yield from _part(judgement, statement)
    if answer.not_understood:
        yield ""
        yield "Not understood:"
        yield from (f"  '{unread.text}': {words.not_understood(unread)}." for unread in answer.not_understood)
    if answer.targets:
        yield ""
        yield f"Left aside, for no publication holds targets: {listed(answer.targets)}."


def _part(judgement: Judgement, statement: Statement) -> Iterator[str]:
    indicator = statement.indicator
    told = f"  {MARKS[judgement.verdict]:<{_WIDTH}}  {words.part_name(judgement)}: {words.stated(judgement, indicator)}"
    found = words.found(judgement, indicator)
    period = f" ({judgement.period.label})" if judgement.period and judgement.period != statement.period else ""
    yield f"{told}; published {found}{period}." if found else f"{told}{period}."
    yield from (f"  {'':<{_WIDTH}}  {note}" for note in words.notes(judgement, indicator))
