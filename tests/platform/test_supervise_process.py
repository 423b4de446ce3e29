"""A kept process: started again when it ends, stopped in order, gone with its parent."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from yaoyaoling.platform.supervise import readiness
from yaoyaoling.platform.supervise.account import engine_account
from yaoyaoling.platform.supervise.process import Backoff, Program, State, ending
from yaoyaoling.platform.supervise.supervisor import Alarm, StartFailedError, Supervisor
from yaoyaoling.platform.urgent import go_first

SAYS_READY = "import time; print('I am ready', flush=True); time.sleep(600)"


def python(code: str, name: str = "child", **rest: object) -> Program:
    """A program of our own, for tests."""
    env = {"PATH": os.environ["PATH"]}
    return Program(name, (sys.executable, "-c", textwrap.dedent(code)), env, **rest)  # type: ignore[arg-type]


async def until(happens: Callable[[], object], within_s: float = 10) -> None:
    """Wait until it does."""
    deadline = time.monotonic() + within_s
    while not happens():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.02)


def lives(pid: int) -> bool:
    """Whether a process of that number runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except OSError:
        return False


@pytest.fixture
async def supervisor(tmp_path: Path) -> AsyncIterator[Supervisor]:
    alarms: list[Alarm] = []
    kept = Supervisor(tmp_path / "log", tmp_path / "run" / "status.json", alarms.append)
    kept.test_alarms = alarms  # type: ignore[attr-defined]
    yield kept
    await kept.stop()


