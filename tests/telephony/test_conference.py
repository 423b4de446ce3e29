"""The conference with real Janus and rtpengine: each party hears exactly the others, by tones and FFT."""

import asyncio
import contextlib
import json
import secrets
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from tests.telephony.browsers import browsers, browsers_at
from tests.telephony.daemons import RunningDaemons, running_daemons
from tests.telephony.peer import Peer, sdp
from tests.telephony.sound import ANNOUNCED, CITIZEN, OFFICER, PARTNER, SEAT, Browser, Phone, heard, read_wav, write_wav
from yaoyaoling.telephony.daemons.layout import JanusAt
from yaoyaoling.telephony.media.announcements import encode_opus
from yaoyaoling.telephony.media.janus import Janus, JanusAway
from yaoyaoling.telephony.media.legs import Mode
from yaoyaoling.telephony.media.line import Line
from yaoyaoling.telephony.media.ng import Rtpengine
from yaoyaoling.telephony.media.room import Conference
from yaoyaoling.telephony.media.trunk import OutboundNeedsRtpengine
from yaoyaoling.telephony.sip.inbound import Inbound
from yaoyaoling.telephony.sip.outbound import Outgoing
from yaoyaoling.telephony.sip.sdp import audio_of
from yaoyaoling.telephony.sip.signals import Answered, Confirmed, Ringing, Signal
from yaoyaoling.telephony.sip.stack import SipStack

ENGINES = ("janus", "janus-standby", "rtpengine")


@dataclass
class House:
    """The engines, and phones that say tones."""

    daemons: RunningDaemons
    janus: Janus
    standby: Janus
    browsers: Janus
    rtpengine: Rtpengine
    sound: Path
    stack: contextlib.ExitStack

    async def phone(self, hz: int) -> Phone:
        phone = await Phone(hz).open()
        self.stack.callback(phone.close)
        return phone

    async def browser(self, hz: int) -> tuple[Phone, Line]:
        phone = await self.phone(hz)
        return phone, await Browser(self.browsers, phone).connect(self.janus)

    async def caller(self, room: Conference, hz: int = CITIZEN, leg: str = "citizen") -> Phone:
        phone = await self.phone(hz)
        answer = audio_of(await room.join_inbound(leg, sdp(phone.port), citizen=leg == "citizen"))
        phone.talk((answer.host, answer.port))
        return phone

    def janus_at(self, at: JanusAt | None = None) -> Janus:
        at = at or self.daemons.at.janus
        return Janus(at.url, at.api_secret, admin_key=at.admin_key, files=str(self.daemons.at.recordings))


@pytest_asyncio.fixture(scope="module")
async def engines() -> AsyncIterator[tuple[RunningDaemons, Path]]:
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is missing")
    async with running_daemons(*ENGINES) as daemons, browsers(daemons):
        sound = daemons.at.announcements / "announced.opus"
        sound.parent.mkdir(exist_ok=True)
        await encode_opus([write_wav(sound.with_suffix(".wav"), ANNOUNCED)], sound)
        sound.chmod(0o644)
        yield daemons, sound


@pytest_asyncio.fixture
async def house(engines: tuple[RunningDaemons, Path]) -> AsyncIterator[House]:
    daemons, sound = engines
    assert daemons.at.ng is not None
    at = daemons.at
    rtpengine = await Rtpengine.connect(*daemons.at.ng, outside=at.outside, inside=at.inside_media)
    with contextlib.ExitStack() as stack:
        house = House(daemons, None, None, None, rtpengine, sound, stack)  # type: ignore[arg-type]
        house.janus, house.standby = house.janus_at(), house.janus_at(at.standby)
        house.browsers = house.janus_at(browsers_at(at))
        for janus in (house.janus, house.standby, house.browsers):
            await janus.connect()
        try:
            yield house
        finally:
            for janus in (house.janus, house.standby, house.browsers):
                await janus.close()
            rtpengine.close()


@pytest_asyncio.fixture
async def room(house: House) -> AsyncIterator[Conference]:
    conference = Conference(house.janus, house.rtpengine, f"call-{secrets.token_hex(4)}")
    await conference.open()
    yield conference
    with contextlib.suppress(JanusAway):
        await conference.close()


