"""A selection is written as an address in one way, whether a link is made from the whole or completed."""

from urllib.parse import parse_qsl, urlencode

from hypothesis import given
from hypothesis import strategies as st

from layouts.selection import ONLY_ON, Selection

WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
LISTS = st.lists(WORDS.map(lambda word: word.replace(",", "")).filter(bool), max_size=3, unique=True).map(tuple)
SELECTIONS = st.builds(
    Selection,
    authority=WORDS,
    beside=LISTS,
    topic=WORDS | st.just(""),
    indicator=WORDS,
    year=st.none() | st.integers(1000, 9999),
    group=LISTS,
    indicators=LISTS,
    month=WORDS | st.just(""),
    text=WORDS | st.just(""),
)


@given(SELECTIONS)
def test_a_query_is_spelled_as_the_standard_library_spells_it(selection: Selection) -> None:
    kept = {name: value for name, value in selection.parts().items() if value or name == "beside"}
    assert selection.query() == "?" + urlencode(kept, safe=",")


@given(SELECTIONS)
def test_an_address_restores_the_selection_but_for_what_is_of_other_pages(selection: Selection) -> None:
    path, _, query = selection.address("/compare").partition("?")
    elsewhere = {name: "" for name, pages in ONLY_ON.items() if "/compare" not in pages}
    assert path == "/compare"
    assert Selection.read(dict(parse_qsl(query, keep_blank_values=True))) == selection.but(**elsewhere)


@given(SELECTIONS, st.sampled_from(["authority", "indicator", "view", "hide"]), WORDS)
def test_an_address_that_is_completed_is_the_whole_one(selection: Selection, part: str, word: str) -> None:
    changed = selection.but(**{part: word})
    assert selection.addresses("/indicator", part)(word) == changed.address("/indicator")


@given(SELECTIONS, LISTS.filter(bool))
def test_so_it_is_with_a_list(selection: Selection, picked: tuple[str, ...]) -> None:
    whole = selection.but(indicators=picked).address("/compare")
    assert selection.addresses("/compare", "indicators")(",".join(picked)) == whole
