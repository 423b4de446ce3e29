"""The position process: one pipeline, fed from the bus and from terminals, told to the bus, written to the database."""

import asyncio
import contextlib
import math
import struct
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
import numpy as np
import orjson
from numpy.typing import NDArray

from yaoyaoling.force.positions import writer
from yaoyaoling.force.positions.batch import BadBatch, Batch, read_sourced
from yaoyaoling.force.positions.pipeline import Goal, KnownCrew, Pipeline
from yaoyaoling.force.positions.verdict import Verdict
from yaoyaoling.force.settings import PositionsSettings
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.mirror import unpack_state_ask
from yaoyaoling.platform.positions import (
    INDEX_TOPIC,
    MAP_TOPIC,
    STATE,
    STATUS_TOPIC,
    TAKE,
    Rows,
    Told,
    pack_told,
    pages,
    uuid_of,
)

log = logger("force")
FLUSH_S = 0.1
SECOND_S = 1.0
CREWS_S = 10.0
UNKNOWN_S = 1.0
"""Whoever sends and is not known may have been registered a moment ago: the database is asked at most so often."""
_STRETCHES = 100
"""So many are compressed before others have a turn."""
_NEWEST = 500
"""So many newest positions are written before others have a turn."""
_STRANGERS = 1_000
"""So many unknown crews are asked for at once."""


@dataclass(frozen=True)
class Arrival:
    """A crew that is at its goal. at: epoch s."""

    crew_id: UUID
    lon: float
    lat: float
    at: float
    accuracy_m: float | None


ListGoals = Callable[[], Awaitable[Sequence[Goal]]]
NoteArrivals = Callable[[Sequence[Arrival]], Awaitable[None]]


@dataclass
class Upper:
    """What the rooms above say and hear; `apps` wires it."""

    list_goals: ListGoals
    note_arrivals: NoteArrivals


