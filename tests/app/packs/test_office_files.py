"""What holds for the files of Word, PowerPoint and Excel alike: equal bytes, hostile words, progress."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pptx import Presentation

from app.packs.paper import as_paper
from app.packs.plain import UNDATED, moment_of, plain, text
from app.packs.slides import as_slides
from app.packs.workbook import as_book
from layouts.pack.content import Pack, Role
from tests.app.packs.archive_contents import moments_of
from tests.app.packs.office_packs import HARM, hostile_pack, office_pack

FORMS: dict[str, tuple[Callable[..., bytes], Callable[[BytesIO], Any]]] = {
    "pptx": (as_slides, Presentation),
    "docx": (as_paper, Document),
    "xlsx": (as_book, load_workbook),
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> tuple[Callable[..., bytes], Callable[[BytesIO], Any]]:
    return FORMS[request.param]


def test_equal_packs_are_equal_bytes_of_the_packs_own_moment(form: tuple[Any, Any]) -> None:
    made = form[0](office_pack())
    assert made == form[0](office_pack())
    assert moments_of(made) == {datetime(2026, 11, 22, 10, 15)}  # noqa: DTZ001


def test_each_block_is_told_before_it_is_drawn(form: tuple[Any, Any]) -> None:
    told: list[str] = []
    pack = office_pack()
    form[0](pack, told.append)
    assert told == [block.heading for section in pack.sections for block in section.blocks]


def test_what_is_told_can_stop_it(form: tuple[Any, Any]) -> None:
    class Cancelled(Exception):
        pass

    def stop(_: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        form[0](office_pack(), stop)


@pytest.mark.parametrize("words", [HARM, "", " ", "\n", "W" * 900, "一" * 300, "\ud800", "Word " * 700, "http://[no"])
def test_hostile_words_break_no_file(form: tuple[Any, Any], words: str) -> None:
    make, read = form
    read(BytesIO(make(hostile_pack(words))))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60))
def test_no_words_break_a_file(form: tuple[Any, Any], words: str) -> None:
    make, read = form
    read(BytesIO(make(hostile_pack(words))))


def test_a_pack_of_nothing_is_a_file(form: tuple[Any, Any]) -> None:
    make, read = form
    read(BytesIO(make(Pack("Nothing", "", "Nothing was found.", "2026-11-22", "s", "", ()))))


def test_plain_words_have_nothing_that_xml_refuses() -> None:
    assert text("a\x00b\x1fc\ufffed\ud800e\r\nf\tg\u202eh") == "abcde\nf\tgh"
    assert plain((Role.US, "a\x00", 1.5)) == (Role.US, "a", 1.5)


@pytest.mark.parametrize(
    ("as_of", "moment"),
    [
        ("2026-11-22T10:15:00+00:00", datetime(2026, 11, 22, 10, 15)),  # noqa: DTZ001
        ("2026-11-22", datetime(2026, 11, 22)),  # noqa: DTZ001
        ("22 November 2026, 10:15", datetime(2026, 11, 22, 10, 15)),  # noqa: DTZ001
        ("the 3 May 2026", datetime(2026, 5, 3)),  # noqa: DTZ001
        ("31 Smarch 2026", UNDATED),
        ("now", UNDATED),
    ],
)
def test_the_moment_of_a_pack(as_of: str, moment: datetime) -> None:
    assert moment_of(as_of) == moment
