"""Latitude and longitude to the British National Grid.

Linkage measures distances in metres on the grid; some postcode files give degrees only. The formulae are
those of Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes B and C: a Helmert shift
from GRS80 to Airy 1830, then a transverse Mercator projection. Accurate to about 5 metres, less than the size of a
postcode. Keep out postcodes.
"""

from __future__ import annotations

import numpy as np

_AIRY = (6_377_563.396, 6_356_256.909)  # semi-axes in metres
_GRS80 = (6_378_137.0, 6_356_752.314_1)
_SHIFT = (-446.448, 125.157, -542.060)  # metres
_SCALE = 1 + 20.4894e-6
_TURN = np.radians(np.array([-0.1502, -0.2470, -0.8421]) / 3600)
_ORIGIN = (np.radians(49.0), np.radians(-2.0))
_FALSE_ORIGIN = (400_000.0, -100_000.0)  # metres
_CENTRAL_SCALE = 0.999_601_271_7


def grid_reference(latitude: np.ndarray, longitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Easting and northing in metres for arrays of latitude and longitude in degrees (ETRS89 or WGS84); NaN stays NaN.

    The arrays have one dimension and the same length. The names of the terms are those of annex C.
    """
    phi, lam = _to_airy(np.radians(latitude), np.radians(longitude))
    a, b = (axis * _CENTRAL_SCALE for axis in _AIRY)
    e2 = 1 - (b / a) ** 2
    n = (a - b) / (a + b)
    sin, cos, tan = np.sin(phi), np.cos(phi), np.tan(phi)
    nu = a / np.sqrt(1 - e2 * sin**2)
    rho = a * (1 - e2) / (1 - e2 * sin**2) ** 1.5
    eta2 = nu / rho - 1
    less, more = phi - _ORIGIN[0], phi + _ORIGIN[0]
    meridian = b * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
        - (3 * n + 3 * n**2 + 2.625 * n**3) * np.sin(less) * np.cos(more)
        + (1.875 * n**2 + 1.875 * n**3) * np.sin(2 * less) * np.cos(2 * more)
        - (35 / 24) * n**3 * np.sin(3 * less) * np.cos(3 * more)
    )
    d = lam - _ORIGIN[1]
    northing = (
        meridian
        + _FALSE_ORIGIN[1]
        + nu / 2 * sin * cos * d**2
        + nu / 24 * sin * cos**3 * (5 - tan**2 + 9 * eta2) * d**4
        + nu / 720 * sin * cos**5 * (61 - 58 * tan**2 + tan**4) * d**6
    )
    easting = (
        _FALSE_ORIGIN[0]
        + nu * cos * d
        + nu / 6 * cos**3 * (nu / rho - tan**2) * d**3
        + nu / 120 * cos**5 * (5 - 18 * tan**2 + tan**4 + 14 * eta2 - 58 * tan**2 * eta2) * d**5
    )
    return easting, northing


def _to_airy(phi: np.ndarray, lam: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Radians on GRS80 to radians on Airy 1830, by cartesian coordinates."""
    a, b = _GRS80
    e2 = 1 - (b / a) ** 2
    nu = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    x, y, z = nu * np.cos(phi) * np.cos(lam), nu * np.cos(phi) * np.sin(lam), (1 - e2) * nu * np.sin(phi)
    rx, ry, rz = _TURN
    x, y, z = (
        _SHIFT[0] + _SCALE * x - rz * y + ry * z,
        _SHIFT[1] + rz * x + _SCALE * y - rx * z,
        _SHIFT[2] - ry * x + rx * y + _SCALE * z,
    )
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    p = np.hypot(x, y)
    phi = np.arctan2(z, p * (1 - e2))
    for _ in range(5):  # converges to well below a millimetre
        nu = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
        phi = np.arctan2(z + e2 * nu * np.sin(phi), p)
    return phi, np.arctan2(y, x)
