"""What is heard of one file, at 16 kHz and in its place in the call, a few seconds at a time.

Every source answers `read(start, count)`: samples start to start + count of the call, silence where it has nothing.
Asked in rising order it holds only what lies around there, however long the call was.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Protocol

import numpy as np
import scipy  # its parts load when they are first used: not at the start of every process
import soundfile

from yaoyaoling.evidence.recordings.mjr import MjrFile, Packets
from yaoyaoling.evidence.recordings.ogg import SILENCE, SILENCE_48K, samples_48k, write_opus
from yaoyaoling.evidence.recordings.placing import place

RATE = 16_000
_G711 = 8_000
_OPUS = 48_000
_MARGIN = 160
"""Samples a resampler looks at on both sides."""
_NEW_RUN_S = 1.0
_MOST_PACKET = 64_000
_PCM = (1, 0xFFFE)
_FMT = ((0, 2), (2, 2), (4, 4), (14, 2))
"""Where a WAV's format chunk says kind, channels, rate and bits: offset and octets."""

Sound = np.ndarray[Any, np.dtype[np.float32]]


class Source(Protocol):
    """Something to be heard; start and end in samples of the call."""

    @property
    def start(self) -> int:
        """The first sample it has."""
        ...

    @property
    def end(self) -> int:
        """The sample after its last."""
        ...

    @property
    def fault(self) -> str | None:
        """What is wrong with it, as far as it was read."""
        ...

    def read(self, start: int, count: int) -> Sound:
        """Samples of the call, -1..1."""
        ...


def alaw_table() -> Sound:
    """Each A-law octet as a sample (ITU-T G.711)."""
    octet = np.arange(256, dtype=np.int32) ^ 0x55
    exponent, mantissa = (octet >> 4) & 7, octet & 0x0F
    low = (mantissa << 4) + 8
    sample = np.where(exponent == 0, low, (low + 0x100) << np.maximum(exponent - 1, 0))
    return (np.where(octet & 0x80, sample, -sample) / 32768).astype(np.float32)


def mulaw_table() -> Sound:
    """Each µ-law octet as a sample (ITU-T G.711)."""
    octet = ~np.arange(256, dtype=np.int32) & 0xFF
    sample = (((octet & 0x0F) << 3) + 0x84) << ((octet >> 4) & 7)
    return (np.where(octet & 0x80, 0x84 - sample, sample - 0x84) / 32768).astype(np.float32)


class G711Leg:
    """A leg in PCMA or PCMU. offset_s: when its first packet came, in the call."""

    def __init__(self, file: MjrFile, packets: Packets, offset_s: float, table: Sound) -> None:
        self._bytes, self._rows, self._table = file.bytes, packets.rows, table
        self._index, at_s = place(packets.rows, _G711)
        self._at = np.round((at_s + offset_s) * _G711).astype(np.int64)
        sizes = packets.rows["size"][self._index]
        self._longest = int(sizes.max())
        self.start = int(self._at[0]) * 2
        self.end = int((self._at + sizes).max()) * 2
        self.fault = packets.fault

    def read(self, start: int, count: int) -> Sound:
        """Samples of the call."""
        first, total = start // 2 - _MARGIN, count // 2 + 2 * _MARGIN
        out = np.zeros(total, dtype=np.float32)
        left, right = np.searchsorted(self._at, (first - self._longest, first + total))
        for row in range(int(left), int(right)):
            offset, size = self._rows[self._index[row]]["offset"], self._rows[self._index[row]]["size"]
            octets = np.frombuffer(self._bytes, dtype=np.uint8, count=size, offset=offset)
            begin = int(self._at[row]) - first
            cut = max(0, -begin)
            out[begin + cut : begin + size] = self._table[octets[cut : max(cut, min(size, total - begin))]]
        return _doubled(out)[2 * _MARGIN : 2 * _MARGIN + count]


def _doubled(sound: Sound) -> Sound:
    return np.asarray(scipy.signal.resample_poly(sound, 2, 1), dtype=np.float32)


