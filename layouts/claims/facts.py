"""What the Claims page is made of."""

from dataclasses import dataclass

from data.authorities import Area
from layouts.selection import Selection
from models.claims.verdicts import Answer, Judgement, Statement


@dataclass(frozen=True)
class Facts:
    """A statement and its answer: None where there is no text, or `problem` says why it was not compared.

    `neighbours` is the title of the list of statistical neighbours; `other_list` where another kind of list is chosen.
    """

    selection: Selection
    area: Area
    answer: Answer | None
    problem: str
    neighbours: str
    other_list: bool
    snapshot: str

    @property
    def text(self) -> str:
        """The statement as it was typed."""
        return self.selection.text

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What was understood."""
        return self.answer.statements if self.answer else ()

    @property
    def parts(self) -> tuple[tuple[Statement, Judgement], ...]:
        """Every part with its statement, in the order of the text."""
        return tuple((statement, part) for statement in self.statements for part in statement.judgements)

    @property
    def whose(self) -> Area:
        """The authority that was compared: the text's own, else the one that is chosen."""
        return (self.answer.area if self.answer else None) or self.area
