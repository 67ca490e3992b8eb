"""How a statement is read: its figures, periods and comparators, and what each figure is."""

from datetime import date

import pytest

from data.authorities import load_authorities
from data.indicator_names import load_indicator_names
from data.periods import PeriodKind, year_ending
from models.claims.figures import figures, ranks
from models.claims.parts import FigureUnit, Part, Whom
from models.claims.reading import plain, read, sentences, subject_authority
from models.claims.when import is_dated_otherwise, resolved, starts_the_next, whens
from models.claims.whom import comparators, named_authorities
from models.words import phrases_of

AUTHORITIES = load_authorities()
SOUTHAMPTON = AUTHORITIES.find("Southampton")
PHRASES = phrases_of(load_indicator_names())


@pytest.mark.parametrize(
    ("text", "number", "decimals", "unit"),
    [
        ("45%", 45, 0, FigureUnit.PERCENT),
        ("87.8 per cent", 87.8, 1, FigureUnit.PERCENT),
        ("90 per 10,000", 90, 0, FigureUnit.RATE),
        ("1,234 per 10k", 1234, 0, FigureUnit.RATE),
        ("38 in 10,000", 38, 0, FigureUnit.RATE),
        ("7 points", 7, 0, FigureUnit.POINTS),
        ("1.5 percentage points", 1.5, 1, FigureUnit.POINTS),
        ("2pp", 2, 0, FigureUnit.POINTS),
        ("£1.2m", 1_200_000, -5, FigureUnit.MONEY),
        ("£1,445", 1445, 0, FigureUnit.MONEY),
        ("460 children", 460, 0, FigureUnit.PLAIN),
        ("−0.5", -0.5, 1, FigureUnit.PLAIN),
        ("six fewer", 6, 0, FigureUnit.PLAIN),
    ],
)
def test_a_figure_has_its_number_decimals_and_unit(text: str, number: float, decimals: int, unit: FigureUnit) -> None:
    (figure,) = figures(text)
    assert (figure.number, figure.decimals, figure.unit) == (number, decimals, unit)


def test_counts_are_one_figure() -> None:
    (figure,) = figures("304 of 336")
    assert (figure.number, figure.out_of) == (304, 336)
    assert [figure.out_of for figure in figures("95% (287/300)")] == [None, 300]


@pytest.mark.parametrize(
    ("text", "place", "of"),
    [
        ("the 3rd highest", 3, None),
        ("ranked 116th of 151", 116, 151),
        ("the fourth lowest", 4, None),
        ("the best", 1, None),
    ],
)
def test_a_rank_has_its_place(text: str, place: int, of: int | None) -> None:
    (rank,) = ranks(text)
    assert (rank.number, rank.out_of) == (place, of)


YEAR_ENDING_2025 = [
    "2024/25",
    "2024-25",
    "24/25",
    "2024–2025",
    "in 2025",
    "at 31 March 2025",
    "on 31st March 2025",
    "2025-03-31",
    "April 2024 – March 2025",
    "between April 2024 and March 2025",
    "1 April 2025",
    "in March 2025",
]


@pytest.mark.parametrize("text", YEAR_ENDING_2025)
@pytest.mark.parametrize("kind", [PeriodKind.FINANCIAL_YEAR, PeriodKind.MARCH_SNAPSHOT])
def test_a_period_is_read_from_any_form(text: str, kind: PeriodKind) -> None:
    (when,) = whens(text)
    period = resolved(when, kind, year_ending(kind, 2026))
    assert period == year_ending(kind, 2025)
    assert not is_dated_otherwise(when, period)


@pytest.mark.parametrize(
    ("text", "kind", "year"),
    [
        ("2024/25", PeriodKind.ACADEMIC_YEAR, 2025),
        ("2024/25", PeriodKind.SEPTEMBER_SNAPSHOT, 2024),
        ("2024/25", PeriodKind.JANUARY_SNAPSHOT, 2025),
        ("2024", PeriodKind.SEPTEMBER_SNAPSHOT, 2024),
        ("30 September 2024", PeriodKind.SEPTEMBER_SNAPSHOT, 2024),
        ("the previous year", PeriodKind.FINANCIAL_YEAR, 2024),
        ("this year", PeriodKind.FINANCIAL_YEAR, 2025),
    ],
)
def test_a_period_is_of_the_indicators_kind(text: str, kind: PeriodKind, year: int) -> None:
    (when,) = whens(text)
    assert resolved(when, kind, year_ending(kind, 2025)) == year_ending(kind, year)


def test_a_day_that_is_not_published_is_not_the_one_that_is() -> None:
    march = year_ending(PeriodKind.MARCH_SNAPSHOT, 2023)
    (when,) = whens("30th October 2022")
    assert when.day == date(2022, 10, 30)
    assert is_dated_otherwise(when, march)
    (when,) = whens("1 April 2023")
    assert (is_dated_otherwise(when, march), starts_the_next(when, march)) == (False, True)


@pytest.mark.parametrize("text", ["aged 17-18", "16-17 NEET", "19-21 year olds", "9-4 in English", "page 2030%"])
def test_ages_and_grades_are_no_periods(text: str) -> None:
    assert whens(text) == []


def test_comparators_are_found_by_any_of_their_names() -> None:
    text = "statistical neighbours, SN, the South-East regional average, England, nationally, the West Midlands"
    found = [(each.whom, each.area.name if each.area else "") for each in comparators(text, AUTHORITIES)]
    assert found == [
        (Whom.NEIGHBOURS, ""),
        (Whom.NEIGHBOURS, ""),
        (Whom.REGION, "South East"),
        (Whom.ENGLAND, ""),
        (Whom.ENGLAND, ""),
        (Whom.REGION, "West Midlands"),
    ]


