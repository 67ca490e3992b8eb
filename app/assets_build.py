"""Fetches the front end's vendored files anew: fonts, style sheet and libraries (`make assets`; needs npm).

What it writes is committed, so running the portal needs neither npm nor the network, and no page asks another host for
anything. Each file keeps its licence beside it.
"""

import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from plotly.offline import get_plotlyjs_version

from app.bundles import ASSETS
from app.static_files import PLOTLY
from app.style_used import used_of, used_words

FONT = "5.3.0"
BOOTSTRAP = "5.3.9"
AUTOCOMPLETE = "3.0.1"


@dataclass(frozen=True)
class Vendored:
    """One file of one npm package, and where under `app/assets` it is kept; `contains` are packages bundled in it."""

    package: str
    member: str
    kept: Path
    contains: tuple[str, ...] = ()


VENDORED = (
    Vendored(f"plotly.js-basic-dist-min@{get_plotlyjs_version()}", "plotly-basic.min.js", PLOTLY),
    Vendored(f"bootstrap@{BOOTSTRAP}", "dist/css/bootstrap.min.css", ASSETS / "01-bootstrap.min.css"),
    Vendored(
        f"@fontsource-variable/atkinson-hyperlegible-next@{FONT}",
        "files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
        ASSETS / "vendor" / f"atkinson-hyperlegible-next-{FONT}.woff2",
    ),
    Vendored(
        f"accessible-autocomplete@{AUTOCOMPLETE}",
        "dist/accessible-autocomplete.min.js",
        ASSETS / "vendor" / f"accessible-autocomplete-{AUTOCOMPLETE}.js",
        contains=("preact@8.5.3", "core-js@3.36.0"),
    ),
)


def fetch(file: Vendored) -> None:
    """Writes the file, or what is used of it, and its licences."""
    with tempfile.TemporaryDirectory() as folder:
        package = unpacked(file.package, Path(folder))
        content = without_map(package / file.member)
        if file.kept.suffix == ".css":
            content = used_of(content.decode(), used_words()).encode()
        file.kept.parent.mkdir(parents=True, exist_ok=True)
        file.kept.write_bytes(content)
        keep_licence(file.package, package)
    for name in file.contains:
        with tempfile.TemporaryDirectory() as folder:
            keep_licence(name, unpacked(name, Path(folder)))


def unpacked(name: str, folder: Path) -> Path:
    """The contents of an npm package."""
    packed = subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(folder / packed.stdout.strip()) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def keep_licence(name: str, package: Path) -> None:
    """Writes a package's licence beside those of the others."""
    licence = ASSETS / "vendor" / "licences" / f"{name.rpartition('@')[0].rpartition('/')[2]}.txt"
    licence.parent.mkdir(parents=True, exist_ok=True)
    licence.write_bytes(next(package.glob("LICENSE*")).read_bytes())


def without_map(path: Path) -> bytes:
    """The file without its source map's address, which only developer tools ask for and nobody serves."""
    mark = {".css": b"/*# sourceMappingURL=", ".js": b"//# sourceMappingURL="}.get(path.suffix)
    content = path.read_bytes()
    return content.partition(mark)[0] if mark else content


def main() -> None:
    for file in VENDORED:
        fetch(file)


if __name__ == "__main__":
    main()
