"""How pages look: a picture as a small fingerprint, compared with the one that was looked at and kept.

A fingerprint is the picture at an eighth of its size, so that it is small enough to keep beside the code and blind to
how a font's edges are smoothed, but not to a part that has moved, vanished, or changed its colour.
"""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

KEPT = Path(__file__).parent / "looks"
SCALE = 8
# Of 255: what smoothing changes stays below, what a reader would notice does not.
NOTICED = 40
# The share of the picture that may differ by more than that.
TOLERATED = 0.004
TALLER = 0.02


@dataclass(frozen=True)
class Difference:
    """How far a page has moved from what was kept: the share of it that differs, and its heights then and now."""

    share: float
    height_then: int
    height_now: int

    @property
    def is_seen(self) -> bool:
        """Whether a reader would see it."""
        return self.share > TOLERATED or abs(self.height_now - self.height_then) > TALLER * self.height_then

    def __str__(self) -> str:
        now, then = self.height_now * SCALE, self.height_then * SCALE
        return f"{self.share:.2%} of the page looks different, and it is {now} pixels high where it was {then}"


def fingerprint(picture: Path) -> Image.Image:
    """The picture at an eighth of its size."""
    with Image.open(picture) as opened:
        whole = opened.convert("RGB")
        size = (max(whole.width // SCALE, 1), max(whole.height // SCALE, 1))
        return whole.resize(size, Image.Resampling.BOX)


def kept(name: str) -> Path:
    """Where the fingerprint of a page in a state is kept."""
    return KEPT / f"{name}.webp"


def keep(name: str, picture: Path) -> None:
    """Keep how a page looks now; done on purpose, after looking at it."""
    KEPT.mkdir(exist_ok=True)
    fingerprint(picture).save(kept(name), lossless=True, method=6)


def difference(name: str, picture: Path) -> Difference:
    """How a page differs from what was kept."""
    now = fingerprint(picture)
    with Image.open(kept(name)) as opened:
        then = opened.convert("RGB")
    both = (min(now.width, then.width), min(now.height, then.height))
    apart = ImageChops.difference(now.crop((0, 0, *both)), then.crop((0, 0, *both)))
    red, green, blue = apart.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    differing = sum(most.histogram()[NOTICED:])
    return Difference(differing / (both[0] * both[1]), then.height, now.height)
