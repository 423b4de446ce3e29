"""Prints what the live index has compiled once it is ready, nothing at best. Argument: a pack.

A program of its own: other tests compile too.
"""

import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numba.core.dispatcher import Dispatcher

from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.roads.positions import LiveCrews
from yaoyaoling.places.roads.server import CityRoads, warm_up
from yaoyaoling.platform.positions import INDEX_ROW, Told, ids_of, pack_told, unpack_told


def kinds() -> dict[tuple[str, str], list[Any]]:
    """The kinds of arrays each compiled function of ours was compiled for."""
    return {
        (name, part): list(one.signatures)
        for name, module in list(sys.modules.items())
        if name.startswith("yaoyaoling")
        for part, one in vars(module).items()
        if isinstance(one, Dispatcher)
    }


city = CityRoads(read_roads(Path(sys.argv[1])), pace=0.8)
warm_up(city.engine)
live = LiveCrews(city.engine, b"n" * 16)
live.warm_up()
before = kinds()
target = Point(lon=float(city.engine.network.lon[0]), lat=float(city.engine.network.lat[0]))
for number, count in enumerate((1, 2, 700, 1, 2), 1):
    for roads in (b"n" * 16, b"o" * 16):
        rows = np.zeros(count, INDEX_ROW)
        rows["crew"] = ids_of([UUID(int=7 * i + 1) for i in range(count)])
        rows["at"], rows["lon"], rows["lat"] = (number if count != 2 else [number, 0.5]), target.lon, target.lat
        live.take(unpack_told(pack_told(Told(roads, 1, number, rows)), INDEX_ROW))
        for among in (None, ids_of([UUID(int=1)]), ids_of([UUID(int=7 * i + 1) for i in range(count)])):
            assert live.nearest(target, 3, None, among)
for name, known in before.items():
    if kinds()[name] != known:
        print(*name, known, kinds()[name])
