"""What the portal's pages stand on, under one chart."""

from dash import dcc, html

from app.factory import create_platform, warm
from app.settings import load_settings

FIGURE = {
    "data": [
        {"type": "scatter", "x": [2023, 2024, 2025], "y": [10.4, 11.1, 14.0]},
        {"type": "bar", "x": [2024], "y": [3]},
    ],
    "layout": {"title": {"text": "A chart"}},
}


app = create_platform(load_settings())
app.layout = html.Main(
    [
        html.H1("A chart"),
        dcc.Graph(figure=FIGURE, config={"showSendToCloud": False}),
    ]
)
server = warm(app.server)
