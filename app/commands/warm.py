"""`portal warm`: pages drawn before anybody asks for them."""

import argparse


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal warm`."""
    command = commands.add_parser("warm", help="draw the pages of every authority before anybody asks for them")
    command.set_defaults(run=warm)


def warm(_: argparse.Namespace) -> None:
    """Draw them, giving way to everything else on this machine, and say how many there are."""
    import os

    from app.factory import create_app
    from app.settings import load_settings
    from app.warming import GIVES_WAY, addresses, warm_pages
    from callbacks import ROUTES
    from data.authorities import load_authorities

    os.nice(GIVES_WAY)
    app = create_app(load_settings())
    count = warm_pages(app.server, app.views, addresses(ROUTES, load_authorities()))
    print(f"{count:,} pages are ready.")
