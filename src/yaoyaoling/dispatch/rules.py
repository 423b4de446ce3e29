"""The chain's and the ranking's numbers for an area, now: the environment's, or what an administrator put."""

from yaoyaoling.agencies.public import tuned, tuned_everywhere
from yaoyaoling.dispatch.settings import DispatchSettings
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx

SETTINGS = DispatchSettings()
TUNABLE = (
    "accept_s",
    "desk_s",
    "desk_send_s",
    "alarm_again_s",
    "waves",
    "grid_owner_advantage_s",
    "stale_after_s",
    "lost_after_s",
    "other_county_penalty_s",
    "preempt_from_level",
    "shift_penalty_s",
    "cover_penalty_s",
    "crews_level_1",
    "crews_level_2",
    "zone_m",
    "notice_s",
)


async def rules_of(tx: Tx, station_code: str) -> DispatchSettings:
    """The settings that hold where the incident lies."""
    return await tuned(tx, SETTINGS, station_code)


class PositionAge(Value):
    """When a crew's position is old, and when it says nothing. code: an organisation; `*`: all that are not named."""

    code: str
    stale_after_s: float
    lost_after_s: float


async def list_position_ages(tx: Tx) -> list[PositionAge]:
    """What the ranking goes by everywhere: `*` first, then the organisations in which it is otherwise."""

    def age(code: str, rules: DispatchSettings) -> PositionAge:
        return PositionAge(code=code, stale_after_s=rules.stale_after_s, lost_after_s=rules.lost_after_s)

    usual = age("*", SETTINGS)
    changed = [age(code, rules) for code, rules in sorted((await tuned_everywhere(tx, SETTINGS)).items())]
    return [usual, *(one for one in changed if one != usual.model_copy(update={"code": one.code}))]
