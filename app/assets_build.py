"""Fetches the front end's vendored files anew: fonts, style sheet and libraries, cut down to what is used of them
(`make assets`; needs npm).

What it writes is committed, so running the portal needs neither npm nor the network, and no page asks another host for
anything. Each file keeps its licence beside it.
"""

import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import dash
import dash_bootstrap_components
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from plotly.offline import get_plotlyjs_version

from app.bundles import ASSETS, COMPONENTS
from app.static_files import PLOTLY
from app.style_used import used_of, used_words

FONT = "5.3.0"
BOOTSTRAP = "5.3.9"
AUTOCOMPLETE = "3.0.1"
BOOTSTRAP_COMPONENTS = "2.0.5-rc4"
"""The release of the source whose script is, byte for byte, that of the Python package of 2.0.4."""
TOOLS = ("esbuild@0.28.1", "terser@5.51.2")
LICENCES = ASSETS / "vendor" / "licences"
FRONT_END = Path(__file__).parent / "front_end"
WHOLE_FONT = ASSETS / "vendor" / f"atkinson-hyperlegible-next-{FONT}.woff2"
USUAL_FONT = ASSETS / "vendor" / f"atkinson-hyperlegible-next-usual-{FONT}.woff2"
USUAL = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0£©²·½×÷–—‘’“”•…−"
"""The letters of nearly every page; 00-fonts.css says for which the whole font is fetched."""
WEIGHTS = (400, 800)


@dataclass(frozen=True)
class Vendored:
    """One file of one npm package, and where under `app/assets` it is kept; `contains` are packages bundled in it."""

    package: str
    member: str
    kept: Path
    contains: tuple[str, ...] = ()


VENDORED = (
    Vendored(f"bootstrap@{BOOTSTRAP}", "dist/css/bootstrap.min.css", ASSETS / "01-bootstrap.min.css"),
    Vendored(
        f"@fontsource-variable/atkinson-hyperlegible-next@{FONT}",
        "files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
        WHOLE_FONT,
    ),
    Vendored(
        f"accessible-autocomplete@{AUTOCOMPLETE}",
        "dist/accessible-autocomplete.min.js",
        ASSETS / "vendor" / f"accessible-autocomplete-{AUTOCOMPLETE}.js",
        contains=("preact@8.5.3", "core-js@3.36.0"),
    ),
)


@dataclass(frozen=True)
class Bundled:
    """What `app/front_end/ENTRY` uses of npm packages, as one file. `same` are files of those packages by the installed
    files that they must be, since the one is drawn for and the other is drawn by."""

    entry: str
    kept: Path
    banner: str
    packages: tuple[str, ...]
    same: tuple[tuple[str, Path], ...] = ()


BUNDLED = (
    Bundled(
        "charts.js",
        PLOTLY,
        f"plotly.js (lines and bars) v{get_plotlyjs_version()}. Copyright Plotly, Inc. MIT licence: charts.txt",
        (f"plotly.js@{get_plotlyjs_version()}",),
    ),
    Bundled(
        "components.js",
        COMPONENTS,
        f"Components of dash {dash.__version__} and dash-bootstrap-components. Licences: components.txt",
        (
            f"dash-core-components@{dash.__version__}",
            f"dash-bootstrap-components@{BOOTSTRAP_COMPONENTS}",
            "ramda@0.32.0",
            "regenerator-runtime@0.14.1",
            "react@18.3.1",
            "react-dom@18.3.1",
        ),
        (
            (
                "dash-bootstrap-components/dist/dash_bootstrap_components.min.js",
                Path(dash_bootstrap_components.__file__).parent / "_components" / "dash_bootstrap_components.min.js",
            ),
            (
                "dash-core-components/dash_core_components/async-graph.js",
                Path(dash.__file__).parent / "dcc" / "async-graph.js",
            ),
        ),
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


def bundle(what: Bundled) -> None:
    """Writes the bundle, and the licences of all that it holds. Raises ValueError for a package that is another's."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(FRONT_END, Path(temporary).resolve() / "front_end"))
        quiet = ("--silent", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder))
        subprocess.run(["npm", "install", *quiet, *TOOLS, *what.packages], cwd=folder, check=True)
        for member, installed in what.same:
            if (folder / "node_modules" / member).read_bytes() != installed.read_bytes():
                raise ValueError(f"{member} is not what is installed as {installed.name}")
        made = ["node", "bundle.mjs", what.entry, str(what.kept), what.banner]
        held = subprocess.run(made, cwd=folder, check=True, capture_output=True, text=True).stdout.split()
        licences = {Path(name).name: licence_of(folder / name) for name in held}
    texts = [f"{name}\n\n{text.strip()}\n" for name, text in sorted(licences.items())]
    (LICENCES / f"{Path(what.entry).stem}.txt").write_text("\n\n".join(texts), "utf-8")


def licence_of(package: Path) -> str:
    """A package's licence; of one that comes without, what it says of itself."""
    files = sorted(file for file in package.iterdir() if file.name.lower().startswith("licen"))
    if files:
        return files[0].read_text("utf-8")
    said = json.loads((package / "package.json").read_text("utf-8"))
    return f"{said['license']} licence. {said.get('author', '')}"


def cut_font() -> None:
    """Writes the font with the letters and weights of nearly every page."""
    font = TTFont(WHOLE_FONT)
    subsetter = Subsetter(Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False))
    subsetter.populate(text=USUAL)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    font.save(USUAL_FONT)


def unpacked(name: str, folder: Path) -> Path:
    """The contents of an npm package."""
    packed = subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(folder / packed.stdout.strip()) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def keep_licence(name: str, package: Path) -> None:
    """Writes a package's licence beside those of the others."""
    licence = LICENCES / f"{name.rpartition('@')[0].rpartition('/')[2]}.txt"
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
    for what in BUNDLED:
        bundle(what)
    cut_font()


if __name__ == "__main__":
    main()
