"""Signals in monthly data: control charts, the rules that call a signal, capability, and the year's end projected."""

from models.control_charts.attributes import laney_p_chart, laney_u_chart, p_chart, u_chart
from models.control_charts.capability import Capability, capability
from models.control_charts.chart import ChartKind, ControlChart
from models.control_charts.choice import Choice, DataKind, choose_chart, control_chart
from models.control_charts.individuals import individuals_chart
from models.control_charts.phases import ProcessChange, in_phases, phase_numbers
from models.control_charts.projection import (
    Projection,
    monthly_from_cumulative,
    project_cumulative,
    project_mean,
    project_share,
    project_total,
)
from models.control_charts.reading import Reading, reading
from models.control_charts.rules import Rule, Signals, signal_words, signals

__all__ = [
    "Capability",
    "ChartKind",
    "Choice",
    "ControlChart",
    "DataKind",
    "ProcessChange",
    "Projection",
    "Reading",
    "Rule",
    "Signals",
    "capability",
    "choose_chart",
    "control_chart",
    "in_phases",
    "individuals_chart",
    "laney_p_chart",
    "laney_u_chart",
    "monthly_from_cumulative",
    "p_chart",
    "phase_numbers",
    "project_cumulative",
    "project_mean",
    "project_share",
    "project_total",
    "reading",
    "signal_words",
    "signals",
    "u_chart",
]
