"""The engines we start ourselves when no address of another one is given."""

import os
import signal
from dataclasses import dataclass

import asyncpg
from pydantic import SecretStr

from yaoyaoling.apps.addresses import secrets_of
from yaoyaoling.platform.settings import HallSettings
from yaoyaoling.platform.supervise import readiness
from yaoyaoling.platform.supervise.account import Account, engine_account
from yaoyaoling.platform.supervise.nats import Nats
from yaoyaoling.platform.supervise.ports import remembered_ports
from yaoyaoling.platform.supervise.postgres import Postgres
from yaoyaoling.platform.supervise.process import Program

OWNER_ROLE = "yyl_owner"


@dataclass(frozen=True)
class OwnEngines:
    """What is to be started, and the settings that lead to it. admin_url: superuser of our own PostgreSQL."""

    settings: HallSettings
    programs: tuple[Program, ...]
    admin_url: str | None


def prepare_engines(settings: HallSettings) -> OwnEngines:
    """Install and configure the engines that no address is given for. Raises: Refused, FileNotFoundError."""
    if settings.database_url is not None and settings.nats_url is not None:
        return OwnEngines(settings, (), None)
    account = engine_account()
    if account.uid is not None:
        settings.data.chmod(0o755)
        account.require_reach(settings.data)
    else:
        settings.data.chmod(0o700)  # the engines are we ourselves: nobody else has any business here
    ports = remembered_ports(settings.data / "run" / "ports.json", ("postgres", "nats"))
    programs: list[Program] = []
    admin_url: str | None = None
    if settings.database_url is None:
        postgres = _postgres(settings, ports["postgres"], account)
        admin_url = postgres.url
        programs.append(_postgres_program(postgres))
        owner = secrets_of(settings).password(OWNER_ROLE)
        url = f"postgresql://{OWNER_ROLE}:{owner}@127.0.0.1:{postgres.port}/yyl_{settings.city}"
        settings = settings.model_copy(update={"database_url": SecretStr(url)})
    if settings.nats_url is None:
        nats = Nats(settings.data / "nats", ports["nats"], secrets_of(settings).password("nats"), account)
        nats.prepare()
        programs.append(_nats_program(nats))
        settings = settings.model_copy(update={"nats_url": SecretStr(nats.url)})
    return OwnEngines(settings, tuple(programs), admin_url)


def _postgres(settings: HallSettings, port: int, account: Account) -> Postgres:
    return Postgres.prepare(settings.data / "postgres", port, secrets_of(settings).password("postgres"), account)


def _postgres_program(postgres: Postgres) -> Program:
    async def ask() -> bool:
        try:
            await (await asyncpg.connect(postgres.url, timeout=3)).close()
        except asyncpg.PostgresError:  # it is there, but still recovers
            return False
        return True

    return Program(
        name="postgres",
        command=tuple(postgres.command()),
        env=postgres.environment(),
        account=postgres.account,
        ready=readiness.answer(ask),
        # SIGINT: "fast": ends the sessions, writes a checkpoint. The same when we die.
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGINT,
        stop_within_s=60,
        # A crash at the end of a long day is recovered from for a while.
        ready_within_s=900,
    )


def _nats_program(nats: Nats) -> Program:
    return Program(
        name="nats",
        command=tuple(nats.command()),
        env={"PATH": os.defpath},
        account=nats.account,
        ready=readiness.port(nats.port),
        death_signal=signal.SIGTERM,
        goes_first=True,
    )
