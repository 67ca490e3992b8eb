"""The answer to a statement in one sentence, and the other sentences of the Claims page."""

from collections import Counter
from collections.abc import Sequence

from layouts.claims import words
from layouts.claims.facts import Facts
from layouts.phrases import at_label, listed, sentence
from models.claims.parts import Kind, Whom
from models.claims.verdicts import Judgement, Statement, Verdict

LONGEST, LONGEST_ANYWHERE = 2_000, 20_000
"""Characters of a statement: as many as an address holds, and as many as `portal claim` takes."""
LONGEST_IN_TITLE = 60
MARKS = {Verdict.RIGHT: "✓", Verdict.WRONG: "✗", Verdict.NOT_FOUND: "?"}
"""What stands beside the word of a verdict, which is never carried by colour alone."""
HINT = (
    "Paste or type a sentence of a paper, or a small table: each figure, change and comparison in it is held against "
    "what is published, and you are told how it was understood."
)
READING_AID = (
    "The text says which indicator, authority and period; without a period it is taken to mean the latest, without an "
    "authority the one chosen above. Targets and what nobody publishes are not compared. The topic and the period "
    "chosen above do not matter here."
)
EXAMPLES = (
    (
        "A sentence of an annual report that is right",
        "The rate of children in our care on 31 March 2025 was 90 per 10k, compared with 97 per 10,000 on 31 March "
        "2024.",
    ),
    (
        "One that is wrong",
        "There was a reduction of 34 children coming into care in the period 2024-25 compared with 2023-24.",
    ),
    (
        "A row of a scorecard, with its figures in one another's columns",
        "Indicator\tSouthampton 20/21\tStatistical Neighbours\tSouth East\tEngland\n"
        "Rate of CLA per 10,000 under 18 population\t95\t100\t53\t67",
    ),
)
"""What papers of Southampton say; the words in front say how it is."""
_MOST_TOLD = 3
_NUMBERS = {0: "None", 1: "One"}


def too_long(length: int) -> str:
    """Why a statement is not compared on the page, and where it is."""
    return (
        f"A statement may have {LONGEST:,} characters here; this one has {length:,}. Check it in parts, or with "
        f"the command portal claim -, which takes {LONGEST_ANYWHERE:,}."
    )


def title(text: str) -> str:
    """The statement in the document's title, where it has one line and little room."""
    said = " ".join(text.split())
    if not said:
        return "a sentence or a table beside the published figures"
    return f"“{said if len(said) <= LONGEST_IN_TITLE else said[: LONGEST_IN_TITLE - 1].rstrip() + '…'}”"


def answer(facts: Facts) -> str:
    """How many parts are right, which are wrong, and what is published instead."""
    if facts.problem or facts.answer is None:
        return facts.problem or HINT
    parts, unread = facts.parts, len(facts.answer.not_understood)
    if not parts:
        why = "it was not understood" if unread else "no figure or comparison was found in it"
        return f"Nothing in this text could be compared for {facts.whose.name}: {why}."
    wrong = [(statement, part) for statement, part in parts if part.verdict is Verdict.WRONG]
    missing = sum(part.verdict is Verdict.NOT_FOUND for _, part in parts)
    all_wrong = len(wrong) == len(parts) > 1
    told = [] if all_wrong else [_rightness(parts)]
    if len(parts) > 1:
        told += [_wrongness(wrong, _several(facts), all_wrong)] if wrong else []
        told += [f"{_counted(missing)} cannot be judged, for no such figure is published"] if missing else []
    if unread:
        told.append(f"{unread} other {'piece' if unread == 1 else 'pieces'} of the text {_was(unread)} not understood")
    return sentence("; ".join(told))


def finding(facts: Facts) -> str:
    """The verdicts counted."""
    counts = Counter(part.verdict for _, part in facts.parts)
    return f"Part by part: {listed([f'{counts[each]} {words.WORDS[each]}' for each in Verdict if counts[each]])}"


def understood(statement: Statement, name: str) -> str:
    """Whose figures of which period were looked up, whom they count, and how sure that is."""
    period, cohort = statement.period, statement.indicator.cohort
    when = period.label if period else "no period with figures"
    assumed = " (the latest, for the text names no period)" if statement.assumed_period and period else ""
    whom = (
        f" It counts: {cohort[:1].lower()}{cohort[1:]}." if cohort and cohort not in statement.indicator.title else ""
    )
    return f"{name}, {when}{assumed}.{whom} {words.sureness(statement)}"


def neighbours(facts: Facts) -> str:
    """Which list the statistical neighbours are from."""
    instead = " That is the published list: papers do not mean one's own group or the modelled list." * facts.other_list
    return f"Statistical neighbours are those of the list: {facts.neighbours}.{instead}"


def part_noun(judgement: Judgement) -> str:
    """A part as a sentence names it: `the change`, `England's value`, `the comparison with South East`."""
    if judgement.part.kind is Kind.RELATION:
        whom = judgement.part.whom
        return (
            f"the comparison with {'its ' * (whom.whom is Whom.REGION and not whom.area)}{words.whom_name(judgement)}"
        )
    name = words.part_name(judgement)
    return name if name[:1].isupper() else f"the {name}"


def _rightness(parts: Sequence[tuple[Statement, Judgement]]) -> str:
    count = sum(part.verdict is Verdict.RIGHT for _, part in parts)
    if len(parts) > 2 and count == len(parts):
        return f"All {count} parts are right"
    if len(parts) > 1:
        both = "Both" if count == 2 == len(parts) else f"{_NUMBERS.get(count, count)} of {len(parts)}"
        return f"{both} parts {'is' if count < 2 else 'are'} right"
    statement, part = parts[0]
    if part.verdict is Verdict.NOT_FOUND:
        return "The statement cannot be judged, for no such figure is published"
    published = words.found(part, statement.indicator)
    instead = f", not {words.stated(part, statement.indicator)}" if part.verdict is Verdict.WRONG else ""
    return f"The statement is {words.WORDS[part.verdict]}: the published figures say {published}{instead}"


def _wrongness(wrong: Sequence[tuple[Statement, Judgement]], several: bool, is_all: bool) -> str:
    if len(wrong) == 1:
        statement, part = wrong[0]
        published, stated = words.found(part, statement.indicator), words.stated(part, statement.indicator)
        return f"{_named(statement, part, several)} is wrong: the published figures say {published}, not {stated}"
    told = [
        f"{_named(statement, part, several)} ({words.stated(part, statement.indicator)}; published "
        f"{words.found(part, statement.indicator)})"
        for statement, part in wrong[:_MOST_TOLD]
    ]
    more = [f"{len(wrong) - _MOST_TOLD} more"] if len(wrong) > _MOST_TOLD else []
    how_many = ("Both parts" if len(wrong) == 2 else f"All {len(wrong)} parts") if is_all else str(len(wrong))
    return f"{how_many} are wrong: {listed([*told, *more])}"


def _named(statement: Statement, part: Judgement, several: bool) -> str:
    of = f" of {statement.indicator.title}" if several else ""
    when = f" {at_label(part.period)}" if part.period and part.period != statement.period else ""
    return f"{part_noun(part)}{of}{when}"


def _several(facts: Facts) -> bool:
    return len({statement.indicator.id for statement in facts.statements}) > 1


def _counted(count: int) -> str:
    return "one part" if count == 1 else f"{count} parts"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
