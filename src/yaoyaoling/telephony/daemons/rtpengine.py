"""rtpengine: the anchor of all plain and encrypted RTP. Its control (ng over UDP) listens on loopback only."""

from yaoyaoling.telephony.daemons.layout import Daemons
from yaoyaoling.telephony.settings import VoiceSettings

SDES = ("no-NULL_HMAC_SHA1_80", "no-NULL_HMAC_SHA1_32", "no-F8_128_HMAC_SHA1_80", "no-F8_128_HMAC_SHA1_32")
"""For every `offer` and `answer` (ng key `SDES`): by itself rtpengine also offers suites that encrypt nothing."""

_SILENT_S = 60
"""A leg that sends nothing for so long is ended by rtpengine; held legs may be silent for an hour."""
_HELD_S = 3_600


def rtpengine_command(program: str, settings: VoiceSettings, daemons: Daemons) -> tuple[str, ...]:
    """What to run. Two interfaces: `outside` towards trunks and phones, `inside` towards Janus."""
    assert daemons.ng is not None, "only at the full level"
    first, last = daemons.media_ports
    outside = settings.media_address
    if settings.advertised_address is not None:
        outside = f"{outside}!{settings.advertised_address}"
    return (
        program,
        "--config-file=none",
        "--foreground",
        "--log-stderr",
        "--log-level=5",
        "--table=-1",  # no kernel module: it works in any container
        f"--interface={daemons.outside}/{outside}",
        f"--interface={daemons.inside_media}/127.0.0.1",
        f"--listen-ng={daemons.ng}",
        f"--port-min={first}",
        f"--port-max={last}",
        f"--timeout={_SILENT_S}",
        f"--silent-timeout={_HELD_S}",
        "--num-threads=2",
        f"--dtmf-log-dest={daemons.dtmf}",
    )
