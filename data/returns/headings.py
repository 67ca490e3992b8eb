"""Column headings: which hold periods, targets, comparators or remarks, and whose figures stand below them."""

import re
from functools import lru_cache

from data.authorities import AreaKind, load_authorities
from data.periods import Period
from data.returns.cells import number, plain
from data.returns.content import Heading, Role, Who
from data.returns.months import find_period

MOST_KEPT = 2_000
"""Headings whose reading is kept: tables of one paper repeat theirs."""
NAMES = frozenset(
    (
        *"indicator indicators measure measures description kpi metric performance strand".split(),
        "performance indicator",
        "performance measure",
        "indicator name",
        "measure name",
        "key indicator",
    )
)
TARGETS = re.compile(r"^(?:annual |year end |monthly |local )?(?:targets?|goal|tgt)\b")
OWN = frozenset({"la", "local authority", "local", "authority", "council", "our figure", "ours", "own", "la average"})
# A council by its initials, as virtual schools print it: SCC, HCC, PCC.
_INITIALS = re.compile(r"^[A-Z]{1,3}CC$")
NEIGHBOURS = re.compile(
    r"^(?:statistical |stat\.? )?neighbours?'?$|^sns?$|^(?:statistical |stat\.? )neighbou?r\b.*$|^sn\b.*$"
)
ENGLAND = frozenset({"england", "national", "nat", "eng", "nat.", "england all"})
REGION = frozenset({"region", "regional", "region average"})
SHORT_REGIONS = {"se": "South East", "sw": "South West", "ne": "North East", "nw": "North West", "em": "East Midlands"}
REMARKS = re.compile(
    r"^(?:comments?|notes?|commentary|remarks?|trend|direction|direction of travel|dot|rag|rag rating|status|polarity|"
    r"good is|good performance|better|owner|lead|service|ref|reference|no|id|number|source|definition|unit|topic|"
    r"frequency|change|additional info|analysis|results?|sparkline|chart|page number|section|priority|theme)\b"
)
BREAKDOWN = frozenset({"breakdown", "broken down by", "split", "sub-group", "subgroup"})
# Columns that say of which part a row is, where one indicator has several rows.
PARTS = frozenset(
    (
        *"service team locality area group category destination grade band age gender sex ethnicity placement".split(),
        "year group",
        "age group",
        "attendance band",
        "placement type",
        "service area",
        "in area/out of area",
        "in area or out of area",
    )
)
_AVERAGE = re.compile(
    r"[ (]*\b(?:average|avg|mean|median|figure|published|latest|outturn|comparator|figures)\b\)?", re.IGNORECASE
)
# `2019 (OC2 cohort of 124)`, `2020 (n = 114)`.
_COHORT = re.compile(
    r"(?:^|[ (\[])(?:(?:\w+ )?cohort(?: of)?:? |n ?= ?)(?P<size>\d{1,3}(?:,\d{3})+|\d{1,6})$", re.IGNORECASE
)


@lru_cache(maxsize=MOST_KEPT)
def parse_heading(text: str, column: int) -> Heading:
    """What a column holds, from its heading alone; OTHER where the words are not known."""
    said = plain(text)
    folded = said.casefold().strip(" :")
    if not folded:
        return Heading(text, column, Role.BLANK)
    if folded in NAMES:
        return Heading(text, column, Role.NAME)
    if TARGETS.match(folded):
        return Heading(text, column, Role.TARGET, find_period(said)[0])
    period, rest = find_period(said)
    if period is not None and (not rest or _is_filler(rest)):
        return Heading(text, column, Role.PERIOD, period, Who.OWN)
    if found := comparator(rest):
        who, area, region = found
        return Heading(text, column, Role.COMPARATOR, period, who, area, region)
    return Heading(text, column, Role.REMARK if REMARKS.match(folded) else Role.OTHER, period)


def cohort_said(text: str) -> float | None:
    """How many children a heading says that its column is of: 124 for `2019 (OC2 cohort of 124)`; else None."""
    match = _COHORT.search(plain(text).rstrip(")] "))
    return number(match["size"])[0] if match else None


def _is_filler(rest: str) -> bool:
    """What papers put beside a period without changing what the column holds."""
    return cohort_said(rest) is not None or rest.casefold() in {
        "actual",
        "result",
        "results",
        "month",
        "value",
        "performance",
        "figures",
        "year",
        "p",
        "prov",
        "provisional",
    }


def comparator(text: str) -> tuple[Who, str, bool] | None:
    """Whose figures a heading names: (who, code of the area, whether it says only "the region"); None if nobody's."""
    said = plain(text)
    folded = plain(_AVERAGE.sub(" ", said)).casefold().strip(" :'")
    if folded in OWN or _INITIALS.match(said):
        return Who.OWN, "", False
    if NEIGHBOURS.match(folded):
        return Who.NEIGHBOURS, "", False
    authorities = load_authorities()
    if folded in ENGLAND:
        return Who.AREA, authorities.england.code, False
    if folded in REGION:
        return Who.AREA, "", True
    # A code of digits alone is a figure, not a name.
    area = None if folded.isdigit() else authorities.known(SHORT_REGIONS.get(folded, plain(_AVERAGE.sub(" ", said))))
    if area is None:
        return None
    return (Who.OWN if area.kind is AreaKind.AUTHORITY else Who.AREA), area.code, False


def is_years_heading(text: str) -> bool:
    """Whether a first heading says that years stand below it: `Year`, `FTE Year`, `% Attendance Year`."""
    return bool(re.search(r"\byears?$", plain(text).casefold())) and "group" not in text.casefold()


def short_year(text: str) -> Period | None:
    """The year that a row of years is called: any form of heading, or two digits (`13`, `21`) for the year itself."""
    said = plain(text)
    return find_period(f"20{said}" if re.fullmatch(r"\d{2}", said) else said)[0]
