"""A client of the publisher's public API: Explore Education Statistics, version 1."""

BASE = "https://api.education.gov.uk/statistics"
"""Where it is; paths below `/v1` are added to it."""
