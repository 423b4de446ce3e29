"""The sound of a call: tones and silences lie where they were, whatever became of packets and files."""

import io
import json
import struct
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
import soundfile

from tests.evidence.sounds import (
    T0,
    Packet,
    Sound,
    alaw,
    assert_heard,
    g711_packets,
    heard,
    leg_file,
    mjr,
    mulaw,
    opened_sound,
    opus_packets,
    silence,
    tone,
    wav,
)
from yaoyaoling.evidence.recordings.mjr import MjrFile, UnreadableError
from yaoyaoling.evidence.recordings.render import SOUND, Task, render
from yaoyaoling.evidence.recordings.sheet import CallSheet, LegNote, PartFound, Played, Rendering
from yaoyaoling.evidence.recordings.sound import alaw_table, mulaw_table
from yaoyaoling.kernel.ids import new_id

CALL = UUID("01a2039c-50b8-74b7-8678-a797350d7c94")
_LONG_S = 1800
"""Half an hour: long enough to see what grows with the length."""


def rendered(folder: Path, *legs: LegNote, played: tuple[Played, ...] = ()) -> Rendering:
    names = tuple(sorted(path.name for path in folder.iterdir()))
    return render(Task(folder=folder, sheet=CallSheet(call_id=CALL, legs=legs, played=played), names=names))


def leg(folder: Path, packets: list[Packet], codec: str = "pcma", at_s: float = 0, leg_id: UUID | None = None) -> Path:
    started_at = T0 + timedelta(seconds=at_s)
    return leg_file(folder, CALL, leg_id or new_id(), mjr(packets, codec=codec, started_at=started_at))


def only(found: Rendering) -> PartFound:
    [part] = found.parts
    return part


def test_the_decoding_tables_are_the_standards() -> None:
    for table, subtype in ((alaw_table(), "ALAW"), (mulaw_table(), "ULAW")):
        raw = io.BytesIO(bytes(range(256)))
        wanted, _ = soundfile.read(raw, samplerate=8000, channels=1, format="RAW", subtype=subtype, dtype="float32")
        assert np.array_equal(table, wanted), subtype


def test_two_codecs_and_a_law_of_each_kind(tmp_path: Path) -> None:
    leg(tmp_path, g711_packets(np.concatenate([silence(1), tone(400, 1), silence(3)])))
    sound = np.concatenate([silence(1), tone(700, 1), silence(1)])
    leg(tmp_path, [*g711_packets(sound, octets=mulaw(sound))], "pcmu", at_s=1.5)
    leg(tmp_path, opus_packets(np.concatenate([tone(1000, 0.5, 48_000), silence(1, 48_000)])), "opus", at_s=0.25)
    found = rendered(tmp_path)
    sound, rate = opened_sound(tmp_path / SOUND)
    assert found.started_at == T0 and found.seconds == pytest.approx(len(sound) / rate, abs=0.03)
    assert_heard(sound, rate, 400, (1, 2))
    assert_heard(sound, rate, 700, (2.5, 3.5))
    assert_heard(sound, rate, 1000, (0.25, 0.75))
    assert {part.fault for part in found.parts} == {None}


@pytest.mark.parametrize("codec", ["pcma", "opus"])
def test_lost_late_doubled_and_wrapped_packets(tmp_path: Path, codec: str) -> None:
    sound = np.concatenate([tone(500, 1), silence(1), tone(500, 1), silence(0.5), tone(500, 1)])
    packets = g711_packets(sound) if codec == "pcma" else opus_packets(np.repeat(sound, 6))
    step = 160 if codec == "pcma" else 960
    packets = [Packet(p.payload, p.seq, p.ts, p.at_ms + (i * 7) % 35, kind=p.kind) for i, p in enumerate(packets)]
    del packets[110:135]  # half a second of the second tone is lost
    packets[30], packets[33] = packets[33], packets[30]
    packets.insert(60, packets[58])
    assert step * 4 < 2**32
    leg(tmp_path, packets, codec)
    rendered(tmp_path)
    heard_, rate = opened_sound(tmp_path / SOUND)
    assert_heard(heard_, rate, 500, (0, 1), (2, 2.2), (2.7, 3), (3.5, 4.5))


