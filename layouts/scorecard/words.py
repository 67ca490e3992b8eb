"""What the Scorecard page says in sentences: its question, its answer, and who is to be looked at."""

from collections.abc import Sequence

from layouts import phrases
from layouts.phrases import listed, sentence
from layouts.scorecard.facts import Facts, day
from layouts.scorecard.figures import SUPPRESSED
from models.checking.findings import Severity
from models.control_charts.rules import FEWEST_POINTS
from models.scorecard.found import by_severity
from models.scorecard.periods import PeriodTable, Whose
from models.scorecard.rows import Row, Scorecard, Section
from models.scorecard.targets import Verdict

KINDS = {
    "concern": "Of concern",
    "improvement": "Improving",
    "higher": "Higher or lower, where neither direction is better",
    "lower": "Higher or lower, where neither direction is better",
}
"""What the signals of each word are headed by, the worst first."""
UNJUDGED = {
    Verdict.FOR_THE_YEAR: ("a target for the year's end", "targets for the year's end"),
    Verdict.NEITHER: ("a target that cannot be judged met or not", "targets that cannot be judged met or not"),
    Verdict.NO_FIGURE: ("a target but no figure this month", "targets but no figure this month"),
    Verdict.NONE: ("no target", "no target"),
}


def question(facts: Facts) -> str:
    """The page's question."""
    name = facts.area.name
    if facts.card is not None:
        return f"What is happening this month in {name}: {facts.month}?"
    if facts.version is not None:
        return f"What does {phrases.possessive(name)} return say: {facts.version.title}?"
    return f"What is happening this month in {name}?"


def answer(facts: Facts) -> str:
    """The page's answer, one sentence."""
    if facts.version is None:
        return no_return(facts)
    if facts.card is not None:
        return of_month(facts.area.name, facts.card)
    return of_periods(facts)


def no_return(facts: Facts) -> str:
    """That nothing can be shown, without saying whether there is anything that others see."""
    on = f" as it stood on {facts.selection.on}" if facts.selection.on else ""
    return f"There is no local return of {facts.area.name}{on} that you can see here."


def of_month(name: str, card: Scorecard) -> str:
    """How many targets were met, and how many measures show a signal."""
    return f"In {card.month.label} {name} {targets_in_words(card)}; {signals_in_words(card)}."


def targets_in_words(card: Scorecard) -> str:
    """`met 4 of the 16 targets that a month can be held to`."""
    many, met = len(card.with_verdict(Verdict.MET, Verdict.NOT_MET)), len(card.with_verdict(Verdict.MET))
    if not many:
        return "has no target that a month can be held to"
    if many == 1:
        return f"{'met' if met else 'missed'} the one target that a month can be held to"
    return f"met {met} of the {many} targets that a month can be held to"


def signals_in_words(card: Scorecard) -> str:
    """`9 of 31 measures show a signal: 2 of concern, 2 improving and 5 higher or lower where neither is better`."""
    found, many = card.signalled, len(card.measures)
    drawn = [row for row in card.measures if row.signal.chart is not None]
    if drawn and all(row.signal.limits is None for row in drawn):
        return f"fewer than the {FEWEST_POINTS} months are known that tell a signal from chance"
    if not found:
        return f"none of its {many} measures shows a signal" if many > 1 else "its one measure shows no signal"
    by_word = {word: sum(row.signal.word == word for row in found) for word in KINDS}
    either = by_word["higher"] + by_word["lower"]
    parts = [(by_word["concern"], "of concern"), (by_word["improvement"], "improving")]
    said = [f"{count} {what}" for count, what in parts if count]
    if either:
        said.append(f"{either} higher or lower where neither direction is better")
    verb = "shows" if len(found) == 1 else "show"
    return f"{len(found)} of {many} measures {verb} a signal: {listed(said)}"


def unjudged(card: Scorecard) -> str:
    """How many measures have no verdict on a target, and why; empty where all have one."""
    counts = {verdict: len(card.with_verdict(verdict)) for verdict in UNJUDGED}
    known = [(count, words) for verdict, words in UNJUDGED.items() if (count := counts[verdict])]
    others = sum(counts.values())
    size = "the other measure" if others == 1 else f"the other {others} measures"
    if len(known) == 1:
        return sentence(f"{size} {'has' if others == 1 else 'have'} {known[0][1][others > 1]}")
    said = [f"{count} {'has' if count == 1 else 'have'} {words[count > 1]}" for count, words in known]
    return sentence(f"of {size} {listed(said)}") if said else ""


def provisional(card: Scorecard) -> str:
    """How many charts rest on few months."""
    drawn = [row for row in card.measures if row.signal.limits is not None]
    few = [row for row in drawn if row.signal.limits is not None and row.signal.limits.provisional[-1]]
    if not few:
        return ""
    size = "All" if len(few) == len(drawn) else f"{len(few)} of {len(drawn)}"
    return f"{size} charts rest on fewer than 12 months: their limits are provisional."


