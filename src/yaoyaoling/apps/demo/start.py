"""Starts everything in its order, says what it does, keeps it running, and stops it in the reverse order."""

import asyncio
import hashlib
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yaoyaoling.apps.addresses import city_folder, secrets_of
from yaoyaoling.apps.callers.speech import NoSpeech
from yaoyaoling.apps.certificate import Certificate, ensure_certificate, is_loopback
from yaoyaoling.apps.console_build import refresh_console
from yaoyaoling.apps.demo.broker import broker_program, forget_broker, plan_broker
from yaoyaoling.apps.demo.centre import CentreAt, centre_program, forget_centre, plan_centre
from yaoyaoling.apps.demo.hotline import forget_hotline, hotline_program, is_connected, plan_hotline
from yaoyaoling.apps.demo.people import left_to_people
from yaoyaoling.apps.demo.programs import (
    base_url,
    callers_program,
    child_environment,
    own_programs,
    traffic_program,
    yyl_command,
)
from yaoyaoling.apps.demo.progress import Steps, say
from yaoyaoling.apps.demo.sheet import sheet, voice_lines
from yaoyaoling.apps.demo.weixin import forget_weixin, plan_weixin, weixin_program
from yaoyaoling.apps.machine import ensure_voice_packages
from yaoyaoling.apps.prepare.bus import probe_bus
from yaoyaoling.apps.prepare.database import prepare_database
from yaoyaoling.apps.prepare.engines import OwnEngines, prepare_engines
from yaoyaoling.apps.prepare.stamp import Entry, on_duty_call_signs, prepared_key, read_stamp
from yaoyaoling.apps.running import forget_running, note_running, run_folder
from yaoyaoling.apps.settings import DemoSettings
from yaoyaoling.apps.voice_daemons import Voice, forget_voice, plan_voice, voice_programs
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise.lock import DataLock
from yaoyaoling.platform.supervise.ports import require_free
from yaoyaoling.platform.supervise.process import tied
from yaoyaoling.platform.supervise.supervisor import Alarm, StartFailedError, Supervisor
from yaoyaoling.telephony.daemons import Level
from yaoyaoling.telephony.daemons.level import find_program
from yaoyaoling.telephony.settings import listed

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class PrepareFailedError(RuntimeError):
    """City or people could not be brought into the database; what was said stands above."""


@dataclass(frozen=True)
class DemoOptions:
    """What the command line asked for besides the settings.

    has_traffic: a city is played. has_console: it is built when its sources changed. has_voice: the telephone works.
    calls: a file of real calls and perhaps its columns, as `yyl traffic` takes them; speed: how much faster than life.
    """

    has_traffic: bool = True
    has_console: bool = True
    has_voice: bool = True
    calls: tuple[str, ...] = ()
    speed: float = 1.0


def demo_password(settings: HallSettings) -> str:
    """The one of YYL_DEMO_PASSWORD, or this installation's own in letters that nobody confuses."""
    given = DemoSettings().password
    if given is not None:
        return given.get_secret_value()
    number = int.from_bytes(hashlib.sha256(secrets_of(settings).password("demo").encode()).digest())
    letters = []
    for _ in range(12):
        number, index = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[index])
    return "-".join("".join(letters[i : i + 4]) for i in (0, 4, 8))


async def run_demo(settings: HallSettings, options: DemoOptions) -> None:
    """Run until stopped. Raises: Refused, StartFailedError, PrepareFailedError."""
    lock = DataLock.take(settings.data, what=f"yyl demo --city {settings.city}", city=settings.city)
    logs = city_folder(settings) / "log"
    logs.mkdir(parents=True, exist_ok=True)
    (settings.data / "cities").chmod(0o700)
    supervisor = Supervisor(logs, run_folder(settings.data, settings.city) / "status.json", _tell_alarm)
    voice: Voice | None = None
    _stop_on_signals(supervisor)
    try:
        voice = await _start(settings, options, supervisor, logs)
        await asyncio.Event().wait()
    finally:
        say("\n正在停止 · stopping …")
        # Whatever is told us now, what was started is stopped first.
        await asyncio.shield(asyncio.ensure_future(supervisor.stop()))
        forget_running(settings)
        forget_voice(settings)
        forget_centre(settings)
        forget_weixin(settings)
        forget_broker(settings)
        forget_hotline(settings)
        if voice is not None:
            voice.close()
        lock.release()
        say("已停止 · stopped")


