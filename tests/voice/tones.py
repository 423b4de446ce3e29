"""Tones as G.711 A-law (ITU-T G.711), and which tones a recording holds."""

import functools

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 8000
FRAME = 160
Samples = NDArray[np.float64]


@functools.cache
def _table() -> Samples:
    code = np.arange(256) ^ 0x55
    segment, step = (code & 0x70) >> 4, (code & 0x0F) << 4
    size = np.where(segment == 0, step + 8, (step + 0x108) << np.maximum(segment - 1, 0))
    table: Samples = np.where(code & 0x80, size, -size).astype(np.float64)
    return table


def decode(payload: bytes) -> Samples:
    """A-law to samples of ±32768."""
    found: Samples = _table()[np.frombuffer(payload, np.uint8)]
    return found


def encode(samples: Samples) -> bytes:
    """Samples of ±32768 to A-law, the nearest code of each."""
    order = np.argsort(_table())
    levels = _table()[order]
    at = np.clip(np.searchsorted(levels, samples), 1, 255)
    nearer = np.where(samples - levels[at - 1] < levels[at] - samples, at - 1, at)
    return order[nearer].astype(np.uint8).tobytes()


def tone(hz: float, seconds: float = 1.0, size: float = 6000.0) -> bytes:
    """A tone; whole periods when `hz` × `seconds` is whole, so that it may be repeated."""
    at = np.arange(round(RATE_HZ * seconds)) / RATE_HZ
    return encode(size * np.sin(2 * np.pi * hz * at))


def level_db(samples: Samples, hz: float, rate_hz: int = RATE_HZ) -> float:
    """How strong a tone is in it, dB below full scale."""
    if len(samples) < rate_hz // 20:
        return -120.0
    window = np.hanning(len(samples))
    spectrum = np.abs(np.fft.rfft(samples * window)) / (window.sum() / 2) / 32768
    at = round(hz * len(samples) / rate_hz)
    reach = max(2, round(8 * len(samples) / rate_hz))
    return float(20 * np.log10(max(1e-6, spectrum[max(0, at - reach) : at + reach + 1].max())))


def share(samples: Samples, hz: float) -> float:
    """Which part of all that is heard the tone is: an even part of three tones a third, of speech next to nothing."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    at, reach = round(hz * len(samples) / RATE_HZ), max(2, round(8 * len(samples) / RATE_HZ))
    return float(power[max(0, at - reach) : at + reach + 1].sum() / max(1e-9, power.sum()))


def heard(samples: Samples, tones: tuple[float, ...], *, floor_db: float = -45.0) -> set[float]:
    """Which of the tones can be heard in it, as tones: a voice that passes through them is none of them."""
    return {hz for hz in tones if level_db(samples, hz) > floor_db and share(samples, hz) > 0.1}
