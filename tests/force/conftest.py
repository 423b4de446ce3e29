"""A position process beside a road process, on a real bus and a real database, in the generated town."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.engines import Engines
from tests.places.conftest import xiaozhen as xiaozhen
from tests.world import World
from yaoyaoling.apps.positions import upper_rooms
from yaoyaoling.force.positions.fences import Grids
from yaoyaoling.force.positions.pipeline import Limits, Pipeline
from yaoyaoling.force.positions.plausible import Rules
from yaoyaoling.force.positions.process import PositionsProcess
from yaoyaoling.force.settings import PositionsSettings
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.pack.read import read_roads
from yaoyaoling.places.public import RoadClient
from yaoyaoling.places.roads.network import RoadNetwork, roads_name
from yaoyaoling.places.roads.server import CityRoads, follow_crews
from yaoyaoling.platform.bus import Bus

LIMITS = Limits(Rules(30, 86_400, 400, 10, 600), 15, 300, 60, 100, 0.9, 0)


@pytest.fixture
async def bus(engines: Engines, request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    """A connection under a prefix of its own."""
    opened = Bus(engines.nats.url, f"yyl.{request.node.name}")
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def network(xiaozhen: Path) -> RoadNetwork:
    """The town's roads."""
    return RoadNetwork.load(xiaozhen, pace=0.8)


async def until(true: Callable[[], Awaitable[bool]], within_s: float = 15) -> None:
    """Wait for something that is to come. Raises: TimeoutError."""
    async with asyncio.timeout(within_s):
        while not await true():
            await asyncio.sleep(0.02)


@dataclass
class Town:
    """Both processes, whoever asks, and who lives there."""

    world: World
    bus: Bus
    roads: RoadClient
    network: RoadNetwork
    process: PositionsProcess
    tasks: dict[str, "asyncio.Task[None]"]
    pack: Path
    buses: dict[str, Bus] = field(default_factory=dict)

    def node(self, index: int) -> Point:
        """A crossing."""
        return Point(lon=float(self.network.lon[index]), lat=float(self.network.lat[index]))

    async def new_bus(self, name: str) -> Bus:
        """A connection of a process's own, closed with it."""
        bus = Bus(self.bus._url, self.bus.prefix)
        await bus.open()
        self.buses[name] = bus
        return bus

    async def new_process(self) -> PositionsProcess:
        """Another position process on the same database."""
        grids = Grids({"G1": [[(114.2, 30.55), (114.32, 30.55), (114.32, 30.7), (114.2, 30.7)]]})
        pipeline = Pipeline(LIMITS, lambda lon, lat: self.network.snap(lon, lat)[0], grids)
        name = roads_name(read_roads(self.pack))
        db = self.world.stage.db
        return PositionsProcess(
            pipeline, await self.new_bus("positions"), db, PositionsSettings(), upper_rooms(db), name
        )

    async def start_roads(self) -> None:
        """A road process that knows nothing yet."""
        city = CityRoads(read_roads(self.pack), pace=0.8)
        self.tasks["roads"] = asyncio.create_task(follow_crews(await self.new_bus("roads"), city.crews))

    async def start_positions(self) -> None:
        """A position process that reads the database."""
        self.process = await self.new_process()
        await self.process.open()
        self.tasks["positions"] = asyncio.create_task(self.process.run())

    async def stop(self, name: str) -> None:
        """End one of both."""
        task = self.tasks.pop(name)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await self.buses.pop(name).close()


@pytest.fixture
async def town(world: World, bus: Bus, network: RoadNetwork, xiaozhen: Path) -> AsyncIterator[Town]:
    """Nothing runs yet."""
    held = Town(world, bus, RoadClient(bus, deadline_s=5), network, None, {}, xiaozhen)  # type: ignore[arg-type]
    yield held
    for name in list(held.tasks):
        await held.stop(name)
