"""What handsets tell by themselves while they call (AML): read by the standard, given to the call, never a contact."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest

from tests.channels.centre import Centre
from tests.channels.test_smpp import line_to, until
from tests.channels.test_texts_in import count, row_of
from tests.channels.texts import NUMBER, SELF
from tests.conftest import world_database
from tests.engines import Engines
from tests.livehall import LiveHall, live_hall
from tests.telephony.calls import rings
from tests.world import World
from yaoyaoling.apps.callers.handset import aml_text
from yaoyaoling.channels.aml.posted import check_posted, read_posted
from yaoyaoling.channels.aml.text import AmlUnreadable, read_aml
from yaoyaoling.channels.contract import Aml, AmlMethod, Arrived, PartOf
from yaoyaoling.channels.refusals import BodyUnreadable
from yaoyaoling.channels.smpp.coding import read_text
from yaoyaoling.citizen.handlers.receive_text import ReceiveText, receive_text
from yaoyaoling.intake.commands import SettleContact
from yaoyaoling.intake.handlers.finish import settle_contact
from yaoyaoling.intake.policy import HAS_PLACE, MARKED, Placed, counts_more, placed_priority
from yaoyaoling.kernel.geo import Point
from yaoyaoling.platform.signing import SignatureWrong

HERE = Point(lon=114.30, lat=30.60)
KEY = "a-key-of-the-handsets"
GOOD = 'A"ML=1;lt=+54.76397;lg=-0.18305;rd=50;top=20130717141935;lc=90;pm=W;mcc=234;mnc=30;ml=88'


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> dict[str, Any]:
    """Messages of two suites of others, with what they say."""
    found: dict[str, Any] = json.loads((shared_data / "standards" / "aml" / "aml_vectors.json").read_text())
    return found


def told(aml: Aml) -> dict[str, Any]:
    """As the vectors say it."""
    methods: dict[AmlMethod, str] = {"gnss": "GNSS", "wifi": "WIFI", "cell": "CELL"}
    return {
        "version": aml.version, "radius_m": aml.radius_m, "confidence": aml.confidence, "imsi": aml.imsi,
        "method": methods[aml.method], "imei": aml.imei, "mcc": aml.mcc, "mnc": aml.mnc,
        "lat": aml.point.lat if aml.point else None, "lon": aml.point.lon if aml.point else None,
        "time_epoch_ms": aml.measured_at.timestamp() * 1000 if aml.measured_at else None,
    }  # fmt: skip


def test_all_vectors_are_read_and_the_wrong_ones_refused(vectors: dict[str, Any]) -> None:
    for one in vectors["sms_valid"]:
        assert one["expect"].items() <= told(read_aml(one["msg"])).items(), one["id"]
    for one in vectors["sms_7bit_data"]:
        text = read_text(bytes.fromhex(one["hex"]), 4)
        assert text == one["expect_text"]
        assert one["expect"].items() <= told(read_aml(text)).items()
    for one in [*vectors["sms_must_reject"], vectors["trap"]]:
        with pytest.raises(AmlUnreadable):
            read_aml(one["msg"])
    for one in vectors["sms_lenient_missing_field"]:
        aml = read_aml(one["msg"])
        assert (aml.point is None) is (one["missing"] == "lt")
        assert aml.method == ("unknown" if one["missing"] == "pm" else "wifi")


def test_posted_vectors_are_read_and_their_signature_checked(vectors: dict[str, Any]) -> None:
    signed, unsigned = (one["body"].encode() for one in vectors["https"])
    key = vectors["https"][0]["hmac_key_ascii"].encode()
    check_posted(signed, key)
    number, aml = read_posted(signed)
    assert (number, aml.radius_m, aml.method, aml.confidence) == ("+33611223344", 10.4, "gnss", 83)
    assert aml.measured_at == datetime(2020, 11, 9, 8, 55, 21, tzinfo=UTC)
    number, aml = read_posted(unsigned)
    assert (number, aml.imei) == ("+447477593102", "354773072099116")
    for body, with_key in (
        (unsigned, key),
        (signed, b"AMl"),
        (signed.replace(b"10.4", b"10.5"), key),
        (signed + b"&location_accuracy=1", key),
        (signed[:-1], key),
        (b"&hmac=", key),
    ):
        with pytest.raises(SignatureWrong):
            check_posted(body, with_key)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"v=1", b"v=1&device_number=%2B33611223344&device_number=%2B33600000000", b"v=x&device_number=110110",
        b"v=1&device_number=110110&location_latitude=91&location_longitude=0",
        b"v=1&device_number=110110&location_latitude=nan&location_longitude=0",
        b"v=1&device_number=110110&location_time=1e40", b"v=1&device_number=%FF%FF", b"v=1&device_number=110110&x",
        b"v=1&device_number=110110&location_certainty=101", "v=1&device_number=１１０１１０&ü=1".encode(),
        b"v=1&device_number=110110" + b"&a=1" * 3000,
    ],
    ids=range(12),
)  # fmt: skip
def test_what_cannot_be_read_of_a_post_is_refused(body: bytes) -> None:
    with pytest.raises(BodyUnreadable):
        read_posted(body)


@pytest.mark.parametrize("cut", [1, 5, 20, 60])
def test_a_message_that_was_cut_or_changed_is_refused(cut: int) -> None:
    read_aml(GOOD)
    for broken in (GOOD[:-cut], GOOD + ";", GOOD.replace("lt=", "lt=1"), f"{GOOD[:30]}{GOOD[30 + cut :]}"):
        with pytest.raises(AmlUnreadable):
            read_aml(broken)


def test_two_of_an_attribute_are_no_message() -> None:
    with pytest.raises(AmlUnreadable):
        read_aml('A"ML=2;lo=1.5,2.5;lo=3.5,4.5')
    with pytest.raises(AmlUnreadable):
        read_aml('A"ML=2;et=999999999999;lo=1.5,2.5')
    assert read_aml('A"ML=2;et=1593187189;lo=1.5,2.5;new=1').point == Point(lon=2.5, lat=1.5)


AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("new", "present", "counts"),
    [
        ((20, 0), None, True),
        ((20, 0), (800, 0), True),
        ((50, 5), (12, 0), False),
        ((50, 25), (12, 0), True),
        ((12, 0), (12, 0), False),
        ((12, 1), (12, 0), True),
        ((12, -60), (200, 0), True),
        ((12, -300), (200, 0), False),
        ((None, 3), (100, 0), False),
        ((100, 0), (None, 0), True),
    ],
    ids=[
        "first", "narrower", "worse after seconds", "worse after a while", "told twice", "newer", "older and better",
        "too old", "without a radius", "over one without a radius",
    ],
)  # fmt: skip
def test_which_place_counts(
    new: tuple[float | None, int], present: tuple[float | None, int] | None, *, counts: bool
) -> None:
    mine, other = (
        None if one is None else Placed(uncertainty_m=one[0], at=AT + timedelta(seconds=one[1]))
        for one in (new, present)
    )
    assert mine is not None
    assert counts_more(mine, other) is counts


def test_a_place_speaks_for_a_marked_number() -> None:
    assert placed_priority(MARKED) == 0
    assert placed_priority(0) == HAS_PLACE
    assert placed_priority(40) == 40


async def tell(
    world: World, point: Point = HERE, *, radius: float = 12, ago_s: float = 0, sender: str = NUMBER
) -> None:
    """A handset tells where it is, by SMS."""
    at = world.stage.clock.now() - timedelta(seconds=ago_s)
    arrived = Arrived(sender=sender, words=aml_text(point, radius, at))
    await world.do(SELF, receive_text, ReceiveText(adapter="smpp", channel="sms", arrived=arrived))


async def place_of(world: World, contact_id: UUID) -> tuple[Any, ...]:
    row = await row_of(world, contact_id)
    return tuple(row[name] for name in ("lon", "lat", "uncertainty_m", "place_source", "place_method"))


async def test_a_call_gets_its_handsets_place_and_no_second_contact(world: World) -> None:
    call = await rings(world, number=NUMBER)
    await tell(world, sender=f"+86{NUMBER}")
    assert await place_of(world, call.call_id) == (114.3, 30.6, 12, "aml", "gnss")
    assert await count(world) == 1
    row = await row_of(world, call.call_id)
    assert (row["text"], row["priority"], row["place_confidence"]) == (None, HAS_PLACE, 68)
    assert await world.stage.value("select count(*) from channels.text") == 0
    assert await world.stage.value("select count(*) from citizen.message") == 0
    names = await world.stage.names()
    assert names.count("intake.contact.placed") == 1 and "channels.text.received" not in names


async def test_a_place_that_comes_before_its_call_waits_and_is_forgotten(world: World) -> None:
    await tell(world, ago_s=20)
    await tell(world, Point(lon=114.31, lat=30.6), radius=900, ago_s=10)
    assert await count(world) == 0
    other = await rings(world, "b@trunk", "13900000000")
    call = await rings(world, number=NUMBER)
    assert (await place_of(world, call.call_id))[:3] == (114.3, 30.6, 12)
    assert (await place_of(world, other.call_id))[0] is None, "another number's call"
    await world.advance(301)
    assert await world.stage.value("select count(*) from channels.phone_place") == 0
    late = await rings(world, "c@trunk", NUMBER)
    assert (await place_of(world, late.call_id))[0] is None


async def test_updates_follow_the_caller_and_a_double_changes_nothing(world: World) -> None:
    call = await rings(world, number=NUMBER)
    await tell(world)
    await tell(world)
    await world.advance(5)
    await tell(world, Point(lon=114.4, lat=30.6), radius=800)
    assert (await place_of(world, call.call_id))[0] == 114.3, "worse, and seconds later"
    await world.advance(60)
    await tell(world, Point(lon=114.301, lat=30.6), radius=30)
    assert (await place_of(world, call.call_id))[:3] == (114.301, 30.6, 30)
    await tell(world, Point(lon=114.5, lat=30.6), radius=5, ago_s=901)
    assert (await place_of(world, call.call_id))[0] == 114.301, "measured too long ago"
    assert (await world.stage.names()).count("intake.contact.placed") == 2


async def test_a_place_goes_to_the_open_call_and_not_to_one_that_is_over(world: World) -> None:
    call = await rings(world, number=NUMBER)
    await world.take("taker1", call.call_id)
    incident = await world.open("taker1", call.call_id)
    await tell(world)
    assert (await place_of(world, call.call_id))[0] == 114.3
    assert "intake.contact.placed" in await world.stage.names(incident)
    over = await rings(world, "b@trunk", "13900000000")
    await world.take("taker2", over.call_id)
    command = SettleContact(contact_id=over.call_id, disposition="misdialled", hang_up=True)
    await world.do("taker2", settle_contact, command)
    await tell(world, sender="13900000000")
    assert (await place_of(world, over.call_id))[0] is None


async def test_what_is_broken_is_no_place_and_no_report(world: World) -> None:
    call = await rings(world, number=NUMBER)
    for words in (GOOD, GOOD[:-4], 'A"ML=1', 'A"ML=9;lt=1', 'A"ML=1;ml=11', 'A"ML=1;\x00;'):
        arrived = Arrived(sender=NUMBER, words=words)
        await world.do(SELF, receive_text, ReceiveText(adapter="smpp", channel="sms", arrived=arrived))
    assert (await place_of(world, call.call_id))[0] is None
    assert (await row_of(world, call.call_id))["text"] is None and await count(world) == 1


async def test_a_flood_of_places_is_bounded_and_texts_of_the_number_are_not_held_for_it(world: World) -> None:
    for one in range(40):
        await tell(world, Point(lon=114.3 + one / 1000, lat=30.6))
    assert await world.stage.value("select count(*) from channels.phone_place") == 30
    arrived = Arrived(sender=NUMBER, words="救命")
    await world.do(SELF, receive_text, ReceiveText(adapter="smpp", channel="sms", arrived=arrived))
    assert await count(world) == 1


async def test_it_may_come_in_pieces(world: World) -> None:
    call = await rings(world, number=NUMBER)
    octets = aml_text(HERE, 12, world.stage.clock.now()).encode("utf-16-be")
    for number, piece in enumerate((octets[:130], octets[130:]), 1):
        part = PartOf(reference=7, total=2, number=number)
        arrived = Arrived(sender=NUMBER, part=part, raw=piece, coding=8)
        await world.do(SELF, receive_text, ReceiveText(adapter="smpp", channel="sms", arrived=arrived))
    assert (await place_of(world, call.call_id))[0] == 114.3


async def test_a_data_sms_of_the_carriers_centre_goes_to_the_call(world: World, vectors: dict[str, Any]) -> None:
    """Packed in seven bits, as handsets of one make send it; measured in 2015, it is too old to count."""
    octets = bytes.fromhex(vectors["sms_7bit_data"][0]["hex"])
    centre = Centre()
    await centre.start()
    try:
        async with line_to(centre) as line:
            await until(lambda: line.adapter.is_up)
            assert await centre.answered(await centre.deliver(NUMBER, octets, coding=4)) == 0
            [arrived] = line.inlet.came
    finally:
        await centre.stop()
    assert isinstance(arrived, Arrived)
    assert read_aml(arrived.words).point == Point(lon=-122.08461, lat=37.42175)
    await world.do(SELF, receive_text, ReceiveText(adapter="smpp", channel="sms", arrived=arrived))
    assert await count(world) == 0


@pytest.fixture(scope="module")
async def hall(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """A hall that takes what handsets post."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YYL_CHANNELS_AML_HMAC_KEY", KEY)
        async with live_hall(engines, await world_database(engines), tmp_path_factory.mktemp("hall")) as live:
            yield live


