"""The whole portal, but that nobody makes the packs that are asked for: a test says how far each is."""

import app.factory
from app.settings import load_settings


class Nobody:
    """Who makes packs here."""

    def start(self) -> None:
        """Nothing happens."""


app.factory.runner_of = lambda _: Nobody()  # type: ignore[assignment,misc]
server = app.factory.create_server(load_settings())
