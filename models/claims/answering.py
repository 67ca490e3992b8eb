"""A text answered: read, named, and compared with what is published."""

from collections.abc import Sequence

from data.authorities import Area
from data.errors import PortalError
from data.store import Snapshot
from models.claims.alternatives import other_indicator, siblings
from models.claims.facts import Facts, Rows
from models.claims.judging import judged
from models.claims.parts import Kind
from models.claims.reading import plain, read, subject_authority
from models.claims.subjects import Subject, subjects
from models.claims.tables import blocks, table_subjects
from models.claims.verdicts import Answer, Judgement, Note, Statement, Unread, Verdict
from models.claims.when import resolved
from models.naming import NameIndex

MOST_CLAUSES, MOST_STATEMENTS = 800, 200
"""More than a long paper has to be read, and makes to be looked up: what is longer would keep others waiting."""


def answer(text: str, snapshot: Snapshot, names: NameIndex, area: Area | None, edition: str) -> Answer:
    """Compare every statement of a text with the snapshot.

    `area` is the authority asked about; a text that is about another one goes before it. Where neither names one,
    nothing is compared, and `area` of the answer is None. Raises PortalError for more statements than one may ask of.
    """
    area = area or subject_authority(text, snapshot.authorities, None)[0]
    found: list[Subject] = []
    targets: list[str] = []
    loose: list[str] = []
    for is_table, block in blocks(plain(text), snapshot.authorities):
        if is_table:
            found += table_subjects(block, names, snapshot.authorities, area)
            continue
        reading = read(block, names.phrases, snapshot.authorities, area)
        _refuse_more(len(found) + len(reading.clauses), MOST_CLAUSES)
        area = area if area and found else reading.area
        found += subjects(reading.clauses, names)
        targets += reading.targets
        loose += reading.loose
    unread = [Unread(_words(each), each.naming) for each in found if area is None or not each.indicator]
    unread += [Unread(number) for number in loose]
    if area is None:
        return Answer(None, (), tuple(unread), tuple(targets))
    named = [(each, each.indicator) for each in found if each.indicator]
    _refuse_more(len(named), MOST_STATEMENTS)
    rows: Rows = {}
    statements = [
        _statement(each, Facts(snapshot, indicator, area, edition, each.is_opposite, rows)) for each, indicator in named
    ]
    return Answer(area, tuple(statements), tuple(unread), tuple(targets))


def _refuse_more(count: int, most: int) -> None:
    if count > most:
        raise PortalError(f"The text makes {count:,} statements; {most} can be compared at once. Give it in parts.")


def _words(subject: Subject) -> str:
    return " ".join(subject.clause.words.split()).strip(" ,.;")


def _statement(subject: Subject, facts: Facts) -> Statement:
    indicator, latest, when = facts.indicator, facts.latest, subject.when
    period = resolved(when, indicator.period, latest) if latest and when else latest
    judgements = tuple(judged(part, facts, when) for part in subject.parts)
    is_assumed = when is None and any(part.when is None for part in subject.parts)
    if when is None and not is_assumed:
        dated = [judgement.period for judgement in judgements if judgement.period]
        period = max(dated, key=lambda each: each.end, default=period)
    notes = _taken_from_elsewhere(judgements, facts)
    return Statement(subject, indicator, period, is_assumed, judgements, notes)


def _taken_from_elsewhere(judgements: Sequence[Judgement], facts: Facts) -> tuple[Note, ...]:
    values = [each for each in judgements if each.part.kind is Kind.VALUE and each.part.when is None and each.period]
    if not any(each.verdict is not Verdict.RIGHT for each in values):
        return ()
    stated = [(each.part, each.period) for each in values if each.period]
    note = other_indicator(stated, facts, siblings(facts.snapshot, facts.indicator))
    right = sum(each.verdict is Verdict.RIGHT for each in values)
    return (note,) if note and note.numbers[0] > right else ()
