"""What a figure says in plain English: one row a case, with the whole sentence that a reader meets."""

from datetime import date

import pytest

from data.authorities import Area, AreaKind
from data.indicators import Indicator, Polarity
from data.missing import Missing
from data.periods import PeriodKind, year_ending
from layouts import phrases, sentences
from models.benchmark import Benchmark, Group
from models.chance import Places
from models.series import Course

CODES = tuple(str(code) for code in range(10))
EDITION = Group("2025", "DfE statistical neighbours, May 2025", CODES)
OWN = Group("group", "a group of your own", CODES[:3])
MODELLED = Group("modelled", "modelled neighbours", CODES)


def area(name: str = "Southampton") -> Area:
    return Area("852", name, AreaKind.AUTHORITY, "UA", None, date(1997, 4, 1), None, (), (), (), ("E06000045",))


def indicator(**changes: object) -> Indicator:
    fields = {
        "id": "health",
        "title": "Health assessments",
        "topic": "Children looked after",
        "unit": "%",
        "polarity": Polarity.HIGH,
        "decimals": 0,
        "period": PeriodKind.FINANCIAL_YEAR,
        "made": "100 × children who had their annual health assessment ÷ the cohort",
    }
    return Indicator(**{**fields, **changes})  # type: ignore[arg-type]


