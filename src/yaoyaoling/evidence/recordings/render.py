"""One sound of a call from everything in its folder. Runs in a process of its own (`apart.py`); memory stays bounded.

The legs are the evidence: each is laid where it was spoken, gaps and all, and they are added. The mix is heard where
it holds what no leg explains (announcements of the room), and alone when no leg can be read. Two passes: the legs'
sum goes to a scratch file with its loudness; then sum and mix become Opus in Ogg.
"""

import os
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import numpy as np
import soundfile

from yaoyaoling.evidence.recordings.lay import LONGEST, Laid
from yaoyaoling.evidence.recordings.shape import FRAME_S, Levels, best_shift, peaks_of, where_mix_says_more
from yaoyaoling.evidence.recordings.sheet import CallSheet, Rendering
from yaoyaoling.evidence.recordings.sound import RATE, Sound, WavMix
from yaoyaoling.kernel.contract import Value

SOUND = ".sound.ogg"
SOUND_MIME = "audio/ogg; codecs=opus"
FRAME = round(RATE * FRAME_S)
_BLOCK = 10 * RATE
_QUALITY = 0.8
"""About 56 kbit/s for one channel, 25 MB an hour; below it the encoder was seen to click on steady tones."""
_ALIKE = 0.4
_MOST_BYTES = 8 << 30
"""Address space, not memory: files of a long call are mapped as a whole."""
_NICE = 10


class Task(Value):
    """What the process is given on its standard input."""

    folder: Path
    sheet: CallSheet
    names: tuple[str, ...]


@dataclass
class _Mix:
    """A mix in its place. mask: frames from its start in which it is heard instead of the legs."""

    sound: WavMix
    mask: np.ndarray[Any, np.dtype[np.bool_]]


