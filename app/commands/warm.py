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
    from app.published import open_what_there_is
    from app.settings import load_settings
    from app.warming import GIVES_WAY, addresses, other_lists, warm_pages
    from callbacks import ROUTES

    os.nice(GIVES_WAY)
    settings = load_settings()
    app, snapshot = create_app(settings), open_what_there_is(settings).snapshot
    count = warm_pages(app.server, app.views, addresses(ROUTES, snapshot.authorities, other_lists(snapshot)))
    print(f"{count:,} pages are ready.")
