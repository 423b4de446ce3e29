"""Settings of positions, vehicle terminals and duty."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class PositionsSettings(BaseSettings):
    """What is plausible, how finely and how long history is kept, and where terminals reach us."""

    model_config = SettingsConfigDict(env_prefix="YYL_POSITIONS_", frozen=True, extra="ignore")

    future_s: float = Field(
        default=30, ge=0, le=3600, description="A fix so far in the future is refused: the device's clock is wrong."
    )
    oldest_h: float = Field(
        default=24, gt=0, le=8760, description="A fix older than this is refused 超过此时长的补传定位不收（小时）."
    )
    most_kmh: float = Field(
        default=400, ge=50, le=10_000, description="Nobody drives faster; a leap is believed when confirmed 跳变上限."
    )
    rate: float = Field(default=10, gt=0, le=1000, description="Fixes a second from one device 单设备频率上限.")
    burst: float = Field(default=600, ge=1, le=100_000, description="Fixes that one device may send at once 补传上限.")
    tolerance_m: float = Field(
        default=15, ge=0, le=500, description="History leaves out what lies so near to the line between 轨迹抽稀精度."
    )
    longest_s: float = Field(
        default=300, ge=1, le=3600, description="History keeps one point in so long at least 轨迹最长间隔（秒）."
    )
    keep_days: int = Field(default=180, ge=1, le=3650, description="History is kept so long, whole days 轨迹保存天数.")
    map_every_s: float = Field(
        default=0.9, ge=0.1, le=60, description="A map is told of one crew at most so often 单警组上图间隔（秒）."
    )
    index_every_s: float = Field(
        default=0.4, ge=0, le=60, description="A crew is put on the road anew at most so often 单警组上路网间隔（秒）."
    )
    write_most: int = Field(
        default=5000, ge=100, le=200_000, description="Newest positions written to the database in a second, at most."
    )
    terminals_listen: str = Field(
        default="127.0.0.1",
        pattern=r"^[0-9A-Za-z.:_-]+$",
        description="Where JT/T 808 terminals reach us 部标终端监听地址.",
    )
    terminals_port: int = Field(
        default=0, ge=0, le=65535, description="TCP port for JT/T 808 terminals; 0: none are taken 部标终端端口."
    )
    batch_listen: str = Field(
        default="127.0.0.1",
        pattern=r"^[0-9A-Za-z.:_-]+$",
        description="Where gateways reach the position process itself 批量定位直连监听地址.",
    )
    batch_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port of the position process for batches by HTTP; 0: they go to the web process 批量定位直连端口.",
    )
    batch_certificate: Path | None = Field(
        default=None, description="PEM certificate of that port; with it HTTPS is spoken 批量定位直连证书."
    )
    batch_key: Path | None = Field(default=None, description="PEM key of that certificate 批量定位直连私钥.")

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.batch_certificate is None) != (self.batch_key is None):
            raise ValueError("YYL_POSITIONS_BATCH_CERTIFICATE and _KEY go together 证书与私钥须同时设置")
        return self


class DutySettings(BaseSettings):
    """When whoever looks after duty is told."""

    model_config = SettingsConfigDict(env_prefix="YYL_DUTY_", frozen=True, extra="ignore")

    sign_on_within_min: float = Field(
        default=15,
        ge=0,
        le=240,
        description="A planned crew that did not sign on by then is missed 迟到告警（分钟）.",
    )
    early_h: float = Field(
        default=2, ge=0, le=24, description="Signing on counts for a turn from so long before 提前登记（小时）."
    )
    roster_ahead_h: float = Field(
        default=72, ge=1, le=720, description="A roster that ends within this is to be followed 排班到期提醒（小时）."
    )
