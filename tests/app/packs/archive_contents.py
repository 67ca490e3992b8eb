"""What an archive of a file holds: when its members were made, and what it says of itself."""

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile


def moments_of(archive: bytes) -> set[datetime]:
    """Every time in an archive and in the archives within it: of their members, and of their properties."""
    found = set()
    with ZipFile(BytesIO(archive)) as opened:
        for member in opened.infolist():
            found.add(datetime(*member.date_time))  # noqa: DTZ001  # archives know no zones
            content = opened.read(member)
            if member.filename.endswith(".xlsx"):
                found |= moments_of(content)
            if member.filename == "docProps/core.xml":
                told = re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=Z)", content.decode())
                assert told
                found |= {datetime.fromisoformat(one) for one in told}
    return found


def texts_of(archive: bytes, part: str) -> str:
    """The XML of the parts whose name begins so, one after the other."""
    with ZipFile(BytesIO(archive)) as opened:
        return "".join(opened.read(name).decode() for name in opened.namelist() if name.startswith(part))
