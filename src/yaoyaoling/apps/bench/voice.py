"""`yyl bench voice`: what callers, seats and officers wait for, what kills cost, conferences held, calls a second.

First a whole hall with controller, edge, browsers and callers (`voice_calls`); then the engines alone: real Janus
(two), rtpengine and the SIP stack, without database and controller.
"""

import argparse
import asyncio
import contextlib
import csv
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from yaoyaoling.apps.bench.processor import spent_s
from yaoyaoling.apps.bench.report import Figure, Report, percentile
from yaoyaoling.apps.bench.voice_calls import kills, waits
from yaoyaoling.apps.bench.voice_hall import voice_hall
from yaoyaoling.apps.callers.phones import Phone, Phones
from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.platform.secrets import Secrets
from yaoyaoling.platform.supervise.account import engine_account
from yaoyaoling.platform.supervise.ports import claim_any_range
from yaoyaoling.platform.supervise.process import Program
from yaoyaoling.platform.supervise.readiness import Output
from yaoyaoling.telephony.daemons import PORT_NAMES, Daemons, JanusAt, Level, find_standing, layout, prepare, programs
from yaoyaoling.telephony.media.janus import Janus
from yaoyaoling.telephony.media.ng import Rtpengine
from yaoyaoling.telephony.media.room import Conference
from yaoyaoling.telephony.settings import VoiceSettings
from yaoyaoling.telephony.sip.inbound import Inbound
from yaoyaoling.telephony.sip.sdp import audio_of, plain_sdp
from yaoyaoling.telephony.sip.stack import SipStack

_NEEDED = ("janus", "janus-standby", "rtpengine")
_RATES = (25, 50, 100, 150, 200, 300)
_RATE_S = 6
_SETTLE_S = 2.0


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench voice")
    parser.add_argument("--rooms", type=int, default=50, help="conferences of two trunk legs each")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--calls", type=int, default=40, help="calls through the whole hall, one after the other")
    parser.add_argument("--in-kill", type=int, default=5, help="calls that go on while processes are killed")
    options = parser.parse_args(args)
    standing = find_standing(VoiceSettings())
    if standing.level is not Level.FULL:
        print(standing.zh, "·", standing.en)  # noqa: T201
        return 2
    options.rooms, options.seconds = min(500, max(1, options.rooms)), min(3600.0, max(1.0, options.seconds))
    report = asyncio.run(_measure(options))
    return report.show(as_json)


async def _measure(options: argparse.Namespace) -> Report:
    rooms, seconds = options.rooms, options.seconds
    work = (
        f"{options.calls} calls one after the other through a whole hall, {options.in_kill} while controller and Janus"
        f" are killed; then {rooms} recorded conferences of two trunk legs through rtpengine, {seconds:g} s, by the"
        " engines alone; callers, seats and officers are real SIP, RTP and WebRTC peers in this process and one Janus"
    )
    report = Report("voice", work, shared_with="everything on the same cores")
    if options.calls > 0:
        async with voice_hall(max(1, options.in_kill), killed=frozenset({"voice", "janus"})) as hall:
            report.figures |= await waits(hall, options.calls)
            if options.in_kill > 0:
                report.figures |= await kills(hall, options.in_kill)
    async with _running() as (daemons, processes):
        report.figures |= await _hold(daemons, processes, rooms, seconds)
    report.figures |= await _call_rate()
    return report


@contextlib.asynccontextmanager
async def _running() -> AsyncIterator[tuple[Daemons, dict[str, subprocess.Popen[bytes]]]]:
    """Janus, its standby and rtpengine on free ports."""
    media, account = claim_any_range(4_000), engine_account()
    if media is None:
        raise RuntimeError("no media ports are free")
    settings = VoiceSettings(media_port_min=media.first, media_port_max=media.last)
    folder = _open_folder()
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        ports = {name: _free_port() for name in PORT_NAMES}
        at = layout(settings, folder / "voice", ports, Secrets(folder / "secrets"), Level.FULL)
        prepare(settings, at, wall_now(), account)
        wanted = [program for program in programs(settings, at, account) if program.name in _NEEDED]
        for program in wanted:
            processes[program.name] = _started(program)
        for program in wanted:
            async with asyncio.timeout(20):
                await program.ready(Output())
        yield at, processes
    finally:
        for process in processes.values():
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)
        media.close()


def _open_folder() -> Path:
    """One that the unprivileged account of the engines gets through."""
    folder = Path(tempfile.mkdtemp(prefix="yyl-bench-voice-"))
    folder.chmod(0o755)
    return folder


def _started(program: Program) -> subprocess.Popen[bytes]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True, "cwd": "/"}
    options: dict[str, Any] = {**quiet, "env": dict(program.env), **program.account.popen()}
    return subprocess.Popen(list(program.command), **options)


def _free_port() -> int:
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        port: int = tcp.getsockname()[1]
        with contextlib.suppress(OSError):
            udp.bind(("127.0.0.1", port))
            return port
    return _free_port()


def _janus(daemons: Daemons, at: JanusAt) -> Janus:
    return Janus(at.url, at.api_secret, admin_key=at.admin_key, files=str(daemons.recordings))


