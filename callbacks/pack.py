"""A pack for a meeting: what the Board page shows, as of a moment, so that its address makes the same one again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from callbacks import board, partnership
from callbacks.chosen import Chosen, choose
from callbacks.courses import figures_of, mean_of
from callbacks.portal import Portal
from data.authorities import Area
from data.errors import PortalError
from data.missing import Missing
from data.store import Snapshot
from layouts import phrases
from layouts.board.facts import Entry, Facts
from layouts.pack.content import Pack
from layouts.pack.facts import SECTIONS, SHARED, USUAL, Course, Months, PackFacts
from layouts.pack.made import pack_from
from layouts.pages import PACK
from layouts.partnership.facts import Facts as Partnership
from layouts.selection import Selection
from models.scorecard.figures import unbroken as unbroken_months
from models.scorecard.rows import Row
from models.series import unbroken

YEARS, MONTHS = 8, 13
USUAL_MOST, MOST = 20, 60
# To the microsecond: what was done in the same second as a pack was asked for is in it, or is not, for ever.
FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def settled(portal: Portal, selection: Selection, now: datetime | None = None) -> Selection:
    """The same selection with all that decides a pack said in it: which figures, as of when, and what it holds."""
    moment = now or datetime.now(UTC)
    return selection.but(
        snapshot=selection.snapshot or portal.snapshot.id,
        at=selection.at or moment.strftime(FORM),
        sections=selection.sections or ",".join(USUAL),
        most=selection.most or str(USUAL_MOST),
    )


def is_settled(selection: Selection) -> bool:
    """Whether an address says all of it, so that it makes the same pack for ever."""
    return all((selection.snapshot, selection.at, selection.sections, selection.most))


def pack_of(portal: Portal, selection: Selection, origin: str = "") -> Pack:
    """The pack of an address, as far as who asks may see it; `origin` is where the portal is.

    Raises PortalError for a snapshot that is not here, a moment that is none or is to come, and unknown sections.
    """
    asked = settled(portal, selection)
    moment, sections, most = moment_of(asked.at), sections_of(asked.sections), most_of(asked.most)
    chosen = chosen_of(portal, asked, moment)
    wanted = keys_of(asked.only)
    found = picked(board.look_up(chosen, most=MOST if wanted else most), wanted)
    most = len(wanted) or most
    region = chosen.snapshot.authorities.region_of(chosen.area)
    shown = found.worse[:most]
    return pack_from(
        PackFacts(
            board=found,
            courses=courses(chosen, shown, region),
            months={entry.listed.key: months(entry.local.row) for entry in shown if entry.local and entry.local.row},
            sections=sections,
            most=most,
            as_of=moment,
            address=chosen.selection.address(PACK.path),
            origin=origin,
            region=region.name if region else "No region",
            comparators=f"{phrases.group_name(chosen.group)}, average",
            partnership=partnership_of(chosen) if SHARED in sections else None,
        )
    )


def keys_of(only: str) -> tuple[str, ...]:
    """The keys of the exceptions that an address picks, each once. Raises PortalError for more than are shown whole."""
    keys = tuple(dict.fromkeys(key for key in only.split(",") if key))
    if len(keys) > MOST:
        raise PortalError(f"A pack shows {MOST} exceptions whole at most; this address picks {len(keys):,}.")
    return keys


def picked(found: Facts, wanted: Sequence[str]) -> Facts:
    """The same with the exceptions that are wanted at the head of the list, in its order; as it is for none.

    Raises PortalError for one that is not on the list as of the pack's moment.
    """
    known = {entry.listed.key for entry in found.worse}
    if missing := [key for key in wanted if key not in known]:
        raise PortalError(f"'{missing[0][:60]}' is not on the list that this pack is made of.")
    return replace(found, worse=tuple(sorted(found.worse, key=lambda entry: entry.listed.key not in wanted)))


def listed_in(portal: Portal, selection: Selection) -> tuple[tuple[str, str], ...]:
    """The exceptions that a settled address may pick from: key and title, in the order of the list."""
    chosen = chosen_of(portal, selection, moment_of(selection.at))
    return tuple((entry.listed.key, entry.title) for entry in board.look_up(chosen, most=0).worse[:MOST])


def chosen_of(portal: Portal, asked: Selection, moment: datetime) -> Chosen:
    """What an address asks for, as of its moment, as far as the viewer may see it; that they see it is noted."""
    chosen = choose(snapshot_of(portal, asked.snapshot), asked, portal.similarity)
    chosen = replace(
        chosen,
        sight=portal.local.sight(moment),
        board=portal.board.board(chosen.area.code, moment),
        at=moment,
    )
    if chosen.sight:
        chosen.sight.note(board.seen(chosen), PACK.path)
    return chosen


def partnership_of(chosen: Chosen) -> Partnership | None:
    """What the authorities share that stand beside the chosen one; None where none does."""
    return partnership.look_up(chosen) if chosen.beside or chosen.partnerships else None


def snapshot_of(portal: Portal, identity: str) -> Snapshot:
    """The published figures that an address names: those that are live, or older ones that are still on disk."""
    if identity == portal.snapshot.id:
        return portal.snapshot
    if portal.snapshot.past is None:
        raise PortalError(f"The published figures of snapshot {identity[:40]} are not here.")
    return portal.snapshot.past.earlier(identity).snapshot


def moment_of(text: str) -> datetime:
    """The moment that an address names. Raises PortalError for any other text, and for what is still to come."""
    try:
        found = datetime.fromisoformat(text)
        if found.utcoffset() != timedelta(0):
            raise ValueError(text)
    except ValueError:
        raise PortalError(f"'{text[:30]}' is no moment; give it as 2026-11-22T10:30:00Z.") from None
    if found > datetime.now(UTC):
        raise PortalError(f"{text} is still to come; a pack is as of a moment that has been.")
    return found


def sections_of(text: str) -> tuple[str, ...]:
    """The sections that an address names, each once, in its order."""
    names = tuple(dict.fromkeys(part for part in text.split(",") if part))
    unknown = [name for name in names if name not in SECTIONS]
    if unknown or not names:
        raise PortalError(f"There is no section '{(unknown or [''])[0][:30]}'; there are {', '.join(SECTIONS)}.")
    return names


def most_of(text: str) -> int:
    """How many exceptions are shown whole."""
    if not text.isascii() or not text.isdigit() or len(text) > 2 or not 1 <= int(text) <= MOST:
        raise PortalError(f"A pack shows 1 to {MOST} exceptions whole, not '{text[:10]}'.")
    return int(text)


def courses(chosen: Chosen, entries: Sequence[Entry], region: Area | None) -> Mapping[str, Course]:
    """The last years of the published figures among some exceptions, by key."""
    return {entry.listed.key: _course(chosen, entry, region) for entry in entries if entry.row is not None}


def _course(chosen: Chosen, entry: Entry, region: Area | None) -> Course:
    snapshot, row = chosen.snapshot, entry.row
    if row is None:
        raise ValueError(f"{entry.listed.key} is not published")
    block, place = snapshot.block(row.indicator), snapshot.area_position
    axis = unbroken([period for period in block.periods if not row.period < period])[-YEARS:]
    columns = [block.column(period) for period in axis]
    mean = mean_of(block, [place[code] for code in chosen.group.codes], columns)

    def figures(area: Area | None) -> tuple[float | None, ...]:
        if area is None:
            return tuple(None for _ in axis)
        return tuple(
            None if isinstance(value, str) else value for value in figures_of(block, place[area.code], columns)
        )

    reasons = block.reasons[place[chosen.area.code]].tolist()
    return Course(
        labels=tuple(period.label for period in axis),
        us=figures(chosen.area),
        reasons=tuple(Missing.NOT_AVAILABLE if at is None else Missing(reasons[at]) for at in columns),
        neighbours=mean.values,
        contributing=mean.contributing,
        region=figures(region),
        england=figures(snapshot.authorities.england),
    )


def months(row: Row) -> Months:
    """The last months of a row of a local return, up to the one that is shown."""
    known = [period for period in row.figures if not row.month < period]
    axis = unbroken_months(known[0], row.month)[-MONTHS:] if known else (row.month,)
    figures = [row.figures.get(period) for period in axis]
    values = tuple(None if figure is None else figure.value for figure in figures)
    return Months(row, tuple(period.label for period in axis), values, row.target.line)
