"""The selection as controls: each labelled, each with its value among its choices."""

import re
from html import unescape

import pytest
from dash import html
from dash.development.base_component import Component

from layouts import ids
from layouts.markup import MarkupBlock
from layouts.selection import Selection
from layouts.selection_bar import ADD, LATEST, LEFT_OUT, MOST_IN_SIGHT, Choices, selection_bar

CHOICES = Choices(
    authorities={"hampshire": "Hampshire", "kent": "Kent", "southampton": "Southampton"},
    beside={"hampshire": "Hampshire"},
    topics={"adoption": "Adoption"},
    years=(2025, 2024),
    neighbours={"2025": "DfE, May 2025"},
)
SELECTION = Selection(beside=("hampshire",), topic="adoption")


def components(root: Component) -> list[Component]:
    return [root, *root._traverse()]


def controls(selection: Selection) -> dict[str, Component]:
    found = components(selection_bar(selection, "/compare", CHOICES))
    return {each.id["control"]: each for each in found if isinstance(getattr(each, "id", None), dict)}


@pytest.mark.parametrize(
    ("selection", "values"),
    [
        (SELECTION, ["southampton", LEFT_OUT, "adoption", LEFT_OUT, "2025"]),
        (SELECTION.but(year=2024), ["southampton", LEFT_OUT, "adoption", "2024", "2025"]),
    ],
)
def test_controls_show_the_selection(selection: Selection, values: list[str]) -> None:
    found = controls(selection)
    assert list(found) == ["authority", ADD, "topic", "year", "neighbours"]
    assert [control.value for control in found.values()] == values
    for control in found.values():
        assert control.value in [option["value"] for option in control.options]


def test_every_control_has_a_visible_label() -> None:
    bar = components(selection_bar(SELECTION, "/compare", CHOICES))
    labels = {label.htmlFor: label.children for label in bar if isinstance(label, html.Label)}
    assert list(labels) == [ids.control_text(name) for name in controls(SELECTION)]
    assert all(labels.values())


def test_whoever_stands_there_cannot_be_added() -> None:
    options = controls(SELECTION)[ADD].options
    assert [option["value"] for option in options] == [LEFT_OUT, "kent"]


def test_the_latest_can_be_chosen_again() -> None:
    options = controls(SELECTION.but(year=2024))["year"].options
    assert [option["label"] for option in options] == [LATEST, "Ending in 2025", "Ending in 2024"]


def chips(count: int) -> tuple[Selection, list[tuple[str, str]], str]:
    """A selection with so many beside, the ids and addresses of the links that remove them, and all of the markup."""
    names = {f"place-{number}": f"Place {number}" for number in range(count)}
    selection = SELECTION.but(beside=tuple(names))
    bar = components(selection_bar(selection, "/compare", Choices(**{**vars(CHOICES), "beside": names})))
    markup = "".join(each.html for each in bar if isinstance(each, MarkupBlock))
    return selection, re.findall(r'<a id="([^"]*)" href="([^"]*)"', markup), markup


def test_each_authority_beside_can_be_removed() -> None:
    selection, links, markup = chips(2)
    assert [(name, unescape(address)) for name, address in links] == [
        ("remove-place-0", selection.but(beside=("place-1",)).address("/compare")),
        ("remove-place-1", selection.but(beside=("place-0",)).address("/compare")),
    ]
    assert '<span class="visually-hidden">Remove </span>Place 0' in markup


@pytest.mark.parametrize(("count", "folded"), [(1, 0), (MOST_IN_SIGHT, 0), (MOST_IN_SIGHT + 1, 1)])
def test_many_beside_are_folded_away_and_none_is_lost(count: int, folded: int) -> None:
    selection, links, _ = chips(count)
    assert len(links) == count
    names = {slug: slug for slug in selection.beside}
    bar = components(selection_bar(selection, "/compare", Choices(**{**vars(CHOICES), "beside": names})))
    assert sum(isinstance(each, html.Details) for each in bar) == folded


def test_an_id_is_written_as_the_document_has_it() -> None:
    assert ids.control_text("topic") == '{"control":"topic"}'
