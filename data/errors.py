"""The one kind of failure that is a sentence for a person."""


class PortalError(Exception):
    """What was wrong, where, and what to do: one plain sentence, shown as it is to whoever asked."""
