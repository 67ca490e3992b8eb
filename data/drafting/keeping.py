"""Where drafts are kept: an installation's own folder of sources. A draft is there whole or not at all."""

import os
import shutil
from pathlib import Path

from data.definition_files import FILES, added_datasets, datasets_file, figures_file, indicators_file
from data.drafting.writing import MARK
from data.errors import PortalError

HEAD = "# Data sets that were added to this installation. `portal add-source` writes here; its drafts may be changed."


def is_kept(installation: Path, name: str) -> bool:
    """Whether a data set of this name was added."""
    return name in added_datasets(installation)


def keep(installation: Path, name: str, plain: Path, texts: tuple[str, str]) -> None:
    """Copy the file and write both definitions; `texts` are the data set's entry and its file of indicators.

    The entry is written last and by one rename, so that a crash before it leaves the data set as it was.
    Raises PortalError where the folder cannot be written.
    """
    entry, indicators = texts
    target = installation / FILES / f"{name}.csv"
    try:
        if not (target.exists() and target.samefile(plain)):
            put(target, plain)
        write_text(indicators_file(installation, name), indicators)
        blocks = {**_blocks(installation), name: entry}
        write_text(datasets_file(installation), "\n".join([HEAD, "", *blocks.values()]))
    except OSError as error:
        raise PortalError(f"Nothing could be kept in {installation}: {error.strerror or error}.") from None


def remove(installation: Path, name: str) -> None:
    """Take a data set out again: its entry first, then its indicators and its file."""
    blocks = _blocks(installation)
    if name not in blocks:
        known = ", ".join(blocks) or "none"
        raise PortalError(f"No data set '{name}' was added to {installation}; added are: {known}.")
    del blocks[name]
    try:
        write_text(datasets_file(installation), "\n".join([HEAD, "", *blocks.values()]))
        indicators_file(installation, name).unlink(missing_ok=True)
        figures_file(installation, installation, name).unlink(missing_ok=True)
    except OSError as error:
        raise PortalError(f"The data set '{name}' could not be taken out: {error.strerror or error}.") from None


def _blocks(installation: Path) -> dict[str, str]:
    """The entries of the file of data sets as they are written, comments and all, by name."""
    path = datasets_file(installation)
    if not path.is_file():
        return {}
    blocks: dict[str, list[str]] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith(MARK):
            name = line.removeprefix(MARK).strip()
        if name:
            blocks.setdefault(name, []).append(line)
    if set(blocks) != set(added_datasets(installation)):
        raise PortalError(
            f"{path} holds entries without the line '{MARK}NAME' above them, by which they are told apart: put it back."
        )
    return {name: "\n".join(lines).rstrip("\n") + "\n" for name, lines in blocks.items()}


def put(target: Path, plain: Path) -> None:
    """Copy a file to its place, by one rename."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(plain, beside)
    beside.replace(target)


def write_text(path: Path, text: str) -> None:
    """Write a definition file in its place, by one rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, "utf-8")
    beside.replace(path)
