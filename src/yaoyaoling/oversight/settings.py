"""Settings of the double check."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class OversightSettings(BaseSettings):
    """What a second person checks: all of the graver levels, a sample of the rest."""

    model_config = SettingsConfigDict(env_prefix="YYL_OVERSIGHT_", frozen=True, extra="ignore")

    all_up_to_level: int = Field(
        default=2,
        ge=0,
        le=4,
        description="Dispatch and feedback of levels 1 to this are all checked; 0: none 全部复核的级别.",
    )
    dispatch_sample_percent: float = Field(
        default=0,
        ge=0,
        le=100,
        description="Of the levels below, so many per cent of dispatches are checked 派警抽查比例.",
    )
    feedback_sample_percent: float = Field(
        default=100,
        ge=0,
        le=100,
        description="Of the levels below, so many per cent of feedback is checked; the rest passes by itself"
        " 反馈抽查比例.",
    )
