"""Names for places of a plan: the address nearest to each."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from yaoyaoling.places.public import Pack, PlaceKind, read_addresses

Array = NDArray[Any]
_NAMING = (PlaceKind.INTERSECTION, PlaceKind.POI, PlaceKind.LANDMARK, PlaceKind.VILLAGE)


def names_at(pack: Pack, lon: Array, lat: Array) -> list[tuple[str, str]]:
    """In Chinese and English; crossings and places before door-plates, and empty in a pack without addresses."""
    rows = list(read_addresses(pack.path))
    named = [row for row in rows if row.kind in _NAMING] or [row for row in rows if row.kind is not PlaceKind.ROAD]
    if not named or not len(lon):
        return [("", "")] * len(lon)
    scale = float(np.cos(np.radians(np.mean(lat))))
    tree = cKDTree([(row.lon * scale, row.lat) for row in named])
    _, nearest = tree.query(np.column_stack([np.asarray(lon) * scale, lat]))
    return [(named[one].name_zh, named[one].name_en) for one in nearest.tolist()]
