"""Asking a live portal as a browser does, over one connection."""

import http.client

BENCHMARK = "/api/v1/benchmark?indicator=LACHealth%25&authority=Southampton"
VIEWS = "/view/whatever-is-current"
"""What stands before a page's path where its view is asked for, whichever version of it there is."""


def ask(connection: http.client.HTTPConnection, address: str) -> bytes:
    """The answer. Raises RuntimeError where it is no answer."""
    connection.request("GET", address, headers={"Accept-Encoding": "br"})
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200:
        raise RuntimeError(f"{address} answered {response.status}.")
    return answer
