"""Kamailio: the SIP edge. Its rules stand in `data/edge.cfg`; here what differs from hall to hall is generated."""

import hashlib
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path

from yaoyaoling.platform.supervise.account import Account
from yaoyaoling.telephony.daemons.certificate import ensure_edge_certificate
from yaoyaoling.telephony.daemons.files import own_folder, write_own
from yaoyaoling.telephony.daemons.laid import COUNTED, last_file, prepare_laid
from yaoyaoling.telephony.daemons.layout import Daemons
from yaoyaoling.telephony.settings import VoiceSettings, listed

REALM = "yaoyaoling"
_EDGE = Path(__file__).parent / "data" / "edge.cfg"
_MEMORY_MB = 64


def prepare_kamailio(settings: VoiceSettings, daemons: Daemons, account: Account, now: datetime) -> None:
    """Write its configuration."""
    folder = own_folder(daemons.folder / "kamailio", account)
    prepare_laid(daemons.journal, account)
    if daemons.sips is not None:
        ensure_edge_certificate(folder, settings.sip_address, account, now)
        if settings.trunk_ca is not None:
            write_own(folder / "trunks.pem", settings.trunk_ca.read_text(), account)
        write_own(folder / "tls.cfg", _tls(settings, folder), account)
    write_own(folder / "edge.cfg", _EDGE.read_text(encoding="utf-8"), account)
    write_own(folder / "hall.cfg", _hall(settings, daemons, folder), account)
    write_own(folder / "tables.cfg", _tables(settings, daemons), account)
    write_own(folder / "dispatcher.list", _destinations(settings, daemons), account)
    nets = [ip_network(part, strict=False) for part in listed(settings.trunks)]
    trunks = "".join(f"1 {net.network_address} {net.prefixlen}\n" for net in nets)
    write_own(folder / "trunks.list", trunks, account)


def kamailio_command(program: str, daemons: Daemons) -> tuple[str, ...]:
    """What to run."""
    folder = daemons.folder / "kamailio"
    memory = ("-m", str(_MEMORY_MB), "-M", "8")
    return (program, "-DD", "-E", *memory, "-f", str(folder / "edge.cfg"), "-Y", str(folder), "-P", str(folder / "pid"))


def _hall(settings: VoiceSettings, daemons: Daemons, folder: Path) -> str:
    inside = f"udp:{daemons.inside}"
    outside = f"udp:{daemons.sip}"
    listens = [outside, f"tcp:{daemons.sip}", inside]
    if daemons.sips is not None:
        listens.append(f"tls:{daemons.sips}")
    words = {
        "INSIDE_PORT": str(daemons.inside.port),
        "INSIDE_SOCKET": f'"{inside}"',
        "OUTSIDE_SOCKET": f'"{outside}"',
        "SIP_HOST": f'"{daemons.sip}"',
        "REALM": f'"{REALM}"',
        "FIRST_NUMBER": f'"{listed(settings.numbers)[0]}"',
        "FLOOD_REQUESTS": str(settings.flood_requests),
        "CALLS_TABLE": f'"calls=>size=12;autoexpire={settings.repeat_window_s};initval=0;"',
        "CONTROL_SOCKET": f'"unix:{folder}/control"',
        "JOURNAL": f'"{daemons.journal}/"',
        "JOURNAL_MOST": str(settings.journal_most),
        "NODES_FILE": f'"{folder}/dispatcher.list"',
        "TRUNKS_FILE": f'"{folder}/trunks.list"',
        "TLS_FILE": f'"{folder}/tls.cfg"',
    }
    if settings.last_resort:
        words["LAST_RESORT"] = f'"{settings.last_resort}"'
    flags = ["WITH_TLS"] if daemons.sips is not None else []
    flags += ["OUTSIDE_IPV6"] if ":" in daemons.sip.host else []
    flags += ["OPEN_CALLS"] if settings.takes_open_calls() else []
    lines = [f"#!define {name} {value}" for name, value in words.items()]
    lines += [f"#!define {name}" for name in flags]
    lines += [f"listen={one}" for one in listens]
    return "\n".join(lines) + "\n"


def _tables(settings: VoiceSettings, daemons: Daemons) -> str:
    """Numbers, ways, phones and places of its journal, put into its tables at its start.

    Of passwords it knows the digest's half only.
    """
    lines = [f"    $sht(numbers=>{number}) = 1;" for number in listed(settings.numbers)]
    for part in listed(settings.routes):
        number, _, gateway = part.partition("=")
        lines.append(f'    $sht(ways=>{number}) = "{gateway.partition(":")[2]}";')
    for part in listed(settings.phones.get_secret_value() if settings.phones else ""):
        name, _, password = part.partition(":")
        half = hashlib.md5(f"{name}:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest()
        lines.append(f'    $sht(phones=>{name}) = "{half}";')
    for name in COUNTED:
        lines.append(f'    if (file_read("{last_file(daemons.journal, name)}", "$var(last)")) {{')
        lines += [f"        $sht(places=>{name}) = $(var(last){{s.int}});", "    }"]
    return "event_route[htable:mod-init] {\n" + "\n".join(lines) + "\n}\n"


def _destinations(settings: VoiceSettings, daemons: Daemons) -> str:
    """Set 1: nodes of ours. Set 2: gateways, the first preferred."""
    lines = [f"1 sip:{daemons.node} 0 10"]
    gateways = listed(settings.gateways)
    lines += [f"2 {gateway} 8 {len(gateways) - number}" for number, gateway in enumerate(gateways)]
    return "\n".join(lines) + "\n"


def _tls(settings: VoiceSettings, folder: Path) -> str:
    """Versions 1.2 and newer. With authorities given, a trunk without a certificate of theirs is not let in."""
    lines = [
        "[server:default]",
        "method = TLSv1.2+",
        f"certificate = {folder}/tls.pem",
        f"private_key = {folder}/tls.key",
    ]
    wanted = "yes" if settings.trunk_ca is not None else "no"
    lines += [f"verify_certificate = {wanted}", f"require_certificate = {wanted}"]
    if settings.trunk_ca is not None:
        lines.append(f"ca_list = {folder}/trunks.pem")
    client = ["[client:default]", "method = TLSv1.2+", f"verify_certificate = {wanted}", "require_certificate = yes"]
    client += [f"certificate = {folder}/tls.pem", f"private_key = {folder}/tls.key"]
    if settings.trunk_ca is not None:
        client.append(f"ca_list = {folder}/trunks.pem")
    return "\n".join([*lines, "", *client]) + "\n"
