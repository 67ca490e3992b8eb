"""Reading the publisher's JSON: whatever is not as its description says is a sentence that names the address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from data.errors import PortalError

Kind = TypeVar("Kind", bound=StrEnum)
Made = TypeVar("Made")


@dataclass(frozen=True)
class Part:
    """One object of an answer, the address it came from, and where in the answer it stands (`results[2].release`)."""

    members: dict[str, Any]
    address: str
    place: str = ""

    def text(self, name: str) -> str:
        """A member that has to be text; it may be empty."""
        value = self.members.get(name)
        return value if isinstance(value, str) else self._refuse(name, "a text")

    def text_or_empty(self, name: str) -> str:
        """A member that may be left out or null."""
        return "" if self.members.get(name) is None else self.text(name)

    def named(self, name: str) -> str:
        """A member that has to be text with something in it."""
        return self.text(name) or str(self._refuse(name, "a text that is not empty"))

    def count(self, name: str) -> int:
        """A member that has to be a whole number from nought."""
        value = self.members.get(name)
        whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return int(value) if whole and value is not None else int(self._refuse(name, "a whole number"))

    def texts(self, name: str) -> tuple[str, ...]:
        """A member that has to be a list of texts."""
        found = self.members.get(name)
        if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
            self._refuse(name, "a list of texts")
        return tuple(found or ())

    def moment(self, name: str) -> datetime:
        """A member that has to be a date and time with its zone."""
        try:
            found = datetime.fromisoformat(self.text(name))
        except ValueError:
            return datetime.fromisoformat(self._refuse(name, "a date and time"))
        return found if found.tzinfo else datetime.fromisoformat(self._refuse(name, "a date and time with its zone"))

    def moment_or_none(self, name: str) -> datetime | None:
        """A date and time that may be left out or null."""
        return None if self.members.get(name) is None else self.moment(name)

    def one_of(self, name: str, kinds: type[Kind]) -> Kind:
        """A member that has to be one of the words of an enumeration."""
        try:
            return kinds(self.text(name))
        except ValueError:
            return kinds(self._refuse(name, f"one of {', '.join(kinds)}"))

    def part(self, name: str) -> "Part":
        """A member that has to be an object."""
        value = self.members.get(name)
        found = value if isinstance(value, dict) else self._refuse(name, "an object")
        return Part(found, self.address, self._at(name))

    def part_or_none(self, name: str) -> "Part | None":
        """An object that may be left out or null."""
        return None if self.members.get(name) is None else self.part(name)

    def parts(self, name: str) -> tuple["Part", ...]:
        """A member that has to be a list of objects."""
        found = self.members.get(name)
        if not isinstance(found, list) or not all(isinstance(member, dict) for member in found):
            self._refuse(name, "a list of objects")
        return tuple(Part(member, self.address, f"{self._at(name)}[{at}]") for at, member in enumerate(found or ()))

    def parts_or_none(self, name: str) -> tuple["Part", ...]:
        """A list of objects that may be left out or null."""
        return () if self.members.get(name) is None else self.parts(name)

    def made(self, name: str, make: Callable[["Part"], Made]) -> tuple[Made, ...]:
        """What a function makes of each object of a list."""
        return tuple(make(part) for part in self.parts(name))

    def _at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name

    def _refuse(self, name: str, wanted: str) -> Any:
        state = "lacks" if self.members.get(name) is None else "has something else for"
        raise PortalError(
            f"The publisher's answer from {self.address} {state} '{self._at(name)}', which has to be {wanted}: "
            "its API may have changed. Nothing was taken from it."
        )
