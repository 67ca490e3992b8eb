"""`portal import`: keep a return from a file, checked, as a new version."""

import argparse
import sys
from pathlib import Path

WHY = "Imported from a file."
LONGEST_WHY = 1_000


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal import`."""
    command = commands.add_parser(
        "import",
        help="keep a local return from a file",
        description="Read and check a local return and keep it as a new version: a draft, which its organisation alone "
        "sees, unless it is shared or published. It is kept whole or not at all; findings do not prevent it.",
    )
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("--authority", metavar="A", required=True, help="whose return it is: a name or a code")
    command.add_argument("--organisation", metavar="SLUG", default="", help="who keeps it; else the authority's own")
    command.add_argument("--return", dest="slug", metavar="SLUG", default="", help="which return; else the file's name")
    command.add_argument("--title", default="", help="what a new return is called; else the file's name")
    command.add_argument("--why", metavar="TEXT", default=WHY, help="why this version was made")
    command.add_argument("--by", metavar="EMAIL", default="", help="who keeps it, with what they may do")
    shown = command.add_mutually_exclusive_group()
    shown.add_argument("--share-with", metavar="SLUG,…", default="", help="the organisations that see it too")
    shown.add_argument("--publish", action="store_true", help="show it to everybody")
    command.set_defaults(run=import_return)


def import_return(options: argparse.Namespace) -> None:
    """Keep the file; one sentence says as what, with how many findings, and where it is seen."""
    from app.arrivals import arrival
    from app.imports import Wish, earlier_versions, keep_import
    from app.local_database import open_local
    from app.published import open_published
    from app.questions import asked_authority
    from app.settings import load_settings
    from data.local.slugs import slug_of
    from data.returns.reading import file_content
    from layouts.pages import RETURNS

    # The file is refused before anything else is opened.
    content = file_content(options.file)
    settings = load_settings()
    snapshot = open_published(settings)
    area = asked_authority(snapshot, options.authority)
    words = " ".join(options.file.stem.replace("_", " ").split())
    wish = Wish(
        area=area,
        organisation=options.organisation,
        slug=options.slug or slug_of(options.file.stem),
        title=options.title.strip() or words,
        by=options.by.strip(),
        shared_with=tuple(filter(None, map(str.strip, options.share_with.split(",")))),
        publish=options.publish,
    )
    why = options.why.strip()[:LONGEST_WHY] or WHY
    database = open_local(settings)
    try:
        with database.reading() as session:
            earlier = earlier_versions(session, wish)
        upload = arrival(content, options.file.name, snapshot, area, why, earlier=earlier)
        with database.writing() as session:
            version = keep_import(session, wish, upload)
            kept = version.local_return
            what = f"Version {version.number} of {kept.title} ({kept.organisation.slug}/{kept.slug})"
            where = f"{settings.url}{RETURNS.path}/{kept.id}/{version.number}"
    finally:
        database.close()
    findings = len(upload.findings)
    counted = "no findings" if not findings else "1 finding" if findings == 1 else f"{findings} findings"
    shown = "published" if wish.publish else "shared" if wish.shared_with else "kept as a draft"
    sys.stdout.write(f"{what} is {shown}, with {counted}; see {where}.\n")
