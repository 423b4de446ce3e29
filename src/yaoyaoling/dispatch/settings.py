"""Settings of dispatch."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from yaoyaoling.dispatch.policy import ChainRules, RankingRules


class DispatchSettings(BaseSettings):
    """The chain's clocks. Levels and areas get rules of their own in the console later."""

    model_config = SettingsConfigDict(env_prefix="YYL_DISPATCH_", frozen=True, extra="ignore")

    accept_s: float = Field(
        default=10, gt=0, le=3600, description="A crew has so long to accept before the next is rung 签收时限."
    )
    desk_s: float = Field(default=30, gt=0, le=3600, description="A duty desk has so long to take over 值班台时限.")
    desk_send_s: float = Field(
        default=60, gt=0, le=3600, description="A desk that took over has so long to send a crew 值班台派警时限."
    )
    alarm_again_s: float = Field(
        default=60, gt=1, le=3600, description="The alarm at the top is repeated after so long 告警重复间隔."
    )
    waves: int = Field(default=3, ge=1, le=20, description="So many rounds of crews before a desk is rung 呼叫轮数.")
    grid_owner_advantage_s: float = Field(
        default=60, ge=0, le=3600, description="Lead of the grid's own crew in the ranking 网格责任组优先秒数."
    )
    stale_after_s: float = Field(
        default=60, gt=0, le=86400, description="A position older than this counts against a crew 定位过时秒数."
    )

    def chain(self) -> ChainRules:
        """As the policy takes them."""
        names = ("accept_s", "desk_s", "desk_send_s", "alarm_again_s", "waves")
        return ChainRules(**{name: getattr(self, name) for name in names})

    def ranking(self) -> RankingRules:
        """As the policy takes them."""
        return RankingRules(grid_owner_advantage_s=self.grid_owner_advantage_s, stale_after_s=self.stale_after_s)