def of_periods(facts: Facts) -> str:
    """What a return without months holds, and how its newest figures stand to those beside them."""
    parts = [periods_held(facts.periods)] if facts.periods else []
    if facts.tables:
        count = len(facts.tables)
        parts.append(f"{count} table{'' if count == 1 else 's'} of categories")
    if not parts:
        return "This return has no figures."
    compared = beside(facts)
    return f"This return has no months: it holds {listed(parts)}{'; ' + compared if compared else ''}."


def periods_held(tables: Sequence[PeriodTable]) -> str:
    """`17 measures, 2014 to 2022`."""
    measures = {row.name for table in tables for row in table.rows}
    periods = sorted({period for table in tables for period in table.periods}, key=lambda period: period.end)
    size = f"{len(measures)} measure{'' if len(measures) == 1 else 's'}"
    if not periods:
        return size
    span = periods[0].label if len(periods) == 1 else f"{periods[0].label} to {periods[-1].label}"
    return f"{size}, {span}"


def beside(facts: Facts) -> str:
    """On how many measures the newest figure is better than the comparator's of the same period."""
    rows = [row for table in facts.periods for row in table.rows if row.sign and not row.series.breakdown]
    found = [(row.sign, *row.compared) for row in rows if row.compared is not None]
    if not found:
        return ""
    whose = list(dict.fromkeys(whose for _, whose, _ in found))
    names = listed([owner(facts, each) for each in whose])
    better = sum(sign * gap > 0 for sign, _, gap in found)
    worse = sum(sign * gap < 0 for sign, _, gap in found)
    many = f"{len(found)} measure{'' if len(found) == 1 else 's'} whose newest figure stands beside {names}"
    is_better, is_worse = (f"{count} {'is' if count == 1 else 'are'}" for count in (better, worse))
    return f"of the {many}, {is_better} better and {is_worse} worse"


def owner(facts: Facts, whose: Whose) -> str:
    """Whose figure it is, as an owner: `England's`, `the statistical neighbours'`."""
    name = whose_name(facts, whose)
    return f"the {name[0].lower()}{name[1:]}'" if name.startswith("Statistical") else phrases.possessive(name)


def whose_name(facts: Facts, whose: Whose) -> str:
    """Whose figure it is."""
    if whose.area:
        return facts.areas.get(whose.area, whose.area)
    if whose.region:
        return facts.region or "Region"
    return "Statistical neighbours" if whose.who.name == "NEIGHBOURS" else facts.area.name


def standing(facts: Facts) -> list[str]:
    """What else is said at the top: what the address asked for in vain, who sees these figures, what is left out."""
    found = facts.version
    if found is None:
        return []
    said = []
    if facts.unknown_return:
        unknown = f"{facts.area.name} has no return called '{facts.unknown_return}' that you can see"
        said.append(f"{unknown}; this is another of its returns.")
    if facts.unknown_month:
        said.append(f"This return has no figures for {facts.unknown_month}; its latest are shown.")
    if facts.unknown_measure:
        said.append(f"This return has no measure '{facts.unknown_measure}'; another is charted below.")
    whose = f"{found.title}, version {found.number}, from {found.organisation}, kept on {day(found.created)}"
    said.append(f"{whose}{' by ' + found.by if found.by else ''}. {found.seen_by}.")
    if facts.selection.on:
        said.append("The return is shown as it stood at the end of the day chosen above.")
    if found.masked:
        said.append(f"Small numbers, and those that would give them away, are {SUPPRESSED}.")
    return said


def checked(facts: Facts) -> str:
    """What the check found in the return, by severity."""
    counts = by_severity(facts.findings)
    if not counts:
        return "The check found nothing to mend in it."
    said = [severity_words(severity, count) for severity, count in counts.items()]
    return f"The check found {listed(said)} in it"


def severity_words(severity: str, count: int) -> str:
    """`1 error`, `12 warnings`."""
    return f"{count} {Severity[severity.upper()].word}{'' if count == 1 else 's'}"


def signal_lists(card: Scorecard) -> dict[str, tuple[Row, ...]]:
    """The measures that show a signal, under what each kind of signal is headed by."""
    found = {
        heading: tuple(row for row in card.signalled if KINDS[row.signal.word] == heading) for heading in KINDS.values()
    }
    return {heading: rows for heading, rows in found.items() if rows}


def brief(section: Section) -> str:
    """A section's month in few words: `1 of 2 targets met, 1 signal`."""
    rows = [row for row in section.rows if not row.breakdown]
    judged = [row for row in rows if row.target.is_judged]
    met = sum(row.target.verdict is Verdict.MET for row in judged)
    signalled = sum(row.signal.is_signal for row in rows)
    targets = f"{met} of {len(judged)} target{'' if len(judged) == 1 else 's'} met" if judged else "no target to be met"
    return f"{targets}, {signalled or 'no'} signal{'' if signalled == 1 else 's'}"
