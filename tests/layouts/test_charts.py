"""Charts: valid figures, gaps that stay gaps, one trace of bars, names that do not touch, the unit once."""

import json
import re
from itertools import pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.periods import Period, PeriodKind, year_ending
from layouts.charts import frame
from layouts.charts.frame import Figure, Scale, spread_out, ticks
from layouts.charts.ranked import Bar, Level, Reach, ranked_chart
from layouts.charts.trend import STROKES, Line, Range, Role, Said, short_label, trend_chart, trend_scale
from layouts.theme import LIGHT

STYLES = Path(__file__).resolve().parents[2] / "app" / "assets" / "30-charts.css"
YEARS = [year_ending(PeriodKind.FINANCIAL_YEAR, year) for year in range(2020, 2026)]


def line(name: str, role: Role, *values: float | None) -> Line:
    return Line(name, role, values, tuple(f"{name} {value}" for value in values))


US = line("Southampton", Role.US, 80, 82, None, 86, 88, 90)
BESIDE = line("Portsmouth", Role.BESIDE, 70, 71, 72, 73, 74, None)
ENGLAND = line("England", Role.ENGLAND, 60, 61, 62, 63, 64, 65)
RANGES = [Range(0, 74, 86), Range(1, 76, 88), Range(5, 85, 94)]
TREND = trend_chart("%", YEARS, [US, BESIDE, ENGLAND], RANGES, [Said(2, 2, "suppressed"), Said(5, 5, "revised")], {5})


