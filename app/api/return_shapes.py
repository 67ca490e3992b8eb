"""What the records of local returns are, member by member. What each member means is in `meanings.py`."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from app.api.local_shapes import FindingRecord

VisibilityWord = Literal["draft", "shared", "published", "withdrawn"]

# `return` is a word of Python's own.
ReturnRecord = TypedDict(
    "ReturnRecord",
    {
        "return": int,
        "version": int,
        "authority": str,
        "organisation": str,
        "slug": str,
        "title": str,
        "visibility": VisibilityWord,
        "created": str,
        "masked": bool,
        "public_source": str,
    },
)


class Happened(TypedDict):
    """Who a version was for from a moment on."""

    when: Annotated[str, Meta(description="When it happened.")]
    visibility: VisibilityWord
    why: Annotated[str, Meta(description="Why, as whoever did it said.")]


class Counts(TypedDict):
    """How many findings there are."""

    error: Annotated[int, Meta(description="Errors.")]
    warning: Annotated[int, Meta(description="Warnings.")]
    note: Annotated[int, Meta(description="Notes.")]


VersionRecord = TypedDict(
    "VersionRecord",
    {
        "return": int,
        "version": int,
        "authority": str,
        "organisation": str,
        "slug": str,
        "title": str,
        "visibility": VisibilityWord,
        "created": str,
        "masked": bool,
        "public_source": str,
        "organisation_name": Annotated[str, Meta(description="The organisation whose return it is.")],
        "file_name": Annotated[str, Meta(description="The name of the file that was sent; empty for others.")],
        "reason": Annotated[str, Meta(description="Why this version was sent.")],
        "shared_with": Annotated[
            list[str], Meta(description="The organisations that it is shared with; those of others are left out.")
        ],
        "history": Annotated[list[Happened], Meta(description="Who it was for, and since when, the newest first.")],
        "finding_counts": Annotated[Counts, Meta(description="How many findings of each severity there are.")],
    },
)


class FigureRecord(TypedDict):
    """One figure of a return."""

    row: int
    sheet: str
    measure: str | None
    name: str
    breakdown: str | None
    heading: str
    whose: str
    area: str | None
    period: str | None
    stated: str
    value: float | None
    numerator: float | None
    denominator: float | None
    missing_reason: str | None
    status: str | None
    target: str | None


class KeptFindingRecord(FindingRecord):
    """A finding of a version that was kept."""

    accepted: Annotated[str | None, Meta(description="The reason with which it was accepted, for its owner alone.")]


class ChangeRecord(TypedDict):
    """One cell of a return, or one text of its commentary, that is not as it was."""

    part: Annotated[
        Literal["figure", "comparator", "target", "words", "commentary"], Meta(description="What kind of cell it is.")
    ]
    how: Annotated[
        Literal["added", "removed", "changed", "written otherwise"], Meta(description="What happened to it.")
    ]
    table: Annotated[str, Meta(description="The table it stands in; empty for the first.")]
    row: Annotated[str, Meta(description="What its row is called.")]
    column: str
    before: Annotated[str, Meta(description="As it was typed in the earlier version.")]
    after: Annotated[str, Meta(description="As it is typed in the later version.")]


DraftRecord = TypedDict(
    "DraftRecord",
    {
        "return": int,
        "version": int,
        "slug": str,
        "title": str,
        "visibility": Literal["draft"],
        "address": Annotated[str, Meta(description="Where its figures are.")],
        "findings": Annotated[list[FindingRecord], Meta(description="What the check found in it.")],
    },
)
