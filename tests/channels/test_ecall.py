"""What cars tell when they crash (eCall): read bit by bit, a contact with place and car, and never a test's crew."""

import json
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.channels.test_signed import SECRET, headers_of
from tests.channels.test_texts_in import count, row_of
from tests.conftest import world_database
from tests.engines import Engines
from tests.livehall import LiveHall, live_hall
from tests.telephony.calls import rings
from tests.world import World
from yaoyaoling.apps import rooms
from yaoyaoling.channels.ecall.msd import MOST_OCTETS, MsdUnreadable, read_msd
from yaoyaoling.channels.ecall.words import crash_words, masked_vin
from yaoyaoling.channels.handlers.take_crash import RevealVin, TakeCrash, reveal_vin
from yaoyaoling.citizen.handlers.receive_crash import receive_crash
from yaoyaoling.intake.handlers.finish import OnlyATest
from yaoyaoling.intake.policy import MARKED, URGENT
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.principal import system
from yaoyaoling.telephony.location.msd import msd_of
from yaoyaoling.triage.classify.clean import clean
from yaoyaoling.triage.classify.model import classify

FULL = bytes.fromhex("02251C0680E30A51439E2955D43800800437F80A3105669023F8A71166932185B004150043C040")
"""Published by the Legato project with its value notation; a place in the sea off Somalia."""
SELF = system("channels")


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> dict[str, dict[str, Any]]:
    """Data of others, with what is known of it."""
    found = json.loads((shared_data / "standards" / "ecall" / "msd_vectors.json").read_text())["vectors"]
    return {one["id"]: one for one in found}


def test_the_published_data_is_read_field_by_field(vectors: dict[str, dict[str, Any]]) -> None:
    known = vectors["msd_v2_full"]
    wanted, msd = known["expect"], read_msd(bytes.fromhex(known["hex"]))
    assert (msd.version, msd.message) == (wanted["msdVersion"], wanted["messageIdentifier"])
    control = wanted["control"]
    assert (msd.is_automatic, msd.is_test, msd.is_trusted) == (
        control["automaticActivation"], control["testCall"], control["positionCanBeTrusted"],
    )  # fmt: skip
    assert (msd.vehicle, msd.vin, msd.propulsion) == ("M1", wanted["vin"], ("gasoline",))
    assert msd.at == datetime.fromtimestamp(wanted["timestamp"], UTC)
    assert msd.point is not None
    lat, lon = wanted["positionLatitude_mas"], wanted["positionLongitude_mas"]
    assert (round(msd.point.lat * 3.6e6), round(msd.point.lon * 3.6e6)) == (lat, lon)
    assert msd.heading_deg == wanted["vehicleDirection_raw"] * 2
    deltas = (wanted["recentVehicleLocationN1"], wanted["recentVehicleLocationN2"])
    for place, delta in zip(msd.earlier, deltas, strict=True):
        lat += 100 * delta["latitudeDelta"]
        lon += 100 * delta["longitudeDelta"]
        assert (round(place.lat * 3.6e6), round(place.lon * 3.6e6)) == (lat, lon)
    assert msd.passengers == wanted["numberOfPassengers"]


@pytest.mark.parametrize("name", ["msd_v1_a", "msd_v1_b"])
def test_version_one_is_read(vectors: dict[str, dict[str, Any]], name: str) -> None:
    msd = read_msd(bytes.fromhex(vectors[name]["hex"]))
    assert (msd.version, msd.vin, msd.vehicle) == (1, vectors[name]["vin"], "M1")
    assert msd.is_test is (name == "msd_v1_b") and msd.passengers == 2


def test_the_modems_fill_is_no_fault_and_anything_else_behind_it_is() -> None:
    assert read_msd(FULL + bytes(MOST_OCTETS - len(FULL))) == read_msd(FULL)
    for broken, fault in (
        (FULL + b"\x01", "broken"),
        (FULL + bytes(MOST_OCTETS), "too_long"),
        (b"\x03" + FULL[1:], "unknown_version"),
        (b"", "broken"),
        (b"\x02", "broken"),
        (b"\x02\xff" + FULL[2:], "broken"),
    ):
        with pytest.raises(MsdUnreadable) as unreadable:
            read_msd(broken)
        assert unreadable.value.fault == fault


