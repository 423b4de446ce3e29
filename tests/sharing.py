"""How the tests of a tier are shared out among workers (pytest-xdist), so that a machine with two cores waits less.

A file stays with one worker, which has engines of its own. Some folders stay together because they share what is dear
(the browsers' hall) or must hear nothing else of their own kind (voice); some files are spread because their tests
are many and alike. Of the slow tier what neither kills nor measures time is shared out too; the rest runs by itself.
"""

from collections import Counter
from collections.abc import Sequence

import pytest
from xdist.scheduler import LoadScopeScheduling

_TOGETHER = {
    "tests/browser/": "browser",
    "tests/voice/": "voice",
    "tests/telephony/": "voice",
    "tests/evidence/test_real_janus.py": "voice",
}
_SPREAD = ("tests/faults/test_fuzz.py",)
_UNHURRIED = (
    *_SPREAD,
    "tests/apps/test_script.py",
    "tests/browser/test_every_page.py",
    "tests/evidence/test_recording_sound.py",
    "tests/faults/test_kills.py::test_a_relay_that_skips_its_replay_is_found_out",
    "tests/faults/test_traffic.py::test_without_durable_timers_the_judge_finds_reports_that_nobody_owns",
    "tests/journeys/test_machine.py",
    "tests/places/test_shifan.py",
    "tests/triage/",
)
"""Slow, but neither killing nor in a hurry: these of the slow tier may run beside one another.

Two that do kill are among them: they show that a judge finds what is wrong, and on a busy machine more is wrong.
"""
_LONGEST_FIRST = (
    "tests/faults/test_kills.py",
    "tests/browser/",
    "tests/apps/test_console.py",
    "tests/voice/",
    "tests/telephony/",
    "tests/evidence/test_real_janus.py",
    "tests/journeys/test_machine.py",
    "tests/faults/test_traffic.py",
    "tests/apps/test_demo.py",
    "tests/apps/test_traffic_demo.py",
    "tests/places/test_shifan.py",
)
"""Where a worker that begins late would be waited for at the end. What is spread comes last, and fills the gaps."""


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Hands out whole groups, in the order in which the tests were put."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """Tests with the same answer run in one worker, one after another."""
    file = nodeid.split("::", 1)[0]
    if file in _SPREAD:
        return nodeid
    return next((group for start, group in _TOGETHER.items() if file.startswith(start)), file)


def rank(item: pytest.Item) -> int:
    """Where a test stands: the long files first, what is spread last, all else between them."""
    file = item.nodeid.split("::", 1)[0]
    if file in _SPREAD:
        return len(_LONGEST_FIRST) + 1
    found = (place for place, start in enumerate(_LONGEST_FIRST) if file.startswith(start))
    return next(found, len(_LONGEST_FIRST))


def part_of(nodeid: str) -> str:
    """Which part of the slow tier a test belongs to: "together" with others, or "alone"."""
    return "together" if nodeid.startswith(_UNHURRIED) else "alone"


def name_apart(items: Sequence[pytest.Item]) -> None:
    """Give each test an id of its own: the routes of the fuzz have one together, and workers run an id once.

    Raises: UsageError when two would still be taken for one.
    """
    for item in items:
        if item.parent is not None and not item.nodeid.endswith(item.name):
            item._id = item.parent.id.child(item.name)
    twice = [nodeid for nodeid, count in Counter(item.nodeid for item in items).items() if count > 1]
    if twice:
        raise pytest.UsageError(f"several tests have one id: {twice[:3]}")
