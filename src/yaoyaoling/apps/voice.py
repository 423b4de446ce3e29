"""`yyl voice`: the controller of calls: SIP towards the edge, conferences, people's lines, and the hall's facts."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from yaoyaoling.apps import rooms
from yaoyaoling.apps.addresses import city_folder, open_bus
from yaoyaoling.apps.open import make_tail, open_database
from yaoyaoling.apps.recordings import Recordings
from yaoyaoling.apps.transcripts import run_transcripts
from yaoyaoling.apps.voice_daemons import Voice, find_voice
from yaoyaoling.evidence.public import RecordingFiles
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.ledger.tail import Decoder, Tail
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.telephony.control.controller import Controller, Keep
from yaoyaoling.telephony.control.engines import Conferences, Engines
from yaoyaoling.telephony.control.lines import Lines
from yaoyaoling.telephony.control.notes import Notes
from yaoyaoling.telephony.daemons import Daemons, JanusAt
from yaoyaoling.telephony.media.announcements import make_announcements
from yaoyaoling.telephony.media.janus import Janus
from yaoyaoling.telephony.media.ng import Rtpengine
from yaoyaoling.telephony.settings import listed
from yaoyaoling.telephony.sip.stack import SipStack
from yaoyaoling.telephony.video.rooms import VideoRooms

_TURN_S = 14 * 3600
"""A line lasts a shift; its way through TURN must not end before."""
log = logger("apps")


class NoVoiceHere(Refused):
    """The daemons of voice were not chosen on this machine."""

    code = "no_voice_here"
    status = 503
    zh = "本机未启用语音：{why}"
    en = "There is no voice on this machine: {why}"


async def run_voice(settings: HallSettings) -> None:
    """Control calls until cancelled. Raises: NoVoiceHere."""
    voice = find_voice(settings)
    if voice.daemons is None:
        raise NoVoiceHere(why=voice.standing.en)
    db, _ = await open_database(settings)
    bus = open_bus(settings)
    try:
        await bus.open()
        tail = make_tail(settings, db, Decoder(rooms.CATALOG, db.vault))
        city = city_folder(settings)
        files = RecordingFiles(city / "recordings", db.vault)
        recordings = Recordings(db, files, voice.daemons.recordings, city / "calls")
        async with (
            open_controller(settings.origin, voice, voice.daemons, db, bus, tail, recordings.keep) as controller,
            asyncio.TaskGroup() as tasks,
        ):
            await controller.start()
            tasks.create_task(controller.run())
            tasks.create_task(recordings.run())
            tasks.create_task(run_transcripts(db, controller, voice.daemons.recordings))
            tasks.create_task(video_rooms(settings.origin, controller, voice.daemons, bus).run())
            log.info("voice_ready")
    finally:
        await bus.close()
        await db.close()


@contextlib.asynccontextmanager
async def open_controller(
    node: str, voice: Voice, daemons: Daemons, db: Database, bus: Bus, tail: Tail, keep: Keep
) -> AsyncIterator[Controller]:
    """A controller on its engines; what it leaves at the end a successor takes up."""
    conferences = Conferences(
        make={at.name: _maker(at, daemons) for at in (daemons.janus, daemons.standby)},
        order=(daemons.janus.name, daemons.standby.name),
        note=daemons.folder / "voice-session.json",
    )
    sounds = await make_announcements(daemons.announcements)
    await conferences.start()
    rtpengine = None if daemons.ng is None else await _rtpengine(voice, daemons, *daemons.ng)
    engines = Engines(conferences, rtpengine, sounds)
    controller = Controller(
        node,
        engines,
        Lines(node, bus, conferences, lambda person: ice_servers(daemons, person)),
        Notes(db),
        tail,
        keep,
        folder=daemons.recordings,
        journal=daemons.journal,
        number=listed(voice.settings.numbers)[0],
        answer_s=voice.settings.answer_s,
    )
    engines.sip = SipStack(*daemons.node, controller.on_call, next_hop=daemons.inside)
    try:
        if rtpengine is not None:
            await rtpengine.listen_digits(*daemons.dtmf, controller.on_key)
        yield controller
    finally:
        engines.sip.close()
        await controller.close()
        if rtpengine is not None:
            rtpengine.close()


async def _rtpengine(voice: Voice, daemons: Daemons, host: str, port: int) -> Rtpengine:
    """Each side by its own interface: rooms are on loopback, also where trunks come from a network or by IPv6."""
    return await Rtpengine.connect(
        host,
        port,
        outside=daemons.outside,
        inside=daemons.inside_media,
        encrypts=voice.settings.encrypt_out,
        family="IP6" if ":" in voice.settings.media_address else "IP4",
    )


def video_rooms(node: str, controller: Controller, daemons: Daemons, bus: Bus) -> VideoRooms:
    """The callers' video, on the same engine as the controller's conferences."""
    return VideoRooms(node, bus, controller.conferences, lambda line: ice_servers(daemons, line))


def ice_servers(daemons: Daemons, person_id: UUID) -> list[dict[str, Any]]:
    """What a browser needs to find a way through: TURN with a credential that passes."""
    if daemons.turn is None:
        return []
    until = int(time.time()) + _TURN_S
    name, password = daemons.turn.credentials(str(person_id), until)
    return [{"urls": list(daemons.turn.urls), "username": name, "credential": password}]


def _maker(at: JanusAt, daemons: Daemons) -> Any:
    return lambda: Janus(at.url, at.api_secret, admin_key=at.admin_key, files=str(daemons.recordings))
