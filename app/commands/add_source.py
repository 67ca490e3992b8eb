"""`portal add-source`: a tidy file of Explore Education Statistics becomes definition data, without code."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.drafting.drafts import Draft
    from data.drafting.proposals import Wishes
    from data.indicators import Indicators, Polarity

DIRECTIONS = {"higher": "higher is better", "lower": "lower is better", "neutral": "neutral"}
MOST = 500


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `portal add-source`."""
    command = commands.add_parser("add-source", help="add a tidy file of Explore Education Statistics, without code")
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the CSV file, or one in .gz or .zip")
    command.add_argument("--remove", metavar="NAME", help="take a data set out again")
    command.add_argument("--name", help="what the data set is called; the file's name")
    command.add_argument("--meta", type=Path, metavar="FILE", help="its companion; NAME.meta.csv beside the file")
    command.add_argument("--topic", default="Added data", help="the topic that its indicators are listed in")
    command.add_argument("--publication", default="", help="the title of the publication")
    command.add_argument("--link", default="", help="the publisher's page")
    command.add_argument("--period", help="what a year of the file is: 'financial year', 'snapshot at 31 March', ...")
    command.add_argument(
        "--polarity",
        action="append",
        default=[],
        metavar="COLUMN=DIRECTION",
        help="higher, lower or neutral for a column of figures; may be given again",
    )
    command.add_argument("--breakdown", action="append", default=[], metavar="FILTER", help="draft each of its values")
    command.add_argument("--all-breakdowns", action="store_true", help="draft every combination of filter values")
    command.add_argument("--share", action="append", default=[], metavar="COLUMN", help="it has percentages as 0 to 1")
    command.add_argument("--most", type=int, default=MOST, help=f"how many indicators are drafted at most; {MOST}")
    command.add_argument("--dry-run", action="store_true", help="print the draft and keep nothing")
    command.add_argument("--output", type=Path, metavar="FILE", help="write the draft there and keep nothing")
    command.add_argument("--replace", action="store_true", help="draft a data set anew that was added before")
    command.set_defaults(run=add_source)


def add_source(options: argparse.Namespace) -> None:
    """Draft, say what was taken for what, and keep the draft among the installation's sources."""
    from app.settings import load_settings
    from data.drafting.fingertips_keeping import remove_fingertips
    from data.drafting.keeping import remove
    from data.errors import PortalError

    installation = load_settings().sources_dir
    if installation is None:
        raise PortalError("PORTAL_SOURCES_DIR must name a folder for added data sets: there is no HOME to put one in.")
    if options.remove:
        if not remove_fingertips(installation, options.remove):
            remove(installation, options.remove)
        print(f"The data set '{options.remove}' is out; `portal build` makes a snapshot without it.")
        return
    if options.file is None:
        raise PortalError("Name a FILE to add, or a data set to --remove.")
    _add(options, installation)


def _add(options: argparse.Namespace, installation: Path) -> None:
    from app.commands.add_fingertips import add_fingertips, is_of_fingertips
    from data.drafting.drafts import checked_name, drafted, meta_path, name_of, received
    from data.drafting.keeping import is_kept, keep
    from data.drafting.writing import dataset_text, indicators_text
    from data.errors import PortalError

    name = checked_name(options.name or name_of(options.file))
    is_tried = options.dry_run or options.output
    if is_kept(installation, name) and not (options.replace or is_tried):
        raise PortalError(
            f"The data set '{name}' is there already, in {installation}; --replace drafts it anew, and --name gives "
            "this one another name."
        )
    with received(options.file) as (plain, companion, done):
        if is_of_fingertips(plain):
            ask = _asked if sys.stdin.isatty() and not is_tried else None
            add_fingertips(options, installation, name, plain, _polarity(options.polarity), ask)
            return
        meta = options.meta or companion or meta_path(options.file)
        wishes = _wishes(options)
        draft = drafted(plain, name, meta, wishes, _known(installation, name))
        if sys.stdin and sys.stdin.isatty() and not is_tried and (answers := _answers(draft, wishes)):
            wishes = replace(wishes, polarity={**wishes.polarity, **answers})
            draft = drafted(plain, name, meta, wishes, _known(installation, name))
        notes = (*done, *draft.notes)
        texts = (dataset_text(draft.file.dataset, notes), indicators_text(name, draft.proposals))
        if options.output:
            _written(options.output, "\n".join(texts))
        elif options.dry_run:
            print("\n".join(texts))
        else:
            keep(installation, name, plain, texts)
    print(_summary(name, draft, notes), file=sys.stderr if options.dry_run else sys.stdout)
    if not is_tried:
        print(f"Kept in {installation}. Read definitions/indicators/{name}.toml there, then run `portal build`.")