@pytest.mark.parametrize("codec", ["pcma", "opus"])
def test_a_muted_party_and_a_sender_that_begins_anew(tmp_path: Path, codec: str) -> None:
    """Nothing came for four seconds; then another source counts from elsewhere, as after a hold on some trunks."""

    def make(seconds: float) -> list[Packet]:
        return g711_packets(tone(600, seconds)) if codec == "pcma" else opus_packets(tone(600, seconds, 48_000))

    first, second = make(1), make(1)
    moved = [Packet(p.payload, (p.seq + 9000) & 0xFFFF, 77 + p.ts, p.at_ms + 5000, 99, p.kind) for p in second]
    third = [Packet(p.payload, p.seq + 50, p.ts + 10, p.at_ms + 8000, 99, p.kind) for p in make(0.5)]
    third = [Packet(p.payload, (q + 9100 + 100) & 0xFFFF, p.ts, p.at_ms, 99, p.kind) for q, p in enumerate(third)]
    leg(tmp_path, [*first, *moved, *third], codec)
    rendered(tmp_path)
    sound, rate = opened_sound(tmp_path / SOUND)
    assert_heard(sound, rate, 600, (0, 1), (5, 6), (8, 8.5))


def test_a_stall_that_is_made_up_for_moves_nothing(tmp_path: Path) -> None:
    packets = g711_packets(np.concatenate([tone(500, 1), silence(1), tone(500, 1)]))
    stalled = [Packet(p.payload, p.seq, p.ts, max(p.at_ms, 2400 if i >= 60 else 0)) for i, p in enumerate(packets)]
    leg(tmp_path, stalled)
    rendered(tmp_path)
    sound, rate = opened_sound(tmp_path / SOUND)
    assert_heard(sound, rate, 500, (0, 1), (2, 3))


def test_a_senders_clock_that_runs_off_is_held_to_arrival(tmp_path: Path) -> None:
    """300 ppm fast: after five minutes 90 ms, if nobody looked."""
    sound = np.concatenate([tone(500, 1), silence(298), tone(500, 1)])
    packets = [Packet(p.payload, p.seq, p.ts, round(p.at_ms * 1.0003)) for p in g711_packets(sound)]
    leg(tmp_path, packets)
    rendered(tmp_path)
    heard_, rate = opened_sound(tmp_path / SOUND)
    assert_heard(heard_, rate, 500, (0, 1), (299 * 1.0003, 300 * 1.0003), within=0.06)


