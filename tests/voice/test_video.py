"""The caller shows what there is: a real camera's pictures at the seat and at the officer, and at nobody else."""

import asyncio
import time
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Browser

from tests.voice.eye import Eye
from tests.voice.hall import VoiceHall, until
from tests.world import World
from yaoyaoling.citizen.links import Links
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import Principal

NO_RIGHT, NO_LINK = 4403, 4404


class LiveWorld(World):
    """The same people in a hall whose own processes do the rest."""

    async def do(self, who: str | Principal, handler: Any, command: Any, **rest: Any) -> Any:
        """Run a command as somebody."""
        principal = self.people[who] if isinstance(who, str) else who
        return await execute(self.stage.db, principal, handler, command, **rest)


def world_of(voice: VoiceHall) -> LiveWorld:
    return LiveWorld(**vars(voice.live.world))


async def talking(voice: VoiceHall, number: str = "13800001234") -> UUID:
    """A caller whom taker1 has taken; sound is not looked at here."""
    caller = voice.caller(number=number)
    caller.invite()
    await caller.until(183)
    call_id = await voice.call_of(caller)
    await voice.ask("taker1", "POST", f"/api/intake/contacts/{call_id}/take", {})
    return call_id


async def until_video(voice: VoiceHall, call_id: UUID, state: str) -> None:
    async def found() -> bool:
        return bool(await voice.value("select state = $2 from telephony.video where call_id = $1", call_id, state))

    await until(found, 8, f"the video is not {state}", voice.log)


@pytest.mark.slow
async def test_the_caller_shows_and_only_the_calls_people_see(voice: VoiceHall, browser: Browser) -> None:
    await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
    call_id = await talking(voice)
    asked = await voice.ask("taker1", "POST", f"/api/citizen/contacts/{call_id}/video")
    assert asked["state"] == "asked"
    link = asked["path"].removeprefix("/r/")
    public = f"/api/public/follow/{link}"

    # Before the caller allowed it nothing is sent, whatever the page tries.
    caller = await Eye.open(browser, voice.live.url, f"{public}/call")
    await caller.until("ready")
    await caller.page.evaluate("window.publish()")
    seat = await Eye.open(browser, voice.live.url, f"/api/citizen/contacts/{call_id}/call", voice.live.tokens["taker1"])
    await seat.until("ready")
    assert await voice.value("select state from telephony.video where call_id = $1", call_id) == "asked"

    await _post(voice, f"{public}/video", {"signal": "allow"})
    began = time.time() * 1000
    await caller.page.evaluate("window.publish()")
    up = await caller.until("up")
    await until_video(voice, call_id, "live")
    frame = await seat.until_seen()
    seen = time.time() * 1000
    print(f"\ncaller up after {up['at'] - began:.0f} ms; seat sees {frame['width']}x{frame['height']}"
          f" moving after {seen - began:.0f} ms")  # fmt: skip
    assert (frame["width"], frame["height"]) == (640, 480)

    # Others of the hall do not, an officer only under an order of its incident.
    for who in ("taker2", "officer_n1", "reviewer"):
        other = await Eye.open(browser, voice.live.url, f"/api/citizen/contacts/{call_id}/call", voice.live.tokens[who])
        assert (await other.until("closed"))["code"] == NO_RIGHT, who
        await other.close()
    incident = await world_of(voice).open("taker1", call_id)
    await world_of(voice).send("taker1", incident, "N1")
    listed = await voice.ask("officer_n1", "GET", f"/api/citizen/incidents/{incident}/video")
    assert [one["contact_id"] for one in listed] == [str(call_id)]
    async with voice.live.client("officer_s1") as elsewhere:
        assert (await elsewhere.get(f"/api/citizen/incidents/{incident}/video")).status_code == 404
    officer = await Eye.open(
        browser, voice.live.url, f"/api/citizen/contacts/{call_id}/call", voice.live.tokens["officer_n1"]
    )
    await officer.until_seen()

    # A still lands with the incident's photos.
    status, upload = await seat.page.evaluate("window.still()")
    assert status == 201 and (upload["width"], upload["height"]) == (640, 480)
    await voice.ask("taker1", "POST", f"/api/citizen/contacts/{call_id}/stills", {"upload_id": upload["upload_id"]})
    sql = "select incident_id from evidence.media where id = $1"
    assert await voice.value(sql, UUID(upload["upload_id"])) == incident

    # What is typed is seen as it is typed, by the other side only.
    await caller.page.evaluate("send({type: 'typing', text: '他有刀'})")
    assert (await seat.until("typing"))["text"] == "他有刀"
    assert all(one["type"] != "typing" for one in await caller.told())

    # Ended by the seat: dark for everybody, and the camera may send no more.
    await voice.ask("taker1", "POST", f"/api/citizen/contacts/{call_id}/video/end")
    await caller.until("ended")
    await until_video(voice, call_id, "ended")
    assert await seat.is_still() and await officer.is_still()
    for one in (caller, seat, officer):
        await one.close()


