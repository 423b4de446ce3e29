"""When each packet of a leg was spoken: order by sequence, time by the sender's clock, held to when it came. Pure.

The sender's timestamps are even, but jump when it begins anew and drift over hours; arrival is right, but jitters. So
a run of packets is laid by its timestamps from the packet that was delayed least, and laid anew every twenty seconds
when the two clocks have parted by more than 40 ms.
"""

from itertools import pairwise
from typing import Any

import numpy as np

_APART_S = 0.04
_JUMP_S = 0.25
_LOOK = 1000
_SEQ_JUMP = 3000

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]


def place(rows: np.ndarray[Any, Any], rate: int) -> tuple[Ints, Floats]:
    """Which packets, in order of time, and when each begins: seconds after the first one came.

    rows: seq, ts, ssrc, at_ms of each packet as they came; rate: ticks of ts a second. Packets that came twice count
    once.
    """
    picked: list[Ints] = []
    times: list[Floats] = []
    by_source = np.argsort(rows["ssrc"], kind="stable")
    sources = np.flatnonzero(np.diff(rows["ssrc"][by_source])) + 1
    for group in np.split(by_source, sources):
        steps = np.diff(rows["seq"][group]).astype(np.int16).astype(np.int64)
        for stream in np.split(group, np.flatnonzero(np.abs(steps) > _SEQ_JUMP) + 1):
            which, at_s = _stream(rows, stream, rate)
            picked.append(which)
            times.append(at_s)
    index, at = np.concatenate(picked), np.concatenate(times)
    order = np.argsort(at, kind="stable")
    return index[order], at[order]


def _stream(rows: np.ndarray[Any, Any], stream: Ints, rate: int) -> tuple[Ints, Floats]:
    """One sender's packets without a break in their numbers."""
    number = np.cumsum(np.diff(rows["seq"][stream], prepend=rows["seq"][stream][:1]).astype(np.int16), dtype=np.int64)
    order = np.argsort(number, kind="stable")
    fresh = np.diff(number[order], prepend=number[order][:1] - 1) != 0
    which = stream[order][fresh]
    ticks = np.cumsum(np.diff(rows["ts"][which], prepend=rows["ts"][which][:1]).astype(np.int32), dtype=np.int64)
    sent_s = ticks / rate
    came_s = rows["at_ms"][which] / 1000.0
    return which, sent_s + _anchors(came_s - sent_s)


def _anchors(late_s: Floats) -> Floats:
    """What to add to the sender's time of each packet; late_s: arrival minus that time."""
    anchors = np.empty_like(late_s)
    for begin, end in _runs(late_s):
        held = None
        for at in range(begin, end, _LOOK):
            # A short rest at the end belongs to what stands before it.
            until = end if end - at < 2 * _LOOK else at + _LOOK
            least = float(late_s[at:until].min())
            if held is None or abs(least - held) > _APART_S:
                held = least
            anchors[at:until] = held
            if until == end:
                break
    return anchors


def _runs(late_s: Floats) -> list[tuple[int, int]]:
    """Where the sender's clock goes on without a jump: a stall that is made up for afterwards is none."""
    jumps = np.flatnonzero(np.abs(np.diff(late_s)) > _JUMP_S)
    edges = [0]
    for jump in jumps:
        before = float(late_s[max(edges[-1], jump + 1 - _LOOK) : jump + 1].min())
        after = late_s[jump + 1 : jump + 1 + _LOOK]
        if late_s[jump + 1] < before - _JUMP_S or float(after.min()) > before + _JUMP_S:
            edges.append(int(jump) + 1)
    edges.append(len(late_s))
    return list(pairwise(edges))
