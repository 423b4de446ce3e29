"""coturn: media for phones behind narrow networks. It relays to this machine's own addresses and to nothing else."""

import socket
from ipaddress import ip_address

import psutil

from yaoyaoling.platform.supervise.account import Account
from yaoyaoling.telephony.daemons.files import own_folder, write_own
from yaoyaoling.telephony.daemons.layout import Daemons, TurnAt
from yaoyaoling.telephony.settings import VoiceSettings

_INTERNET = (socket.AF_INET, socket.AF_INET6)


def prepare_coturn(settings: VoiceSettings, daemons: Daemons, at: TurnAt, account: Account) -> None:
    """Write its configuration."""
    folder = own_folder(daemons.folder / "coturn", account)
    first, last = at.ports
    own = settings.media_address
    # On loopback Janus' ICE offers whatever else this machine is called, and finds only relays that do likewise.
    relays = (own_addresses() if ip_address(own).is_loopback else ()) or (own,)
    lines = [
        f"listening-ip={at.address.host}",
        f"listening-port={at.address.port}",
        *(f"relay-ip={one}" for one in relays),
        f"min-port={first}",
        f"max-port={last}",
        "fingerprint",
        "use-auth-secret",
        f"static-auth-secret={at.secret}",
        f"realm={at.realm}",
        "stale-nonce=600",
        "user-quota=12",
        "total-quota=1200",
        "no-multicast-peers",
        "no-cli",
        "no-tls",
        "no-dtls",
        "no-software-attribute",
        "log-file=stdout",
        "simple-log",
        f"pidfile={folder / 'pid'}",
        f"userdb={folder / 'users.sqlite'}",
        # Whoever has a credential reaches our media, and nobody behind it.
        "denied-peer-ip=0.0.0.0-255.255.255.255",
        "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        *(f"allowed-peer-ip={one}" for one in (own, *relays)),
    ]
    if ip_address(own).is_loopback:
        lines.append("allow-loopback-peers")
    if settings.advertised_address is not None:
        lines.append(f"external-ip={settings.advertised_address}/{own}")
    write_own(folder / "turnserver.conf", "\n".join(lines) + "\n", account)


def own_addresses() -> tuple[str, ...]:
    """This machine's addresses that others could reach: neither loopback nor of a link only."""
    found = (one.address for ones in psutil.net_if_addrs().values() for one in ones if one.family in _INTERNET)
    return tuple(one for one in found if not (ip_address(one).is_loopback or ip_address(one).is_link_local))


def coturn_command(program: str, daemons: Daemons) -> tuple[str, ...]:
    """What to run."""
    return (program, "-c", str(daemons.folder / "coturn" / "turnserver.conf"))
