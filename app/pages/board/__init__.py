"""What a board does about an authority, as pages of forms: commentary, actions, targets, rules, and its history."""

from flask import Blueprint, Flask

from app.pages.board import actions, on_one, past, rules
from app.pages.board.desk import BoardDesk
from app.pages.guard import guarded, open_to_all
from app.pages.returns import words
from callbacks.board_sight import BoardHoldings
from callbacks.sight import LocalHoldings
from data.store import Snapshot
from layouts.pages import BOARD


def register(server: Flask, snapshot: Snapshot, local: LocalHoldings, boards: BoardHoldings) -> None:
    """Add the pages to a server: some are for everybody, as far as what they hold is, some for the board alone."""
    desk = BoardDesk(snapshot, local, boards)
    shown, kept = open_to_all("board"), guarded("board_kept")
    for part in (on_one, actions):
        part.add_shown(shown, desk)
    for part_kept in (on_one, actions, rules, past):
        part_kept.add_kept(kept, desk)
    for pages in (shown, kept):
        _with_filters(pages)
        server.register_blueprint(pages, url_prefix=f"{BOARD.path}/<slug>")


def _with_filters(pages: Blueprint) -> None:
    pages.add_app_template_filter(words.day, "day")
    pages.add_app_template_filter(words.moment, "moment")
    pages.add_app_template_filter(words.many, "many")