async def _start(settings: HallSettings, options: DemoOptions, supervisor: Supervisor, logs: Path) -> Voice:
    """Everything, one after the other; gives the voice, whose media ports stay ours while it is held."""
    steps = Steps(4 + options.has_console + options.has_voice + options.has_traffic + bool(options.calls))
    with steps.step(f"检查设置与数据目录 {settings.data} · checking settings and data directory"):
        require_free(settings.listen, settings.port)
        password = demo_password(settings)
        certificate = None
        if not is_loopback(settings.listen):
            certificate = ensure_certificate(secrets_of(settings).folder, settings.listen)
    with steps.step(_engines_text(settings)):
        if settings.nats_url is not None:
            await probe_bus(settings.nats_url.get_secret_value())
        engines = await asyncio.to_thread(prepare_engines, settings)
        await supervisor.start(engines.programs)
    settings, people = await _prepare(steps, engines, password)
    if options.calls:
        with steps.step("读取接警记录 · reading the calls"):
            await _run_apart(settings, ("read-calls", *options.calls))
    if options.has_console:
        with steps.step("检查前端 · the console"):
            await refresh_console(steps.note)
    voice = await _start_voice(steps, settings, options, supervisor)
    with steps.step("正在启动大厅各进程 · starting serve, worker, sequencer, relay, roads"):
        centre = plan_centre(settings)
        weixin = plan_weixin(settings)
        broker = plan_broker(settings)
        if centre is not None:
            await supervisor.start([centre_program(settings, centre)])
        if broker is not None:
            await supervisor.start([broker_program(settings, broker)])
        if weixin is not None:
            await supervisor.start([weixin_program(settings, weixin, certificate)])
        hotline = await _start_hotline(settings, supervisor, certificate)
        await supervisor.start(own_programs(settings, certificate))
        note_running(settings)
    shown = left_to_people(people, await on_duty_call_signs(settings))
    if options.has_traffic:
        with steps.step("正在启动演示城市 · starting the city's traffic"):
            left = ",".join(person.login for person in shown)
            player = ("--leave", left, *options.calls, "--speed", str(options.speed))
            await supervisor.start([traffic_program(settings, certificate, password, player)])
            await _start_callers(steps, settings, voice, supervisor)
    told = _told(voice, centre, has_weixin=weixin is not None, has_broker=broker is not None, has_hotline=hotline)
    url = base_url(settings, certificate)
    for line in sheet(settings, url, certificate, people, shown, password, logs, told):
        say(line)
    say(f"\n大厅已开放 · the hall is open ({steps.total_s:.1f} s)")
    return voice


async def _start_voice(steps: Steps, settings: HallSettings, options: DemoOptions, supervisor: Supervisor) -> Voice:
    """Whatever voice is possible. A daemon that does not start is tried again and again; the hall opens without it."""
    if not options.has_voice:
        return await asyncio.to_thread(plan_voice, settings, is_wanted=False)
    with steps.step("正在启动语音 · starting voice: the telephone"):
        tried = settings.data / "voice" / "apt-tried"
        await asyncio.to_thread(ensure_voice_packages, steps.note, tried)
        is_played = options.has_traffic and DemoSettings().spoken_calls > 0
        voice = await asyncio.to_thread(plan_voice, settings, is_played=is_played)
        for sentence in (voice.standing.zh, voice.standing.en):
            steps.note(sentence)
        try:
            await supervisor.start(voice_programs(voice))
        except StartFailedError as error:
            steps.note(f"{error.name} 未能启动（{error.end}），将继续尝试，记录见 {error.log_file}")
            steps.note(f"{error.name} did not start ({error.end}); it is tried again; its log is {error.log_file}")
    return voice


