"""Asking the publisher: one request at a time, not too often, again where it failed in passing, always over https."""

import ipaddress
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from importlib.metadata import version
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from urllib3 import Retry
from urllib3.exceptions import HTTPError, InvalidHeader

from data.errors import PortalError
from data.publisher.failures import NoSuchThing, PassingError, PublisherAway
from data.publisher.patience import Patience
from data.publisher.reading import Part

USER_AGENT = f"Alongside/{version('alongside')} (a portal of local authorities' children's services)"
LARGEST_ANSWER = 20 * 2**20
LARGEST_PROBLEM = 2**16
PIECE = 2**16
MOST_HOPS = 5
MOST_ATTEMPTS = 200
"""Of a download that gains a little each time."""
LONGEST_TITLE = 200

PASSING = frozenset({408, 429, 500, 502, 503, 504})
NOT_OURS = frozenset({401, 403, 404, 410})
HOPS = frozenset({301, 302, 303, 307, 308})

Made = TypeVar("Made")
Asked = Mapping[str, str | list[str]]
"""What follows the question mark of an address; a list is repeated."""


class Asking:
    """What stands between the portal and the publisher's addresses. Safe to share between threads."""

    def __init__(self, base_url: str, session: requests.Session, patience: Patience) -> None:
        """PortalError where the address is not one that figures may be taken from."""
        self.base = base_url.rstrip("/")
        self.patience = patience
        self._host = _trusted(self.base)
        self._session = session
        self._turn, self._next = Lock(), 0.0
        session.headers["User-Agent"] = USER_AGENT
        # Redirections are followed here; left to itself, requests would read the body of each, however long.
        session.get_redirect_target = lambda resp: None  # type: ignore[method-assign]
        if self._host:
            session.trust_env = False  # a proxy of the network cannot reach a server on this machine

    def address(self, path: str, asked: Asked) -> str:
        """The whole address of a path of the API and what is asked of it."""
        question = urlencode(asked, doseq=True)
        return f"{self.base}/v1/{path}" + (f"?{question}" if question else "")

    def json(self, path: str, asked: Asked | None = None) -> Part:
        """The answer as an object. PortalError where it is none, is too large, or does not come."""
        address = self.address(path, asked or {})
        return Part(_parsed(self.persevere(address, lambda: self._whole(address)), address), address)

    def persevere(self, address: str, attempt: Callable[[], Made]) -> Made:
        """What an attempt returns; it is made again after a PassingError, until patience ends in PublisherAway."""
        failures = 0
        for _ in range(MOST_ATTEMPTS):
            try:
                return attempt()
            except PassingError as error:
                failures = 1 if error.gained else failures + 1
                last = error
            if failures >= self.patience.attempts or (last.asked or 0.0) > self.patience.longest_asked:
                break
            self.patience.sleep(self.patience.pause(failures, last.asked))
        wait = f" It asks for a pause of {last.asked:.0f} seconds or more." if last.asked else ""
        raise PublisherAway(
            f"The publisher did not give {address}: {last.words}.{wait} Nothing was changed; try again later."
        )

    @contextmanager
    def answer(self, address: str, headers: Mapping[str, str], also: frozenset[int]) -> Iterator[requests.Response]:
        """The answer with its body still to be read: 200, or one of the statuses that the asker knows besides.

        What fails while it is read is a PassingError, too.
        """
        try:
            with self._arrived(address, headers) as response:
                if response.status_code != HTTPStatus.OK and response.status_code not in also:
                    _refuse(address, response)
                yield response
        except requests.exceptions.SSLError as error:
            raise PortalError(
                f"The certificate of {_host_of(address)} could not be checked, so nothing was taken from {address}. "
                "Where the network has a certificate of its own, name its file in REQUESTS_CA_BUNDLE."
            ) from error
        except (requests.Timeout, requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
            raise PassingError(_what_happened(error)) from error
        except HTTPError as error:
            raise PassingError(_what_happened(error)) from error
        except requests.RequestException as error:
            raise PortalError(f"The publisher's address {address} could not be asked: {error}.") from error

    def _arrived(self, address: str, headers: Mapping[str, str]) -> requests.Response:
        """The answer at the end of the redirections that may be followed."""
        at = address
        for _ in range(MOST_HOPS + 1):
            self._wait_for_turn()
            times = (self.patience.to_connect, self.patience.to_read)
            response = self._session.get(at, headers=dict(headers), timeout=times, stream=True, allow_redirects=False)
            if response.status_code not in HOPS or "location" not in response.headers:
                return response
            response.close()
            place = response.headers["location"]
            if not self._may_follow(at, place):
                raise PortalError(f"{address} sends the portal on to {place}, which is not safe: it was not followed.")
            at = urljoin(at, place)
        raise PortalError(f"{address} sends the portal on more than {MOST_HOPS} times: it was not followed further.")

    def _may_follow(self, at: str, place: str) -> bool:
        try:
            parts = urlsplit(urljoin(at, place))
            return parts.scheme == "https" or (parts.scheme == "http" and self._host == (parts.hostname or "-"))
        except ValueError:
            return False

    def _wait_for_turn(self) -> None:
        with self._turn:
            now = self.patience.clock()
            if now < self._next:
                self.patience.sleep(self._next - now)
            self._next = max(now, self._next) + self.patience.between

    def _whole(self, address: str) -> bytes:
        until = self.patience.clock() + self.patience.for_json
        found = bytearray()
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip"}
        with self.answer(address, headers, frozenset()) as response:
            while piece := response.raw.read1(PIECE, decode_content=True):
                found += piece
                if len(found) > LARGEST_ANSWER:
                    raise PortalError(f"The answer from {address} is larger than 20 MB: it was not read.")
                if self.patience.clock() > until:
                    raise PassingError(f"the answer took more than {self.patience.for_json:.0f} seconds")
        return bytes(found)


def _trusted(base: str) -> str:
    """The host where it is this machine, or nothing; any other has to be asked over https."""
    try:
        parts = urlsplit(base)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    here = host if _is_here(host) else ""
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and here)):
        raise PortalError(f"'{base}' is not an address of a publisher: it has to begin with https://.")
    return here


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host_of(address: str) -> str:
    return urlsplit(address).hostname or address


