"""Settings of the exchange with partners' own platforms."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class LiaisonSettings(BaseSettings):
    """How long a message to a partner's platform is tried, and how a signed request of theirs is taken."""

    model_config = SettingsConfigDict(env_prefix="YYL_LIAISON_", frozen=True, extra="ignore")

    give_up_s: float = Field(
        default=120,
        ge=5,
        le=86_400,
        description="A message a partner's platform has not taken after so long is dead: people are told, and send it"
        " again or take it back 对方平台消息放弃秒数.",
    )
    reply_s: float = Field(
        default=10, gt=0, le=120, description="A partner's platform answers within 对方平台应答超时秒数."
    )
    signed_within_s: float = Field(
        default=300, ge=10, le=3600, description="A signed request is taken for so long after its time 签名有效秒数."
    )


SETTINGS = LiaisonSettings()
