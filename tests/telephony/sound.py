"""Telephones that each say one tone, and what they hear by FFT."""

import asyncio
import contextlib
import secrets
import struct
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np

from yaoyaoling.telephony.media.janus import Janus
from yaoyaoling.telephony.media.line import Line
from yaoyaoling.telephony.media.side import Side

RATE_HZ, FRAME = 8000, 160
CITIZEN, SEAT, OFFICER, PARTNER, ANNOUNCED = 440, 700, 1000, 1300, 1700
NAMES = {CITIZEN: "citizen", SEAT: "seat", OFFICER: "officer", PARTNER: "partner", ANNOUNCED: "announced"}


def _decoding() -> np.ndarray:
    table = np.zeros(256, np.int16)
    for octet in range(256):
        value = octet ^ 0x55
        exponent, mantissa = (value >> 4) & 7, value & 15
        level = (mantissa << 4) + 8 if exponent == 0 else ((mantissa << 4) + 0x108) << (exponent - 1)
        table[octet] = level if value & 0x80 else -level
    return table


def mulaw(samples: np.ndarray) -> bytes:
    """As G.711's other law has it."""
    size = np.minimum(np.abs(samples), 32635) + 132
    exponent = np.floor(np.log2(size)).astype(np.int32) - 7
    octets = (np.where(samples < 0, 0x80, 0) | (exponent << 4) | ((size >> (exponent + 3)) & 15)) ^ 0xFF
    return bytes(octets.astype(np.uint8))


DECODED = _decoding()
_ORDER = np.argsort(DECODED)
_SORTED = DECODED[_ORDER].astype(np.int32)


def alaw(samples: np.ndarray) -> bytes:
    """The nearest A-law octet of each sample."""
    at = np.clip(np.searchsorted(_SORTED, samples), 1, 255)
    nearer = np.where(samples - _SORTED[at - 1] < _SORTED[at] - samples, at - 1, at)
    return bytes(_ORDER[nearer].astype(np.uint8))


def tone(hz: int, seconds: float = 1.0, level: int = 6000, rate: int = RATE_HZ) -> np.ndarray:
    """A tone; whole periods a second, so that it can be repeated."""
    return (level * np.sin(2 * np.pi * hz * np.arange(int(rate * seconds)) / rate)).astype(np.int32)


def levels(samples: np.ndarray, rate: int = RATE_HZ) -> dict[str, float]:
    """How loud each of our tones is in it, in dB of full scale."""
    x = samples.astype(float) / 32768
    if len(x) < rate // 5:
        return dict.fromkeys(NAMES.values(), -120.0)
    window = np.hanning(len(x))
    spectrum = np.abs(np.fft.rfft(x * window)) / (window.sum() / 2)
    found = {}
    for hz, name in NAMES.items():
        at = round(hz * len(x) / rate)
        found[name] = round(float(20 * np.log10(max(spectrum[max(0, at - 3) : at + 4].max(), 1e-6))), 1)
    return found


def heard(samples: np.ndarray, rate: int = RATE_HZ) -> set[str]:
    """Who is in it. A tone is said with -15 dB; -35 is surely heard."""
    return {name for name, level in levels(samples, rate).items() if level > -35}


def write_wav(file: Path, hz: int, seconds: float = 2.0) -> Path:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(tone(hz, seconds, rate=16_000).astype("<i2").tobytes())
    return file


