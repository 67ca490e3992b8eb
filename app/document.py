"""The HTML document that every page is drawn into."""

from typing import Any

from dash import Dash
from flask import request

from app.static_files import PLOTLY_ADDRESS
from layouts.pages import PAGES

# The font, and the chart library on pages with charts, are asked for at once rather than when they turn out to be used.
CHART_LIBRARY = f'<link rel="preload" as="script" href="{PLOTLY_ADDRESS}">'
CHARTED = frozenset(page.path for page in PAGES if page.charted)
INDEX = f"""<!DOCTYPE html>
<html lang="en">
    <head>
        {{%metas%}}
        <title>{{%title%}}</title>
        <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
        <link rel="preload" as="font" type="font/woff2" crossorigin
            href="/assets/vendor/atkinson-hyperlegible-next-5.3.0.woff2">
        {{%css%}}
        {CHART_LIBRARY}
    </head>
    <body>
        <noscript>Alongside draws its pages with JavaScript, which is turned off in this browser.</noscript>
        {{%app_entry%}}
        {{%config%}}
        {{%scripts%}}
        {{%renderer%}}
    </body>
</html>
"""

VERSIONS = frozenset({"dash_version", "dash_version_url", "ddk_version", "plotly_version", "python_version"})


class PortalDash(Dash):
    """Dash, keeping to itself which versions it runs on, and fetching the chart library early only where it is used."""

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]  # every part goes on as it came
        document = str(super().interpolate_index(**parts))  # type: ignore[no-untyped-call]
        return document if request.path in CHARTED else document.replace(CHART_LIBRARY, "")

    def _config(self) -> dict[str, Any]:
        told = super()._config()  # type: ignore[no-untyped-call]
        return {name: value for name, value in told.items() if name not in VERSIONS}
