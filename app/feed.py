"""The changes of each snapshot as an Atom feed (RFC 4287), for one authority beside its comparators.

Written with the standard library: the feed libraries there are either have not been released for years or leave out
what the standard asks for, and the whole feed is a dozen elements.
"""

import re
import uuid
import xml.etree.ElementTree as ET  # only writes here
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, Response, request

from callbacks.caching import NO_LOCAL_DATA, PUBLIC, key_of
from callbacks.changes import FEED, feed_address
from callbacks.chosen import Chosen, choose
from callbacks.portal import Portal
from callbacks.releases import Step, steps
from layouts.changes import words
from layouts.pages import CHANGES, INDICATOR
from layouts.phrases import sentence
from layouts.selection import Selection
from layouts.shell import LICENCE, NAME
from models.differences import NewPeriod, Revision

ATOM = "http://www.w3.org/2005/Atom"
PARTS = ("authority", "neighbours", "group")
"""The parts of an address that decide what a feed holds."""
NEVER_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RIGHTS = f"Contains public sector information licensed under the Open Government Licence v3.0 ({LICENCE})."


@dataclass(frozen=True)
class FeedEntry:
    """One entry: `id` never changes, `address` is whole."""

    id: str
    title: str
    updated: datetime
    address: str
    summary: str


def register(server: Flask, portal: Portal, url: str = "") -> None:
    """Serve the feed. `url` is where people reach the portal; as the browser says where it is not known."""

    def show_feed() -> Response:
        asked = {name: request.args.get(name, "") for name in PARTS if request.args.get(name)}
        chosen = choose(portal.snapshot, Selection.read(asked), portal.similarity)
        base = url or request.host_url.rstrip("/")
        local = (portal.snapshot.release, portal.similarity.digest, NO_LOCAL_DATA, PUBLIC)
        key = key_of((*local, FEED, base, feed_address(chosen)))
        response = Response(content_type="application/atom+xml; charset=utf-8")
        response.set_etag(key)
        response.headers["Cache-Control"] = "public, no-cache"
        if not request.if_none_match.contains(key):
            response.data = _kept(portal, key, chosen, base)
        response.make_conditional(request)
        return response

    server.add_url_rule(FEED, "feed", show_feed, methods=["GET"])


def _kept(portal: Portal, key: str, chosen: Chosen, base: str) -> bytes:
    found: bytes | None = portal.cache.get(key)
    if found is None:
        found = as_atom(chosen, base, entries(chosen, base))
        portal.cache.set(key, found)
    return found


def entries(chosen: Chosen, base: str) -> list[FeedEntry]:
    """The entries, the newest first: each change of snapshot, and under it each figure that stands elsewhere since."""
    found = [
        entry for step in steps(chosen.snapshot, chosen.group, chosen.area) for entry in _of_step(chosen, base, step)
    ]
    return found or [_first(chosen, base)]


def _of_step(chosen: Chosen, base: str, step: Step) -> Iterator[FeedEntry]:
    name, at = chosen.area.name, step.newer.since
    selection = Selection(
        authority=chosen.area.slug, neighbours=chosen.selection.neighbours, group=chosen.selection.group
    )
    names = {code: chosen.snapshot.authorities.by_code(code).name for code in (*step.found.joined, *step.found.left)}
    told = words.neighbours_sentence(chosen.group, step.found, names)
    yield FeedEntry(
        _identity(chosen, step.older.id, step.newer.id, at.isoformat()),
        f"{name}: new figures of {words.on_day(at)}",
        at,
        base + selection.but(since=step.older.id).address(CHANGES.path),
        f"{sentence(words.summary(name, step.found))} {told}",
    )
    moved: list[NewPeriod | Revision] = [*step.found.new_periods, *step.found.revised, *step.found.turned]
    for one in (one for one in moved if one.flips):
        side = words.side(one.before, one.now)
        yield FeedEntry(
            _identity(chosen, step.older.id, step.newer.id, at.isoformat(), one.indicator.id, one.period.label),
            f"{name}: {one.indicator.title}",
            at,
            base + selection.but(topic="", indicator=one.indicator.id).address(INDICATOR.path),
            f"{words.line(one)}. {words.SIDES[side][2:].capitalize()}: {words.turns(one.before, one.now)}.",
        )


def _first(chosen: Chosen, base: str) -> FeedEntry:
    """What stands there while nothing can be compared."""
    snapshot = chosen.snapshot
    selection = chosen.selection
    return FeedEntry(
        _identity(chosen, snapshot.id),
        f"{chosen.area.name}: the figures of snapshot {snapshot.id} are in use",
        in_use_since(chosen),
        base + Selection(authority=selection.authority, neighbours=selection.neighbours, group=selection.group).address(
            CHANGES.path
        ),
        "There is no earlier snapshot to compare with; what the next one changes will stand here.",
    )  # fmt: skip


def in_use_since(chosen: Chosen) -> datetime:
    """When the snapshot became live; where nobody wrote it down, the publisher's newest date in it."""
    snapshot = chosen.snapshot
    if snapshot.past and snapshot.past.since:
        return snapshot.past.since.since
    newest = max((one.updated for one in snapshot.indicators if one.updated), default="1970-01-01")
    return datetime.fromisoformat(newest).replace(tzinfo=UTC)


def _identity(chosen: Chosen, *parts: str) -> str:
    """A name for what the parts say, the same on every server and after every restart."""
    about = (chosen.area.code, chosen.group.name, *chosen.selection.group)
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(("alongside changes", *about, "", *parts))).urn


def as_atom(chosen: Chosen, base: str, listed: list[FeedEntry]) -> bytes:
    """The feed as XML; all that is written is text, so that no title can become markup."""
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _text(feed, "id", _identity(chosen))
    _text(feed, "title", f"{NAME}: what has changed for {chosen.area.name}")
    _text(
        feed, "subtitle", f"Published figures beside {chosen.group.title}, each time that a snapshot replaces another"
    )
    _text(feed, "updated", _moment(max([in_use_since(chosen), *(entry.updated for entry in listed)])))
    _text(ET.SubElement(feed, "author"), "name", NAME)
    _text(feed, "rights", RIGHTS)
    address = base + feed_address(chosen)
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": _clean(address)})
    page = base + chosen.selection.address(CHANGES.path)
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": _clean(page)})
    for entry in listed:
        element = ET.SubElement(feed, "entry")
        _text(element, "id", entry.id)
        _text(element, "title", entry.title)
        _text(element, "updated", _moment(entry.updated))
        ET.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": _clean(entry.address)})
        _text(element, "summary", entry.summary)
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    """Text without what XML cannot hold at all, escaped or not."""
    return NEVER_IN_XML.sub("\ufffd", text)


def _moment(at: datetime) -> str:
    """A time as RFC 3339 has it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
