"""One thing whole: an indicator's definition, an authority; and the short lists: the glossary, the partnerships."""

from app.api.endpoints import Endpoint, Example, Parameter
from app.records.definitions import DefinitionRecord, TermRecord, definition_record, term_records
from app.records.places import AuthorityWholeRecord, PartnershipRecord, authority_record, partnership_records
from callbacks.portal import Portal
from data.authorities import Area
from data.indicators import Indicator

NAMES = "Names and codes"


def definition(portal: Portal, indicator: Indicator) -> DefinitionRecord:
    """One indicator whole."""
    return definition_record(portal.snapshot, indicator)


def authority_whole(portal: Portal, authority: Area) -> AuthorityWholeRecord:
    """One authority whole."""
    return authority_record(portal.snapshot, portal.similarity, authority)


def glossary(portal: Portal, text: str) -> list[TermRecord]:
    """The terms, by name."""
    words = text.casefold().split()
    return [
        term
        for term in term_records()
        if all(word in " ".join((term["term"], *term["also"], term["meaning"])).casefold() for word in words)
    ]


def partnerships(portal: Portal) -> list[PartnershipRecord]:
    """Authorities that work together."""
    return partnership_records()


def _indicator(portal: Portal, text: str) -> Indicator:
    return portal.snapshot.indicators.find(text)


def _area(portal: Portal, text: str) -> Area:
    return portal.snapshot.authorities.find(text)


ENDPOINTS = (
    Endpoint(
        "/indicators/{indicator}",
        definition,
        DefinitionRecord,
        topic=NAMES,
        summary="One indicator whole: definition, sources, periods with how settled they are, faults and words",
        path_parameters=(
            Parameter(
                "indicator",
                "Its id, or any of its source codes.",
                example="percentage-of-cla-having-health-checks",
                required=True,
                meaning=_indicator,
            ),
        ),
        examples=(Example("one", "Health checks", {"indicator": "percentage-of-cla-having-health-checks"}),),
        not_found="There is no such indicator.",
    ),
    Endpoint(
        "/authorities/{authority}",
        authority_whole,
        AuthorityWholeRecord,
        topic=NAMES,
        summary="One authority, region or England whole: codes, partnerships, predecessors, joint returns and context",
        path_parameters=(
            Parameter(
                "authority",
                "Its DfE code, ONS code or name.",
                example="852",
                required=True,
                meaning=_area,
            ),
        ),
        examples=(Example("one", "Southampton", {"authority": "852"}),),
        not_found="There is no such authority.",
    ),
    Endpoint(
        "/glossary",
        glossary,
        list[TermRecord],
        topic=NAMES,
        summary="What the words of the field and of the portal mean",
        parameters=(
            Parameter("text", "Words that a term or its meaning must have.", example="suppressed", default=""),
        ),
        examples=(Example("one", "Terms about suppression", {"text": "suppressed", "page_size": "1"}),),
    ),
    Endpoint(
        "/partnerships",
        partnerships,
        list[PartnershipRecord],
        topic=NAMES,
        summary="Authorities that work together",
        examples=(Example("first", "The first", {"page_size": "1"}),),
    ),
)
