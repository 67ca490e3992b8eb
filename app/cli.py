"""The command line: `portal COMMAND`, and `python -m app COMMAND`.

Exits 0 on success, 2 on a usage error and 1 on a refusal, which is one plain sentence on the standard error stream.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from app.commands import (
    add_source,
    backup,
    boundaries,
    build,
    check,
    claim,
    demo,
    digest,
    doctor,
    evaluate,
    exceptions,
    fit,
    import_return,
    lists,
    neighbours,
    pack,
    refresh,
    serve,
    table,
    template,
    users,
    warm,
    worker,
)
from data.errors import PortalError

COMMANDS: tuple[Callable[[argparse._SubParsersAction], None], ...] = (  # type: ignore[type-arg]
    serve.add,
    build.add,
    add_source.add,
    refresh.add,
    fit.add,
    boundaries.add,
    evaluate.add,
    table.add_table,
    table.add_benchmark,
    neighbours.add,
    exceptions.add,
    claim.add,
    check.add,
    pack.add_pack,
    pack.add_packs,
    template.add,
    import_return.add,
    demo.add,
    users.add,
    digest.add,
    backup.add_backup,
    backup.add_restore,
    doctor.add,
    worker.add,
    warm.add,
    lists.add_indicators,
    lists.add_authorities,
)


def parser() -> argparse.ArgumentParser:
    """The whole command line, each command with its own help."""
    whole = argparse.ArgumentParser(
        prog="portal", description="See a local authority's children's services alongside its neighbours'."
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in COMMANDS:
        add(commands)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the result is the exit status."""
    options = parser().parse_args(arguments)
    status = 0
    try:
        # A command says 1 itself where it worked and found something (`portal check`).
        status = int(options.run(options) or 0)
        sys.stdout.flush()
    except PortalError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader (`| head`) has gone; so may we, quietly
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return status
