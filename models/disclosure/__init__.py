"""Disclosure control: which counts of unpublished data may be shown to whom."""
