"""Settings of the queue."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class IntakeSettings(BaseSettings):
    """How long a contact rings, and when a silent seat counts as lost."""

    model_config = SettingsConfigDict(env_prefix="YYL_INTAKE_", frozen=True, extra="ignore")

    offer_s: float = Field(
        default=15,
        gt=0,
        le=600,
        description="A contact rings so long at a seat before it goes on to the next 振铃秒数.",
    )
    wrap_up_s: float = Field(
        default=8,
        ge=0,
        le=600,
        description="After a contact the seat has so long to wrap up before it is ready by itself; 0: at once"
        " 话后整理秒数.",
    )
    held_most: int = Field(default=3, ge=1, le=20, description="Contacts one seat may hold at a time 每席最多保持数.")
    repeat_days: int = Field(
        default=30, ge=1, le=365, description="Earlier contacts so far back are shown as repeats 重复来警天数."
    )
    repeat_m: float = Field(
        default=50, gt=0, le=500, description="Incidents so near to each other are at the same address 同址半径（米）."
    )
    seat_silent_s: float = Field(
        default=20,
        gt=2,
        le=600,
        description="A seat whose console has not been heard for so long is lost; its contact goes back to the queue"
        " 席位失联秒数.",
    )
    seat_drop_s: float = Field(
        default=3,
        ge=0,
        le=60,
        description="A seat whose voice line has dropped for so long is lost; its caller rings at the next"
        " 席位语音断线秒数.",
    )
    answer_target_s: float = Field(
        default=10,
        gt=0,
        le=600,
        description="Contacts answered within so long count as answered in time on the wall 及时接听秒数.",
    )
