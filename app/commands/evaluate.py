"""`portal evaluate neighbours`: how well the modelled neighbours find the published ones, beside their baselines."""

import argparse
import sys
from collections.abc import Mapping, Sequence

NAMED = ("Southampton", "Hampshire", "Portsmouth", "Isle of Wight")
HELD_OUT = "modelled, strictly held out"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal evaluate neighbours`."""
    command = commands.add_parser("evaluate", help="how good a model is, beside its baselines")
    command.add_argument("what", choices=("neighbours",))
    command.set_defaults(run=evaluate)


def evaluate(_: argparse.Namespace) -> None:
    """Print the overlap of ten and the recall of the first three with the published May 2025 lists.

    The modelled lists are those that are shown: each comes from a fit that never saw the authority's row or list.
    Raises PortalError when the artefact was fitted to other data than the live snapshot's.
    """
    from app.published import open_published, open_similarity
    from app.settings import load_settings
    from data.context import load_profile, load_variables
    from data.errors import PortalError
    from models.similarity.evaluation import baseline_lists, chance, evaluated
    from models.similarity.inputs import published_lists
    from models.similarity.neighbours import NEIGHBOURS, inputs_digest
    from models.similarity.profile import prepared

    settings = load_settings()
    snapshot, model = open_published(settings), open_similarity(settings).neighbours
    profile = prepared(load_profile(snapshot), load_variables())
    lists = published_lists(snapshot.editions, profile.codes)
    published, earlier = lists["2025"], lists["2021"]
    if model.digest != inputs_digest(profile, published, earlier, model.metric):
        raise PortalError(
            "The modelled neighbours were fitted to other data than the live snapshot's; run `portal fit`."
        )
    held_out = {code: [one.authority for one in found.neighbours] for code, found in model.lists.items()}
    found = {**baseline_lists(profile, earlier, NEIGHBOURS), HELD_OUT: held_out}
    codes = [snapshot.authorities.find(name).code for name in NAMED]
    sys.stdout.write(
        f"Overlap of ten with {snapshot.edition('2025').title}; model {model.version}, data {model.digest}\n"
    )
    overall = [
        chance(profile, published, NEIGHBOURS),
        *(evaluated(name, one, published) for name, one in found.items()),
    ]
    for result in overall:
        sys.stdout.write(
            f"{result.method:32} {result.overlap:5.2f} of 10 (95% {result.low:.2f} to {result.high:.2f})  "
            f"first three {result.recall_of_first_three:.2f}  authorities {result.authorities}\n"
        )
    sys.stdout.write(f"\n{'of 10, for each':32} {'  '.join(NAMED)}\n")
    for name, one in found.items():
        overlaps = (_overlap(one, published, code).center(len(who)) for code, who in zip(codes, NAMED, strict=True))
        sys.stdout.write(f"{name:32} {'  '.join(overlaps)}\n")


def _overlap(found: Mapping[str, Sequence[str]], published: Mapping[str, Sequence[str]], code: str) -> str:
    return str(len(set(found[code]) & set(published[code]))) if code in found and code in published else "none"
