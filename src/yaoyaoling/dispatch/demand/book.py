"""Demand kept at hand: one worker reads addresses and incidents once an hour and mixes them, all others take that."""

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
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system

log = logger("dispatch")
_SELF = system("demand")
_LOOK_S = 20.0
PER_GRID = 6
"""So many addresses stand for those of a grid, and at most so many places of incidents for its incidents."""
WATCH_H = 8
_DIGITS = 3


class DemandBook:
    """Gives the demand of now: what the worker mixed last for this city, or, before it did, what is mixed here."""

    def __init__(self) -> None:
        self._held: tuple[str | None, int] = (None, -1)
        self._is_own = False
        self._demand: tuple[Demand, ...] = ()

    async def current(self, tx: Tx) -> tuple[Demand, ...]:
        """The demand of this hour; the same object until it is another."""
        digest = await find_pack_digest(tx)
        kept = await _kept(tx)
        is_own = kept is None or kept[0] != digest
        wanted = (digest, _hour(tx)) if is_own or kept is None else kept
        if (wanted, is_own) != (self._held, self._is_own):
            self._demand = await _mix(tx) if is_own else await _read(tx)
            self._held, self._is_own = wanted, is_own
        return self._demand


async def keep_demand(db: Database) -> None:
    """Mix it anew each hour and when the city is another, until cancelled: reading all addresses takes seconds."""
    while True:
        try:
            await mix_when_due(db)
        except DATABASE_AWAY as error:
            log.warning("demand_not_mixed", error=str(error))
        await asyncio.sleep(_LOOK_S)


async def mix_when_due(db: Database) -> bool:
    """Whether it was; several workers that find the same write the same."""
    async with db.snapshot(_SELF) as tx:
        digest, hour = await find_pack_digest(tx), _hour(tx)
        if digest is None or await _kept(tx) == (digest, hour):
            return False
        points = [[one.point.lon, one.point.lat, one.grid_code, one.county_code, one.weight] for one in await _mix(tx)]
    async with db.transaction(_SELF) as tx:
        await tx.execute(
            "insert into dispatch.demand (digest, hour, points, mixed_at) values ($1, $2, $3, $4) on conflict (is_only)"
            " do update set digest = excluded.digest, hour = excluded.hour, points = excluded.points,"
            " mixed_at = excluded.mixed_at",
            digest,
            hour,
            points,
            tx.now,
        )
    return True


def _hour(tx: Tx) -> int:
    return int(tx.now.timestamp() // 3600)


async def _kept(tx: Tx) -> tuple[str, int] | None:
    row = await tx.fetchrow("select digest, hour from dispatch.demand")
    return None if row is None else (row["digest"], row["hour"])


async def _read(tx: Tx) -> tuple[Demand, ...]:
    rows = await tx.fetchval("select points from dispatch.demand")
    return tuple(
        Demand(point=Point(lon=lon, lat=lat), grid_code=grid, county_code=county, weight=weight)
        for lon, lat, grid, county, weight in rows
    )


async def _mix(tx: Tx) -> tuple[Demand, ...]:
    addresses = await list_demand(tx, PER_GRID)
    since = tx.now - timedelta(days=SETTINGS.demand_days)
    past = await list_past(tx, since, _DIGITS) if SETTINGS.demand_days else []
    watch = tx.now.astimezone(HALL_ZONE).hour // WATCH_H
    return await asyncio.to_thread(mixed_points, addresses, past, watch, SETTINGS.demand_prior)


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
