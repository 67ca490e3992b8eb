"""The words that say what a figure is: up, from, above, in line with, a target; as patterns over a marked sentence."""

import re

from models.claims.parts import Direction

UP = (
    r"(?<!made )up(?!\s+to\s+date)|increas(?:e|ed|es|ing)|rise|rises|rose|risen|rising|grew|grown|growing|growth|"
    r"climb(?:ed|ing)|gain(?:ed)?"
)
DOWN = (
    r"down|decreas(?:e|ed|es|ing)|falls?|fell|fallen|falling|drop(?:s|ped|ping)?|reduc(?:e|ed|es|ing|tion)|"
    r"declin(?:e|ed|es|ing)|shr[au]nk"
)
GOOD = r"improv(?:e|ed|es|ing|ement)"
BAD = r"worsen(?:ed|ing)?|deteriorat(?:ed|ing|ion)"
MOVE = rf"(?P<move>{UP}|{DOWN}|{GOOD}|{BAD})"
HEDGE = (
    r"(?:\s+(?:slightly|significantly|markedly|sharply|a\s+little|marginally|considerably|steadily|substantially|"
    r"somewhat|again|further|just|only|by|of|around|about|nearly|almost|some|approximately|a|positive|slight|small|roughly))*"
)
_AGAINST = (
    r"(?:(?:«[IW]\d+»|[^«.;]){0,60}?\b(?:compared\s+(?:to|with)|since|on|from|than|against|over)\s+"
    r"(?:in\s+|the\s+|for\s+|that\s+of\s+)*«W(?P<against>\d+)»)?"
)
_NOUN = r"(?:\s+(?:children|young\s+people|pupils|care\s+leavers|plans|of\s+them|percentage|in\s+number|measure))?"

