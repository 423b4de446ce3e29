"""Which hall is played in, and that only one player plays in it."""

import asyncio
import contextlib
import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from yaoyaoling.apps.addresses import secrets_of
from yaoyaoling.apps.certificate import ensure_certificate, is_loopback
from yaoyaoling.apps.demo.programs import base_url
from yaoyaoling.apps.demo.start import demo_password
from yaoyaoling.apps.running import NoHallRuns, load_running, run_folder
from yaoyaoling.apps.settings import load_settings
from yaoyaoling.apps.traffic.judged import Outcome, Place, logs_of, own_place, run_judged
from yaoyaoling.apps.traffic.run import TrafficOptions
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform import logs
from yaoyaoling.platform.settings import HallSettings


class PlayedAlready(Refused):
    """Two players would answer the same calls as the same people."""

    code = "played_already"
    status = 409
    zh = "这个大厅已有演练在进行。请以 ./yyl demo --no-traffic 启动大厅，或加 --own 另起一个。"
    en = "This hall is being played already. Start it with ./yyl demo --no-traffic, or add --own for another one."


@contextlib.contextmanager
def only_player(settings: HallSettings) -> Iterator[None]:
    """Hold the right to play in a hall; it ends with the process. Raises: PlayedAlready."""
    folder = run_folder(settings.data, settings.city)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "traffic.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PlayedAlready from error
        yield


def running_place(settings: HallSettings) -> Place:
    """The hall that runs here."""
    certificate = None
    if not is_loopback(settings.listen):
        certificate = ensure_certificate(secrets_of(settings).folder, settings.listen)
    trust = str(certificate.path) if certificate else None
    return Place(settings, base_url(settings, certificate), trust, demo_password(settings), logs_of(settings))


async def choose_and_judge(options: TrafficOptions, own: bool, say: Callable[[str], None]) -> Outcome:
    """In the hall that runs here when nobody plays in it, else in one of its own.

    Receipts and logs are thrown away when all is well, and kept when not.
    """
    folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="yyl-traffic-")
    kept = Path(folder)
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(_logging_into(kept / "traffic.log"))
        place = await _place(stack, own, say)
        outcome = await run_judged(place, options, kept, say)
        if not outcome.is_good:
            await asyncio.to_thread(shutil.copytree, place.logs, kept / "hall")
            say(f"回执与日志 · receipts and logs are kept in {kept}")
    if outcome.is_good:
        await asyncio.to_thread(shutil.rmtree, folder)
    return outcome


async def _place(stack: contextlib.AsyncExitStack, own: bool, say: Callable[[str], None]) -> Place:
    why = "--own"
    if not own:
        try:
            running = load_running()
            stack.enter_context(only_player(running))
            say(f"大厅 · the hall at {base_url(running, None)}")
            return running_place(running)
        except (NoHallRuns, PlayedAlready) as refused:
            why = refused.sentence("en")
    say(f"另起一个大厅 · starting a hall of its own ({why})")
    return await stack.enter_async_context(own_place(load_settings()))


@contextlib.contextmanager
def _logging_into(path: Path) -> Iterator[None]:
    """Our own lines stand beside those of the other processes, and are looked through like theirs."""
    with path.open("a", buffering=1) as file:
        with contextlib.redirect_stderr(file):
            logs.configure("traffic")
        yield
