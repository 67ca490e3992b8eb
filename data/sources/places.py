"""Which area a row of an added tidy file is about, and which places are none of the portal's."""

from collections.abc import Iterator
from dataclasses import dataclass

from data.authorities import NO_CODE, Area, AreaKind, Authorities, JointReturn
from data.errors import PortalError

KINDS = {"National": AreaKind.COUNTRY, "Regional": AreaKind.REGION, "Local authority": AreaKind.AUTHORITY}


@dataclass(frozen=True)
class Place:
    """What a row says of where it is, as it is written there."""

    level: str
    old_code: str
    new_code: str
    name: str

    @property
    def words(self) -> str:
        """The place as a definition that leaves it out names it: `Local authority E06999999 999 Nowhere`."""
        parts = (self.level, self.new_code, self.old_code, self.name)
        return " ".join(part.strip() for part in parts if part.strip())


class Places:
    """Positions on the area axis for the places of a file."""

    def __init__(self, authorities: Authorities) -> None:
        self._authorities = authorities
        self._index = {area.code: position for position, area in enumerate(authorities.areas)}

    def positions(self, place: Place) -> tuple[int, ...]:
        """One position, or those of all members of a joint return. Raises PortalError for a place that is not known."""
        for found in self._readings(place):
            codes = (found.code,) if isinstance(found, Area) else found.members
            return tuple(self._index[code] for code in codes)
        raise PortalError(f"No {KINDS[place.level]} is known here as '{place.words}'.")

    def _readings(self, place: Place) -> Iterator[Area | JointReturn]:
        """The area by both codes and the name; where those do not agree, by the one code that agrees with the name.

        Where each code names an area of its own and the name decides for neither, there is none.
        """
        old, new, name = place.old_code, place.new_code, place.name
        if place.level == "National" and new.strip() in NO_CODE and not name.strip():
            name = "England"
        if both := self._found(place.level, old, new, name):
            yield both
            return
        coded = [(old, ""), ("", new)]
        apart = [self._found(place.level, *codes, name) for codes in coded if max(codes).strip() not in NO_CODE]
        distinct = {found if isinstance(found, JointReturn) else found.code: found for found in apart if found}
        if len(distinct) == 1:
            yield from distinct.values()

    def _found(self, level: str, old: str, new: str, name: str) -> Area | JointReturn | None:
        try:
            found = self._authorities.resolve(old, new, name)
        except PortalError:
            return None
        kind = AreaKind.AUTHORITY if isinstance(found, JointReturn) else found.kind
        return found if kind is KINDS[level] else None
