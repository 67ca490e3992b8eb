"""The reading aids of the Indicator page: what the figures are, whose they are, and how they may be read."""

from markupsafe import Markup

from layouts import phrases, sentences
from layouts.glossary import term
from layouts.indicator.facts import Facts, Shown
from layouts.markup import element, joined
from layouts.provenance import day, health_profiles
from layouts.tables import facts as list_of_facts

PUBLISHER = "The publisher's page of this release"


def reading_aids(facts: Facts) -> Markup:
    """What is always there: definition, who is counted, direction, periods, source, release, neighbours, snapshot."""
    indicator = facts.indicator
    shown = [("Period shown", period_words(facts.shown))] if facts.shown else []
    return list_of_facts(
        [
            ("How it is made", phrases.sentence(indicator.made)),
            (
                term("cohort", "Who is counted"),
                phrases.sentence(indicator.cohort) if indicator.cohort else "The source does not say more.",
            ),
            (term("polarity", "Which way is better"), phrases.DIRECTIONS[indicator.polarity]),
            ("Unit", indicator.unit),
            ("Each figure covers", covers(facts)),
            *shown,
            ("Source", source(facts)),
            ("Source codes", joined(*_spaced([element("code", code) for code in indicator.source_codes]))),
            (term("release", "Release"), release(facts)),
            (term("statistical neighbours", "Neighbours"), phrases.sentence(facts.group.title)),
            ("Test of chance", test(facts)),
            *funnel_limits(facts),
            (term("snapshot", "Snapshot"), element("code", facts.snapshot)),
        ]
    )


def covers(facts: Facts) -> str:
    """The stretch of time of a figure."""
    if not facts.axis:
        return ""
    return phrases.sentence(phrases.covers(facts.axis[-1]))


def period_words(shown: Shown) -> str:
    """The period shown and how settled its figures are."""
    status = shown.row.status
    settled = (
        f"{status} figures" if status else "the source does not say whether they are provisional, revised or final"
    )
    return phrases.sentence(f"{shown.row.period.label}; {settled}")


def source(facts: Facts) -> Markup:
    """Where the figures were read, with the publisher's page."""
    indicator = facts.indicator
    files = dict.fromkeys(
        part.dataset for part in (indicator.value, indicator.numerator, indicator.denominator) if part
    )
    names = ["Local Authority Interactive Tool (LAIT)"] if indicator.lait else []
    names += [f"Explore Education Statistics (EES), {file}" for file in files]
    names += [health_profiles(indicator.fingertips)] if indicator.fingertips else []
    page = [" ", element("a", PUBLISHER, href=indicator.link)] if indicator.link else []
    return joined(phrases.sentence("; ".join(names)), *page)


def release(facts: Facts) -> str:
    """When LAIT last took the figures in, and when it will next; of Fingertips alone, when they were taken."""
    indicator = facts.indicator
    if indicator.fingertips and not indicator.lait:
        taken = indicator.fingertips.downloaded
        return f"Taken from Fingertips on {day(taken, exact=True)}." if taken else ""
    last = f"updated {day(indicator.updated)}" if indicator.updated else "no date of update is given"
    following = f"; next update due {day(indicator.next_update)}" if indicator.next_update else ""
    return phrases.sentence(f"In LAIT, {last}{following}") if indicator.lait else ""


def test(facts: Facts) -> str:
    """How the difference was tested, or why it was not."""
    if facts.shown is None:
        return ""
    row = facts.shown.row
    if not row.is_tested:
        return sentences.untested(row)
    rule = f" by {phrases.METHODS[row.method]}: a figure differs when its interval leaves the average out."
    return joined(term("confidence interval", "95% interval"), rule)


def funnel_limits(facts: Facts) -> list[tuple[str, str]]:
    """How the limits of the funnel plot are made, where there is one."""
    if facts.shown is None or facts.shown.funnel is None:
        return []
    made = "Where chance alone would carry an authority of each size: 95% and 99.8% about the average of all counts"
    widened = ", widened because authorities differ by more than chance" if facts.shown.funnel.is_widened else ""
    return [(term("funnel plot", "Limits of the funnel"), f"{made}{widened}.")]


def _spaced(parts: list[Markup]) -> list[Markup | str]:
    return [piece for part in parts for piece in (part, ", ")][:-1]