TARGET = (
    re.compile(r"\btargets?\b[^«.;]{0,30}[<>≤≥]?\s*«F(?P<f>\d+)»", re.IGNORECASE),
    re.compile(r"«F(?P<f>\d+)»\s+target\b", re.IGNORECASE),
)
FROM_TO = re.compile(
    rf"(?:\b{MOVE}\b[^«.;]{{0,40}}?)?\bfrom\s+«F(?P<before>\d+)»(?:(?:«I\d+»|[^«.;]){{0,60}}?«W(?P<then>\d+)»)?"
    rf"(?:«I\d+»|[^«.;]){{0,50}}?"
    rf"\bto\s+«F(?P<f>\d+)»(?:\s*(?:in|at|on|for|by|during)?\s*(?:the\s+)?«W(?P<when>\d+)»)?",
    re.IGNORECASE,
)
CHANGE = (
    re.compile(rf"\b{MOVE}\b{HEDGE}\s+(?:by\s+|of\s+)?«F(?P<f>\d+)»{_AGAINST}", re.IGNORECASE),
    re.compile(rf"\b{MOVE}\b(?:«I\d+»|[^«,.;]){{0,40}}\b(?:of|by)\s+«F(?P<f>\d+)»{_AGAINST}", re.IGNORECASE),
    re.compile(
        rf"«F(?P<f>\d+)»\s+(?:\w+\s+)?(?P<move>increase|decrease|rise|fall|reduction|drop|improvement|decline|growth)\b{_AGAINST}",
        re.IGNORECASE,
    ),
)
GAP = re.compile(
    rf"«F(?P<f>\d+)»{_NOUN}\s*(?P<way>higher|lower|above|below|better|worse|more|fewer|less|ahead|behind)\b"
    r"\s*(?:than|of)?\s*(?:(?:the|our|that|those|of|for|all|a)\s+)*(?:«W\d+»\s*)?«C(?P<c>\d+)»",
    re.IGNORECASE,
)
AGAINST_GAP = re.compile(
    r"\b(?:against|compared\s+(?:to|with))\s+(?:(?:a|the|our|all)\s+)*«C(?P<c>\d+)»[^«.;]{0,30}«F(?P<f>\d+)»\s*"
    r"(?P<way>higher|lower|above|below|better|worse|more|fewer|less)\b",
    re.IGNORECASE,
)
MORE = re.compile(
    rf"«F(?P<f>\d+)»{_NOUN}\s*(?P<way>more|fewer|less|higher|lower|up|down|better|worse)\b"
    rf"(?![^«.;]{{0,25}}«C)(?!\s+than\s+«F)(?:[^«.;]{{0,60}}?\b(?:compared\s+(?:to|with)|since|than|on|against)\s+(?:in\s+|the\s+|for\s+)*«W(?P<against>\d+)»)?",
    re.IGNORECASE,
)
_FILL = (
    r"(?:\s*(?:'s|average|averages|figures?|rates?|mean|comparators?|authorities|group|level|performance|is|was|were|are|"
    r"of|at|for|the|which|stands?|stood|being|had|in|on|local|councils|«W(?P<when>\d+)»|,|:|=|\(|[-–]))*\s*"
)
COMPARATOR_FIRST = re.compile(rf"«C(?P<c>\d+)»{_FILL}«F(?P<f>\d+)»", re.IGNORECASE)
FIGURE_FIRST = re.compile(
    r"«F(?P<f>\d+)»\)?\s*(?:for|in|across|of|was\s+the|is\s+the|by|from)?\s*(?:the\s+|our\s+)?\(?«C(?P<c>\d+)»",
    re.IGNORECASE,
)
PREVIOUS = re.compile(
    rf"(?:\b{MOVE}\b{HEDGE}\s+)?\b(?:from|compared\s+(?:with|to)|against|versus|vs\.?|previously|it\s+was|when\s+it\s+was|(?:less|more|"
    r"fewer|higher|lower|better|worse)\s+than)\s+"
    r"(?:the\s+|a\s+)?(?:«W(?P<early>\d+)»\s*(?:figure\s+|rate\s+)?(?:of\s+)?\(?)?«F(?P<f>\d+)»"
    r"(?:[^«.;,]{0,15}?«W(?P<when>\d+)»)?",
    re.IGNORECASE,
)
TO = re.compile(rf"\b{MOVE}\b{HEDGE}[^«,.;]{{0,20}}?\s+(?:to|at)\s+«F(?P<f>\d+)»", re.IGNORECASE)
MOVED = re.compile(
    rf"\b(?:has|have|had|is|are|was|were|also|it|numbers?|rates?|figures?|this)\s+(?:also\s+|been\s+|now\s+)*{MOVE}\b(?!\s*«F)",
    re.IGNORECASE,
)
VALUE_WHEN = re.compile(
    r"«F(?P<f>\d+)»\)?[^«.;,]{0,25}?\b(?:in|at|on|for|by|during|as\s+at|as\s+of)\s+(?:the\s+)?«W(?P<when>\d+)»"
)

