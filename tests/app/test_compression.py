"""An answer goes out in the best encoding that the browser takes, when that saves anything."""

import gzip
import json
import zlib

import brotli
import pytest
from flask.testing import FlaskClient

from app.compression import Pieces
from tests.app.examples import LARGE, get


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),  # as browsers ask
        ("gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_an_answer_is_encoded_as_the_browser_asks(browser: FlaskClient, accepted: str, encoding: str | None) -> None:
    answer = get(browser, "/example/large", Accept_Encoding=accepted)
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    body = answer.get_data()
    assert json.loads(decode(body)) == LARGE
    assert int(answer.headers["Content-Length"]) == len(body)


@pytest.mark.parametrize("address", ["/example/small", "/example/bytes", "/example/stream"])
def test_what_would_not_gain_is_sent_plain(browser: FlaskClient, address: str) -> None:
    assert "Content-Encoding" not in get(browser, address, Accept_Encoding="br").headers


def test_a_strong_tag_becomes_weak_when_encoded(browser: FlaskClient) -> None:
    assert get(browser, "/example/tagged").headers["ETag"] == '"a-strong-tag"'
    assert get(browser, "/example/tagged", Accept_Encoding="br").headers["ETag"] == 'W/"a-strong-tag"'


FIRST, REST = b"what answers" * 99, b"and the rest" * 99


def test_each_piece_can_be_read_as_soon_as_it_has_come() -> None:
    inflate, decode = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress, brotli.Decompressor().process
    for encoding, read in (("gzip", inflate), ("br", decode), ("", bytes)):
        pieces = Pieces(encoding)
        assert read(pieces.piece(FIRST)) == FIRST, encoding
        assert read(pieces.last(REST)) == REST, encoding


def test_the_pieces_are_one_body() -> None:
    for encoding, read in (("gzip", gzip.decompress), ("br", brotli.decompress), ("", bytes)):
        pieces = Pieces(encoding)
        assert read(pieces.piece(FIRST) + pieces.last(REST)) == FIRST + REST, encoding
        assert read(Pieces(encoding).last(REST)) == REST, encoding