async def test_who_waits_hears_the_announcement_and_who_talks_hears_each_other(house: House, room: Conference) -> None:
    citizen = await house.caller(room)
    playing = await room.play(str(house.sound), repeat=True)
    assert await citizen.comes_to_hear("announced") == {"announced"}
    seat, line = await house.browser(SEAT)
    assert await seat.comes_to_hear() == set()
    await room.stop(playing)
    await room.join_line("seat", line)
    assert await citizen.comes_to_hear("seat") == {"seat"}
    assert await seat.comes_to_hear("citizen") == {"citizen"}
    await room.set_mode("seat", Mode.MUTED)
    assert await citizen.comes_to_hear() == set()
    assert await room.legs() == {"citizen": True, "seat": False}
    assert await seat.comes_to_hear("citizen") == {"citizen"}
    await room.leave("seat")
    assert await seat.comes_to_hear() == set()


async def test_a_browser_offers_anew_while_its_old_connection_lives(house: House, room: Conference) -> None:
    _, old = await house.browser(SEAT)
    phone = await house.phone(SEAT)
    new = await Browser(house.browsers, phone).connect(house.janus, old.id)
    await old.close()
    caller = await house.caller(room)
    await room.join_line("seat", new)
    assert await caller.comes_to_hear("seat") == {"seat"}
    assert await phone.comes_to_hear("citizen") == {"citizen"}


async def test_a_held_caller_hears_the_comfort_message_and_is_not_heard(house: House, room: Conference) -> None:
    citizen = await house.caller(room)
    seat, line = await house.browser(SEAT)
    await room.join_line("seat", line)
    assert await citizen.comes_to_hear("seat") == {"seat"}
    await room.set_mode("citizen", Mode.HELD, comfort=str(house.sound))
    assert await citizen.comes_to_hear("announced") == {"announced"}
    assert await seat.comes_to_hear() == set()
    await room.set_mode("seat", Mode.HELD)
    await room.set_mode("seat", Mode.OPEN)
    await room.set_mode("citizen", Mode.OPEN)
    assert await citizen.comes_to_hear("seat") == {"seat"}
    assert await seat.comes_to_hear("citizen") == {"citizen"}


async def test_what_the_seat_whispers_only_the_officer_hears(house: House, room: Conference) -> None:
    citizen = await house.caller(room)
    seat, seat_line = await house.browser(SEAT)
    officer, officer_line = await house.browser(OFFICER)
    await room.join_line("seat", seat_line)
    await room.join_line("officer", officer_line)
    assert await citizen.comes_to_hear("seat", "officer") == {"seat", "officer"}
    await room.set_mode("seat", Mode.WHISPER)
    assert await citizen.comes_to_hear("officer") == {"officer"}
    assert await officer.comes_to_hear("seat", "citizen") == {"seat", "citizen"}
    assert await seat.comes_to_hear("officer", "citizen") == {"officer", "citizen"}
    await room.set_mode("seat", Mode.OPEN)
    assert await citizen.comes_to_hear("seat", "officer") == {"seat", "officer"}
    assert await officer.comes_to_hear("seat", "citizen") == {"seat", "citizen"}


async def test_a_partner_is_called_and_stays_with_the_caller(house: House, room: Conference) -> None:
    citizen = await house.caller(room)
    seat, line = await house.browser(SEAT)
    await room.join_line("seat", line)
    partner = await house.phone(PARTNER)
    offer = audio_of(await room.offer_outbound("partner"))
    partner.talk((offer.host, offer.port))
    # Ringback and announcements of the partner's exchange are heard before it answers.
    await room.join_outbound("partner", sdp(partner.port))
    assert await citizen.comes_to_hear("seat", "partner") == {"seat", "partner"}
    await room.join_outbound("partner", sdp(partner.port))
    assert await seat.comes_to_hear("citizen", "partner") == {"citizen", "partner"}
    assert await partner.comes_to_hear("citizen", "seat") == {"citizen", "seat"}
    await room.leave("seat")
    assert await partner.comes_to_hear("citizen") == {"citizen"}
    await room.set_mode("partner", Mode.HELD, comfort=str(house.sound))
    assert await partner.comes_to_hear("announced") == {"announced"}
    await room.set_mode("partner", Mode.OPEN)
    assert await partner.comes_to_hear("citizen") == {"citizen"}


