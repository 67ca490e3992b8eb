"""The user's guide, a page a question. Its text and pictures are the same as those of the guides in docs/."""

from flask import Flask, Response, send_from_directory

from app import forms
from app.guide_text import FIRST, PICTURES, guide, page_after, page_of
from app.pages.guard import open_to_all
from layouts.shell import GUIDE

KEPT_SECONDS = 3600


def register(server: Flask) -> None:
    """Serve the guide."""
    pages = open_to_all("guide")
    pages.add_url_rule(GUIDE, view_func=first, methods=["GET"])
    pages.add_url_rule(f"{GUIDE}/<question>", view_func=one, methods=["GET"])
    pages.add_url_rule(f"{GUIDE}/pictures/<picture>", view_func=picture_of, methods=["GET"])
    server.register_blueprint(pages)


def first() -> Response:
    """The page that lists the others."""
    return one(FIRST)


def one(question: str) -> Response:
    """The page of a question."""
    page = page_of(question)
    return forms.drawn("guide.html", shown=page, all_pages=tuple(guide().values()), following=page_after(question))


def picture_of(picture: str) -> Response:
    """A picture of the guide."""
    return send_from_directory(PICTURES, picture, max_age=KEPT_SECONDS)
