"""Markup is escaped wherever it comes from text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from data.periods import Status
from layouts.markup import MarkupBlock, element, elements, escaped, in_tags, joined, tags


def test_an_element_has_its_attributes_and_children() -> None:
    cell = element("td", element("b", "88"), " & more", class_="us", data_label="A", colspan=2, title=None)
    assert cell == '<td class="us" data-label="A" colspan="2"><b>88</b> &amp; more</td>'


def test_text_is_never_taken_for_markup() -> None:
    assert element("p", '<script src="x">') == "<p>&lt;script src=&#34;x&#34;&gt;</p>"
    assert joined("<b>", element("i", "x")) == "&lt;b&gt;<i>x</i>"
    assert elements("td")("<b>") == "<td>&lt;b&gt;</td>"
    assert in_tags([tags("td")], ["<b>"]) == "<td>&lt;b&gt;</td>"


@given(st.text())
def test_no_text_leaves_its_element_or_its_attribute(text: str) -> None:
    made = str(element("p", text, title=text))
    assert made.count("<") == 2
    assert made.count(">") == 2
    assert made.count('"') == 2


@given(st.text())
def test_text_is_escaped_as_markupsafe_does_it(text: str) -> None:
    assert escaped(text) == str(escape(text))
    assert type(joined(text)) is Markup
    assert joined(text) == escape(text)
    assert element("p", text, title=text) == Markup('<p title="{0}">{0}</p>').format(text)


def test_a_word_that_is_a_kind_of_text_is_text() -> None:
    assert element("p", Status.FINAL, title=Status.FINAL) == '<p title="final">final</p>'


@given(st.lists(st.text()), st.text())
def test_elements_that_are_alike_are_those_made_one_by_one(texts: list[str], title: str) -> None:
    one_by_one = [element("td", text, title=title, class_=None) for text in texts]
    made = elements("td", title=title, class_=None)
    assert [made(text) for text in texts] == one_by_one
    assert in_tags([tags("td", title=title)] * len(texts), texts) == joined(*one_by_one)


def test_markup_in_tags_is_kept() -> None:
    assert in_tags([tags("th"), tags("td")], [element("b", "x"), "y"]) == "<th><b>x</b></th><td>y</td>"
    assert elements("div", class_="us")(element("b", "x")) == '<div class="us"><b>x</b></div>'


def test_every_tag_has_its_child() -> None:
    with pytest.raises(ValueError, match="zip"):
        in_tags([tags("td")], ["x", "y"])


def test_a_block_is_a_component_that_carries_its_markup() -> None:
    block = MarkupBlock(Markup("<p>x</p>"), className="aid")
    assert block.to_plotly_json() == {
        "props": {"html": "<p>x</p>", "className": "aid"},
        "type": "Markup",
        "namespace": "alongside",
    }
