"""How the publisher can fail us. Each is a sentence for a person, as any PortalError."""

from data.errors import PortalError


class NoSuchThing(PortalError):
    """The publisher has it no more, or keeps it back: a withdrawn version answers so."""


class PublisherAway(PortalError):
    """After every attempt: no connection, no answer in time, throttled or broken."""


class PassingError(Exception):
    """Something that may be gone at the next attempt; `words` say what happened, as the end of a sentence.

    `asked` is how many seconds the publisher wants us to wait; `gained` says that the next attempt begins further on.
    """

    def __init__(self, words: str, asked: float | None = None, gained: bool = False) -> None:
        """See the class."""
        super().__init__(words)
        self.words, self.asked, self.gained = words, asked, gained
