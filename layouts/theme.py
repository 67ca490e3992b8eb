"""The tokens of how the portal looks; `app/assets/10-theme.css` holds the same as custom properties."""

from dataclasses import dataclass

FONT = '"Atkinson Hyperlegible Next", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif'


@dataclass(frozen=True)
class Palette:
    """The colours of one scheme, each named for what it is used for and for nothing else."""

    ink: str
    muted: str
    line: str
    wash: str
    paper: str
    us: str
    neighbours: str
    region: str
    better: str
    worse: str
    others: str


LIGHT = Palette(
    ink="#14202b",
    muted="#4d5b69",
    line="#d5dde4",
    wash="#f5f7f9",
    paper="#ffffff",
    us="#0b5cad",
    neighbours="#a85200",
    region="#6a4494",
    better="#00695c",
    worse="#a4262c",
    others="#b3bec8",
)
DARK = Palette(
    ink="#eef3f7",
    muted="#a9b7c4",
    line="#33424f",
    wash="#18232c",
    paper="#10181f",
    us="#6fb3ff",
    neighbours="#ffa64d",
    region="#c3a3f0",
    better="#4fd1bf",
    worse="#ff8a8a",
    others="#4a5a68",
)

# Clusters, in the order of their numbers. Each is told by its shape and name too, and has 3:1 or more on each paper,
# so that one colour does for both schemes.
CLUSTERS = ("#b0568f", "#86801f", "#5b8a8f", "#a8666a", "#4a8c50")
