"""Parameters that several endpoints share."""

from app.api.endpoints import Choice, Names, Parameter, Text, WholeNumber
from app.questions import asked_authority
from callbacks.portal import Portal
from data.authorities import Area
from data.editions import NEWEST, TITLES
from data.indicators import Indicator

MOST_A_PAGE = 10_000
"""Records."""
USUAL_PAGE = 100
FIELDS = "fields"
LONGEST_GROUP = 5_000
"""Characters: every authority there is, by its name."""


def _authority(portal: Portal, text: str) -> Area:
    return asked_authority(portal.snapshot, text)


def _indicator(portal: Portal, text: str) -> Indicator:
    return portal.snapshot.indicators.find(text)


AUTHORITY = Parameter(
    "authority",
    "An authority: its name, ONS code or DfE code, such as `Southampton`, `E06000045` or `852`.",
    example="Southampton",
    required=True,
    meaning=_authority,
    more=("E10000014", "851", "isle-of-wight", "Kensington and Chelsea", "City of London", "Cumbria"),
)
INDICATOR = Parameter(
    "indicator",
    "An indicator: its id, its title or any of its source codes, such as `LACHealth%`.",
    example="LACHealth%",
    required=True,
    meaning=_indicator,
    more=("children-looked-after-rate-per-10-000", "CareLeaverEET", "Percentage of CLA having Dental Checks"),
)
EDITION = Parameter(
    "edition",
    f"The edition of the published statistical neighbours; {NEWEST} where it is left out.",
    Choice(tuple(TITLES)),
    example=NEWEST,
    default=NEWEST,
)
GROUP = Parameter(
    "group",
    "A group of your own in place of the published neighbours: names or codes of authorities between commas.",
    Text(LONGEST_GROUP),
    example="Hampshire,Portsmouth,Isle of Wight",
    default="",
)
FORMAT = Parameter(
    "format",
    "How the answer is written; where it is left out, `Accept` decides.",
    Choice(("json", "csv")),
    example="json",
    default="",
)
PAGE = Parameter(
    "page",
    f"Which page, from 1. With `page_size` left out, a page has {USUAL_PAGE} records.",
    WholeNumber(1, 1_000_000),
    example="1",
)
PAGE_SIZE = Parameter(
    "page_size",
    f"Records a page, at most {MOST_A_PAGE:,}. Where neither this nor `page` is given, a list is given whole.",
    WholeNumber(1, MOST_A_PAGE),
    example="100",
)


def fields_of(columns: tuple[str, ...]) -> Parameter:
    """Which columns of a list are asked for."""
    said = "Which members each record has, and in which order: names between commas. All of them where it is left out."
    return Parameter(FIELDS, said, Names(columns), example=",".join(columns[:2]), default=())