def _refuse(address: str, response: requests.Response) -> None:
    status = response.status_code
    said = f"{status} {_title(response)}".strip()
    if status in PASSING:
        raise PassingError(f"it answered {said}", _asked(response))
    if status in NOT_OURS:
        raise NoSuchThing(
            f"The publisher does not give {address} (it answered {said}): it was withdrawn, or it is not there."
        )
    raise PortalError(f"The publisher refused {address} (it answered {said}): its API may have changed.")


def _asked(response: requests.Response) -> float | None:
    """Seconds of Retry-After, which is a number or a date; urllib3 reads it, and takes no more than six hours."""
    given = response.headers.get("Retry-After")
    if given is None:
        return None
    try:
        return float(Retry().parse_retry_after(given))
    except (InvalidHeader, ValueError, OverflowError):
        return None


def _title(response: requests.Response) -> str:
    """What the problem details of an error say, in one line; the status' own words where there are none."""
    try:
        problem = json.loads(response.raw.read(LARGEST_PROBLEM, decode_content=True))
        title = problem["title"]
        messages = [error["message"] for error in problem.get("errors") or ()]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, HTTPError):
        title, messages = response.reason or "", []
    text = " ".join(" ".join(str(part) for part in (title, *messages)).split())
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_TITLE].rstrip(".")


def _parsed(body: bytes, address: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise PortalError(f"The answer from {address} is not JSON: the publisher's API may have changed.") from error
    if not isinstance(found, dict):
        raise PortalError(f"The answer from {address} is not an object: the publisher's API may have changed.")
    return found


def _what_happened(error: Exception) -> str:
    if isinstance(error, requests.Timeout) or "timed out" in str(error).lower():
        return "it did not answer in time"
    if isinstance(error, requests.ConnectionError) and "Failed to establish" in str(error):
        return "it could not be reached"
    return "the connection broke off"
