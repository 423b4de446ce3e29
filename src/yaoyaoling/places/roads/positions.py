"""Crews where they are now, kept on the road network as the position process tells it; and who of them is soonest."""

import threading
from uuid import UUID

import numpy as np

from yaoyaoling.kernel.compiled import compiled
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.frame import lengths_m
from yaoyaoling.places.roads.client import DETOUR, FALLBACK_SPEED_KMH
from yaoyaoling.places.roads.engine import NO_LIMIT_S, RoadEngine
from yaoyaoling.places.roads.live import Flags, LivePlaces
from yaoyaoling.places.roads.search import Array, OnRoad
from yaoyaoling.platform.positions import Ids, Rows, Told, uuid_of
from yaoyaoling.platform.slots import CrewSlots, grown

AT_ONCE = 500
"""So many are moved before a question gets its turn: a few hundredths of a millisecond."""


@compiled
def keep_newest(held: Array, slots: Array, at: Array, lon: Array, lat: Array, counting: Array) -> None:
    """Write (at, lon, lat) into held[slot], row after row, and note which rows count: none that is older than held."""
    for i in range(len(slots)):
        slot = slots[i]
        counting[i] = at[i] >= held[slot, 0]
        if counting[i]:
            held[slot, 0], held[slot, 1], held[slot, 2] = at[i], lon[i], lat[i]


Found = tuple[UUID, float, float, float, bool]
"""Crew, eta_s, distance_m, position at (epoch s), is_estimated."""


class LiveCrews:
    """The live index. Rows come in one thread, questions in another."""

    def __init__(self, engine: RoadEngine, roads: bytes, *, room: int = 4096) -> None:
        """roads: what the network is called in what is told; rows that lie on another are snapped here."""
        self._engine = engine
        self._roads = roads
        self._crews = CrewSlots()
        self._rows = np.zeros((room, 3))
        self._live = LivePlaces(engine.network, room)
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        """Have the machine code ready before the first question."""
        network = self._engine.network
        self._live.put(np.zeros(1, np.int32), network.lon[:1].copy(), network.lat[:1].copy())
        self._engine.nearest_live(Point(lon=float(network.lon[0]), lat=float(network.lat[0])), self._live, 1, 10.0)
        self._live.take_out(np.zeros(1, np.int32))
        CrewSlots().find_or_add(np.ones((1, 2), np.uint64))
        none, nowhere = np.zeros(0, np.int32), np.zeros(0)
        keep_newest(self._rows, none, nowhere, nowhere, nowhere, np.zeros(0, np.bool_))

    def take(self, told: Told) -> None:
        """Move crews to where they are told to be; of a crew the newest counts."""
        for first in range(0, len(told.rows), AT_ONCE):
            self._move(told.rows[first : first + AT_ONCE], told.roads == self._roads)

    def _move(self, rows: Rows, is_placed: bool) -> None:
        with self._lock:
            slots = self._crews.find_or_add(rows["crew"])
            self._make_room()
            counting = np.empty(len(rows), np.bool_)
            keep_newest(self._rows, slots, rows["at"].copy(), rows["lon"].copy(), rows["lat"].copy(), counting)
        if not counting.all():
            slots, rows = slots[counting], rows[counting]
        if is_placed:
            share = np.empty((len(rows), 2))
            share[:, 0] = rows["share"]
            np.subtract(1, share[:, 0], out=share[:, 1])
            self._live.put_on_road(slots, OnRoad(rows["node"].copy(), rows["arc"].copy(), share))
        else:
            self._live.put(slots, rows["lon"].copy(), rows["lat"].copy())

    def _make_room(self) -> None:
        count = self._crews.count
        if count <= self._live.slots:
            return
        self._rows = grown(self._rows, count)
        larger = LivePlaces(self._engine.network, len(self._rows))
        held = self._live.positions
        larger.put_on_road(np.arange(self._live.slots, dtype=np.int32), held)
        self._live = larger

    def nearest(self, target: Point, k: int, limit_s: float | None, among: Ids | None) -> list[Found] | None:
        """At most k crews by the time they need to the target, soonest first. None: the target has no road near.

        Crews with no road near are estimated by straight line. among: only these.
        """
        with self._lock:
            live, rows = self._live, self._rows
            may = rows[: live.slots, 0] > 0
            if among is not None:
                slots = self._crews.find(among)
                wanted = np.zeros(live.slots, np.bool_)
                wanted[slots[slots >= 0]] = True
                may &= wanted
        reached = self._engine.nearest_live(target, live, k, limit_s or NO_LIMIT_S, may)
        if reached is None:
            return None
        found = [(one.index, one.eta_s, one.distance_m, False) for one in reached]
        found += self._off_road(target, rows, may & ~live.is_there, limit_s or NO_LIMIT_S)
        found.sort(key=lambda one: one[1])
        ids = self._crews.ids
        return [
            (uuid_of(ids[slot]), eta_s, metres, float(rows[slot, 0]), est) for slot, eta_s, metres, est in found[:k]
        ]

    def _off_road(self, target: Point, rows: Rows, who: Flags, limit_s: float) -> list[tuple[int, float, float, bool]]:
        slots = np.flatnonzero(who)
        if not len(slots):
            return []
        count = len(slots)
        metres = DETOUR * lengths_m(
            rows[slots, 1], rows[slots, 2], np.full(count, target.lon), np.full(count, target.lat)
        )  # fmt: skip
        eta_s = metres / (FALLBACK_SPEED_KMH / 3.6)
        return [
            (int(slot), float(one_s), float(one_m), True)
            for slot, one_s, one_m in zip(slots, eta_s, metres, strict=True)
            if one_s <= limit_s
        ]