def test_cut_anywhere_it_is_refused_and_any_octets_never_fail_otherwise() -> None:
    for length in range(len(FULL)):
        with pytest.raises(MsdUnreadable):
            read_msd(FULL[:length])
    dice = random.Random(8)
    for _ in range(3000):
        octets = bytearray(FULL)
        for _ in range(dice.randrange(1, 6)):
            octets[dice.randrange(len(octets))] = dice.randrange(256)
        try:
            msd = read_msd(bytes(octets))
        except MsdUnreadable:
            continue
        assert len(msd.vin) == 17 and crash_words(msd)


def test_words_hold_no_whole_number_of_the_car() -> None:
    words = crash_words(read_msd(FULL))
    assert words == (
        "〔车辆自动呼救 eCall〕发生交通事故，可能有人受伤：碰撞后自动触发；小客车；系安全带 2 人；能源：汽油；"
        "驶向东（90°）；事发 05-07 06:14:12；车架号 ECA**********2013。"
    )
    assert masked_vin("ECALLEXAMPLE02013") == "ECA**********2013"


def test_it_lies_in_an_invite_beside_the_sdp_with_every_octet_kept() -> None:
    octets = bytes(range(1, 141))
    body = (
        b"--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n--b\r\n"
        b"Content-Type: application/EmergencyCallData.eCall.MSD\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        + octets
        + b"\r\n--b--\r\n"
    )
    assert msd_of("multipart/mixed; boundary=b", body) == octets.hex()
    assert msd_of("multipart/mixed; boundary=b", body.replace(octets, octets * 2)) == ""
    assert msd_of("application/sdp", b"v=0") is None


def test_the_seat_is_offered_a_traffic_accident() -> None:
    """The class is a suggestion of the words, as for whoever speaks."""
    msd = read_msd(FULL)
    for one in (msd, msd.model_copy(update={"is_automatic": False})):
        assert classify(clean(crash_words(one))).guesses[0].code.startswith("03")


async def test_a_car_that_rings_is_a_contact_with_place_car_and_priority(world: World) -> None:
    call = await rings(world, msd=FULL.hex())
    row = await row_of(world, call.call_id)
    assert (row["uncertainty_m"], row["priority"], row["is_test"]) == (150, URGENT, False)
    assert round(float(str(row["lon"])), 5) == 52.22123 and "车架号 ECA**********2013" in str(row["text"])
    assert "ECALLEXAMPLE02013" not in str(row)
    assert "channels.crash.received" in await world.stage.names()


@pytest.mark.parametrize("msd", ["", "03ff", FULL[:20].hex()], ids=["none", "version", "cut"])
async def test_data_that_cannot_be_read_stops_no_ring(world: World, msd: str) -> None:
    call = await rings(world, msd=msd)
    row = await row_of(world, call.call_id)
    assert "无法识别" in str(row["text"]) and row["lon"] is None


async def test_a_test_call_is_answered_and_opens_nothing_unless_somebody_needs_help(world: World) -> None:
    octets = bytearray(FULL)
    octets[3] |= 0x01  # testCall follows automaticActivation, over the border of two octets
    msd = read_msd(bytes(octets))
    assert msd.is_test and msd.vin == "ECALLEXAMPLE02013"
    call = await rings(world, msd=bytes(octets).hex())
    row = await row_of(world, call.call_id)
    assert (row["is_test"], row["priority"]) == (True, MARKED) and "测试呼叫" in str(row["text"])
    await world.take("taker1", call.call_id)
    with pytest.raises(OnlyATest):
        await world.open("taker1", call.call_id)
    assert await world.stage.value("select count(*) from incidents.incident") == 0
    assert await world.stage.value("select vin from channels.crash") is None
    await world.open("taker1", call.call_id, is_no_test=True)
    assert await world.stage.value("select count(*) from incidents.incident") == 1


