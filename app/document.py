"""The HTML document that every page is drawn into."""

import re
from typing import Any
from urllib.parse import quote

from dash import Dash
from flask import Flask, Response, request
from markupsafe import escape

from app.bundles import ASSETS, script, style_sheet
from app.static_files import PLOTLY_ADDRESS
from layouts.pages import PAGES

VIEWS = "views"
"""The name under which the document says where views are (app/assets/24-views.js asks there)."""
CHARTED = frozenset(page.path for page in PAGES if page.charted)
ICON = f"data:image/svg+xml,{quote((ASSETS / 'favicon.svg').read_text('utf-8'))}"
"""In the document itself: Chromium asks for an icon anew at every change of the address."""
# The font is asked for at once, rather than when it turns out to be used.
INDEX = f"""<!DOCTYPE html>
<html lang="en">
    <head>
        {{%metas%}}
        <title>{{%title%}}</title>
        <link rel="icon" type="image/svg+xml" href="{ICON}">
        <link rel="preload" as="font" type="font/woff2" crossorigin
            href="/assets/vendor/atkinson-hyperlegible-next-usual-5.3.0.woff2">
        <link rel="stylesheet" href="{style_sheet().address}">
        {{%css%}}
    </head>
    <body>
        <noscript>Alongside draws its pages with JavaScript, which is turned off in this browser.</noscript>
        {{%app_entry%}}
        {{%config%}}
        {{%scripts%}}
        <script src="{script().address}"></script>
        {{%renderer%}}
    </body>
</html>
"""

UNUSED = re.compile(r'<script src="[^"]*/(?:dash_table|dash/dcc|dash_bootstrap_components)/[^"]*"></script>\n?')
"""Dash's own tables, since ours are plain ones, and its libraries of components: those in use are among our scripts."""
POLYFILL = re.compile(r'<script src(?=="[^"]*/polyfill@)')
"""What browsers of before 2018 lack: they alone run a script that is no module's."""
FOR_A_MOMENT = "public, max-age=0, s-maxage=10, must-revalidate"
"""A proxy may answer everybody from one copy for this long; a browser asks each time."""
SHELL = frozenset({"/", "/<path:path>", "/_dash-layout", "/_dash-dependencies"})
"""The endpoints of what surrounds every page."""
VERSIONS = frozenset({"dash_version", "dash_version_url", "ddk_version", "plotly_version", "python_version"})
UNUSED_HERE = frozenset({"end_id", "validation_layout"})
"""What no callback here needs: a word made up for each visit, without which the document is all visitors', and a second
copy of the layout, which took half of the document's time."""


class PortalDash(Dash):
    """Dash, keeping to itself which versions it runs on, and telling the browser early what it will ask for.

    `views` is the address before a page's path at which its view is; empty where there are none.
    """

    views = ""

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]  # the other parts go on as they came
        parts["scripts"] = POLYFILL.sub("<script nomodule src", UNUSED.sub("", parts["scripts"]))
        parts["metas"] += "".join(f"\n        {link}" for link in self._early())
        return str(super().interpolate_index(**parts))  # type: ignore[no-untyped-call]

    def _early(self) -> list[str]:
        """What is fetched while the scripts are: what they would only ask for once they run."""
        if not self.views:
            return []
        search = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
        asked = ["/_dash-layout", "/_dash-dependencies", escape(f"{self.views}{request.path}{search}")]
        links = [f'<link rel="preload" as="fetch" crossorigin href="{address}">' for address in asked]
        if request.path in CHARTED:
            links.append(f'<link rel="preload" as="script" href="{PLOTLY_ADDRESS}">')
        return [f'<meta name="{VIEWS}" content="{self.views}">', *links]

    def _config(self) -> dict[str, Any]:
        told = super()._config()  # type: ignore[no-untyped-call]
        return {name: value for name, value in told.items() if name not in VERSIONS | UNUSED_HERE}


def register(server: Flask) -> None:
    """What surrounds a page is the same for all who are not signed in: tagged, and kept by proxies for a moment."""

    def let_proxies_keep(response: Response) -> Response:
        is_whole = response.status_code == 200 and "Cache-Control" not in response.headers
        if request.endpoint in SHELL and is_whole:
            response.headers["Cache-Control"] = FOR_A_MOMENT
            response.vary.add("Cookie")
            response.add_etag(weak=True)
            response.make_conditional(request)
        return response

    server.after_request(let_proxies_keep)
