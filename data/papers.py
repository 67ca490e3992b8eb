"""Published papers that were transcribed as local returns: which they are, whose, and from where."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from data.errors import PortalError
from data.periods import MONTHS

FOLDER = Path(__file__).resolve().parent / "demonstration"
FILE = "demonstration.toml"


@dataclass(frozen=True)
class PaperOwner:
    """An organisation whose papers these are; `authority` is the code of its authority."""

    slug: str
    name: str
    authority: str


@dataclass(frozen=True)
class Paper:
    """A return transcribed from a paper. `organisation` and `slug` say which return; `as_at` what its figures run to.

    `day` is that of the meeting which the paper went to (`met`), or the first of the month in which it was issued;
    None where the paper names neither.
    """

    file: str
    organisation: PaperOwner
    slug: str
    title: str
    paper: str
    body: str
    day: date | None
    met: bool
    place: str
    as_at: date
    why: str

    @property
    def source(self) -> str:
        """Where the figures had been published, as a reader would look for them."""
        when = _day_words(self.day, self.met) if self.day else ""
        return ", ".join(part for part in (self.organisation.name, self.body, when, self.paper, self.place) if part)

    def content(self) -> bytes:
        """The return's file."""
        return (FOLDER / self.file).read_bytes()


@cache
def load_owners() -> Mapping[str, PaperOwner]:
    """Whose papers there are, by slug."""
    entries = tomllib.loads((FOLDER / FILE).read_text("utf-8"))["organisation"]
    return {entry["slug"]: PaperOwner(**entry) for entry in entries}


@cache
def load_papers() -> tuple[Paper, ...]:
    """Every transcribed paper, in the order of the file. Raises PortalError for an entry that is not right."""
    entries = tomllib.loads((FOLDER / FILE).read_text("utf-8"))
    papers = tuple(_paper(entry, load_owners()) for entry in entries["return"])
    if len({(paper.organisation, paper.slug) for paper in papers}) != len(papers):
        raise PortalError(f"Two returns of one organisation in {FILE} share one slug.")
    return papers


def _paper(entry: Mapping[str, object], owners: Mapping[str, PaperOwner]) -> Paper:
    fields = dict(entry)
    meeting, issued = fields.pop("meeting", None), fields.pop("issued", None)
    try:
        fields["organisation"] = owners[str(fields["organisation"])]
        return Paper(**fields, day=meeting or issued, met=meeting is not None)  # type: ignore[arg-type]
    except (KeyError, TypeError) as error:
        raise PortalError(
            f"The return {fields.get('file', 'without a file')} of {FILE} is not right: {error}."
        ) from None


def _day_words(day: date, met: bool) -> str:
    """`24 November 2022` for a meeting, `December 2025` for a paper that names its month alone."""
    return f"{day.day if met else ''} {MONTHS[day.month - 1]} {day.year}".strip()
