"""A process of the hall outlives whoever it was talking to."""

import subprocess
import sys

_TALKS_TO_NOBODY = """
import signal, socket
from yaoyaoling.apps.cli.run import run_process

signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # as every command line of ours begins

async def work():
    here, there = socket.socketpair()
    there.close()
    try:
        here.sendall(b"x" * 100_000)
    except BrokenPipeError:
        print("goes on")

run_process(work())
"""


def test_a_client_that_goes_away_does_not_end_the_process() -> None:
    ended = subprocess.run([sys.executable, "-c", _TALKS_TO_NOBODY], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout.strip()) == (0, "goes on"), ended.stderr
