"""The daemons themselves: configurations they accept, levels, secrets, ports that nobody else reaches."""

import asyncio
import contextlib
import os
import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from pydantic import SecretStr, ValidationError

from tests.telephony.daemons import RunningDaemons, running_daemons
from yaoyaoling.platform.secrets import Secrets
from yaoyaoling.platform.supervise.process import State
from yaoyaoling.platform.supervise.supervisor import Alarm, Supervisor
from yaoyaoling.telephony.daemons import PORT_NAMES, Level, Standing, find_standing, layout, prepare
from yaoyaoling.telephony.daemons.alive import answers_janus, answers_ng, answers_sip, answers_stun
from yaoyaoling.telephony.daemons.level import find_program
from yaoyaoling.telephony.daemons.watch import VoiceWatch, questions
from yaoyaoling.telephony.settings import VoiceSettings
from yaoyaoling.telephony.sip.stack import SipStack


async def test_all_of_them_start_and_answer(daemons: RunningDaemons) -> None:
    assert await answers_janus(daemons.at.janus)
    assert await answers_janus(daemons.at.standby)
    assert daemons.at.ng is not None and await answers_ng(daemons.at.ng)
    assert await answers_sip(daemons.at.sip)
    if daemons.at.turn is not None:
        assert await answers_stun(daemons.at.turn.address)
    for name, process in daemons.processes.items():
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for one in family:
            for connection in one.net_connections("inet"):
                assert connection.laddr.ip == "127.0.0.1", f"{name} listens on {connection.laddr}"


async def test_without_rtpengine_the_rest_starts() -> None:
    async with running_daemons(level=Level.NO_RTPENGINE) as running:
        assert running.at.ng is None
        assert "rtpengine" not in running.processes
        assert await answers_sip(running.at.sip)


@pytest.mark.parametrize(
    ("here", "wanted", "level", "is_less"),
    [
        ("janus kamailio rtpengine turnserver", "full", Level.FULL, False),
        ("janus kamailio rtpengine", "full", Level.FULL, False),
        ("janus kamailio", "full", Level.NO_RTPENGINE, True),
        ("janus kamailio", "no_rtpengine", Level.NO_RTPENGINE, False),
        ("janus kamailio rtpengine", "none", Level.NONE, False),
        ("rtpengine kamailio", "full", Level.NONE, True),
        ("", "full", Level.NONE, True),
        ("", "none", Level.NONE, False),
    ],
)
def test_the_level_is_the_highest_that_is_installed_and_wanted(
    here: str, wanted: str, level: Level, is_less: bool
) -> None:
    standing = find_standing(VoiceSettings(level=wanted), lambda name: name if name in here.split() else None)
    assert (standing.level, standing.is_less) == (level, is_less)
    assert ("apt-get install -y" in standing.zh) is is_less
    assert Standing.of(standing.told()) == standing


async def test_what_does_not_answer_is_told(daemons: RunningDaemons) -> None:
    watch = VoiceWatch(find_standing(daemons.settings), daemons.at, "110")
    now = await watch.look()
    here = ("degraded", ["voice"], f"sip:110@{daemons.at.sip}")
    assert (now.state, now.down, now.sip) == here, "the controller is no daemon, and does not run"
    daemons.kill("rtpengine")
    daemons.kill("janus")
    assert await watch.look() == now, "asked at most every two seconds"
    await asyncio.sleep(2.1)
    now = await watch.look()
    assert (now.state, now.down) == ("degraded", ["janus", "rtpengine", "voice"])
    assert "rtpengine" in now.zh and "rtpengine" in now.en
    await daemons.start("rtpengine", "janus")
    await asyncio.sleep(2.1)
    assert (await watch.look()).down == ["voice"]
    with contextlib.closing(SipStack(*daemons.at.node, lambda _: None, next_hop=daemons.at.inside)):
        await asyncio.sleep(2.1)
        assert (await watch.look()).state == "ok"


async def test_a_killed_daemon_is_brought_back_with_an_alarm(tmp_path: Path) -> None:
    async with running_daemons("rtpengine") as prepared:
        prepared.kill("rtpengine")
        alarms: list[Alarm] = []
        supervisor = Supervisor(tmp_path, tmp_path / "status.json", alarms.append)
        try:
            await supervisor.start(list(prepared.programs.values()))
            asks = questions(prepared.at)
            for keeper in supervisor.keepers:
                assert keeper.pid is not None
                os.kill(keeper.pid, signal.SIGKILL)
            async with asyncio.timeout(30):
                while any(keeper.state is not State.READY or not keeper.restarts for keeper in supervisor.keepers):
                    await asyncio.sleep(0.05)
            assert {alarm.name for alarm in alarms} == set(prepared.programs)
            assert {alarm.end for alarm in alarms} == {"SIGKILL"}
            for ask in asks.values():
                assert await ask()
        finally:
            await supervisor.stop()


def test_what_is_generated_is_read_by_nobody_else_and_accepted(tmp_path: Path) -> None:
    kamailio = find_program("kamailio")
    if kamailio is None:
        pytest.skip("kamailio is not installed")
    whole = VoiceSettings(
        trunks="192.0.2.0/24,2001:db8::/32", gateways="sip:192.0.2.1:5060,sip:gw.example:5061;transport=tls",
        routes="12345=sip:192.0.2.9:5060,119=sip:192.0.2.8:5060;transport=tcp", last_resort="sip:110@192.0.2.7:5060",
        phones=SecretStr("1001:secret-word,1002:other-word"), open_calls=False, numbers="110,12110",
    )  # fmt: skip
    for settings in (whole, VoiceSettings(), VoiceSettings(open_calls=True)):
        folder = tmp_path / str(id(settings))
        ports = {name: 20_000 + number for number, name in enumerate(PORT_NAMES)}
        at = layout(settings, folder / "voice", ports, Secrets(folder / "secrets"))
        prepare(settings, at, datetime.now(UTC))
        edge = folder / "voice" / "kamailio" / "edge.cfg"
        done = subprocess.run([kamailio, "-c", "-f", str(edge)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        for path in (folder / "voice").rglob("*"):
            if path.is_file():
                assert path.stat().st_mode & 0o077 == 0, path
                assert "secret-word" not in path.read_text(), "of passwords the edge knows half a digest"


@pytest.mark.parametrize(
    "wrong",
    [
        {"sip_address": "0.0.0.0"},
        {"trunks": "not-an-address"},
        {"numbers": ""},
        {"gateways": 'sip:x"\nmodparam'},
        {"routes": "12345"},
        {"phones": "1001:short"},
        {"last_resort": "110"},
    ],
)
def test_settings_that_no_daemon_would_understand_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        VoiceSettings(**wrong)  # type: ignore[arg-type]
