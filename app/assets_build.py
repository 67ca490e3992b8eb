"""Fetches the front end's vendored files anew: fonts, style sheet and chart library (`make assets`; needs npm).

What it writes is committed, so running the portal needs neither npm nor the network, and no page asks another host for
anything. Each file keeps its licence beside it.
"""

import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import brotli
from plotly.offline import get_plotlyjs_version

from app.static_files import ASSETS, PLOTLY

FONT = "5.3.0"
BOOTSTRAP = "5.3.9"


@dataclass(frozen=True)
class Vendored:
    """One file of one npm package, and where under `app/assets` it is kept."""

    package: str
    member: str
    kept: Path

    @property
    def licence(self) -> Path:
        return ASSETS / "vendor" / "licences" / f"{self.package.rpartition('@')[0].rpartition('/')[2]}.txt"


VENDORED = (
    Vendored(f"plotly.js-basic-dist-min@{get_plotlyjs_version()}", "plotly-basic.min.js", PLOTLY),
    Vendored(f"bootstrap@{BOOTSTRAP}", "dist/css/bootstrap.min.css", ASSETS / "01-bootstrap.min.css"),
    Vendored(
        f"@fontsource-variable/atkinson-hyperlegible-next@{FONT}",
        "files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
        ASSETS / "vendor" / f"atkinson-hyperlegible-next-{FONT}.woff2",
    ),
)


def fetch(file: Vendored) -> None:
    """Writes the file, its licence, and for a script its brotli form (far slower to make than to send)."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", file.package], cwd=folder, check=True, capture_output=True, text=True
        )
        with tarfile.open(Path(folder) / packed.stdout.strip()) as archive:
            archive.extractall(folder, filter="data")
        package = Path(folder) / "package"
        content = without_map(package / file.member)
        file.kept.parent.mkdir(parents=True, exist_ok=True)
        file.kept.write_bytes(content)
        file.licence.parent.mkdir(parents=True, exist_ok=True)
        file.licence.write_bytes((package / "LICENSE").read_bytes())
    if file.kept.suffix in {".js", ".css"}:
        compressed(file.kept).write_bytes(brotli.compress(content, quality=11))


def without_map(path: Path) -> bytes:
    """The file without its source map's address, which only developer tools ask for and nobody serves."""
    content = path.read_bytes()
    if path.suffix == ".css":
        content = content.partition(b"/*# sourceMappingURL=")[0]
    return content


def compressed(path: Path) -> Path:
    return ASSETS / "vendor" / f"{path.name}.br"


def main() -> None:
    for file in VENDORED:
        fetch(file)


if __name__ == "__main__":
    main()
