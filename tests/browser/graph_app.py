"""What the portal's pages stand on, under one chart and one failing button."""

from dash import Input, Output, dcc, html

from app.factory import create_platform, warm
from app.settings import load_settings
from data.errors import PortalError
from layouts import ids

FIGURE = {
    "data": [
        {"type": "scatter", "x": [2023, 2024, 2025], "y": [10.4, 11.1, 14.0]},
        {"type": "bar", "x": [2024], "y": [3]},
    ],
    "layout": {"title": {"text": "A chart"}},
}


def refuse(clicks: int) -> str:
    raise PortalError("There are no figures for that year.") if clicks == 1 else RuntimeError("a defect")


app = create_platform(load_settings())
app.layout = html.Main(
    [
        html.H1("A chart"),
        html.Div(id=ids.PROBLEM, role="alert"),
        dcc.Graph(figure=FIGURE, config={"showSendToCloud": False}),
        html.Button("Fail", id="fail"),
        html.P(id="kept", children="as it was"),
    ]
)
app.callback(Output("kept", "children"), Input("fail", "n_clicks"), prevent_initial_call=True)(refuse)
server = warm(app.server)
