"""`portal fit`: the modelled neighbours and clusters of the live snapshot, an artefact that is loaded ever after."""

import argparse
import sys

from app.commands.progress import Bar


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal fit`."""
    command = commands.add_parser("fit", help="fit the modelled neighbours and clusters of the live snapshot")
    command.set_defaults(run=fit)


def fit(_: argparse.Namespace) -> None:
    """Fit both models, write them beside the snapshots, and print how well the neighbours were found."""
    import orjson

    from app.published import open_published
    from app.settings import load_settings
    from data.context import load_profile, load_variables
    from data.snapshot import write_similarity
    from models.similarity import fit_clusters, fit_neighbours
    from models.similarity.inputs import published_lists
    from models.similarity.profile import prepared

    settings = load_settings()
    snapshot = open_published(settings)
    profile, variables = load_profile(snapshot), load_variables()
    lists = published_lists(snapshot.editions, prepared(profile, variables).codes)
    bar = Bar(len(profile) + 1, sys.stderr)
    name_of = snapshot.authorities.by_code
    neighbours = fit_neighbours(
        profile, variables, lists["2025"], lists["2021"], progress=lambda code: bar.step(name_of(code).name)
    )
    bar.step("clusters")
    clusters = fit_clusters(profile, variables)
    bar.finish()
    body = orjson.dumps(
        {"neighbours": neighbours.to_dict(), "clusters": clusters.to_dict()}, option=orjson.OPT_SORT_KEYS
    )
    write_similarity(settings.snapshot_dir, body)
    for found in neighbours.evaluation:
        sys.stdout.write(
            f"{found.method}: {found.overlap:.2f} of 10 ({found.low:.2f} to {found.high:.2f}), "
            f"first three {found.recall_of_first_three:.2f}, over {found.authorities} authorities\n"
        )
