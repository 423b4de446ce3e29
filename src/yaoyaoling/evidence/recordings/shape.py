"""The shape of a call: its loudness for the waveform, and when each party speaks. Pure."""

from typing import Any

import numpy as np
import scipy  # its parts load when they are first used: not at the start of every process

FRAME_S = 0.02
MOST_STEPS = 2000
_MOST_SPANS = 400
_QUIETEST = 0.006
"""-44 dB: below it nobody speaks."""
_ABOVE_NOISE = 3.0
_PAUSE_S, _WORD_S = 0.4, 0.1

Levels = np.ndarray[Any, np.dtype[np.float32]]


def peaks_of(levels: Levels) -> bytes:
    """The loudest of each step as a byte, at most 2,000 steps over the whole call; levels: peaks 0..1 a frame."""
    if len(levels) == 0:
        return b""
    steps = min(MOST_STEPS, len(levels))
    edges = np.arange(steps) * len(levels) // steps
    loudest = np.maximum.reduceat(levels, edges)
    return (np.clip(loudest, 0, 1) * 255).round().astype(np.uint8).tobytes()


def speaks_in(levels: Levels) -> tuple[tuple[float, float], ...]:
    """When a party speaks: pairs of seconds; levels: its effective loudness 0..1 in each frame of 20 ms.

    Louder than three times its own background. Pauses below 0.4 s do not part a sentence; clicks are no speech.
    """
    present = levels[levels > 0]
    if len(present) == 0:
        return ()
    least = max(_QUIETEST, min(_ABOVE_NOISE * float(np.percentile(present, 10)), 0.3 * float(present.max())))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (levels > least).astype(np.int8), [0]))))
    pause = _PAUSE_S / FRAME_S
    while True:
        begins, ends = edges[0::2], edges[1::2]
        if len(begins) == 0:
            return ()
        apart = begins[1:] - ends[:-1] > pause
        begins = begins[np.concatenate(([True], apart))]
        ends = ends[np.concatenate((apart, [True]))]
        long = ends - begins >= _WORD_S / FRAME_S
        if long.sum() <= _MOST_SPANS:
            break
        pause *= 2
    return tuple(
        (round(float(begin) * FRAME_S, 2), round(float(end) * FRAME_S, 2))
        for begin, end in zip(begins[long], ends[long], strict=True)
    )


def best_shift(legs: Levels, mix: Levels) -> tuple[int, float]:
    """By how many frames a mix lies after the legs, and how alike they are then, 0..1 (correlation of loudness)."""
    a, b = legs - legs.mean(), mix - mix.mean()
    size = 1 << int(np.ceil(np.log2(len(a) + len(b))))
    alike = np.fft.irfft(np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size)), size)
    best = int(alike.argmax())
    shift = best if best < len(a) else best - size
    begin, end = max(0, shift), min(len(a), shift + len(b))
    ours, theirs = a[begin:end], b[begin - shift : end - shift]
    norm = float(np.sqrt((ours**2).sum() * (theirs**2).sum()))
    return shift, float((ours * theirs).sum()) / norm if norm > 0 else 0.0


def where_mix_says_more(legs: Levels, mix: Levels) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Frames in which the mix holds what no leg explains: an announcement of the room, say.

    A leg is heard in the mix some frames earlier or later, so it explains what is around it too.
    """
    around = round(_WORD_S / FRAME_S)
    explained = scipy.ndimage.maximum_filter1d(legs, 2 * around + 1)
    more = (mix > _QUIETEST) & (mix > _ABOVE_NOISE * explained)
    clear = scipy.ndimage.binary_opening(more, np.ones(around, dtype=bool))
    joined = scipy.ndimage.binary_closing(np.pad(clear, 2 * around), np.ones(4 * around, dtype=bool))
    joined = joined[2 * around : -2 * around]
    return np.asarray(joined & (explained < scipy.ndimage.maximum_filter1d(mix, 2 * around + 1)), dtype=np.bool_)
