"""What the supervisor keeps running for voice."""

import os
import signal
from datetime import datetime

from yaoyaoling.platform.supervise import readiness
from yaoyaoling.platform.supervise.account import Account
from yaoyaoling.platform.supervise.process import Program
from yaoyaoling.telephony.daemons.alive import Ask
from yaoyaoling.telephony.daemons.coturn import coturn_command, prepare_coturn
from yaoyaoling.telephony.daemons.files import own_folder
from yaoyaoling.telephony.daemons.janus import janus_command, prepare_janus
from yaoyaoling.telephony.daemons.kamailio import kamailio_command, prepare_kamailio
from yaoyaoling.telephony.daemons.layout import Daemons
from yaoyaoling.telephony.daemons.level import Level, find_program
from yaoyaoling.telephony.daemons.rtpengine import rtpengine_command
from yaoyaoling.telephony.daemons.watch import questions
from yaoyaoling.telephony.settings import VoiceSettings

PORT_NAMES = ("sip", "sips", "edge", "voice", "janus", "janus-standby", "rtpengine", "dtmf", "turn")
"""The ports a layout needs: TCP and UDP of each number free."""
_READY_S = 15.0


def prepare(settings: VoiceSettings, daemons: Daemons, now: datetime, account: Account | None = None) -> None:
    """Make the folders and write all configurations. now: what a new certificate begins at. Raises: OSError."""
    account = account or Account()
    if daemons.level is Level.NONE:
        return
    own_folder(daemons.folder, account, 0o755)
    own_folder(daemons.recordings, account, 0o755)
    own_folder(daemons.announcements, account, 0o755)
    for at in (daemons.janus, daemons.standby):
        prepare_janus(settings, daemons, at, account)
    prepare_kamailio(settings, daemons, account, now)
    if daemons.turn is not None:
        prepare_coturn(settings, daemons, daemons.turn, account)


def programs(settings: VoiceSettings, daemons: Daemons, account: Account | None = None) -> tuple[Program, ...]:
    """The daemons of this level, to be started after `prepare`. Each says itself when it is ready."""
    account = account or Account()
    if daemons.level is Level.NONE:
        return ()
    commands = {at.name: janus_command(_need("janus"), daemons, at) for at in (daemons.janus, daemons.standby)}
    if daemons.ng is not None:
        commands["rtpengine"] = rtpengine_command(_need("rtpengine"), settings, daemons)
    commands["kamailio"] = kamailio_command(_need("kamailio"), daemons)
    if daemons.turn is not None:
        commands["coturn"] = coturn_command(_need("turnserver"), daemons)
    asks = questions(daemons)
    return tuple(_program(name, command, account, asks[name]) for name, command in commands.items())


def _program(name: str, command: tuple[str, ...], account: Account, ask: Ask) -> Program:
    return Program(
        name=name,
        command=command,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        account=account,
        ready=readiness.answer(ask),
        death_signal=signal.SIGTERM,
        stop_within_s=5.0,
        ready_within_s=_READY_S,
    )


def _need(name: str) -> str:
    found = find_program(name)
    assert found is not None, f"{name}: the level says that it is here"
    return found
