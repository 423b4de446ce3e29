"""Settings of the officer's terminal."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class FieldSettings(BaseSettings):
    """Geofence and plausibility of positions, and clocks of patrols."""

    model_config = SettingsConfigDict(env_prefix="YYL_FIELD_", frozen=True, extra="ignore")

    arrival_m: float = Field(
        default=60, gt=0, le=2000, description="A crew this near to the incident has arrived 到场围栏半径（米）."
    )
    arrival_accuracy_m: float = Field(
        default=100, gt=0, le=5000, description="A fix less accurate than this never tells an arrival 到场定位精度上限."
    )
    future_s: float = Field(
        default=30, ge=0, le=3600, description="A fix so far in the future is refused: the phone's clock is wrong."
    )
    patrol_interrupted_s: float = Field(
        default=14_400,
        ge=60,
        le=86_400,
        description="So long an order may interrupt a patrol 巡逻中断最长时间.",
    )
    patrol_extra_minutes: int = Field(
        default=60, ge=5, le=720, description="So long a patrol lasts that a desk asks for 临时巡逻默认时长（分钟）."
    )
    hazard_within_s: float = Field(
        default=1_800, ge=60, le=86_400, description="A hazard nobody dealt with is overdue after 隐患处理时限."
    )
