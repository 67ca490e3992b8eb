"""What the names of a tidy file's columns say: place, period, other geography, and what is counted in which unit."""

import re
from collections.abc import Iterable, Mapping

# What files call a standard column otherwise, the likeliest first. The two codes of an authority may change places.
OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "time_period": ("timeperiod", "period", "academic_year", "financial_year", "calendar_year", "year"),
    "time_identifier": ("timeidentifier", "time_period_type", "period_type"),
    "geographic_level": ("geography_level", "geographical_level", "geog_level", "level"),
    "country_code": ("country_ons_code",),
    "country_name": ("country",),
    "region_code": ("gor_code", "region_ons_code"),
    "region_name": ("region", "gor_name", "gor"),
    "new_la_code": ("la_ons_code", "ons_la_code", "ons_code", "la_code", "local_authority_code", "utla_code"),
    "old_la_code": ("la_number", "la_num", "la_no", "lea_code", "la_dfe_code", "dfe_code", "dfe_la_code"),
    "la_name": ("local_authority_name", "local_authority", "authority", "lea_name", "utla_name", "la"),
}
NEEDED = ("time_period",)
_GEOGRAPHY = re.compile(
    r"^(lad|lep|local_enterprise_partnership|lsip|local_skills_improvement_plan_area|mca|mayoral_combined_authority|"
    r"english_devolved_area|eda|msoa|lsoa|opportunity_area|pcon|parliamentary_constituency|pfa|police_force_area|"
    r"planning_area|provider|institution|rsc_region|rsc|school|sponsor|trust|mat|multi_academy_trust|ward|icb|"
    r"local_authority_district|new_la|old_la|la|region|country|pan_regional)"
    r"_(code|name|id|urn|ukprn|laestab|estab|lead_name|refno|laestab_as_used)$"
    r"|^(lad|lep|lsip|mca|pcon|ward|msoa|lsoa|urn|ukprn|laestab|estab|estab_number)$"
)
_SPACES = re.compile(r"[\s\-]+")

PERCENT = re.compile(r"%|per_?cent|(^|_)(perc|pct|pt|pc)(_|$)|percentage|proportion", re.IGNORECASE)
RATE = re.compile(r"(^|[\s_])(rate|ratio)s?([\s_]|$)|(^|[\s_])per[\s_]?\d", re.IGNORECASE)
RATE_PER = re.compile(r"per[\s_]*(?P<number>[\d,]+)\s*(?P<thousand>k|thousand)?", re.IGNORECASE)
MONEY = re.compile(
    r"£|(^|[\s_])(pounds?|gbp|costs?|expenditure|spend|spending|income|funding|salary|pay)([\s_]|$)", re.IGNORECASE
)
FTE = re.compile(r"(^|[\s_])fte([\s_]|$)|full[\s_-]?time[\s_-]?equivalent", re.IGNORECASE)
SCORE = re.compile(
    r"(^|[\s_])(avg|average|mean|median|scores?|points?|att8|p8|progress8|attainment8|lower|upper|ci|conf|confidence)([\s_]|$)",
    re.IGNORECASE,
)
# Counts that are no children: no interval for a proportion can be drawn from them.
NOT_PEOPLE = re.compile(
    r"(^|[\s_])(sess|session|sessions|days?|hours?|weeks?|fte|points?|scores?|entries|places|schools?|settings|"
    r"providers?|excl|exclusions?|susp|suspensions?|episodes?|referrals?|cases|visits|vacancies|num_schools)([\s_]|$)",
    re.IGNORECASE,
)
_WORDS = {
    "num": "number of",
    "pct": "percentage",
    "perc": "percentage",
    "pc": "percentage",
    "avg": "average",
    "sess": "sessions",
    "la": "LA",
    "fte": "FTE",
    "sen": "SEN",
    "ehcp": "EHC plan",
    "ehcps": "EHC plans",
    "ehc": "EHC",
    "fsm": "FSM",
    "cla": "CLA",
    "cin": "CIN",
    "cpp": "CPP",
    "eal": "EAL",
    "neet": "NEET",
    "ks1": "KS1",
    "ks2": "KS2",
    "ks4": "KS4",
    "ebacc": "EBacc",
    "%": "percentage",
}
_FIRST_WORDS = {"t": "number of", "pt": "percentage of", "no": "number of", "n": "number of"}


def folded(name: str) -> str:
    """A column's name as names are compared: lower case, underscores."""
    return _SPACES.sub("_", name.strip().casefold())


def standard_names(header: Iterable[str]) -> dict[str, str]:
    """For each standard column that the file calls otherwise, its own name there."""
    by_fold: dict[str, str] = {}
    for name in header:
        by_fold.setdefault(folded(name), name)
    found: dict[str, str] = {}
    for standard, others in OTHER_NAMES.items():
        for candidate in (standard, *others):
            own = by_fold.get(candidate)
            if own is not None and own not in found.values():
                if own != standard:
                    found[standard] = own
                break
    return found


def is_geography(name: str) -> bool:
    """Whether a column says where a row is in a geography that the portal does not compare."""
    return bool(_GEOGRAPHY.match(folded(name)))


def in_words(name: str) -> str:
    """A column's name as a title: `pt_sess_overall` is `Percentage of sessions overall`."""
    given = [part for part in re.split(r"[\s_]+", name.strip()) if part]
    parts = [_WORDS.get(part.casefold(), part) for part in given]
    if len(given) > 1 and (given[0].casefold() in ("t", "pt") or given[1].casefold() in ("of", "pupils", "children")):
        parts[0] = _FIRST_WORDS.get(given[0].casefold(), parts[0])
    text = " ".join(parts)
    return text[:1].upper() + text[1:]


def named_unit(text: str, is_whole: bool) -> tuple[str, str]:
    """The unit that a column's name or label suggests, and the words in which a draft says why."""
    if FTE.search(text) and not PERCENT.search(text) and not RATE.search(text):
        return "full-time equivalents", "the name says full-time equivalents"
    if PERCENT.search(text):
        return "%", "the name says a percentage"
    if (per := RATE_PER.search(text)) and per["number"].strip(","):
        number = int(per["number"].replace(",", "")) * (1000 if per["thousand"] else 1)
        return f"rate per {number:,}", f"the name says per {number:,}"
    if RATE.search(text):
        return "%", "the name says a rate and not per how many, so that a percentage is taken: check it"
    if MONEY.search(text):
        return "£", "the name says money"
    if SCORE.search(text):
        return "score", "the name says a score, an average or a limit"
    if is_whole:
        return "number", "all figures are whole numbers"
    return "score", "neither the name nor the figures say a unit: check it"
