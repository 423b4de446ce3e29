"""The pipeline: decode → whose → datum → plausibility → history, and ten times less often snap → fences → index → map.

No clock, no bus, no database: `process.py` gives fixes and takes what is to be told and written. A stage that fails
is counted and passed by; the fixes go on without it. One that stays out is told by `stage_faults`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.force.positions import datum
from yaoyaoling.force.positions.batch import NO_FIX, UNKNOWN, Batch, rows_of
from yaoyaoling.force.positions.fences import Grids, near
from yaoyaoling.force.positions.history import History
from yaoyaoling.force.positions.plausible import HELD, LATE, Rules, judge
from yaoyaoling.force.positions.thin import CONE, thin
from yaoyaoling.force.positions.verdict import Verdict
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.positions import INDEX_ROW, MAP_ROW, Ids, Rows, ids_of
from yaoyaoling.platform.slots import CrewSlots, Slots, grown

log = logger("force")
Array = NDArray[Any]
_FEW, _SHARE = 2_000, 0.3
"""So many crews, or this share of all, are put on the road in one flush: a rush takes a few of them."""


class OnRoad(Protocol):
    """Places on the road as `places` has them: node int32[n], arc int32[n, 2], share float64[n, 2]."""

    @property
    def node(self) -> Array:
        """-1: none."""
        ...

    @property
    def arc(self) -> Array:
        """One each direction, -1: none."""
        ...

    @property
    def share(self) -> Array:
        """How far along each."""
        ...


Snap = Callable[[Array, Array], OnRoad]


@dataclass(frozen=True)
class KnownCrew:
    """A crew that may send, with its newest position as the database has it. at: epoch s."""

    id: UUID
    grid_code: str
    lon: float | None
    lat: float | None
    at: float
    is_post: bool


@dataclass(frozen=True)
class Goal:
    """Where a crew is on its way to."""

    crew_id: UUID
    lon: float
    lat: float


@dataclass(frozen=True)
class Limits:
    """What the settings say (`settings.py`)."""

    rules: Rules
    tolerance_m: float
    longest_s: float
    arrival_m: float
    arrival_accuracy_m: float
    map_every_s: float
    index_every_s: float


@dataclass
class Moved:
    """What a flush has to tell: rows for the road process and for the maps, and crews that are at their goal."""

    index: Rows
    map: Rows
    arrived: Slots


class Pipeline:
    """All crews and where they are. Used by one thread."""

    def __init__(self, limits: Limits, snap: Snap, grids: Grids) -> None:
        self._limits = limits
        self._snap = snap
        self._grids = grids
        self.crews = CrewSlots()
        self.held: Array = np.zeros(1024, HELD)
        self._cones: Array = np.zeros(1024, CONE)
        self._goals: Array = np.zeros((1024, 2))
        self._grid: Array = np.zeros(1024, np.int32)
        self._looks: Array = np.zeros(1024, np.int8)
        self._road: Array = np.zeros(1024, INDEX_ROW)
        self._placed_at: Array = np.zeros(1024)
        self._told_at: Array = np.zeros(1024)
        self._for_index: Array = np.zeros(1024, np.bool_)
        self._for_map: Array = np.zeros(1024, np.bool_)
        self.outcomes = np.zeros(len(Verdict), np.int64)
        self.stage_faults: Counter[str] = Counter()
        self.history = History()
        self.faults: Counter[tuple[int, int]] = Counter()
        """(slot, verdict) → how often since they were written."""

    # Who there is ------------------------------------------------------------------------------------------

    def know(self, crews: Sequence[KnownCrew]) -> None:
        """Take in crews; those that are known keep what is held of them."""
        if not crews:
            return
        before = self.crews.count
        slots = self.crews.find_or_add(ids_of([crew.id for crew in crews]))
        self._grow(self.crews.count)
        numbers = self._grids.number_of
        self._grid[slots] = [numbers.get(crew.grid_code, -1) for crew in crews]
        for i in np.flatnonzero(slots >= before).tolist():
            crew = crews[i]
            if crew.lon is not None and crew.lat is not None:
                one = self.held[slots[i]]
                one["at"], one["lon"], one["lat"], one["is_post"] = crew.at, crew.lon, crew.lat, crew.is_post
                one["heading"] = one["speed_kmh"] = one["accuracy_m"] = np.nan
                one["is_moved"] = True
        new = slots[slots >= before]
        self._goals[new] = np.nan
        self.held["tokens"][new] = self._limits.rules.burst

    def _grow(self, count: int) -> None:
        for name in (
            "held",
            "_cones",
            "_goals",
            "_grid",
            "_looks",
            "_road",
            "_placed_at",
            "_told_at",
            "_for_index",
            "_for_map",
        ):
            setattr(self, name, grown(getattr(self, name), count))

    def set_goals(self, goals: Sequence[Goal]) -> None:
        """Who is on its way where, all of them."""
        self._goals[:] = np.nan
        slots = self.crews.find(ids_of([goal.crew_id for goal in goals]))
        for slot, goal in zip(slots, goals, strict=True):
            if slot >= 0:
                self._goals[slot] = goal.lon, goal.lat

    # Fixes come in -----------------------------------------------------------------------------------------

    def take(self, batch: Batch, now: float, source: UUID | None = None) -> NDArray[np.uint8]:
        """Take fixes in their order; gives the verdict of each. now: epoch s. source: the one crew they may be of."""
        ids: Ids = batch["crew"].astype(np.uint64)
        slots = self.crews.find(ids)
        lon, lat = datum.to_wgs84(batch["lon_e7"] / 1e7, batch["lat_e7"] / 1e7, batch["datum"])
        verdicts = np.zeros(len(batch), np.uint8)
        verdicts[~_is_place(batch, lon, lat)] = Verdict.NO_POSITION
        verdicts[slots < 0] = Verdict.UNKNOWN_CREW
        if source is not None:
            verdicts[(ids != ids_of([source])).any(axis=1)] = Verdict.NOT_YOURS
        at = batch["at_ms"] / 1e3
        fixes = (
            at, lon, lat, _scaled(batch["heading_cdeg"], 100), _scaled(batch["speed_dkmh"], 10),
            _scaled(batch["accuracy_dm"], 10),
        )  # fmt: skip
        judge(self._limits.rules, now, self.held, slots, fixes, verdicts)
        self.outcomes += np.bincount(verdicts, minlength=len(Verdict))
        self._note_faults(slots, verdicts)
        self._guarded("history", lambda: self._keep_history(slots, at, lon, lat, verdicts))
        return verdicts

    def _note_faults(self, slots: Slots, verdicts: NDArray[np.uint8]) -> None:
        wrong = np.flatnonzero((verdicts >= Verdict.FUTURE) & (slots >= 0))
        if not len(wrong):
            return
        pairs, counts = np.unique(np.stack([slots[wrong], verdicts[wrong]], 1), axis=0, return_counts=True)
        for (slot, verdict), count in zip(pairs, counts, strict=True):
            self.faults[int(slot), int(verdict)] += int(count)

    def _keep_history(self, slots: Slots, at: Array, lon: Array, lat: Array, verdicts: NDArray[np.uint8]) -> None:
        points, owners = np.empty((2 * len(slots), 3)), np.empty(2 * len(slots), np.int32)
        limits = self._limits
        found = thin(
            self._cones, slots, at, lon, lat, verdicts, limits.tolerance_m, limits.longest_s, points, owners
        )  # fmt: skip
        self.history.add(points[:found].copy(), owners[:found].copy())
        late = verdicts == LATE
        self.history.add(np.stack([at[late], lon[late], lat[late]], 1), slots[late])

    # What follows ------------------------------------------------------------------------------------------

    def flush(self, now: float) -> Moved:
        """Put whoever moved since the last time on the road, look at the fences, and say what is to be told."""
        count = self.crews.count
        moved = np.flatnonzero(self.held["is_moved"][:count]).astype(np.int32)
        self.held["is_moved"][moved] = False
        self._guarded("fences", lambda: self._grids.look(self.held, moved, self._grid, self._looks))
        self._for_index[moved] = self._for_map[moved] = True
        waits = np.flatnonzero(self._for_index[:count])
        placed = self._in_turn(waits[now - self._placed_at[waits] >= self._limits.index_every_s])
        self._placed_at[placed], self._for_index[placed] = now, False
        rows = self._on_road(placed)
        waits = np.flatnonzero(self._for_map[:count])
        every_s = self._limits.map_every_s
        # A crew that sends more often than a map shows is told when its next fix comes, not a moment before it.
        is_fresh = np.zeros(count, np.bool_)
        is_fresh[moved] = True
        is_due = now - self._told_at[waits] >= np.where(is_fresh[waits], every_s, 2 * every_s)
        told = waits[is_due]
        self._told_at[told], self._for_map[told] = now, False
        return Moved(rows, self.map_rows(told), self._arrived())

    def _in_turn(self, waits: Array) -> Slots:
        """Those that waited longest, when they are too many for one flush."""
        most = max(_FEW, int(self.crews.count * _SHARE))
        if len(waits) > most:
            waits = waits[np.argpartition(self._placed_at[waits], most)[:most]]
        return waits.astype(np.int32)

    def _on_road(self, placed: Slots) -> Rows:
        rows = np.zeros(len(placed), INDEX_ROW)
        rows["crew"], rows["node"], rows["arc"] = self.crews.ids[placed], -1, -1
        for name in ("at", "lon", "lat"):
            rows[name] = self.held[name][placed]

        def snap() -> None:
            places = self._snap(rows["lon"].copy(), rows["lat"].copy())
            rows["node"], rows["arc"], rows["share"] = places.node, places.arc, places.share[:, 0]

        if len(placed):
            self._guarded("snap", snap)
        # Row by row numpy copies each field for itself; eight bytes at a time it copies memory.
        self._road.view(np.uint64).reshape(len(self._road), -1)[placed] = rows.view(np.uint64).reshape(len(rows), 8)
        return rows

    def map_rows(self, slots: Array) -> Rows:
        """What maps show of these crews."""
        rows = np.zeros(len(slots), MAP_ROW)
        rows["crew"] = self.crews.ids[slots]
        for name in ("at", "lon", "lat", "heading", "speed_kmh", "notes"):
            rows[name] = self.held[name][slots]
        return rows

    def _arrived(self) -> Slots:
        count = self.crews.count
        under_way = np.flatnonzero(np.isfinite(self._goals[:count, 0]) & ~self.held["is_post"][:count])
        if not len(under_way):
            return np.zeros(0, np.int32)
        held, goals = self.held[under_way], self._goals[under_way]
        is_near = near(held["lon"], held["lat"], goals[:, 0], goals[:, 1], self._limits.arrival_m)
        is_exact = ~(held["accuracy_m"] > self._limits.arrival_accuracy_m)
        return under_way[is_near & is_exact].astype(np.int32)

    def index_rows(self) -> Rows:
        """Where everybody is on the road, for whoever starts."""
        rows = self._road[: self.crews.count]
        return rows[rows["at"] > 0]

    def unsaved(self, most: int) -> Slots:
        """At most so many crews whose newest position is not in the database, and note that they are written."""
        found = np.flatnonzero(self.held["is_unsaved"][: self.crews.count])
        if len(found) > most:
            found = found[np.argpartition(self.held["at"][found], most)[:most]]
        self.held["is_unsaved"][found] = False
        return found.astype(np.int32)

    def counts(self) -> Mapping[str, int]:
        """Fixes by what became of them since the start."""
        return {verdict.name.lower(): int(self.outcomes[verdict]) for verdict in Verdict}

    def warm_up(self) -> None:
        """Have the machine code ready before the first fix: nobody waits for the compiler."""
        other = Pipeline(self._limits, self._snap, Grids({"-": [[(0, 0), (1, 0), (1, 1)]]}))
        crew = UUID(int=1)
        other.know([KnownCrew(crew, "-", 0.5, 0.5, 1.0, False)])
        for seconds in range(3):
            other.take(rows_of([(crew, 1e9 + seconds, 0.5, 0.5, None, None, None)]), 1e9 + seconds)
            other.flush(1e9 + seconds)

    def _guarded(self, stage: str, work: Callable[[], None]) -> None:
        """Do a stage's work; one that fails costs its own part and nobody else's."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the other stages go on
            self.stage_faults[stage] += 1
            log.error("positions_stage_failed", stage=stage, error=repr(error))


def _is_place(batch: Batch, lon: Array, lat: Array) -> NDArray[np.bool_]:
    """Whether a record names a place on the earth. (0, 0) is what devices send that know none."""
    has_fix = (batch["flags"] & NO_FIX) == 0
    at_zero = (batch["lon_e7"] == 0) & (batch["lat_e7"] == 0)
    found: NDArray[np.bool_] = has_fix & ~at_zero & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    return found


def _scaled(raw: Array, by: float) -> Array:
    value = (raw / by).astype(np.float32)
    value[raw == UNKNOWN] = np.nan
    return value
