"""Settings of dispatch."""

from pathlib import Path

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
    lost_after_s: float = Field(
        default=600, gt=0, le=604_800, description="A position older than this says nothing any more 失联秒数."
    )
    other_county_penalty_s: float = Field(
        default=60, ge=0, le=3600, description="A crew from beyond the county line counts as so much later 跨区县秒数."
    )
    preempt_from_level: int = Field(
        default=2, ge=0, le=2, description="Incidents this grave may take a crew from a mild one; 0: none 抽调起始等级."
    )
    shift_penalty_s: float = Field(
        default=60, ge=0, le=3600, description="A watch that ends before the incident is handled counts 临近交班秒数."
    )
    cover_penalty_s: float = Field(
        default=600, ge=0, le=36000, description="Leaving all demand around uncovered would count 出动后空档秒数."
    )
    cover_within_s: float = Field(
        default=300, ge=30, le=3600, description="A place is covered when a free crew is so near by road 覆盖时限."
    )
    demand_days: float = Field(
        default=90,
        ge=0,
        le=3650,
        description="Demand comes from the incidents of so many days; 0: addresses only 需求统计天数.",
    )
    demand_prior: float = Field(
        default=5,
        ge=0,
        le=10_000,
        description="So many incidents a grid count as much as its addresses 每网格先验警情数.",
    )
    crews_level_1: int = Field(default=3, ge=1, le=10, description="So many crews go to level 1 一级警情出动组数.")
    crews_level_2: int = Field(default=2, ge=1, le=10, description="So many crews go to level 2 二级警情出动组数.")
    notice_s: float = Field(
        default=60, gt=0, le=3600, description="Owners not having seen who took their crew are told again 告知确认时限."
    )
    surge_from: int = Field(
        default=8, ge=2, le=500, description="From so many waiting incidents on, all are assigned at once 集中派警起数."
    )
    rings_officers: bool = Field(
        default=True,
        description="An order on an incident whose caller is on our line rings the crew's officer into the call"
        " 派警时呼叫处警民警入会.",
    )
    zone_m: float = Field(
        default=2000, ge=0, le=20_000, description="How far from the line a cooperation zone reaches 协作区纵深."
    )
    force_types_file: Path | None = Field(
        default=None, description="Table of force types the hall begins with 初始警种表 (CSV, see dispatch/data)."
    )
    class_skills_file: Path | None = Field(
        default=None,
        description="Skills that classes ask for, to begin with 初始类别技能表 (CSV, see dispatch/data).",
    )

    def chain(self) -> ChainRules:
        """As the policy takes them."""
        names = ("accept_s", "desk_s", "desk_send_s", "alarm_again_s", "waves")
        wanted = (self.crews_level_1, self.crews_level_2, 1, 1)
        return ChainRules(crews_wanted=wanted, **{name: getattr(self, name) for name in names})

    def ranking(self) -> RankingRules:
        """As the policy takes them."""
        names = RankingRules.model_fields.keys() & type(self).model_fields.keys()
        return RankingRules(**{name: getattr(self, name) for name in names})
