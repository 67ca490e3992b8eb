"""Attributes whose names are no words of Python, as Dash takes them: `html.Nav(links, **aria(label="Questions"))`."""

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """`aria-…` attributes, for whoever cannot see the page."""
    return {f"aria-{name}": value for name, value in values.items()}


def data_attributes(**values: str) -> dict[str, Any]:
    """`data-…` attributes, for style sheets and scripts."""
    return {f"data-{name}": value for name, value in values.items()}
