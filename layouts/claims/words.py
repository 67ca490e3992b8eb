"""A checked statement in plain English: what was understood, each part with its verdict, what to know of it."""

from collections.abc import Callable, Mapping

from data.indicators import Indicator
from layouts import numbers
from layouts.phrases import at_label, for_period, listed, possessive
from models.claims.parts import FigureUnit, Kind, Whom
from models.claims.subjects import Source
from models.claims.verdicts import Answer, Judgement, Note, Remark, Scale, Statement, Unread, Verdict
from models.naming import Certainty, Naming

WORDS = {Verdict.RIGHT: "right", Verdict.WRONG: "wrong", Verdict.NOT_FOUND: "not found"}
NAMED = {
    Source.CLAUSE: "",
    Source.SENTENCE: "taken from the rest of the sentence",
    Source.BEFORE: "taken from the sentence before",
}
WHOSE = {
    Whom.OWN: "the authority itself",
    Whom.NEIGHBOURS: "its statistical neighbours",
    Whom.REGION: "its region",
    Whom.ENGLAND: "England",
}
_MOST_NAMED = 3


def part_name(judgement: Judgement) -> str:
    """What a part is, in words: `value`, `change`, `statistical neighbours' value`, `compared with England`."""
    part, whom = judgement.part, whom_name(judgement)
    if part.kind is Kind.RELATION:
        return f"compared with {whom}"
    if part.kind is Kind.GAP:
        return f"gap to {whom}"
    if part.kind is Kind.RANK:
        return f"rank in {whom}" if part.whom.whom is not Whom.NEIGHBOURS else f"rank among {whom}"
    if part.kind is Kind.VALUE and part.whom.whom is not Whom.OWN:
        return f"{possessive(whom)} value"
    if part.kind is Kind.VALUE and part.when is not None and part.when.back:
        return "previous value"
    return str(part.kind)


def whom_name(judgement: Judgement) -> str:
    """Whom a part compares with, by name: `England`, `South East`, `Portsmouth`."""
    whom = judgement.part.whom
    return whom.area.name if whom.area else str(whom.whom)


def stated(judgement: Judgement, indicator: Indicator) -> str:
    """What was stated, as the statement writes it or as a word."""
    figure = judgement.part.figure
    if figure is None or judgement.scale is Scale.CHILDREN:
        return str(judgement.stated)
    if judgement.part.kind in (Kind.CHANGE, Kind.GAP):
        return f"{figure.text} {judgement.part.direction}"
    if judgement.scale is Scale.PLACE:
        return figure.text
    return numbers.with_unit(indicator, figure.text) if figure.unit is FigureUnit.PLAIN else figure.text


def found(judgement: Judgement, indicator: Indicator) -> str:
    """What is published, in the indicator's unit; a word where the part states one; empty where there is nothing."""
    value = judgement.found
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if judgement.scale is Scale.PLACE:
        return numbers.ordinal(int(value))
    if judgement.scale is Scale.PERCENT:
        return f"{numbers.signed(indicator, value, 1)}%"
    if judgement.scale is Scale.POINTS:
        return numbers.points(indicator, numbers.signed(indicator, value, _places(indicator, value)))
    return numbers.figure(indicator, value, _places(indicator, value))


def _places(indicator: Indicator, value: float) -> int:
    """The indicator's decimals, or one more where the figure has it: a mean of ten, a difference from one."""
    one_more = indicator.decimals + 1
    return one_more if round(value, one_more) != round(value, indicator.decimals) else indicator.decimals


def understood(statement: Statement, area: str) -> str:
    """One sentence: the indicator, whom it counts, the authority, the period, and how sure that is."""
    indicator, period = statement.indicator, statement.period
    cohort = f" ({indicator.cohort})" if indicator.cohort and indicator.cohort not in indicator.title else ""
    said = f"{indicator.title}{cohort}, {area}, {period.label if period else 'no period with figures'}"
    assumed = " (the latest, for the text names no period)" if statement.assumed_period and period else ""
    return f"Understood as: {said}{assumed}. {sureness(statement)}"


