"""A call's recording becomes evidence: once, whole, sealed, where its contact went, and not longer than it may."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from cryptography.exceptions import InvalidTag

from tests.evidence.sounds import T0, assert_heard, g711_packets, leg_file, mjr, opened_sound, silence, tone
from tests.incidents.test_merge import merge, opened, unmerge
from tests.world import World
from yaoyaoling.apps import rooms
from yaoyaoling.evidence.handlers.hold_recording import (
    HoldInPast,
    HoldRecording,
    NotHeld,
    ReleaseRecording,
    hold_recording,
    release_recording,
)
from yaoyaoling.evidence.handlers.listen import Listen, listen
from yaoyaoling.evidence.public import (
    CallSheet,
    LegNote,
    RecordingFiles,
    forget_old_recordings,
    keep_recording,
    read_sheet,
    sweep_recordings,
    write_sheet,
)
from yaoyaoling.evidence.recordings.sealed import PIECE, digests
from yaoyaoling.evidence.recordings.views import RecordingView, SayWhyFirst, list_recordings, open_sound
from yaoyaoling.evidence.settings import EvidenceSettings
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.erasure import EraseSubject, eraser
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.ledger.vault import Vault
from yaoyaoling.platform.principal import system


@pytest.fixture
def files(world: World, tmp_path: Path) -> RecordingFiles:
    return RecordingFiles(tmp_path / "sealed", world.stage.db.vault)


def call_folder(root: Path, call_id: UUID, seconds: float = 1.0) -> tuple[Path, CallSheet]:
    """A call of one leg: a tone between silences; nobody has written to it for a while."""
    folder, leg = root / str(call_id), new_id()
    folder.mkdir(parents=True)
    sound = np.concatenate([silence(0.5), tone(440, seconds), silence(0.5)])
    leg_file(folder, call_id, leg, mjr(g711_packets(sound)))
    sheet = CallSheet(call_id=call_id, legs=(LegNote(leg_id=leg, kind="citizen"),))
    age(folder)
    return folder, sheet


def age(folder: Path) -> None:
    for path in (*folder.iterdir(), folder):
        os.utime(path, (path.stat().st_mtime - 120,) * 2)


async def seen(world: World, who: str, subject: UUID) -> list[RecordingView]:
    async with world.stage.db.snapshot(world.people[who]) as tx:
        return await list_recordings(tx, subject)


async def all_bytes(world: World, files: RecordingFiles, who: str, *ids: UUID) -> bytes:
    sound = await open_sound(world.stage.db, files, world.people[who], *ids)
    return b"".join(sound.read(0, sound.size))


async def kept(world: World, files: RecordingFiles, root: Path, call_id: UUID, **rest: Any) -> UUID:
    folder, sheet = call_folder(root, call_id, **rest)
    recording = await keep_recording(world.stage.db, files, folder, sheet)
    assert recording is not None
    await world.stage.settle()
    await world.check()
    return recording


async def test_a_call_is_kept_once_and_heard_by_whoever_says_why(
    world: World, files: RecordingFiles, tmp_path: Path
) -> None:
    call, incident = await opened(world)
    folder, sheet = call_folder(tmp_path, call)
    original = next(folder.iterdir()).read_bytes()
    recording = await keep_recording(world.stage.db, files, folder, sheet)
    assert recording is not None and not folder.exists()
    await world.stage.settle()
    await world.check()
    [view] = await seen(world, "taker1", incident)
    assert view.id == recording and view.contact_id == call and view.started_at == T0
    assert view.seconds == pytest.approx(2, abs=0.02) and len(bytes.fromhex(view.peaks)) == 100
    assert [(lane.kind, lane.speaks) for lane in view.lanes] == [("citizen", ((0.5, 1.5),))]
    [part] = view.parts
    assert (part.kind, part.leg_kind, part.codec, part.fault) == ("leg", "citizen", "pcma", None)
    with pytest.raises(SayWhyFirst):
        await all_bytes(world, files, "taker1", recording)
    await world.do("taker1", listen, Listen(recording_id=recording, purpose="核实报警内容"))
    content = await all_bytes(world, files, "taker1", recording)
    (tmp_path / "out.ogg").write_bytes(content)
    assert digests(tmp_path / "out.ogg") == (view.sha256, view.sm3)
    sound, rate = opened_sound(tmp_path / "out.ogg")
    assert_heard(sound, rate, 440, (0.5, 1.5))
    facts = [fact for fact in await world.stage.facts() if fact.event.name.startswith("evidence.recording")]
    assert [fact.event.name.split(".")[-1] for fact in facts] == ["kept", "tied", "listened"]
    assert facts[0].event.model_dump()["parts"][0]["sha256"] == part.sha256 and facts[2].incident == incident
    assert all(original[200:300] not in path.read_bytes() for path in (tmp_path / "sealed").rglob("*.sound"))
    # The folder comes back from a backup: nothing new.
    again, _ = call_folder(tmp_path / "again", call)
    next(again.iterdir()).unlink()
    (again / part.name).write_bytes(original)
    assert await keep_recording(world.stage.db, files, again, sheet) == recording and not again.exists()
    assert await world.stage.value("select count(*) from evidence.recording") == 1


async def test_only_who_sees_the_call_hears_it(world: World, files: RecordingFiles, tmp_path: Path) -> None:
    call, incident = await opened(world)
    recording = await kept(world, files, tmp_path, call)
    assert await seen(world, "south", incident) == [] and len(await seen(world, "north", incident)) == 1
    for listens in (Listen(recording_id=recording, purpose="核实报警内容"),):
        with pytest.raises(NotFound):
            await world.do("south", listen, listens)
    with pytest.raises(NotFound):
        await all_bytes(world, files, "south", recording)


async def test_it_follows_its_contact_before_and_after_it_is_kept(
    world: World, files: RecordingFiles, tmp_path: Path
) -> None:
    first, primary = await opened(world)
    second, duplicate = await opened(world)
    early = await kept(world, files, tmp_path, second)
    await merge(world, "taker1", duplicate, primary)
    late = await kept(world, files, tmp_path / "late", second, seconds=1.5)
    own = await kept(world, files, tmp_path / "own", first)
    assert {one.id for one in await seen(world, "taker1", primary)} == {early, late, own}
    await unmerge(world, "taker1", duplicate)
    assert {one.id for one in await seen(world, "taker1", duplicate)} == {early, late}
    assert [one.id for one in await seen(world, "taker1", primary)] == [own]


async def test_a_recording_kept_before_the_incident_opens_is_tied_then(
    world: World, files: RecordingFiles, tmp_path: Path
) -> None:
    call = await world.report()
    await world.take("taker1", call)
    recording = await kept(world, files, tmp_path, call)
    [view] = await seen(world, "taker1", call)
    assert view.incident_id is None
    incident = await world.open("taker1", call)
    assert [one.id for one in await seen(world, "north", incident)] == [recording]


async def test_what_a_crash_left_is_swept_and_a_call_that_goes_on_is_not(
    world: World, files: RecordingFiles, tmp_path: Path
) -> None:
    call, live, fresh = (await opened(world))[0], new_id(), new_id()
    root = tmp_path / "calls"
    folder, sheet = call_folder(root, call)
    write_sheet(folder, sheet)
    age(folder)
    call_folder(root, live)
    just_now, _ = call_folder(root, fresh)
    os.utime(next(just_now.iterdir()))
    (root / "lost+found").mkdir()

    async def sheet_of(call_id: UUID) -> CallSheet | None:
        return None if call_id == live else read_sheet(root / str(call_id), call_id)

    assert await sweep_recordings(world.stage.db, files, root, sheet_of) == [call]
    [view] = await seen(world, "taker1", call)
    assert view.lanes[0].kind == "citizen"  # the sheet was read
    assert sorted(path.name for path in root.iterdir()) == sorted([str(live), str(fresh), "lost+found"])
    assert await sweep_recordings(world.stage.db, files, root, sheet_of) == []


async def test_the_copies_of_a_keeping_that_died_are_removed(
    world: World, files: RecordingFiles, tmp_path: Path
) -> None:
    call, _ = await opened(world)
    source = tmp_path / "some"
    source.write_bytes(b"x" * 1000)
    dead = files.seal(source)
    recording = await kept(world, files, tmp_path, call)
    sealed = {path.stem for path in (tmp_path / "sealed").rglob("*.sound")}
    mark = next((tmp_path / "sealed").rglob("*.mark"))
    assert mark.stem == dead.id.hex and {dead.id.hex, recording.hex} < sealed
    os.utime(mark, (mark.stat().st_mtime - 100_000,) * 2)

    async def nothing(_: UUID) -> CallSheet | None:
        return None

    await sweep_recordings(world.stage.db, files, tmp_path / "none", nothing)
    assert {path.stem for path in (tmp_path / "sealed").rglob("*.sound")} == sealed - {dead.id.hex}


async def test_what_cannot_be_read_is_kept_and_named(world: World, files: RecordingFiles, tmp_path: Path) -> None:
    call, incident = await opened(world)
    folder = tmp_path / str(call)
    folder.mkdir()
    (folder / f"room-{new_id()}.mjr").write_bytes(b"no recording at all")
    (folder / f"room-{new_id()}.mjr").write_bytes(b"")
    (folder / "room.wav").write_bytes(b"RIFF\xff\xff\xff\xffWAVE")
    (folder / "core.dump").write_bytes(b"\0" * 5000)
    recording = await keep_recording(world.stage.db, files, folder, CallSheet(call_id=call))
    assert recording is not None and not folder.exists()
    [view] = await seen(world, "taker1", incident)
    assert view.mime is None and view.sha256 is None
    faults = {part.name.rsplit(".")[-1]: part.fault for part in view.parts}
    assert len(view.parts) == 4 and faults["wav"] == "cut_off" and faults["dump"] == "unknown_file"
    assert {part.fault for part in view.parts if part.name.endswith("mjr")} == {"not_mjr", "empty"}
    dump = next(part for part in view.parts if part.name == "core.dump")
    await world.do("commander", listen, Listen(recording_id=recording, part_id=dump.id, purpose="技术检查"))
    assert await all_bytes(world, files, "commander", recording, dump.id) == b"\0" * 5000
    with pytest.raises(SayWhyFirst):
        await all_bytes(world, files, "taker1", recording, dump.id)


async def test_after_its_time_nobody_hears_it_unless_it_is_held(
    world: World, files: RecordingFiles, tmp_path: Path
) -> None:
    db, settings, commander = world.stage.db, EvidenceSettings(recording_days=10), world.people["commander"]
    (a, _), (b, incident) = await opened(world), await opened(world)
    old, held = await kept(world, files, tmp_path / "a", a), await kept(world, files, tmp_path / "b", b)
    with pytest.raises(HoldInPast):
        await world.do("commander", hold_recording, HoldRecording(recording_id=held, reason="案件侦办", until=T0))
    await world.do("commander", hold_recording, HoldRecording(recording_id=held, reason="案件侦办"))
    world.stage.clock.advance(timedelta(days=9).total_seconds())
    assert await forget_old_recordings(db, files, settings) == 0
    world.stage.clock.advance(timedelta(days=2).total_seconds())
    assert await forget_old_recordings(db, files, settings) == 1
    [gone] = await seen(world, "commander", a)
    assert gone.id == old and gone.erased_at is not None and gone.sha256 and gone.peaks == "" and gone.lanes == ()
    left = {path.stem for path in (tmp_path / "sealed").rglob("*.sound")}
    assert old.hex not in left and gone.parts[0].id.hex not in left and held.hex in left
    with pytest.raises(NotFound):
        await execute(db, commander, listen, Listen(recording_id=old, purpose="核实报警内容"))
    [view] = await seen(world, "commander", incident)
    assert view.hold is not None and (view.hold.reason, view.hold.by) == ("案件侦办", "commander")
    await execute(db, commander, release_recording, ReleaseRecording(recording_id=held, reason="案件已结"))
    with pytest.raises(NotHeld):
        await execute(db, commander, release_recording, ReleaseRecording(recording_id=held, reason="案件已结"))
    assert await forget_old_recordings(db, files, settings) == 1


async def test_erasing_a_person_erases_the_call_and_waits_for_a_hold(
    world: World, files: RecordingFiles, tmp_path: Path
) -> None:
    db, settings, erase = world.stage.db, EvidenceSettings(), eraser(rooms.PURGES)
    (a, _), (b, _) = await opened(world), await opened(world)
    free, held = await kept(world, files, tmp_path / "a", a), await kept(world, files, tmp_path / "b", b)
    until = world.stage.clock.now() + timedelta(days=1)
    await world.do("reviewer", hold_recording, HoldRecording(recording_id=held, reason="投诉核查", until=until))
    for subject in (a, b):
        await world.do(system("erasure"), erase, EraseSubject(subject=subject, reason="到期删除"))
    by_id = {one.id: one for subject in (a, b) for one in await seen(world, "commander", subject)}
    assert by_id[free].erased_at is not None and by_id[held].erased_at is None
    await world.do("commander", listen, Listen(recording_id=held, purpose="投诉核查"))
    assert await all_bytes(world, files, "commander", held)
    assert await forget_old_recordings(db, files, settings) == 0
    world.stage.clock.advance(timedelta(days=1, seconds=1).total_seconds())
    assert await forget_old_recordings(db, files, settings) == 1
    with pytest.raises(NotFound):
        await all_bytes(world, files, "commander", held)


def test_pieces_cannot_be_changed_moved_or_cut_off(tmp_path: Path) -> None:
    vault = Vault(b"k" * 32)
    files, source = RecordingFiles(tmp_path / "sealed", vault), tmp_path / "plain"
    plain = np.random.default_rng(1).bytes(3 * PIECE + 17)
    source.write_bytes(plain)
    sealed = files.seal(source)
    key, size = vault.unwrap(sealed.id, bytes.fromhex(sealed.wrapped_key)), len(plain)
    for start, end in ((0, size), (0, 1), (PIECE - 1, PIECE + 1), (3 * PIECE, size), (5, 2 * PIECE), (size - 1, size)):
        assert b"".join(files.read(sealed.id, key, size, start, end)) == plain[start:end]
    path = next((tmp_path / "sealed").rglob("*.sound"))
    whole, piece = path.read_bytes(), PIECE + 16
    changed = whole[:100] + bytes([whole[100] ^ 1]) + whole[101:]
    moved = whole[piece : 2 * piece] + whole[:piece] + whole[2 * piece :]
    for broken, size_ in ((changed, size), (moved, size), (whole[: 3 * piece], size), (whole[: 3 * piece], 3 * PIECE)):
        path.write_bytes(broken)
        with pytest.raises(InvalidTag):
            list(files.read(sealed.id, key, size_, 0, size_))
    source.write_bytes(b"")
    empty = files.seal(source)
    key = vault.unwrap(empty.id, bytes.fromhex(empty.wrapped_key))
    assert b"".join(files.read(empty.id, key, 0, 0, 0)) == b""
