"""Files of Word, PowerPoint and Excel are archives: the same with fixed times, so that equal packs are equal bytes."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_YEAR, LAST_YEAR = 1980, 2107
"""What the time of a member of an archive can say."""
PLAIN_FILE = 0o600 << 16
UNIX = 3


def stamped(archive: bytes, moment: datetime) -> bytes:
    """The same members in the same order, each dated `moment`."""
    year = min(max(moment.year, FIRST_YEAR), LAST_YEAR)
    dated = (year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    stream = BytesIO()
    with ZipFile(BytesIO(archive)) as made, ZipFile(stream, "w") as kept:
        for name in made.namelist():
            member = ZipInfo(name, dated)
            member.compress_type, member.external_attr, member.create_system = ZIP_DEFLATED, PLAIN_FILE, UNIX
            kept.writestr(member, made.read(name))
    return stream.getvalue()