HEALTH = Benchmark(
    indicator=indicator(),
    area=area(),
    group=EDITION,
    period=year_ending(PeriodKind.FINANCIAL_YEAR, 2025),
    status=None,
    value=88.0,
    reason=Missing.PRESENT,
    joint=False,
    numerator=295.0,
    denominator=336.0,
    low=83.86,
    high=90.92,
    method="Wilson",
    mean=92.5,
    median=93.0,
    contributing=10,
    region=87.0,
    england=90.0,
    rank=116,
    ranked=151,
    position_from_highest=116,
    band="D",
    previous_period=year_ending(PeriodKind.FINANCIAL_YEAR, 2024),
    previous=86.0,
    change=2.0,
    direction="better",
    comparison="worse",
    gap_points=-4.5,
    gap_children=16.0,
)
RATE = indicator(
    unit="rate per 10,000", polarity=Polarity.NEUTRAL, period=PeriodKind.MARCH_SNAPSHOT, made="10,000 × children ÷ all"
)
LOOKED_AFTER = HEALTH._replace(
    indicator=RATE,
    period=year_ending(PeriodKind.MARCH_SNAPSHOT, 2025),
    previous_period=year_ending(PeriodKind.MARCH_SNAPSHOT, 2024),
    value=90.0,
    mean=72.8,
    gap_points=17.2,
    previous=97.0,
    change=-7.0,
    comparison="higher",
    low=82.2,
    high=98.9,
    band="",
    rank=None,
    position_from_highest=36,
    gap_children=-90.0,
)
MISSING = HEALTH._replace(
    value=None,
    reason=Missing.SUPPRESSED,
    low=None,
    high=None,
    rank=None,
    position_from_highest=None,
    band="",
    change=None,
    gap_points=None,
    gap_children=None,
    comparison="not tested",
)
ALONE = {"mean": None, "contributing": 0, "gap_points": None, "gap_children": None, "comparison": "not tested"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            LOOKED_AFTER,
            "On 31 March 2025 Southampton's rate was 90 per 10,000, higher than its ten statistical "
            "neighbours' average of "
            "72.8 (10 of 10 published) and down from 97 a year before.",
        ),
        (
            HEALTH,
            "In the year ending 31 March 2025 Southampton's figure was 88%, lower than its ten statistical neighbours' "
            "average of 92.5% (10 of 10 published) and up from 86% a year before.",
        ),
        (
            HEALTH._replace(contributing=6, previous=88.0, change=0.0),
            "In the year ending 31 March 2025 Southampton's figure was 88%, lower than its ten statistical neighbours' "
            "average of 92.5% (6 of 10 published) and unchanged from a year before.",
        ),
        (
            HEALTH._replace(mean=88.04, gap_points=-0.04),
            "In the year ending 31 March 2025 Southampton's figure was 88%, the same as its ten statistical "
            "neighbours' "
            "average of 88.0% (10 of 10 published) and up from 86% a year before.",
        ),
        (
            HEALTH._replace(previous_period=None, previous=None, change=None),
            "In the year ending 31 March 2025 Southampton's figure was 88%, lower than its ten statistical neighbours' "
            "average of 92.5% (10 of 10 published); no figures were published for the period before.",
        ),
        (
            HEALTH._replace(previous=None, change=None),
            "In the year ending 31 March 2025 Southampton's figure was 88%, lower than its ten statistical neighbours' "
            "average of 92.5% (10 of 10 published); there is no figure for the year ending 31 March 2024 to "
            "say how it has "
            "moved.",
        ),
        (
            HEALTH._replace(**ALONE),
            "In the year ending 31 March 2025 Southampton's figure was 88%, up from 86% a year before; no figure is "
            "published for any of its ten statistical neighbours.",
        ),
        (
            MISSING,
            "Southampton's figure for the year ending 31 March 2025 is suppressed to protect children's "
            "identities. Its ten "
            "statistical neighbours' average was 92.5% (10 of 10 published).",
        ),
        (
            MISSING._replace(reason=Missing.UNRELIABLE, mean=None, area=area("St. Helens")),
            "St. Helens' figure for the year ending 31 March 2025 is withheld as unreliable. No figure is "
            "published for any "
            "of its ten statistical neighbours.",
        ),
        (
            HEALTH._replace(group=OWN, contributing=2),
            "In the year ending 31 March 2025 Southampton's figure was 88%, lower than your own group's "
            "average of 92.5% "
            "(2 of 3 published) and up from 86% a year before.",
        ),
        (
            HEALTH._replace(group=MODELLED),
            "In the year ending 31 March 2025 Southampton's figure was 88%, lower than its ten modelled "
            "neighbours' average "
            "of 92.5% (10 of 10 published) and up from 86% a year before.",
        ),
        (
            HEALTH._replace(
                indicator=indicator(unit="£ a week", period=PeriodKind.CALENDAR_YEAR),
                period=year_ending(PeriodKind.CALENDAR_YEAR, 2024, years=3),
                previous_period=year_ending(PeriodKind.CALENDAR_YEAR, 2023, years=3),
                value=1445.0,
                mean=1300.0,
                gap_points=145.0,
                previous=1400.0,
                change=45.0,
            ),
            "In the 3 years 2022 to 2024 Southampton's figure was £1,445 a week, higher than its ten statistical "
            "neighbours' average of £1,300 (10 of 10 published) and up from £1,400 in 2021 to 2023.",
        ),
    ],
)
def test_the_answer(row: Benchmark, expected: str) -> None:
    assert sentences.answer(row) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            HEALTH,
            "That is worse than the average, by more than chance alone would make (95% interval 83.9% to 90.9%).",
        ),
        (
            HEALTH._replace(comparison="similar"),
            "That is similar to the average: chance alone could make the difference (95% interval 83.9% to 90.9%).",
        ),
        (
            LOOKED_AFTER,
            "That is higher than the average, by more than chance alone would make (95% interval 82.2 to "
            "98.9). Neither a "
            "higher nor a lower figure is better in itself.",
        ),
        (
            HEALTH._replace(comparison="not tested", low=None, high=None, numerator=None),
            "That is the worse side of the average. Not tested: no counts are published, so the difference "
            "may be chance.",
        ),
        (
            HEALTH._replace(
                comparison="not tested", low=None, high=None, indicator=indicator(tested=False), gap_points=4.5
            ),
            "That is the better side of the average. Not tested: the counts are not numbers of children.",
        ),
        (
            HEALTH._replace(comparison="not tested", low=None, high=None, indicator=indicator(unit="number")),
            "That is the worse side of the average. Not tested: a total is neither a share nor a rate.",
        ),
        (
            LOOKED_AFTER._replace(comparison="not tested", low=None, high=None, numerator=None),
            "Neither a higher nor a lower figure is better in itself. Not tested: no counts are published, so the "
            "difference may be chance.",
        ),
        (HEALTH._replace(**ALONE), ""),
        (MISSING, ""),
    ],
)
def test_the_verdict(row: Benchmark, expected: str) -> None:
    assert sentences.verdict(row) == expected


