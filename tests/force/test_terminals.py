"""Vehicle terminals over TCP, from the first registration to the map's rows; and those that are forged or broken."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta, timezone

import pytest

from tests.force.conftest import Town, until
from tests.force.frames import authentication, framed, position, positions, registration
from tests.world import World
from yaoyaoling.force.commands import ChangeTerminal, RegisterTerminal
from yaoyaoling.force.handlers.change_terminal import change_terminal
from yaoyaoling.force.handlers.register_terminal import TerminalTaken, register_terminal
from yaoyaoling.force.terminals.frames import Frame, Framer
from yaoyaoling.force.terminals.register import HeldRegister
from yaoyaoling.force.terminals.server import TerminalServer
from yaoyaoling.force.terminals.store import list_terminals
from yaoyaoling.kernel.geo import Datum, Point, wgs84_to_gcj02
from yaoyaoling.kernel.refused import Conflict, NotFound
from yaoyaoling.platform.positions import ids_of

NUMBER = "13912345678"
CHINA = timezone(timedelta(hours=8))


@dataclass
class Device:
    """A terminal as it stands in a car."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    number: str = NUMBER
    serial: int = 0
    framer: Framer = field(default_factory=Framer)
    read: list[Frame] = field(default_factory=list)

    async def say(self, message: int, body: bytes = b"") -> Frame:
        """Send a message and hear the reply."""
        self.serial += 1
        self.writer.write(framed(message, self.number, self.serial, body))
        return await self.hear()

    async def hear(self) -> Frame:
        """The next reply. Raises: EOFError when the line was closed."""
        async with asyncio.timeout(10):
            while not self.read:
                data = await self.reader.read(4096)
                if not data:
                    raise EOFError
                self.read += [one for one in self.framer.feed(data) if isinstance(one, Frame)]
        return self.read.pop(0)

    async def enter(self) -> str:
        """Register and authenticate; gives the code."""
        reply = await self.say(0x0100, registration())
        assert (reply.message, reply.body[2]) == (0x8100, 0), reply
        code = reply.body[3:].decode()
        assert (await self.say(0x0102, authentication(code))).body[-1] == 0
        return code


@dataclass
class Port:
    """Where terminals come in."""

    town: Town
    server: TerminalServer

    @contextlib.asynccontextmanager
    async def device(self, number: str = NUMBER) -> AsyncIterator[Device]:
        """A line to it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        yield Device(reader, writer, number)
        writer.close()

    def at(self, seconds: float = 0) -> str:
        """The terminal's clock."""
        now = self.town.world.stage.clock.now() + timedelta(seconds=seconds)
        return now.astimezone(CHINA).strftime("%y%m%d%H%M%S")

    async def is_at(self, crew: str, point: Point) -> bool:
        """Whether the pipeline holds the crew there."""
        process = self.town.process
        slot = int(process.pipeline.crews.find(ids_of([self.town.world.crews[crew]]))[0])
        held = process.pipeline.held[slot]
        return bool(abs(held["lon"] - point.lon) < 2e-6 and abs(held["lat"] - point.lat) < 2e-6)

    async def faults(self, who: str = "admin") -> set[tuple[str, str]]:
        """What an administrator sees."""
        async with self.town.world.stage.db.snapshot(self.town.world.people[who]) as tx:
            return {(row["device"], row["fault"]) for row in await tx.fetch("select * from force.device_fault")}


@pytest.fixture
async def port(town: Town) -> AsyncIterator[Port]:
    """The position process with its port, and one terminal that is registered."""
    await town.start_positions()
    register = HeldRegister(town.world.stage.db)
    server = TerminalServer(town.process, register)
    tasks = [asyncio.create_task(server.run("127.0.0.1", 0)), asyncio.create_task(register.run())]
    await bind(town.world, NUMBER, "N1")

    async def is_open() -> bool:
        return bool(server.port)

    await until(is_open)
    town.world.stage.clock.advance(10)
    yield Port(town, server)
    for task in tasks:
        task.cancel()


async def bind(world: World, number: str, crew: str, datum: Datum = Datum.WGS84, who: str = "admin") -> None:
    path = world.paths["990102510000" if crew.startswith("S") else "990101510000"]
    command = RegisterTerminal(number=number, crew_id=world.crews[crew], org_path=path, datum=datum)
    await world.do(who, register_terminal, command)


async def test_from_the_first_registration_to_the_map(port: Port) -> None:
    town = port.town
    async with port.device() as device:
        assert (await device.say(0x0200, position(114.3, 30.6, port.at()))).body[-1] == 1  # it did not say who it is
        await device.enter()
        assert (await device.say(0x0002)).body[-1] == 0
        assert (await device.say(0x0200, position(114.305, 30.605, port.at()))).body[-1] == 0
        await until(lambda: port.is_at("N1", Point(lon=114.305, lat=30.605)))
        town.world.stage.clock.advance(60)
        kept = [position(114.305 + i * 1e-4, 30.605, port.at(i - 40)) for i in range(5)]
        assert (await device.say(0x0704, positions(*kept))).body[-1] == 0
        await until(lambda: port.is_at("N1", Point(lon=114.3054, lat=30.605)))
        assert (await device.say(0x0900, b"\0x")).body[-1] == 3  # not supported, and said so
        assert (await device.say(0x0003)).body[-1] == 0
        with pytest.raises((EOFError, ConnectionError)):
            await device.hear()


