"""The portal's own style sheets and its own scripts, each kind as one file: two requests in place of thirty-six.

The name of each says what is in it, so a browser may keep it for ever.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
FOLDER = "/assets"
COMPONENTS = ASSETS / "01-components.min.js"
"""The components that pages are made of, cut out of Dash's libraries of them (app/assets_build.py)."""


@dataclass(frozen=True)
class Bundle:
    """Several files as one."""

    address: str
    body: bytes
    mimetype: str


@cache
def style_sheet() -> Bundle:
    """Every style sheet, in the order of their names."""
    return _bundle(".css", "text/css")


@cache
def script() -> Bundle:
    """Every script, in the order of their names."""
    return _bundle(".js", "text/javascript")


def bundles() -> tuple[Bundle, ...]:
    return style_sheet(), script()


def _bundle(suffix: str, mimetype: str) -> Bundle:
    files = sorted(path for path in ASSETS.iterdir() if path.suffix == suffix)
    body = b"\n".join(path.read_bytes() for path in files)
    return Bundle(f"{FOLDER}/portal-{digest(body)}{suffix}", body, mimetype)


def digest(body: bytes) -> str:
    """What names a content."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()
