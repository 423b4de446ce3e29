"""Tones that parties say, and which of them a telephone hears: by Fourier transform of its A-law."""

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from yaoyaoling.apps.callers.sound import PACKET, RATE_HZ, a_law, samples

_FULL = 32_768
_QUICK = 400.0
_FLOOR_DB = -45.0
_LEAST_SHARE = 0.1
JUDGED = 20
"""So many packets must hold a tone."""


@functools.cache
def tone(hz: float, size: float = 6_000.0) -> bytes:
    """A second of it as A-law, about -15 dB of full scale; whole periods when `hz` is whole, so it may be repeated."""
    at = np.arange(RATE_HZ) / RATE_HZ
    return a_law((size * np.sin(2 * np.pi * hz * at)).astype(np.int16))


def is_heard(octets: bytes, hz: float) -> bool:
    """Whether the tone is in it, as a tone: louder than -45 dB, and a tenth of all that is heard."""
    found = samples(octets).astype(np.float64)
    if len(found) < RATE_HZ // 20:
        return False
    window = np.hanning(len(found))
    spectrum = np.abs(np.fft.rfft(found * window))
    at, reach = round(hz * len(found) / RATE_HZ), max(2, round(8 * len(found) / RATE_HZ))
    near = spectrum[max(0, at - reach) : at + reach + 1]
    level_db = 20 * np.log10(max(1e-6, float(near.max()) / (window.sum() / 2) / _FULL))
    share = float((near**2).sum()) / max(1e-9, float((spectrum**2).sum()))
    return bool(level_db > _FLOOR_DB and share > _LEAST_SHARE)


def first_heard(packets: Sequence[tuple[float, bytes]], hz: float, since: float) -> float | None:
    """When a tone began to be heard: the first packet (20 ms) that is full of it, when 400 ms from there hold it too.

    packets: when each came, and its A-law. Gives None while it is not there, or not long enough yet.
    """
    whole = [one for one in packets if one[0] >= since and len(one[1]) == PACKET]
    for at in np.flatnonzero(_strength(whole, hz) > _QUICK):
        judged = whole[at : at + JUDGED]
        if len(judged) < JUDGED:
            return None
        if is_heard(b"".join(one for _, one in judged), hz):
            return whole[at][0]
    return None


def first_sound(packets: Sequence[tuple[float, bytes]], since: float, floor_db: float = _FLOOR_DB) -> float | None:
    """When anything at all was first heard that is louder than silence."""
    whole = [one for one in packets if one[0] >= since and len(one[1]) == PACKET]
    if not whole:
        return None
    power = np.mean(_matrix(whole) ** 2, axis=1) / _FULL**2
    loud = np.flatnonzero(10 * np.log10(np.maximum(1e-9, power)) > floor_db)
    return whole[loud[0]][0] if len(loud) else None


def longest_without(packets: Sequence[tuple[float, bytes]], hz: float, since: float, until: float) -> float:
    """The longest time in between, in seconds, in which no packet held the tone."""
    whole = [one for one in packets if since <= one[0] <= until and len(one[1]) == PACKET]
    held = [whole[at][0] for at in np.flatnonzero(_strength(whole, hz) > _QUICK / 2)]
    return float(max(np.diff([since, *held, until])))


def _matrix(packets: Sequence[tuple[float, bytes]]) -> npt.NDArray[np.float64]:
    """A row of samples for each packet."""
    return samples(b"".join(octets for _, octets in packets)).astype(np.float64).reshape(len(packets), PACKET)


def _strength(packets: Sequence[tuple[float, bytes]], hz: float) -> npt.NDArray[np.float64]:
    """How much of the tone is in each packet, as half its amplitude."""
    wave = np.exp(-2j * np.pi * hz * np.arange(PACKET) / RATE_HZ)
    strength: npt.NDArray[np.float64] = np.abs(_matrix(packets) @ wave) / PACKET
    return strength
