"""When and from where newer figures are taken: the settings of `portal refresh` and of its schedule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from app.settings.provider import LOOPBACK
from data.errors import PortalError
from data.publisher import BASE
from data.refresh.tried import is_to_be_tried

FOLDER = "refresh"
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class RefreshSettings:
    """`at` is the time of day in London at which the schedule asks the publisher, None where it does not.

    `url` is the publisher's API; `folder` keeps downloads, state and reports, None where there is no folder for it.
    """

    at: time | None
    url: str
    folder: Path | None

    def is_due(self, now: datetime) -> bool:
        """Whether the schedule is to ask the publisher: after the time of day, where it has not done so that day."""
        there = now.astimezone(LONDON)
        if self.at is None or self.folder is None or there.time() < self.at:
            return False
        return is_to_be_tried(self.folder, there)


def refresh_settings(given: Mapping[str, str], data_dir: Path | None) -> RefreshSettings:
    """The settings that the environment's variables describe. Raises PortalError, naming the variable."""
    return RefreshSettings(_at(given), _url(given), data_dir / FOLDER if data_dir else None)


def _at(given: Mapping[str, str]) -> time | None:
    text = given.get("PORTAL_REFRESH", "no")
    if text == "no":
        return None
    try:
        hour, minute = text.split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise PortalError(
            f"PORTAL_REFRESH must be no, or a time of day in London such as 10:00, not {text!r}."
        ) from None


def _url(given: Mapping[str, str]) -> str:
    url = given.get("PORTAL_REFRESH_URL", BASE).rstrip("/")
    parts = urlsplit(url)
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        return url
    raise PortalError(f"PORTAL_REFRESH_URL must start with https:// and name a server, as {BASE} does.")