async def test_a_whole_call_by_sip_with_a_transfer(house: House, room: Conference) -> None:
    calls: asyncio.Queue[Inbound] = asyncio.Queue()
    told: asyncio.Queue[Signal] = asyncio.Queue()

    def on_call(call: Inbound) -> None:
        call.on_signal = lambda _dialog, signal: told.put_nowait(signal)
        calls.put_nowait(call)

    stack = SipStack("127.0.0.1", 0, on_call)
    caller, partner = await Peer(("127.0.0.1", stack.port)).open(), await Peer().open()
    for close in (stack.close, caller.close, partner.close):
        house.stack.callback(close)
    citizen, hotline = await house.phone(CITIZEN), await house.phone(PARTNER)
    caller.send(caller.request("INVITE", sdp(citizen.port)))
    call = await asyncio.wait_for(calls.get(), 5)
    ours = await room.join_inbound("citizen", call.invite.offer or "")
    await room.play(str(house.sound), repeat=True)
    call.progress(ours)
    early = audio_of((await caller.until(183)).text)
    citizen.talk((early.host, early.port))
    assert await citizen.comes_to_hear("announced") == {"announced"}
    call.answer(ours)
    assert audio_of((await caller.until(200)).text) == early
    caller.ack()
    assert isinstance(await told.get(), Confirmed)
    offer = await room.offer_outbound("partner")
    outgoing = Outgoing("12345", "13800138000", offer, diverted_by="110", domain="hall.example")
    partner.to = ("127.0.0.1", stack.port)
    transfer = stack.call(outgoing, lambda _dialog, signal: told.put_nowait(signal), ("127.0.0.1", partner.port))
    invite = await partner.until("INVITE")
    there = audio_of(invite.text)
    hotline.talk((there.host, there.port))
    partner.reply(invite, 183, "Session Progress", sdp(hotline.port))
    ringing = await told.get()
    assert isinstance(ringing, Ringing) and ringing.sdp
    await room.join_outbound("partner", ringing.sdp)
    assert "partner" in await citizen.comes_to_hear("announced", "partner")
    partner.reply(invite, 200, "OK", sdp(hotline.port))
    answered = await told.get()
    assert isinstance(answered, Answered)
    await room.join_outbound("partner", answered.sdp)
    assert "citizen" in await hotline.comes_to_hear("announced", "citizen")
    transfer.hang_up()
    partner.reply(await partner.until("BYE"), 200, "OK")
    assert (await caller.again("BYE")).status == 200


async def test_the_call_is_recorded_as_a_whole_and_each_party_alone(
    house: House, room: Conference, tmp_path: Path
) -> None:
    citizen = await house.caller(room)
    _seat, line = await house.browser(SEAT)
    await room.join_line("seat", line)
    assert await citizen.comes_to_hear("seat") == {"seat"}
    await asyncio.sleep(1)
    await room.close()
    files = {(one["part"], one["leg"]): house.daemons.at.recordings / one["file"] for one in room.recordings()}
    assert set(files) == {("mix", None), ("leg", "citizen"), ("leg", "seat")}
    async with asyncio.timeout(5):
        while not all(file.exists() for file in files.values()):
            await asyncio.sleep(0.05)
    mix, rate = read_wav(files["mix", None])
    assert heard(mix[-rate:], rate) == {"citizen", "seat"}
    assert files["leg", "citizen"].stat().st_size > 5000
    assert files["leg", "seat"].read_bytes()[:8] in (b"MJR00001", b"MJR00002")


async def test_a_peer_that_moves_its_media_is_followed(house: House, room: Conference) -> None:
    citizen = await house.caller(room)
    seat, line = await house.browser(SEAT)
    await room.join_line("seat", line)
    assert await citizen.comes_to_hear("seat") == {"seat"}
    other = await house.phone(CITIZEN)
    answer = audio_of(await room.reoffer("citizen", sdp(other.port)) or "")
    assert (answer.host, answer.port) == citizen.to
    citizen.close()
    other.talk((answer.host, answer.port))
    assert await other.comes_to_hear("seat") == {"seat"}
    assert await seat.comes_to_hear("citizen") == {"citizen"}


async def test_keys_pressed_in_the_audio_are_told(house: House, room: Conference) -> None:
    pressed: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue()
    at = house.daemons.at.dtmf
    await house.rtpengine.listen_digits(at.host, at.port, lambda *one: pressed.put_nowait(one))
    citizen = await house.caller(room)
    await asyncio.sleep(0.3)
    await citizen.press(5)
    call, _tag, digit = await asyncio.wait_for(pressed.get(), 5)
    assert (call, digit) == (f"{room.room}-citizen", "5")


