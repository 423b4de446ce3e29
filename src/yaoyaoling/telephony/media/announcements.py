"""The announcements callers hear, made at set-up: speech where there is a synthesiser, else tones of our own."""

import asyncio
import contextlib
import math
import shutil
import struct
import tempfile
import wave
from pathlib import Path

# File's name without ending to what is said, in Chinese and English.
WORDS = {
    "queue": ("您好，这里是公安报警服务台，正在为您接通，请不要挂机。", "Police emergency. Please stay on the line."),
    "key": ("如需报警，请按一。", "If you need help, press one."),
    "comfort": ("请不要挂机，接警员马上回来。", "Please stay on the line. The call taker will be right back."),
    "callback": ("这里是公安报警服务台，正在给您回电。", "This is the police calling you back."),
}
_RATE_HZ = 16_000
_WITHIN_S = 60
# Breath between two rounds of an announcement that is repeated.
_PAUSE_S = 2.0
_APT = "缺少 ffmpeg：apt-get install -y --no-install-recommends ffmpeg espeak-ng · ffmpeg is missing, install it"


async def make_announcements(folder: Path) -> dict[str, Path]:
    """Make what is missing of `WORDS` as .opus (for Janus) in folder; gives the files by name.

    espeak-ng and ffmpeg when they are there; without espeak-ng a soft two-tone instead of words. Raises: RuntimeError
    with the apt line when there is no ffmpeg and a file is missing.
    """
    files = {name: folder / f"{name}.opus" for name in WORDS}
    missing = _missing(folder, files)
    if missing and shutil.which("ffmpeg") is None:
        raise RuntimeError(_APT)
    for name in missing:
        with tempfile.TemporaryDirectory() as scratch:
            parts = await _spoken(Path(scratch), *WORDS[name]) or [_tones(Path(scratch) / "tones.wav")]
            await encode_opus(parts, files[name], _PAUSE_S)
    for file in files.values():
        file.chmod(0o644)  # Janus plays them as an account of its own, and our processes write for themselves only
    return files


def _missing(folder: Path, files: dict[str, Path]) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    return [name for name, file in files.items() if not file.exists()]


async def encode_opus(parts: list[Path], to: Path, pause_s: float = 0.0) -> None:
    """Join sounds into one mono .opus that Janus can play; appears at once or not at all. Raises: RuntimeError."""
    inputs = [word for part in parts for word in ("-i", str(part))]
    joined = "".join(f"[{number}:a]aresample={_RATE_HZ},apad=pad_dur=0.4[p{number}];" for number in range(len(parts)))
    chain = "".join(f"[p{number}]" for number in range(len(parts)))
    filters = f"{joined}{chain}concat=n={len(parts)}:v=0:a=1,apad=pad_dur={pause_s}"
    unfinished = to.with_suffix(".part.opus")
    opus = ("-c:a", "libopus", "-b:a", "24k", "-ac", "1", "-ar", "48000", "-frame_duration", "20")
    await _run("ffmpeg", "-y", "-v", "error", *inputs, "-filter_complex", filters, *opus, str(unfinished))
    unfinished.rename(to)


async def _spoken(folder: Path, zh: str, en: str) -> list[Path] | None:
    """Both languages as speech; None when nothing can speak."""
    if shutil.which("espeak-ng") is None:
        return None
    files = []
    for voice, words in (("cmn", zh), ("en", en)):
        file = folder / f"{voice}.wav"
        with contextlib.suppress(RuntimeError):
            await _run("espeak-ng", "-v", voice, "-s", "150", "-w", str(file), words)
            files.append(file)
    return files or None


def _tones(file: Path) -> Path:
    """Two soft notes."""
    notes = [(659.3, 0.35), (523.3, 0.55)]
    samples = [
        int(6000 * math.sin(2 * math.pi * hz * at / _RATE_HZ) * math.sin(math.pi * at / (length_s * _RATE_HZ)))
        for hz, length_s in notes
        for at in range(int(length_s * _RATE_HZ))
    ]
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE_HZ)
        out.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file


async def _run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(_WITHIN_S):
            _, fault = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise RuntimeError(f"{command[0]}: too slow") from None
    if process.returncode:
        raise RuntimeError(f"{command[0]}: {fault.decode('utf-8', 'replace')[-300:]}")
