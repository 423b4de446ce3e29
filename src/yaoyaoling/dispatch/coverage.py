"""What free crews cover now: demand from incidents and addresses (`demand/`), road times from the road process.

A place is covered when a free crew on the street is near enough by road (setting `cover_within_s`). Measured again and
again beside the commands; a ranking takes what was measured last, and its basis keeps what it took.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.demand.book import DemandBook
from yaoyaoling.dispatch.force_table import present_table
from yaoyaoling.dispatch.rules import SETTINGS
from yaoyaoling.force.public import OnStreet, count_on_duty, list_on_street
from yaoyaoling.places.public import Demand, ask_matrix
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system

log = logger("dispatch")
AGAIN_S = 10.0
HOLDS = timedelta(seconds=60)
"""What was measured longer ago is not used any more."""
OLD = timedelta(seconds=600)
"""A crew not heard of for so long covers nothing."""


@dataclass(frozen=True)
class Coverage:
    """Who covers what. seconds: float32[demand, crews] by road, infinite beyond `within_s`."""

    at: datetime
    within_s: float
    demand: tuple[Demand, ...]
    crews: tuple[OnStreet, ...]
    on_duty: int
    seconds: NDArray[np.float32]

    @cached_property
    def weight(self) -> NDArray[np.float64]:
        """float64[demand]."""
        return np.array([one.weight for one in self.demand])

    @cached_property
    def in_time(self) -> NDArray[np.bool_]:
        """bool[demand, crews]."""
        found: NDArray[np.bool_] = self.seconds <= self.within_s
        return found

    @property
    def busy_share(self) -> float:
        """Share of the crews on duty that are not free now."""
        return 1.0 - len(self.crews) / self.on_duty if self.on_duty else 0.0

    @cached_property
    def covered(self) -> NDArray[np.bool_]:
        """bool[demand]."""
        found: NDArray[np.bool_] = np.asarray(self.in_time.any(axis=1))
        return found

    def free_in(self, counties: Collection[str]) -> int:
        """How many free crews belong to these counties."""
        return sum(any(part in counties for part in crew.org_path.split("/")) for crew in self.crews)

    def share(self, counties: Collection[str] | None = None) -> float:
        """Share of the demand of these counties that is covered, 0..1; of all without them."""
        wanted = np.array([counties is None or one.county_code in counties for one in self.demand], np.bool_)
        total = float(self.weight[wanted].sum())
        return float(self.weight[wanted & self.covered].sum() / total) if total else 0.0

    def by_grid(self, counties: Collection[str]) -> Mapping[str, float]:
        """The same for each grid of these counties."""
        whole: dict[str, float] = defaultdict(float)
        covered: dict[str, float] = defaultdict(float)
        for one, is_covered in zip(self.demand, self.covered.tolist(), strict=True):
            if one.county_code in counties:
                whole[one.grid_code] += one.weight
                covered[one.grid_code] += one.weight * is_covered
        return {code: covered[code] / weight for code, weight in whole.items() if weight}

    @cached_property
    def sole(self) -> Mapping[UUID, float]:
        """Of what each crew reaches in time, the share that nobody else does."""
        alone = self.in_time & (self.in_time.sum(axis=1) == 1)[:, None]
        reached = self.weight @ self.in_time
        shares = np.divide(self.weight @ alone, reached, out=np.zeros(len(self.crews)), where=reached > 0)
        return {crew.id: round(float(share), 3) for crew, share in zip(self.crews, shares, strict=True)}


async def measure_coverage(db: Database, bus: Bus, book: DemandBook) -> Coverage | None:
    """As things stand; None when the roads do not answer. book: where the caller keeps the demand."""
    async with db.snapshot(system("coverage")) as tx:
        demand = await book.current(tx)
        busy = await store.list_busy_crews(tx)
        forces = (await present_table(tx)).forces
        # A place is covered by those who may go to whatever happens there: traffic or special police are not.
        takes_all = {force.code for force in forces if force.is_police and "*" in force.takes}
        heard_of = await list_on_street(tx, takes_all, tx.now - OLD)
        on_duty = await count_on_duty(tx, takes_all)
        now = tx.now
    free = tuple(crew for crew in heard_of if crew.id not in busy)
    within_s = SETTINGS.cover_within_s
    seconds = await ask_matrix(bus, [one.point for one in demand], free, within_s)
    if seconds is None:
        return None
    return Coverage(now, within_s, demand, free, on_duty, seconds)


class CoverageWatch:
    """Keeps the last measurement at hand."""

    def __init__(self, db: Database, bus: Bus) -> None:
        self._db, self._bus = db, bus
        self._latest: Coverage | None = None
        self._book = DemandBook()

    def latest(self, now: datetime) -> Coverage | None:
        """What was measured last, unless that is too long ago."""
        held = self._latest
        return held if held is not None and now - held.at < HOLDS else None

    async def run(self) -> None:
        """Measure until cancelled. A database that is away for a moment only makes the last measurement old."""
        while True:
            try:
                found = await measure_coverage(self._db, self._bus, self._book)
                self._latest = found or self._latest
            except DATABASE_AWAY as error:
                log.warning("coverage_not_measured", error=str(error))
            await asyncio.sleep(AGAIN_S)
