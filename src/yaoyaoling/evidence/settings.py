"""Settings of recordings."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class EvidenceSettings(BaseSettings):
    """How long a call's recording can be heard.

    Default: six months, the least that the Cybersecurity Law (Art. 21) asks for logs; local rules may ask for more.
    """

    model_config = SettingsConfigDict(env_prefix="YYL_EVIDENCE_", frozen=True, extra="ignore")

    recording_days: float = Field(
        default=183,
        gt=0,
        le=36500,
        description="A recording is erased so many days after it was kept, unless it is held 录音保存天数.",
    )
