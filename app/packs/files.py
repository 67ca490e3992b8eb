"""The forms that a pack is to be had in: what each is called, and what writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from app.packs.plain import Told
from data.errors import PortalError
from layouts.pack.content import Pack

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class FileForm:
    """A kind of file, written by a function that is imported when it is first needed: each brings a large library.

    `parts` is how many parts of its work it tells of; None for one a block.
    """

    name: str
    words: str
    content_type: str
    module: str
    function: str
    parts: int | None = None

    def steps(self, pack: Pack) -> int:
        """How many steps it tells of, at least one."""
        blocks = sum(len(section.blocks) for section in pack.sections)
        return max(1, blocks if self.parts is None else self.parts)

    def write(self, pack: Pack, told: Told) -> bytes:
        """The pack as such a file."""
        content = getattr(import_module(self.module), self.function)(pack, told)
        return bytes(content)


BY_BROWSER = FileForm("html", "web page", "text/html", "app.packs.web_file", "as_web_file", parts=1)
FORMS: Mapping[str, FileForm] = {
    form.name: form
    for form in (
        FileForm("pdf", "PDF", "application/pdf", "app.packs.pdf", "as_pdf", parts=3),
        FileForm("pptx", "PowerPoint", f"{OFFICE}.presentationml.presentation", "app.packs.slides", "as_slides"),
        FileForm("docx", "Word", f"{OFFICE}.wordprocessingml.document", "app.packs.paper", "as_paper"),
        FileForm("xlsx", "Excel", f"{OFFICE}.spreadsheetml.sheet", "app.packs.workbook", "as_book"),
    )
}
"""What is made in the background, by the word that addresses and commands have for it."""


def form_of(name: str) -> FileForm:
    """A form by its word, the web page too. Raises PortalError for any other."""
    form = {**FORMS, BY_BROWSER.name: BY_BROWSER}.get(name)
    if form is None:
        known = f"{', '.join(FORMS)} or {BY_BROWSER.name}"
        raise PortalError(f"A pack is to be had as {known}, not as '{name[:20]}'.")
    return form
