"""Clean returns to be spoiled: a scorecard whose figures agree with each other and with what is published."""

import csv
import io
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import strategies as st

from data.authorities import Area
from data.periods import MONTHS, Period
from data.returns.content import Return
from data.returns.months import month_of
from data.returns.reading import parse_return
from data.store import Snapshot
from models.checking.check import check_return
from models.checking.comparing import AFTER_MONTHS
from models.checking.findings import Finding
from models.checking.published import Comparator, Published, editions_at
from models.checking.rounding import rounded

AUTHORITIES = ("Southampton", "Hampshire", "Portsmouth", "Leeds", "Kent", "Isle of Wight")
CLA, CLA_RATE = "Number of CLA at the end of the month", "Rate of CLA per 10,000 under 18 population"
VISITS = "Percentage of CLA for whom a visit has taken place within statutory timescales"
REVIEWS = "Percentage of CLA children with an up-to-date review"
HEALTH = "Percentage of CLA having Health Checks"
DENTAL = "Percentage of CLA having Dental Checks"
REFERRALS, REFERRALS_RATE = "Number of referrals in the month", "Rate of referrals per 10,000"
RE_REFERRALS = "Percentage of re-referrals within 12 months"
UASC = "Number of UASC"
PUBLISHED = {
    CLA_RATE: "children-looked-after-rate-per-10-000",
    HEALTH: "percentage-of-cla-having-health-checks",
    DENTAL: "percentage-of-cla-having-dental-checks",
    RE_REFERRALS: "percentage-of-re-referrals-to-childrens-social-care-within-12-months",
}
COMPARATORS = ("Statistical Neighbours", "England")


def heading(period: Period) -> str:
    """`Apr-24`."""
    return f"{MONTHS[period.end.month - 1][:3]}-{period.end.year % 100:02d}"


@dataclass
class Sheet:
    """A wide table as lists of cells, the headings first; `published` and `year` are what its comparators are from."""

    area: Area
    published: Published = field(repr=False)
    year: int
    edition: str
    months: list[Period]
    rows: list[list[str]] = field(default_factory=list)

    @property
    def first_comparator(self) -> int:
        """The column of the authority's own published figure."""
        return len(self.months) + 2

    def at(self, name: str) -> int:
        """The place of a row, the headings being 0."""
        return next(place for place, row in enumerate(self.rows) if row[0] == name)

    def row(self, name: str) -> list[str]:
        """A row's cells, its name the first."""
        return self.rows[self.at(name)]

    def text(self) -> str:
        """The table as CSV."""
        stream = io.StringIO()
        csv.writer(stream).writerows(self.rows)
        return stream.getvalue()

    def read(self) -> Return:
        """The table as a return."""
        return parse_return(self.text().encode(), "clean.csv", self.published.snapshot.indicators)

    def findings(self) -> tuple[Finding, ...]:
        """What the check says of it."""
        return check_return(self.read(), self.published.snapshot, self.area)


def share(numerator: int, denominator: int, decimals: int = 0) -> str:
    """`95% (287/300)`, rounded."""
    return f"{rounded(100 * numerator / denominator, decimals):.{decimals}f}% ({numerator}/{denominator})"


def sheets(snapshot: Snapshot) -> st.SearchStrategy[Sheet]:
    """Clean scorecards. The snapshot stays out of the strategy's own name, which is printed when a test fails."""

    @st.composite
    def scorecard(draw: st.DrawFn) -> Sheet:
        return _scorecard(draw, snapshot)

    return scorecard()


def _scorecard(draw: st.DrawFn, snapshot: Snapshot) -> Sheet:
    """A clean scorecard of one authority: April to some month of a year, in which nothing is out of the ordinary."""
    area = snapshot.authorities.find(draw(st.sampled_from(AUTHORITIES)))
    published = Published(snapshot, area)
    year = draw(st.integers(2021, 2025))
    months = [month_of(year, number) for number in range(4, 4 + draw(st.integers(4, 9)))]
    last = months[-1].end
    sheet = Sheet(area, published, year, editions_at(last, last + AFTER_MONTHS)[0], months)
    population = published.population(months[0].end) or 50_000
    decimals = draw(st.sampled_from((0, 1)))
    steady = st.integers(-3, 3)
    cla = [
        int(published.years("number-of-children-looked-after", Comparator(area.code))[year]) + draw(steady)
        for _ in months
    ]
    referrals = [int(population / 200) + draw(steady) for _ in months]
    label = f"{area.name} {year - 1}/{year % 100:02d}"
    sheet.rows.append(["Indicator", *map(heading, months), "Target", label, *COMPARATORS])
    _add(sheet, CLA, [str(count) for count in cla], "N/A")
    _add(sheet, CLA_RATE, [f"{rounded(10_000 * count / population, 0):.0f}" for count in cla], "TBC")
    _add(sheet, UASC, [str(max(count // 20 + draw(steady), 0)) for count in cla], "<37")
    _add(sheet, VISITS, _shares(draw, cla, 85, decimals), "90%")
    _add(sheet, REVIEWS, _shares(draw, cla, 97, decimals), "95%")
    for name in (HEALTH, DENTAL):
        usual = published.years(PUBLISHED[name], Comparator(area.code))[year]
        _add(sheet, name, _shares(draw, [count * 3 // 4 for count in cla], usual, decimals), ">=95%")
    _add(sheet, REFERRALS, [f"{count:,}" for count in referrals], "<17K")
    sums = [sum(referrals[: place + 1]) for place in range(len(referrals))]
    _add(
        sheet,
        REFERRALS_RATE,
        [f"{rounded(10_000 * total / population, 0):.0f}" for total in sums],
        "700 (accumulative)",
    )
    _add(sheet, RE_REFERRALS, _shares(draw, referrals, 20, decimals), "<23%")
    return sheet


def _shares(draw: st.DrawFn, of: list[int], usual: float, decimals: int) -> list[str]:
    return [share(min(int(count * usual / 100) + draw(st.integers(-1, 1)), count), count, decimals) for count in of]


def _add(sheet: Sheet, name: str, cells: list[str], target: str) -> None:
    """A row with the published comparators of its own indicator, N/A where there are none."""
    identity, compared = PUBLISHED.get(name), []
    england = sheet.published.snapshot.authorities.england.code
    for whose in (Comparator(sheet.area.code), Comparator(edition=sheet.edition), Comparator(england)):
        value = sheet.published.value(identity, whose, sheet.year) if identity else None
        unit = "%" if identity and name != CLA_RATE else ""
        compared.append("N/A" if value is None else f"{rounded(value, 0):.0f}{unit}")
    sheet.rows.append([name, *cells, target, *compared])


def day_after(period: Period) -> Period:
    """The month after one."""
    after = period.end + timedelta(days=1)
    return month_of(after.year, after.month)
