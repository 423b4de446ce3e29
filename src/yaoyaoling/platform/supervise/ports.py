"""Ports for the engines: free ones, the same as last time while they are still free."""

import errno
import json
import random
import socket
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from yaoyaoling.kernel.refused import Refused

_RANGE = range(20_000, 30_000)
"""Below what Linux hands out to outgoing connections, so that none of those is in the way tomorrow."""


class PortInUse(Refused):
    """Somebody else listens there."""

    code = "port_in_use"
    zh = "端口 {address}:{port} 已被占用{who_zh}。换一个端口再启动，例如：YYL_PORT={other} ./yyl demo"
    en = "Port {address}:{port} is in use{who_en}. Start on another one, e.g. YYL_PORT={other} ./yyl demo"


class AddressNotOurs(Refused):
    """This machine has no such address, or we may not listen there."""

    code = "address_not_ours"
    zh = "无法在 {address}:{port} 上监听（{why}）。请用 --listen 与 --port 指定本机的地址与端口。"
    en = "Cannot listen on {address}:{port} ({why}). Name an address and a port of this machine: --listen, --port."


def _bind_fault(address: str, port: int) -> OSError | None:
    """Why nobody can listen there now; None when one can. Connections that linger are no reason."""
    try:
        family, _, _, _, where = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            probe.listen(1)
    except OSError as error:
        return error
    return None


def is_free(port: int, address: str = "127.0.0.1") -> bool:
    """Whether one could listen there now."""
    return _bind_fault(address, port) is None


def require_free(address: str, port: int) -> None:
    """Raise PortInUse or AddressNotOurs, with the remedy, unless one can listen there."""
    fault = _bind_fault(address, port)
    if fault is None:
        return
    if fault.errno != errno.EADDRINUSE:
        raise AddressNotOurs(address=address, port=port, why=fault.strerror or str(fault))
    who = _listener(port)
    other = next((near for near in range(port + 1, min(port + 50, 65_536)) if is_free(near, address)), port + 1)
    raise PortInUse(
        address=address,
        port=port,
        who_zh=f"（进程 {who}）" if who else "",
        who_en=f" by process {who}" if who else "",
        other=other,
    )


def _listener(port: int) -> str | None:
    """Number and name of the process that listens on a port, when we are allowed to know."""
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.pid and connection.laddr[1:2] == (port,):
                return f"{connection.pid} {psutil.Process(connection.pid).name()}"
    except (psutil.Error, OSError):
        return None
    return None


def is_free_for_datagrams(port: int) -> bool:
    """Whether one could receive UDP there now."""
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def remembered_ports(
    file: Path,
    names: Iterable[str],
    usual: Mapping[str, int] | None = None,
    also: Callable[[int], bool] = lambda _: True,
) -> dict[str, int]:
    """A free loopback port for each name: the usual one, else last time's, when it is free. Written to the file.

    also: what else has to hold for a port.
    """
    try:
        known = {str(name): int(port) for name, port in json.loads(file.read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        known = {}
    chosen: dict[str, int] = {}
    for name in names:
        wanted = [port for port in ((usual or {}).get(name), known.get(name)) if port is not None]
        free = [port for port in wanted if port not in chosen.values() and is_free(port) and also(port)]
        chosen[name] = free[0] if free else free_port(set(chosen.values()) | set(known.values()), also)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({**known, **chosen}))
    return chosen


def free_port(taken: Collection[int] = (), also: Callable[[int], bool] = lambda _: True) -> int:
    """A loopback port where nobody listens now. taken: not one of these. also: what else has to hold for it."""
    for port in random.sample(_RANGE, 200):
        if port not in taken and is_free(port) and also(port):
            return port
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        found: int = any_port.getsockname()[1]
    return found


CLAIM_EVERY = 2_000
"""Ranges are claimed at each multiple of this."""


@dataclass
class PortRange:
    """A range (first and last included) that nobody else of this machine claims, for as long as this object is open.

    Sockets for media are bound only while somebody talks, and two engines may even bind the same port without a word:
    so a range is claimed by TCP sockets, which media never uses, at each multiple of `CLAIM_EVERY`.
    """

    first: int
    last: int
    _claims: list[socket.socket]

    def close(self) -> None:
        """Others may have it."""
        for claim in self._claims:
            claim.close()
        self._claims.clear()


def claim_range(first: int, count: int) -> PortRange | None:
    """Claim `count` ports from `first` on; None when somebody has claimed one of them or listens at its beginning."""
    marks = sorted({first, *range(-(-first // CLAIM_EVERY) * CLAIM_EVERY, first + count, CLAIM_EVERY)})
    claimed = PortRange(first, first + count - 1, [])
    for mark in marks:
        claim = socket.socket()
        claimed._claims.append(claim)
        try:
            claim.bind(("127.0.0.1", mark))
        except OSError:
            claimed.close()
            return None
    if not all(is_free_for_datagrams(port) for port in range(first, min(first + 20, first + count))):
        claimed.close()
        return None
    return claimed


def claim_any_range(count: int, within: range = range(10_000, 32_000)) -> PortRange | None:
    """Claim `count` ports somewhere, at random; None when nothing so long is free."""
    starts = [first for first in range(within.start, within.stop, CLAIM_EVERY) if first + count <= within.stop]
    found = (claim_range(first, count) for first in random.sample(starts, len(starts)))
    return next((one for one in found if one is not None), None)
