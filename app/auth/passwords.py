"""Passwords: argon2id as RFC 9106 and OWASP advise, and what a password must not be."""

import re
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.errors import PortalError

SHORTEST, LONGEST = 12, 200
# The library's defaults are RFC 9106's second recommendation: 64 MiB, three passes, four lanes.
_hasher = PasswordHasher()
# So that many who try at once do not take all the memory of a machine.
_turns = BoundedSemaphore(2)
COMMON = frozenset(["password", "passw0rd", "letmein", "qwerty", "welcome", "alongside", "changeme", "123456"])
"""A password made mostly of one of these is no password: leaked lists begin with them."""


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _turns:
        return _hasher.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one that is kept; as slow for nobody (None) as for somebody."""
    against = kept or _of_nobody()
    with _turns:
        try:
            return _hasher.verify(against, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with weaker settings than today's, so that it should be hashed anew at the next sign-in."""
    return _hasher.check_needs_rehash(kept)


def require_good(password: str, *known: str) -> None:
    """Raise PortalError, one sentence, for a password that is too short, too common or made of what is `known`.

    After NIST SP 800-63B: length counts, rules about signs and capitals do not, and pasting is welcome.
    """
    if len(password) < SHORTEST:
        raise PortalError(f"A password has {SHORTEST} characters or more; three or four unrelated words are good.")
    if len(password) > LONGEST:
        raise PortalError(f"A password has {LONGEST} characters at most.")
    plain = password.casefold()
    theirs = [part for word in known for part in re.split(r"\W+", word.casefold()) if len(part) > 3]
    for word in [*COMMON, *theirs]:
        if word in plain and len(plain) - len(word) < SHORTEST // 2:
            raise PortalError("That password is easy to guess; three or four unrelated words are better.")
    if len(set(plain)) < 5:
        raise PortalError("That password is easy to guess; three or four unrelated words are better.")


@cache
def _of_nobody() -> str:
    """What is checked for an address that nobody has, so that its answer takes as long as any other."""
    return _hasher.hash("the password of nobody at all")
