"""Which value of a filter stands for all of it: `Total`, `All pupils`."""

import re
from collections.abc import Sequence

_EXACT = ("total", "all", "totals", "overall", "all total", "grand total")
RANK_OF_THE_WORD = 3
_STARTS = re.compile(r"^(total|all)\b(?! other)(?! except)", re.IGNORECASE)
_ENDS = re.compile(r"[\s\-:(]total\)?$", re.IGNORECASE)


def rank_as_total(text: str) -> int:
    """How surely a value is a total: 3 for the very word, 2 for `Total children` or `All pupils`, 0 for none."""
    bare = " ".join(text.casefold().split())
    if bare in _EXACT:
        return RANK_OF_THE_WORD
    if _STARTS.match(bare):
        return 2
    return 1 if _ENDS.search(bare) else 0


def totals_among(texts: Sequence[str], said: str = "") -> list[int]:
    """Positions of the values that may be totals: the one that the publisher says, else the surest.

    Several where none is the very word: each may be the total of some of the other values alone.
    """
    if said in texts:
        return [texts.index(said)]
    ranks = [rank_as_total(text) for text in texts]
    if not any(ranks):
        return []
    surest = max(ranks)
    found = [place for place, rank in enumerate(ranks) if rank == surest]
    return found[:1] if surest == RANK_OF_THE_WORD else found
