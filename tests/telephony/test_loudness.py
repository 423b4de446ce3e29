"""How loud a leg is, from what is written down of it."""

import math
import struct
from pathlib import Path

import numpy as np
import pytest

from tests.voice.tones import encode
from yaoyaoling.telephony.media.loudness import LegMeter, level_of, power_of


def _rtp(payload: bytes, kind: int = 8, extension: bytes = b"") -> bytes:
    return struct.pack(">BBHII", 0x90 if extension else 0x80, kind, 1, 2, 3) + extension + payload


def _record(packet: bytes) -> bytes:
    return struct.pack(">4sIH", b"MEET", 0, len(packet)) + packet


def _tone(amplitude: float) -> bytes:
    at = np.arange(160) / 8000
    return encode((amplitude * np.sin(2 * np.pi * 400 * at)).astype("<i2"))


@pytest.mark.parametrize("amplitude", [300, 3000, 30_000])
def test_a_law_is_measured(amplitude: int) -> None:
    power = power_of(_rtp(_tone(amplitude)))
    assert power is not None
    wanted_db = 20 * math.log10(amplitude / 32768) - 3.01
    assert 10 * math.log10(power) == pytest.approx(wanted_db, abs=0.3)


def test_a_browser_says_its_level_itself() -> None:
    said = b"\xbe\xde\x00\x02" + bytes((0x22, 1, 2, 3, 0x10, 0x80 | 20, 0, 0))
    power = power_of(_rtp(b"opus", 111, said))
    assert power is not None
    assert 10 * math.log10(power) == pytest.approx(-20)
    assert power_of(_rtp(b"opus", 111)) is None
    assert power_of(b"short") is None


def test_levels_are_as_the_meters_of_the_console() -> None:
    assert [level_of(10 ** (db / 10)) for db in (-80, -60, -33, -6, 0)] == [0, 0, 0.5, 1, 1]
    assert level_of(0) == 0


def test_a_growing_file_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "call-x-leg-audio.mjr"
    meter = LegMeter(path)
    assert meter.level() is None
    head = b'{"t":"a"}'
    loud, quiet = _record(_rtp(_tone(20_000))), _record(_rtp(_tone(0)))
    path.write_bytes(b"MJR00002" + struct.pack(">H", len(head)) + head + loud + loud[:50])
    assert (meter.level() or 0) > 0.8
    assert meter.level() is None, "nothing whole is new"
    with path.open("ab") as file:
        file.write(loud[50:] + quiet)
    level = meter.level()
    assert level is not None and 0.6 < level < 0.95, "half of it was loud"
    with path.open("ab") as file:
        file.write(quiet * 20)
    assert meter.level() == 0
