"""Settings of the officer's terminal."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class FieldSettings(BaseSettings):
    """Geofence and plausibility of positions."""

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