def render(task: Task) -> Rendering:
    """Read the folder's files, write `SOUND` into it, and say what was found. Raises: OSError."""
    with Laid(task.folder, task.sheet, task.names) as laid, TemporaryFile(dir=task.folder) as scratch:
        sources = [part.source for part in laid.parts if part.source is not None]
        frames = -(-max((source.end for source in sources), default=0) // FRAME)
        legs = _add_up(laid, frames, scratch)
        mixes = _lay_mixes(laid, legs)
        zero = laid.zero
        ahead = max(0, -min((mix.sound.start for mix in mixes), default=0))
        total = max([frames * FRAME, *(mix.sound.end for mix in mixes)]) + ahead
        if zero is None or total == 0:
            parts = tuple(part.found for part in laid.parts)
            return Rendering(has_sound=False, started_at=None, seconds=0, peaks="", lanes=(), parts=parts)
        levels = _encode(task.folder / SOUND, scratch, mixes, ahead, total)
        return Rendering(
            has_sound=True,
            started_at=zero - timedelta(seconds=ahead / RATE),
            seconds=round(total / RATE, 3),
            peaks=peaks_of(levels).hex(),
            lanes=laid.lanes(ahead / RATE),
            parts=tuple(part.done(zero) for part in laid.parts),
        )


def loudness_of(sound: Sound) -> Levels:
    """Effective loudness of each frame, times the square root of two: a full tone has 1."""
    squares = (sound.reshape(-1, FRAME) ** 2).mean(axis=1)
    return np.asarray(np.sqrt(2 * squares), dtype=np.float32)


def limited(sound: Sound) -> Sound:
    """Loud passages bent instead of cut: two who shout at once stay intelligible."""
    size = np.abs(sound)
    bent = 0.8 + 0.2 * np.tanh((size - 0.8) / 0.2)
    return np.asarray(np.where(size > 0.8, np.sign(sound) * bent, sound), dtype=np.float32)


def _add_up(laid: Laid, frames: int, scratch: BinaryIO) -> Levels:
    """Write the sum of all sources as 16-bit samples; gives its loudness, and notes that of each part."""
    total = frames * FRAME
    legs = np.zeros(frames, dtype=np.float32)
    parts = [part for part in laid.parts if part.source is not None]
    for part in parts:
        part.levels = np.zeros(frames, dtype=np.float32)
    for start in range(0, total, _BLOCK):
        count = min(_BLOCK, total - start)
        where = slice(start // FRAME, (start + count) // FRAME)
        block = np.zeros(count, dtype=np.float32)
        for part in parts:
            source, levels = part.source, part.levels
            assert source is not None and levels is not None
            if source.start < start + count and start < source.end:
                heard = source.read(start, count)
                levels[where] = loudness_of(heard)
                block += heard
        block = limited(block)
        legs[where] = loudness_of(block)
        scratch.write((block * 32767).astype("<i2").tobytes())
    return legs


def _lay_mixes(laid: Laid, legs: Levels) -> list[_Mix]:
    """Lay each mix by what it has in common with the legs; one that has nothing is heard only when no leg is."""
    found = laid.mixes()
    has_legs = bool(legs.any())
    if not has_legs and found:
        began = min(at for _, _, at in found)
        laid.zero = min(began, laid.zero) if laid.zero and abs(laid.zero - began) < LONGEST else began
    mixes = []
    for part, mix, began in found:
        assert laid.zero is not None
        own = _levels_of(mix)
        shift = round((began - laid.zero) / timedelta(seconds=FRAME_S)) if abs(began - laid.zero) < LONGEST else 0
        if has_legs:
            shift, alike = best_shift(legs, own)
            if alike < _ALIKE:
                continue
        mix.start = shift * FRAME
        part.source = mix
        around = np.zeros(len(own), dtype=np.float32)
        left, right = max(0, shift), min(len(legs), shift + len(own))
        if left < right:
            around[left - shift : right - shift] = legs[left:right]
        mixes.append(_Mix(mix, where_mix_says_more(around, own) if has_legs else np.ones(len(own), dtype=np.bool_)))
    return mixes


def _levels_of(mix: WavMix) -> Levels:
    """Loudness of a mix that lies at 0."""
    frames = mix.end // FRAME
    blocks = range(0, frames * FRAME, _BLOCK)
    found = [loudness_of(mix.read(start, min(_BLOCK, frames * FRAME - start))) for start in blocks]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.float32)


def _encode(path: Path, scratch: BinaryIO, mixes: Sequence[_Mix], ahead: int, total: int) -> Levels:
    """Write the sound; gives its peak in each frame."""
    peaks = []
    with soundfile.SoundFile(
        path, "w", RATE, 1, format="OGG", subtype="OPUS", compression_level=_QUALITY
    ) as out:  # fmt: skip
        for start in range(0, total, _BLOCK):
            count = min(_BLOCK, total - start)
            block = _summed(scratch, start - ahead, count)
            for mix in mixes:
                gain = _gain(mix, start - ahead, count)
                if gain.any():
                    block += gain * (mix.sound.read(start - ahead, count) - block)
            block = limited(block)
            for second in range(0, count, RATE):
                out.write(block[second : second + RATE])
            whole = np.pad(np.abs(block), (0, -count % FRAME))
            peaks.append(whole.reshape(-1, FRAME).max(axis=1))
    return np.concatenate(peaks)


def _summed(scratch: BinaryIO, start: int, count: int) -> Sound:
    """Samples of the sum; silence outside it."""
    block = np.zeros(count, dtype=np.float32)
    skip = max(0, -start)
    scratch.seek(2 * max(0, start))
    samples = np.frombuffer(scratch.read(2 * max(0, count - skip)), dtype="<i2")
    block[skip : skip + len(samples)] = samples / 32767
    return block


def _gain(mix: _Mix, start: int, count: int) -> Sound:
    """How much of the mix is heard in each sample, faded over a frame."""
    at = (np.arange(start, start + count) - mix.sound.start) / FRAME - 0.5
    inside = np.arange(len(mix.mask), dtype=np.float64)
    left, right = max(0, int(at[0]) - 1), max(0, int(at[-1]) + 3)
    if left >= len(mix.mask) or not mix.mask[left:right].any():
        return np.zeros(count, dtype=np.float32)
    return np.interp(at, inside[left:right], mix.mask[left:right], left=0, right=0).astype(np.float32)


if __name__ == "__main__":
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    sys.stdout.write(render(Task.model_validate_json(sys.stdin.buffer.read())).model_dump_json())