def test_a_longer_name_goes_before_the_one_inside_it() -> None:
    text = "Bath and North East Somerset"
    assert [area.name for area, _, _ in named_authorities(text, AUTHORITIES)] == [text]
    assert comparators(text, AUTHORITIES) == []
    assert named_authorities("Reading, writing and maths", AUTHORITIES) == []


@pytest.mark.parametrize(
    ("text", "asked", "subject", "others"),
    [
        ("Portsmouth had 90 per 10,000", None, "Portsmouth", []),
        ("Portsmouth had 90 per 10,000", "Southampton", "Portsmouth", []),
        ("Southampton had 90, higher than Portsmouth", None, "Southampton", ["Portsmouth"]),
        (
            "90 per 10,000, higher than Portsmouth and Hampshire",
            "Southampton",
            "Southampton",
            ["Portsmouth", "Hampshire"],
        ),
        ("90 per 10,000", None, None, []),
    ],
)
def test_whom_a_text_is_about(text: str, asked: str | None, subject: str | None, others: list[str]) -> None:
    area, compared = subject_authority(text, AUTHORITIES, AUTHORITIES.find(asked) if asked else None)
    assert (area.name if area else None) == subject
    assert [each.text for each in compared] == others


def parts_of(text: str) -> list[Part]:
    reading = read(text, PHRASES, AUTHORITIES, SOUTHAMPTON)
    return [part for clause in reading.clauses for part in clause.parts]


def told(part: Part) -> str:
    figure = part.figure.text if part.figure else ""
    way = str(part.direction) if part.direction else ""
    when = part.when.text if part.when else ""
    whom = "" if part.whom.whom is Whom.OWN else part.whom.area.name if part.whom.area else str(part.whom.whom)
    return " ".join(word for word in (str(part.kind), figure, way, whom, when) if word)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("45% in EET, up 7 points", ["value 45%", "change 7 points higher"]),
        ("34 fewer children came into care", ["change 34 lower"]),
        ("91% were up to date", ["value 91%"]),
        ("agency workers made up 12.3%", ["value 12.3%"]),
        ("a reduction of 5.3%", ["change 5.3% lower"]),
        ("a 5% increase since 2023-24", ["change 5% higher"]),
        ("88%, up from 86% in 2023/24", ["value 88%", "value 86% 2023/24", "direction of change higher"]),
        (
            "increased from 48% to 55%",
            ["value 48% the previous year", "value 55%", "direction of change higher"],
        ),
        (
            "from 59% in 2021/22 to 67% in 2022/23",
            ["value 59% 2021/22", "value 67% 2022/23"],
        ),
        (
            "below statistical neighbours and England",
            ["comparison lower statistical neighbours", "comparison lower England"],
        ),
        ("not as high as England (67%)", ["comparison lower England", "value 67% England"]),
        ("in line with the South East", ["comparison similar South East"]),
        ("1.5% higher than the statistical neighbour average", ["gap 1.5% higher statistical neighbours"]),
        ("above the national average of 91%", ["comparison higher England", "value 91% England"]),
        ("compared with 58% (SN) and 60% (England)", ["value 58% statistical neighbours", "value 60% England"]),
        ("England 48%, South East 44%", ["value 48% England", "value 44% South East"]),
        ("304 of 336 children had a dental check", ["counts 304 of 336"]),
        ("ranked 116th of 151", ["rank ranked 116th of 151 England"]),
        ("the 3rd highest in the South East", ["rank 3rd highest higher South East"]),
        ("higher than Portsmouth (82 per 10,000)", ["comparison higher Portsmouth", "value 82 per 10,000 Portsmouth"]),
    ],
)
def test_what_each_figure_is(text: str, parts: list[str]) -> None:
    assert [told(part) for part in parts_of(text)] == parts


def test_a_target_is_left_aside() -> None:
    reading = read("61% against a target of 90%", PHRASES, AUTHORITIES, SOUTHAMPTON)
    assert reading.targets == ("90%",)
    assert [part.amount.text for clause in reading.clauses for part in clause.parts] == ["61%"]


def test_numbers_of_pages_ages_and_others_are_no_values() -> None:
    assert parts_of("Dental checks ... 20") == []
    assert parts_of("Year 11 pupils under 16, 12 months in care, section 20, aged 5-9") == []
    assert parts_of("1.2 The service continues") == []
    assert [part.amount.text for part in parts_of("of the 114 children who were in care 28% did")] == ["28%"]


def test_a_sentence_with_two_values_has_two_clauses() -> None:
    reading = read("176 children came into care and 210 left our care", PHRASES, AUTHORITIES, SOUTHAMPTON)
    assert [clause.words.strip() for clause in reading.clauses] == [
        "176 children came into care",
        "and 210 left our care",
    ]


def test_sentences_end_where_they_end() -> None:
    text = "The rate was 3.5%, e.g. high. It fell; England's rose.\n• A point"
    assert [text[start:end] for start, end in sentences(text)] == [
        "The rate was 3.5%, e.g. high.",
        "It fell",
        "England's rose.",
        "A point",
    ]


def test_text_is_joined_over_the_lines_of_a_narrow_page_and_freed_of_tags() -> None:
    assert plain("45% of care leavers\nwere in EET") == "45% of care leavers were in EET"
    assert plain("<b>90</b> per 10,000<br/>&amp; rising") == "90 per 10,000\n& rising"
    assert "\t" in plain("Indicator\t2024\nDental\t81%")
