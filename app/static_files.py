"""Scripts, styles and fonts: compressed once for each content, and kept by browsers exactly as long as is safe."""

import re
import threading
from functools import partial
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound

from app.bundles import ASSETS, bundles, digest
from app.compression import ONCE, compress, encode

COMPRESSED = ASSETS / "compressed"
PLOTLY = ASSETS / "vendor" / "charts.min.js"
PLOTLY_ADDRESS = "/_dash-component-suites/plotly/package_data/plotly.min.js"
"""Where Dash's graph component asks for the chart library: the address is written into Dash's renderer."""

FOREVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "public, no-cache"
NAMES_ITS_VERSION = re.compile(r"-(\d+\.\d+\.\d+|[0-9a-f]{24})\.\w+$")


class CompressedFiles:
    """Compressed bodies by content and encoding. The contents are files on disk, so it cannot grow without end."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds, for contents known beforehand, what was compressed at leisure: `DIGEST.br`."""
        self._lock = threading.Lock()
        self._folder = folder
        self._bodies: dict[tuple[str, str], bytes] = {}

    def get(self, tag: str, body: bytes, encoding: str) -> bytes:
        """A body, whose digest is `tag`, in an encoding."""
        with self._lock:
            if (tag, encoding) not in self._bodies:
                ready = self._folder / f"{tag}.{encoding}"
                self._bodies[tag, encoding] = ready.read_bytes() if ready.exists() else compress(body, encoding, ONCE)
            return self._bodies[tag, encoding]


def lasts(path: str, stamp: str | None, modified: float | None) -> str:
    """How long a browser may keep an asset without asking.

    For ever when its address changes with its content: the name carries a version, or the stamp that Dash puts in the
    address is that of the file we have. Another machine's stamp, or an old one, is no promise.
    """
    if NAMES_ITS_VERSION.search(path) or (stamp is not None and stamp == str(modified)):
        return FOREVER
    return ASK_EACH_TIME


def cache_control(response: Response) -> str:
    if not request.path.startswith("/assets/"):
        # Dash gives an age to what has its fingerprint in the address, and to nothing else.
        return FOREVER if response.cache_control.max_age else ASK_EACH_TIME
    stamp = request.args.get("m")
    modified = (ASSETS / request.path.removeprefix("/assets/")).stat().st_mtime if stamp else None
    return lasts(request.path, stamp, modified)


def register(server: Flask) -> None:
    """Serves the smaller chart library at Dash's address, and every static file compressed and tagged."""
    files = CompressedFiles(COMPRESSED)
    ours = {bundle.address: bundle for bundle in bundles()}

    @server.get("/assets/portal-<name>")
    def our_own(name: str) -> Response:
        bundle = ours.get(f"/assets/portal-{name}")
        if bundle is None:
            raise NotFound
        return Response(bundle.body, mimetype=bundle.mimetype)

    @server.get(PLOTLY_ADDRESS)
    def chart_library() -> Response:
        return send_from_directory(PLOTLY.parent, PLOTLY.name)

    @server.after_request
    def send_static(response: Response) -> Response:
        if response.status_code != 200 or not request.path.startswith(("/assets/", "/_dash-component-suites/")):
            return response
        response.direct_passthrough = False
        tag = digest(response.get_data())
        response.close()  # the file is read
        response.headers["Cache-Control"] = cache_control(response)
        response.set_etag(tag, weak=True)
        for name in ("Last-Modified", "Accept-Ranges"):
            response.headers.pop(name, None)
        encode(response, partial(files.get, tag)).make_conditional(request)
        return response
