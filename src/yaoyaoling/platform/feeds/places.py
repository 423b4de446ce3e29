"""Where crews are, as screens are told: arrays by number, and the JSON of thousands of crews in a few steps.

A screen's row is `[crew, lon, lat, heading, speed km/h, age s, notes]`. Rows are written side by side, a column of
characters each, blanks where a number is short; the blanks are taken out in the end.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.platform.positions import MAP_ROW, Rows, ids_of, uuid_of

Fix: TypeAlias = tuple[str, float, float, float | None, float | None, float, int]
"""Crew, lon, lat, heading, speed km/h, epoch s, notes (`platform.positions`)."""
Numbers: TypeAlias = NDArray[np.int32]
Text: TypeAlias = NDArray[np.uint8]
_ID, _DEGREES, _SHORT, _AGE, _NOTES = 36, 11, 8, 14, 4
_WIDTH = 3 + _ID + 1 + 2 * (_DEGREES + 1) + 2 * (_SHORT + 1) + _AGE + 1 + _NOTES + 2
_BLANK = ord(" ")


class Places:
    """The newest place of each crew. A crew keeps its number."""

    def __init__(self) -> None:
        self.crews: list[UUID] = []
        self._numbers: dict[tuple[int, int], int] = {}
        self._rows: Rows = np.zeros(1024, MAP_ROW)
        self._names: NDArray[Any] = np.zeros(1024, f"S{_ID}")
        self._is_moved: NDArray[np.bool_] = np.zeros(1024, np.bool_)

    def note(self, rows: Rows) -> None:
        """Take rows of the map (`MAP_ROW`), of each crew one; an older one than what is held changes nothing."""
        numbers = self._numbers_of(rows["crew"])
        counting = rows["at"] >= self._rows["at"][numbers]
        numbers, rows = numbers[counting], rows[counting]
        self._rows[numbers] = rows
        self._is_moved[numbers] = True

    def note_fixes(self, fixes: Iterable[Fix]) -> None:
        """As `note`, of fixes that nobody looked at."""
        for crew, lon, lat, heading, speed_kmh, at, notes in fixes:
            row = np.zeros(1, MAP_ROW)
            row["crew"], row["at"], row["lon"], row["lat"], row["notes"] = ids_of([UUID(crew)]), at, lon, lat, notes
            row["heading"] = np.nan if heading is None else heading
            row["speed_kmh"] = np.nan if speed_kmh is None else speed_kmh
            self.note(row)

    def take_moved(self) -> Numbers:
        """Who moved since the last time."""
        moved = np.flatnonzero(self._is_moved[: len(self.crews)]).astype(np.int32)
        self._is_moved[moved] = False
        return moved

    def since(self, oldest: float) -> Numbers:
        """Who was somewhere at that time (epoch s) or later."""
        return np.flatnonzero(self._rows["at"][: len(self.crews)] >= oldest).astype(np.int32)

    def text(self, numbers: Numbers, now: float) -> Text:
        """Rows of screens for these crews, uint8[n, width]; `joined` makes them the inside of a JSON array."""
        rows, out = self._rows[numbers], np.full((len(numbers), _WIDTH), _BLANK, np.uint8)
        at = _put(out, 0, b'["')
        out[:, at : at + _ID] = self._names[numbers].view(np.uint8).reshape(-1, _ID)
        at = _put(out, at + _ID, b'",')
        for values, decimals, width in (
            (rows["lon"], 6, _DEGREES), (rows["lat"], 6, _DEGREES), (rows["heading"], 1, _SHORT),
            (rows["speed_kmh"], 1, _SHORT), (now - rows["at"], 2, _AGE), (rows["notes"], 0, _NOTES),
        ):  # fmt: skip
            _write(out[:, at : at + width], values.astype(np.float64), decimals)
            at = _put(out, at + width, b",")
        _put(out, at - 1, b"],")
        return out

    def _numbers_of(self, crews: NDArray[Any]) -> Numbers:
        keys = list(zip(crews[:, 0].tolist(), crews[:, 1].tolist(), strict=True))
        known = self._numbers
        try:
            return np.fromiter(map(known.__getitem__, keys), np.int32, len(keys))
        except KeyError:
            self._enter(dict.fromkeys(key for key in keys if key not in known))
        return np.fromiter(map(known.__getitem__, keys), np.int32, len(keys))

    def _enter(self, keys: Iterable[tuple[int, int]]) -> None:
        for key in keys:
            number = self._numbers[key] = len(self.crews)
            self.crews.append(uuid_of(key))
            if number >= len(self._rows):
                for name in ("_rows", "_names", "_is_moved"):
                    held = getattr(self, name)
                    setattr(self, name, np.concatenate([held, np.zeros_like(held)]))
            self._names[number] = str(self.crews[number]).encode()


def joined(text: Text) -> bytes:
    """What stands between the brackets of a JSON array."""
    return text.tobytes().translate(None, b" ")[:-1]


def _put(out: Text, at: int, sign: bytes) -> int:
    out[:, at : at + len(sign)] = np.frombuffer(sign, np.uint8)
    return at + len(sign)


def _write(out: Text, values: NDArray[np.float64], decimals: int) -> None:
    """Fill columns with numbers that have so many decimals; `null` for NaN. Wider numbers are cut: there are none."""
    is_known = np.isfinite(values)
    scaled = np.rint(np.where(is_known, values, 0.0) * 10**decimals).astype(np.int64)
    left = np.abs(scaled)
    at = out.shape[1]
    for place in range(out.shape[1] - (2 if decimals else 1)):
        if decimals and place == decimals:
            at -= 1
            out[:, at] = ord(".")
        at -= 1
        rest = left // 10
        digit = (left - 10 * rest).astype(np.uint8) + np.uint8(48)
        out[:, at] = digit if place <= decimals else np.where(left > 0, digit, _BLANK)
        left = rest
    out[scaled < 0, 0] = ord("-")
    if not is_known.all():
        out[~is_known] = _BLANK
        out[~is_known, -4:] = np.frombuffer(b"null", np.uint8)