def sureness(statement: Statement) -> str:
    """How sure the indicator is, where it was found, and what else it may be."""
    naming, source = statement.subject.naming, NAMED[statement.subject.source]
    sure = {Certainty.CERTAIN: "Sure", Certainty.LIKELY: "Likely, not certain"}[naming.certainty]
    others = (
        [indicator.title for indicator in naming.others[:_MOST_NAMED]] if naming.certainty is Certainty.LIKELY else []
    )
    also = f"; it may also be {' or '.join(others)}" if others else ""
    return f"{sure}{f', {source}' if source else ''}{also}."


def notes(judgement: Judgement, indicator: Indicator) -> list[str]:
    """What there is to know of a part, a sentence each."""
    written = [_WRITERS[note.remark](note, judgement, indicator) for note in judgement.notes]
    return [text for text in dict.fromkeys(written) if text]


def statement_notes(statement: Statement) -> list[str]:
    """What there is to know of a whole statement."""
    return [
        f"{int(note.numbers[0])} of the figures are right for another indicator: {note.indicator.title}."
        for note in statement.notes
        if note.indicator
    ]


def not_understood(unread: Unread) -> str:
    """Why some words were not understood, and what they may mean."""
    naming = unread.naming
    if naming is None:
        return "a number of nothing that is said"
    if naming.unpublished:
        return f"no figures are published of {listed(naming.unpublished)}"
    nearest = [each.indicator.title for each in naming.candidates[:_MOST_NAMED]]
    if naming.certainty is Certainty.AMBIGUOUS:
        return f"may be {' or '.join(nearest)}; say which"
    return "no published indicator is clearly meant"


def refusal(answer: Answer) -> str:
    """One sentence for a text of which nothing could be compared: what was understood, and what was not."""
    if answer.area is None:
        return "No authority is named; name one in the statement or ask with --authority."
    why = [f"'{each.text}': {not_understood(each)}" for each in answer.not_understood[:_MOST_NAMED]]
    told = f" ({'; '.join(why)})" if why else ": no figure or comparison was found in it"
    aside = f" Targets are left aside: {listed(answer.targets)}." if answer.targets else ""
    return f"Nothing could be compared for {answer.area.name}{told}.{aside}"


def nearest(naming: Naming) -> list[str]:
    """The titles of the indicators that come nearest."""
    return [each.indicator.title for each in naming.candidates[:_MOST_NAMED]]


def _other_period(note: Note, judgement: Judgement, indicator: Indicator) -> str:
    then, figure = note.period, judgement.part.figure
    if then is None or judgement.period is None or figure is None:
        return ""
    whose = "" if judgement.part.whom.whom is Whom.OWN else f" of {whom_name(judgement)}"
    return (
        f"{stated(judgement, indicator)} was the figure{whose} {at_label(then)}; "
        f"{at_label(judgement.period)} it is {found(judgement, indicator) or 'not published'}."
    )


def _counts(note: Note, judgement: Judgement, indicator: Indicator) -> str:
    numerator, denominator, exact = note.numbers
    made = f"{numerator:,.0f} of {denominator:,.0f}"
    return f"By the counts: {made}, {numbers.figure(indicator, exact, indicator.decimals + 1)}."


def _not_by_counts(note: Note, judgement: Judgement, indicator: Indicator) -> str:
    return f"Published without that decimal; the stated figure rounds to it. {_counts(note, judgement, indicator)}"


def _cut_off(note: Note, judgement: Judgement, indicator: Indicator) -> str:
    return f"The stated figure was cut off where it should be rounded. {_counts(note, judgement, indicator)}"


def _counted_from(note: Note, judgement: Judgement, indicator: Indicator) -> str:
    other, own = (numbers.figure(indicator, value, _places(indicator, value)) for value in note.numbers)
    if judgement.part.kind in (Kind.CHANGE, Kind.DIRECTION):
        return f"From {other} to {own}."
    return f"{own} against {other}."


def _tested(note: Note, judgement: Judgement, indicator: Indicator) -> str:
    low, high = (numbers.figure(indicator, value, indicator.decimals + 1) for value in note.numbers)
    inside = note.remark is Remark.TESTED_SIMILAR
    told = "holds the other figure, so chance could make the difference" if inside else "leaves the other figure out"
    return f"The 95% interval, {low} to {high}, {told}."


