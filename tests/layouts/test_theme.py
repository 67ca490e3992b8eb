"""The tokens are one: as plain data for charts, as custom properties for the rest; and they can be read."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from layouts.theme import DARK, FONT, LIGHT, Palette

ASSETS = Path(__file__).resolve().parents[2] / "app" / "assets"
READABLE = 4.5
"""The least contrast of text with what it stands on: WCAG 2.2, 1.4.3."""


def properties(scheme: str) -> dict[str, str]:
    """The colours that the theme sets as custom properties, by scheme."""
    light, dark = re.split(r"@media screen and \(prefers-color-scheme: dark\)", css("10-theme.css"), maxsplit=1)
    text = light if scheme == "light" else dark[: dark.index("}\n}")]
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", text))


def css(name: str) -> str:
    return (ASSETS / name).read_text("utf-8")


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("scheme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_the_style_sheet_and_the_charts_have_the_same_colours(scheme: str, palette: Palette) -> None:
    assert properties(scheme) == asdict(palette)


def test_the_style_sheet_and_the_charts_have_the_same_type() -> None:
    assert f"--font: {FONT};" in css("10-theme.css")


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", "us", "neighbours", "region", "better", "worse"])
def test_text_can_be_read_on_paper_and_on_a_stripe(palette: Palette, name: str) -> None:
    colours = asdict(palette)
    assert contrast(colours[name], palette.paper) >= READABLE
    assert contrast(colours[name], palette.wash) >= READABLE


def test_the_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["20-shell.css", "40-compare.css", "41-matrix.css", "42-matrix-cards.css"])
def test_no_colour_is_named_outside_the_theme(name: str) -> None:
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", css(name)) == []
