"""A played city is judged: with everything running nothing is lost, doubled or unowned; without timers it shows."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.installation import Installation, install
from yaoyaoling.apps.traffic.judged import Outcome, Place, own_place, run_judged
from yaoyaoling.apps.traffic.run import TrafficOptions
from yaoyaoling.platform.settings import HallSettings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "played"
    made.mkdir()
    yield made
    shutil.rmtree(made, ignore_errors=True)


def told(outcome: Outcome) -> str:
    return "\n".join([*outcome.sentences(), str(outcome.verdict.endings), str(dict(outcome.tally))])


async def test_ninety_seconds_of_a_busy_city_leave_nothing_amiss(folder: Path, tmp_path: Path) -> None:
    options = TrafficOptions(rate=40, seconds=90, misbehave=0.5, seed=5, pace=8)
    async with own_place(HallSettings(data=tmp_path)) as place:
        outcome = await run_judged(place, options, folder, print, wind_down_s=300)
    print(told(outcome))
    assert outcome.is_good, told(outcome)
    endings = outcome.verdict.endings
    assert endings["closed"] > 5 and endings["settled"] > 15
    # On a slow machine the hall is pressed, and whoever would let it ring takes it.
    assert outcome.tally["seat_did_not_answer"] + outcome.tally["seat_pressed"]
    for sort in ("refused_already_taken", "lazy_feedback", "sent_twice", "same_event_again", "bad_input"):
        assert outcome.tally[sort], sort
    # On a slow machine there are some dozen orders, and one kind of fault in six of them: one of the kinds is there.
    assert sum(outcome.tally[sort] for sort in ("officer_offline", "officer_did_not_accept", "officer_refused"))


TIMERS_OFF = """
import asyncio, sys
from yaoyaoling.platform import timers

async def asleep(self):
    await asyncio.Event().wait()

timers.Timers.run = asleep
from yaoyaoling.apps.cli.main import main
sys.argv = ["yyl", "worker"]
main()
"""


def without_timers(hall: Installation, folder: Path) -> None:
    """Its worker goes on following the ledger and fires no durable timer any more."""
    script = folder / "worker_without_timers.py"
    script.write_text(TIMERS_OFF)
    hall.commands["worker"] = (sys.executable, str(script))
    hall.kill("worker")
    hall.start("worker")


async def test_without_durable_timers_the_judge_finds_reports_that_nobody_owns(folder: Path, tmp_path: Path) -> None:
    hall = await install(7)
    try:
        without_timers(hall, tmp_path)
        place = Place(hall.settings, hall.url, None, "only-for-tests", hall.folder)
        options = TrafficOptions(rate=40, seconds=40, misbehave=0.6, seed=7, pace=8)
        outcome = await run_judged(place, options, folder, print, wind_down_s=20)
    finally:
        hall.close()
    print(told(outcome))
    assert not outcome.is_good
    kinds = {one.kind for one in outcome.verdict.findings}
    assert {"unowned", "stopped"} <= kinds
    assert not kinds & {"lost", "doubled"}, told(outcome)
