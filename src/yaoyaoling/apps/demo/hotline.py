"""The demo's 12345: where it listens, how it is started and connected, and how `yyl 12345` finds it."""

import json
import os
from pathlib import Path

import asyncpg

from yaoyaoling.apps.addresses import secrets_of, worker_url
from yaoyaoling.apps.certificate import Certificate
from yaoyaoling.apps.demo.programs import base_url, child_environment, yyl_command
from yaoyaoling.apps.running import run_folder
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise import readiness
from yaoyaoling.platform.supervise.ports import remembered_ports
from yaoyaoling.platform.supervise.process import Program

_USUAL_PORT = 2777
SERVICE = "12345"
SIGNED_WITH = "HOTLINE_SIGNED_WITH"
"""The variable that brings it the secret; no setting of the hall."""


class NoHotlineHere(Refused):
    """The demo was not started."""

    code = "no_hotline_here"
    status = 503
    zh = "本机没有演示 12345 平台。请先执行 ./yyl demo。"
    en = "There is no demo 12345 platform on this machine. Start one: ./yyl demo"


def hotline_secret(settings: HallSettings) -> str:
    """What hall and 12345 sign with in the demo; made once for this installation."""
    return secrets_of(settings).password("hotline")


def _file(settings: HallSettings) -> Path:
    return run_folder(settings.data, settings.city) / "hotline.json"


def plan_hotline(settings: HallSettings) -> int:
    """Choose its port, the same at every start where it is free."""
    folder = run_folder(settings.data, settings.city)
    folder.mkdir(parents=True, exist_ok=True)
    port = remembered_ports(folder / "hotline-ports.json", ("http",), {"http": _USUAL_PORT})["http"]
    _file(settings).write_text(json.dumps({"port": port}))
    return port


async def is_connected(settings: HallSettings, port: int) -> bool:
    """Whether the 12345 desk has its line to there already; true as well where there is no such desk."""
    conn = await asyncpg.connect(worker_url(settings))
    try:
        sql = (
            "select not exists (select from liaison.desk d where d.service = $1 and not exists ("
            "select from liaison.line l where l.desk_code = d.org_code and l.url = $2))"
        )
        return bool(await conn.fetchval(sql, SERVICE, inbox_url(port)))
    finally:
        await conn.close()


def inbox_url(port: int) -> str:
    """Where it takes the hall's messages."""
    return f"http://127.0.0.1:{port}/inbox"


async def desk_code_of(settings: HallSettings) -> str | None:
    """The organisation at the 12345 desk."""
    conn = await asyncpg.connect(worker_url(settings))
    try:
        sql = "select org_code from liaison.desk where service = $1 order by org_code limit 1"
        code: str | None = await conn.fetchval(sql, SERVICE)
        return code
    finally:
        await conn.close()


async def hotline_program(settings: HallSettings, port: int, certificate: Certificate | None) -> Program | None:
    """12345, for the supervisor; None where the city has no such desk."""
    desk = await desk_code_of(settings)
    if desk is None:
        return None
    hall = f"{base_url(settings, certificate)}/api/public/liaison/{desk}/messages"
    trust = ("--trust", str(certificate.path)) if certificate else ()
    kept = run_folder(settings.data, settings.city) / "hotline-cases.json"
    command = yyl_command("hotline-centre", "--port", str(port), "--hall", hall, "--file", str(kept), *trust)
    env = child_environment(settings, os.environ) | {SIGNED_WITH: hotline_secret(settings)}
    return Program("hotline-centre", command, env, ready=readiness.line('"hotline_centre_ready"'))


def find_hotline(settings: HallSettings) -> int:
    """At which port the running demo's 12345 is. Raises: NoHotlineHere."""
    try:
        return int(json.loads(_file(settings).read_text())["port"])
    except (OSError, ValueError, KeyError) as error:
        raise NoHotlineHere from error


def forget_hotline(settings: HallSettings) -> None:
    """The hall stops."""
    _file(settings).unlink(missing_ok=True)
