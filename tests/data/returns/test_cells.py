"""Cells and targets: every form that the papers print, and what is not guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.periods import Status
from data.returns.cells import CellKind, parse_cell
from data.returns.targets import TargetKind, parse_target

PERCENTAGE, NUMBER, MISSING, WORDS = CellKind.PERCENTAGE, CellKind.NUMBER, CellKind.MISSING, CellKind.WORDS


@pytest.mark.parametrize(
    ("text", "kind", "value", "decimals"),
    [
        ("", CellKind.EMPTY, None, 0),
        ("1477", NUMBER, 1477, 0),
        ("1,477", NUMBER, 1477, 0),
        ("-1.42", NUMBER, -1.42, 2),
        ("−1.42", NUMBER, -1.42, 2),
        ("95%", PERCENTAGE, 95, 0),
        ("8.3 %", PERCENTAGE, 8.3, 1),
        ("£2410", CellKind.MONEY, 2410, 0),
        ("£1.2m", CellKind.MONEY, 1_200_000, 0),
        ("17K", NUMBER, 17_000, 0),
        ("29 weeks", CellKind.DURATION, 29, 0),
        ("TBC", MISSING, None, 0),
        ("N/A", MISSING, None, 0),
        ("-", MISSING, None, 0),
        ("c", MISSING, None, 0),
        ("<5", MISSING, None, 0),
        ("under review", MISSING, None, 0),
        ("<b>541</b>", NUMBER, 541, 0),
        ("ninety", WORDS, None, 0),
        ("9,1", WORDS, None, 0),
        ("1,47", WORDS, None, 0),
        ("95%%", WORDS, None, 0),
        ("1e5", WORDS, None, 0),
        ("#DIV/0!", WORDS, None, 0),
        ("=1+1", WORDS, None, 0),
        ("9" * 16, WORDS, None, 0),
    ],
)
def test_a_cell_is_read(text: str, kind: CellKind, value: float | None, decimals: int) -> None:
    cell = parse_cell(text)
    assert (cell.kind, cell.value, cell.decimals) == (kind, value, decimals)
    assert cell.text == text


@pytest.mark.parametrize(
    "text", ["95% (287/300)", "95% 287/300", "287/300 (95%)", "287 of 300 (95%)", "95% [287/300]", "95% (287 of 300)"]
)
def test_counts_beside_a_percentage(text: str) -> None:
    cell = parse_cell(text)
    assert (cell.kind, cell.value, cell.numerator, cell.denominator) == (PERCENTAGE, 95, 287, 300)


def test_what_else_stands_in_a_cell() -> None:
    assert parse_cell("287/300").kind is CellKind.COUNTS
    assert (parse_cell("87 (51%)").value, parse_cell("87 (51%)").share) == (87, 51)
    assert (parse_cell("135(+26.0)").value, parse_cell("135(+26.0)").change) == (135, 26)
    assert (parse_cell("(18.0)").value, parse_cell("(18.0)").bracketed) == (18, True)
    assert parse_cell("10.3 (provisional)").status is Status.PROVISIONAL
    assert parse_cell("1477 [r]").status is Status.REVISED
    assert parse_cell("14 (UAM, EOTAS, YOI)").note == "UAM, EOTAS, YOI"
    assert parse_cell("86.6% (+X/C codes 96.8%)").note == "+X/C codes 96.8%"
    assert parse_cell("TBC").reason == "to be confirmed"
    assert "comma" in parse_cell("9,1").fault
    assert "spreadsheet" in parse_cell("#REF!").fault


def test_the_apostrophe_before_a_formula_is_no_part_of_the_text() -> None:
    assert parse_cell("'-3").value == -3
    assert parse_cell("'=1+1").kind is WORDS


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    assert parse_cell(text).text in (text, "")
    assert parse_target(text).text in (text, "")


@given(st.integers(0, 10**9), st.integers(0, 3))
def test_numbers_come_back_as_typed(whole: int, decimals: int) -> None:
    typed = f"{whole / 10**decimals:,.{decimals}f}"
    cell = parse_cell(typed)
    assert (f"{cell.value:,.{decimals}f}", cell.decimals) == (typed, decimals)


@pytest.mark.parametrize(
    ("text", "kind", "value", "upper", "unit", "cumulative"),
    [
        ("95%", TargetKind.VALUE, 95, None, "%", False),
        ("540", TargetKind.VALUE, 540, None, "", False),
        ("<10%", TargetKind.BELOW, 10, None, "%", False),
        ("<17K", TargetKind.BELOW, 17_000, None, "", False),
        ("<36%", TargetKind.BELOW, 36, None, "%", False),
        ("≤ 5", TargetKind.AT_MOST, 5, None, "", False),
        ("no more than 10%", TargetKind.AT_MOST, 10, None, "%", False),
        (">=90%", TargetKind.AT_LEAST, 90, None, "%", False),
        ("95%+", TargetKind.AT_LEAST, 95, None, "%", False),
        ("95% or more", TargetKind.AT_LEAST, 95, None, "%", False),
        ("90-95%", TargetKind.RANGE, 90, 95, "%", False),
        ("700 (accumulative)", TargetKind.VALUE, 700, None, "", True),
        ("£1.2m", TargetKind.VALUE, 1_200_000, None, "£", False),
        ("England average", TargetKind.REFERENCE, None, None, "", False),
        ("TBC", TargetKind.NONE, None, None, "", False),
        ("N/A", TargetKind.NONE, None, None, "", False),
        ("", TargetKind.NONE, None, None, "", False),
        ("green", TargetKind.WORDS, None, None, "", False),
    ],
)
def test_a_target_is_read(
    text: str, kind: TargetKind, value: float | None, upper: float | None, unit: str, cumulative: bool
) -> None:
    target = parse_target(text)
    assert (target.kind, target.value, target.upper, target.unit) == (kind, value, upper, unit)
    assert target.cumulative is cumulative
