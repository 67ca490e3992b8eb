"""`portal pack`: a pack as a file. `portal packs`: those that people asked for, made in the background."""

import argparse
import sys
from pathlib import Path

from app.commands.progress import Bar

FORMS = ("pdf", "pptx", "docx", "xlsx", "html")


def add_pack(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal pack`."""
    command = commands.add_parser(
        "pack",
        help="the pack of an authority or a partnership, as a file",
        description="Make the pack of an authority from what everybody may see, and write it to a file. A file that is "
        "there already is replaced once the new one is whole.",
    )
    command.add_argument("authority", metavar="AUTHORITY", help="a name, an ONS code or a DfE code")
    command.add_argument("--format", choices=FORMS, required=True)
    command.add_argument("--output", type=Path, metavar="FILE", required=True)
    command.add_argument(
        "--partnership", metavar="NAMES", default="", help="a partnership, or authorities between commas, beside it"
    )
    command.set_defaults(run=write_pack)


def add_packs(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal packs`."""
    command = commands.add_parser(
        "packs",
        help="make the packs that wait, and remove those that have expired",
        description="Make the packs that people asked for, one after the other, and remove those that have expired. "
        "The portal does so by itself; two are made on one machine at a time.",
    )
    command.add_argument("--job", metavar="WORD", help=argparse.SUPPRESS)
    command.set_defaults(run=make_packs)


def write_pack(options: argparse.Namespace) -> None:
    """Make one pack and write it, with a progress bar; one sentence says what was written."""
    from app.packs.asking import address_of
    from app.packs.command import require_writable, write_file
    from app.packs.files import form_of
    from app.packs.making import READING
    from app.packs.plain import Told
    from app.published import open_published
    from app.settings import load_settings

    require_writable(options.output)
    settings, bars = load_settings(), []
    address = address_of(open_published(settings), options.authority, options.partnership)

    def bar(steps: int) -> Told:
        bars.append(Bar(steps, sys.stderr))
        return bars[0].step

    sys.stderr.write(f"{READING}\n")
    pack = write_file(settings, address, form_of(options.format), options.output, bar)
    bars[0].finish()
    sys.stdout.write(f"{pack.title} is in {options.output}; it is made again from {settings.url}{pack.address}\n")


def make_packs(options: argparse.Namespace) -> None:
    """Make what waits; or one job, as the process that a worker has started for it."""
    from app.packs.jobs import work_off
    from app.settings import load_settings

    settings = load_settings()
    if options.job:
        from app.packs.command import make_one  # all of the portal, which who only has packs made does not need

        make_one(settings, options.job)
        return
    taken = work_off(settings)
    sys.stdout.write(f"{taken} pack{'' if taken == 1 else 's'} taken from those that waited.\n")