async def test_a_killed_process_is_started_again_and_the_alarm_says_how_it_ended(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    await supervisor.start([python(SAYS_READY, ready=readiness.line("I am ready"))])
    [keeper] = supervisor.keepers
    first = keeper.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await until(lambda: keeper.state is State.READY and keeper.pid not in (None, first))
    [alarm] = supervisor.test_alarms  # type: ignore[attr-defined]
    assert (alarm.name, alarm.end, alarm.restarts) == ("child", "SIGKILL", 1)
    text = (tmp_path / "run" / "status.json").read_text()
    assert '"restarts": 1' in text
    assert '"last_end": "SIGKILL"' in text
    assert (tmp_path / "log" / "child.log").read_text().count("I am ready") == 2


async def test_a_process_that_cannot_start_fails_the_start_with_its_last_words(supervisor: Supervisor) -> None:
    with pytest.raises(StartFailedError) as caught:
        await supervisor.start([python("raise SystemExit('no disk')", ready=readiness.line("never"))])
    assert caught.value.name == "child"
    assert caught.value.end == "exit 1"
    assert "no disk" in caught.value.tail


async def test_a_start_that_takes_too_long_is_ended(supervisor: Supervisor) -> None:
    slow = python("import time; time.sleep(600)", ready=readiness.line("never"), ready_within_s=0.3, stop_within_s=1)
    with pytest.raises(StartFailedError) as caught:
        await supervisor.start([slow])
    assert caught.value.end == "SIGTERM"
    assert "not ready in 0.3 s" in caught.value.tail


async def test_a_command_that_does_not_exist_is_named(supervisor: Supervisor) -> None:
    with pytest.raises(StartFailedError) as caught:
        await supervisor.start([Program("ghost", ("/nonexistent/ghost",), ready=readiness.line("never"))])
    assert "/nonexistent/ghost" in caught.value.tail


async def test_processes_stop_in_the_reverse_order_of_their_start(tmp_path: Path) -> None:
    order = tmp_path / "order"
    code = """
        import signal, sys, time
        def told(*_):
            open({order!r}, "a").write({name!r} + " ")
            sys.exit(0)
        signal.signal(signal.SIGTERM, told)
        print("ready", flush=True)
        time.sleep(600)
    """
    supervisor = Supervisor(tmp_path / "log", tmp_path / "status.json", lambda _: None)
    for name in ("engine", "server"):
        text = code.format(order=str(order), name=name)
        await supervisor.start([python(text, name, ready=readiness.line("ready"))])
    await supervisor.stop()
    assert order.read_text() == "server engine "


async def test_a_process_that_ignores_the_signal_is_killed_with_its_group(tmp_path: Path) -> None:
    code = """
        import signal, subprocess, sys, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        print("grandchild", grandchild.pid, flush=True)
        time.sleep(600)
    """
    supervisor = Supervisor(tmp_path / "log", tmp_path / "status.json", lambda _: None)
    await supervisor.start([python(code, ready=readiness.line("grandchild"), stop_within_s=0.3)])
    pid = int((tmp_path / "log" / "child.log").read_text().split()[-1])
    assert lives(pid)
    await supervisor.stop()
    await until(lambda: not lives(pid))


async def test_what_others_wait_for_goes_first_and_its_neighbour_does_not(tmp_path: Path) -> None:
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except (AttributeError, PermissionError):
        pytest.skip("the system does not allow it")
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    code = "import os, time; print('class', os.sched_getscheduler(0), flush=True); time.sleep(600)"
    supervisor = Supervisor(tmp_path / "log", tmp_path / "status.json", lambda _: None)
    programs = [
        python(code, name, ready=readiness.line("class"), goes_first=name == "bus") for name in ("bus", "worker")
    ]
    await supervisor.start(programs)
    await supervisor.stop()
    found = {name: int((tmp_path / "log" / f"{name}.log").read_text().split()[-1]) for name in ("bus", "worker")}
    assert found == {"bus": os.SCHED_RR, "worker": os.SCHED_OTHER}


def test_a_thread_goes_first_and_what_it_begins_does_not() -> None:
    classes: list[int] = []

    def look() -> None:
        classes.append(os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK)

    def first() -> None:
        if not go_first():
            return
        look()
        inner = threading.Thread(target=look)
        inner.start()
        inner.join()

    thread = threading.Thread(target=first)
    thread.start()
    thread.join()
    assert classes in ([], [os.SCHED_RR, os.SCHED_OTHER])
    assert os.sched_getscheduler(0) == os.SCHED_OTHER


PARENT = """
import asyncio, sys
from pathlib import Path
from yaoyaoling.platform.supervise import readiness
from yaoyaoling.platform.supervise.account import Account
from yaoyaoling.platform.supervise.process import Program
from yaoyaoling.platform.supervise.supervisor import Supervisor

async def main():
    folder = Path(sys.argv[1])
    uid, gid = (int(value) if value != "-" else None for value in sys.argv[2:4])
    supervisor = Supervisor(folder / "log", folder / "status.json", print)
    # The account may not enter a virtual environment below /root: a shell will do.
    command = ("/bin/sh", "-c", "echo ready; exec sleep 600")
    await supervisor.start([Program("child", command, account=Account(uid, gid), ready=readiness.line("ready"))])
    print(supervisor.keepers[0].pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.mark.parametrize("drops_root", [False, True])
async def test_children_die_with_a_parent_that_was_killed(tmp_path: Path, drops_root: bool) -> None:
    if drops_root and os.geteuid() != 0:
        pytest.skip("only root can drop root")
    account = engine_account()
    ids = [str(account.uid), str(account.gid)] if drops_root else ["-", "-"]
    command = [sys.executable, "-c", PARENT, str(tmp_path), *ids]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(await asyncio.to_thread(parent.stdout.readline))
        assert lives(pid)
        assert Path(f"/proc/{pid}").stat().st_uid == (account.uid if drops_root else os.geteuid())
        parent.kill()
        await until(lambda: not lives(pid))


async def test_an_alarm_that_nobody_hears_stops_nothing(tmp_path: Path) -> None:
    def deaf(_: Alarm) -> None:
        raise BrokenPipeError

    supervisor = Supervisor(tmp_path / "log", tmp_path / "status.json", deaf)
    await supervisor.start([python(SAYS_READY, ready=readiness.line("I am ready"))])
    [keeper] = supervisor.keepers
    first = keeper.pid
    keeper_pid = first or 0
    os.kill(keeper_pid, signal.SIGKILL)
    await until(lambda: keeper.state is State.READY and keeper.pid not in (None, first))
    await supervisor.stop()


def test_pauses_grow_to_ten_seconds_and_start_anew_after_a_minute_of_health() -> None:
    backoff = Backoff()
    assert [backoff.after(1) for _ in range(8)] == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]
    assert backoff.after(61) == 0.2
    assert backoff.after(0) == 0.4


def test_an_end_is_told_in_words() -> None:
    assert [ending(0), ending(3), ending(-9), ending(-200)] == ["exit 0", "exit 3", "SIGKILL", "signal 200"]
