"""A control chart as a figure: valid, its limits and target named, its signals told by shape and word."""

import plotly.graph_objects as go
import pytest

from data.returns.months import month_of
from layouts.charts import control, frame
from layouts.charts.control import Aim, Limits, control_figure
from layouts.charts.frame import Figure
from models.scorecard.figures import unbroken
from tests.layouts.test_charts import texts

MONTHS = unbroken(month_of(2022, 4), month_of(2022, 10))
VALUES = (22.0, 22.5, None, 29.0, 30.5, 32.0, 32.5)
WORDS = ["", "", "", "concern", "concern", "", "concern"]
TOLD = [f"month {at}" for at in range(7)]
LIMITS = Limits((27.0,) * 7, (20.0,) * 7, (35.0,) * 7, ("average 27", "lower 20", "upper 35"))


def drawn(limits: Limits | None = LIMITS, aim: Aim | None = Aim(23.0, "target 23%")) -> Figure:  # noqa: B008
    return control_figure("%", MONTHS, VALUES, TOLD, WORDS, "Southampton", limits, aim)


def course(figure: Figure) -> Figure:
    found: Figure = next(trace for trace in figure["data"] if trace["name"] == "months")
    return found


@pytest.mark.parametrize("figure", [drawn(), drawn(None, None), drawn(aim=None)], ids=["whole", "bare", "no target"])
def test_it_is_a_valid_figure(figure: Figure) -> None:
    assert go.Figure(figure).to_dict()["layout"]["height"] == frame.HEIGHT


def test_a_signal_has_a_shape_of_its_own_and_its_word_once_a_run() -> None:
    figure = drawn()
    assert course(figure)["marker"]["symbol"] == [control.SIGNAL if word else control.USUAL for word in WORDS]
    assert texts(figure).count("concern") == 2, "two runs of months, a word for each"


def test_limits_average_and_target_are_named_at_the_line() -> None:
    assert {"average 27", "lower 20", "upper 35", "target 23%"} <= set(texts(drawn()))
    assert [shape["y0"] for shape in drawn()["layout"]["shapes"] if shape.get("name") == "target"] == [23.0]
    bare = drawn(None, None)
    assert [trace["name"] for trace in bare["data"]] == ["months"]
    assert "<b>Southampton</b>" in texts(bare)


def test_a_missing_month_is_a_gap() -> None:
    found = course(drawn())
    assert found["y"][2] is None
    assert found["connectgaps"] is False
    assert len(found["x"]) == len(found["y"]) == len(MONTHS)


def test_the_last_month_is_always_named_under_the_axis() -> None:
    axis = drawn()["layout"]["xaxis"]
    assert axis["ticktext"][0] == "Oct 22"
    assert axis["tickvals"][0] == "2022-10-31"
