"""A trajectory as a figure: valid, its lines told apart by dash, shape and word, its table the same numbers."""

from datetime import date

import plotly.graph_objects as go
import pytest

from data.periods import PeriodKind
from data.store import Snapshot
from layouts.board.trajectory_chart import finding, picture, subtitle, table
from layouts.charts import frame
from layouts.charts.frame import Figure
from layouts.charts.trajectory import TARGET, Ahead, Aim, Dot, trajectory_chart
from layouts.tables import Number
from models.trajectories import DatedTarget, Measures, Trajectory, published_figures, trajectory
from tests.layouts.test_charts import texts
from tests.layouts.trajectory_indicators import COUNT, STABILITY
from tests.models.trajectory_figures import NOW, monthly, target, yearly

DOTS = tuple(
    Dot(date(2021 + at, 3, 31), value, str(2021 + at), f"{2021 + at}: {value}")
    for at, value in enumerate((16.0, None, 15.0, 14.0))
)
AIM = Aim(date(2022, 3, 31), 16.0, date(2026, 3, 31), 10.0, "target 10%", "Target 10% by March 2026")
AHEAD = (
    Ahead(date(2025, 3, 31), 13.5, 11.0, 16.0, "2025", "2025 at the run rate: 13.5%"),
    Ahead(date(2026, 3, 31), 13.0, 9.0, 18.0, "2026", "2026 at the run rate: 13.0%"),
)


def drawn(ahead: tuple[Ahead, ...] = AHEAD) -> Figure:
    return trajectory_chart("%", "Southampton", DOTS, AIM, ahead, "run rate 13.0%")


def traces(figure: Figure) -> dict[str, Figure]:
    return {trace["name"]: trace for trace in figure["data"]}


@pytest.mark.parametrize("figure", [drawn(), drawn(())], ids=["whole", "without a run rate"])
def test_it_is_a_valid_figure(figure: Figure) -> None:
    assert go.Figure(figure).to_dict()["layout"]["height"] == frame.HEIGHT


def test_each_line_has_a_dash_and_the_target_a_shape_and_a_word() -> None:
    found = traces(drawn())
    assert {found[name]["line"]["dash"] for name in ("Southampton", "path", "run rate")} == {"solid", "dash", "dot"}
    assert found["target"]["marker"]["symbol"] == TARGET
    assert {"target 10%", "run rate 13.0%", "<b>Southampton</b>"} <= set(texts(drawn()))


def test_the_path_leads_from_the_baseline_to_the_target() -> None:
    path = traces(drawn())["path"]
    assert (path["x"], path["y"]) == (["2022-03-31", "2026-03-31"], [16.0, 10.0])


def test_the_band_opens_from_the_newest_figure() -> None:
    band = traces(drawn())["interval"]
    assert (band["x"][0], band["y"][0]) == ("2024-03-31", 14.0)
    assert band["y"] == [14.0, 11.0, 9.0, 18.0, 16.0, 14.0]
    assert traces(drawn())["run rate"]["y"] == [14.0, 13.5, 13.0]
    assert set(traces(drawn(()))) == {"path", "Southampton", "target"}


def test_a_missing_year_is_a_gap() -> None:
    line = traces(drawn())["Southampton"]
    assert line["y"][1] is None
    assert line["connectgaps"] is False


def test_the_axis_holds_all_of_it_and_names_the_last() -> None:
    axis = drawn()["layout"]["xaxis"]
    assert axis["range"][0] < "2021-03-31"
    assert axis["range"][1] > "2026-03-31"
    assert axis["ticktext"][0] == "2026"
    assert drawn(())["layout"]["xaxis"]["ticktext"][0] == "Mar 26", "without a run rate the target's month is named"
    low, high = drawn()["layout"]["yaxis"]["range"]
    assert low <= 9.0 < 18.0 <= high


def found_of(snapshot: Snapshot) -> Trajectory:
    indicator = snapshot.indicators.find("LACStable_2016on")
    figures = published_figures(indicator, snapshot.block(indicator), snapshot.area_position["852"])
    return trajectory(DatedTarget(10, date(2027, 3, 31), 14, date(2024, 3, 31), -1), figures, NOW)


def test_the_picture_and_the_table_have_the_same_numbers(snapshot: Snapshot) -> None:
    indicator, found = snapshot.indicators.find("LACStable_2016on"), found_of(snapshot)
    figure, rows = picture(indicator, "Southampton", found), table(indicator, "Southampton", found).rows
    assert go.Figure(figure).data
    line = traces(figure)["Southampton"]
    values = [row[1].value if isinstance(row[1], Number) else None for row in rows]
    assert values[: len(line["y"])] == line["y"]
    middles = [row[5].value for row in rows if isinstance(row[5], Number)]
    assert middles == traces(figure)["run rate"]["y"][1:]
    newest = next(row for row in rows if row[0] == "2024-25")
    assert [cell.text if isinstance(cell, Number) else cell for cell in newest] == [
        "2024-25", "14", "64", "460", "12.7", "", "",
    ]  # fmt: skip
    assert [row[0] for row in rows][-2:] == ["2025-26, ahead", "2026-27, ahead"]


def test_the_finding_and_what_is_shown(snapshot: Snapshot) -> None:
    indicator, found = snapshot.indicators.find("LACStable_2016on"), found_of(snapshot)
    assert finding(indicator, "Southampton", found) == (
        "Southampton: behind, but too close to call: 14% in 2024-25 against a path of 12.7%"
    )
    assert subtitle(indicator, found).endswith(
        "; target 10% by March 2027, from 14% in March 2024; dashes are the path, dots the present run rate with its "
        "95% limits"
    )


@pytest.mark.parametrize(
    "found",
    [
        trajectory(target(), yearly((16, 15, 14)), NOW),
        trajectory(target(sign=0), yearly((16, 15, 14)), NOW),
        trajectory(target(by=date(2023, 3, 31)), yearly((16, 15, 14)), NOW),
        trajectory(target(), yearly(()), NOW),
        trajectory(target(), yearly((16, None, 14), period=PeriodKind.ACADEMIC_YEAR), NOW),
    ],
    ids=["short", "neutral", "no way", "no figure", "school years"],
)
def test_every_state_can_be_drawn(found: Trajectory) -> None:
    assert go.Figure(picture(STABILITY, "Southampton", found)).data
    assert len(table(STABILITY, "Southampton", found).rows) >= len(found.figures.points)


def test_a_year_s_total_in_months() -> None:
    months = monthly((20.0, 24.0, 22.0), what=Measures.TOTAL)
    found = trajectory(DatedTarget(240, date(2023, 3, 31), 300, date(2022, 3, 31), -1), months, date(2022, 7, 1))
    figure = picture(COUNT, "Southampton", found)
    assert traces(figure)["path"]["y"] == [0.0, 240]
    assert traces(figure)["Southampton"]["y"] == [20.0, 44.0, 66.0]
    assert table(COUNT, "Southampton", found).rows[-1][0] == "March 2023, ahead"
