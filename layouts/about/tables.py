"""The tables of the page about the data, each with what it says, as they are shown and as they are taken away."""

from collections.abc import Sequence
from dataclasses import replace

from data.indicators import Indicator
from data.missing import MARKERS, Missing
from data.periods import Period
from layouts.about.facts import Facts, Held, Listed, Source
from layouts.about.links import Ways
from layouts.charts.card import Chart
from layouts.phrases import sentence
from layouts.provenance import EES, FINGERTIPS, LAIT, day, files
from layouts.tables import Cell, Column, Number, Table, link

NO_DATE = "not given"
NO_FIGURES = "no figures"
OWN = "Source: this portal, from the publishers' files."


def all_tables(facts: Facts) -> Sequence[Chart]:
    """Every table that can be taken away."""
    return (catalogue(facts), sources(facts), missing(facts), agreement(facts), arithmetic(facts), glossary(facts))


LISTED = (
    Column("Indicator"),
    Column("Unit"),
    Column("Polarity"),
    Column("From"),
    Column("To"),
    Column("Authorities", is_number=True),
    Column("Sources"),
    Column("Updated"),
    Column("Next update"),
)


def catalogue(facts: Facts) -> Chart:
    """Every indicator, a row each, with more of each than there is room for on the page."""
    rows = tuple(
        (*listed_row(one, facts.ways), one.indicator.topic, "; ".join(files(one.indicator)) or "none", codes(one))
        for one in facts.catalogue
    )
    chart = catalogue_in_short(facts)
    columns = (*LISTED, Column("Topic"), Column("Files of EES"), Column("Codes"))
    return replace(chart, table=Table(chart.finding, columns, rows))


def catalogue_in_short(facts: Held) -> Chart:
    """What the catalogue says, without its rows: on the page these stand in a table for each topic."""
    finding = f"{len(facts.catalogue)} indicators in {len(facts.by_topic)} topics"
    return Chart(
        name="catalogue",
        finding=finding,
        subtitle="Unit, which way is better, periods, sources, updates, and how many authorities have a figure",
        picture=None,
        table=Table(finding, (), ()),
        source=OWN,
    )


def of_topic(facts: Held, topic: str, ways: Ways) -> Table:
    """The indicators of one topic."""
    caption = f"{topic}: indicators, and authorities with a figure in the latest period"
    return Table(caption, LISTED, tuple(listed_row(one, ways) for one in facts.by_topic[topic]))


def listed_row(listed: Listed, ways: Ways) -> tuple[Cell, ...]:
    """An indicator with a link to its page."""
    indicator = listed.indicator
    return (
        link(indicator.title, ways.page_of(indicator.id)),
        indicator.unit,
        str(indicator.polarity),
        period(listed.first),
        period(listed.last),
        whole(listed.authorities),
        " and ".join(held_by(indicator)),
        date(indicator.updated),
        date(indicator.next_update),
    )


def held_by(indicator: Indicator) -> list[str]:
    """The sources of an indicator, by their short names."""
    held = {"LAIT": indicator.lait, "EES": files(indicator), "Fingertips": indicator.fingertips}
    return [name for name, there in held.items() if there]


def codes(listed: Listed) -> str:
    """The id and the sources' codes of an indicator."""
    return "; ".join((listed.indicator.id, *listed.indicator.source_codes))


READ = (
    Column("File"),
    Column("What it is"),
    Column("Publisher"),
    Column("Rows", is_number=True),
    Column("Indicators", is_number=True),
    Column("Newest update"),
    Column("Next update"),
)


def sources(facts: Held) -> Chart:
    """Every file that was read, with its size and fingerprint."""
    lines = sum(source.file.rows for source in facts.sources)
    rows = tuple((*read_row(source), whole(source.file.size), source.file.sha256) for source in facts.sources)
    return Chart(
        name="sources",
        finding=f"{len(facts.sources)} files, with {lines:,} rows of figures, stand behind the portal",
        subtitle="What was read into this snapshot. The files below have each one's fingerprint (SHA-256) and size too",
        picture=None,
        table=Table(read(facts).caption, (*READ, Column("Bytes", is_number=True), Column("SHA-256")), rows),
        source=OWN,
    )


def read(facts: Held) -> Table:
    """The same as it is shown."""
    caption = "Files, with the indicators that have figures or counts from each"
    return Table(caption, READ, tuple(read_row(source) for source in facts.sources))


def read_row(source: Source) -> tuple[Cell, ...]:
    """A file; the small tables of reference are not counted in rows."""
    return (
        source.file.name,
        link(source.what, source.link) if source.link else source.what,
        source.publisher,
        whole(source.file.rows) if source.file.rows else "a table of reference",
        whole(source.indicators) if source.indicators else "none",
        date(source.updated),
        date(source.due),
    )


