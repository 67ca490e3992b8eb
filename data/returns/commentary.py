"""The commentary of a return: a table of sections, what each one's figures mean, and what is done next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from data.returns.cells import plain
from data.returns.content import Commentary, Layout, Remark
from data.returns.limits import MOST_CHARACTERS, MOST_SECTIONS
from data.returns.tables import LONGEST_TITLE, Open, opened
from data.returns.text_files import Line, Sheet

SECTION, ANALYSIS, ACTION = "section", "analysis", "action"
HEADINGS = {
    **dict.fromkeys(("section", "topic", "theme", "area"), SECTION),
    **dict.fromkeys(("analysis", "commentary", "comment", "comments", "what the figures say"), ANALYSIS),
    **dict.fromkeys(
        ("action and next steps", "actions and next steps", "action & next steps", "actions", "action", "next steps"),
        ACTION,
    ),
}
COLUMNS = ("Section", "Analysis", "Action and next steps")
TITLE = "Commentary"
# Any table that is no table of categories: words below words open none.
_FIGURES = Open(Layout.WIDE, "", "", 0, ())


@dataclass(frozen=True)
class Told:
    """The commentary of a file, and what in it could not be placed."""

    commentary: tuple[Commentary, ...]
    remarks: tuple[Remark, ...]


def found_commentary(sheets: Iterable[Sheet]) -> tuple[Told, tuple[Sheet, ...]]:
    """The commentary of all sheets, and the sheets without its lines, an empty one in their place."""
    commentary: list[Commentary] = []
    remarks: list[Remark] = []
    others = []
    for sheet in sheets:
        lines, at = list(sheet.lines), 0
        while at < len(lines):
            places = places_of(lines[at])
            if places is None:
                at += 1
                continue
            end = _end(lines, at + 1)
            _gather(lines[at + 1 : end], places, sheet.name, commentary, remarks)
            first = at - 1 if at and _is_title(lines[at - 1]) else at
            lines[first:end] = [Line(lines[at].number, ())]
            at = first + 1
        others.append(replace(sheet, lines=tuple(lines)))
    return Told(tuple(commentary), tuple(remarks)), tuple(others)


def places_of(line: Line) -> dict[str, int] | None:
    """Which column holds what, where a line is the heading of a commentary; None where it is not."""
    said = [(place, plain(cell).casefold().strip(" :")) for place, cell in enumerate(line.cells) if plain(cell)]
    places = {HEADINGS[text]: place for place, text in said if text in HEADINGS}
    # A table of figures may have a column of comments: here every column is one of words.
    is_commentary = SECTION in places and len(places) > 1 and len(places) == len(said)
    return places if is_commentary else None


def _is_title(line: Line) -> bool:
    return plain(" ".join(line.cells)).casefold().strip("# :") == TITLE.casefold()


def _end(lines: Sequence[Line], start: int) -> int:
    """Where a commentary ends: before a table of figures and its title, or before another commentary."""
    gap = False
    for at in range(start, len(lines)):
        filled = [place for place, cell in enumerate(lines[at].cells) if plain(cell)]
        if not filled:
            gap = True
            continue
        if places_of(lines[at]) is not None or opened(lines, at, None if gap else _FIGURES) is not None:
            return at
        is_title = gap and filled == [0] and len(plain(lines[at].cells[0])) <= LONGEST_TITLE
        if is_title and at + 1 < len(lines) and opened(lines, at + 1, None) is not None:
            return at
        gap = False
    return len(lines)


def _gather(
    lines: Sequence[Line],
    places: dict[str, int],
    sheet: str,
    commentary: list[Commentary],
    remarks: list[Remark],
) -> None:
    """Add each line's words, and what is wrong with them."""
    for line in lines:
        section, analysis, action = (_text(line, places, part) for part in (SECTION, ANALYSIS, ACTION))
        if not (analysis or action):
            continue
        if len(commentary) >= MOST_SECTIONS:
            message = (
                f"Row {line.number}: there are over {MOST_SECTIONS} sections of commentary; the rest was left out."
            )
            remarks.append(Remark(line.number, "Section", "commentary", section[:LONGEST_TITLE], message, sheet))
            return
        if not section:
            message = f"Row {line.number} has commentary of no section. Write which section it is about."
            remarks.append(Remark(line.number, "Section", "commentary", "", message, sheet))
        for column, text in ((COLUMNS[1], analysis), (COLUMNS[2], action)):
            if len(text) >= MOST_CHARACTERS:
                message = (
                    f"Row {line.number}, {column}: only the first {MOST_CHARACTERS:,} characters were read. Shorten it."
                )
                remarks.append(Remark(line.number, column, "commentary", section[:LONGEST_TITLE], message, sheet))
        commentary.append(Commentary(section[:LONGEST_TITLE], analysis, action, line.number, sheet))


def _text(line: Line, places: dict[str, int], part: str) -> str:
    """The words of one cell, their line breaks kept."""
    place = places.get(part, -1)
    text = line.cells[place] if 0 <= place < len(line.cells) else ""
    lines = [" ".join(each.split()) for each in _without_apostrophe(text).splitlines()]
    return "\n".join(lines).strip()


def _without_apostrophe(text: str) -> str:
    """What the portal itself puts before text that begins like a formula is no part of it."""
    said = text.strip()
    return said[1:] if len(said) > 1 and said[0] == "'" and said[1] in "=+-@" else said
