"""Where a process finds its engines, folders and secrets. Nothing of the rooms is imported here."""

from pathlib import Path
from urllib.parse import quote, urlsplit

from pydantic import SecretStr

from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.db.roles import APP_ROLE, WORKER_ROLE
from yaoyaoling.platform.secrets import Secrets
from yaoyaoling.platform.settings import HallSettings


class EnginesMissing(Refused):
    """A process was started by hand without the address of an engine."""

    code = "engines_missing"
    status = 503
    zh = "没有设置 {variable}。请给出数据库与消息总线的地址，或用 ./yyl demo 启动全部。"
    en = "{variable} is not set. Give the addresses of database and bus, or start everything with ./yyl demo."


def city_folder(settings: HallSettings) -> Path:
    """Where this city's media and run files lie."""
    return settings.data / "cities" / settings.city


def pack_folder(settings: HallSettings) -> Path:
    """The city's pack."""
    return settings.data / "packs" / settings.city


def secrets_of(settings: HallSettings) -> Secrets:
    """The installation's secrets."""
    return Secrets(settings.data / "secrets")


def with_role(url: str, role: str, password: str) -> str:
    """The same database as another role."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(role)}:{quote(password, safe='')}@{host}").geturl()


def complete(settings: HallSettings) -> HallSettings:
    """Settings with the addresses of both roles, made from the owner's where they are not given."""
    if settings.database_url is None:
        return settings
    owner, secrets = settings.database_url.get_secret_value(), secrets_of(settings)
    made = {
        "app_database_url": SecretStr(with_role(owner, APP_ROLE, secrets.password(APP_ROLE))),
        "worker_database_url": SecretStr(with_role(owner, WORKER_ROLE, secrets.password(WORKER_ROLE))),
    }
    missing = {name: url for name, url in made.items() if getattr(settings, name) is None}
    return settings.model_copy(update=missing)


def worker_url(settings: HallSettings) -> str:
    """Address of the database as the worker role. Raises: EnginesMissing."""
    if settings.worker_database_url is None:
        raise EnginesMissing(variable="YYL_WORKER_DATABASE_URL")
    return settings.worker_database_url.get_secret_value()


def app_url(settings: HallSettings) -> str:
    """Address of the database as the application role. Raises: EnginesMissing."""
    if settings.app_database_url is None:
        raise EnginesMissing(variable="YYL_APP_DATABASE_URL")
    return settings.app_database_url.get_secret_value()


def open_bus(settings: HallSettings) -> Bus:
    """The bus, not connected yet. Raises: EnginesMissing."""
    if settings.nats_url is None:
        raise EnginesMissing(variable="YYL_NATS_URL")
    return Bus(settings.nats_url.get_secret_value(), f"yyl.{settings.city}")
