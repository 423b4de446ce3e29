"""Recordings made for tests: our own writer of `.mjr` and `.wav`, tones, and where a tone is heard."""

import io
import json
import struct
import wave
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import soundfile

T0 = datetime(2026, 11, 22, 3, 59, 0, 250_000, tzinfo=UTC)
RATE = 8000
Sound = np.ndarray[Any, np.dtype[np.float64]]


def tone(hz: float, seconds: float, rate: int = RATE, loud: float = 0.3) -> Sound:
    """A tone."""
    return loud * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)


def silence(seconds: float, rate: int = RATE) -> Sound:
    """Nothing."""
    return np.zeros(round(seconds * rate))


def alaw(sound: Sound) -> bytes:
    """Encoded by the library, not by our own tables."""
    out = io.BytesIO()
    soundfile.write(out, sound, RATE, format="RAW", subtype="ALAW")
    return out.getvalue()


def mulaw(sound: Sound) -> bytes:
    """Encoded by the library, not by our own tables."""
    out = io.BytesIO()
    soundfile.write(out, sound, RATE, format="RAW", subtype="ULAW")
    return out.getvalue()


@dataclass
class Packet:
    """One RTP packet and when it came."""

    payload: bytes
    seq: int
    ts: int
    at_ms: int
    ssrc: int = 7
    kind: int = 8


def g711_packets(
    sound: Sound, *, seq: int = 65_500, ts: int = 2**32 - 4000, octets: bytes | None = None
) -> list[Packet]:
    """A sound as packets of 20 ms, one every 20 ms; numbers wrap early."""
    octets = alaw(sound) if octets is None else octets
    return [
        Packet(octets[at : at + 160], (seq + i) & 0xFFFF, (ts + at) & 0xFFFFFFFF, 20 * i)
        for i, at in enumerate(range(0, len(octets), 160))
    ]


def opus_packets(sound: Sound, rate: int = 48_000) -> list[Packet]:
    """A sound as Opus packets, taken out of the Ogg file the library writes."""
    out = io.BytesIO()
    soundfile.write(out, sound, rate, format="OGG", subtype="OPUS")
    packets = list(_ogg_packets(out.getvalue()))[2:]
    return [Packet(one, 100 + i, 5000 + 960 * i, 20 * i, kind=111) for i, one in enumerate(packets)]


def _ogg_packets(data: bytes) -> Iterable[bytes]:
    at, held = 0, b""
    while at < len(data):
        laces = data[at + 27 : at + 27 + data[at + 26]]
        at += 27 + len(laces)
        for lace in laces:
            held += data[at : at + lace]
            at += lace
            if lace < 255:
                yield held
                held = b""


def mjr(packets: Sequence[Packet], *, codec: str = "pcma", started_at: datetime = T0) -> bytes:
    """A file as Janus 1.1 writes it."""
    micros = (started_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    header = json.dumps({"t": "a", "c": codec, "s": micros - 40_000, "u": micros}).encode()
    out = [b"MJR00002", struct.pack(">H", len(header)), header]
    for one in packets:
        rtp = struct.pack(">BBHII", 0x80, one.kind, one.seq, one.ts, one.ssrc) + one.payload
        out += [b"MEET", struct.pack(">IH", one.at_ms, len(rtp)), rtp]
    return b"".join(out)


def wav(sound: Sound, rate: int = RATE) -> bytes:
    """A finished mix."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def leg_file(folder: Path, call_id: UUID, leg_id: UUID, content: bytes) -> Path:
    """Write a leg's file under the name Janus gives it."""
    path = folder / f"audiobridge-call-{call_id}-user-{leg_id}-1732247940250000-audio.mjr"
    path.write_bytes(content)
    return path


def heard(sound: Sound, rate: int, hz: float, least: float = 0.03) -> list[tuple[float, float]]:
    """When a tone is heard: spans of seconds, to 5 ms; by the Fourier transform of 40 ms around each moment."""
    width, step = round(rate * 0.04), round(rate * 0.005)
    window = np.hanning(width)
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(sound, width // 2), width)[::step]
    wave_ = np.exp(-2j * np.pi * hz * np.arange(width) / rate) * window
    size = 2 * np.abs(frames @ wave_) / window.sum()
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (size > least).astype(int), [0]))))
    return [(a * 0.005, b * 0.005) for a, b in zip(edges[0::2], edges[1::2], strict=True)]


def assert_heard(sound: Sound, rate: int, hz: float, *spans: tuple[float, float], within: float = 0.04) -> None:
    """The tone is heard then, and at no other time."""
    found = heard(sound, rate, hz)
    assert len(found) == len(spans), f"{hz} Hz: {found}"
    for (a, b), (c, d) in zip(found, spans, strict=True):
        assert abs(a - c) <= within and abs(b - d) <= within, f"{hz} Hz: {found}, wanted {spans}"


def opened_sound(path: Path) -> tuple[Sound, int]:
    """Samples and rate of a sound file."""
    sound, rate = soundfile.read(path)
    return sound, rate