def bars(count: int = 20, us: int = 4, beside: tuple[int, ...] = (10, 15)) -> list[Bar]:
    """Bars of 100, 99, 98 and so on: 20 have four bands of five."""
    roles = {us: Role.US} | dict.fromkeys(beside, Role.BESIDE)
    return [
        Bar(
            value=100.0 - place,
            label=f"Authority {place} {100 - place}%",
            words=f"Authority {place}: {100 - place}%",
            band="ABCD"[place * 4 // count],
            role=roles.get(place),
            is_named=place in roles,
            neighbour=place in (2, 8),
        )
        for place in range(count)
    ]


RANKED = ranked_chart("%", bars(), [Level("England 90", Role.ENGLAND, 90.0)], (93.0, 98.0), Reach(2, 7, "3rd to 8th"))


def texts(figure: Figure) -> list[str]:
    return [annotation["text"] for annotation in figure["layout"]["annotations"]]


def trace(figure: Figure, name: str) -> Figure:
    found: Figure = next(trace for trace in figure["data"] if trace.get("name") == name)
    return found


@pytest.mark.parametrize("figure", [TREND, RANKED, ranked_chart("£", []), trend_chart("", YEARS[:2], [])])
def test_a_figure_is_one_that_plotly_accepts(figure: Figure) -> None:
    assert go.Figure(figure).to_dict()["layout"]["height"] == frame.HEIGHT


@pytest.mark.parametrize("figure", [TREND, RANKED], ids=["trend", "ranked"])
def test_the_unit_is_said_once(figure: Figure) -> None:
    assert texts(figure).count("%") == 1
    axis = figure["layout"]["yaxis"]
    assert not any("%" in text for text in axis["ticktext"])
    assert "ticksuffix" not in axis
    assert "title" not in axis


@pytest.mark.parametrize("figure", [TREND, RANKED], ids=["trend", "ranked"])
def test_a_chart_has_only_colours_that_follow_the_scheme(figure: Figure) -> None:
    """The style sheet puts a scheme's colour in place of each light one; one that it does not know would stay."""
    used = set(re.findall(r"#[0-9a-f]{6}", json.dumps(figure)))
    known = {"#" + "".join(f"{int(part):02x}" for part in found) for found in swapped("fill")}
    assert used <= known
    stroked = {"#" + "".join(f"{int(part):02x}" for part in found) for found in swapped("stroke")}
    assert {stroke.color for stroke in STROKES.values()} <= stroked
    assert known <= {*vars(LIGHT).values()}


def swapped(what: str) -> list[tuple[str, ...]]:
    return re.findall(rf'style\*="{what}: rgb\((\d+), (\d+), (\d+)\)"', STYLES.read_text("utf-8"))


def test_a_missing_figure_is_a_gap() -> None:
    drawn = trace(TREND, "Southampton")
    assert drawn["y"] == [80, 82, None, 86, 88, 90]
    assert drawn["connectgaps"] is False
    assert drawn["x"][2] == "2022-03-31"


def test_we_lie_on_top_and_no_two_roles_share_a_stroke() -> None:
    assert [trace.get("name") for trace in TREND["data"]] == ["interval", None, "Portsmouth", "England", "Southampton"]
    assert len({(stroke.color, stroke.dash) for stroke in STROKES.values()}) == len(Role)
    assert STROKES[Role.US].dash == "solid"
    assert STROKES[Role.ENGLAND].dash == "dash"
    assert STROKES[Role.NEIGHBOURS].dash == "dot"
    assert STROKES[Role.REGION].dash == "dashdot"


def test_those_beside_us_are_one_trace_with_a_mark_of_its_own_for_each_and_a_gap_between_two() -> None:
    lines = [line(f"Authority {number}", Role.BESIDE, *[number] * len(YEARS)) for number in (1, 2)]
    (drawn,) = trend_chart("%", YEARS, lines)["data"]
    assert drawn["y"] == [*[1] * len(YEARS), None, *[2] * len(YEARS), None]
    assert drawn["x"][len(YEARS)] is None
    assert drawn["x"][: len(YEARS)] == drawn["x"][len(YEARS) + 1 : -1]
    assert [*dict.fromkeys(drawn["marker"]["symbol"])] == ["circle-open", "square-open"]
    assert len(drawn["x"]) == len(drawn["y"]) == len(drawn["text"]) == len(drawn["marker"]["symbol"])


def test_lines_are_named_at_their_end_and_one_that_ends_early_says_when() -> None:
    assert texts(TREND)[1:4] == ["Portsmo…, 2023-24", "England", "<b>Southampton</b>"]


def test_intervals_are_a_band_over_periods_in_a_row_and_a_bar_where_one_stands_alone() -> None:
    band, bar = TREND["data"][:2]
    assert band["fill"] == "toself"
    assert band["fillcolor"] == "rgba(11,92,173,0.16)", "the token's own colour, so that the style sheet can swap it"
    ends = ["2020-03-31", "2021-03-31"]
    assert (band["x"], band["y"]) == ([*ends, *reversed(ends)], [74, 76, 88, 86])
    assert (bar["x"], bar["y"]) == (["2025-03-31"] * 2, [85, 94])


def test_two_runs_of_intervals_do_not_run_into_each_other() -> None:
    ranges = [Range(place, 80, 90) for place in (0, 1, 3, 4)]
    (band,) = [trace for trace in trend_chart("%", YEARS, [US], ranges)["data"] if trace.get("name") == "interval"]
    assert band["x"][4] is None
    assert len(band["x"]) == 9


def test_a_figure_that_is_not_final_has_an_open_mark_and_its_word() -> None:
    assert trace(TREND, "Southampton")["marker"]["symbol"] == ["circle"] * 5 + ["circle-open"]
    words = {note["text"]: note for note in TREND["layout"]["annotations"] if note["text"] in ("suppressed", "revised")}
    assert words["suppressed"]["x"] == "2022-03-31"
    assert (words["revised"]["x"], words["revised"]["xanchor"]) == ("2025-03-31", "right")


def test_words_at_the_foot_never_touch_and_a_line_says_for_which_periods() -> None:
    said = [Said(0, 2, "not available"), Said(3, 3, "suppressed"), Said(4, 5, "low")]
    layout = trend_chart("%", YEARS, [US], [], said)["layout"]
    rows = [note["yshift"] for note in layout["annotations"] if note["text"] in {one.words for one in said}]
    assert rows == [1, 1 + frame.LABEL_HEIGHT, 1], "on a phone the second touches the first, and the third neither"
    lines = [
        (shape["x0"], shape["x1"]) for shape in layout["shapes"] if shape.get("ysizemode") == "pixel" and "x1" in shape
    ]
    assert lines == [("2020-03-31", "2022-03-31"), ("2024-03-31", "2025-03-31")]
    assert layout["yaxis"]["range"][0] < trend_scale([US]).low, "the words have room below the figures"


def test_an_axis_that_does_not_start_at_zero_is_seen_to_be_broken() -> None:
    high, low = line("a", Role.US, *[90.0] * 6), line("b", Role.US, *[1.0, 90.0] * 3)
    broken, whole = (
        [shape for shape in trend_chart("%", YEARS, [one])["layout"]["shapes"] if shape.get("name") == "break"]
        for one in (high, low)
    )
    assert len(broken) == 1
    assert whole == []


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ((40.0, 100.0), 0, 106),  # 40 is under 60% of 100: from zero, 6% of room
        ((90.0, 100.0), 88.5, 101.5),  # over it: 15% of the 10 between them on either side
        ((-1.0, 1.0), -1.12, 1.12),  # zero lies between: 6% of 2
        ((0.0, 0.0), 0, 1),
        ((50.0, 50.0), 45, 55),  # one value for all: a tenth of it on either side
    ],
)
def test_the_scale_starts_at_zero_where_lines_would_not_lie_flat(
    values: tuple[float, ...], low: float, high: float
) -> None:
    scale = trend_scale([line("Southampton", Role.US, *values)])
    assert (scale.low, scale.high) == pytest.approx((low, high))
    assert scale.from_zero == (low <= 0)


