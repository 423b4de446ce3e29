"""Alarm devices over MQTT: through a real broker, registered, signed or kept apart by it, each word taken once."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from tests.channels.broker import SECRETS, Broker, Device, broker_in, listening
from tests.channels.test_texts_in import count, row_of
from tests.world import HALL, HERE, World
from yaoyaoling.apps import rooms
from yaoyaoling.channels.alarms.line import AlarmLine
from yaoyaoling.channels.alarms.said import KINDS, AlarmSaid, AlarmUnreadable, alarm_words, read_alarm, sign_alarm
from yaoyaoling.channels.handlers.alarm_devices import (
    AlarmDeviceReply,
    PutAlarmDevice,
    RetireAlarmDevice,
    list_alarm_devices,
    put_alarm_device,
    retire_alarm_device,
)
from yaoyaoling.channels.handlers.take_alarm import NoteStatus, TakeAlarm, note_status
from yaoyaoling.channels.settings import ChannelsSettings
from yaoyaoling.citizen.handlers.receive_alarm import receive_alarm, store_said
from yaoyaoling.intake.commands import SettleContact
from yaoyaoling.intake.handlers.finish import settle_contact
from yaoyaoling.intake.policy import HAS_PLACE, URGENT
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import system
from yaoyaoling.triage.classify.clean import clean
from yaoyaoling.triage.classify.model import classify

SELF = system("channels")


async def put(world: World, device: str = "d1", **more: Any) -> AlarmDeviceReply:
    """A device is registered."""
    told = {
        "kind": "smoke", "name": "解放小学一号楼烟感", "place_text": "解放路12号", "point": HERE, "hall_code": HALL,
        "owner_name": "李四", "owner_phone": "13800000077",
    }  # fmt: skip
    reply: AlarmDeviceReply = await world.do(
        "commander", put_alarm_device, PutAlarmDevice(device=device, **(told | more))
    )
    return reply


async def say(world: World, key: str = "a1", kind: str = "alarm", *, device: str = "d1", **how: Any) -> None:
    """A device says something, as it comes from the broker."""
    at = world.stage.clock.now() - timedelta(seconds=how.pop("ago_s", 0))
    retained = how.pop("was_retained", False)
    said = AlarmSaid.model_validate({"id": key, "kind": kind, "at": at} | how)
    await world.do(SELF, receive_alarm, TakeAlarm(device=device, said=said, was_retained=retained))


async def only_contact(world: World) -> UUID:
    found: UUID = await world.stage.value("select id from intake.contact order by received_at desc, id desc limit 1")
    return found


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"{}", b"[]", b"\xff", b'{"id":"1","kind":"alarm"}', b" " * 5000,
        b'{"id":"1","kind":"boom","at":"2026-03-01T00:00:00Z"}',
        b'{"id":"1","kind":"alarm","at":"2026-03-01T00:00:00"}',
        b'{"id":"1 2","kind":"alarm","at":"2026-03-01T00:00:00Z"}',
        b'{"id":"1","kind":"alarm","at":"2026-03-01T00:00:00Z","more":1}',
    ],
    ids=range(10),
)  # fmt: skip
def test_what_says_nothing_we_know_is_refused(payload: bytes) -> None:
    with pytest.raises(AlarmUnreadable):
        read_alarm(payload)


@pytest.mark.parametrize(
    ("kind", "classes"), [("smoke", "1001"), ("gas", "0506"), ("lift", "0507"), ("intruder", "06")]
)
def test_words_say_what_it_may_be(kind: Any, classes: str) -> None:
    said = read_alarm(b'{"id":"1","kind":"alarm","at":"2026-03-01T00:00:00Z"}')
    words = alarm_words(kind, "一号楼", said, said.at)
    assert words.startswith(f"〔联网设备 {KINDS[kind][0]}〕一号楼报警，08:00:00。{KINDS[kind][1]}")
    assert "迟到 5 分钟" in alarm_words(kind, "一号楼", said, said.at + timedelta(minutes=5))
    assert classify(clean(words)).guesses[0].code.startswith(classes)


async def test_an_alarm_is_a_contact_with_place_owner_and_priority(world: World) -> None:
    await put(world)
    await say(world, words="二层东侧")
    row = await row_of(world, await only_contact(world))
    assert (row["channel"], row["caller_number"], row["caller_name"]) == ("device", "13800000077", "李四")
    assert (row["lon"], row["uncertainty_m"], row["place_text"]) == (HERE.lon, 10, "解放路12号")
    assert row["priority"] == URGENT and "可能发生火灾。二层东侧" in str(row["text"])
    await put(world, "d2", kind="intruder")
    await say(world, device="d2")
    assert (await row_of(world, await only_contact(world)))["priority"] == HAS_PLACE


async def test_doubles_repeats_floods_and_restores_are_one_contact(world: World) -> None:
    await put(world)
    await say(world)
    await say(world)
    for one in range(30):
        await say(world, f"f{one}")
    contact = await only_contact(world)
    assert await count(world) == 1 and str((await row_of(world, contact))["text"]).count("报警，") == 1
    assert await world.stage.value("select count(*) from channels.alarm") == 10
    await world.advance(120)
    await say(world, "b1")
    await say(world, "r1", "restore")
    text = str((await row_of(world, contact))["text"])
    assert text.count("报警，") == 2 and "已复位" in text
    assert (await row_of(world, contact))["state"] == "waiting", "a restore ends nothing"


async def test_once_it_was_settled_the_next_alarm_is_a_report_again(world: World) -> None:
    await put(world)
    await say(world)
    first = await only_contact(world)
    await world.take("taker1", first)
    await world.do("taker1", settle_contact, SettleContact(contact_id=first, disposition="misdialled"))
    await say(world, "r1", "restore")
    assert await count(world) == 1
    await world.advance(90)
    await say(world, "a2")
    assert await count(world) == 2


async def test_tests_faults_and_old_words_reach_no_seat(world: World) -> None:
    await put(world)
    await say(world, "t1", "test")
    await say(world, "e1", "fault", words="电量低")
    await say(world, "old", was_retained=True, ago_s=1000)
    await say(world, "older", ago_s=90_000)
    await say(world, "r", "restore", device="d1")
    assert await count(world) == 0
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        [device] = await list_alarm_devices(tx)
    assert device.tested_at is not None and device.fault is None
    await say(world, "late", ago_s=1000)
    assert "迟到 16 分钟" in str((await row_of(world, await only_contact(world)))["text"])


async def test_strangers_and_wrong_signatures_are_let_go(world: World) -> None:
    await say(world, device="nobody")
    secret = (await put(world, is_signed=True)).secret
    assert secret is not None and len(secret) == 64
    at = world.stage.clock.now()
    said = AlarmSaid(id="s1", kind="alarm", at=at, words="x")
    for wrong in (
        said,
        said.model_copy(update={"sig": sign_alarm("d1", said, "another")}),
        said.model_copy(update={"sig": sign_alarm("d2", said, secret)}),
        said.model_copy(update={"sig": sign_alarm("d1", said, secret), "words": "y"}),
        said.model_copy(update={"sig": "ü"}),
    ):
        await world.do(SELF, receive_alarm, TakeAlarm(device="d1", said=wrong))
    assert await count(world) == 0
    good = said.model_copy(update={"sig": sign_alarm("d1", said, secret)})
    await world.do(SELF, receive_alarm, TakeAlarm(device="d1", said=good))
    await world.do(SELF, receive_alarm, TakeAlarm(device="d1", said=good))
    assert await count(world) == 1
    renewed = await put(world, is_signed=True, renew_secret=True)
    assert renewed.secret != secret
    later = said.model_copy(update={"id": "s2"})
    later = later.model_copy(update={"sig": sign_alarm("d1", later, secret)})
    await world.do(SELF, receive_alarm, TakeAlarm(device="d1", said=later))
    assert await world.stage.value("select count(*) from channels.alarm") == 1


async def test_a_silent_device_is_shown_and_a_retired_one_is_not_heard(world: World) -> None:
    reply = await put(world)
    await world.do(SELF, note_status, NoteStatus(device="d1", is_online=False))
    await world.do(SELF, note_status, NoteStatus(device="d1", is_online=False))
    assert (await world.stage.names()).count("channels.alarm_device.moved") == 1
    await put(world, "a0", name="甲")
    for who, seen in (("taker1", ["d1", "a0"]), ("north", [])):
        async with world.stage.db.snapshot(world.people[who]) as tx:
            assert [one.device for one in await list_alarm_devices(tx)] == seen
    await say(world, "t", "test")
    assert await world.stage.value("select is_silent from channels.alarm_device where device = 'd1'") is False
    with pytest.raises(NotFound):
        await world.do("north", retire_alarm_device, RetireAlarmDevice(device_id=reply.device_id))
    await world.do("commander", retire_alarm_device, RetireAlarmDevice(device_id=reply.device_id))
    await say(world)
    assert await count(world) == 0
    await world.do(system("erasure"), eraser(rooms.PURGES), EraseSubject(subject=reply.device_id, reason="asked"))
    assert await world.stage.value("select owner_phone from channels.alarm_device where device = 'd1'") is None


@pytest.fixture(scope="module")
async def broker(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Broker]:
    """One for all."""
    async with broker_in(tmp_path_factory.mktemp("broker")) as one:
        yield one


def settings_for(broker: Broker, **more: Any) -> ChannelsSettings:
    told: dict[str, Any] = {"mqtt_host": "127.0.0.1", "mqtt_port": broker.port, "mqtt_tls": False, "mqtt_user": "hall"}
    return ChannelsSettings(**(told | {"mqtt_password": SECRETS["hall"]} | more))


Take = Callable[[str, str, bytes, bool], Awaitable[None]]


@asynccontextmanager
async def line_of(broker: Broker, take: Take, **more: Any) -> AsyncIterator[AlarmLine]:
    line = AlarmLine(settings_for(broker, **more))
    task = asyncio.create_task(line.run(take))
    try:
        yield line
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not happened():
            await asyncio.sleep(0.02)


class Kept:
    """What came. faults: raised for the next ones instead."""

    def __init__(self) -> None:
        self.came: list[tuple[str, str, bytes, bool]] = []
        self.faults: list[Exception] = []

    async def __call__(self, device: str, leaf: str, payload: bytes, was_retained: bool) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.came.append((device, leaf, payload, was_retained))

    def of(self, leaf: str) -> list[tuple[str, bytes]]:
        return [(one[0], one[2]) for one in self.came if one[1] == leaf]


async def test_a_device_speaks_through_the_broker_and_falls_silent(broker: Broker) -> None:
    kept = Kept()
    async with line_of(broker, kept, mqtt_client_id="one") as line:
        await until(lambda: line.is_up)
        device = Device(broker, "d1")
        assert await device.refused is False
        await device.publish(b"online", "status", retain=True)
        await device.publish(b"first")
        await device.publish(b"without asking", qos=0)
        await until(lambda: len(kept.of("event")) == 2)
        await device.publish(b"as another", under="d2")
        await device.drop()
        await until(lambda: kept.of("status")[-1:] == [("d1", b"offline")])
    assert [payload for _, payload in kept.of("event")] == [b"first", b"without asking"]


async def test_what_was_not_stored_comes_again_and_one_that_breaks_us_holds_up_nobody(broker: Broker) -> None:
    kept = Kept()
    async with line_of(broker, kept, mqtt_client_id="two") as line:
        await until(lambda: line.is_up)
        kept.faults = [ConnectionRefusedError("the database is away")]
        device = Device(broker, "d1")
        await device.publish(b"kept")
        await until(lambda: ("d1", b"kept") in kept.of("event"))
        kept.faults = [RuntimeError("a fault of ours")]
        await device.publish(b"breaks")
        await device.publish(b"after it")
        await until(lambda: ("d1", b"after it") in kept.of("event"))


async def test_what_came_while_nobody_was_there_is_delivered_afterwards(broker: Broker) -> None:
    kept = Kept()
    async with line_of(broker, kept, mqtt_client_id="three") as line:
        await until(lambda: line.is_up)
    device = Device(broker, "d2")
    await device.publish(b"while away")
    async with line_of(broker, kept, mqtt_client_id="three"):
        await until(lambda: ("d2", b"while away") in kept.of("event"))


async def test_a_broker_that_is_away_or_refuses_us_is_tried_again(broker: Broker) -> None:
    kept = Kept()
    async with line_of(broker, kept, mqtt_client_id="four", mqtt_password="wrong") as line:
        await asyncio.sleep(1)
        assert not line.is_up
    stranger = Device(broker, "d1", password="wrong")
    assert await stranger.refused is True
    async with line_of(broker, kept, mqtt_client_id="five") as line:
        await until(lambda: line.is_up)
        await asyncio.to_thread(broker.stop)
        await until(lambda: not line.is_up)
        broker.start()
        await listening(broker.port)
        await until(lambda: line.is_up)


async def test_from_the_broker_into_the_queue(world: World, broker: Broker) -> None:
    await put(world)
    async with line_of(broker, partial(store_said, world.stage.db), mqtt_client_id="six") as line:
        await until(lambda: line.is_up)
        device = Device(broker, "d1")
        for payload in (b"no json", json.dumps({"id": "x"}).encode()):
            await device.publish(payload)
        at = world.stage.clock.now().isoformat()
        await device.publish(json.dumps({"id": "m1", "kind": "alarm", "at": at}).encode())
        async with asyncio.timeout(20):
            while await count(world) == 0:
                await asyncio.sleep(0.05)
    await world.stage.settle()
    assert await count(world) == 1
