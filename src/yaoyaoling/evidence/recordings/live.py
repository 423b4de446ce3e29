"""A leg's recording while it is written: what came since it was last read, at 16 kHz. Blocking."""

from pathlib import Path

import numpy as np

from yaoyaoling.evidence.recordings.mjr import MjrFile, Packets, UnreadableError
from yaoyaoling.evidence.recordings.sound import RATE, G711Leg, OpusLeg, Sound, alaw_table, mulaw_table

_BACK_MS = 1_500
"""So much before what is new is decoded with it: a decoder wants a run-up."""
_LATE_S = 0.1
"""The newest tenth of a second waits: packets come out of order."""


class LiveLeg:
    """Reads on from where it stood. The recording belongs to the engine and is never written here."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done = 0

    def more(self) -> tuple[float, Sound]:
        """Seconds from the leg's first packet, and the samples from there that are new; none is fine."""
        try:
            file = MjrFile(self._path)
        except (UnreadableError, OSError):
            return self._done / RATE, _NOTHING
        try:
            return self._read(file)
        except UnreadableError:
            return self._done / RATE, _NOTHING
        finally:
            file.close()

    def _read(self, file: MjrFile) -> tuple[float, Sound]:
        packets = file.read()
        at_ms = packets.rows["at_ms"]
        base = int(at_ms[0])
        rows = packets.rows[at_ms - base >= self._done * 1000 / RATE - _BACK_MS]
        if len(rows) == 0:
            return self._done / RATE, _NOTHING
        part = Packets(packets.codec, packets.started_at, rows, packets.fault)
        leg = _leg(file, part, -base / 1000)
        start, end = max(self._done, leg.start), leg.end - int(_LATE_S * RATE)
        if end <= start:
            return start / RATE, _NOTHING
        # A leg answers in rising order: what was heard before is passed over.
        leg.read(leg.start, max(0, start - leg.start))
        sound = leg.read(start, end - start)
        self._done = end
        return start / RATE, sound


def _leg(file: MjrFile, packets: Packets, offset_s: float) -> G711Leg | OpusLeg:
    if packets.codec == "opus":
        return OpusLeg(file, packets, offset_s)
    tables = {"pcma": alaw_table, "pcmu": mulaw_table}
    if packets.codec not in tables:
        raise UnreadableError("codec_unknown")
    return G711Leg(file, packets, offset_s, tables[packets.codec]())


_NOTHING: Sound = np.zeros(0, dtype=np.float32)