class Phone(asyncio.DatagramProtocol):
    """RTP of one telephone: says its tone in 20 ms of A-law, keeps what it hears."""

    def __init__(self, hz: int) -> None:
        self.got: list[tuple[float, bytes]] = []
        self.to: tuple[str, int] | None = None
        self.kind = 8
        self._sounds = {8: alaw(tone(hz)), 0: mulaw(tone(hz))}
        self._sequence, self._stamp, self._source = secrets.randbelow(30000), 0, secrets.randbelow(2**31)
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> "Phone":
        loop = asyncio.get_running_loop()
        for _ in range(50):
            transport, _p = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
            self.port: int = transport.get_extra_info("sockname")[1]
            if self.port % 2 == 0:
                self.transport = transport
                return self
            transport.close()
        raise AssertionError("no even port")

    def datagram_received(self, data: bytes, addr: Any) -> None:
        # Only from where it talks to: a port may have belonged to somebody else a moment ago.
        if len(data) > 12 and data[1] & 0x7F in (0, 8) and addr[:2] == self.to:
            self.got.append((time.monotonic(), data))

    def error_received(self, exc: Exception) -> None:
        """Nobody there yet."""

    def talk(self, to: tuple[str, int]) -> None:
        """Say the tone from now on, there."""
        self.to = to
        if self._task is None:
            self._task = asyncio.create_task(self._talk())

    async def _talk(self) -> None:
        begun, sent = time.monotonic(), 0
        while True:
            at = (self._stamp % RATE_HZ) // FRAME * FRAME
            self._packet(self.kind, self._sounds[self.kind][at : at + FRAME])
            self._stamp += FRAME
            sent += 1
            await asyncio.sleep(max(0.0, begun + sent * 0.02 - time.monotonic()))

    def _packet(self, kind: int, payload: bytes) -> None:
        assert self.to is not None
        head = struct.pack("!BBHII", 0x80, kind, self._sequence & 0xFFFF, self._stamp & 0xFFFFFFFF, self._source)
        self._sequence += 1
        self.transport.sendto(head + payload, self.to)

    async def press(self, digit: int, kind: int = 101) -> None:
        """A key, as RFC 4733 sends it."""
        for step in range(8):
            end = 0x80 if step >= 5 else 0
            mark = 0x80 if step == 0 else 0
            self._packet(kind | mark, struct.pack("!BBH", digit, end | 10, 160 * (step + 1)))
            await asyncio.sleep(0.02)

    async def hears(self, seconds: float = 0.4, settle: float = 0.2) -> set[str]:
        """Who it hears from now on."""
        await asyncio.sleep(settle)
        self.got.clear()
        await asyncio.sleep(seconds)
        return heard(self.samples())

    async def comes_to_hear(self, *names: str, within_s: float = 8) -> set[str]:
        """Wait until it hears exactly these; gives what it hears in the end."""
        ends = time.monotonic() + within_s
        found = await self.hears()
        while found != set(names) and time.monotonic() < ends:
            found = await self.hears(settle=0.0)
        return found

    def samples(self) -> np.ndarray:
        return DECODED[np.frombuffer(b"".join(data[12:] for _, data in self.got), np.uint8)]

    def longest_gap_ms(self) -> float:
        times = np.array([at for at, _ in self.got])
        return float(np.diff(times).max() * 1000) if len(times) > 1 else float("inf")

    def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.transport.close()


class Browser:
    """A browser's WebRTC: another Janus as its stack, a telephone as its microphone and loudspeaker."""

    def __init__(self, janus: Janus, phone: Phone) -> None:
        self.janus, self.phone = janus, phone
        self.id = secrets.token_hex(4)

    async def connect(self, to: Janus, line_id: str | None = None) -> Line:
        """Offer a connection to the hall's Janus, as a tab does at sign-in; gives the hall's line.

        line_id: of a line that has a connection already.
        """
        room = Side(self.janus, f"browser-{self.id}")
        await room.create()
        self.handle = await self.janus.attach()
        up = asyncio.Event()
        mine: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

        def on_core(message: dict[str, Any]) -> None:
            if message["janus"] == "webrtcup":
                up.set()
            elif message["janus"] == "trickle":
                mine.put_nowait(message["candidate"])

        self.handle.on_core = on_core
        _, offer = await room.join(self.handle, "line", codec="opus", generate_offer=True)
        assert offer is not None
        self.line, answer = await Line.open(to, line_id or self.id, offer["sdp"])
        await self.handle.message({"request": "configure"}, {"type": "answer", "sdp": answer})
        async with asyncio.timeout(10):
            while "completed" not in (candidate := await mine.get()):
                await self.line.candidate(candidate)
            await self.line.candidate(None)
            await up.wait()
        ear = await self.janus.attach()
        rtp = {"ip": "127.0.0.1", "port": self.phone.port}
        data, _ = await room.join(ear, "phone", codec="pcma", rtp=rtp)
        self.phone.talk((data["rtp"]["ip"], data["rtp"]["port"]))
        return self.line


def mjr_wav(mjr: Path, to: Path) -> np.ndarray:
    """A leg's recording, decoded by Janus' own tool."""
    import subprocess

    subprocess.run(["janus-pp-rec", str(mjr), str(to)], capture_output=True, check=True)
    return read_wav(to)[0]


def read_wav(file: Path) -> tuple[np.ndarray, int]:
    with contextlib.closing(wave.open(str(file))) as found:
        frames = np.frombuffer(found.readframes(found.getnframes()), "<i2")
        return frames[:: found.getnchannels()], found.getframerate()