RELATIONS: tuple[tuple[Direction, str], ...] = (
    (Direction.LOWER, r"not\s+(?:as|so)\s+(?:high|many|great)\s+as|lags?\s+behind"),
    (Direction.WORSE, r"not\s+(?:as|so)\s+(?:good|well)\s+as|under-?perform\w*|compares?\s+(?:unfavourably|poorly)"),
    (
        Direction.SIMILAR,
        r"in[\s-]+line|similar|comparable|on\s+a\s+par|close|consistent|broadly\s+the\s+same|around\s+the\s+same",
    ),
    (Direction.SAME, r"the\s+same|same|equal(?:s|led|\s+to)?|identical|match(?:es|ed|ing)?"),
    (Direction.BETTER, r"better|outperform\w*|compares?\s+(?:favourably|well)|ahead"),
    (Direction.WORSE, r"worse|poorer|behind"),
    (Direction.HIGHER, r"above|higher|more|greater|exceed(?:s|ed|ing)?|in\s+excess"),
    (Direction.LOWER, r"below|lower|fewer|less"),
)
EVERY_RELATION = "|".join(f"(?P<r{place}>{form})" for place, (_, form) in enumerate(RELATIONS))
# From the word of a relation to the first whom it compares with, over figures but not over another relation.
RELATION = re.compile(
    rf"\b(?P<way>{EVERY_RELATION})\b(?P<gap>(?:(?!\b(?:but|although|though|while|whereas|above|below|higher|lower|better|worse|more|fewer|less|similar)\b)(?:«[FIW]\d+»|[^«.;])){{0,70}}?)"
    r"(?:(?<=\s)|(?<=\())(?:«W\d+»\s*)?«C(?P<c>\d+)»",
    re.IGNORECASE,
)
# A comparative compares with what follows `than` or its like; `above` and `in line` with what follows at once.
COMPARATIVE = re.compile(r"better|worse|poorer|higher|lower|more|greater|fewer|less", re.IGNORECASE)
THAN = re.compile(r"\b(?:than|compar\w+|relative|against)\b", re.IGNORECASE)
NEXT_COMPARATOR = re.compile(
    r"(?:[^«.;]{0,25}?\(?\s*«F\d+»\)?)?\s*(?:average|averages|figures?|rates?|mean)?[\s)]*(?:,\s*and|,|and|or|&|as\s+well\s+as|nor)\s+"
    r"(?:(?:both|our|the|all|for|those|of|that|with|than|to|also)\s+)*«C(?P<c>\d+)»",
    re.IGNORECASE,
)
# Numbers that are said to be of others: `of the 114 children who`, `and 81% (all young people)`.
OF_OTHERS_BEFORE = re.compile(r"\bof\s+(?:the|these|those)\s*$|«C\d+»\)?,?\s+and\s+$", re.IGNORECASE)
SUBSET = re.compile(r"\bof\s+(?:the|these|those)\s+«F\d+»\s+[^.;]*$", re.IGNORECASE)
OF_OTHERS_AFTER = re.compile(r"\s*\((?!«)[a-z]", re.IGNORECASE)
# A period that something is compared with is not the statement's own.
COMPARED_WITH_WHEN = re.compile(
    r"\b(?:from|than|compared\s+(?:to|with)|since|against)\s+(?:in\s+|that\s+of\s+|the\s+)*$", re.IGNORECASE
)
# What makes a bare number a value: words before it, or what it counts.
COUNT_BEFORE = re.compile(
    r"(?:\b(?:is|was|were|are|be|of|at|to|from|reached|total(?:led|ling)?|had|has|have|cared\s+for|supported|recorded|"
    r"only|just|score|rates?|numbers?|average|caseload|stood|stands|about|around|approximately|over|nearly|eight|8)|[:=])\s*$"
    r"|«W\d+»,?\s*(?:and\s+)?$",
    re.IGNORECASE,
)
COUNT_AFTER = re.compile(
    r"\s*(?:«I\d+»|(?:[\w’'-]+\s+){0,2}?(?:children|child|young\s+people|care\s+leavers|leavers|pupils|plans|starters|placements|"
    r"referrals|assessments|social\s+workers|cases|conferences|requests|UASC|adoptions)\b"
    r"|(?:left|came|ceased|started|entered|began|were|are|have|had|became|joined|went|places)\b)",
    re.IGNORECASE,
)
RANK = re.compile(
    r"«K(?P<k>\d+)»(?:(?:«I\d+»|[^«.;]){0,60}?\b(?:in|of|among|amongst|across|nationally)?\s*(?:(?:the|our|all)\s+)*«C(?P<c>\d+)»)?",
    re.IGNORECASE,
)
WAYS = {
    "highest": Direction.HIGHER,
    "largest": Direction.HIGHER,
    "lowest": Direction.LOWER,
    "smallest": Direction.LOWER,
    "best": Direction.BETTER,
    "worst": Direction.WORSE,
}


def way_of(word: str) -> Direction:
    """The direction that a word of change or of comparison says."""
    folded = " ".join(word.casefold().split())
    for direction, form in (
        (Direction.HIGHER, UP),
        (Direction.LOWER, DOWN),
        (Direction.BETTER, GOOD),
        (Direction.WORSE, BAD),
    ):
        if re.fullmatch(form, folded):
            return direction
    return next((direction for direction, form in RELATIONS if re.fullmatch(form, folded)), Direction.SAME)
