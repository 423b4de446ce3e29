"""Settings of planning."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class PlanningSettings(BaseSettings):
    """When and how crews are asked to wait elsewhere; how much is planned at once."""

    model_config = SettingsConfigDict(env_prefix="YYL_PLANNING_", frozen=True, extra="ignore")

    relocation_every_s: float = Field(
        default=30, ge=0, le=3600, description="How often moves are looked for; 0: never 调防测算间隔."
    )
    relocation_least_gain: float = Field(
        default=0.01, gt=0, le=1, description="A move must add this share of demand covered 调防最小增益."
    )
    relocation_drive_s: float = Field(
        default=600, gt=0, le=3600, description="No move takes longer than this 调防最长行驶."
    )
    relocation_open: int = Field(
        default=3, ge=1, le=50, description="At most so many proposals wait for an answer 同时待定调防数."
    )
    relocation_lapse_s: float = Field(
        default=120, gt=0, le=3600, description="A proposal nobody answered is out of date after 调防建议时效."
    )
    relocation_lasts_s: float = Field(
        default=1800, gt=0, le=36000, description="So long a crew waits where it was asked to 调防驻守时长."
    )
    plans_open: int = Field(default=5, ge=1, le=100, description="So many plans wait or run at once 同时排队的规划数.")
    plan_most_s: float = Field(
        default=7200, gt=0, le=172_800, description="A plan that is not done in this time has failed 规划最长用时."
    )
    plan_keep_days: float = Field(
        default=180, ge=0, le=3650, description="Plans are removed so long after they ended; 0: never 规划保留天数."
    )
