"""A draft as text: the definition files that an analyst reads and changes, with what was inferred beside each entry."""

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from data.datasets import Dataset
from data.drafting.proposals import Proposal, Proposals
from data.indicators import Column, Indicator

WIDTH = 118
MARK = "# ---- "


def dataset_text(dataset: Dataset, notes: Sequence[str]) -> str:
    """The data set's entry for `datasets.toml`, under a line that marks where it starts."""
    lines = [f"{MARK}{dataset.name}", *comment(notes), f"[{dataset.name}]"]
    lines += [
        f"title = {quoted(dataset.title)}",
        f"link = {quoted(dataset.link)}",
        f"filters = {_list(dataset.filters)}",
    ]
    if dataset.status:
        lines.append(f"status = {quoted(dataset.status)}")
    if reading := dataset.reading:
        lines += ["", f"[{dataset.name}.reading]"]
        lines += [f"names = {_table(reading.names)}", f"marks = {_table(reading.marks)}"]
        lines += [f"shares = {_list(reading.shares)}", f"left_out = {_list(reading.left_out)}"]
        lines.append(f"identifier = {quoted(reading.identifier)}")
    return "\n".join(lines) + "\n"


def indicators_text(name: str, proposals: Proposals) -> str:
    """The file of a data set's indicators."""
    head = [
        f"The indicators of the data set '{name}', as `portal add-source` drafted them: one entry an indicator.",
        "What was inferred stands above each entry. Read it, change what is not right, and run `portal build`.",
    ]
    parts = ["\n".join(comment(head)), *(indicator_text(proposal) for proposal in proposals.drafted)]
    return "\n\n".join(parts) + "\n"


def indicator_text(proposal: Proposal) -> str:
    """One entry."""
    found = proposal.indicator
    lines = [*comment(proposal.why), "[[indicator]]"]
    named = ("id", "title", "topic", "cohort", "unit", "polarity")
    lines += [f"{name} = {quoted(str(getattr(found, name)))}" for name in named]
    lines += [f"decimals = {found.decimals}", f"period = {quoted(str(found.period))}"]
    if not found.tested:
        lines.append("tested = false")
    lines += [
        f"made = {quoted(found.made)}",
        f"link = {quoted(found.link)}",
        f"source_code = {quoted(found.source_code)}",
    ]
    lines += [f"{name} = {_column(part)}" for name, part in _parts(found)]
    return "\n".join(lines)


def _parts(found: Indicator) -> Iterable[tuple[str, Column]]:
    named = (("value", found.value), ("numerator", found.numerator), ("denominator", found.denominator))
    return ((name, part) for name, part in named if part is not None)


def _column(part: Column) -> str:
    where = f", where = {_table(part.where)}" if part.where else ""
    return f"{{ dataset = {quoted(part.dataset)}, columns = {_list(part.columns)}{where} }}"


def comment(sentences: Iterable[str]) -> list[str]:
    """Sentences as comments, in lines of the usual width."""
    lines = []
    for sentence in sentences:
        plain = " ".join(sentence.split())
        lines += textwrap.wrap(plain, WIDTH, break_on_hyphens=False, initial_indent="# ", subsequent_indent="#   ")
    return lines


def quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are among its own, but for the last control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(quoted(text) for text in texts) + "]"


def _table(pairs: Mapping[str, str]) -> str:
    return (
        "{ " + ", ".join(f"{quoted(name)} = {quoted(text)}" for name, text in pairs.items()) + " }" if pairs else "{}"
    )