@pytest.mark.slow
async def test_a_link_opens_its_own_call_only(voice: VoiceHall, browser: Browser) -> None:
    await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
    call_id = await talking(voice)
    other = await world_of(voice).report()
    token = Links(b"l" * 32).token(other)
    await voice.ask("taker1", "POST", f"/api/citizen/contacts/{call_id}/video")

    # The other caller's link neither allows nor shows anything of this call.
    async with voice.live.client() as client:
        reply = await client.post(f"/api/public/follow/{token}/video", json={"signal": "allow"})
        assert reply.status_code == 404
        view = (await client.get(f"/api/public/follow/{token}")).json()
    assert view["video"] is None and view["messages"] == []
    stranger = await Eye.open(browser, voice.live.url, f"/api/public/follow/{token}/call")
    await stranger.until("ready")
    await stranger.page.evaluate("window.publish()")
    assert await voice.value("select state from telephony.video where call_id = $1", call_id) == "asked"
    assert await voice.value("select count(*) from telephony.video where call_id = $1", other) == 0

    # A link that was tampered with opens nothing.
    bad = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    forged = await Eye.open(browser, voice.live.url, f"/api/public/follow/{bad}/call")
    assert (await forged.until("closed"))["code"] == NO_LINK
    for one in (stranger, forged):
        await one.close()


@pytest.mark.slow
async def test_a_restarted_controller_has_the_picture_again(voice: VoiceHall, browser: Browser) -> None:
    await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
    contact = await world_of(voice).report()
    await world_of(voice).take("taker1", contact)
    asked = await voice.ask("taker1", "POST", f"/api/citizen/contacts/{contact}/video")
    public = f"/api/public/follow/{asked['path'].removeprefix('/r/')}"
    await _post(voice, f"{public}/video", {"signal": "allow"})
    caller = await Eye.open(browser, voice.live.url, f"{public}/call")
    seat = await Eye.open(browser, voice.live.url, f"/api/citizen/contacts/{contact}/call", voice.live.tokens["taker1"])
    await caller.until("ready")
    await caller.page.evaluate("window.publish()")
    await seat.until_seen()
    beating = asyncio.create_task(_beat(voice))  # a console that is not heard loses its contact
    voice.kill_voice()
    count = len(await seat.told())
    await voice.start_voice()
    began = time.monotonic()
    await seat.until("up", 20, count)
    await seat.until_seen()
    print(f"\nafter SIGKILL of the controller the seat sees again {time.monotonic() - began:.1f} s after its start")
    await until_video(voice, contact, "live")
    beating.cancel()
    await caller.close()
    await seat.close()


async def _beat(voice: VoiceHall) -> None:
    while True:
        await voice.ask("taker1", "POST", "/api/intake/seat/heartbeat")
        await asyncio.sleep(2)


async def _post(voice: VoiceHall, path: str, body: dict[str, str]) -> None:
    async with voice.live.client() as client:
        reply = await client.post(path, json=body)
    assert reply.status_code == 200, reply.text
