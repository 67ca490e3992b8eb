"""Areas: which authorities, regions and countries there are or were, and by which names and codes sources call them."""

import csv
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files

from data.errors import PortalError


class AreaKind(StrEnum):
    """What an area is. Only authorities make returns; the others are what they are compared with."""

    AUTHORITY = "authority"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True)
class Area:
    """One area under its DfE code. `closed` is its last day; a blank date means before records, or still open."""

    code: str
    name: str
    kind: AreaKind
    type: str
    region: str | None
    opened: date | None
    closed: date | None
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    aliases: tuple[str, ...]
    ons_codes: tuple[str, ...]

    @cached_property
    def slug(self) -> str:
        """The name as an address spells it: `dorset-to-march-2019`."""
        return "-".join(_words(self.name))

    @property
    def ons_code(self) -> str:
        """The newest of the ONS codes it has had."""
        return self.ons_codes[-1]

    def existed_during(self, start: date, end: date) -> bool:
        """Whether it was open on any day from `start` to `end`, both included."""
        return (self.opened or date.min) <= end and start <= (self.closed or date.max)


@dataclass(frozen=True)
class JointReturn:
    """One return that several authorities make together: its figures belong to all `members` and count once.

    `key` is as sources print it (`314 / 318`); `what` is the collection it is made for.
    """

    key: str
    members: tuple[str, ...]
    what: str
    note: str


# What a source prints where a row has no such code.
NO_CODE = frozenset({"", "z", "x"})
_COUNCIL_SUFFIX = re.compile(
    r" (?:(?:city|county|(?:metropolitan )?borough|(?:metropolitan )?district|metropolitan city) )?council$| mbc$"
)
_COUNCIL_PREFIX = re.compile(r"^(?:the )?(?:(?:royal |london |metropolitan )?borough|city|county|council) of (?:the )?")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _name_key(text: str) -> str:
    """The form in which names are compared: no case, no punctuation, no 'and' or '&'."""
    return " ".join(word for word in _words(text) if word != "and")


def _name_keys(text: str) -> Iterator[str]:
    """The name as written, then without 'Council' and its like, then without 'City of' and its like."""
    key = _name_key(text)
    yield key
    key = _COUNCIL_SUFFIX.sub("", key)
    yield key
    yield _COUNCIL_PREFIX.sub("", key)


