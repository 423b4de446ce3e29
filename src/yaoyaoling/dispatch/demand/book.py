"""Demand kept at hand: the addresses are read again when the city is another, the incidents once an hour."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from yaoyaoling.dispatch.demand.mix import Past, mix_demand
from yaoyaoling.dispatch.rules import SETTINGS
from yaoyaoling.incidents.public import PastIncidents, list_past
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import Demand, find_pack_digest, list_demand
from yaoyaoling.platform.db.tx import Tx

PER_GRID = 6
"""So many addresses stand for those of a grid, and at most so many places of incidents for its incidents."""
WATCH_H = 8
_DIGITS = 3


class DemandBook:
    """Gives the demand of now; asks the database for more than its name only when something may be new."""

    def __init__(self) -> None:
        self._digest: str | None = None
        self._hour = -1
        self._addresses: list[Demand] = []
        self._demand: tuple[Demand, ...] = ()

    async def current(self, tx: Tx) -> tuple[Demand, ...]:
        """The demand of this hour; the same object until it is another."""
        digest, hour = await find_pack_digest(tx), int(tx.now.timestamp() // 3600)
        if digest != self._digest:
            self._addresses = await list_demand(tx, PER_GRID)
        if (digest, hour) != (self._digest, self._hour):
            since = tx.now - timedelta(days=SETTINGS.demand_days)
            past = await list_past(tx, since, _DIGITS) if SETTINGS.demand_days else []
            watch = tx.now.astimezone(HALL_ZONE).hour // WATCH_H
            prior = SETTINGS.demand_prior
            self._demand = await asyncio.to_thread(mixed_points, self._addresses, past, watch, prior)
            self._digest, self._hour = digest, hour
        return self._demand


def past_of(rows: Sequence[PastIncidents]) -> Past:
    """As the mixing takes them."""
    columns = np.array([(row.level, row.watch, row.count) for row in rows], np.int64).reshape(-1, 3)
    return Past(*columns.T)


def mixed_points(
    addresses: Sequence[Demand], rows: Sequence[PastIncidents], watch: int | None, prior_per_grid: float
) -> tuple[Demand, ...]:
    """Points that stand for all demand; their weights sum to that of the addresses (without any: to the incidents)."""
    weight = np.array([one.weight for one in addresses])
    grids = len({one.grid_code for one in addresses})
    inside = [row for row in rows if row.grid_code is not None]
    mixed = mix_demand(weight, past_of(inside), prior_per_grid * grids, watch)
    total = float(weight.sum()) or float(mixed.counted)
    points = [
        Demand(point=one.point, grid_code=one.grid_code, county_code=one.county_code, weight=float(share) * total)
        for one, share in zip(addresses, mixed.addresses, strict=True)
    ]
    return (*points, *_heaviest(inside, mixed.incidents.tolist(), total))


def _heaviest(rows: Sequence[PastIncidents], shares: Sequence[float], total: float) -> list[Demand]:
    """Of each grid the places with the most; they carry what the grid's other places would have."""
    by_grid: dict[tuple[str, str], dict[tuple[float, float], float]] = defaultdict(lambda: defaultdict(float))
    for row, share in zip(rows, shares, strict=True):
        by_grid[row.grid_code or "", row.county_code][row.lon, row.lat] += share
    found = []
    for (grid, county), places in sorted(by_grid.items()):
        best = sorted(places.items(), key=lambda one: (-one[1], one[0]))[:PER_GRID]
        kept, whole = sum(share for _, share in best), sum(places.values())
        for (lon, lat), share in best:
            if share > 0:
                weight = share * whole / kept * total
                found.append(Demand(point=Point(lon=lon, lat=lat), grid_code=grid, county_code=county, weight=weight))
    return found
