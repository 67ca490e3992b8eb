"""From longitude and latitude to a flat map on which equal areas are equal: Lambert's azimuthal projection.

The ellipsoidal form of J. P. Snyder, Map Projections: a Working Manual (USGS Professional Paper 1395, 1987), pages 187
to 190, equations 3-12 and 24-17 to 24-26; GRS 80.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SEMI_MAJOR_AXIS = 6_378_137.0
FLATTENING = 1 / 298.257222101
ECCENTRICITY = float(np.sqrt(2 * FLATTENING - FLATTENING**2))


@dataclass(frozen=True)
class Centre:
    """Where a projection touches the earth, in degrees: there nothing is distorted."""

    longitude: float
    latitude: float


ENGLAND = Centre(longitude=-2.0, latitude=53.0)
"""On the meridian of the British National Grid, so that north is up where readers are used to it."""


def equal_area(degrees: Floats, centre: Centre = ENGLAND) -> Floats:
    """Longitudes and latitudes (n, 2) as metres east and north (n, 2) of the centre."""
    longitude = np.radians(degrees[:, 0] - centre.longitude)
    latitude, middle = np.radians(degrees[:, 1]), np.radians(centre.latitude)
    at_pole = _authalic(np.array([np.pi / 2]))[0]
    beta, beta_middle = np.arcsin(_authalic(latitude) / at_pole), np.arcsin(_authalic(np.array([middle]))[0] / at_pole)
    radius = SEMI_MAJOR_AXIS * np.sqrt(at_pole / 2)
    parallel = np.cos(middle) / np.sqrt(1 - (ECCENTRICITY * np.sin(middle)) ** 2)
    stretch = SEMI_MAJOR_AXIS * parallel / (radius * np.cos(beta_middle))
    across = np.cos(beta) * np.cos(longitude)
    reach = radius * np.sqrt(2 / (1 + np.sin(beta_middle) * np.sin(beta) + np.cos(beta_middle) * across))
    east = reach * stretch * np.cos(beta) * np.sin(longitude)
    north = reach / stretch * (np.cos(beta_middle) * np.sin(beta) - np.sin(beta_middle) * across)
    return np.column_stack([east, north])


def _authalic(latitude: Floats) -> Floats:
    """Snyder's q of a latitude in radians: proportional to the earth's surface between the equator and it."""
    sine = np.sin(latitude)
    logarithm = np.log((1 - ECCENTRICITY * sine) / (1 + ECCENTRICITY * sine)) / (2 * ECCENTRICITY)
    found: Floats = (1 - ECCENTRICITY**2) * (sine / (1 - (ECCENTRICITY * sine) ** 2) - logarithm)
    return found
