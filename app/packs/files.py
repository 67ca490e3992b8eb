"""The forms that a pack is to be had in: what each is called, and what writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from app.packs.making import Writer
from app.packs.plain import Told
from layouts.pack.content import Pack

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class FileForm:
    """A kind of file. What writes it is imported when the first one is written: each brings a large library."""

    name: str
    words: str
    content_type: str
    module: str
    function: str

    def __call__(self, pack: Pack, told: Told) -> bytes:
        """The pack as such a file."""
        write: Writer = getattr(import_module(self.module), self.function)
        return write(pack, told)


FORMS: Mapping[str, FileForm] = {
    form.name: form
    for form in (
        FileForm("pdf", "PDF", "application/pdf", "app.packs.pdf", "as_pdf"),
        FileForm("pptx", "PowerPoint", f"{OFFICE}.presentationml.presentation", "app.packs.slides", "as_slides"),
        FileForm("docx", "Word", f"{OFFICE}.wordprocessingml.document", "app.packs.paper", "as_paper"),
        FileForm("xlsx", "Excel", f"{OFFICE}.spreadsheetml.sheet", "app.packs.workbook", "as_book"),
    )
}
"""What is made in the background, by the word that addresses and commands have for it."""
