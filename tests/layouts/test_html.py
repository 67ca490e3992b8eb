"""Components made the short way are Dash's own in everything else."""

import pytest
from dash import html as of_dash

from layouts import html

NAMES = [
    name for name, made in vars(html).items() if isinstance(made, type) and made.__module__.startswith("dash.html")
]


@pytest.mark.parametrize("name", NAMES)
def test_a_component_is_as_dash_makes_it(name: str) -> None:
    short, long = (getattr(kind, name) for kind in (html, of_dash))
    given = {"id": "here", "className": "wide", "data-page": "/board", "aria-label": "What it is"}
    made, known = short(["text", None], **given), long(["text", None], **given)
    assert made.to_plotly_json() == known.to_plotly_json()
    assert repr(short("text", id="here")) == repr(long("text", id="here"))
    assert isinstance(made, long)
    assert short().to_plotly_json() == long().to_plotly_json()
    assert [*made._traverse()] == [*known._traverse()]


def test_there_is_one_for_each_that_pages_are_made_of() -> None:
    assert {"Article", "Div", "H1", "P", "Section"} <= {*NAMES}