class OpusLeg:
    """A leg in Opus: runs of packets are decoded one after another; a lost packet is silence, never guessed."""

    def __init__(self, file: MjrFile, packets: Packets, offset_s: float) -> None:
        self._bytes, self._rows = file.bytes, packets.rows
        self._index, at_s = place(packets.rows, _OPUS)
        self._at = np.round((at_s + offset_s) * _OPUS).astype(np.int64)
        self.start = int(self._at[0]) // 3
        last = self._rows[self._index[-1]]
        length = samples_48k(self._bytes[last["offset"] : last["offset"] + last["size"]])
        self.end = (int(self._at[-1]) + length) // 3
        self.fault = packets.fault
        self._runs = self._decoded()
        self._held: list[tuple[int, Sound]] = []
        self._reached = 0

    def read(self, start: int, count: int) -> Sound:
        """Samples of the call."""
        out = np.zeros(count, dtype=np.float32)
        while self._reached < start + count:
            found = next(self._runs, None)
            if found is None:
                self._reached = 1 << 62
                break
            self._held.append(found)
            self._reached = found[0] + len(found[1])
        for at, sound in self._held:
            begin, end = max(at, start), min(at + len(sound), start + count)
            if begin < end:
                out[begin - start : end - start] = sound[begin - at : end - at]
        self._held = [one for one in self._held if one[0] + len(one[1]) > start + count]
        return out

    def _decoded(self) -> Iterator[tuple[int, Sound]]:
        """Pieces of at most a second, in order: where they begin, and their samples."""
        row = 0
        while row < len(self._at):
            begin = int(self._at[row])
            with TemporaryFile() as ogg:
                packets = self._run(row)
                write_opus(ogg, (packet for packet, _ in packets), RATE)
                row = self._next
                ogg.seek(0)
                at = begin // 3
                try:
                    with soundfile.SoundFile(ogg) as sound:
                        while len(piece := sound.read(RATE, dtype="float32")):
                            yield at, piece
                            at += len(piece)
                except (soundfile.LibsndfileError, RuntimeError):
                    self.fault = "undecodable"

    def _run(self, row: int) -> Iterator[tuple[bytes, int]]:
        """Packets from a row on until more than a second is missing; lost ones are filled by silence."""
        at = int(self._at[row])
        self._next = row
        for current in range(row, len(self._at)):
            wanted = int(self._at[current])
            if wanted - at > _NEW_RUN_S * _OPUS:
                return
            self._next = current + 1
            which = self._rows[self._index[current]]
            packet = self._bytes[which["offset"] : which["offset"] + which["size"]]
            length = samples_48k(packet) if len(packet) < _MOST_PACKET else 0
            if length == 0:
                self.fault = self.fault or "damaged"
                continue
            if at - wanted > 2 * SILENCE_48K:
                continue  # laid anew by a later anchor: this moment was heard already
            while wanted - at >= SILENCE_48K:
                yield SILENCE, SILENCE_48K
                at += SILENCE_48K
            yield packet, length
            at += length


class WavMix:
    """Janus' mixed sound, laid from a moment of the call. start: may be moved until it is read."""

    def __init__(self, path: Path) -> None:
        self.rate, channels, offset, size, self.fault = wav_shape(path)
        count = size // (2 * channels)
        if count == 0:
            raise ValueError("no_samples")
        self._samples = np.memmap(path, dtype="<i2", mode="r", offset=offset, shape=(count, channels))
        self.start = 0
        self._length = count * RATE // self.rate

    @property
    def end(self) -> int:
        """Where it ends in the call."""
        return self.start + self._length

    def read(self, start: int, count: int) -> Sound:
        """Samples of the call."""
        step = np.gcd(self.rate, RATE)
        up, down = RATE // step, self.rate // step
        first = (start - self.start) // up * down - _MARGIN * down
        total = -(-count // up) * down + (2 * _MARGIN + 1) * down
        out = np.zeros(total, dtype=np.float32)
        left, right = max(0, first), min(len(self._samples), first + total)
        if left < right:
            out[left - first : right - first] = self._samples[left:right].mean(axis=1) / 32768
        skip = _MARGIN * up + (start - self.start) % up
        return np.asarray(scipy.signal.resample_poly(out, up, down)[skip : skip + count], dtype=np.float32)


def wav_shape(path: Path) -> tuple[int, int, int, int, str | None]:
    """Rate, channels, and where the samples lie: from the file's size when its header was never finished.

    Raises: ValueError when it is no 16-bit PCM.
    """
    size = path.stat().st_size
    if size == 0:
        raise ValueError("empty")
    with path.open("rb") as file:
        head = file.read(4096)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        raise ValueError("not_wav")
    at, shape = 12, None
    while at + 8 <= len(head):
        name, length = head[at : at + 4], int.from_bytes(head[at + 4 : at + 8], "little")
        if name == b"fmt " and at + 24 <= len(head):
            shape = tuple(int.from_bytes(head[at + 8 + i : at + 8 + i + n], "little") for i, n in _FMT)
        if name == b"data":
            break
        at += 8 + length + length % 2
    if shape is None or name != b"data":
        raise ValueError("header_broken" if at + 8 <= size else "cut_off")
    kind, channels, rate, bits = shape
    if kind not in _PCM or bits != 16 or channels not in (1, 2) or not 4000 <= rate <= 192_000:
        raise ValueError("codec_unknown")
    there = size - at - 8
    # A writer that died left the length of its last flush, or none.
    return rate, channels, at + 8, there, None if length == there else "header_repaired"


class PlayedSound:
    """An announcement, once or again and again until it was stopped. Raises: LibsndfileError, OSError."""

    MOST_S = 600

    def __init__(self, path: Path, start: int, end: int | None, *, repeats: bool) -> None:
        """end: when it was stopped; None: at the file's end."""
        with soundfile.SoundFile(path) as file:
            sound = file.read(self.MOST_S * file.samplerate, dtype="float32", always_2d=True).mean(axis=1)
            step = np.gcd(file.samplerate, RATE)
            self._sound = scipy.signal.resample_poly(sound, RATE // step, file.samplerate // step).astype(np.float32)
        if len(self._sound) == 0:
            raise OSError("empty sound")
        whole = start + len(self._sound)
        self.start = start
        self.end = whole if end is None else max(start, end) if repeats else min(whole, max(start, end))
        self.fault: str | None = None

    def read(self, start: int, count: int) -> Sound:
        """Samples of the call."""
        at = np.arange(start, start + count) - self.start
        heard = self._sound[at % len(self._sound)]
        heard[(at < 0) | (at >= self.end - self.start)] = 0
        return np.asarray(heard, dtype=np.float32)
