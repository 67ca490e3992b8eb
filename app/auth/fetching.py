"""Fetching from a provider of sign-ins: never for long, never much, and only from the address that was asked."""

import time
from typing import Any

import requests
from authlib.integrations.requests_client import OAuth2Session
from urllib3.exceptions import HTTPError

TO_CONNECT, TO_READ, IN_ALL = 3.0, 5.0, 10.0
"""Seconds: somebody waits for the answer, and so does a thread of ours."""
LARGEST = 2**20
"""Bytes: what providers answer is a few kilobytes."""
PIECE = 2**14


class TooMuchError(requests.RequestException):
    """An answer that goes on for too long."""


class ShortSession(OAuth2Session):  # type: ignore[misc]  # published without types
    """A client of the provider's. A redirection is not followed, since what is sent holds a secret."""

    def request(self, method: str, url: str, *arguments: Any, **options: Any) -> requests.Response:
        """The answer, read whole. Raises requests' own errors, and TooMuchError."""
        until = time.monotonic() + IN_ALL
        options |= {"timeout": (TO_CONNECT, TO_READ), "allow_redirects": False, "stream": True}
        response: requests.Response = super().request(method, url, *arguments, **options)
        response._content = _read(response, until)  # where requests keeps what was read
        response._content_consumed = True
        return response


def _read(response: requests.Response, until: float) -> bytes:
    """What comes, a piece at a time: a piece that trickles in would otherwise be waited for as long as it takes."""
    found = bytearray()
    try:
        while piece := response.raw.read1(PIECE, decode_content=True):
            found += piece
            if len(found) > LARGEST:
                raise TooMuchError(f"more than {LARGEST} bytes")
            if time.monotonic() > until:
                raise requests.ReadTimeout(f"more than {IN_ALL} seconds")
    except HTTPError as error:
        raise requests.ConnectionError(type(error).__name__) from error
    return bytes(found)