def test_one_sound_across_a_transfer_and_a_failover(tmp_path: Path) -> None:
    """Seat, then partner, in rooms of two nodes; the caller's second file begins 26 ms after the first ends."""
    citizen, seat, partner = new_id(), new_id(), new_id()
    for node in ("node-a", "node-b"):
        (tmp_path / node).mkdir()
    notes = [LegNote(leg_id=i, kind=k) for i, k in ((citizen, "citizen"), (seat, "seat"), (partner, "partner"))]
    leg(tmp_path / "node-a", g711_packets(tone(400, 3)), leg_id=citizen)
    leg(tmp_path / "node-a", opus_packets(tone(900, 2, 48_000)), "opus", at_s=0.5, leg_id=seat)
    leg(tmp_path / "node-b", g711_packets(tone(400, 3)), at_s=3.026, leg_id=citizen)
    leg(tmp_path / "node-b", g711_packets(tone(1300, 2)), at_s=3.5, leg_id=partner)
    names = tuple(str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*.mjr")))
    found = render(Task(folder=tmp_path, sheet=CallSheet(call_id=CALL, legs=tuple(notes)), names=names))
    sound, rate = opened_sound(tmp_path / SOUND)
    assert_heard(sound, rate, 900, (0.5, 2.5))
    assert_heard(sound, rate, 1300, (3.5, 5.5))
    spans = heard(sound, rate, 400)
    assert abs(spans[0][0]) <= 0.04 and abs(spans[-1][1] - 6.026) <= 0.04
    assert sum(b - a for a, b in spans) >= 6.026 - 0.026 - 0.04
    assert sorted(str(lane.kind) for lane in found.lanes) == ["citizen", "partner", "seat"]


def test_announcements_the_controller_noted_begin_the_call(tmp_path: Path) -> None:
    calls = tmp_path / "call"
    calls.mkdir()
    soundfile.write(tmp_path / "greeting.opus", tone(1500, 1, 48_000), 48_000, format="OGG", subtype="OPUS")
    soundfile.write(tmp_path / "queue.wav", np.concatenate([tone(2000, 0.5), silence(0.5)]), 8000)
    leg(calls, g711_packets(np.concatenate([silence(5), tone(400, 1)])), at_s=1)
    played = (
        Played(file=str(tmp_path / "greeting.opus"), started_at=T0),
        Played(
            file=str(tmp_path / "queue.wav"),
            started_at=T0 + timedelta(seconds=1.5),
            ended_at=T0 + timedelta(seconds=4),
            is_repeated=True,
        ),
        Played(file=str(tmp_path / "lost.wav"), started_at=T0),
    )
    found = rendered(calls, played=played)
    sound, rate = opened_sound(calls / SOUND)
    assert found.started_at == T0
    assert_heard(sound, rate, 1500, (0, 1))
    assert_heard(sound, rate, 2000, (1.5, 2), (2.5, 3), (3.5, 4))
    assert_heard(sound, rate, 400, (6, 7))
    assert {part.name: part.fault for part in found.parts if part.kind == "played"} == {
        "greeting.opus": None,
        "queue.wav": None,
        "lost.wav": "missing",
    }
    assert [lane.kind for lane in found.lanes].count("announcement") == 1


def speech(seconds: float, seed: int) -> Sound:
    """Words of noise and pauses, never alike."""
    chance, out = np.random.default_rng(seed), silence(0)
    while len(out) < seconds * 8000:
        word = chance.normal(0, 0.1, round(8000 * chance.uniform(0.1, 0.6)))
        out = np.concatenate([out, word, silence(chance.uniform(0.1, 0.5))])
    return out[: round(seconds * 8000)]


def mixed(folder: Path) -> None:
    """A room: the caller's words, and an announcement that only the mix has; the mix begins 1.3 s in."""
    words = np.concatenate([speech(5, 1), silence(2), speech(5, 2)])
    leg(folder, g711_packets(words))
    mix = words.copy()
    mix[5 * 8000 + 4000 : 5 * 8000 + 12_000] += tone(1500, 1)
    (folder / "call.wav").write_bytes(wav(np.concatenate([silence(0.06), mix])[round(1.36 * 8000) :]))


def test_the_mix_is_heard_where_it_says_more_than_the_legs(tmp_path: Path) -> None:
    mixed(tmp_path)
    found = rendered(tmp_path)
    sound, rate = opened_sound(tmp_path / SOUND)
    [(begin, end)] = [(a, b) for a, b in heard(sound, rate, 1500, least=0.1) if b - a > 0.5]
    assert abs(begin - 5.5) <= 0.04 and abs(end - 6.5) <= 0.04
    # The words are the leg's own: never twice, not even a little later.
    plain = np.concatenate([speech(5, 1), silence(2), speech(5, 2)])
    for begin, end in ((0.2, 4.8), (7.2, 11.8)):
        ours = sound[round(begin * rate) : round(end * rate)][::2]
        theirs = plain[round(begin * 8000) : round(end * 8000)][: len(ours)]
        size = 1 << 17
        alike = np.fft.irfft(np.fft.rfft(ours, size) * np.conj(np.fft.rfft(theirs, size)), size)
        assert min(int(alike.argmax()), size - int(alike.argmax())) < 0.02 * 8000
        assert np.abs(ours).mean() == pytest.approx(np.abs(theirs).mean(), rel=0.15)
    assert {part.kind: part.fault for part in found.parts} == {"leg": None, "mix": None}


def test_a_mix_cut_off_by_a_crash_is_read_by_its_size(tmp_path: Path) -> None:
    whole = wav(np.concatenate([tone(700, 2), silence(1), tone(700, 1)]))
    for lie in (0, 0xFFFFFFFF, 0x7FFFFF00, 4096):
        header = whole[:4] + struct.pack("<I", lie) + whole[8:40] + struct.pack("<I", lie)
        (tmp_path / "call.wav.tmp").write_bytes(header + whole[44:])
        found = rendered(tmp_path)
        assert only(found).fault == "header_repaired" and only(found).kind == "mix"
        sound, rate = opened_sound(tmp_path / SOUND)
        assert_heard(sound, rate, 700, (0, 2), (3, 4))
        (tmp_path / SOUND).unlink()


def test_a_crash_loses_nothing_that_was_written(tmp_path: Path) -> None:
    whole = mjr(g711_packets(np.concatenate([silence(1), tone(400, 2)])))
    path = tmp_path / f"room-{new_id()}.mjr.tmp"
    for cut in (len(whole) - 1, len(whole) - 100, len(whole) - 171, len(whole) - 180, len(whole) - 190):
        path.write_bytes(whole[:cut])
        found = rendered(tmp_path)
        assert only(found).fault == "cut_off", cut
        sound, rate = opened_sound(tmp_path / SOUND)
        assert_heard(sound, rate, 400, (1, 3))
        (tmp_path / SOUND).unlink()


def test_hostile_files_are_named_and_survived(tmp_path: Path) -> None:
    good = mjr(g711_packets(tone(400, 1)))
    start = good.index(b"MEET")
    record = 4 + 4 + 2 + 12 + 160
    files = {
        "empty": (b"", "empty"),
        "text": (b"not a recording" * 50, "not_mjr"),
        "old": (b"MEETECHO" + good[8:], "not_mjr"),
        "short": (good[:9], "cut_off"),
        "header-lies": (b"MJR00002\xff\xff{}", "cut_off"),
        "header-no-json": (b"MJR00002\x00\x04abcd" + good[start:], "header_broken"),
        "header-list": (b"MJR00002\x00\x02[]" + good[start:], "header_broken"),
        "deep": (b"MJR00002\xff\xff" + b"[" * 65535 + good[start:], "header_broken"),
        "no-codec": (b'MJR00002\x00\x08{"u": 1}' + good[start:], "header_broken"),
        "year-9e9": (b'MJR00002\x00\x28{"c":"pcma","u":999999999999999999999999}' + good[start:], "header_broken"),
        "no-packets": (good[:start], "no_packets"),
        "video": (good.replace(b'"pcma"', b'"vp8!"'), "codec_unknown"),
        "all-short": (good[:start] + (b"MEET" + struct.pack(">IH", 0, 3) + b"abc") * 50, "damaged"),
        "no-rtp": (good[:start] + (b"MEET" + struct.pack(">IH", 0, 40) + b"\0" * 40) * 50, "damaged"),
        "one-huge": (good[:start] + b"MEET" + struct.pack(">IH", 0, 65535) + b"\x80" * 99, "cut_off"),
    }
    for name, (content, _) in files.items():
        (tmp_path / f"{name}.mjr").write_bytes(content)
    (tmp_path / "whole.mjr").write_bytes(good)
    for name, content in {
        "claims-2g.wav": wav(silence(0))[:40] + b"\xff\xff\xff\x7f",
        "chunk-lies.wav": b"RIFF\0\0\0\0WAVEjunk\xff\xff\xff\xff" + b"\0" * 100,
        "float.wav": b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\3\0\1\0\x40\x1f\0\0\x80\x3e\0\0\4\0\x20\0data\0\0\0\0",
    }.items():
        (tmp_path / name).write_bytes(content)
    found = rendered(tmp_path)
    faults = {part.name: part.fault for part in found.parts}
    assert {f"{name}.mjr": fault for name, (_, fault) in files.items()} == {
        name: fault for name, fault in faults.items() if name.endswith(".mjr") and name != "whole.mjr"
    }
    assert faults["whole.mjr"] is None and faults["float.wav"] == "codec_unknown"
    assert faults["claims-2g.wav"] == "no_samples" and faults["chunk-lies.wav"] in ("header_broken", "cut_off")
    sound, rate = opened_sound(tmp_path / SOUND)
    assert_heard(sound, rate, 400, (0, 1))
    assert len(sound) < 3 * rate and record == 182


def test_damage_in_the_middle_costs_only_what_is_damaged(tmp_path: Path) -> None:
    good = bytearray(mjr(g711_packets(tone(400, 3))))
    start, record = good.index(b"MEET"), 182
    lies = start + 50 * record
    good[lies + 8 : lies + 10] = b"\xff\xf0"  # a record that claims 65 kB
    rotten = start + 100 * record
    good[rotten : rotten + 3 * record] = b"\x55" * (3 * record)
    (tmp_path / "leg.mjr").write_bytes(good)
    found = rendered(tmp_path)
    assert only(found).fault == "damaged"
    sound, rate = opened_sound(tmp_path / SOUND)
    spans = heard(sound, rate, 400)
    assert abs(spans[-1][1] - 3) <= 0.04 and sum(b - a for a, b in spans) > 2.85


def test_times_that_lie_do_not_make_a_call_of_weeks(tmp_path: Path) -> None:
    packets = g711_packets(tone(400, 1))
    packets[20] = Packet(packets[20].payload, packets[20].seq, packets[20].ts, 2**32 - 1)
    packets[30] = Packet(packets[30].payload, packets[30].seq, (packets[30].ts + 2**30) & 0xFFFFFFFF, packets[30].at_ms)
    leg(tmp_path, packets)
    leg(tmp_path, g711_packets(tone(800, 1)), at_s=1)
    leg_file(tmp_path, CALL, new_id(), mjr(packets, started_at=datetime.fromisoformat("1999-01-01T00:00:00+00:00")))
    found = rendered(tmp_path)
    assert found.seconds < 10
    assert sorted(str(part.fault) for part in found.parts) == ["None", "damaged", "time_unknown"]
    sound, rate = opened_sound(tmp_path / SOUND)
    assert_heard(sound, rate, 800, (1, 2))


def test_random_octets_never_break_the_reader(tmp_path: Path) -> None:
    good, chance = mjr(opus_packets(tone(400, 1, 48_000)), codec="opus"), np.random.default_rng(5)
    path = tmp_path / "leg.mjr"
    for _ in range(150):
        broken = bytearray(good)
        for at in chance.integers(0, len(broken), int(chance.integers(1, 60))):
            broken[at] = chance.integers(0, 256)
        path.write_bytes(broken[: int(chance.integers(1, len(broken) + 1))])
        at_ms = np.zeros(1)
        try:
            at_ms = MjrFile(path).read().rows["at_ms"]
        except UnreadableError as error:
            assert str(error)
        if at_ms.max(initial=0) > 600_000:
            continue  # a last packet said to come within the hour is believed; an hour of silence takes long to lay
        found = rendered(tmp_path)
        assert found.has_sound or only(found).fault
        (tmp_path / SOUND).unlink(missing_ok=True)


def test_two_who_shout_at_once_are_bent_not_cut(tmp_path: Path) -> None:
    for hz in (400, 900, 1300):
        leg(tmp_path, g711_packets(tone(hz, 2, loud=0.9)))
    rendered(tmp_path)
    sound, rate = opened_sound(tmp_path / SOUND)
    assert np.abs(sound).max() <= 1.1  # Opus overshoots a little
    for hz in (400, 900, 1300):
        assert_heard(sound, rate, hz, (0, 2))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_long_call_stays_small(tmp_path: Path) -> None:
    """A call of many minutes with five legs, in a process of its own whose memory is looked at."""
    third = np.concatenate([tone(440, 1), silence(_LONG_S // 6 - 1), tone(440, 1), silence(_LONG_S // 6 - 1)])
    octets = alaw(np.tile(third, 3))
    opus = opus_packets(np.tile(np.concatenate([tone(800, 10, 48_000, 0.2), silence(50, 48_000)]), 3))
    for _ in range(3):
        leg(tmp_path, g711_packets(np.zeros(0), octets=octets))
    for _ in range(2):
        packets = [
            Packet(p.payload, (p.seq + n) & 0xFFFF, (p.ts + 960 * n) & 0xFFFFFFFF, p.at_ms + 20 * n, kind=111)
            for n in range(0, _LONG_S * 50, len(opus))
            for p in opus
        ]
        leg(tmp_path, packets, "opus")
    task = Task(folder=tmp_path, sheet=CallSheet(call_id=CALL), names=tuple(p.name for p in tmp_path.iterdir()))
    code = (
        "import re, sys, time\n"
        "from pathlib import Path\n"
        "from yaoyaoling.evidence.recordings.render import Task, render\n"
        "begun = time.process_time()\n"
        "found = render(Task.model_validate_json(sys.stdin.read()))\n"
        # Not ru_maxrss: Linux hands that of the process which started this one on to it.
        "peak = int(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024\n"
        "print(found.seconds, peak, time.process_time() - begun)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=task.model_dump_json(), capture_output=True, text=True, check=True
    )
    seconds, peak_mb, cpu_s = map(float, done.stdout.split())
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb, "cpu_s": cpu_s}))
    assert seconds == pytest.approx(_LONG_S, abs=1)
    # What is mapped of the files counts too, though the system may drop it at any moment.
    mapped_mb = sum(path.stat().st_size for path in tmp_path.glob("*.mjr")) / 1e6
    assert peak_mb < mapped_mb + 500
    last = _LONG_S // 6 * 5
    sound, rate = soundfile.read(tmp_path / SOUND, start=16_000 * (last - 1), stop=16_000 * (last + 3))
    assert_heard(sound, rate, 440, (1, 2))