def _not_tested(note: Note, judgement: Judgement, indicator: Indicator) -> str:
    within = numbers.points(indicator, numbers.plain(indicator, note.numbers[0], indicator.decimals + 1))
    return f"No counts are published to test this; figures within {within} of each other are called similar."


_FIXED: Mapping[Remark, str] = {
    Remark.ROUNDS_TO: "Published without that decimal; the stated figure rounds to it.",
    Remark.AS_WHOLE: "Rounded to a whole number it would be right.",
    Remark.IN_POINTS: "Taken as percentage points, not per cent.",
    Remark.OTHER_WAY: "It went the other way.",
    Remark.NO_POLARITY: "Neither a higher nor a lower figure is better here, so better or worse cannot be judged.",
    Remark.CANNOT_COMPARE: "Numbers of areas of other sizes are not compared; a rate or a share is.",
    Remark.OTHER_UNIT: "The statement gives no unit, or another one than the indicator's.",
}


def _fixed(note: Note, judgement: Judgement, indicator: Indicator) -> str:
    return _FIXED[note.remark]


_Writer = Callable[[Note, Judgement, Indicator], str]
_WRITERS: Mapping[Remark, _Writer] = {
    **dict.fromkeys(_FIXED, _fixed),
    Remark.COUNTS: _counts,
    Remark.NOT_BY_COUNTS: _not_by_counts,
    Remark.CUT_OFF: _cut_off,
    Remark.OTHER_PERIOD: _other_period,
    Remark.OTHER_WHOM: lambda note, judgement, indicator: (
        f"{stated(judgement, indicator)} is the figure of {WHOSE[Whom(note.text)]}."
    ),
    Remark.OTHER_EDITION: lambda note, judgement, indicator: f"It is the mean of another list: {note.text}.",
    Remark.EDITION_OF_ITS_DAY: lambda note, judgement, indicator: (
        f"Right on the list of its day, {note.text}; on the one used here it is {found(judgement, indicator)}."
    ),
    Remark.MEDIAN: lambda note, judgement, indicator: (
        f"{stated(judgement, indicator)} is their median, not their mean."
    ),
    Remark.RELATIVE: lambda note, judgement, indicator: f"In per cent it is {note.numbers[0]:+.1f}%.".replace("-", "−"),
    Remark.COUNTED_FROM: _counted_from,
    Remark.TESTED_SIMILAR: _tested,
    Remark.TESTED_DIFFERENT: _tested,
    Remark.NOT_TESTED: _not_tested,
    Remark.MISSING: lambda note, judgement, indicator: f"The figure is {note.text}.",
    Remark.NO_PERIOD: lambda note, judgement, indicator: (
        f"No figure is published for {note.text or 'that period'}"
        + (f"; the latest is for {for_period(note.period)}." if note.period else ".")
    ),
    Remark.NOT_ON_THAT_DAY: lambda note, judgement, indicator: (
        f"No figure is published for {note.text}, only for {indicator.period}s."
        if "year" in indicator.period
        else f"No figure is published for {note.text}, only for each {indicator.period}."
    ),
    Remark.NEXT_DAY: lambda note, judgement, indicator: (
        f"Published for {for_period(note.period)}, the day before {note.text}." if note.period else ""
    ),
    Remark.ONLY_LATEST: lambda note, judgement, indicator: (
        f"The latest published figure is for {for_period(note.period)}; a newer one cannot be judged."
        if note.period
        else ""
    ),
    Remark.OPPOSITE: lambda note, judgement, indicator: f"What is left over of 100% from {note.text}.",
    Remark.CONTRIBUTING: lambda note, judgement, indicator: (
        f"The mean of the {int(note.numbers[0])} neighbours that have a figure."
    ),
    Remark.CHANGE_BY_COUNTS: lambda note, judgement, indicator: (
        f"By the counts, before rounding: {numbers.signed(indicator, note.numbers[0], indicator.decimals + 1)}."
    ),
    Remark.RANKED_OF: lambda note, judgement, indicator: f"Of {int(note.numbers[0])} with a figure.",
}
