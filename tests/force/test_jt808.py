"""Frames of JT/T 808: read whole, cut, forged, mixed with noise; both headers."""

from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.force.frames import authentication, bcd, framed, position, positions, registration
from yaoyaoling.force.positions.batch import NO_FIX
from yaoyaoling.force.terminals import messages
from yaoyaoling.force.terminals.frames import BadFrameError, Frame, Framer, escape, unescape, write_frame
from yaoyaoling.force.terminals.parts import Parts
from yaoyaoling.kernel.geo import Datum

CREW = UUID(int=(7 << 64) | 9)
NUMBER = "13912345678"


def read(stream: bytes, piece: int = 4096) -> list[Frame | BadFrameError]:
    framer = Framer()
    return [one for at in range(0, len(stream), piece) for one in framer.feed(stream[at : at + piece])]


def test_a_heartbeat_byte_for_byte() -> None:
    # 0x0002, properties 0x4000 (2019, no body), version 1, number 013912345678 in ten bytes, serial 0x007e, XOR 0x47.
    raw = bytes.fromhex("0002 4000 01 00000000 013912345678 007e".replace(" ", ""))
    check = 0
    for byte in raw:
        check ^= byte
    stream = b"\x7e" + raw[:-1] + b"\x7d\x02" + bytes([check]) + b"\x7e"
    (frame,) = read(stream)
    assert frame == Frame(messages.BEAT, NUMBER, 0x7E, b"", True, 1)
    assert write_frame(frame) == stream == framed(0x0002, NUMBER, 0x7E, b"")


@pytest.mark.parametrize("is_2019", [True, False])
@pytest.mark.parametrize("piece", [1, 7, 4096])
def test_a_position_in_both_headers_in_any_pieces(is_2019: bool, piece: int) -> None:
    body = position(114.305678, 30.612345, "261122120030", heading=270, more=bytes.fromhex("0104000000640202044c"))
    (frame,) = read(framed(0x0200, NUMBER, 7, body, is_2019=is_2019), piece)
    assert isinstance(frame, Frame) and (frame.number, frame.serial, frame.is_2019) == (NUMBER, 7, is_2019)
    (row,) = messages.read_positions(frame, CREW, Datum.GCJ02)
    assert tuple(row["crew"]) == (7, 9)
    assert (row["lon_e7"], row["lat_e7"]) == (1_143_056_780, 306_123_450)
    assert (row["speed_dkmh"], row["heading_cdeg"], row["datum"], row["flags"]) == (360, 27_000, 2, 0)
    at = datetime(2026, 11, 22, 12, 0, 30, tzinfo=timezone(timedelta(hours=8)))
    assert row["at_ms"] == at.timestamp() * 1000


def test_south_west_no_fix_and_a_clock_that_was_never_set() -> None:
    body = position(-70.5, -33.4, "000000000000", status=0x0C)
    (row,) = messages.read_positions(Frame(0x0200, NUMBER, 1, body), CREW, Datum.WGS84)
    assert (row["lon_e7"], row["lat_e7"], row["flags"], row["at_ms"]) == (-705_000_000, -334_000_000, NO_FIX, 0)
    beyond = position(190, 95, "261122120030")
    (row,) = messages.read_positions(Frame(0x0200, NUMBER, 1, beyond), CREW, Datum.WGS84)
    assert (row["lon_e7"], row["flags"]) == (0, NO_FIX)


def test_what_was_kept_in_a_blind_area_comes_in_its_order() -> None:
    bodies = [position(114 + i / 100, 30, f"26112212{i:02}00") for i in range(5)]
    rows = messages.read_positions(Frame(0x0704, NUMBER, 1, positions(*bodies)), CREW, Datum.WGS84)
    assert [int(one) for one in rows["lon_e7"]] == [1_140_000_000 + i * 100_000 for i in range(5)]
    for wrong in (positions(*bodies)[:-1], b"\0\x05\0", positions(), positions(b"short")):
        with pytest.raises(BadFrameError, match="bad_position"):
            messages.read_positions(Frame(0x0704, NUMBER, 1, wrong), CREW, Datum.WGS84)


def test_a_message_in_parts_is_put_together_in_any_order() -> None:
    body = positions(*(position(114, 30, f"26112212{i:02}00") for i in range(30)))
    pieces = [body[at : at + 300] for at in range(0, len(body), 300)]
    frames = [framed(0x0704, NUMBER, 100 + i, piece, part=(len(pieces), i + 1)) for i, piece in enumerate(pieces)]
    parts = Parts()
    whole = [parts.take(one) for one in read(b"".join(frames[::-1])) if isinstance(one, Frame)]
    assert [one is None for one in whole] == [True] * (len(pieces) - 1) + [False]
    assert whole[-1] is not None and whole[-1].body == body


