"""What the page about the data says in sentences and lists."""

from collections.abc import Iterable

from markupsafe import Markup

from data.faults import Fault
from data.glossary import Term
from layouts.about.facts import Facts, Held
from layouts.about.links import Ways
from layouts.markup import element, joined
from layouts.pages import PAGES
from layouts.phrases import listed
from layouts.provenance import day
from layouts.tables import link

IN_ALL_FILES = (
    "Year labels come in a dozen forms (2024/25, 2016-17 (OT), 2014-16 for three years). Each is read as a first and a "
    "last day, and one that fits no form stops the import.",
    "Fourteen measures are listed twice by the publisher, in two topics. Each is one indicator here, in both topics.",
    "LAIT carries figures of abolished authorities on into later years. They are kept in history, and out of ranks, "
    "bands and averages.",
    "LAIT prints a dash for every reason why a figure is missing. Where EES has the same measure, the reason is taken "
    "from there.",
    "Some figures carry noise in the sixteenth digit (17.600000000000001); it is removed.",
    "An earlier release of the social work workforce, 2017 to 2022, is read and checked, and not shown.",
)


def answer(facts: Facts) -> str:
    """The answer to the page's question, in one sentence."""
    return (
        f"{facts.figures:,} figures on {len(facts.catalogue)} indicators of {facts.authorities} authorities, and of "
        f"those that they replaced, for periods that end in {facts.years[0]} to {facts.years[1]}, were read from "
        f"{len(facts.sources)} published files, mostly the Department for Education's; the newest update is of "
        f"{day(facts.updated)}. Beside them stand {facts.of_regions:,} figures of regions and England."
    )


def faults(facts: Held, ways: Ways) -> Markup:
    """What is known to be wrong in published figures, and what was done about it."""
    found = [element("li", fault_words(facts, fault, ways)) for fault in facts.faults]
    return joined(
        element("p", "Each is also told wherever its figure stands."),
        element("ul", *found, class_="points"),
        element("h3", "In all files"),
        element("ul", *(element("li", words) for words in IN_ALL_FILES), class_="points"),
    )


def fault_words(facts: Held, fault: Fault, ways: Ways) -> Markup:
    """One fault, with a link to its indicator."""
    kind = "Withheld" if fault.withheld else "Noted"
    return joined(to_indicator(facts, fault.indicator, ways), f". {kind}: {fault.why}")


def odd_figures(facts: Held, ways: Ways) -> Markup:
    """Figures that look odd and are shown as published, because nobody has said that they are wrong."""
    if not facts.questions:
        return Markup()
    found = [
        element("li", to_indicator(facts, name, ways), ". ", " ".join(sentences))
        for name, sentences in facts.questions.items()
    ]
    told = "A check on every file looks for figures that can hardly be right. These are shown as published:"
    return joined(
        element("h3", "Odd, and shown as published"), element("p", told), element("ul", *found, class_="points")
    )


def to_indicator(facts: Held, name: str, ways: Ways) -> Markup:
    """A link to an indicator's page by its id."""
    indicator = facts.by_id[name]
    return link(indicator.title, ways.page_of(name))


def glossary_list(facts: Held, ways: Ways) -> Markup:
    """Every term, with an id to link to."""
    return element("dl", *(term_words(facts, term, ways) for term in facts.glossary), class_="explained")


def term_words(facts: Held, term: Term, ways: Ways) -> Markup:
    """A term, its meaning, its other names, and where it is used."""
    also = element("span", f"Also: {listed(term.also)}.", class_="used") if term.also else ""
    places = list(used_in(facts, term, ways))
    used = element("span", "Used in: ", *_between(places), ".", class_="used") if places else ""
    return element("div", element("dt", term.name, id=term.id), element("dd", term.meaning, also, used))


def used_in(facts: Held, term: Term, ways: Ways) -> Iterable[Markup]:
    """Links to the topics and pages that a term is used in; a page that there is not yet is left out."""
    for topic in term.topics:
        yield link(topic, ways.topic_of(facts.by_topic[topic][0].indicator.id))
    pages = term.pages
    for page in PAGES:
        if page.path in pages:
            yield link(page.name, ways.way_to(page.path))


def _between(parts: list[Markup]) -> list[Markup | str]:
    return [piece for part in parts for piece in (part, ", ")][:-1]