def told(call: str = "c1", octets: bytes = FULL, **more: Any) -> TakeCrash:
    return TakeCrash(adapter="ecall", call=call, msd=read_msd(octets), **more)


async def test_a_service_tells_and_later_data_joins_the_crash(world: World) -> None:
    await world.do(SELF, receive_crash, told(callback="13800000005", words="司机未应答"))
    await world.do(SELF, receive_crash, told())
    assert await count(world) == 1
    contact: UUID = await world.stage.value("select id from intake.contact")
    row = await row_of(world, contact)
    assert (row["channel"], row["caller_number"], row["priority"]) == ("device", "13800000005", URGENT)
    assert str(row["text"]).endswith("司机未应答")
    later = read_msd(FULL).model_copy(update={"message": 2, "passengers": 3})
    await world.do(SELF, receive_crash, TakeCrash(adapter="ecall", call="c1", msd=later))
    other = TakeCrash(adapter="ecall", call="another call of the same car", msd=later)
    await world.do(SELF, receive_crash, other)
    assert await count(world) == 1 and "系安全带 3 人" in str((await row_of(world, contact))["text"])
    await world.advance(3600)
    await world.do(SELF, receive_crash, told("c9"))
    assert await count(world) == 2, "an hour later the same car crashed again"


async def test_who_looks_at_the_number_is_written_down_and_it_can_be_erased(world: World) -> None:
    await world.do(SELF, receive_crash, told())
    contact: UUID = await world.stage.value("select id from intake.contact")
    with pytest.raises(NotFound):
        await world.do("north1", reveal_vin, RevealVin(contact_id=contact, purpose="核对车主"))
    found = await world.do("taker1", reveal_vin, RevealVin(contact_id=contact, purpose="核对车主"))
    assert found.vin == "ECALLEXAMPLE02013"
    assert (await world.stage.names()).count("channels.vin.revealed") == 1
    await world.do(system("test"), eraser(rooms.PURGES), EraseSubject(subject=contact, reason="asked"))
    with pytest.raises(NotFound):
        await world.do("taker1", reveal_vin, RevealVin(contact_id=contact, purpose="核对车主"))


@pytest.fixture(scope="module")
async def hall(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """A hall that takes a service's data of cars."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YYL_CHANNELS_ECALL_SECRET", SECRET)
        async with live_hall(engines, await world_database(engines), tmp_path_factory.mktemp("hall")) as live:
            yield live


async def test_a_service_signs_what_it_posts(hall: LiveHall, monkeypatch: pytest.MonkeyPatch) -> None:
    async def post(said: dict[str, Any], **how: Any) -> tuple[int, str]:
        body = json.dumps(said).encode()
        async with hall.client() as client:
            headers = headers_of(body, **({"nonce": new_id().hex} | how))
            reply = await client.post("/api/public/ecall", content=body, headers=headers)
        return reply.status_code, "" if reply.is_success else reply.json()["code"]

    good = {"kind": "msd", "call": "c1", "msd": FULL.hex(), "callback": "13800000005"}
    assert await post(good, nonce="n" * 20) == (202, "")
    assert await post(good, nonce="n" * 20) == (409, "request_replayed")
    assert await post(good) == (202, ""), "told again under a new nonce: answered, and taken once"
    assert await post(good, secret="another-secret-altogether") == (401, "signature_wrong")
    assert await post(good, age_s=400) == (401, "signature_wrong")
    assert await post(good | {"msd": FULL[:-2].hex(), "call": "c2"}) == (422, "msd_unreadable")
    assert await post(good | {"msd": "0x"}) == (422, "body_unreadable")
    assert await post(good | {"more": 1}) == (422, "body_unreadable")
    assert await hall.hall.db.worker_pool.fetchval("select count(*) from intake.contact") == 1
    monkeypatch.delenv("YYL_CHANNELS_ECALL_SECRET")
    assert (await post(good))[0] == 404
