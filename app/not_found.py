"""The status of an address that no page answers to. Dash draws every address alike and leaves the status at 200."""

from collections.abc import Callable

from flask import Flask, Response, make_response

CATCH_ALL = "/<path:path>"


def register(server: Flask, answers: Callable[[str], bool]) -> None:
    """`answers` says whether there is a page at a path."""
    draw = server.view_functions[CATCH_ALL]

    def document(path: str) -> Response:
        response = make_response(draw(path))
        if not answers(f"/{path}"):
            response.status_code = 404
        return response

    server.view_functions[CATCH_ALL] = document
