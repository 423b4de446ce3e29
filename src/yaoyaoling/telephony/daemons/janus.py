"""Janus: conference rooms (AudioBridge), video rooms, WebRTC. Its control is a WebSocket on loopback with a secret."""

from ipaddress import ip_address
from pathlib import Path

from yaoyaoling.platform.supervise.account import Account
from yaoyaoling.telephony.daemons.files import own_folder, write_own
from yaoyaoling.telephony.daemons.layout import Daemons, JanusAt
from yaoyaoling.telephony.settings import VoiceSettings

_UNUSED = {
    "plugins": "duktape lua textroom videocall voicemail recordplay echotest sip nosip streaming",
    "transports": "http pfunix mqtt nanomsg rabbitmq",
    "loggers": "jsonlog",
    "events": "gelfevh mqttevh nanomsgevh rabbitmqevh wsevh sampleevh",
}
"""What we do not use is not loaded."""

_RECLAIM_S = 120
"""A controller that starts anew claims its session within this time; until then the rooms go on."""


def prepare_janus(settings: VoiceSettings, daemons: Daemons, at: JanusAt, account: Account) -> None:
    """Write its configuration."""
    folder = own_folder(folder_of(daemons, at), account)
    write_own(folder / "janus.jcfg", _main(settings, daemons, at), account)
    first, last = at.rtp_ports
    bridge = (
        f'general: {{\n\tstring_ids = true\n\tadmin_key = "{at.admin_key}"\n\tlock_rtp_forward = true\n'
        f'\tlock_play_file = true\n\trecord_tmp_ext = "tmp"\n\trtp_port_range = "{first}-{last}"\n'
        f'\tlocal_ip = "{_bridge_address(settings, daemons)}"\n}}\n'
    )
    write_own(folder / "janus.plugin.audiobridge.jcfg", bridge, account)
    video = f'general: {{\n\tstring_ids = true\n\tadmin_key = "{at.admin_key}"\n}}\n'
    write_own(folder / "janus.plugin.videoroom.jcfg", video, account)
    socket = (
        f'general: {{\n\tjson = "compact"\n\tws = true\n\tws_port = {at.ws.port}\n\tws_ip = "{at.ws.host}"\n'
        '\twss = false\n\tws_logging = "err,warn"\n}\nadmin: {\n\tadmin_ws = false\n\tadmin_wss = false\n}\n'
    )
    write_own(folder / "janus.transport.websockets.jcfg", socket, account)


def folder_of(daemons: Daemons, at: JanusAt) -> Path:
    """Its folder."""
    return daemons.folder / at.name


def janus_command(program: str, daemons: Daemons, at: JanusAt) -> tuple[str, ...]:
    """What to run."""
    folder = folder_of(daemons, at)
    return (program, "--config", str(folder / "janus.jcfg"), "--configs-folder", str(folder), "--disable-colors")


def _bridge_address(settings: VoiceSettings, daemons: Daemons) -> str:
    """Plain RTP of rooms stays inside where rtpengine stands before it."""
    return "127.0.0.1" if daemons.ng is not None else settings.media_address


def _main(settings: VoiceSettings, daemons: Daemons, at: JanusAt) -> str:
    is_loopback = ip_address(settings.media_address).is_loopback
    only = "lo" if is_loopback else settings.media_address
    mapped = "" if settings.advertised_address is None else f'\tnat_1_1_mapping = "{settings.advertised_address}"\n'
    disabled = "".join(
        f'{kind}: {{ disable = "{",".join(f"libjanus_{name}.so" for name in names.split())}" }}\n'
        for kind, names in _UNUSED.items()
    )
    first, last = at.webrtc_ports
    system = '["/bin","/boot","/dev","/etc","/lib","/lib64","/proc","/root","/sbin","/sys","/usr"]'
    return (
        f'general: {{\n\tconfigs_folder = "{folder_of(daemons, at)}"\n\tdebug_level = 4\n\tdebug_timestamps = true\n'
        f'\tapi_secret = "{at.api_secret}"\n\tsession_timeout = 60\n\treclaim_session_timeout = {_RECLAIM_S}\n'
        f'\tserver_name = "{at.name}"\n\tinterface = "{settings.media_address}"\n\tprotected_folders = {system}\n}}\n'
        f'media: {{\n\trtp_port_range = "{first}-{last}"\n\tipv6 = {_flag(":" in settings.media_address)}\n'
        "\tdtls_mtu = 1200\n}\n"
        f'nat: {{\n\tfull_trickle = true\n\tice_lite = true\n\tice_tcp = false\n\tice_enforce_list = "{only}"\n'
        f"{mapped}}}\n{disabled}"
    )


def _flag(value: bool) -> str:
    return "true" if value else "false"
