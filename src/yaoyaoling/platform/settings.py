"""The hall's own settings. Every room has its own beside it; `docs/settings.md` is generated from all of them."""

import os
import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def default_data_dir() -> Path:
    """Where data lies unless told otherwise: readable for the unprivileged user the engines run as."""
    if os.geteuid() == 0:
        return Path("/var/lib/yaoyaoling")
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "yaoyaoling"


class HallSettings(BaseSettings):
    """What one installation needs to know before it starts."""

    model_config = SettingsConfigDict(env_prefix="YYL_", frozen=True, extra="ignore")

    data: Path = Field(
        default_factory=default_data_dir,
        description="Data directory 数据目录: engines, city packs, media, secrets, logs.",
    )
    city: str = Field(
        default="shifan",
        pattern=r"^[a-z][a-z0-9_]{0,30}$",
        description="City pack in use 城市包. Each city has a database of its own.",
    )
    listen: str = Field(default="127.0.0.1", description="Address the hall listens on 监听地址.")
    port: int = Field(default=8110, ge=1, le=65535, description="Port of the hall 端口.")
    database_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL ≥17 of your own, as the owner of the database; "
        "none: PostgreSQL 18 from the wheel is started. 外部数据库地址（属主）。",
    )
    app_database_url: SecretStr | None = Field(
        default=None,
        description="The same database as the role `yyl_app`; none: made from database_url. 应用角色地址。",
    )
    worker_database_url: SecretStr | None = Field(
        default=None,
        description="The same database as the role `yyl_worker`; none: made from database_url. 后台角色地址。",
    )
    nats_url: SecretStr | None = Field(
        default=None,
        description="NATS server of your own; none: one is started from the wheel. 消息总线地址。",
    )
    origin: str = Field(
        default="A1",
        pattern=r"^[A-Z][A-Z0-9]{1,3}$",
        description="Name of this installation in the ledger and in numbers, unique in the province 本装机代号.",
    )
    ledger_hash: Literal["sha256", "sm3"] = Field(
        default="sha256", description="Hash of the ledger's tree, fixed at first start 账本散列算法."
    )
    checkpoint_every_s: float = Field(
        default=1.0,
        ge=0.05,
        le=3600,
        description="At most one signed checkpoint in so many seconds 检查点间隔.",
    )
    database_connections: int = Field(
        default=12, ge=2, le=200, description="Connections each process may hold 每进程数据库连接数."
    )
    session_hours: float = Field(default=12, gt=0, le=168, description="A sign-in lasts so long 登录有效小时数.")
    max_body_bytes: int = Field(default=12_000_000, ge=100_000, description="Largest request taken 单次请求最大字节数.")

    @field_validator("listen")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if not re.fullmatch(r"[0-9A-Za-z.:_-]+", value):
            raise ValueError("an IP address or host name is wanted here")
        return value
