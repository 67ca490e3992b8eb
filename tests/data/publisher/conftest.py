"""The publisher on this machine, for the tests of this folder."""

from tests.publisher_on_loopback.fixtures import publisher, publisher_on_loopback, waits

__all__ = ["publisher", "publisher_on_loopback", "waits"]
