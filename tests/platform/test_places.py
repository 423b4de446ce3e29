"""Rows of the map as text: what a screen reads is what was told, for every number there is."""

from uuid import UUID

import numpy as np
import orjson
from hypothesis import given
from hypothesis import strategies as st

from yaoyaoling.platform.feeds.places import Fix, Places, joined

_NOW = 1_764_000_000.0
_LON, _LAT = (st.floats(-most, most, allow_nan=False) for most in (180.0, 90.0))
_MAYBE = st.none() | st.floats(0, 6_553.4, allow_nan=False)
_FIX = st.tuples(_LON, _LAT, _MAYBE, _MAYBE, st.floats(1, _NOW), st.integers(0, 255))


@given(st.lists(_FIX, min_size=1, max_size=20))
def test_every_row_reads_as_it_was_told(
    rows: list[tuple[float, float, float | None, float | None, float, int]],
) -> None:
    places = Places()
    fixes: list[Fix] = [(str(UUID(int=index + 1)), *row) for index, row in enumerate(rows)]
    places.note_fixes(fixes)
    read = orjson.loads(b"[" + joined(places.text(places.take_moved(), _NOW)) + b"]")
    for (crew, lon, lat, heading, speed, at, notes), shown in zip(fixes, read, strict=True):
        assert (shown[0], shown[6]) == (crew, notes)
        assert shown[1:3] == [round(lon, 6), round(lat, 6)] or np.allclose(shown[1:3], [lon, lat], atol=5.1e-7, rtol=0)
        for told, number in ((heading, shown[3]), (speed, shown[4])):
            assert (number is None) == (told is None)
            assert told is None or abs(number - told) <= 0.051
        assert abs(shown[5] - (_NOW - at)) <= 0.0051


def test_of_a_crew_the_newest_counts_and_nobody_is_told_twice() -> None:
    places = Places()
    crew, other = str(UUID(int=7)), str(UUID(int=1 << 64))
    places.note_fixes([(crew, 114.3, 30.6, None, None, 20.0, 0), (crew, 1.0, 1.0, None, None, 10.0, 0)])
    places.note_fixes([(other, -0.5, -0.000001, 0.0, 3.25, 15.0, 1)])
    moved = places.take_moved()
    assert orjson.loads(b"[" + joined(places.text(moved, 30.0)) + b"]") == [
        [crew, 114.3, 30.6, None, None, 10.0, 0],
        [other, -0.5, -0.000001, 0.0, 3.2, 15.0, 1],
    ]
    assert not len(places.take_moved())
    assert places.since(16.0).tolist() == [0]


def test_there_is_room_for_more_crews_than_expected() -> None:
    places = Places()
    places.note_fixes([(str(UUID(int=n)), 114.0, 30.0, None, None, 5.0, 0) for n in range(1, 2_502)])
    assert len(orjson.loads(b"[" + joined(places.text(places.take_moved(), 6.0)) + b"]")) == 2_501
