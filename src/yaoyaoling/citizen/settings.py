"""Settings of the reporter's page."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class CitizenSettings(BaseSettings):
    """How long a link lives, and how much one address may send."""

    model_config = SettingsConfigDict(env_prefix="YYL_CITIZEN_", frozen=True, extra="ignore")

    link_days: float = Field(
        default=30, gt=0, le=3650, description="The follow link works so long after the end 跟踪链接有效天数."
    )
    uploads_per_minute: int = Field(
        default=60,
        ge=1,
        description="Photos one address may send in a minute; this machine itself is exempt 每分钟上传数.",
    )
    reports_per_minute: int = Field(
        default=30,
        ge=1,
        description="Web reports one address may send in a minute; beyond, it is told to ring. Exempt: this machine"
        " 每分钟网上报警数.",
    )
    messages_per_minute: int = Field(
        default=60,
        ge=1,
        description="Messages one address may write in a minute; this machine itself is exempt 每分钟文字消息数.",
    )
