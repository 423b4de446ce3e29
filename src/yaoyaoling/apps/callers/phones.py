"""Many telephones in one thread: each sends 20 ms of A-law every 20 ms; the kernel notes when what they hear came."""

import contextlib
import secrets
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise

_FRAME, _EVERY_S = 160, 0.02
_A_LAW = 8
_STAMPED = 35  # SO_TIMESTAMPNS
_SOUND = bytes((0xD5 + 3 * (at % 40)) % 256 for at in range(_FRAME))
_MOST_KEPT = 30_000
_HOPELESS_S = 0.5


@dataclass
class Phone:
    """One of them. heard: (when, sequence number) of each packet; to: where it sends, None for silence.

    says: its sound, repeated, whole packets of A-law. keeps: whether what it hears is kept too, as (when, A-law);
    when: seconds since 1970 by the kernel.

    strays: packets from anywhere else, for a port may have been somebody's a moment ago; they are not heard.
    """

    socket: socket.socket
    port: int
    to: tuple[str, int] | None = None
    heard: list[tuple[float, int]] = field(default_factory=list)
    sequence: int = 0
    strays: int = 0
    says: bytes = _SOUND
    keeps: bool = False
    kept: list[tuple[float, bytes]] = field(default_factory=list)
    source: int = field(default_factory=lambda: secrets.randbelow(2**31))

    def lost(self) -> int:
        """Packets that are missing among those it heard, by their numbers."""
        numbers = [number for _, number in self.heard]
        gaps = ((after - before) % 65536 for before, after in pairwise(numbers))
        return sum(gap - 1 for gap in gaps if 1 < gap < 1000)

    def longest_gap_ms(self) -> float:
        """The longest silence between two packets."""
        times = [at for at, _ in self.heard]
        return max((after - before) * 1000 for before, after in pairwise(times))


class Phones:
    """All of them. late_ms: how late the sender itself was at worst (a busy machine)."""

    def __init__(self, count: int) -> None:
        self.all: list[Phone] = [_opened() for _ in range(count)]
        self.late_ms = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def open(self, says: bytes) -> Phone:
        """One more, which keeps what it hears."""
        phone = _opened()
        phone.says, phone.keeps = says, True
        self.all = [*self.all, phone]  # the thread goes on with the list it has
        return phone

    def drop(self, phone: Phone) -> None:
        """Hang one up."""
        self.all = [one for one in self.all if one is not phone]
        phone.to = None
        phone.socket.close()

    def forget(self) -> None:
        """Measure from now on."""
        self.late_ms = 0.0
        for phone in self.all:
            phone.heard, phone.strays = [], 0

    def close(self) -> None:
        """Hang up."""
        self._stop.set()
        self._thread.join()
        for phone in self.all:
            phone.socket.close()

    def _run(self) -> None:
        began, tick = time.perf_counter(), 0
        while not self._stop.is_set():
            tick += 1
            wait_s = began + tick * _EVERY_S - time.perf_counter()
            if wait_s > 0:
                time.sleep(wait_s)
            else:
                self.late_ms = max(self.late_ms, -wait_s * 1000)
                if -wait_s > _HOPELESS_S:
                    began -= wait_s  # a telephone that was held up so long does not say all of it at once
            for phone in self.all:
                if phone.to is not None:
                    head = struct.pack("!BBHII", 0x80, _A_LAW, phone.sequence & 65535, tick * _FRAME, phone.source)
                    phone.sequence += 1
                    at = tick * _FRAME % len(phone.says)
                    with contextlib.suppress(OSError, TypeError):  # hung up in this moment
                        phone.socket.sendto(head + phone.says[at : at + _FRAME], phone.to)
                    _drain(phone)


def _opened() -> Phone:
    while True:
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
        if port % 2 == 0:
            one.setblocking(False)
            one.setsockopt(socket.SOL_SOCKET, _STAMPED, 1)
            return Phone(one, port)
        one.close()


def _drain(phone: Phone) -> None:
    with contextlib.suppress(OSError):  # nothing more; or hung up in this moment
        while True:
            data, more, _, source = phone.socket.recvmsg(2048, 128)
            if len(data) < 12:
                continue
            if source[:2] != phone.to:
                phone.strays += 1
                continue
            seconds, nanoseconds = struct.unpack("qq", more[0][2][:16])
            came = seconds + nanoseconds / 1e9
            phone.heard.append((came, struct.unpack("!H", data[2:4])[0]))
            if phone.keeps and data[1] & 0x7F == _A_LAW:
                phone.kept.append((came, data[12:]))
                del phone.kept[:-_MOST_KEPT]