class Authorities:
    """Every area that figures speak of. `areas` runs by code: authorities open and closed, regions, the country."""

    def __init__(
        self,
        areas: Iterable[Area],
        dfe_codes: Mapping[str, str],
        joint_returns: Iterable[JointReturn],
    ) -> None:
        """`dfe_codes` gives, for every DfE code that was ever used, the code under which its area is kept."""
        self.areas = tuple(areas)
        self.joint_returns = tuple(joint_returns)
        by_code = {area.code: area for area in self.areas}
        self._by_dfe_code = {value: by_code[code] for value, code in dfe_codes.items()}
        self._by_ons_code = {value: area for area in self.areas for value in area.ons_codes}
        self._by_name: dict[str, list[Area]] = {}
        for area in self.areas:
            for key in dict.fromkeys(_name_key(name) for name in (area.name, *area.aliases)):
                self._by_name.setdefault(key, []).append(area)
        self.authorities = tuple(area for area in self.areas if area.kind is AreaKind.AUTHORITY)
        self._open_today: tuple[date, tuple[Area, ...]] = (date.min, ())
        self.england = next(area for area in self.areas if area.kind is AreaKind.COUNTRY)

    @property
    def current(self) -> tuple[Area, ...]:
        """The authorities that are open today."""
        today = datetime.now(UTC).date()
        if self._open_today[0] != today:  # every page asks for it
            self._open_today = (today, self.open_on(today))
        return self._open_today[1]

    def open_on(self, day: date) -> tuple[Area, ...]:
        """The authorities that were open on a day."""
        return tuple(area for area in self.authorities if area.existed_during(day, day))

    def by_code(self, code: str) -> Area:
        """The area with this DfE code. Raises PortalError when there is none."""
        if area := self._by_dfe_code.get(code):
            return area
        raise PortalError(f"No area has the DfE code '{code}'.")

    def codes_of(self, area: Area) -> tuple[str, ...]:
        """Every code that an area ever had, the DfE's first."""
        return (*(code for code, found in self._by_dfe_code.items() if found is area), *area.ons_codes)

    def region_of(self, area: Area) -> Area | None:
        """The region an area lies in (Inner London, then London, for a borough); England's is None."""
        return self.by_code(area.region) if area.region else None

    def find(self, text: str) -> Area:
        """The area a person means by a name, slug, alias, DfE code or ONS code; the open one where a name is shared.

        Raises PortalError with the nearest names when nothing is called so.
        """
        if area := self.known(text):
            return area
        raise PortalError(f"No authority is called '{text.strip()}'. {self._advice(text)}")

    def find_all(self, text: str) -> tuple[Area, ...]:
        """The areas between commas, each once; a name may hold a comma itself (`Bristol, City of`).

        Raises PortalError as `find` does; there may be none.
        """
        parts = [part for part in text.split(",") if part.strip()]
        found: dict[str, Area] = {}
        while parts:
            both = self.known(",".join(parts[:2])) if parts[1:] else None
            area = both or self.find(parts[0])
            found[area.code] = area
            del parts[: 2 if both else 1]
        return tuple(found.values())

    def known(self, text: str) -> Area | None:
        """The area as `find` gives it, or None where nothing is called so."""
        if area := self._with_code(text):
            return area
        return max(self._named(text), key=lambda area: area.closed or date.max, default=None)

    def resolve(self, old_la_code: str, new_la_code: str, name: str) -> Area | JointReturn:
        """The area that a source's row is about, given its DfE code, its ONS code and its name; any may be blank.

        The codes decide and a name may be spelled in a new way, but all that are known must agree.
        Raises PortalError, naming the row, for an unknown code or parts that contradict each other.
        """
        row = f"(DfE code '{old_la_code}', ONS code '{new_la_code}', name '{name}')"
        if "/" in f"{old_la_code}{new_la_code}{name}":
            return self._resolve_joint((old_la_code, new_la_code, name), row)
        codes = [code for code in (old_la_code.strip(), new_la_code.strip()) if code not in NO_CODE]
        named = self._named(name)
        if not codes and named:
            return self.find(name)
        found = [self._with_code(code) for code in codes]
        if not found or None in found:
            raise PortalError(f"No area is known for the row {row}.")
        area = found[0]
        if area is None or any(other is not area for other in found) or (named and area not in named):
            raise PortalError(f"The codes and the name of the row {row} belong to different areas.")
        return area

    def joint(self, text: str) -> JointReturn | None:
        """The joint return a key such as '314 / 318' names, by DfE codes, ONS codes or names; None for one area.

        Raises PortalError when the areas make no return together.
        """
        if "/" not in text:
            return None
        members = {self.find(part).code for part in text.split("/")}
        for joint_return in self.joint_returns:
            if members == set(joint_return.members):
                return joint_return
        raise PortalError(f"No joint return is known for '{text}'.")

    def _resolve_joint(self, parts: Iterable[str], row: str) -> JointReturn:
        found = {self.joint(part) for part in parts if part.strip() not in NO_CODE}
        if len(found) == 1 and (joint_return := found.pop()):
            return joint_return
        raise PortalError(f"The codes and the name of the row {row} belong to different joint returns.")

    def _with_code(self, text: str) -> Area | None:
        code = text.strip().upper()
        return self._by_dfe_code.get(code) or self._by_ons_code.get(code)

    def _named(self, text: str) -> list[Area]:
        return next((self._by_name[key] for key in _name_keys(text) if key in self._by_name), [])

    def _advice(self, text: str) -> str:
        """The nearest names: those that contain the text, else those spelled most like it."""
        *_, key = _name_keys(text)
        near = [name for name in self._by_name if len(key) > 2 and key in name]
        near = near or difflib.get_close_matches(key, self._by_name, n=3, cutoff=0.8)
        names = list(dict.fromkeys(self._by_name[name][-1].name for name in near))[:3]
        if not names:
            return "Give a name, an ONS code such as E06000045 or a DfE code such as 852."
        return f"Did you mean {' or '.join([', '.join(names[:-1]), names[-1]] if names[1:] else names)}?"


@cache
def load_authorities() -> Authorities:
    """The registry that the definition files describe; read once, never changed."""
    ons_codes: dict[str, list[str]] = {}
    dfe_codes: dict[str, str] = {}
    for row in sorted(_rows("authority_codes.csv"), key=lambda row: row["valid_from"]):
        if row["scheme"] == "ONS":
            ons_codes.setdefault(row["area"], []).append(row["value"])
        else:
            dfe_codes[row["value"]] = row["area"]
    areas = [_area(row, tuple(ons_codes[row["code"]])) for row in _rows("authorities.csv")]
    joint_returns = [
        JointReturn(row["key"], tuple(row["members"].split()), row["what"], row["note"])
        for row in _rows("joint_returns.csv")
    ]
    return Authorities(areas, dfe_codes, joint_returns)


def _rows(file_name: str) -> list[dict[str, str]]:
    text = files("data").joinpath("definitions", file_name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _area(row: Mapping[str, str], ons_codes: tuple[str, ...]) -> Area:
    return Area(
        code=row["code"],
        name=row["name"],
        kind=AreaKind(row["kind"]),
        type=row["type"],
        region=row["region"] or None,
        opened=_day(row["opened"]),
        closed=_day(row["closed"]),
        predecessors=tuple(row["predecessors"].split()),
        successors=tuple(row["successors"].split()),
        aliases=tuple(row["aliases"].split(";")) if row["aliases"] else (),
        ons_codes=ons_codes,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
