"""A pack as a paper: the answer first, everything that it holds, and what people wrote as text, never as markup."""

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest

from layouts.pack.content import Block, Note, Pack, PackSection, Reference
from layouts.pack.paper import block_id, moment, paper, section_id, shares
from layouts.tables import Column, Table
from tests.layouts.pack.sample import HOSTILE, sample_pack

BARE = Pack("A title", "", "An answer.", "2026-11-22", "abc", "/pack?x=1", ())


def in_words(markup: str) -> str:
    """What a reader sees of it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_the_answer_comes_before_everything_else() -> None:
    pack = sample_pack(3)
    said = in_words(paper(pack))
    order = [said.index(words) for words in (pack.title, pack.answer, "Contents", pack.sections[0].sentence)]
    assert order == sorted(order)


def test_every_part_of_the_pack_is_in_it() -> None:
    pack = sample_pack()
    said = in_words(paper(pack))
    for section in pack.sections:
        for block in section.blocks:
            for words in (block.label, block.heading, *block.sentences, *(note.heading for note in block.notes)):
                assert " ".join(words.split()) in said
            assert block.chart is not None
            assert block.chart.finding in said
            assert all(reason in said for reason in block.chart.missing)
            assert all(f"{one.figure} : {one.source}" in said for one in block.references)
            assert all(f"{one.source}; {one.release};" in said for one in block.references)
            for table in block.tables:
                assert table.caption in said
    assert pack.snapshot in said
    assert pack.address in said


def test_what_people_wrote_is_no_markup() -> None:
    markup = paper(sample_pack(1))
    assert "<script" not in markup
    assert "<b>sufficiency" not in markup
    assert "&lt;script&gt;alert(" in markup
    for part in HOSTILE.split("\n\n"):
        assert " ".join(part.split()) in in_words(markup)


def test_a_browser_is_given_nothing_that_it_is_told_to_refuse() -> None:
    markup = paper(sample_pack(4))
    assert not re.search(r"<[^>]+ (style|on\w+)=", markup)
    assert not re.search(r"<(script|style|img|iframe|link)\b", markup)


@pytest.mark.parametrize("is_printed", [False, True])
def test_contents_lead_to_every_part(is_printed: bool) -> None:
    pack = sample_pack()
    markup = paper(pack, is_printed)
    ids = re.findall(r' id="([^"]+)"', markup)
    assert max(Counter(ids).values()) == 1
    targets = set(re.findall(r'href="#([^"]+)"', markup))
    parts = {section_id(section) for section in pack.sections}
    parts |= {block_id(block) for section in pack.sections for block in section.blocks}
    assert targets == parts | {"sources", "again"}
    assert targets <= set(ids)


def test_headings_do_not_skip_a_level() -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", paper(sample_pack()))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_addresses_within_the_portal_become_whole_ones() -> None:
    reference = Reference("Placements", "DfE", "", "2026-11-06", "/indicator?indicator=placements")
    section = PackSection("one", "One", "", (Block("b", "Heading", ("Sentence.",), references=(reference,)),))
    whole = replace(BARE, address="https://alongside.example/pack?x=1", sections=(section,))
    assert 'href="https://alongside.example/indicator?indicator=placements"' in paper(whole)
    assert 'href="/indicator?indicator=placements"' in paper(replace(whole, address="/pack?x=1"))
    assert "Placements : DfE; 6 November 2026." in in_words(paper(whole))


def test_an_address_of_another_kind_is_no_link() -> None:
    reference = Reference("Placements", "DfE", "2026", "", "javascript:alert(1)")
    section = PackSection("one", "One", "", (Block("b", "Heading", (), references=(reference,)),))
    assert 'href="javascript' not in paper(replace(BARE, sections=(section,)))


def test_an_empty_pack_still_says_how_to_make_it_again() -> None:
    said = in_words(paper(BARE))
    assert said.startswith("A title An answer.")
    assert "This pack shows no figures." in said
    assert "as of 22 November 2026" in said


def test_paragraphs_of_a_note_are_kept() -> None:
    note = Note("Action", "One.\r\nStill one.\r\n\r\n\r\nTwo.")
    section = PackSection("one", "One", "", (Block("b", "Heading", (), notes=(note,)),))
    markup = paper(replace(BARE, sections=(section,)))
    assert "<p>One.\nStill one.</p><p>Two.</p>" in markup


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2026-11-22", "22 November 2026"),
        ("2026-11-22T09:05:59+00:00", "22 November 2026, 09:05"),
        ("November 2026", "November 2026"),
        ("", ""),
    ],
)
def test_a_moment_is_said_in_words(as_of: str, words: str) -> None:
    assert moment(as_of) == words


def test_a_source_is_named_once_with_all_its_figures() -> None:
    listed = [
        Reference(figure, "DfE.", "2025", "", f"/indicator?indicator={figure}") for figure in ("One", "Two", "One")
    ]
    section = PackSection("one", "One", "", (Block("b", "Heading", (), references=tuple(listed)),))
    said = in_words(paper(replace(BARE, sections=(section,))))
    assert "DfE; 2025. Figures: One ; Two ." in said[said.rindex("Sources") :]


def test_words_of_a_printed_table_are_not_broken() -> None:
    """A hundred letters go across: 16 for the longest word of the first column, 5 for that of the second."""
    reason = "suppressed to protect children's identities " * 5
    columns = (Column("Characteristics"), Column("Unit"), Column("Why"))
    found = shares(Table("", columns, (("Characteristics", "%", reason), ("One", "%", reason))))
    assert sum(found) in range(99, 102)
    assert found[0] >= 16
    assert found[1] >= 5
    assert found[2] > 60
    assert shares(Table("", (Column("A"), Column("B")), ())) == [50, 50]