def test_a_neutral_figure_is_never_called_better_or_worse() -> None:
    for comparison in ("higher", "lower", "similar", "not tested"):
        row = LOOKED_AFTER._replace(comparison=comparison)
        said = f"{sentences.answer(row)} {sentences.verdict(row)} {sentences.gap(row)}"
        judged = said.replace("Neither a higher nor a lower figure is better in itself.", "")
        assert "better" not in judged
        assert "worse" not in judged


FEWER = HEALTH._replace(
    indicator=indicator(
        polarity=Polarity.LOW, made="100 × children with three or more placements in the year ÷ children"
    ),
    numerator=64.0,
    denominator=460.0,
    gap_children=-18.0,
)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            HEALTH,
            "16 more children who had their annual health assessment would bring Southampton to that average "
            "(311 rather "
            "than 295 of 336).",
        ),
        (
            FEWER,
            "18 fewer children with three or more placements in the year would bring Southampton to that "
            "average (46 rather "
            "than 64 of 460).",
        ),
        (
            FEWER._replace(gap_children=-1.0),
            "1 fewer child with three or more placements in the year would bring Southampton to that average "
            "(63 rather "
            "than 64 of 460).",
        ),
        (
            HEALTH._replace(
                indicator=indicator(made="100 × pupils ÷ pupils at the end of key stage 4"), gap_children=3.0
            ),
            "3 more pupils with this outcome would bring Southampton to that average (298 rather than 295 of 336).",
        ),
        (
            HEALTH._replace(indicator=indicator(made="As published")),
            "16 more would bring Southampton to that average (311 rather than 295 of 336).",
        ),
        (HEALTH._replace(gap_children=0.0), ""),  # the average is reached
        (HEALTH._replace(gap_children=None), ""),  # there are no counts
        (LOOKED_AFTER, ""),  # neither direction is better
        (MISSING, ""),
    ],
)
def test_the_gap_in_children(row: Benchmark, expected: str) -> None:
    assert sentences.gap(row) == expected


@pytest.mark.parametrize(
    ("row", "rank", "band"),
    [
        (HEALTH, "116th of 151", "D, worst quarter"),
        (LOOKED_AFTER, "36th highest of 151", "no bands: neither direction is better"),
        (MISSING, "no rank: there is no figure", "no band: there is no figure"),
        (
            HEALTH._replace(band="", indicator=indicator(banded=False)),
            "116th of 151",
            "no bands: the publisher advises against them",
        ),
        (HEALTH._replace(band="", rank=3, ranked=22), "3rd of 22", "no bands: too few authorities have a figure (22)"),
    ],
)
def test_rank_and_band(row: Benchmark, rank: str, band: str) -> None:
    assert (sentences.rank(row), sentences.band(row)) == (rank, band)