async def test_a_datum_that_is_stated_is_turned(port: Port) -> None:
    world = port.town.world
    await bind(world, "18800000001", "S1", Datum.GCJ02)
    place = Point(lon=114.305, lat=30.605)
    async with port.device("18800000001") as device:
        await device.enter()
        await device.say(0x0200, position(*wgs84_to_gcj02(place), port.at()))
        await until(lambda: port.is_at("S1", place))


async def test_a_code_opens_only_its_own_pairing(port: Port) -> None:
    world = port.town.world
    async with port.device() as device, port.device() as other:
        code = await device.enter()
        assert (await other.say(0x0100, registration())).body[2] == 3  # it has its code already
        assert (await other.say(0x0102, authentication("0" * 32))).body[-1] == 1
        assert (await other.say(0x0200, position(1, 1, port.at()))).body[-1] == 1
        change = ChangeTerminal(
            number=NUMBER, crew_id=world.crews["N1"], org_path=world.paths["990101510000"], datum=Datum.WGS84,
            is_on=True, pairs_anew=True, expected_version=2,
        )  # fmt: skip
        await world.do("admin", change_terminal, change)

        async def is_out() -> bool:
            try:
                return (await device.say(0x0200, position(114.3, 30.6, port.at()))).body[-1] == 1
            except (EOFError, ConnectionError):
                return True

        await until(is_out)
        async with port.device() as again:
            assert (await again.say(0x0102, authentication(code))).body[-1] == 1
            assert await again.enter() != code
        with pytest.raises(Conflict):
            await world.do("admin", change_terminal, change)

    async def is_told() -> bool:
        return {("terminal:" + NUMBER, "wrong_code"), ("terminal:" + NUMBER, "paired_already")} <= await port.faults()

    await until(is_told)


async def test_forged_and_broken_lines_are_closed_and_hurt_nobody(port: Port) -> None:
    async with port.device() as good, port.device("555") as stranger, port.device() as noise:
        await good.enter()
        assert (await stranger.say(0x0100, registration())).body[2] == 4
        assert (await stranger.say(0x0102, authentication("a" * 32))).body[-1] == 1
        forged = bytearray(framed(0x0200, NUMBER, 1, position(114.3, 30.6, port.at())))
        forged[25] ^= 1
        with contextlib.suppress(ConnectionError):
            for _ in range(30):
                noise.writer.write(bytes(forged))
                await noise.writer.drain()
        with pytest.raises((EOFError, ConnectionError)):
            await noise.hear()
        cut = framed(0x0200, NUMBER, 9, position(114.3, 30.6, port.at()))
        good.writer.write(cut[:30])  # and then the line goes on as if nothing were
        assert (await good.say(0x0002)).body[-1] == 0
        assert (await good.say(0x0200, position(114.31, 30.61, "000000000000"))).body[-1] == 0  # a clock never set
        town = port.town
        town.world.stage.clock.advance(5)
        assert (await good.say(0x0200, position(114.3055, 30.6055, port.at()))).body[-1] == 0
        await until(lambda: port.is_at("N1", Point(lon=114.3055, lat=30.6055)))

    wanted = {
        ("address:127.0.0.1", "bad_checksum"), ("address:127.0.0.1", "unknown_terminal"),
        (f"crew:{port.town.world.crews['N1']}", "too_old"),
    }  # fmt: skip

    async def is_told() -> bool:
        return wanted <= await port.faults()

    with contextlib.suppress(TimeoutError):
        await until(is_told)
    assert wanted - await port.faults() == set()
    assert not {one for one in await port.faults("admin_north") if one[0].startswith("address:")}
    assert port.server.frames["bad_checksum"] >= 20


async def test_who_may_bind_which_terminal(port: Port) -> None:
    world = port.town.world
    for number in ("1", "12345678901234567890"):
        await bind(world, number, "N1", who="admin_north")
    with pytest.raises(TerminalTaken):
        await bind(world, "1", "N1", who="admin_north")
    with pytest.raises(Exception, match="row-level security"):
        await bind(world, "77", "S1", who="admin_north")
    async with world.stage.db.snapshot(world.people["admin_north"]) as tx:
        assert [one.number for one in await list_terminals(tx)] == ["1", NUMBER, "12345678901234567890"]
    await bind(world, "88", "S1")
    foreign = ChangeTerminal(
        number="88", crew_id=world.crews["N1"], org_path=world.paths["990101510000"], datum=Datum.WGS84, is_on=False,
        expected_version=1,
    )  # fmt: skip
    with pytest.raises(NotFound):
        await world.do("admin_north", change_terminal, foreign)
    for who in ("taker1", "north", "officer_n1"):
        async with world.stage.db.snapshot(world.people[who]) as tx:
            assert await list_terminals(tx) == []
