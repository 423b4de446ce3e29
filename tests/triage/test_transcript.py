"""The transcript beside its recording: lines lie where they are heard, and words are guarded as the sound is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest

from tests.evidence.sounds import g711_packets, mjr, silence, tone
from tests.evidence.test_keep_recording import kept
from tests.incidents.test_merge import opened
from tests.triage.test_speech import ToneRecogniser
from tests.world import World
from yaoyaoling.evidence.handlers.listen import Listen, listen
from yaoyaoling.evidence.public import PartView, RecordingFiles, RecordingView
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.triage.speech.beside import Transcript, place, read_beside
from yaoyaoling.triage.speech.transcribe import LegFile, Transcriber
from yaoyaoling.triage.store import Heard

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
SEAT_LEG = uuid4()


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def part(leg: UUID, kind: str, began: float, seconds: float) -> PartView:
    return PartView(
        id=uuid4(), name=f"{leg}.mjr", kind="leg", leg_id=leg, leg_kind=kind, codec="pcma", started_at=at(began),
        seconds=seconds, size_bytes=1, sha256="", sm3="", fault=None,
    )  # fmt: skip


def recording(*parts: PartView, seconds: float = 60) -> RecordingView:
    return RecordingView(
        id=uuid4(), contact_id=uuid4(), incident_id=None, started_at=START, seconds=seconds, mime="audio/ogg",
        size_bytes=1, sha256=None, sm3=None, peaks="", lanes=(), kept_at=at(90), hold=None, erased_at=None,
        listens_until=None, parts=parts,
    )  # fmt: skip


def line(party: str, began: float, ended: float, heard: float) -> Heard:
    return Heard(
        id=uuid4(), contact_id=uuid4(), party=party, text="有人打架", began_s=began, ended_s=ended, recogniser="tones",
        heard_at=at(heard),
    )  # fmt: skip


def test_a_line_lies_at_its_second_of_the_partys_file() -> None:
    caller, seat = part(uuid4(), "citizen", 2, 50), part(SEAT_LEG, "seat", 5, 40)
    held = recording(caller, seat)
    assert place(line("citizen", 1, 3, 6.5), held) == (3.0, 5.0)
    assert place(line(str(SEAT_LEG), 1, 3, 9), held) == (6.0, 8.0)


def test_of_a_party_that_came_back_it_is_the_file_that_had_begun() -> None:
    leg = uuid4()
    held = recording(part(leg, "seat", 0, 10), part(leg, "seat", 30, 20))
    assert place(line(str(leg), 2, 4, 5), held) == (2.0, 4.0)
    assert place(line(str(leg), 2, 4, 35), held) == (32.0, 34.0)


def test_without_the_file_the_moment_it_was_heard_stands_and_what_lies_outside_is_left_out() -> None:
    held = recording()
    assert place(line("citizen", 8, 10, 12), held) == (10.0, 12.0)
    assert place(line("citizen", 8, 10, 61), held) == (59.0, 60.0)
    assert place(line("citizen", 8, 10, 90), held) is None
    assert place(line("citizen", 8, 10, -5), held) is None


async def transcript(world: World, who: str, recording_id: UUID) -> Transcript:
    async with world.stage.db.snapshot(world.people[who]) as tx:
        return await read_beside(tx, recording_id)


async def test_words_are_shown_to_whoever_said_why_they_listen_and_to_nobody_elsewhere(
    world: World, tmp_path: Path
) -> None:
    files = RecordingFiles(tmp_path / "sealed", world.stage.db.vault)
    call, _ = await opened(world)
    leg = tmp_path / "live.mjr"
    leg.write_bytes(mjr(g711_packets(np.concatenate([silence(0.5), tone(440, 1), silence(1)]))))
    legs = [LegFile(call, "citizen", leg)]
    transcriber = Transcriber(world.stage.db, ToneRecogniser(), lambda: legs)
    await transcriber.once()
    legs.clear()
    await transcriber.once()
    await world.stage.settle()
    recording_id = await kept(world, files, tmp_path, call, seconds=20)
    hidden = await transcript(world, "north1", recording_id)
    assert hidden.is_hidden and [one.text for one in hidden.lines] == [None]
    await world.do("north1", listen, Listen(recording_id=recording_id, purpose="核实报警内容"))
    shown = await transcript(world, "north1", recording_id)
    assert not shown.is_hidden and [one.text for one in shown.lines] == ["有人绑架了我1"]
    [said] = shown.lines
    assert (said.leg_kind, shown.recogniser) == ("citizen", "tones")
    assert said.began_s == pytest.approx(0.5, abs=0.15) and said.ended_s == pytest.approx(1.5, abs=0.25)
    assert (await transcript(world, "commander", recording_id)).is_hidden, "each for themselves"
    with pytest.raises(NotFound):
        await transcript(world, "south1", recording_id)
