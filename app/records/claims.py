"""The answer to a statement as a record: what was understood, each part with its verdict and source."""

from app.records.published import Record, release
from layouts.claims import words
from models.claims.verdicts import Answer, Judgement, Statement, Unread


def answer_record(answer: Answer) -> Record:
    """The contract's `understood` and `parts`; each part says its own indicator and period.

    `understood` is the first statement's; `statements` has all of them where a text makes several.
    """
    area = answer.area.name if answer.area else None
    return {
        "understood": _understood(answer.statements[0], area) if answer.statements else None,
        "parts": [_part(each, statement) for statement in answer.statements for each in statement.judgements],
        "statements": [_understood(statement, area) for statement in answer.statements],
        "not_understood": [_unread(unread) for unread in answer.not_understood],
        "left_aside": [f"target {target}" for target in answer.targets],
    }


def _understood(statement: Statement, area: str | None) -> Record:
    naming, indicator = statement.subject.naming, statement.indicator
    return {
        "indicator": indicator.id,
        "title": indicator.title,
        "unit": indicator.unit,
        "cohort": indicator.cohort or None,
        "authority": area,
        "period": statement.period.label if statement.period else None,
        "period_assumed": statement.assumed_period,
        "sure": str(naming.certainty),
        "score": naming.candidates[0].score,
        "decided_by": list(naming.candidates[0].shared),
        "said_in": str(statement.subject.source),
        "opposite": statement.subject.is_opposite,
        "others": [other.id for other in naming.others],
        "words": " ".join(statement.subject.clause.words.split()),
        "notes": words.statement_notes(statement),
    }


def _part(judgement: Judgement, statement: Statement) -> Record:
    indicator = statement.indicator
    return {
        "part": words.part_name(judgement),
        "kind": str(judgement.part.kind),
        "of": words.whom_name(judgement),
        "text": " ".join(judgement.part.text.split()),
        "stated": judgement.stated,
        "stated_text": words.stated(judgement, indicator),
        "found": judgement.found,
        "found_text": words.found(judgement, indicator) or None,
        "verdict": str(judgement.verdict),
        "notes": words.notes(judgement, indicator),
        "indicator": indicator.id,
        "period": judgement.period.label if judgement.period else None,
        "source": "; ".join(indicator.source_codes),
        "release": release(judgement.row) if judgement.row else None,
    }


def _unread(unread: Unread) -> Record:
    naming = unread.naming
    return {
        "text": unread.text,
        "why": words.not_understood(unread),
        "candidates": [each.indicator.id for each in naming.candidates[:3]] if naming else [],
    }
