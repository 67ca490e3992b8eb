"""`portal add-source` for a file of the public health profiles: its series become definitions, without code."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.drafting.fingertips import DraftedSeries
    from data.indicators import Indicator, Polarity


def is_of_fingertips(plain: Path) -> bool:
    """Whether a CSV file is one of the public health profiles."""
    import csv

    from data.drafting.fingertips import is_fingertips

    with plain.open(encoding="utf-8-sig", newline="") as stream:
        return is_fingertips(next(csv.reader(stream), []))


def add_fingertips(
    options: argparse.Namespace,
    installation: Path,
    name: str,
    plain: Path,
    polarity: Mapping[str, "Polarity"],
    ask: Callable[[str, str], "Polarity | None"] | None,
) -> None:
    """Draft and keep, or print. `polarity` is by the indicator's number there, and so is what `ask` is asked for."""
    from data.drafting.fingertips import decided, draft_fingertips
    from data.drafting.fingertips_keeping import definitions_text, file_of, keep_fingertips
    from data.errors import PortalError

    is_tried = options.dry_run or options.output
    if file_of(installation, name).exists() and not (options.replace or is_tried):
        raise PortalError(
            f"The file '{name}' is there already, in {installation}; --replace drafts it anew, and --name gives this "
            "one another name."
        )
    drafts = decided(draft_fingertips(plain, _known(installation, name)), polarity, ask)
    text = definitions_text(name, drafts)
    if options.output:
        options.output.write_text(text, "utf-8")
    elif options.dry_run:
        print(text)
    else:
        keep_fingertips(installation, name, plain, text)
    print(_summary(name, drafts), file=sys.stderr if options.dry_run else sys.stdout)
    if not is_tried:
        print(f"Kept in {installation}. Read definitions/indicators/{name}.toml there, then run `portal build`.")


def _known(installation: Path, name: str) -> Sequence["Indicator"]:
    """The indicators whose ids and titles are taken: all but those of the file itself."""
    from data.definition_files import added_indicators, indicators_file, load_definitions

    own = added_indicators(installation, name) if indicators_file(installation, name).is_file() else []
    ids = {one.id for one in own}
    return [one for one in load_definitions(installation).indicators if one.id not in ids]


def _summary(name: str, drafts: Sequence["DraftedSeries"]) -> str:
    lines = [f"{name}: a file of the public health profiles; {len(drafts):,} indicators drafted:"]
    for draft in drafts:
        lines.append(f"  {draft.entry['title']}: {draft.entry['unit']}, {draft.entry['polarity']}")
        lines += [f"  - {doubt}" for doubt in draft.doubts]
    return "\n".join(lines)
