"""Spoken Mandarin: sentences by espeak-ng, as A-law of the telephone; made at first use and kept."""

import asyncio
import hashlib
import io
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

from yaoyaoling.apps.callers.sound import RATE_HZ, a_law
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.telephony.daemons.level import find_program

_VOICE = "cmn"
_LOUDEST = 20_000
_KEPT = 400
"""So many sentences are kept; the oldest go."""


class NoSpeech(Refused):
    """espeak-ng is not installed, or did not speak."""

    code = "no_speech"
    status = 503
    zh = "缺少 espeak-ng，无法播放语音来电。可执行：apt-get install -y --no-install-recommends espeak-ng"
    en = "espeak-ng is missing: callers cannot speak. Run: apt-get install -y --no-install-recommends espeak-ng"


async def spoken(text: str, folder: Path, *, words_per_minute: int = 165, pitch: int = 50) -> bytes:
    """The sentence as A-law octets at 8 kHz. Raises: NoSpeech."""
    name = hashlib.sha256(f"{text}|{words_per_minute}|{pitch}".encode()).hexdigest()[:24]
    path = folder / f"{name}.al"
    if (kept := await asyncio.to_thread(_find, path)) is not None:
        return kept
    program = find_program("espeak-ng")
    if program is None:
        raise NoSpeech
    process = await asyncio.create_subprocess_exec(
        program, "-v", _VOICE, "-s", str(words_per_minute), "-p", str(pitch), "--stdout", "--", text,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, stdin=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    sound, _ = await process.communicate()
    octets = await asyncio.to_thread(_telephone, sound)
    await asyncio.to_thread(_keep, path, octets)
    return octets


def _find(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _keep(path: Path, octets: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _forget_oldest(path.parent)
    partial = path.with_suffix(".partial")
    partial.write_bytes(octets)
    partial.replace(path)


def _telephone(sound: bytes) -> bytes:
    """A WAV of any rate as A-law: what the line cannot carry is filtered out first. Raises: NoSpeech."""
    try:
        with wave.open(io.BytesIO(sound)) as file:
            rate_hz = file.getframerate()
            # espeak writes to a pipe and cannot know the length: the header's is not to be trusted.
            heard = np.frombuffer(sound[44 : len(sound) - len(sound) % 2], np.int16).astype(np.float64)
    except (wave.Error, EOFError) as error:
        raise NoSpeech from error
    return a_law(_resampled(heard, rate_hz))


def _resampled(heard: npt.NDArray[np.float64], rate_hz: int) -> npt.NDArray[np.int16]:
    taps = np.arange(-64, 65)
    cut = 3_400 / rate_hz
    kernel = 2 * cut * np.sinc(2 * cut * taps) * np.hamming(len(taps))
    low = np.convolve(heard, kernel, mode="same")
    at = np.arange(0, len(low), rate_hz / RATE_HZ)
    slow = np.interp(at, np.arange(len(low)), low)
    loudest = float(np.max(np.abs(slow))) if len(slow) else 0.0
    level: npt.NDArray[np.int16] = (slow * (_LOUDEST / loudest if loudest else 0.0)).astype(np.int16)
    return level


def _forget_oldest(folder: Path) -> None:
    kept = sorted(folder.glob("*.al"), key=lambda path: path.stat().st_mtime)
    for path in kept[: max(0, len(kept) - _KEPT)]:
        path.unlink(missing_ok=True)
