"""The sentences of the Partnership page, and the picture of a composite."""

import re

import pytest

from data.authorities import Area, load_authorities
from data.indicators import load_indicators
from data.periods import PeriodKind, year_ending
from layouts.partnership import composite_words, words
from layouts.partnership.composite_picture import ends, picture
from layouts.partnership.facts import CompositeRow
from models.composite import Basis, Composite

INDICATORS = load_indicators()
NAMES = ("Isle of Wight", "Hampshire", "Bournemouth, Christchurch and Poole")
WIGHT, HANTS, BCP = (load_authorities().find(name) for name in NAMES)


def composite(value: float | None = 75.2, low: float | None = 73.4, place: int = 142, band: str = "D") -> CompositeRow:
    indicator = INDICATORS.find("LACHealth%")
    made = Composite(
        indicator=indicator,
        period=year_ending(PeriodKind.FINANCIAL_YEAR, 2025),
        value=value,
        numerator=1504,
        denominator=2000,
        low=low,
        high=None if low is None else 77.0,
        method="Wilson",
        basis=Basis.POOLED,
        contributing=(WIGHT, HANTS),
        missing=(),
        sentence="",
    )
    members: tuple[tuple[Area, float | None], ...] = ((WIGHT, 87), (HANTS, 69))
    return CompositeRow(made, "/indicator", 75, 90, 88, "worse", place, 148, band, members)


def test_names_are_said_as_a_sentence_says_them() -> None:
    assert words.spoken("Isle of Wight") == "the Isle of Wight"
    assert words.spoken("Hampshire") == "Hampshire"
    assert words.spoken_all([HANTS, WIGHT]) == "Hampshire and the Isle of Wight"
    assert words.spoken_all([HANTS, BCP]) == f"Hampshire, and {BCP.name}"


@pytest.mark.parametrize(
    ("place", "band", "said"),
    [
        (142, "D", "would be 142nd best of 148, band D, the worst quarter"),
        (7, "", "would be 7th best of 148"),
        (0, "", "no place"),
    ],
)
def test_it_would_be_somewhere(place: int, band: str, said: str) -> None:
    assert composite_words.place(composite(place=place, band=band)) == said


def test_the_interval_or_why_there_is_none() -> None:
    assert composite_words.limits(composite()) == "73.4% to 77.0%"
    assert composite_words.limits(composite(low=None)) == "no interval: no counts are published"


def test_the_picture_says_and_shows_all_marks() -> None:
    drawn = str(picture(composite()))
    assert ends(composite()) == (69, 90)
    for kind in ("axis", "interval", "england", "region", "mark worse"):
        assert drawn.count(f'class="{kind}"') == 1, kind
    assert drawn.count('class="member"') == 2
    assert "Taken as one 75%, 73.4% to 77.0%; England 90%; Isle of Wight 87% · Hampshire 69%." in drawn
    across = [float(found) for found in re.findall(r'class="member" d="M([\d.]+)', drawn)]
    assert across == [pytest.approx(16 + 288 * (87 - 69) / 21, abs=0.06), 16.0]
