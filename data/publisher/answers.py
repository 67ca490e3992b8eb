"""What the publisher's API tells: publications, their data sets, the versions of those, and what a version changed.

Every type is made by its `read`, which raises PortalError where the answer has another shape. Names of the members are
those of the publisher's OpenAPI description of version 1 (docs/data.md says which).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain

from data.publisher.reading import Part


class Standing(StrEnum):
    """What may be done with a data set or a version: use it, use it while it lasts, or nothing more."""

    PUBLISHED = "Published"
    DEPRECATED = "Deprecated"
    WITHDRAWN = "Withdrawn"


class Step(StrEnum):
    """Whether a version took something away (major) or only added and corrected (minor)."""

    MAJOR = "Major"
    MINOR = "Minor"


@dataclass(frozen=True)
class Publication:
    """A series of statistics; `slug` is the last part of its address on the publisher's site."""

    id: str
    title: str
    slug: str
    last_published: datetime

    @staticmethod
    def read(part: Part) -> "Publication":
        """From an object of `publications`."""
        return Publication(part.named("id"), part.named("title"), part.named("slug"), part.moment("lastPublished"))


@dataclass(frozen=True)
class Extent:
    """What a version covers. Periods, levels, filters and indicators are the labels that the publisher shows."""

    rows: int
    first_period: str
    last_period: str
    levels: tuple[str, ...]
    filters: tuple[str, ...]
    indicators: tuple[str, ...]

    @staticmethod
    def read(part: Part) -> "Extent":
        """From an object that describes a version."""
        periods = part.part("timePeriods")
        return Extent(
            rows=part.count("totalResults"),
            first_period=periods.text("start"),
            last_period=periods.text("end"),
            levels=part.texts("geographicLevels"),
            filters=part.texts("filters"),
            indicators=part.texts("indicators"),
        )


@dataclass(frozen=True)
class LatestVersion:
    """The newest version of a data set that is published, in brief."""

    version: str
    published: datetime
    extent: Extent

    @staticmethod
    def read(part: Part) -> "LatestVersion":
        """From `latestVersion` of a data set."""
        return LatestVersion(part.named("version"), part.moment("published"), Extent.read(part))


@dataclass(frozen=True)
class DataSet:
    """A table that goes on from release to release; `superseded_by` is the id of the one that takes its place."""

    id: str
    title: str
    summary: str
    standing: Standing
    superseded_by: str | None
    latest: LatestVersion | None

    @staticmethod
    def read(part: Part) -> "DataSet":
        """From an object of `data-sets`."""
        latest = part.part_or_none("latestVersion")
        return DataSet(
            id=part.named("id"),
            title=part.named("title"),
            summary=part.text("summary"),
            standing=part.one_of("status", Standing),
            superseded_by=part.text_or_empty("supersedingDataSetId") or None,
            latest=LatestVersion.read(latest) if latest else None,
        )


@dataclass(frozen=True)
class DataSetVersion:
    """One version of a data set. `file` is the id of the file of the release that it was made from."""

    version: str
    step: Step
    standing: Standing
    published: datetime | None
    withdrawn: datetime | None
    notes: str
    file: str
    release_title: str
    release_slug: str
    extent: Extent

    @staticmethod
    def read(part: Part) -> "DataSetVersion":
        """From an object of `versions`."""
        release = part.part("release")
        return DataSetVersion(
            version=part.named("version"),
            step=part.one_of("type", Step),
            standing=part.one_of("status", Standing),
            published=part.moment_or_none("published"),
            withdrawn=part.moment_or_none("withdrawn"),
            notes=part.text_or_empty("notes"),
            file=part.part("file").named("id"),
            release_title=release.named("title"),
            release_slug=release.named("slug"),
            extent=Extent.read(part),
        )


@dataclass(frozen=True)
class Named:
    """A filter, an indicator, an option of a filter or a period; only the first two are a `column` of the file."""

    id: str
    column: str
    label: str

    @staticmethod
    def read(part: Part) -> "Named":
        """From a state with its column (a filter, an indicator)."""
        return Named(part.named("id"), part.named("column"), part.text("label"))

    @staticmethod
    def read_option(part: Part) -> "Named":
        """From a state without a column (an option of a filter)."""
        return Named(part.named("id"), "", part.text("label"))

    @staticmethod
    def read_period(part: Part) -> "Named":
        """From a state of a period, whose identity is its code and itself."""
        return Named(f"{part.named('period')}|{part.named('code')}", "", part.text("label"))


@dataclass(frozen=True)
class Altered:
    """One thing before and after: its column or label changed, or only its unit or another detail."""

    before: Named
    after: Named

    @property
    def renamed(self) -> bool:
        """Whether its column or label is another one now."""
        return (self.before.column, self.before.label) != (self.after.column, self.after.label)


@dataclass(frozen=True)
class Difference:
    """What was added, removed and altered of one kind of thing."""

    added: tuple[Named, ...] = ()
    removed: tuple[Named, ...] = ()
    altered: tuple[Altered, ...] = ()

    @property
    def renamed(self) -> tuple[Altered, ...]:
        """Those whose column or label is another one now."""
        return tuple(altered for altered in self.altered if altered.renamed)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.altered)


@dataclass(frozen=True)
class OptionDifference:
    """What changed among the options of one filter."""

    filter: Named
    options: Difference


@dataclass(frozen=True)
class Changes:
    """What a version changed against the one before. The first version of a data set changed nothing."""

    version: str
    notes: str
    indicators: Difference
    filters: Difference
    options: tuple[OptionDifference, ...]
    periods: Difference

    def __bool__(self) -> bool:
        return bool(self.indicators or self.filters or self.options or self.periods)

    @staticmethod
    def read(part: Part) -> "Changes":
        """From an answer of `changes`: what it calls major and minor is put together."""
        sets = (part.part("majorChanges"), part.part("minorChanges"))

        def of(name: str) -> tuple[Part, ...]:
            return tuple(chain.from_iterable(changes.parts_or_none(name) for changes in sets))

        return Changes(
            version=part.text_or_empty("versionNumber"),
            notes=part.text_or_empty("notes"),
            indicators=_difference(of("indicators"), Named.read),
            filters=_difference(of("filters"), Named.read),
            options=tuple(
                OptionDifference(
                    Named.read(change.part("filter")), _difference(change.parts("options"), Named.read_option)
                )
                for change in of("filterOptions")
            ),
            periods=_difference(of("timePeriods"), Named.read_period),
        )


@dataclass(frozen=True)
class Meta:
    """The columns of a version's file with the labels that the publisher shows for them."""

    filters: tuple[Named, ...]
    indicators: tuple[Named, ...]

    @staticmethod
    def read(part: Part) -> "Meta":
        """From an answer of `meta`."""
        return Meta(part.made("filters", Named.read), part.made("indicators", Named.read))


def _difference(changes: Iterable[Part], read: Callable[[Part], Named]) -> Difference:
    added, removed, altered = [], [], []
    for change in changes:
        before, after = change.part_or_none("previousState"), change.part_or_none("currentState")
        if before and after:
            altered.append(Altered(read(before), read(after)))
        elif after:
            added.append(read(after))
        else:
            removed.append(read(change.part("previousState")))
    return Difference(tuple(added), tuple(removed), tuple(altered))
