"""`portal worker`: what is done in the background on this machine."""

import argparse
import sys


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal worker`."""
    command = commands.add_parser(
        "worker",
        help="do what is done in the background: packs that wait, and what is run by the clock",
        description="Look each minute for packs that wait and for what is due: asking for new figures, telling people "
        "of them, removing what has expired. With PORTAL_WORK=celery it is Celery's worker, which is told of packs at "
        "once. Run one on each machine; what is run by the clock is run once however many there are. SIGTERM ends it: "
        "what was begun is given back.",
    )
    command.add_argument("--once", action="store_true", help="do what there is to do now, and end")
    command.add_argument("--refresh", action="store_true", help=argparse.SUPPRESS)
    command.set_defaults(run=work_on)


def work_on(options: argparse.Namespace) -> None:
    """Work until told to end."""
    from app.operation import logs
    from app.settings import load_settings
    from app.work.worker import work

    settings = load_settings()
    logs.configure(settings)
    if options.refresh:
        from app.refreshing import refresh_if_due

        sys.stdout.write(f"{refresh_if_due(settings) or 'Nothing was due.'}\n")
        return
    work(settings, once=options.once)
