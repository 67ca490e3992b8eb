"""`portal demo`: the demonstration, published papers of two councils as local returns that everybody may see."""

import argparse
import sys

from app.commands.progress import Bar


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal demo`."""
    command = commands.add_parser(
        "demo",
        help="load the demonstration",
        description="Load published papers of Southampton and Hampshire as local returns, with the mistakes that they "
        "contain and what the check finds in them. Nobody needs an account to see them. What is there already stays.",
    )
    command.set_defaults(run=load)


def load(_: argparse.Namespace) -> None:
    """Load what is missing and say what was done; a second time nothing is."""
    from app.arrivals import arrival
    from app.demonstration import load_board, load_demonstration, why_of
    from app.local_database import open_local
    from app.published import open_published
    from app.settings import load_settings
    from data.paper_actions import load_tracker
    from data.papers import load_papers
    from layouts.pages import RETURNS

    settings = load_settings()
    snapshot = open_published(settings)
    papers = load_papers()
    bar = Bar(len(papers), sys.stderr)
    uploads = {}
    for paper in papers:
        bar.step(paper.title)
        area = snapshot.authorities.by_code(paper.organisation.authority)
        uploads[paper] = arrival(paper.content(), paper.file, snapshot, area, why_of(paper), paper.source)
    bar.finish()
    database = open_local(settings)
    try:
        with database.writing() as session:
            loaded = load_demonstration(session, uploads)
            board = load_board(session, load_tracker())
    finally:
        database.close()
    names = " and ".join(dict.fromkeys(paper.organisation.name for paper in papers))
    see = f"see {settings.url}{RETURNS.path}"
    said = f"The demonstration, {len(papers)} returns of {names}, is loaded; {see}."
    done, left = (*loaded.done, *board.done), (*loaded.left, *board.left)
    if not done:
        said = f"The demonstration, {len(papers)} returns of {names}, was loaded before; nothing was changed; {see}."
    sys.stdout.write("\n".join((*done, *left, said)) + "\n")
