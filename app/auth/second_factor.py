"""A second factor: six digits that change every 30 seconds, from an app on a telephone (TOTP, RFC 6238)."""

import time

import pyotp

from data.local.tables import Person

STEP = 30
# A clock may be one step off.
DRIFT = 1
ISSUER = "Alongside"


def new_secret() -> str:
    """A secret to be put into an app."""
    return pyotp.random_base32()


def in_groups(secret: str) -> str:
    """A secret as it is typed into an app by hand: in groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def address_for_app(email: str, secret: str) -> str:
    """The secret as apps read it, for a QR code or a link."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def accepts(person: Person, code: str, now: float | None = None) -> bool:
    """Whether a code is right and new; each works once, so that one that was overheard is worth nothing."""
    if person.totp_secret is None:
        return True
    at = int(time.time() if now is None else now)
    code = "".join(code.split())
    for step in range(at // STEP - DRIFT, at // STEP + DRIFT + 1):
        is_new = person.totp_last_used is None or step > person.totp_last_used
        if is_new and pyotp.TOTP(person.totp_secret).verify(code, for_time=step * STEP, valid_window=0):
            person.totp_last_used = step
            return True
    return False