def _known(installation: Path, name: str) -> "Indicators":
    """The indicators whose ids and titles are taken: all but those of the data set itself."""
    from data.definition_files import load_definitions
    from data.indicators import Indicators

    every = load_definitions(installation).indicators
    return Indicators(tuple(one for one in every if one.value is None or one.value.dataset != name))


def _wishes(options: argparse.Namespace) -> "Wishes":
    from data.drafting.proposals import Wishes
    from data.errors import PortalError
    from data.periods import PeriodKind

    try:
        period = PeriodKind(options.period) if options.period else None
    except ValueError:
        raise PortalError(f"--period is one of {', '.join(PeriodKind)}, not '{options.period}'.") from None
    if options.most < 1:
        raise PortalError("--most is how many indicators are drafted at most: a number from 1.")
    return Wishes(
        topic=options.topic,
        link=options.link,
        publication=options.publication,
        period=period,
        polarity=_polarity(options.polarity),
        breakdowns=frozenset(options.breakdown),
        all_breakdowns=options.all_breakdowns,
        shares=frozenset(options.share),
        most=options.most,
    )


def _polarity(given: Sequence[str]) -> Mapping[str, "Polarity"]:
    from data.errors import PortalError
    from data.indicators import Polarity

    found = {}
    for text in given:
        column, _, direction = text.rpartition("=")
        if not column or direction not in DIRECTIONS:
            raise PortalError(f"--polarity is COLUMN=higher, COLUMN=lower or COLUMN=neutral, not '{text}'.")
        found[column] = Polarity(DIRECTIONS[direction])
    return found


def _answers(draft: "Draft", wishes: "Wishes") -> Mapping[str, "Polarity"]:
    """What whoever sits at the terminal says of each column that nobody has spoken of; a blank leaves it undecided."""
    unsaid = [measure for measure in draft.proposals.measures if measure.name not in wishes.polarity]
    answers = {measure.name: _asked(measure.name, measure.title) for measure in unsaid}
    return {name: answer for name, answer in answers.items() if answer is not None}


def _asked(name: str, title: str) -> "Polarity | None":
    """The direction that whoever sits at the terminal says is good; None for a blank."""
    from data.indicators import Polarity

    while True:
        print(f"{name} ({title}): is higher, lower or neither better? [h/l/n, blank: later] ", end="")
        answer = sys.stdin.readline().strip().casefold()
        words = [word for word in DIRECTIONS if answer and word.startswith(answer)]
        if words:
            return Polarity(DIRECTIONS[words[0]])
        if not answer:
            return None


def _written(path: Path, text: str) -> None:
    from data.errors import PortalError

    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise PortalError(f"The draft cannot be written to {path}: {error.strerror or error}.") from None


def _summary(name: str, draft: "Draft", notes: Sequence[str]) -> str:
    file = draft.file
    kinds = sorted({period.kind.value for period in file.periods})
    measures = draft.proposals.measures
    lines = [
        f"{name}: {len(file.areas):,} rows, {len(file.periods)} periods ({', '.join(kinds)}), "
        f"{len(measures)} columns of figures, filters: {', '.join(draft.filters.names) or 'none'}.",
        f"{len(draft.proposals.drafted):,} indicators drafted:",
    ]
    for measure in measures:
        times = sum(one.column == measure.name for one in draft.proposals.drafted)
        lines.append(f"  {measure.name}: {measure.title}, {measure.unit}, {times} of them; {'; '.join(measure.why)}")
    lines += [f"- {note}" for note in notes]
    undecided = [one for one in draft.proposals.drafted if any(why.startswith("polarity:") for why in one.why)]
    if undecided:
        lines.append(f"- Of {len(undecided):,} indicators nobody has said which direction is good: they are neutral.")
    return "\n".join(lines)
