"""What the command line and the API are asked, in words, turned into what the models take."""

from data.authorities import Area, AreaKind
from data.editions import NEWEST
from data.errors import PortalError
from data.indicators import Indicator
from data.periods import Period, parse_period
from data.store import Snapshot
from models.benchmark import Group, published_group

OWN_GROUP = "group"


def asked_authority(snapshot: Snapshot, text: str) -> Area:
    """The authority that a name or code means; a region or England is refused, for it makes no return."""
    area = snapshot.authorities.find(text)
    if area.kind is not AreaKind.AUTHORITY:
        raise PortalError(f"{area.name} is a {area.kind}, not an authority; choose an authority.")
    return area


def asked_group(snapshot: Snapshot, area: Area, edition: str = NEWEST, group: str = "") -> Group:
    """The comparator group: authorities named in `group` (names or codes between commas), else a published edition."""
    if not group:
        return published_group(snapshot.edition(edition), area)
    found = snapshot.authorities.find_all(group)
    if any(member.kind is not AreaKind.AUTHORITY for member in found):
        names = ", ".join(member.name for member in found if member.kind is not AreaKind.AUTHORITY)
        raise PortalError(f"A group is made of authorities; {names} is none.")
    if not found:
        raise PortalError("The group names no authority; give names or codes between commas.")
    return Group(OWN_GROUP, "a group of your own", tuple([member.code for member in found]))


def asked_period(snapshot: Snapshot, indicator: Indicator, text: str) -> Period:
    """The indicator's period that a label means: its own label, any form that the sources use, or an ISO date.

    Raises PortalError when the label fits no form or the indicator has no such period.
    """
    periods = snapshot.periods[snapshot.position[indicator.id]]
    wanted = text.strip().casefold()
    for period in periods:
        if wanted in (period.label.casefold(), period.words.casefold(), period.end.isoformat()):
            return period
    parsed, _ = parse_period(text.strip(), indicator.period)
    for period in periods:
        if period.end == parsed.end:
            return period
    known = ", ".join(period.label for period in periods)
    raise PortalError(f"{indicator.title} has no figures for {text.strip()}; it has {known or 'none at all'}.")
