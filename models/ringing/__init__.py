"""Who to ring: for each figure, the neighbour that is most alike and significantly better, and how it got there."""

from models.ringing.closeness import modelled_closeness, published_closeness
from models.ringing.partnership import InPartnership, PartnershipRinging, partnership_ringing
from models.ringing.records import Found, Ringing, YearFigure
from models.ringing.ringing import Question, RingingList, ringing, ringings

__all__ = [
    "Found",
    "InPartnership",
    "PartnershipRinging",
    "Question",
    "Ringing",
    "RingingList",
    "YearFigure",
    "modelled_closeness",
    "partnership_ringing",
    "published_closeness",
    "ringing",
    "ringings",
]
