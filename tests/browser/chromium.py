"""The browser that draws pages: which of Chromium's programs, and with what it is started."""

import shutil

PROGRAMS = ("chromium-headless-shell", "chromium")
"""The first that is there: the shell draws no window around a page, and a visit costs it half as much."""
FLAGS = [
    "--no-sandbox",
    "--font-render-hinting=none",  # the shell spaces letters as all of Chromium does, so that pages look the same
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str | None:
    """Where the program is; None where there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)
