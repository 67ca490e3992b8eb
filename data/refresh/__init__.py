"""Newer releases from the publisher: what is new, what of it can be read, what it would change, and publishing it."""
