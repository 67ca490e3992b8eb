"""The Scorecard page: one local return that the viewer may see, in one month."""

from collections.abc import Sequence
from functools import partial

from dash.development.base_component import Component

from callbacks.chosen import Chosen
from callbacks.neighbours import why_not_in_use
from callbacks.sight import SeenVersion, Sight
from data.periods import Period
from data.returns.content import Return
from data.returns.measures import Measure
from layouts import phrases
from layouts.charts.card import Chart
from layouts.scorecard.facts import Facts, ShownVersion
from layouts.scorecard.page import scorecard_charts, scorecard_page
from models.benchmark import Benchmark, Group
from models.scorecard.figures import monthly, months_of
from models.scorecard.found import Found
from models.scorecard.periods import PeriodRow, PeriodTable, other_tables, period_tables
from models.scorecard.published import PublishedFigures, published_figures, published_in
from models.scorecard.rows import Row, Scorecard, scorecard
from models.scorecard.targets import Verdict

SCORECARD = "scorecard"
"""In the slug of a return, what makes it the one that is shown first."""
WORTH_SEEING = ("concern", "improvement", "higher", "lower")


def show_page(chosen: Chosen) -> Component:
    """The page for what is chosen."""
    return scorecard_page(look_up(chosen))


def charts(chosen: Chosen) -> tuple[Chart, ...]:
    """The pictures and tables that can be taken away."""
    return scorecard_charts(look_up(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, for the document's title."""
    versions = seen(chosen)
    return versions[0].title if versions else "no local return"


def seen(chosen: Chosen) -> Sequence[SeenVersion]:
    """The version that the page shows; none where the viewer may see no return of the authority."""
    newest = chosen.sight.latest(chosen.area.code) if chosen.sight else ()
    wanted = [version for version in newest if version.slug == chosen.selection.local]
    first = first_of(newest)
    return tuple(wanted[:1] or ((first,) if first else ()))


def look_up(chosen: Chosen) -> Facts:
    """All that the page shows, looked up and computed."""
    sight, snapshot = chosen.sight, chosen.snapshot
    group = None if why_not_in_use(chosen) else chosen.group
    region = snapshot.authorities.region_of(chosen.area)
    plain = partial(
        Facts,
        area=chosen.area,
        region=region.name if region else "",
        group=phrases.group_name(group) if group else "",
        snapshot=snapshot.id,
    )
    shown = seen(chosen)
    if sight is None or not shown:
        return plain(selection=chosen.selection, elsewhere=elsewhere(chosen, sight))
    version, newest = shown[0], sight.latest(chosen.area.code)
    found, wanted = sight.figures(version), chosen.selection.local
    asked, measure = chosen.selection.month, chosen.selection.measure
    month = month_of_address(found, asked)
    card = card_of(chosen, found, month, group) if month is not None else None
    row = chosen_row(card, measure) if card else None
    first, tables = first_of(newest), period_tables(found)
    return plain(
        selection=chosen.selection,
        returns={each.slug: each.title for each in newest},
        first_return=first.slug if first else "",
        version=as_shown(version, sight),
        versions=tuple(as_shown(each, sight) for each in sight.of_return(version.return_id)),
        card=card,
        chosen=row,
        periods=tables,
        beside=published_beside(chosen, tables, group),
        tables=other_tables(found),
        commentary=found.commentary,
        findings=tuple(Found.read(record) for record in sight.findings(version)),
        areas={area.code: area.name for area in snapshot.areas},
        unknown_return=wanted if wanted and wanted != version.slug else "",
        unknown_month=asked if asked and month and asked != f"{month.end:%Y-%m}" else "",
        unknown_measure=measure if measure and row and row.key != measure else "",
    )


def published_beside(
    chosen: Chosen, tables: Sequence[PeriodTable], group: Group | None
) -> tuple[tuple[PeriodRow, Benchmark], ...]:
    """What is published for the newest period of each row that is linked to an indicator."""
    found = []
    for row in (row for table in tables for row in table.rows if row.latest and not row.series.breakdown):
        year = row.latest.year if row.latest else 0
        published = published_in(row.series.measure, chosen.snapshot, chosen.area, group, year)
        if published is not None:
            found.append((row, published))
    return tuple(found)


def as_shown(version: SeenVersion, sight: Sight) -> ShownVersion:
    """A version as the page knows it: organisations by the names that the viewer can see anyway."""
    names = {each.organisation: each.organisation_name for each in sight.versions}
    known = sorted(names[slug] for slug in version.shared_with if slug in names)
    return ShownVersion(
        return_id=version.return_id,
        number=version.number,
        slug=version.slug,
        title=version.title,
        organisation=version.organisation_name,
        created=version.created.date(),
        by=version.by,
        why=version.why,
        file_name=version.file_name,
        public_source=version.public_source,
        visibility=version.visibility,
        masked=version.masked,
        shared_with=tuple(known),
        unnamed=len(version.shared_with) - len(known),
    )


def elsewhere(chosen: Chosen, sight: Sight | None) -> dict[str, str]:
    """The authorities that have returns which the viewer may see, by slug."""
    codes = {version.authority for version in sight.versions} if sight else set()
    found = {area.slug: area.name for area in chosen.snapshot.authorities.authorities if area.code in codes}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def month_of_address(found: Return, asked: str) -> Period | None:
    """The month that an address names, else the newest; None for a return without months."""
    months = months_of(monthly(found))
    named = [month for month in months if f"{month.end:%Y-%m}" == asked]
    return next(iter(named or months), None)


def chosen_row(card: Scorecard, asked: str) -> Row | None:
    """The row that an address names, else one of concern, else any signal, else a missed target."""
    named = card.row(asked) if asked else None
    if named is not None:
        return named
    signalled = sorted(card.signalled, key=lambda row: WORTH_SEEING.index(row.signal.word))
    drawn = [row for row in card.measures if row.value is not None]
    return next(iter([*signalled, *card.with_verdict(Verdict.NOT_MET), *drawn, *card.rows]), None)


def first_of(newest: Sequence[SeenVersion]) -> SeenVersion | None:
    """The return that is shown when none is named: one called a scorecard, else that which was uploaded last."""
    return max(newest, key=lambda version: (SCORECARD in version.slug, version.created), default=None)


def card_of(chosen: Chosen, found: Return, month: Period, group: Group | None) -> Scorecard:
    """A return in one of its months, with what is published beside it."""

    def beside(measure: Measure | None) -> PublishedFigures | None:
        return published_figures(measure, chosen.snapshot, chosen.area, group, month)

    return scorecard(found, month, beside)
