"""The files of a folder, opened and laid in the call's time; what cannot be read is named and left silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import soundfile

from yaoyaoling.evidence.recordings.mjr import MjrFile, Packets, UnreadableError
from yaoyaoling.evidence.recordings.names import kind_of, leg_of
from yaoyaoling.evidence.recordings.shape import Levels, speaks_in
from yaoyaoling.evidence.recordings.sheet import CallSheet, Lane, PartFound, Played
from yaoyaoling.evidence.recordings.sound import (
    RATE,
    G711Leg,
    OpusLeg,
    PlayedSound,
    Source,
    WavMix,
    alaw_table,
    mulaw_table,
)

LONGEST = timedelta(hours=24)
"""No call is longer: what begins further away from the others has a clock that lies."""


@dataclass
class Part:
    """A file, or an announcement. source: None while nothing of it is heard; levels: its loudness a frame."""

    found: PartFound
    source: Source | None = None
    levels: Levels | None = None

    def fault(self, word: str) -> None:
        """Name what is wrong."""
        self.found = self.found.model_copy(update={"fault": word})

    def done(self, zero: datetime | None) -> PartFound:
        """What is known of it when all of it was read; zero: the moment of sample 0."""
        source = self.source
        if source is None or zero is None:
            return self.found
        changes = {
            "started_at": zero + timedelta(seconds=source.start / RATE),
            "seconds": round((source.end - source.start) / RATE, 3),
            "fault": source.fault,
        }
        return self.found.model_copy(update=changes)


class Laid:
    """Everything of a call that can be heard. Use as a context: files stay open in it.

    zero: the moment of sample 0; None when neither leg nor announcement can be heard.
    """

    def __init__(self, folder: Path, sheet: CallSheet, names: Sequence[str]) -> None:
        self._folder, self._sheet = folder, sheet
        self._files: list[MjrFile] = []
        self.parts = [self._part(name) for name in names]
        legs = [(part, *opened) for part in self.parts if part.found.kind == "leg" and (opened := self._open(part))]
        self.zero = _zero([packets.started_at for _, _, packets in legs] + [one.started_at for one in sheet.played])
        for part, file, packets in legs:
            self._lay_leg(part, file, packets)
        heard_until = max((part.source.end for part in self.parts if part.source is not None), default=0)
        for played in sheet.played:
            self._lay_played(played, heard_until)

    def __enter__(self) -> "Laid":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()

    def mixes(self) -> list[tuple[Part, WavMix, datetime]]:
        """Mixed sounds that can be read, not laid yet; a file was last written to when it ended, so each began then."""
        found = []
        for part in self.parts:
            if part.found.kind != "mix":
                continue
            path = self._folder / part.found.name
            part.found = part.found.model_copy(update={"codec": "wav"})
            try:
                mix = WavMix(path)
            except ValueError as error:
                part.fault(str(error))
                continue
            part.found = part.found.model_copy(update={"fault": mix.fault, "seconds": round(mix.end / RATE, 3)})
            ended = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            found.append((part, mix, ended - timedelta(seconds=mix.end / RATE)))
        return found

    def _part(self, name: str) -> Part:
        path = self._folder / name
        kind = kind_of(path)
        leg_id = leg_of(path, self._sheet) if kind == "leg" else None
        note = next((leg for leg in self._sheet.legs if leg.leg_id == leg_id), None)
        fault = "unknown_file" if kind == "other" else None
        return Part(PartFound(name=name, kind=kind, leg_id=leg_id, leg_kind=note.kind if note else None, fault=fault))

    def _open(self, part: Part) -> tuple[MjrFile, Packets] | None:
        try:
            file = MjrFile(self._folder / part.found.name)
            self._files.append(file)
            packets = file.read()
        except UnreadableError as error:
            part.fault(str(error))
            return None
        part.found = part.found.model_copy(update={"codec": packets.codec[:20], "fault": packets.fault})
        if packets.codec in ("opus", "pcma", "pcmu"):
            return file, packets
        part.fault("codec_unknown")
        return None

    def _lay_leg(self, part: Part, file: MjrFile, packets: Packets) -> None:
        assert self.zero is not None
        offset_s = (packets.started_at - self.zero).total_seconds()
        if not 0 <= offset_s < LONGEST.total_seconds():
            part.fault("time_unknown")
        elif packets.codec == "opus":
            part.source = OpusLeg(file, packets, offset_s)
        else:
            part.source = G711Leg(file, packets, offset_s, alaw_table() if packets.codec == "pcma" else mulaw_table())

    def _lay_played(self, played: Played, heard_until: int) -> None:
        """heard_until: the sample at which the last leg ends."""
        assert self.zero is not None
        part = Part(PartFound(name=Path(played.file).name, kind="played"))
        self.parts.append(part)
        start_s = (played.started_at - self.zero).total_seconds()
        end_s = None if played.ended_at is None else (played.ended_at - self.zero).total_seconds()
        if not 0 <= start_s < LONGEST.total_seconds() or (end_s is not None and not start_s <= end_s < start_s + 86400):
            part.fault("time_unknown")
            return
        try:
            end = None if end_s is None else round(end_s * RATE)
            if end is None and played.is_repeated:
                end = heard_until
            part.source = PlayedSound(Path(played.file), round(start_s * RATE), end, repeats=played.is_repeated)
        except (OSError, soundfile.LibsndfileError):
            part.fault("missing")

    def lanes(self, ahead_s: float) -> tuple[Lane, ...]:
        """Who speaks when; ahead_s: what lies before sample 0."""
        names = {leg.leg_id: leg for leg in self._sheet.legs}
        together: dict[tuple[bool, object], list[Part]] = {}
        for part in self.parts:
            if part.levels is not None:
                who = part.found.leg_id or part.found.name
                key = (True, "") if part.found.kind == "played" else (False, who)
                together.setdefault(key, []).append(part)
        lanes = []
        for (is_played, _), parts in together.items():
            first = parts[0].found
            levels = np.maximum.reduce([part.levels for part in parts if part.levels is not None])
            note = None if first.leg_id is None else names.get(first.leg_id)
            lanes.append(
                Lane(
                    leg_id=first.leg_id,
                    kind="announcement" if is_played else first.leg_kind,
                    name=note.name if note else None,
                    speaks=tuple((round(a + ahead_s, 2), round(b + ahead_s, 2)) for a, b in speaks_in(levels)),
                )
            )
        return tuple(lanes)


def _zero(times: list[datetime]) -> datetime | None:
    """The first moment of those that lie near most others."""
    near = [sum(abs(a - b) < LONGEST for b in times) for a in times]
    return min((a for a, count in zip(times, near, strict=True) if count == max(near)), default=None)