async def _start_hotline(settings: HallSettings, supervisor: Supervisor, certificate: Certificate | None) -> bool:
    """12345's own platform, connected to the desk of that service; gives whether the city has one."""
    port = plan_hotline(settings)
    program = await hotline_program(settings, port, certificate)
    if program is None:
        return False
    await supervisor.start([program])
    if not await is_connected(settings, port):
        await _run_apart(settings, ("connect-hotline", "--port", str(port)))
    return True


async def _start_callers(steps: Steps, settings: HallSettings, voice: Voice, supervisor: Supervisor) -> None:
    """Citizens who speak, where the whole of voice is there to hear them."""
    demo = DemoSettings()
    if voice.standing.level is not Level.FULL or demo.spoken_calls == 0:
        return
    if find_program("espeak-ng") is None:
        steps.note(f"{NoSpeech.zh}\n      {NoSpeech.en}")
        return
    steps.note(f"语音来电每分钟约 {demo.spoken_calls:g} 个 · about {demo.spoken_calls:g} spoken callers a minute")
    await supervisor.start([callers_program(settings, demo.spoken_calls, demo.spoken_most)])


def _told(voice: Voice, centre: CentreAt | None, *, has_weixin: bool, has_broker: bool, has_hotline: bool) -> list[str]:
    return [
        *voice_lines(voice.standing, voice.daemons, listed(voice.settings.numbers)[0]),
        *([] if centre is None else ['短信报警 text      ./yyl sms --from 13800000000 "……"']),
        *(['微信报警 WeChat    ./yyl wechat "……"'] if has_weixin else []),
        *(["设备报警 device    ./yyl alarm smoke"] if has_broker else []),
        *(["12345 平台         ./yyl 12345 list"] if has_hotline else []),
    ]


async def _prepare(steps: Steps, engines: OwnEngines, password: str) -> tuple[HallSettings, list[Entry]]:
    with steps.step(f"准备数据库与城市包 {engines.settings.city} · preparing database and city pack"):
        settings, ran = await prepare_database(engines)
        if ran:
            steps.note(f"数据库升级 {len(ran)} 项 · {len(ran)} migrations")
        people = read_stamp(settings, await prepared_key(settings, password))
        if people is None:
            await _run_apart(settings, ("prepare",), {"YYL_DEMO_PASSWORD": password})
            people = read_stamp(settings, await prepared_key(settings, password))
            assert people is not None, "the preparation leaves its own stamp"
    return settings, people


async def _run_apart(settings: HallSettings, args: tuple[str, ...], more: Mapping[str, str] | None = None) -> None:
    """One of our own commands, in a process of its own: it can be stopped at any moment, and leaves us small."""
    env = child_environment(settings, os.environ) | dict(more or {})
    command = tied(yyl_command(*args), signal.SIGKILL)
    process = await asyncio.create_subprocess_exec(*command, env=env, start_new_session=True)
    try:
        code = await process.wait()
    except asyncio.CancelledError:
        process.kill()  # whatever it does is done whole or not at all
        await process.wait()
        raise
    if code != 0:
        raise PrepareFailedError


def _engines_text(settings: HallSettings) -> str:
    own = [
        *([] if settings.database_url else ["PostgreSQL 18"]),
        *([] if settings.nats_url else ["NATS"]),
    ]
    if not own:
        return "使用外部数据库与消息总线 · outside database and bus"
    return f"正在启动 {' 与 '.join(own)} · starting {' and '.join(own)}"


def _tell_alarm(alarm: Alarm) -> None:
    at = alarm.at.astimezone().strftime("%H:%M:%S")
    zh = f"{alarm.name} 意外结束（{alarm.end}），第 {alarm.restarts} 次自动重启"
    sys.stderr.write(f"{at} 告警 ALARM: {zh} · {alarm.name} ended ({alarm.end}); restart no. {alarm.restarts}\n")
    sys.stderr.flush()


def _stop_on_signals(supervisor: Supervisor) -> None:
    """The first signal stops in order; a second one at once."""
    task = asyncio.current_task()
    assert task is not None
    told = 0

    def on_signal() -> None:
        nonlocal told
        told += 1
        if told == 1:
            task.cancel()
        else:
            supervisor.kill()

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, on_signal)
