"""The transcript beside its recording: each line where it is heard, for whoever said why they listen."""

from datetime import datetime, timedelta
from uuid import UUID

from yaoyaoling.evidence.public import PartView, RecordingView, get_recording_view
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.triage.store import Heard, list_transcript

CITIZEN = "citizen"
"""What the caller's own leg is called in the conference; other parties are called by the id of their leg."""
_EARLY = timedelta(seconds=2)
"""Clocks of the recorder and of the hall may differ by so much."""


class TranscriptLine(Value):
    """A line. began_s, ended_s: seconds into the whole recording. text None: erased, or not said yet why one reads.

    leg_kind: who spoke, as in the recording's lanes.
    """

    party: str
    leg_kind: str | None
    text: str | None
    began_s: float
    ended_s: float


class Transcript(Value):
    """The lines of a recording in order. is_hidden: say first what you listen for, then the words are shown."""

    recogniser: str | None
    is_hidden: bool
    lines: tuple[TranscriptLine, ...]


async def read_beside(tx: Tx, recording_id: UUID) -> Transcript:
    """What a recogniser heard in a recording. Words are as guarded as the sound. Raises: NotFound."""
    recording = await get_recording_view(tx, recording_id)
    is_hidden = recording.listens_until is None
    if recording.erased_at is not None:
        return Transcript(recogniser=None, is_hidden=False, lines=())
    placed = [(line, place(line, recording)) for line in await list_transcript(tx, recording.contact_id)]
    lines = [
        TranscriptLine(
            party=line.party,
            leg_kind=_kind_of(line.party, recording),
            text=None if is_hidden else line.text,
            began_s=at[0],
            ended_s=at[1],
        )
        for line, at in placed
        if at is not None
    ]
    lines.sort(key=lambda one: (one.began_s, one.party))
    recogniser = placed[-1][0].recogniser if placed else None
    return Transcript(recogniser=recogniser, is_hidden=is_hidden and bool(lines), lines=tuple(lines))


def place(line: Heard, recording: RecordingView) -> tuple[float, float] | None:
    """Seconds of a line into the recording; None: it was said outside of it (a call has a recording after each break).

    A leg that came back has several files: the line is of the last that had begun when it was heard. Where none is
    known the moment it was heard stands for its end, which is late by the recogniser's pause.
    """
    length = timedelta(seconds=line.ended_s - line.began_s)
    began = _began(line, [part for part in recording.parts if _is_of(part, line.party)])
    if began is None:
        began = line.heard_at - length
    start = (began - recording.started_at).total_seconds()
    end = start + length.total_seconds()
    if end < 0 or start > recording.seconds:
        return None
    return round(max(0.0, start), 2), round(min(recording.seconds, end), 2)


def _began(line: Heard, parts: list[PartView]) -> datetime | None:
    starts = sorted(part.started_at for part in parts if part.started_at is not None)
    fitting = [one for one in starts if one + timedelta(seconds=line.ended_s) <= line.heard_at + _EARLY]
    return fitting[-1] + timedelta(seconds=line.began_s) if fitting else None


def _is_of(part: PartView, party: str) -> bool:
    if part.kind != "leg":
        return False
    return str(part.leg_id) == party or (party == CITIZEN and part.leg_kind == CITIZEN)


def _kind_of(party: str, recording: RecordingView) -> str | None:
    if party == CITIZEN:
        return CITIZEN
    return next((part.leg_kind for part in recording.parts if str(part.leg_id) == party), None)
