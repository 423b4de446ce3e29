"""Who rings while something of ours is away: waits for it, or is called back. Nobody is lost without a word."""

import asyncio
import os
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Browser

from tests.voice.hall import CITIZEN_HZ, SEAT_HZ, VoiceHall, comes_to_hear, until
from tests.voice.sip import Answerer
from tests.voice.talking import take

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

_SDP_AND_PLACE = """--b\r
Content-Type: application/sdp\r
\r
{sdp}\r
--b\r
Content-Type: application/pidf+xml\r
Content-ID: <place@here>\r
\r
<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
 xmlns:gml="http://www.opengis.net/gml" entity="pres:a@b"><tuple id="t"><status><gp:geopriv><gp:location-info>
<gml:Point srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>31.3002 120.6003</gml:pos></gml:Point>
</gp:location-info></gp:geopriv></status></tuple></presence>\r
--b--\r
"""


async def missed(voice: VoiceHall, trunk_call_id: str) -> Any:
    """The contact of a call that nothing took, when it is to be called back."""
    sql = (
        "select c.*, t.tags from intake.contact c join telephony.call t on t.id = c.id"
        " where t.trunk_call_id = $1 and t.state = 'abandoned' and c.call_back"
    )

    async def found() -> Any:
        return await voice.live.hall.db.worker_pool.fetchrow(sql, trunk_call_id)

    return await until(found, 20, "the call is lost", voice.log)


async def test_who_rings_while_the_controller_is_away_is_called_back_first_with_number_and_place(
    voice: VoiceHall, hotline: Answerer
) -> None:
    voice.kill_voice()
    placed = voice.caller(extra=("Geolocation: <cid:place@here>",), number="13800005555", dialled="110")
    placed.invite(_SDP_AND_PLACE.format(sdp=placed.sdp()), "multipart/mixed; boundary=b")
    plain = voice.caller(number="13800006666")
    plain.invite()
    for caller in (placed, plain):
        assert (await caller.until(180)).status == 180, "nobody hears silence or busy"
    placed.cancel()
    plain.cancel()
    served = voice.caller(number="13800007777")
    served.invite()
    await served.until(180)
    served.cancel()
    again = voice.caller(number="13800007777")
    again.invite()
    await again.until(180)
    await asyncio.sleep(1)
    await voice.start_voice()

    first = await missed(voice, placed.call_id)
    assert first["caller_number"] == "13800005555" and first["tags"] == ["missed"]
    assert (round(first["lat"], 4), round(first["lon"], 4)) == (31.3002, 120.6003)
    second = await missed(voice, plain.call_id)
    waiting = "select id from intake.contact where state = 'waiting' order by priority desc, waiting_since"
    rows = await voice.live.hall.db.worker_pool.fetch(waiting)
    ranked = [row["id"] for row in rows]
    assert {ranked[0], ranked[1]} == {first["id"], second["id"]}, "first in line"

    # Who rang on, or again, is on the line when the controller is back, and is not rung back too.
    assert (await again.until(183, 20)).status == 183
    call_id = await voice.call_of(again)
    known = "select id from telephony.call where trunk_call_id = $1"
    earlier: UUID = await until(lambda: voice.value(known, served.call_id), 20, "the first attempt is lost", voice.log)
    assert await voice.value("select state = 'ringing' from telephony.call where id = $1", call_id)
    assert not await voice.value("select call_back from intake.contact where id = $1", earlier)
    await until(lambda: not [*voice.daemons.at.journal.glob("*.open")], 10, "the journal is not empty")
    again.cancel()
    await voice.until_call(call_id, "abandoned")


async def test_who_rings_while_the_engines_are_away_hears_it_ring_and_then_us(
    voice: VoiceHall, browser: Browser
) -> None:
    await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
    voice.daemons.kill("rtpengine")
    patient = voice.caller(CITIZEN_HZ)
    patient.invite()
    assert (await patient.until(180)).status == 180
    call_id = await voice.call_of(patient)
    hasty = voice.caller(number="13800008888")
    hasty.invite()
    await hasty.until(180)
    await voice.call_of(hasty)
    hasty.cancel()
    await missed(voice, hasty.call_id)

    await voice.daemons.start("rtpengine")
    assert (await patient.until(183, 20)).status == 183
    await comes_to_hear(patient, None)
    seat = await voice.phone(browser, "taker1", SEAT_HZ)
    await take(voice, "taker1", call_id)
    await patient.until(200)
    patient.ack()
    await comes_to_hear(patient, {SEAT_HZ})
    await comes_to_hear(seat, {CITIZEN_HZ})


async def test_a_controller_that_dies_before_the_hall_knew_loses_nobody(voice: VoiceHall) -> None:
    await voice.database.shut()
    caller = voice.caller()
    caller.invite()
    await caller.until(183)
    voice.kill_voice()
    await voice.database.open()
    for file in voice.daemons.at.journal.glob("*.open"):
        written = file.stat().st_mtime
        os.utime(file, (written - 300, written - 300))  # by now nobody rings any more
    await voice.start_voice()
    contact = await missed(voice, caller.call_id)
    assert contact["caller_number"] == caller.number
