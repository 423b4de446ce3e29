"""What a caller is told by us is heard in the kept sound of his call, when he heard it: first announcement to last."""

import asyncio
import time
from pathlib import Path
from uuid import UUID

from playwright.async_api import Browser

from tests.engines import Engines
from tests.evidence.sounds import Sound, opened_sound
from tests.evidence.sounds import heard as spans_of
from tests.telephony.daemons import RunningDaemons, running_daemons
from tests.telephony.sound import write_wav
from tests.voice.hall import CITIZEN_HZ, SEAT_HZ, VoiceHall, comes_to_hear, until, voice_hall
from tests.voice.sip import Caller
from tests.voice.talking import take
from tests.voice.tones import level_db
from yaoyaoling.apps.addresses import city_folder
from yaoyaoling.evidence.public import RecordingFiles
from yaoyaoling.evidence.recordings.views import open_sound
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.telephony.media.announcements import encode_opus

QUEUE_HZ, COMFORT_HZ = 1900, 2300
BREATH_S = 0.6
NOTED_LATE_S = 0.6
"""A busy machine notes an end that late; the announcements themselves last several times as long."""
Span = tuple[float, float]


async def make_tones(daemons: RunningDaemons, folder: Path) -> None:
    """Announcements that a Fourier transform tells from every party; the hall keeps those that it finds."""
    daemons.at.announcements.mkdir(parents=True, exist_ok=True)
    for name, hz in (("queue", QUEUE_HZ), ("comfort", COMFORT_HZ)):
        wave = folder / f"{name}.wav"
        await encode_opus([write_wav(wave, hz)], daemons.at.announcements / f"{name}.opus")


def heard_by(caller: Caller, hz: int, since: float) -> Span:
    """When a tone was first and last heard on the line; seconds after a moment."""
    times = [
        came - since
        for came, _ in caller.sound.got
        if came >= since and level_db(caller.sound.since(came, 0.06), hz) > -40
    ]
    return min(times), max(times) + 0.06


async def kept_sound(voice: VoiceHall, call_id: UUID, to: Path) -> tuple[Sound, int, tuple[str, ...]]:
    """The one sound that evidence made of the call, its rate, and whose lanes it has."""
    kept = "select id from evidence.recording where contact_id = $1"
    db, vault = voice.live.hall.db, voice.live.hall.db.vault
    await until(lambda: voice.value(kept, call_id), 90, "the recording was not kept", voice.log)
    [view] = await voice.ask("taker1", "GET", f"/api/evidence/recordings?subject={call_id}")
    said = {"purpose": "核实报警内容"}
    await voice.ask("taker1", "POST", f"/api/evidence/recordings/{view['id']}/listen", said)
    # The controller of the test has a folder of its own: the hall's routes would look elsewhere.
    files = RecordingFiles(
        city_folder(HallSettings(data=voice.folder, city=voice.environ["YYL_CITY"])) / "recordings", vault
    )
    opened = await open_sound(db, files, voice.live.world.people["taker1"], UUID(view["id"]))
    to.write_bytes(b"".join(opened.read(0, opened.size)))
    return *opened_sound(to), tuple(lane["kind"] for lane in view["lanes"])


def only_span(sound: Sound, rate: int, hz: float) -> list[Span]:
    """When a tone is heard; breaths shorter than the announcement's own pause between two rounds are part of it."""
    joined: list[Span] = []
    for a, b in spans_of(sound, rate, hz):
        if joined and a - joined[-1][1] < BREATH_S:
            joined[-1] = (joined[-1][0], b)
        elif b - a > 0.1:
            joined.append((a, b))
    return joined


async def test_greeting_and_comfort_are_in_the_kept_sound_when_they_were_heard(
    engines: Engines, browser: Browser, tmp_path: Path
) -> None:
    async with running_daemons() as daemons:
        await make_tones(daemons, tmp_path)
        async with voice_hall(engines, daemons) as voice:
            seat = await voice.phone(browser, "taker1", SEAT_HZ)
            await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
            caller = voice.caller(CITIZEN_HZ)
            begun = time.monotonic()
            caller.invite()
            await caller.until(183)
            call_id = await voice.call_of(caller)
            await comes_to_hear(caller, None)
            await asyncio.sleep(1.5)
            await take(voice, "taker1", call_id)
            await caller.until(200)
            caller.ack()
            await comes_to_hear(caller, {SEAT_HZ})
            await comes_to_hear(seat, {CITIZEN_HZ})
            await voice.ask("taker1", "POST", f"/api/intake/contacts/{call_id}/hold")
            await comes_to_hear(caller, None)
            await asyncio.sleep(1.5)
            await voice.ask("taker1", "POST", f"/api/intake/contacts/{call_id}/resume")
            await comes_to_hear(caller, {SEAT_HZ})
            caller.bye()
            await voice.until_call(call_id, "ended")
            sound, rate, lanes = await kept_sound(voice, call_id, tmp_path / "kept.ogg")
            told = {hz: heard_by(caller, hz, begun) for hz in (QUEUE_HZ, COMFORT_HZ)}
    assert "announcement" in lanes and "citizen" in lanes and "seat" in lanes
    [queue], [comfort] = (only_span(sound, rate, hz) for hz in (QUEUE_HZ, COMFORT_HZ))
    print("heard by the caller", told, "in the kept sound", queue, comfort)
    # The two are on clocks of their own; between the announcements lies the same time in both.
    apart = told[COMFORT_HZ][0] - told[QUEUE_HZ][0]
    assert abs((comfort[0] - queue[0]) - apart) < NOTED_LATE_S
    for hz, (a, b) in ((QUEUE_HZ, queue), (COMFORT_HZ, comfort)):
        assert abs((b - a) - (told[hz][1] - told[hz][0])) < NOTED_LATE_S, (
            f"{hz} Hz lasted another time than the caller heard it"
        )
    first_word = only_span(sound, rate, SEAT_HZ)[0][0]
    assert -0.1 < first_word - queue[1] < 2.0, "the seat is heard when the announcement is over"


async def test_who_gave_up_before_an_answer_leaves_what_he_was_told(engines: Engines, tmp_path: Path) -> None:
    """The controller dies in the announcement, and its successor ends the call: it was noted all the same."""
    async with running_daemons() as daemons:
        await make_tones(daemons, tmp_path)
        async with voice_hall(engines, daemons) as voice:
            caller = voice.caller(CITIZEN_HZ)
            begun = time.monotonic()
            caller.invite()
            await caller.until(183)
            call_id = await voice.call_of(caller)
            await comes_to_hear(caller, None)
            await asyncio.sleep(1.0)
            voice.kill_voice()
            await voice.start_voice()
            caller.cancel()
            await voice.until_call(call_id, "abandoned")
            told = heard_by(caller, QUEUE_HZ, begun)
            sound, rate, _ = await kept_sound(voice, call_id, tmp_path / "kept.ogg")
    spans = only_span(sound, rate, QUEUE_HZ)
    print("heard by the caller", told, "in the kept sound", spans)
    [(a, b)] = spans
    assert abs((b - a) - (told[1] - told[0])) < 0.5
