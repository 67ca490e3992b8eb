"""The portal where the second half of some pages is slow, and of some fails: it depends on whose page it is."""

import time
from typing import Any

from flask import has_request_context, request

from app import views
from app.factory import create_app, warm
from app.settings import load_settings
from layouts.halves import Rest, halves

SLOW, FAILING = "Leeds", "Essex"
SECONDS = 2


def halting(page: Any) -> tuple[Any, Any]:
    """Both halves of a page, the second in its own way."""
    first, draw = halves(page)
    whose = request.args.get("authority", "") if has_request_context() else ""

    def draw_rest() -> Rest:
        if whose in (SLOW.lower(), FAILING.lower()):
            time.sleep(SECONDS)
        if whose == FAILING.lower():
            raise ZeroDivisionError
        return draw()

    return first, draw_rest


views.halves = halting
server = warm(create_app(load_settings()).server)