def test_the_scale_holds_the_interval() -> None:
    assert trend_scale([line("Southampton", Role.US, 50.0)], [Range(0, 10.0, 90.0)]).high >= 90


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 106, ["0", "20", "40", "60", "80", "100"]),
        (-1.12, 1.12, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
        (0, 2_200_000, ["0", "500,000", "1m", "1.5m", "2m"]),
        (0, 15, ["0", "5", "10", "15"]),
    ],
)
def test_ticks_are_round(low: float, high: float, expected: list[str]) -> None:
    assert ticks(Scale(low, high))["ticktext"] == expected


@given(st.floats(-1e7, 1e7), st.floats(1e-3, 1e7))
def test_there_are_always_a_few_ticks_within_the_scale(low: float, span: float) -> None:
    scale = Scale(low, low + span)
    values = ticks(scale)["tickvals"]
    assert 2 <= len(values) <= 7
    assert all(low - span * 1e-6 <= value <= low + span * (1 + 1e-6) for value in values)


def test_few_periods_are_named_and_always_the_last() -> None:
    axis = TREND["layout"]["xaxis"]
    assert axis["ticktext"] == ["2024-25", "2022-23", "2020-21"]
    assert axis["tickvals"][0] == "2025-03-31"


@pytest.mark.parametrize(
    ("kind", "years", "expected"),
    [
        (PeriodKind.MARCH_SNAPSHOT, 1, "2025"),
        (PeriodKind.ACADEMIC_YEAR, 1, "2024/25"),
        (PeriodKind.CALENDAR_YEAR, 1, "2025"),
        (PeriodKind.CALENDAR_YEAR, 3, "2023 to 25"),
    ],
)
def test_a_period_is_short_under_an_axis(kind: PeriodKind, years: int, expected: str) -> None:
    period: Period = year_ending(kind, 2025, years)
    assert short_label(period) == expected


def test_all_bars_are_one_trace_from_zero_with_the_chosen_in_colour() -> None:
    drawn = [trace for trace in RANKED["data"] if trace["type"] == "bar"]
    assert len(drawn) == 1
    colours = drawn[0]["marker"]["color"]
    assert colours[4] == LIGHT.us
    assert colours[10] == colours[15] == LIGHT.muted
    assert colours.count(LIGHT.others) == 17
    low, _ = RANKED["layout"]["yaxis"]["range"]
    assert low < 0 <= min(drawn[0]["y"]), "room for the neighbours' marks below zero, where bars begin"
    assert RANKED["layout"]["yaxis"]["tickvals"][0] == 0


def test_chosen_bars_and_both_ends_are_named() -> None:
    named = [text for text in texts(RANKED) if "Authority" in text]
    assert sorted(named) == [
        "<b>Authority 4 96%</b>",
        "Authority 0 100%",
        "Authority 10 90%",
        "Authority 15 85%",
        "Authority 19 81%",
    ]


