"""What the modelled neighbours learn from: the published lists, of the authorities that the context profile holds."""

from collections.abc import Collection, Mapping

from data.editions import Edition


def published_lists(editions: Mapping[str, Edition], codes: Collection[str]) -> dict[str, dict[str, list[str]]]:
    """Codes of the neighbours, nearest first, by edition and authority; those outside `codes` are left out."""
    return {
        name: {code: [one for one, _ in pairs] for code, pairs in edition.neighbours.items() if code in codes}
        for name, edition in editions.items()
    }