async def _hold(
    daemons: Daemons, processes: dict[str, subprocess.Popen[bytes]], rooms: int, seconds: float
) -> dict[str, Figure]:
    assert daemons.ng is not None
    rtpengine = await Rtpengine.connect(*daemons.ng, outside=daemons.outside, inside=daemons.inside_media)
    janus, standby = _janus(daemons, daemons.janus), _janus(daemons, daemons.standby)
    await janus.connect()
    await standby.connect()
    phones = Phones(2 * rooms)
    pairs = list(zip(phones.all[::2], phones.all[1::2], strict=True))
    try:
        joined_s: list[float] = []
        held = [await _conference(janus, rtpengine, pair, joined_s) for pair in pairs]
        await asyncio.sleep(_SETTLE_S)
        phones.forget()
        before = spent_s()
        await asyncio.sleep(seconds)
        spent = {name: used - before.get(name, 0.0) for name, used in spent_s().items()}
        heard = sum(len(phone.heard) for phone in phones.all)
        figures: dict[str, Figure] = {
            "rooms_held": sum(all(len(one.heard) > seconds * 45 for one in pair) for pair in pairs),
            "legs_held": sum(len(phone.heard) > seconds * 45 for phone in phones.all),
            "lost_packets": sum(phone.lost() for phone in phones.all),
            "heard_packets": heard,
            "heard_least": min(len(phone.heard) for phone in phones.all),
            "stray_packets": sum(phone.strays for phone in phones.all),
            "longest_gap_ms": round(max(phone.longest_gap_ms() for phone in phones.all), 1),
            "phones_late_ms": round(phones.late_ms, 1),
            "leg_joined_p99_ms": round(percentile(joined_s, 0.99) * 1000, 1),
            **{f"{name}_cores": round(spent.get(name, 0.0) / seconds, 2) for name in ("janus", "rtpengine")},
        }
        return figures | await _kill(janus, standby, processes["janus"], held, phones)
    finally:
        phones.close()
        await janus.close()
        await standby.close()
        rtpengine.close()


async def _conference(
    janus: Janus, rtpengine: Rtpengine, pair: tuple[Phone, Phone], joined_s: list[float]
) -> Conference:
    """A room with a caller and somebody called."""
    caller, called = pair
    room = Conference(janus, rtpengine, f"call-{secrets.token_hex(6)}")
    await room.open()
    began = time.perf_counter()
    answer = audio_of(await room.join_inbound("citizen", plain_sdp("127.0.0.1", caller.port)))
    joined_s.append(time.perf_counter() - began)
    caller.to = (answer.host, answer.port)
    offer = audio_of(await room.offer_outbound("partner"))
    called.to = (offer.host, offer.port)
    await room.join_outbound("partner", plain_sdp("127.0.0.1", called.port))
    return room


async def _kill(
    janus: Janus, standby: Janus, process: subprocess.Popen[bytes], held: list[Conference], phones: Phones
) -> dict[str, Figure]:
    """SIGKILL, and every room again on the standby: how long each party heard nothing."""
    lost = asyncio.Event()
    janus.on_lost = lost.set
    phones.forget()
    await asyncio.sleep(0.5)
    process.kill()
    await asyncio.wait_for(lost.wait(), 10)
    began = time.perf_counter()
    await asyncio.gather(*(room.rebuild(standby) for room in held))
    rebuilt_s = time.perf_counter() - began
    await asyncio.sleep(2)
    gaps = [phone.longest_gap_ms() for phone in phones.all if len(phone.heard) > 1]
    return {
        "engines_janus_kill_gap_p50_ms": round(percentile(gaps, 0.5), 1),
        "engines_janus_kill_gap_ms": round(max(gaps), 1),
        "engines_rebuilt_all_ms": round(rebuilt_s * 1000, 1),
        "legs_after_kill": len(gaps),
    }


async def _call_rate() -> dict[str, Figure]:
    """The highest rate of whole calls (INVITE … BYE) at which SIPp counts none failed; nothing without SIPp."""
    if shutil.which("sipp") is None:
        return {}

    def answer(call: Inbound) -> None:
        call.on_signal = lambda _dialog, _signal: None
        call.answer(plain_sdp("127.0.0.1", 4000))

    stack = SipStack("127.0.0.1", 0, answer)
    best: dict[str, Figure] = {"calls_per_s": 0}
    try:
        for rate in _RATES:
            done, failed, repeated = await _sipp(stack.port, rate)
            if failed or done < rate * _RATE_S:
                break
            best = {"calls_per_s": rate, "calls_repeated": repeated}
    finally:
        stack.close()
    return best


async def _sipp(port: int, rate: int) -> tuple[int, int, int]:
    """Calls done, failed, messages repeated."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "calls.csv"
        process = await asyncio.create_subprocess_exec(
            "sipp", "-sn", "uac", f"127.0.0.1:{port}", "-i", "127.0.0.1", "-r", str(rate), "-m", str(rate * _RATE_S),
            "-d", "200", "-nostdin", "-trace_stat", "-stf", str(table), "-fd", "1", "-timeout", "40s",
            cwd=folder, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        await asyncio.wait_for(process.wait(), 60)
        return await asyncio.to_thread(_last_row, table)


def _last_row(table: Path) -> tuple[int, int, int]:
    with table.open(encoding="latin-1") as text:
        last = list(csv.DictReader(text, delimiter=";"))[-1]
    return int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"]), int(last["Retransmissions(C)"])