@dataclass
class PositionsProcess:
    """roads: which network the pipeline snaps to, 16 bytes."""

    pipeline: Pipeline
    bus: Bus
    db: Database
    settings: PositionsSettings
    upper: Upper
    roads: bytes
    _run: int = field(default_factory=time.monotonic_ns)
    _numbers: Counter[str] = field(default_factory=Counter)
    _paths: dict[UUID, str] = field(default_factory=dict)
    _device_faults: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _turn: int = 0
    _unknown: asyncio.Event = field(default_factory=asyncio.Event)
    _strangers: set[UUID] = field(default_factory=set)
    _mark: str = ""
    history_bytes: int = 0
    also_tell: list[Callable[[], dict[str, object]]] = field(default_factory=list)
    bad_batches: int = 0

    async def open(self) -> None:
        """Know the crews, have the partitions, and answer from now on."""
        await asyncio.to_thread(self.pipeline.warm_up)
        await self._load_crews()
        await self._keep_tracks()
        await self.bus.serve(TAKE, self._take)
        await self.bus.serve(STATE, self._state)

    async def run(self) -> None:
        """Work until cancelled. A database or a bus that is away is waited for; what cannot be told is told later."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._every(FLUSH_S, self._flush))
            tasks.create_task(self._every(SECOND_S, self._look_for_goals))
            tasks.create_task(self._every(SECOND_S, self._write))
            tasks.create_task(self._every(SECOND_S, self._tell_status))
            tasks.create_task(self._every(3600, self._keep_tracks))
            tasks.create_task(self._keep_crews())

    def now(self) -> float:
        """The hall's time, epoch s."""
        return self.db.clock.now().timestamp()

    def take(self, batch: Batch, source: UUID | None) -> NDArray[np.uint8]:
        """Take fixes; gives their verdicts."""
        verdicts = self.pipeline.take(batch, self.now(), source)
        unknown = np.flatnonzero(verdicts == Verdict.UNKNOWN_CREW)
        if len(unknown) and len(self._strangers) < _STRANGERS:
            self._strangers |= {uuid_of(pair) for pair in batch["crew"][unknown[:_STRANGERS]]}
            self._unknown.set()
        return verdicts

    def note_fault(self, device: str, fault: str, org_path: str, times: int = 1) -> None:
        """A device did something wrong that is no matter of one fix."""
        self._device_faults[device, fault, org_path] += times

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        """Do it again and again; without the database, later."""
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            try:
                await work()
            except (asyncpg.PostgresError, *DATABASE_AWAY) as error:
                log.warning("positions_wait", error=repr(error))
                await asyncio.sleep(1)
            await asyncio.sleep(max(0.005, seconds - (clock() - began)))

    # Questions on the bus ----------------------------------------------------------------------------------

    async def _take(self, body: bytes) -> bytes:
        """The verdicts of a batch, a byte each; nothing when it cannot be read."""
        try:
            source, batch = read_sourced(body)
        except BadBatch as error:
            self.bad_batches += 1
            log.warning("positions_unreadable", error=str(error))
            return b""
        return self.take(batch, source).tobytes()

    async def _state(self, body: bytes) -> bytes:
        try:
            kind, first = unpack_state_ask(body)
        except struct.error:
            return b""
        pipeline = self.pipeline
        if kind == b"i":
            rows = pipeline.index_rows()
        else:
            rows = pipeline.map_rows(np.flatnonzero(pipeline.held["at"][: pipeline.crews.count] > 0))
        return pack_told(Told(self.roads, self._run, 0, pages(rows[first:])[0]))

    # What is told ------------------------------------------------------------------------------------------

    async def _flush(self) -> None:
        moved = self.pipeline.flush(self.now())
        if not self.bus.is_connected:
            self._numbers[INDEX_TOPIC] += 1  # whoever listens finds a gap, and asks for everything
            return
        for page in pages(moved.index):
            await self._tell(INDEX_TOPIC, page)
        if len(moved.map):
            for page in pages(moved.map):
                await self._tell(MAP_TOPIC, page)
        if len(moved.arrived):
            await self.upper.note_arrivals([self._arrival(int(slot)) for slot in moved.arrived])

    async def _tell(self, topic: str, rows: Rows) -> None:
        number = self._numbers[topic]
        self._numbers[topic] += 1
        await self.bus.tell(topic, pack_told(Told(self.roads, self._run, number, rows)))

    def _arrival(self, slot: int) -> Arrival:
        one = self.pipeline.held[slot]
        accuracy_m = float(one["accuracy_m"])
        return Arrival(
            uuid_of(self.pipeline.crews.ids[slot]), float(one["lon"]), float(one["lat"]), float(one["at"]),
            None if math.isnan(accuracy_m) else accuracy_m,
        )  # fmt: skip

    async def _look_for_goals(self) -> None:
        self.pipeline.set_goals(await self.upper.list_goals())

    async def _tell_status(self) -> None:
        pipeline = self.pipeline
        status: dict[str, object] = {
            "fixes": dict(pipeline.counts()), "stage_faults": dict(pipeline.stage_faults),
            "crews": pipeline.crews.count, "history_points": pipeline.history.points,
            "history_bytes": self.history_bytes, "bad_batches": self.bad_batches,
        }  # fmt: skip
        for also in self.also_tell:
            status |= also()
        await self.bus.tell(STATUS_TOPIC, orjson.dumps(status))

    # What is written ---------------------------------------------------------------------------------------

    async def _write(self) -> None:
        await self._write_newest()
        await self._write_history()
        await self._write_faults()

    async def _write_newest(self) -> None:
        pipeline = self.pipeline
        slots = pipeline.unsaved(self.settings.write_most)
        if not len(slots):
            return
        for first in range(0, len(slots), _NEWEST):
            part = slots[first : first + _NEWEST]
            crews = [uuid_of(pair) for pair in pipeline.crews.ids[part]]
            try:
                await writer.save_newest(self.db.worker_pool, crews, pipeline.held[part], self.db.clock.now())
            except BaseException:
                pipeline.held["is_unsaved"][slots[first:]] = True
                raise

    async def _write_history(self) -> None:
        pipeline = self.pipeline
        stretches = list(pipeline.history.take(self._turn))
        self._turn += 1
        named = [(uuid_of(pipeline.crews.ids[slot]), points) for slot, points in stretches]
        for first in range(0, len(named), _STRETCHES):
            part = named[first : first + _STRETCHES]
            try:
                self.history_bytes += await writer.save_tracks(self.db.worker_pool, part)
            except BaseException:
                for slot, points in stretches[first:]:
                    pipeline.history.add(points, np.full(len(points), slot, np.int32))
                raise

    async def _write_faults(self) -> None:
        pipeline, faults = self.pipeline, self._device_faults
        taken, pipeline.faults = pipeline.faults, Counter()
        for (slot, verdict), times in taken.items():
            crew = uuid_of(pipeline.crews.ids[slot])
            faults[f"crew:{crew}", Verdict(verdict).name.lower(), self._paths.get(crew, "")] += times
        if not faults:
            return
        rows = [(device, fault, path, times) for (device, fault, path), times in faults.items()]
        await writer.save_faults(self.db.worker_pool, rows, self.db.clock.now())
        faults.clear()

    async def _keep_tracks(self) -> None:
        today = self.db.clock.now().astimezone(HALL_ZONE).date()
        past = math.ceil(self.settings.oldest_h / 24)
        dropped = await writer.keep_tracks(self.db.worker_pool, today, past, max(past, self.settings.keep_days))
        if dropped:
            log.info("tracks_dropped", days=dropped)

    async def _load_crews(self) -> None:
        """All of them, when they are others than before."""
        mark = await writer.crews_mark(self.db.worker_pool)
        if mark == self._mark:
            return
        async for page in writer.load_crews(self.db.worker_pool):
            self._know(page)
        self._mark = mark

    def _know(self, page: tuple[list[KnownCrew], dict[UUID, str]]) -> None:
        known, paths = page
        self.pipeline.know(known)
        self._paths |= paths

    async def _load_strangers(self) -> None:
        strangers, self._strangers = self._strangers, set()
        self._know(await writer.load_some_crews(self.db.worker_pool, list(strangers)))

    async def _keep_crews(self) -> None:
        clock = asyncio.get_running_loop().time
        looked_at = clock()
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, looked_at + CREWS_S - clock())):
                    await self._unknown.wait()
                    await asyncio.sleep(UNKNOWN_S)
            self._unknown.clear()
            try:
                if self._strangers:
                    await self._load_strangers()
                if clock() - looked_at >= CREWS_S:
                    looked_at = clock()
                    await self._load_crews()
            except (asyncpg.PostgresError, *DATABASE_AWAY) as error:
                log.warning("positions_wait", error=repr(error))
                await asyncio.sleep(UNKNOWN_S)
