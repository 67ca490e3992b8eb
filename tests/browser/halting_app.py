"""The portal where the second half of some pages is slow, and of some fails: it depends on whose page it is."""

import time
from typing import Any

from flask import has_request_context, request

from app import views
from app.factory import create_app, warm
from app.settings import load_settings
from layouts.halves import Halves, Rest, halves

SLOW, FAILING = "Leeds", "Essex"
SECONDS = 2


def halting(page: Any) -> Halves:
    """Both halves of a page, the second in its own way."""
    first, draw, _ = halves(page)
    whose = request.args.get("authority", "") if has_request_context() else ""

    def draw_rest() -> Rest:
        if whose in (SLOW.lower(), FAILING.lower()):
            time.sleep(SECONDS)
        if whose == FAILING.lower():
            raise ZeroDivisionError
        return draw()

    return Halves(first, draw_rest, is_later=True)


views.halves = halting
server = warm(create_app(load_settings()).server)
