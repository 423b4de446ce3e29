"""Where everything of voice is: addresses, folders, secrets. The same for those who start it and those who use it."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from yaoyaoling.platform.secrets import Secrets
from yaoyaoling.telephony.daemons.level import Level, find_program
from yaoyaoling.telephony.settings import VoiceSettings


class Address(NamedTuple):
    """Host and port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True)
class JanusAt:
    """A Janus: WebSocket on loopback, its secrets, and the ports of its media (first, last)."""

    name: str
    ws: Address
    api_secret: str
    admin_key: str
    webrtc_ports: tuple[int, int]
    rtp_ports: tuple[int, int]

    @property
    def url(self) -> str:
        """As a WebSocket client takes it (subprotocol janus-protocol)."""
        return f"ws://{self.ws}"


@dataclass(frozen=True)
class TurnAt:
    """A TURN server, the secret its passing credentials are made from, and the ports it relays on (first, last)."""

    address: Address
    secret: str
    realm: str
    ports: tuple[int, int]

    @property
    def urls(self) -> tuple[str, ...]:
        """As a browser takes them."""
        return tuple(f"turn:{self.address}?transport={transport}" for transport in ("udp", "tcp"))

    def credentials(self, who: str, until_s: int) -> tuple[str, str]:
        """Name and password good until a moment (Unix seconds), as coturn's `use-auth-secret` checks them."""
        name = f"{until_s}:{who}"
        mac = hmac.new(self.secret.encode(), name.encode(), hashlib.sha1).digest()
        return name, base64.b64encode(mac).decode()


@dataclass(frozen=True)
class Daemons:
    """Where everything is.

    sip, sips: where the world rings (UDP and TCP; TLS). inside: where the controller sends its own calls (UDP).
    node: where the controller listens (UDP). ng: rtpengine's control, None at a lower level. dtmf: where rtpengine
    tells of pressed keys (JSON over UDP); the controller listens there. outside, inside_media: names of rtpengine's
    interfaces for `direction` (towards trunks and phones; towards Janus).
    recordings: where Janus may write. announcements: where Janus and rtpengine may read.
    """

    level: Level
    folder: Path
    sip: Address
    sips: Address | None
    inside: Address
    node: Address
    janus: JanusAt
    standby: JanusAt
    ng: Address | None
    dtmf: Address
    turn: TurnAt | None
    media_ports: tuple[int, int]
    outside: str = "outside"
    inside_media: str = "inside"

    @property
    def recordings(self) -> Path:
        """Janus' recordings, to be taken from here by the controller."""
        return self.folder / "recordings"

    @property
    def journal(self) -> Path:
        """Where the edge lays down each call before it asks a node; the controller takes away what the hall knows."""
        return self.folder / "kamailio" / "journal"

    @property
    def announcements(self) -> Path:
        """Sounds that are played to callers."""
        return self.folder / "announcements"


def layout(
    settings: VoiceSettings, folder: Path, ports: Mapping[str, int], secrets: Secrets, level: Level = Level.FULL
) -> Daemons:
    """Where everything is below `folder`, with a port for each of `PORT_NAMES`. Nothing is written or started.

    The range of media ports is shared out: four tenths to rtpengine, two to each Janus and to TURN.
    """
    first, last = settings.media_port_min, settings.media_port_max
    tenth = max(1, (last + 1 - first) // 20) * 2  # even, RTP wants pairs

    def part(number: int, count: int = 1) -> tuple[int, int]:
        return first + number * tenth, first + (number + count) * tenth - 1

    def janus(name: str, number: int) -> JanusAt:
        return JanusAt(
            name=name,
            ws=Address("127.0.0.1", ports[name]),
            api_secret=secrets.password("voice-janus"),
            admin_key=secrets.password("voice-rooms"),
            webrtc_ports=part(number),
            rtp_ports=part(number + 1),
        )

    has_turn = settings.turn and find_program("turnserver") is not None
    turn = TurnAt(
        Address(settings.media_address, ports["turn"]), secrets.password("voice-turn"), "yaoyaoling", part(8, 2)
    )
    return Daemons(
        level=level,
        folder=folder,
        sip=Address(settings.sip_address, settings.sip_port or ports["sip"]),
        sips=Address(settings.sip_address, settings.sips_port or ports["sips"]) if has_tls() else None,
        inside=Address("127.0.0.1", ports["edge"]),
        node=Address("127.0.0.1", ports["voice"]),
        janus=janus("janus", 4),
        standby=janus("janus-standby", 6),
        ng=Address("127.0.0.1", ports["rtpengine"]) if level is Level.FULL else None,
        dtmf=Address("127.0.0.1", ports["dtmf"]),
        turn=turn if has_turn else None,
        media_ports=part(0, 4),
    )


def has_tls() -> bool:
    """Whether Kamailio's TLS is installed: Debian packs it apart."""
    return any(path.exists() for path in _tls_modules())


def _tls_modules() -> list[Path]:
    return [*Path("/usr/lib").glob("*/kamailio/modules/tls.so"), Path("/usr/lib64/kamailio/modules/tls.so")]
