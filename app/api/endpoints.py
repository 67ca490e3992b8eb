"""What an endpoint of the API is: one declaration, from which come its route, its checks and its description."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol, get_args, get_origin, get_type_hints, is_typeddict

from callbacks.portal import Portal
from data.errors import PortalError

PREFIX = "/api/v1"
LONGEST_TEXT = 200
"""Characters of a parameter."""
LARGEST_NUMBER = 2**31 - 1
SHOWN = 20
"""Characters of what was asked that a refusal repeats."""


class Kind(Protocol):
    """What a parameter's text may be."""

    @property
    def schema(self) -> dict[str, object]:
        """It as JSON Schema."""

    def read(self, name: str, text: str) -> object:
        """The value that the text of a parameter means. Raises PortalError for what it cannot be."""


@dataclass(frozen=True)
class Text:
    """Any text."""

    longest: int = LONGEST_TEXT

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "maxLength": self.longest}

    def read(self, name: str, text: str) -> str:
        if len(text) > self.longest:
            raise PortalError(f"The parameter '{name}' may have {self.longest:,} characters; this has {len(text):,}.")
        return text.strip()


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    allowed: tuple[str, ...]

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "enum": [*self.allowed]}

    def read(self, name: str, text: str) -> str:
        if text not in self.allowed:
            raise PortalError(f"There is no {name} '{text[:SHOWN]}'; there are {', '.join(self.allowed)}.")
        return text


@dataclass(frozen=True)
class Names:
    """Some of a few words, between commas."""

    allowed: tuple[str, ...]

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "array", "items": {"type": "string", "enum": [*self.allowed]}, "minItems": 1}

    def read(self, name: str, text: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
        for part in found:
            if part not in self.allowed:
                raise PortalError(f"There is no '{part[:SHOWN]}' in {name}; there are {', '.join(self.allowed)}.")
        return found


@dataclass(frozen=True)
class WholeNumber:
    """A whole number within bounds, both included."""

    least: int = 0
    most: int = LARGEST_NUMBER

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, name: str, text: str) -> int:
        # What is longer than any number allowed is not turned into one: that takes a while.
        fits = text.isascii() and text.isdigit() and len(text) <= len(str(self.most))
        if not fits or not self.least <= int(text) <= self.most:
            raise PortalError(f"The parameter '{name}' must be a whole number from {self.least} to {self.most}.")
        return int(text)


@dataclass(frozen=True)
class YesOrNo:
    """`true` or `false`."""

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "boolean"}

    def read(self, name: str, text: str) -> bool:
        if text not in ("true", "false"):
            raise PortalError(f"The parameter '{name}' must be true or false.")
        return text == "true"


@dataclass(frozen=True)
class Day:
    """A date as 2022-11-24."""

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "string", "format": "date"}

    def read(self, name: str, text: str) -> date:
        with suppress(ValueError):
            if len(text) == len("2022-11-24") and text.isascii():
                return date.fromisoformat(text)
        raise PortalError(f"'{text[:SHOWN]}' is no date; give it as 2022-11-24.")


@dataclass(frozen=True)
class Parameter:
    """One thing that may be asked for. `meaning` turns what was read into what the endpoint is given.

    What `meaning` refuses (a PortalError) is refused for this parameter. `default` is what the endpoint is given where
    it is left out or empty. `example` is a value as it is written in an address, `more` are others.
    """

    name: str
    description: str
    kind: Kind = field(default_factory=Text)
    example: str = ""
    required: bool = False
    default: object = None
    meaning: Callable[[Portal, Any], object] | None = None
    more: tuple[str, ...] = ()


class Keeping(StrEnum):
    """Who may keep an answer."""

    PUBLIC = "public"
    """Anybody: it is made of published figures alone. It has an ETag."""
    PRIVATE = "private"
    """Nobody: it depends on who asks, or on what they sent."""


@dataclass(frozen=True)
class Body:
    """What is sent to an endpoint. `read` reads it from the request; the endpoint is given it as `sent`."""

    media_type: str
    schema: Mapping[str, object]
    example: Mapping[str, object]
    read: Callable[[], object]
    description: str
    most_bytes: int


@dataclass(frozen=True)
class Example:
    """One question that is shown with its real answer: the parameters by name, as they are written in an address."""

    name: str
    summary: str
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Endpoint:
    """One address of the API.

    `path` is below the prefix, its variables in braces; `{name}` has a parameter of that name in `path_parameters`.
    `answer` is given the portal and each parameter by its name, and gives records of plain values: one (a dict), or a
    sequence of them, of which only the page that was asked for is looked at. `shape` says what they are: a TypedDict,
    or `list[...]` of one, whose members in their order are the columns as CSV.
    `made_at` is the member of the answer that says where what was made is: the answer is 201 then, with Location.
    `page_size` is for lists too long to be given whole: how many are given at a time where nothing is asked.
    `scope` is what a token must allow. `not_found` says when it answers 404. `example_of` makes the answer of an
    example where it depends on who asks: from published figures alone. `as_row` is for one record that is given as one
    row of CSV too, its parts side by side.
    """

    path: str
    answer: Callable[..., object]
    shape: Any
    topic: str
    summary: str
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    path_parameters: tuple[Parameter, ...] = ()
    examples: tuple[Example, ...] = ()
    keeping: Keeping = Keeping.PUBLIC
    scope: str = ""
    method: str = "GET"
    body: Body | None = None
    made_at: str = ""
    page_size: int = 0
    a_minute: int = 0
    not_found: str = ""
    example_of: Callable[..., object] | None = None
    as_row: bool = False

    @property
    def name(self) -> str:
        """A word for it, one to an endpoint: `returns_return_id_number`."""
        path = self.path.strip("/").replace("{", "").replace("}", "").replace("/", "_").replace("-", "_")
        return path if self.method == "GET" else f"{self.method.lower()}_{path}"

    @property
    def address(self) -> str:
        """The whole path, its variables in braces."""
        return f"{PREFIX}{self.path}"

    @property
    def is_list(self) -> bool:
        """Whether it answers with a list."""
        return get_origin(self.shape) is list

    @property
    def is_table(self) -> bool:
        """Whether it is a list to read: by pages, with chosen columns, and as CSV."""
        return self.is_list and self.method == "GET"

    @property
    def record(self) -> Any:
        """The shape of one record."""
        return get_args(self.shape)[0] if self.is_list else self.shape

    @property
    def has_csv(self) -> bool:
        """Whether it is given as CSV too."""
        return self.is_table or self.as_row

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The members of a record, in the order of the columns; of a part with members of its own, `part_member`."""
        members = get_type_hints(self.record)
        if not self.as_row:
            return tuple(members)
        return tuple(column for name, kind in members.items() for column in _columns_of(name, kind))


def _columns_of(name: str, kind: Any) -> list[str]:
    part = next((each for each in (kind, *get_args(kind)) if is_typeddict(each)), None)
    return [name] if part is None else [f"{name}_{member}" for member in get_type_hints(part)]
