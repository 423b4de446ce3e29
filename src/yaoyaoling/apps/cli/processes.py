"""Processes of a hall, one command each, for a cluster of one's own: `serve`, `worker`, … `voice`."""

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any

import typer

from yaoyaoling.apps.cli import panels
from yaoyaoling.apps.cli.run import run_process

Plain = Annotated[
    bool, typer.Option("--plain", help="不用 https（前面有代理） · no https: a proxy stands in front of it")
]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (serve, worker, sequencer, relay, roads, positions, voice, channels):
        app.command(rich_help_panel=panels.PROCESSES)(command)
    app.command(hidden=True)(prepare)
    app.command("read-calls", hidden=True)(read_calls)
    app.command("plan-job", hidden=True)(plan_job)


def _settings(process: str) -> Any:
    """The settings of the environment, with logs set up. Raises: SettingsWrongError."""
    from yaoyaoling.apps.addresses import complete
    from yaoyaoling.apps.settings import load_settings
    from yaoyaoling.platform import logs

    settings = complete(load_settings())
    logs.configure(process)
    return settings


def _main(module: str) -> Callable[..., Any]:
    """`run_<module>` of `apps.<module>`; imported when it is needed, each process loads its own part only."""
    main: Callable[..., Any] = getattr(import_module(f"yaoyaoling.apps.{module}"), f"run_{module}")
    return main


def serve(plain: Plain = False, demo: Annotated[bool, typer.Option("--demo", hidden=True)] = False) -> None:
    """网页与接口 · HTTP, WebSockets, the console. YYL_LISTEN and YYL_PORT say where.

    On another address than loopback it speaks https, with a certificate made here.
    """
    from yaoyaoling.apps.addresses import secrets_of
    from yaoyaoling.apps.certificate import ensure_certificate, is_loopback

    settings = _settings("serve")
    tls: tuple[str, str] | None = None
    if not plain and not is_loopback(settings.listen):
        certificate = ensure_certificate(secrets_of(settings).folder, settings.listen)
        tls = str(certificate.path), str(certificate.key_path)
    people = None
    if demo and is_loopback(settings.listen):
        from yaoyaoling.apps.demo.people import demo_sign_ins

        people = asyncio.run(demo_sign_ins(settings))
    run_process(_main("serve")(settings, tls=tls, demo=people))


def worker() -> None:
    """定时器与后续处理 · durable timers, and what follows from committed facts. Any number may run."""
    run_process(_main("worker")(_settings("worker")))


def sequencer() -> None:
    """账本定序 · gives facts their positions, grows the Merkle tree, signs checkpoints. Others wait as standby."""
    run_process(_main("sequencer")(_settings("sequencer")))


def relay() -> None:
    """账本转发 · publishes the ledger on NATS JetStream."""
    run_process(_main("relay")(_settings("relay")))


def roads() -> None:
    """路网计算 · road times and routes."""
    run_process(_main("roads")(_settings("roads")))


def positions() -> None:
    """定位处理 · positions of crews, from their devices to index, map and history. Others wait as standby."""
    run_process(_main("positions")(_settings("positions")))


def voice() -> None:
    """通话控制 · calls: trunk, conferences, people's lines. Started anew in a call, it takes the call up."""
    run_process(_main("voice")(_settings("voice")))


def channels() -> None:
    """消息收发 · text messages with citizens: the lines of YYL_CHANNELS_…, and the outbox. Others wait as standby."""
    run_process(_main("channels")(_settings("channels")))


def prepare() -> None:
    """Bring city and demo accounts into the database (for the supervisor of `demo`)."""
    from yaoyaoling.apps.demo.start import demo_password
    from yaoyaoling.apps.prepare.run import run_prepare

    settings = _settings("prepare")
    run_process(run_prepare(settings, demo_password(settings), lambda text: print(f"      {text}", flush=True)))


def read_calls(
    calls: Annotated[str, typer.Option()], calls_columns: Annotated[str | None, typer.Option()] = None
) -> None:
    """Say how many calls of a file lie in the city, and how many are left out (for the supervisor of `demo`)."""
    from yaoyaoling.apps.traffic.calls import read_real_calls

    found = read_real_calls(_settings("read-calls"), calls, calls_columns)
    print(f"      {found.sentence('zh')}\n      {found.sentence('en')}", flush=True)


def plan_job() -> None:
    """One plan for the worker that asks for it."""
    from yaoyaoling.apps.plan.job import run_job

    run_job(_settings("plan-job"))
