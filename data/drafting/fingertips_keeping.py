"""Keeping a file of the public health profiles: it and the definitions drafted from it, in an installation's folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from data.definition_files import indicators_file
from data.drafting.fingertips import DraftedSeries
from data.drafting.keeping import put, write_text
from data.drafting.writing import comment, quoted
from data.errors import PortalError
from data.sources.fingertips import FOLDER


def file_of(installation: Path, name: str) -> Path:
    """Where a file of the public health profiles is kept."""
    return installation / FOLDER / f"{name}.csv"


def definitions_text(name: str, drafts: Sequence[DraftedSeries]) -> str:
    """The definition file: one entry a series, with what is open above it."""
    head = [
        f"The indicators of the Fingertips file '{name}', as `portal add-source` drafted them: one entry a series.",
        "The file gives no polarity, and the unit only by its figures. Read them, change them, and run `portal build`.",
    ]
    return "\n\n".join(["\n".join(comment(head)), *(_entry(draft) for draft in drafts)]) + "\n"


def keep_fingertips(installation: Path, name: str, plain: Path, text: str) -> None:
    """Write the definitions, then copy the file, without which they stop nothing. Raises PortalError if it cannot."""
    target = file_of(installation, name)
    try:
        write_text(indicators_file(installation, name), text)
        if not (target.exists() and target.samefile(plain)):
            put(target, plain)
    except OSError as error:
        raise PortalError(f"Nothing could be kept in {installation}: {error.strerror or error}.") from None


def remove_fingertips(installation: Path, name: str) -> bool:
    """Take a file and its definitions out again; False where no such file was added."""
    target = file_of(installation, name)
    if not target.is_file():
        return False
    try:
        target.unlink()
        indicators_file(installation, name).unlink(missing_ok=True)
    except OSError as error:
        raise PortalError(f"The file '{name}' could not be taken out: {error.strerror or error}.") from None
    return True


def _entry(draft: DraftedSeries) -> str:
    lines = [*comment([*draft.doubts, *_open(draft)]), "[[indicator]]"]
    return "\n".join([*lines, *(f"{name} = {_value(value)}" for name, value in draft.entry.items())])


def _open(draft: DraftedSeries) -> list[str]:
    is_open = draft.entry["polarity"] == "neutral" and "polarity" in draft.asks
    return ["polarity: nobody has said which direction is good, so it is neutral for now."] * is_open


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_value(part)}" for name, part in value.items()) + " }"
    return str(value) if isinstance(value, int) else quoted(str(value))
