"""A client of the publisher's public API: Explore Education Statistics, version 1."""
