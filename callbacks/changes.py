"""What has changed: since an older snapshot, and since the period before."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import numpy as np
from dash.development.base_component import Component

from callbacks.chosen import Chosen
from callbacks.home import addresses_of, last_year, publications_of, sources_of
from callbacks.releases import release_since
from data.snapshot import Entry
from data.store import Earlier, Snapshot
from layouts.changes.facts import Brought, Facts, NewEdition
from layouts.changes.page import changes_charts, changes_page
from layouts.charts.card import Chart
from models.arrays import Integers
from models.assessment import Assessment, assess
from models.year_changes import YearChanges, year_changes

FEED = "/changes.atom"
ALONE = (
    "There is no earlier snapshot on this server to compare with, so it cannot be said which figures are new or "
    "revised; what the newest releases brought is below."
)
UNKNOWN = "The snapshot {earlier} does not know {name}, so it cannot be said what has changed since."


def show_page(chosen: Chosen) -> Component:
    """The page of a selection."""
    return changes_page(look_up(chosen))


def subject(chosen: Chosen) -> str:
    """What the page shows, in the words of its title."""
    return "since the last figures"


def charts(chosen: Chosen) -> Sequence[Chart]:
    """What can be taken away from it."""
    return changes_charts(look_up(chosen))


def look_up(chosen: Chosen) -> Facts:
    """All that the page shows, looked up and computed. The newest figures of all are compared, whatever the year."""
    snapshot, past = chosen.snapshot, chosen.snapshot.past
    found, addresses = assess(snapshot, chosen.area, chosen.group, None), addresses_of(chosen)
    changes = year_changes(found)
    earlier = earlier_of(snapshot, chosen.selection.since)
    release = release_since(chosen, earlier) if earlier else None
    unknown = UNKNOWN.format(earlier=earlier.snapshot.id, name=chosen.area.name) if earlier else ALONE
    return Facts(
        selection=chosen.selection,
        area=chosen.area,
        group=chosen.group,
        snapshot=snapshot.id,
        since=past.since.since if past and past.since else None,
        earlier=release,
        why_none="" if release else unknown,
        editions=new_editions(chosen, earlier.snapshot) if earlier and release else (),
        past=entries_of(snapshot),
        brought=brought(found, changes),
        last_year=last_year(found, changes, addresses),
        sources=sources_of(snapshot),
        addresses=addresses,
        feed=feed_address(chosen),
    )


def entries_of(snapshot: Snapshot) -> tuple[Entry, ...]:
    """The older snapshots that there are to compare with, the newest first."""
    return snapshot.past.entries if snapshot.past else ()


def earlier_of(snapshot: Snapshot, since: str) -> Earlier | None:
    """The older snapshot that an address asks for, by default the one that was live before; None where there is none.

    Raises PortalError for an id that is not among those of the history that are on disk.
    """
    if since and snapshot.past and not (snapshot.earlier and snapshot.earlier.snapshot.id == since):
        return snapshot.past.earlier(since)
    return snapshot.earlier


def new_editions(chosen: Chosen, earlier: Snapshot) -> tuple[NewEdition, ...]:
    """Editions that list the authority and are new, each beside the newest that the older snapshot had."""
    code, snapshot = chosen.area.code, chosen.snapshot
    known = [edition for edition in earlier.editions.values() if code in edition.neighbours]
    if not known:
        return ()
    newest = max(known, key=lambda edition: edition.name)
    had = [other for other, _ in newest.neighbours[code]]
    found = []
    for edition in snapshot.editions.values():
        if edition.name not in earlier.editions and code in edition.neighbours:
            has = [other for other, _ in edition.neighbours[code]]
            joined, left = ([one for one in ours if one not in theirs] for ours, theirs in ((has, had), (had, has)))
            names = [tuple(snapshot.authorities.by_code(one).name for one in codes) for codes in (joined, left)]
            found.append(NewEdition(edition.title, newest.title, *names))
    return tuple(found)


def brought(found: Assessment, changes: YearChanges) -> tuple[Brought, ...]:
    """What each day's publication has brought, the newest first."""
    standing = found.standing
    days = publications_of(standing.snapshot)
    day = standing.snapshot.once("days of indicators", lambda: days_of(standing.snapshot))[standing.slice.which]
    moves: Mapping[str, np.ndarray] = {
        "compared": changes.compared,
        "worse": changes.word == "worse",
        "better": changes.word == "better",
        "down": changes.crossed < 0,
        "up": changes.crossed > 0,
    }
    counted = {name: np.bincount(day[which], minlength=len(days)).tolist() for name, which in moves.items()}
    return tuple(Brought(one, **{name: counted[name][place] for name in moves}) for place, one in enumerate(days))


def days_of(snapshot: Snapshot) -> Integers:
    """The place of each indicator's day of publication in the list of days; behind them all where it has none."""
    days = publications_of(snapshot)
    found = np.full(len(snapshot.position), len(days))
    for place, day in enumerate(days):
        found[[snapshot.position[indicator.id] for indicator in day.indicators]] = place
    return found


def feed_address(chosen: Chosen) -> str:
    """Where the same is to be had as a feed."""
    selection = chosen.selection
    parts = {"authority": selection.authority, "neighbours": selection.neighbours, "group": ",".join(selection.group)}
    return f"{FEED}?{urlencode({name: value for name, value in parts.items() if value}, safe=',')}"