def missing(facts: Held) -> Chart:
    """Why figures are missing, and how often."""
    total = sum(facts.missing.values())
    most = facts.missing[Missing.SUPPRESSED]
    finding = f"{total:,} places have a reason instead of a figure; {most:,} are suppressed to protect children"
    rows = tuple(missing_row(reason, count) for reason, count in facts.missing.items())
    return Chart(
        name="missing",
        finding=finding,
        subtitle="Places are every indicator, area and period, also those in which an authority did not yet exist",
        picture=None,
        table=Table(
            "Reasons for missing figures, with the publishers' signs",
            (Column("Reason"), Column("What it means"), Column("Signs"), Column("How many", is_number=True)),
            rows,
        ),
        source=OWN,
    )


def missing_row(reason: Missing, count: int) -> tuple[Cell, ...]:
    """A reason in words, with the signs that publishers print for it."""
    signs = [f"{sign} ({'LAIT' if sign == '-' else 'EES'})" for sign, means in MARKERS.items() if means is reason]
    return (reason.words, sentence(reason.sentence), ", ".join(signs) or "none", whole(count))


def agreement(facts: Held) -> Chart:
    """How LAIT and EES agree where both hold a measure."""
    compared, equal = (sum(getattr(one, name) for one in facts.reconciliations) for name in ("compared", "equal"))
    share = "all are equal" if compared == equal else f"{equal:,} are equal"
    # An installation may add the public health profiles, which then stand beside LAIT in the place of EES.
    others = [EES, *[FINGERTIPS] * any(facts.by_id[one.indicator].value is None for one in facts.reconciliations)]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            facts.by_id[one.indicator].title,
            *(whole(count) for count in (one.compared, one.equal, one.rounded, one.different)),
            *(whole(count) for count in (one.only_lait, one.only_tidy, one.outside)),
            in_short(one.why) or "nothing to explain",
        )
        for one in facts.reconciliations
    )
    return Chart(
        name="agreement",
        finding=f"Of {compared:,} figures that two sources hold, {share}",
        subtitle=f"The {len(rows)} indicators that {LAIT} and {' or '.join(others)} both publish, figure by figure",
        picture=None,
        table=Table(
            "How two sources of one indicator agree, in figures",
            (
                Column("Indicator"),
                Column("Compared", is_number=True),
                Column("Equal", is_number=True),
                Column("Equal when rounded", is_number=True),
                Column("Different", is_number=True),
                Column("Only in LAIT", is_number=True),
                Column("Only in the other" if others[1:] else "Only in EES", is_number=True),
                Column("In periods that one covers", is_number=True),
                Column("Why"),
            ),
            rows,
        ),
        source=OWN,
    )


def arithmetic(facts: Held) -> Chart:
    """How percentages and rates follow from their counts."""
    checked, odd = (sum(getattr(one, name) for one in facts.arithmetic) for name in ("checked", "disagree"))
    concerned = sum(one.disagree > 0 for one in facts.arithmetic)
    rows = tuple(
        (facts.by_id[one.indicator].title, whole(one.checked), whole(one.disagree)) for one in facts.arithmetic
    )
    finding = f"Of {checked:,} percentages and rates, {checked - odd:,} follow from their counts"
    return Chart(
        name="arithmetic",
        finding=finding,
        subtitle=f"Numerator by denominator, rounded as published; {odd:,} in {concerned} indicators do not follow",
        picture=None,
        table=Table(
            "Percentages and rates recomputed from their counts",
            (Column("Indicator"), Column("Checked", is_number=True), Column("Do not follow", is_number=True)),
            rows,
        ),
        source=OWN,
    )


def glossary(facts: Held) -> Chart:
    """What the words mean."""
    rows = tuple((term.name, "; ".join(term.also), term.meaning) for term in facts.glossary)
    return Chart(
        name="glossary",
        finding=f"{len(rows)} terms",
        subtitle="What the words of the field and of this portal mean",
        picture=None,
        table=Table("Glossary", (Column("Term"), Column("Also called"), Column("Meaning")), rows),
        source="Source: this portal, in its own words, after the Department for Education's definitions.",
    )


def in_short(why: str) -> str:
    """Why two sources differ, in the words of this page."""
    return why.replace("the tidy file", "EES")


def whole(count: int) -> Number:
    """A count in a table."""
    return Number(f"{count:,}", count)


def period(found: Period | None) -> str:
    """A period by its label."""
    return found.label if found else NO_FIGURES


def date(text: str) -> str:
    """An ISO date in words."""
    return day(text) if text else NO_DATE