def posted(number: str, *, at: datetime, key: str = KEY, **more: str) -> bytes:
    said = {
        "v": "1", "device_number": number, "location_latitude": "30.6", "location_longitude": "114.3",
        "location_time": str(int(at.timestamp() * 1000)), "location_accuracy": "10.4", "location_source": "GPS",
        "location_certainty": "83",
    }  # fmt: skip
    body = urlencode(said | more).encode()
    return body + b"&hmac=" + hmac.digest(key.encode(), body, hashlib.sha1).hex().encode()


async def test_a_post_is_signed_stored_once_and_goes_to_the_call(hall: LiveHall) -> None:
    now = datetime.now(UTC)
    pool = hall.hall.db.worker_pool
    async with hall.client() as client:

        async def post(body: bytes) -> tuple[int, str]:
            reply = await client.post("/api/public/aml", content=body)
            return reply.status_code, "" if reply.is_success else reply.json()["code"]

        body = posted("+8613800000009", at=now)
        assert await post(body) == (202, "")
        assert await post(body) == (202, ""), "told again: answered"
        assert await post(posted("+8613800000009", at=now, key="another-key-altogether")) == (401, "signature_wrong")
        assert await post(body.replace(b"10.4", b"1.04")) == (401, "signature_wrong")
        assert await post(body.partition(b"&hmac")[0]) == (401, "signature_wrong")
        assert await post(posted("+8613800000008", at=now - timedelta(hours=2))) == (202, ""), "a replay of long ago"
        assert await post(posted("abc", at=now)) == (422, "body_unreadable")
    assert await pool.fetchval("select count(*) from channels.phone_place") == 1
    assert await pool.fetchval("select count(*) from intake.contact") == 0


async def test_without_a_key_there_is_no_such_address(hall: LiveHall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YYL_CHANNELS_AML_HMAC_KEY")
    async with hall.client() as client:
        reply = await client.post("/api/public/aml", content=posted("13800000009", at=datetime.now(UTC)))
    assert reply.status_code == 404
