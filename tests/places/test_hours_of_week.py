"""Opening hours in their common shapes, minute by minute; what cannot be read is not guessed."""

import numpy as np
import pytest

from yaoyaoling.places.pack.hours_of_week import MINUTES, hold_at, hold_together, minutes_of, packed, table_of

MO, TU, WE, TH, FR, SA, SU = range(7)


def minute(day: int, hour: int, minutes: int = 0) -> int:
    """Of the week."""
    return (day * 24 + hour) * 60 + minutes


@pytest.mark.parametrize(
    ("text", "total", "inside", "outside"),
    [
        ("Mo-Fr 07:00-09:00", 600, [(MO, 7, 0), (FR, 8, 59)], [(MO, 6, 59), (FR, 9, 0), (SA, 8, 0)]),
        ("Mo-Fr 7:00-9:00, 17:00-19:30", 5 * 270, [(WE, 19, 29)], [(WE, 19, 30), (SU, 18, 0)]),
        ("07:30-08:00", 7 * 30, [(SU, 7, 30)], [(SU, 8, 0)]),
        ("22:00-06:00", 7 * 480, [(MO, 5, 59), (SU, 23, 0)], [(MO, 6, 0), (TU, 21, 59)]),
        ("Su 22:00-06:00", 480, [(SU, 22, 0), (MO, 5, 0)], [(SU, 5, 0)]),
        ("Fr-Mo", 4 * 1440, [(FR, 0, 0), (MO, 23, 59)], [(TU, 0, 0), (TH, 23, 59)]),
        ("Mo,We-Th 10:00-11:00; Sa 08:00-12:00", 180 + 240, [(TH, 10, 0), (SA, 11, 0)], [(TU, 10, 0), (SA, 12, 0)]),
        ("Mo-Su 07:00-19:00; Su off", 6 * 720, [(SA, 18, 0)], [(SU, 12, 0)]),
        ("Mo-Fr 07:00-08:00, Mo-Fr 16:00-17:00", 600, [(MO, 7, 30), (MO, 16, 30)], [(MO, 12, 0)]),
        ("Mo-Fr 07:00-08:00; Fr 16:00-17:00", 4 * 60 + 60, [(FR, 16, 30)], [(FR, 7, 30)]),
        ("24/7", MINUTES, [(SU, 3, 0)], []),
        ("08:00-24:00", 7 * 960, [(SU, 23, 59)], [(MO, 0, 0)]),
    ],
)
def test_what_is_read(
    text: str, total: int, inside: list[tuple[int, int, int]], outside: list[tuple[int, int, int]]
) -> None:
    minutes = minutes_of(text)
    assert minutes is not None and minutes.sum() == total
    assert all(minutes[minute(*one)] for one in inside) and not any(minutes[minute(*one)] for one in outside)
    table = table_of([packed(minutes)])
    assert [bool(hold_at(table, at)[0]) for at in range(0, MINUTES, 7)] == minutes[::7].tolist()


@pytest.mark.parametrize(
    "text",
    ["", ";", "Mo-Fr 07:00-09:00; PH off", "Apr-Oct", "sunrise-sunset", "Mo[1] 07:00-09:00", "07:00+",
     "Mo-Fr 25:00-26:00", "07:00-07:00", "Mo-Fr 07:61-09:00", "12:00-13:00 off", "Mo 07:00-09:00 AND weight>3.5",
     "week 1-20", "Xx 07:00-08:00"],
)  # fmt: skip
def test_what_is_not(text: str) -> None:
    assert minutes_of(text) is None


def test_what_holds_together_is_told_once() -> None:
    rows = [minutes_of("Mo 07:00-09:00"), minutes_of("Mo 08:00-10:00"), minutes_of("Tu")]
    table = table_of([packed(one) for one in rows if one is not None])
    found = {tuple(one.tolist()) for one in hold_together(table, np.array([0, 1], np.int32))}
    assert found == {(False, False, False), (True, False, False), (True, True, False), (False, True, False)}
    (nothing,) = hold_together(table, np.zeros(0, np.int32))
    assert not nothing.any()
