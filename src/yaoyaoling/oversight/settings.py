"""Settings of the double check, and of the clocks under which everything stands."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class OversightSettings(BaseSettings):
    """What a second person checks, and how long a matter may stand before the next level is told.

    Sources of the defaults: the chain's usual clocks and figures of real services (local rules differ: all of them
    are changed per area on the administration page).
    """

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
    waiting_s: float = Field(
        default=20,
        gt=0,
        le=3600,
        description="A contact waits so long before the hall's commanders are told (NENA: 95 % within 20 s)"
        " 排队督办时限.",
    )
    unsent_s: float = Field(
        default=60,
        gt=0,
        le=86400,
        description="An incident to which no crew was sent is raised after so long (dispatched within one minute)"
        " 待派警督办时限.",
    )
    arrive_s: float = Field(
        default=600,
        gt=0,
        le=86400,
        description="A crew that accepted has so long until one is on scene (5 min in the city, 10 outside)"
        " 到场督办时限.",
    )
    feedback_s: float = Field(
        default=3600,
        gt=0,
        le=604800,
        description="An incident is worked on at the scene so long before its feedback is asked for"
        " (30 min of work, feedback within 30 min after) 反馈督办时限.",
    )
    rework_s: float = Field(
        default=1800,
        gt=0,
        le=604800,
        description="What a reviewer sent back is mended within so long (feedback within 30 min) 补正督办时限.",
    )
    dispatch_check_s: float = Field(
        default=300,
        gt=0,
        le=604800,
        description="The check of a dispatch is done within so long (at once for levels 1 and 2) 派警复核督办时限.",
    )
    check_s: float = Field(
        default=28800,
        gt=0,
        le=604800,
        description="The check of a feedback is done within so long (within one watch) 反馈复核督办时限.",
    )
    close_s: float = Field(
        default=86400,
        gt=0,
        le=2592000,
        description="What is handled is closed within so long (cleared daily, 日清) 结警督办时限.",
    )
    complaint_s: float = Field(
        default=86400,
        gt=0,
        le=2592000,
        description="A complaint about police is taken up by inspection within so long (answered within 24 h)"
        " 投诉督办时限.",
    )
    panic_s: float = Field(
        default=10,
        gt=0,
        le=3600,
        description="A panic call is acknowledged within so long (NFPA 1225: answered within 10 s) 紧急求助督办时限.",
    )
    panic_end_s: float = Field(
        default=900,
        gt=0,
        le=86400,
        description="An acknowledged panic call that has not ended is asked about after so long 紧急求助解除时限.",
    )
    help_s: float = Field(
        default=60,
        gt=0,
        le=3600,
        description="A crew's request for help is answered within so long (dispatched within one minute)"
        " 请求增援督办时限.",
    )
    jurisdiction_s: float = Field(
        default=300,
        gt=0,
        le=604800,
        description="Whose an incident on a border is, is said by the local station within so long; a dispute is"
        " settled by the level above within so long (local rules differ) 管辖确认、争议裁定时限.",
    )
    order_returned_s: float = Field(
        default=300,
        gt=0,
        le=604800,
        description="A work order that came back is sent on or handled by its first receiver within so long; one that"
        " came back twice is raised at once 退回工单督办时限.",
    )
    order_late_s: float = Field(
        default=3600,
        gt=0,
        le=604800,
        description="A work order that is past the time its partner has is raised then, and again after so long"
        " 超期工单再次督办间隔.",
    )
    exchange_dead_s: float = Field(
        default=300,
        gt=0,
        le=604800,
        description="A message that a partner's platform does not take is raised at once, and again after so long"
        " 对接消息送不到再次督办间隔.",
    )
    withdrawal_s: float = Field(
        default=180,
        gt=0,
        le=86400,
        description="A reporter's request to withdraw is answered within so long (GB/T 33358: text within 3 min)"
        " 撤警申请督办时限.",
    )