def test_neighbours_are_marked_by_a_shape() -> None:
    marks = next(trace for trace in RANKED["data"] if trace.get("marker", {}).get("symbol") == "triangle-up")
    assert marks["x"] == [2, 8]


def test_the_interval_of_the_rank_lies_below_the_bars_with_its_words() -> None:
    lying = trace(RANKED, "places")
    assert lying["x"] == [2, 7]
    assert max(lying["y"]) < 0
    (words,) = [note for note in RANKED["layout"]["annotations"] if note["text"] == "3rd to 8th"]
    assert (words["x"], words["xanchor"]) == (7, "left")
    marks = next(trace for trace in RANKED["data"] if trace.get("marker", {}).get("symbol") == "triangle-up")
    assert max(lying["y"]) < min(marks["y"]) < 0, "neighbours' marks lie between it and the bars"


def test_bands_have_their_letters_and_edges() -> None:
    axis = RANKED["layout"]["xaxis"]
    assert dict(zip(axis["ticktext"], axis["tickvals"], strict=True)) == {"A best": 2, "B": 7, "C": 12, "D": 17}
    edges = [shape["x0"] for shape in RANKED["layout"]["shapes"] if shape.get("yref") == "paper"]
    assert edges == [4.5, 9.5, 14.5]


def test_without_bands_there_are_no_letters() -> None:
    plain = ranked_chart("%", [Bar(1.0, "one", "one"), Bar(0.5, "two", "two")])
    assert plain["layout"]["xaxis"]["tickvals"] == []


@given(st.lists(st.floats(0, 100), max_size=14))
def test_labels_keep_their_order_and_their_distance(values: list[float]) -> None:
    heights = spread_out(values, 5.0, Scale(0.0, 100.0))
    order = sorted(range(len(values)), key=lambda place: values[place])
    placed = [heights[place] for place in order]
    assert all(upper - lower >= 5.0 - 1e-9 for lower, upper in pairwise(placed))
    assert all(-1e-9 <= height <= 100 + 1e-9 for height in placed)


def test_labels_that_do_not_touch_stay_where_they_are() -> None:
    assert spread_out([50.0, 10.0, 90.0], 5.0, Scale(0.0, 100.0)) == [50.0, 10.0, 90.0]


def test_labels_that_touch_part_evenly() -> None:
    """50 and 52 want 10 between them: their middle, 51, stays."""
    assert spread_out([50.0, 52.0], 10.0, Scale(0.0, 100.0)) == [46.0, 56.0]


@given(
    st.lists(st.floats(-100, 100).map(lambda value: round(value, 6)), min_size=1, max_size=160),
    st.lists(st.integers(0, 159), max_size=6),
)
def test_names_above_bars_never_touch(values: list[float], chosen: list[int]) -> None:
    ordered = sorted(values, reverse=True)
    made = [Bar(value, f"Authority {value:.0f}", "", is_named=place in chosen) for place, value in enumerate(ordered)]
    names = [note for note in ranked_chart("%", made)["layout"]["annotations"] if "Authority" in note["text"]]
    expected = {place for place in (*chosen, 0, len(made) - 1) if place < len(made)}
    assert {note["x"] for note in names} == expected
    boxes = [(box(note, len(made)), note["y"]) for note in names]
    for at, ((left, right), height) in enumerate(boxes):
        others = boxes[at + 1 :]
        assert not [other for (start, end), other in others if start < right and left < end and other == height]


def box(note: Figure, bars: int) -> tuple[float, float]:
    """From where to where a name runs on a phone, in pixels."""
    width, at = len(note["text"]) * 7.2, (note["x"] + 0.5) / bars * 170
    left = {"left": at, "center": at - width / 2, "right": at - width}[note["xanchor"]]
    return left + 1e-6, left + width - 1e-6


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Southampton", "Southampton"), ("Kingston upon Thames", "Kingston upon Th…"), ("A" * 18, "A" * 16 + "…")],
)
def test_a_long_name_is_cut_for_the_margin(name: str, expected: str) -> None:
    assert frame.short(name) == expected
