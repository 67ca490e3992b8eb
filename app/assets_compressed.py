"""Compresses at leisure what every browser fetches (`make compressed`): brotli's best takes seconds, and a tenth less.

What it writes is committed and named by content: a file of which there is none is compressed at the start, less well.
"""

import re
import tempfile

import brotli
from flask import Flask

from app.bundles import digest
from app.factory import create_app
from app.settings import load_settings
from app.static_files import COMPRESSED, PLOTLY_ADDRESS

BEST = 11
FETCHED_LATER = (
    PLOTLY_ADDRESS,
    "/assets/vendor/accessible-autocomplete-3.0.1.js",
)
"""What scripts ask for once they run."""
NAMED = re.compile(r'(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+\.(?:js|css)[^"]*)"')


def fetched(server: Flask) -> dict[str, bytes]:
    """Every script and style sheet that a browser fetches for a page, by the digest of its content."""
    browser = server.test_client()
    named = NAMED.findall(browser.get("/indicator").get_data(as_text=True))
    answers = [browser.get(address) for address in dict.fromkeys([*named, *FETCHED_LATER])]
    if wrong := [answer.request.path for answer in answers if answer.status_code != 200]:
        raise FileNotFoundError(", ".join(wrong))
    return {digest(answer.get_data()): answer.get_data() for answer in answers}


def main() -> None:
    """Write what is not there yet, and remove what nobody fetches any more."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = fetched(create_app(load_settings({"PORTAL_CACHE_DIR": folder})).server)
    COMPRESSED.mkdir(exist_ok=True)
    for file in COMPRESSED.iterdir():
        if file.stem not in wanted:
            file.unlink()
    for name, body in wanted.items():
        place = COMPRESSED / f"{name}.br"
        if not place.exists():
            place.write_bytes(brotli.compress(body, quality=BEST))


if __name__ == "__main__":
    main()
