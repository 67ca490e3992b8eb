"""The HTML document that every page is drawn into."""

from typing import Any

from dash import Dash

from app.static_files import PLOTLY_ADDRESS

# The font and the chart library are asked for at once, rather than when a page turns out to use them.
INDEX = f"""<!DOCTYPE html>
<html lang="en">
    <head>
        {{%metas%}}
        <title>{{%title%}}</title>
        <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
        <link rel="preload" as="font" type="font/woff2" crossorigin
            href="/assets/vendor/atkinson-hyperlegible-next-5.3.0.woff2">
        {{%css%}}
        <link rel="preload" as="script" href="{PLOTLY_ADDRESS}">
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
    """Dash, keeping to itself which versions it runs on."""

    def _config(self) -> dict[str, Any]:
        told = super()._config()  # type: ignore[no-untyped-call]
        return {name: value for name, value in told.items() if name not in VERSIONS}
