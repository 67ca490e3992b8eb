"""Every endpoint of the API, in the order in which the description has them: one line a module."""

from app.api import (
    checks,
    exceptions,
    figures,
    likeness,
    lists,
    neighbours,
    observations,
    one_indicator,
    releases,
    returns,
    standing,
    together,
    uploads,
    wholes,
    written,
)
from app.api.endpoints import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (
    *lists.ENDPOINTS,
    *wholes.ENDPOINTS,
    *figures.ENDPOINTS,
    *observations.ENDPOINTS,
    *one_indicator.ENDPOINTS,
    *standing.ENDPOINTS,
    *together.ENDPOINTS,
    *neighbours.ENDPOINTS,
    *likeness.ENDPOINTS,
    *releases.ENDPOINTS,
    *exceptions.ENDPOINTS,
    *written.ENDPOINTS,
    *returns.ENDPOINTS,
    *uploads.ENDPOINTS,
    *checks.ENDPOINTS,
)
