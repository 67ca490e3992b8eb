"""`portal serve`: the portal in a browser."""

import argparse


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal serve`."""
    command = commands.add_parser("serve", help="serve the portal")
    command.add_argument("--host", help="the address to listen on; 127.0.0.1 unless PORTAL_HOST says otherwise")
    command.add_argument("--port", type=int, help="the port to listen on; 8050 unless PORTAL_PORT says otherwise")
    command.set_defaults(run=serve)


def serve(options: argparse.Namespace) -> None:
    """Serve until told to stop."""
    from dataclasses import replace

    from app import server
    from app.settings import load_settings

    settings = load_settings()
    chosen = {name: value for name in ("host", "port") if (value := getattr(options, name)) is not None}
    server.serve(replace(settings, **chosen))