@pytest.mark.parametrize(
    ("row", "places", "expected"),
    [
        (HEALTH, None, "Southampton is 116th of 151 authorities, where 1st is best"),
        (
            HEALTH,
            Places(93, 132, 151),
            "Southampton is 116th of 151 authorities, where 1st is best; at 95% it could be 93rd to 132nd",
        ),
        (
            LOOKED_AFTER,
            Places(24, 48, 150),
            "Southampton is 36th highest of 151 authorities; at 95% it could be 24th to 48th of the 150 with counts",
        ),
        # 75 of 151 places are fewer than half, 76 are half or more.
        (
            HEALTH,
            Places(50, 124, 151),
            "Southampton is 116th of 151 authorities, where 1st is best; at 95% it could be 50th to 124th",
        ),
        (HEALTH, Places(50, 125, 151), "Southampton could be anywhere from 50th to 125th: its rank says little"),
        (
            HEALTH,
            Places(151, 151, 151),
            "Southampton is 116th of 151 authorities, where 1st is best; at 95% it could be 151st",
        ),
        (MISSING, None, "151 authorities have a figure; Southampton has none"),
    ],
)
def test_the_standing(row: Benchmark, places: Places | None, expected: str) -> None:
    assert sentences.standing(row, places) == expected


NAN = float("nan")
PERIODS = [year_ending(PeriodKind.MARCH_SNAPSHOT, year) for year in range(2022, 2026)]


@pytest.mark.parametrize(
    ("values", "led", "expected"),
    [
        ([116, 100, 97, 90], Course(0, 3, 4, 0, 4), "fell from 116 on 31 March 2022 to 90 per 10,000 on 31 March 2025"),
        ([NAN, 80, 97, 90], Course(1, 3, 3, 0, 3), "rose from 80 on 31 March 2023 to 90 per 10,000 on 31 March 2025"),
        ([90, 80, 97, 90], Course(0, 3, 3, 0, 3), "was at 90 per 10,000 both on 31 March 2022 and on 31 March 2025"),
        ([NAN, 80, NAN, NAN], Course(1, 1, 1, 0, 1), "has one published figure, 80 per 10,000 on 31 March 2023"),
    ],
)
def test_the_course(values: list[float], led: Course, expected: str) -> None:
    assert sentences.course("Southampton", RATE, PERIODS, values, led) == f"Southampton {expected}"


def test_a_line_without_figures_has_no_course() -> None:
    said = sentences.course("Southampton", RATE, PERIODS, [NAN] * 4, None)
    assert said == "No figure is published for Southampton in any period"


@pytest.mark.parametrize(
    ("led", "expected"),
    [
        (Course(0, 3, 4, 0, 4), "above its ten statistical neighbours' average in all 4 periods"),
        (Course(0, 3, 0, 4, 4), "below its ten statistical neighbours' average in all 4 periods"),
        (Course(0, 3, 1, 2, 4), "above its ten statistical neighbours' average in 1 of 4 periods"),
        (Course(0, 0, 1, 0, 1), ""),
        (None, ""),
    ],
)
def test_how_often_the_line_lay_above_the_average(led: Course | None, expected: str) -> None:
    assert sentences.beside_average(phrases.owners(EDITION), led) == expected


def test_a_joint_return_says_whose_it_is() -> None:
    said = sentences.joint((area("Kingston upon Thames"), area("Richmond upon Thames")))
    assert said == (
        "Kingston upon Thames and Richmond upon Thames make this return together: the figure is that of both."
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (PeriodKind.MARCH_SNAPSHOT, "on 31 March 2025"),
        (PeriodKind.JANUARY_SNAPSHOT, "in January 2025"),
        (PeriodKind.ACADEMIC_YEAR, "in the school year 2024/25"),
        (PeriodKind.CALENDAR_YEAR, "in the calendar year 2025"),
    ],
)
def test_a_period_in_a_sentence(kind: PeriodKind, expected: str) -> None:
    assert phrases.in_period(year_ending(kind, 2025)) == expected


@pytest.mark.parametrize(
    ("title", "unit", "expected"),
    [
        ("Percentage of children", "%", "Percentage of children"),
        ("Expected standard", "%", "Expected standard (%)"),
        ("Rate per 10,000", "rate per 10,000", "Rate per 10,000"),
        ("Gross spend", "£", "Gross spend (£)"),
    ],
)
def test_a_title_says_its_unit_once(title: str, unit: str, expected: str) -> None:
    assert phrases.what(indicator(title=title, unit=unit)) == expected
