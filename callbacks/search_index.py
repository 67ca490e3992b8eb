"""What the search box finds: every authority, indicator, topic, page and term, by all of its names and codes."""

import hashlib
from dataclasses import dataclass

import orjson

from callbacks.chosen import topic_slug
from data.authorities import Area, Authorities
from data.glossary import Glossary, Term, load_glossary, spoken_of
from data.indicators import Indicator
from data.store import Snapshot
from layouts.pages import ABOUT, COMPARE, INDICATOR, PAGES, Page

PATH = "/search-index.json"
Entry = dict[str, object]


@dataclass(frozen=True)
class SearchIndex:
    """The index as it goes to browsers, and the address that changes with it."""

    body: bytes

    @property
    def version(self) -> str:
        """A digest of the index."""
        return hashlib.blake2b(self.body, digest_size=8).hexdigest()

    @property
    def address(self) -> str:
        """Where a browser has it from, and may keep it from for ever."""
        return f"{PATH}?v={self.version}"


def search_index(snapshot: Snapshot) -> SearchIndex:
    """The index of a snapshot. Other names that many entries share are written once, as `synonyms`."""
    terms = load_glossary()
    found = {"entries": entries(snapshot, terms), "synonyms": [list(term.names) for term in terms]}
    return SearchIndex(orjson.dumps(found))


def entries(snapshot: Snapshot, terms: Glossary) -> list[Entry]:
    """Everything that can be found, in the order in which equally good answers stand.

    Each says its `title`, its `kind` in words, its own other `names`, its `codes`, the `synonyms` of its words (places
    in that list), and where it leads: `path` (none for the page one is on), `set` (parts of the address) and `hash`.
    """
    place = {term: number for number, term in enumerate(terms)}
    authorities = snapshot.authorities
    ordered = sorted(authorities.authorities, key=lambda area: (area.closed is not None, area.name))
    return [
        *(topic_entry(snapshot, topic, terms) for topic in snapshot.indicators.topics),
        *(authority_entry(authorities, area) for area in ordered),
        *(
            indicator_entry(indicator, [place[term] for term in spoken(indicator, terms)])
            for indicator in snapshot.indicators
        ),
        *(page_entry(page) for page in PAGES),
        *(term_entry(term) for term in terms),
    ]


def topic_entry(snapshot: Snapshot, topic: str, terms: Glossary) -> Entry:
    """A topic leads to its comparison."""
    names = [name for term in terms if term.name == topic for name in term.also]
    count = len(snapshot.indicators.in_topic(topic))
    return {
        "title": topic,
        "kind": f"Topic, {count} indicators",
        "names": names,
        "path": COMPARE.path,
        "set": {"topic": topic_slug(topic)},
    }


def authority_entry(authorities: Authorities, area: Area) -> Entry:
    """An authority leads to the page that one is on."""
    region = authorities.region_of(area)
    parts = ["Authority", region.name if region else "", f"closed {area.closed.year}" if area.closed else ""]
    return {
        "title": area.name,
        "kind": ", ".join(part for part in parts if part),
        "names": list(area.aliases),
        "codes": list(authorities.codes_of(area)),
        "set": {"authority": area.slug},
    }


def indicator_entry(indicator: Indicator, synonyms: list[int]) -> Entry:
    """An indicator leads to its page, in its own topic."""
    return {
        "title": indicator.title,
        "kind": f"Indicator, {indicator.topic}",
        "codes": [indicator.id, *indicator.source_codes],
        "synonyms": synonyms,
        "path": INDICATOR.path,
        "set": {"indicator": indicator.id, "topic": topic_slug(indicator.topic)},
    }


def page_entry(page: Page) -> Entry:
    """A page, also by its question."""
    return {"title": page.name, "kind": "Page", "names": [page.question], "path": page.path}


def term_entry(term: Term) -> Entry:
    """A term leads to its place in the glossary."""
    return {"title": term.name, "kind": "Glossary", "names": list(term.also), "path": ABOUT.path, "hash": term.id}


def spoken(indicator: Indicator, terms: Glossary) -> tuple[Term, ...]:
    """The terms that an indicator's title, topics and cohort speak of."""
    return spoken_of(terms, indicator.title, indicator.topic, *indicator.also_in, indicator.cohort)
