"""Voice on this machine: what is possible is chosen once, at the start, and written down for every process."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from yaoyaoling.apps.addresses import secrets_of
from yaoyaoling.platform.http.health import Part
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise.account import engine_account
from yaoyaoling.platform.supervise.ports import (
    PortRange,
    claim_any_range,
    claim_range,
    is_free_for_datagrams,
    remembered_ports,
)
from yaoyaoling.platform.supervise.process import Program
from yaoyaoling.telephony.daemons import (
    PORT_NAMES,
    Daemons,
    Level,
    Standing,
    find_standing,
    layout,
    prepare,
    programs,
    unplanned,
)
from yaoyaoling.telephony.daemons.watch import VoiceWatch
from yaoyaoling.telephony.settings import VoiceSettings, listed

USUAL_PORTS = {"sip": 5060, "sips": 5061}
"""Where phones and trunks look first."""
_PLAYED = "played"
"""Name of the port behind which the demo plays whomever the hall rings."""
_LEAST_MEDIA = 1_000
"""Media ports a hall beside another one is content with."""


@dataclass(frozen=True)
class Voice:
    """What was chosen. daemons: where they are, None without voice.

    media: the claim of whoever starts the daemons, open while they run. played: the port at which those whom the hall
    rings are played, where they are.
    """

    settings: VoiceSettings
    standing: Standing
    daemons: Daemons | None
    media: PortRange | None = None
    played: int | None = None

    def close(self) -> None:
        """The daemons are stopped: the media ports are anybody's."""
        if self.media is not None:
            self.media.close()

    def watch(self) -> VoiceWatch:
        """Whoever tells the hall's people how voice is."""
        return VoiceWatch(self.standing, self.daemons, listed(self.settings.numbers)[0])


def plan_voice(
    settings: HallSettings, *, is_wanted: bool = True, usual_ports: bool = True, is_played: bool = False
) -> Voice:  # fmt: skip
    """Choose level and ports and write them down; the configurations are written as well.

    is_played: whom the hall rings is played on this machine (`yyl callers`), unless a gateway is set.

    usual_ports: 5060 and 5061 where they are free. Another hall's media ports are left to it, unless they were set:
    then they are what trunk and firewall know. Raises: OSError.
    """
    voice = VoiceSettings()
    standing = find_standing(voice) if is_wanted else unplanned()
    media = None if standing.level is Level.NONE else _claim_media(voice)
    if media is not None:
        voice = _with_media(voice, (media.first, media.last))
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = USUAL_PORTS if usual_ports else {}
    names = (*PORT_NAMES, _PLAYED)
    ports = remembered_ports(folder / "ports.json", names, wanted, also=is_free_for_datagrams)
    is_played = is_played and not voice.gateways
    if is_played:
        voice = _with_played(voice, ports)
    plan = _file(settings)
    told = {
        "standing": standing.told(),
        "ports": ports,
        "media": [voice.media_port_min, voice.media_port_max],
        "is_played": is_played,
    }
    plan.write_text(json.dumps(told, ensure_ascii=False, indent=1))
    played = ports[_PLAYED] if is_played else None
    chosen = Voice(voice, standing, _daemons(settings, voice, standing, ports), media, played)
    if chosen.daemons is not None:
        prepare(voice, chosen.daemons, datetime.now(UTC), engine_account())
    return chosen


def find_voice(settings: HallSettings) -> Voice:
    """What was chosen for the hall that runs here; no voice where nothing was."""
    voice = VoiceSettings()
    try:
        plan = json.loads(_file(settings).read_text())
        standing = Standing.of(plan["standing"])
        ports = {str(name): int(port) for name, port in plan["ports"].items()}
        first, last = plan["media"]
        voice = _with_media(voice, (int(first), int(last)))
        played = ports[_PLAYED] if plan.get("is_played") else None
        voice = voice if played is None else _with_played(voice, ports)
    except (OSError, ValueError, KeyError, TypeError):
        return Voice(voice, unplanned(), None)
    return Voice(voice, standing, _daemons(settings, voice, standing, ports), played=played)


def forget_voice(settings: HallSettings) -> None:
    """The hall stops."""
    with contextlib.suppress(OSError):
        _file(settings).unlink(missing_ok=True)


def voice_programs(voice: Voice) -> tuple[Program, ...]:
    """The daemons as the supervisor keeps them; none without voice."""
    return () if voice.daemons is None else programs(voice.settings, voice.daemons, engine_account())


async def voice_part(watch: VoiceWatch) -> Part:
    """For `/readyz`."""
    now = await watch.look()
    return Part(name="voice", state=now.state, zh=now.zh, en=now.en)


def _daemons(
    settings: HallSettings, voice: VoiceSettings, standing: Standing, ports: Mapping[str, int]
) -> Daemons | None:
    if standing.level is Level.NONE:
        return None
    return layout(voice, _folder(settings), ports, secrets_of(settings), standing.level)


def _claim_media(voice: VoiceSettings) -> PortRange | None:
    """The range of the settings, or another one as long, or a shorter one; None where the settings name one taken."""
    count = voice.media_port_max + 1 - voice.media_port_min
    claimed = claim_range(voice.media_port_min, count)
    if {"media_port_min", "media_port_max"} & voice.model_fields_set:
        return claimed
    while claimed is None and count >= _LEAST_MEDIA:
        claimed = claim_any_range(count)
        count //= 2
    return claimed


def _with_media(voice: VoiceSettings, media: tuple[int, int]) -> VoiceSettings:
    return voice.model_copy(update={"media_port_min": media[0], "media_port_max": media[1]})


def _with_played(voice: VoiceSettings, ports: Mapping[str, int]) -> VoiceSettings:
    return voice.model_copy(update={"gateways": f"sip:127.0.0.1:{ports[_PLAYED]}"})


def _folder(settings: HallSettings) -> Path:
    return settings.data / "voice"


def _file(settings: HallSettings) -> Path:
    return _folder(settings) / "plan.json"
