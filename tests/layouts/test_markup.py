"""Markup is escaped wherever it comes from text."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from layouts.markup import MarkupBlock, element, joined


def test_an_element_has_its_attributes_and_children() -> None:
    cell = element("td", element("b", "88"), " & more", class_="us", data_label="A", colspan=2, title=None)
    assert cell == '<td class="us" data-label="A" colspan="2"><b>88</b> &amp; more</td>'


def test_text_is_never_taken_for_markup() -> None:
    assert element("p", '<script src="x">') == "<p>&lt;script src=&#34;x&#34;&gt;</p>"
    assert joined("<b>", element("i", "x")) == "&lt;b&gt;<i>x</i>"


@given(st.text())
def test_no_text_leaves_its_element_or_its_attribute(text: str) -> None:
    made = str(element("p", text, title=text))
    assert made.count("<") == 2
    assert made.count(">") == 2
    assert made.count('"') == 2


def test_a_block_is_a_component_that_carries_its_markup() -> None:
    block = MarkupBlock(Markup("<p>x</p>"), className="aid")
    assert block.to_plotly_json() == {
        "props": {"html": "<p>x</p>", "className": "aid"},
        "type": "Markup",
        "namespace": "alongside",
    }