def test_cut_forged_and_overlong_frames_are_named_and_the_next_is_read() -> None:
    good = framed(0x0200, NUMBER, 1, position(114, 30, "261122120030"))
    forged = good[:20] + bytes([good[20] ^ 1]) + good[21:]
    wrong_length = bytes.fromhex("0200400301000000000139123456780001ffff")
    check = 0
    for byte in wrong_length:
        check ^= byte
    encrypted = bytes.fromhex("000244000100000000013912345678 0001".replace(" ", ""))
    encrypted_check = 0
    for byte in encrypted:
        encrypted_check ^= byte
    for stream, fault in (
        (forged, "bad_checksum"),
        (good[:9] + b"\x7e", "cut"),
        (b"\x7e" + wrong_length + bytes([check]) + b"\x7e", "cut"),
        (b"\x7e" + encrypted + bytes([encrypted_check]) + b"\x7e", "encrypted"),
        (b"\x7e\x01\x7d\x05\x7e", "bad_escape"),
        (b"\x7e" + b"a" * 5000 + b"\x7e", "overlong"),
    ):
        found = read(stream + good)
        faults = [one.fault for one in found if isinstance(one, BadFrameError)]
        assert fault in faults, stream
        assert sum(isinstance(one, Frame) for one in found) == 1


def test_registration_and_authentication_of_both_standards() -> None:
    for is_2019 in (True, False):
        frame = Frame(0x0100, NUMBER, 1, registration(is_2019), is_2019)
        assert messages.read_maker(frame) == "MAKER MODEL-1"
        with pytest.raises(BadFrameError):
            messages.read_maker(Frame(0x0100, NUMBER, 1, b"\0" * 20, is_2019))
        code = "0123456789abcdef"
        assert messages.read_code(Frame(0x0102, NUMBER, 1, authentication(code, is_2019), is_2019)) == code
    for wrong in (b"", b"\x20short", b"\x02\xff\xff"):
        with pytest.raises(BadFrameError):
            messages.read_code(Frame(0x0102, NUMBER, 1, wrong))


def test_replies_say_what_they_answer() -> None:
    asked = Frame(0x0200, NUMBER, 0x1234, b"")
    assert write_frame(messages.reply_to(asked, 5, messages.Result.DONE)) == framed(
        0x8001, NUMBER, 5, bytes.fromhex("1234020000")
    )
    reply = messages.register_reply(asked, 6, messages.Registered.DONE, "c0de")
    assert write_frame(reply) == framed(0x8100, NUMBER, 6, bytes.fromhex("123400") + b"c0de")
    assert messages.register_reply(asked, 6, messages.Registered.TAKEN, "c0de").body == bytes.fromhex("123403")


@given(st.binary(max_size=300))
def test_escaping_can_be_undone_and_leaves_no_mark(raw: bytes) -> None:
    assert unescape(escape(raw)) == raw
    assert 0x7E not in escape(raw)


@given(
    st.integers(0, 0xFFFF), st.integers(1, 10**12 - 1), st.integers(0, 0xFFFF), st.binary(max_size=1023), st.booleans()
)
def test_any_frame_is_read_as_it_was_built(message: int, number: int, serial: int, body: bytes, is_2019: bool) -> None:
    (found,) = read(framed(message, str(number), serial, body, is_2019=is_2019), 5)
    assert found == Frame(message, str(number), serial, body, is_2019, 1 if is_2019 else 0)


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_noise_raises_nothing_and_hides_no_later_frame(pieces: list[bytes]) -> None:
    framer = Framer()
    for piece in pieces:
        for _ in framer.feed(piece):
            pass
    good = framed(0x0002, NUMBER, 1, b"")
    found = [one for one in framer.feed(b"\x7e" + good) if isinstance(one, Frame)]
    assert found and found[-1].message == messages.BEAT


@given(st.binary(max_size=1023), st.sampled_from([0x0100, 0x0102, 0x0200, 0x0704]), st.booleans())
def test_any_body_is_read_or_refused(body: bytes, message: int, is_2019: bool) -> None:
    frame = Frame(message, NUMBER, 1, body, is_2019)
    try:
        if message == messages.REGISTER:
            assert messages.read_maker(frame).isprintable()
        elif message == messages.AUTHENTICATE:
            messages.read_code(frame)
        else:
            rows = messages.read_positions(frame, CREW, Datum.WGS84)
            assert (abs(rows["lon_e7"]) <= 1_800_000_000).all() and (abs(rows["lat_e7"]) <= 900_000_000).all()
    except BadFrameError:
        pass


def test_bcd_of_the_tests_is_right() -> None:
    assert bcd("13912345678", 6) == bytes.fromhex("013912345678")
