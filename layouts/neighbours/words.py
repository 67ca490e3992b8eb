"""What the Neighbours page says in sentences: made from the lists and the models that it shows."""

from collections.abc import Sequence
from datetime import date

from data.authorities import Area
from data.editions import NEWEST
from layouts.neighbours.facts import Facts, Lens
from layouts.phrases import NUMBER_WORDS, listed, possessive, sentence
from layouts.selection import GROUP, MODELLED
from models.similarity.results import Cluster

# An eleventh that is no further than this beyond the tenth, as a share, might as well be on the list.
AS_NEAR = 0.02
KINDS = {
    MODELLED: "Ours, from figures on {variables} features of each place; not DfE's list.",
    GROUP: "Authorities that you choose below.",
}
PUBLISHED_KIND = "Published by DfE, made for it by NFER."


def answer(facts: Facts) -> list[str]:
    """Whether the newest published list and ours agree on who is like the authority, and where they do not."""
    published, modelled = facts.lenses[NEWEST], facts.lenses[MODELLED]
    if published.areas and modelled.areas:
        return [sentence(text) for text in (shared(facts, published, modelled), differing(published, modelled)) if text]
    known = [lens for lens in (published, modelled) if lens.areas]
    said = [f"{possessive(facts.area.name)} {_size(lens)} {_names(lens.areas)}." for lens in known]
    return [*said, *(lens.why_none for lens in (published, modelled) if not lens.areas)]


def shared(facts: Facts, published: Lens, modelled: Lens) -> str:
    """How many, and who, are on both lists."""
    both = [area for area in published.areas if area in modelled.areas]
    ten = _number(len(published.areas))
    owner = f"{possessive(facts.area.name)} {ten} published neighbours of May 2025"
    if not both:
        return f"none of {owner} is among our {_number(len(modelled.areas))} modelled ones"
    if len(both) == len(published.areas):
        return f"{owner} are also our {_number(len(modelled.areas))} modelled ones: {_names(both)}"
    verb = "is" if len(both) == 1 else "are"
    return f"{_number(len(both))} of {owner} {verb} also among our modelled ones: {_names(both)}"


def differing(published: Lens, modelled: Lens) -> str:
    """Whom the modelled list adds and leaves out; empty where the lists have the same members."""
    added = [area for area in modelled.areas if area not in published.areas]
    left_out = [area for area in published.areas if area not in modelled.areas]
    if not added:
        return ""
    return f"the modelled list adds {_names(added)}, and leaves out {_names(left_out)}"


def status(facts: Facts) -> str:
    """That an authority is closed, and who came after it; empty for one that is open."""
    if facts.area.closed is None:
        return ""
    after = f"; {_names(facts.successors)} came after it" if facts.successors else ""
    return sentence(f"{facts.area.name} closed on {day(facts.area.closed)}{after}")


def eleventh(facts: Facts) -> str:
    """Whom the modelled list leaves out by a little, and how sharp its end is; empty without a list."""
    if facts.modelled is None or not facts.modelled.next_authority:
        return ""
    further = facts.modelled.further
    following, tenth = facts.areas[facts.modelled.next_authority], facts.areas[facts.modelled.neighbours[-1].authority]
    if further >= AS_NEAR:
        return f"{_names([following])}, the eleventh, is {further:.1%} further away than {_names([tenth])}, the tenth."
    away = f"only {further:.1%} further away than" if further >= 0.0005 else "as near as"
    return f"{_names([following])}, the eleventh, is {away} {_names([tenth])}, the tenth, and might as well be listed."


def kind(facts: Facts, lens: Lens) -> str:
    """Whose list it is."""
    variables = len(facts.similarity.neighbours.weights)
    return KINDS.get(lens.name, PUBLISHED_KIND).format(variables=variables)


def agreement(facts: Facts, lens: Lens) -> str:
    """How many authorities a list has, and how many of them are on the newest published list."""
    if not lens.areas:
        return lens.why_none
    count = _authorities(len(lens.areas))
    newest = facts.lenses[NEWEST]
    if lens is newest or not newest.areas:
        return f"{count}."
    both = sum(area in newest.areas for area in lens.areas)
    if len(lens.areas) == 1:
        return f"{count}, which is {'also' if both else 'not'} on the list of May 2025."
    return f"{count}; {both or 'none'} of them also on the list of May 2025."


def why_heading(facts: Facts, shares: dict[str, float]) -> str:
    """Which domain sets the authority apart the most from its modelled neighbours; `shares` have the largest first."""
    domain, share = next(iter(shares.items()))
    return f"What sets {facts.area.name} apart most from its modelled neighbours: {domain}, {share:.0%} of the distance"


def map_heading(facts: Facts) -> str:
    """Where the authority stands on the map, and with how many of its comparators."""
    cluster = facts.cluster_of(facts.area)
    if cluster is None:
        return "How England's authorities group by context"
    beside = [area for area in facts.comparators if facts.cluster_of(area) == cluster]
    start = f"{facts.area.name} is in cluster {cluster.number}, {name_of(cluster)}"
    if not facts.comparators:
        return start
    return f"{start}, with {_number(len(beside), 'none')} of its {_number(len(facts.comparators))} comparators"


def map_subtitle(facts: Facts) -> str:
    """What is drawn, who is marked, and how much of the variety the map can show."""
    model = facts.similarity.clusters
    across, up = model.explained
    parts = [f"{len(model.places)} authorities by context: the nearer two points, the more alike"]
    if facts.cluster_of(facts.area):
        parts.append(f"the large mark is {facts.area.name}")
    if ringed := [area for area in facts.comparators if facts.cluster_of(area)]:
        parts.append(f"rings mark {_number(len(ringed))} comparators ({facts.lenses[facts.in_use].title})")
    kept = f"the map holds {across + up:.0%} of the variety, {across:.0%} across and {up:.0%} upwards"
    return sentence("; ".join([*parts, f"{kept}, so the lists, not the map, say who is nearest"]))


def name_of(cluster: Cluster) -> str:
    """A cluster in few words: that in which it stands out the most."""
    words = cluster.distinctions[0].words if cluster.distinctions else cluster.title
    return words.replace("higher share of ", "more ", 1)


def day(date_: date) -> str:
    """31 March 2023."""
    return f"{date_.day} {date_:%B %Y}"


def _names(areas: Sequence[Area]) -> str:
    return listed([area.name.removesuffix(", City of") for area in areas])


def _size(lens: Lens) -> str:
    kind_ = "modelled neighbours" if lens.name == MODELLED else "published neighbours of May 2025"
    return f"{_number(len(lens.areas))} {kind_} are"


def _authorities(count: int) -> str:
    return "One authority" if count == 1 else f"{sentence(_number(count))[:-1]} authorities"


def _number(count: int, zero: str = "no") -> str:
    return zero if count == 0 else NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)