async def test_keys_are_pressed_for_a_partner(house: House, room: Conference) -> None:
    partner = await house.phone(PARTNER)
    offer = audio_of(await room.offer_outbound("partner"))
    partner.talk((offer.host, offer.port))
    await room.join_outbound("partner", sdp(partner.port))
    assert await partner.comes_to_hear() == set()
    partner.got.clear()
    await room.press("partner", "5")
    await asyncio.sleep(0.5)
    keys = partner.samples()
    spectrum = np.abs(np.fft.rfft(keys * np.hanning(len(keys))))
    hertz = np.fft.rfftfreq(len(keys), 1 / 8000)
    loudest = {round(float(hertz[at])) for at in np.argsort(spectrum)[-40:]}
    assert any(abs(one - 770) < 15 for one in loudest), loudest
    assert any(abs(one - 1336) < 15 for one in loudest), loudest


async def test_a_partner_may_choose_the_codec(house: House, room: Conference) -> None:
    citizen = await house.caller(room)
    partner = await house.phone(PARTNER)
    offer = audio_of(await room.offer_outbound("partner"))
    assert {8, 0} < set(offer.payloads), offer  # and keys as events
    partner.talk((offer.host, offer.port))
    only_mulaw = sdp(partner.port).replace("RTP/AVP 8 101", "RTP/AVP 0").replace("rtpmap:8 PCMA", "rtpmap:0 PCMU")
    await room.join_outbound("partner", only_mulaw)
    partner.kind = 0
    assert await citizen.comes_to_hear("partner") == {"partner"}
    await asyncio.sleep(0.3)
    assert {data[1] & 0x7F for _, data in partner.got[-20:]} == {0}


async def test_without_rtpengine_plain_trunks_still_talk(house: House) -> None:
    room = Conference(house.janus, None, f"call-{secrets.token_hex(4)}")
    await room.open()
    citizen = await house.caller(room)
    seat, line = await house.browser(SEAT)
    await room.join_line("seat", line)
    assert await citizen.comes_to_hear("seat") == {"seat"}
    assert await seat.comes_to_hear("citizen") == {"citizen"}
    with pytest.raises(OutboundNeedsRtpengine):
        await room.offer_outbound("partner")
    await room.close()


async def test_a_controller_that_dies_costs_nobody_a_word(house: House, room: Conference) -> None:
    citizen = await house.caller(room)
    seat, line = await house.browser(SEAT)
    await room.join_line("seat", line)
    await room.set_mode("citizen", Mode.HELD, comfort=str(house.sound))
    assert await citizen.comes_to_hear("announced") == {"announced"}
    kept = json.dumps([house.janus.session, room.state(), line.state()])
    citizen.got.clear()
    await house.janus.close(keep=True)
    session, state, line_state = json.loads(kept)
    house.janus = house.janus_at()
    assert await house.janus.connect(claim=session)
    line = Line.revive(house.janus, line_state)
    again = Conference.revive(house.janus, house.rtpengine, state, {line.id: line})
    await asyncio.sleep(0.5)
    assert citizen.longest_gap_ms() < 500
    await again.set_mode("citizen", Mode.OPEN)
    assert await citizen.comes_to_hear("seat") == {"seat"}
    assert await seat.comes_to_hear("citizen") == {"citizen"}
    await again.close()


async def test_a_caller_stays_when_janus_dies(engines: tuple[RunningDaemons, Path], house: House) -> None:
    room = Conference(house.janus, house.rtpengine, f"call-{secrets.token_hex(4)}")
    await room.open()
    citizen = await house.caller(room)
    partner = await house.phone(PARTNER)
    offer = audio_of(await room.offer_outbound("partner"))
    partner.talk((offer.host, offer.port))
    await room.join_outbound("partner", sdp(partner.port))
    assert await citizen.comes_to_hear("partner") == {"partner"}
    lost = asyncio.Event()
    house.janus.on_lost = lost.set
    house.daemons.kill("janus")
    try:
        await asyncio.wait_for(lost.wait(), 5)
        await room.rebuild(house.standby)
        assert await citizen.comes_to_hear("partner") == {"partner"}
        assert await partner.comes_to_hear("citizen") == {"citizen"}
        await room.close()
    finally:
        await house.daemons.start("janus")
