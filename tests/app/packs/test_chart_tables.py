"""A chart's own table, what is left out because a chart shows it, and how figures are printed."""

import pytest

from app.packs.chart_tables import chart_table, further_tables, printed, reason, table_of
from app.packs.native_series import ends_with_room
from app.packs.scales import first_of_axis
from app.packs.slide_words import Paragraph, lines_of, pages, width_of
from app.packs.table_parts import beside, fitted
from layouts.pack.content import Block, ChartKind, PackChart, PackSeries, Role
from layouts.tables import Column, Number, Table

LINES = PackChart(
    ChartKind.LINES, "Ours rose", "", "", ("2024", "2025"),
    (PackSeries("Ours", (1.25, None), (Role.US,)), PackSeries("England", (None, 2.0), (Role.ENGLAND,))),
    "%", 1, ("Ours 2025: unreliable", "2024: not yet due"),
)  # fmt: skip
OWN = Table("Its own", (Column("Year"), Column("A", True), Column("B", True)),
            (("2024", Number("1.3", 1.25, 1), "late"), ("2025", "low", Number("2.0", 2.0, 1))))  # fmt: skip


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (9.25, 1, "9.3"),
        (2.675, 2, "2.68"),
        (-0.5, 0, "\u22121"),
        (1234.0, 0, "1,234"),
        (-0.01, 1, "0.0"),
        (1e21, 0, None),
    ],
)
def test_figures_are_printed_as_spreadsheets_print_them(value: float, decimals: int, words: str | None) -> None:
    assert printed(value, decimals) == (words or f"{int(value):,}")


def test_a_table_made_of_a_chart_says_why_figures_are_missing() -> None:
    assert table_of(LINES).rows == (
        ("2024", Number("1.3", 1.25, 1), "not yet due"),
        ("2025", "unreliable", Number("2.0", 2.0, 1)),
    )
    assert reason(LINES, "England", "2025") == "no figure"


def test_a_blocks_own_table_of_its_chart_is_taken() -> None:
    block = Block("b", "B", (), chart=LINES, tables=(OWN,))
    assert chart_table(block, LINES) is OWN
    assert further_tables(block) == ()


def test_tables_that_say_more_stay() -> None:
    said = Table("Words", (Column("Who"), Column("What")), (("A", "B"),))
    more = Table("More", (Column("Who"), Column("N", True)), (("A", Number("3", 3.0)),))
    fewer = Table("Fewer", (Column("Who"), Column("N", True)), (("A", Number("2", 2.0)),))
    assert further_tables(Block("b", "B", (), chart=LINES, tables=(said, more, fewer))) == (said, more)
    assert further_tables(Block("b", "B", (), tables=(fewer,))) == (fewer,)


def test_bars_start_at_zero_and_flat_lines_do_not() -> None:
    rising = PackSeries("Ours", (10.0, 92.0), (Role.US,))
    assert first_of_axis(PackChart(ChartKind.LINES, "", "", "", ("a", "b"), (rising,), "%", 0)) == 0
    flat = PackSeries("Ours", (90.0, 92.0), (Role.US,))
    assert first_of_axis(PackChart(ChartKind.LINES, "", "", "", ("a", "b"), (flat,), "%", 0)) == 89
    assert first_of_axis(PackChart(ChartKind.BARS, "", "", "", ("a", "b"), (flat,), "%", 0)) == 0
    below = PackSeries("Ours", (-1.0, 92.0), (Role.US,))
    assert first_of_axis(PackChart(ChartKind.BARS, "", "", "", ("a", "b"), (below,), "%", 0)) is None


def test_the_widest_columns_give_way_first() -> None:
    assert fitted([1, 2, 3], [1, 1, 1], 10) == [1, 2, 3]
    assert fitted([1, 6, 9], [1, 1, 1], 9) == pytest.approx([1, 4, 4])
    assert fitted([4, 4], [4, 4], 4) == pytest.approx([2, 2])


def test_a_wide_table_is_parted_with_the_names_of_its_rows() -> None:
    wide = Table("W", tuple(Column(str(n)) for n in range(12)), (tuple(str(n) for n in range(12)),))
    assert [[column.heading for column in part.columns] for part in beside(wide)] == [
        [str(n) for n in range(9)], ["0", "9", "10", "11"]
    ]  # fmt: skip


def test_words_that_go_over_several_slides_stay_whole() -> None:
    words = [Paragraph("one two three four five " * 60, 14), Paragraph("W" * 3000, 14), Paragraph("the end", 14)]
    made = pages(words, 4, 2)
    assert "".join(one.words for page in made for one in page).replace(" ", "") == "".join(
        one.words for one in words
    ).replace(" ", "")
    assert len(made) > 3


def test_lines_are_counted_by_width() -> None:
    assert lines_of("", 4, 14) == 1
    assert lines_of("word " * 10, width_of("word " * 5, 14), 14) == 2
    assert lines_of("w" * 100, width_of("w" * 10, 14) + 0.01, 14) == 10


def test_last_figures_of_lines_are_not_printed_over_one_another() -> None:
    ends = (("England", 10.1, Role.ENGLAND), ("Ours", 10.0, Role.US), ("Region", 5.0, Role.REGION))
    series = tuple(PackSeries(name, (0.0, end), (role,)) for name, end, role in ends)
    assert ends_with_room(PackChart(ChartKind.LINES, "", "", "", ("a", "b"), series, "%", 0)) == {1, 2}
