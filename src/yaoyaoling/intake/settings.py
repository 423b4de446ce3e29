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
    seat_silent_s: float = Field(
        default=20,
        gt=2,
        le=600,
        description="A seat whose console has not been heard for so long is lost; its contact goes back to the queue"
        " 席位失联秒数.",
    )
