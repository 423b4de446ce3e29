"""The chain's and the ranking's numbers for an area, now: the environment's, or what an administrator put."""

from yaoyaoling.agencies.public import tuned
from yaoyaoling.dispatch.settings import DispatchSettings
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
    "other_county_penalty_s",
    "preempt_from_level",
    "shift_penalty_s",
    "cover_penalty_s",
    "crews_level_1",
    "crews_level_2",
    "zone_m",
)


async def rules_of(tx: Tx, station_code: str) -> DispatchSettings:
    """The settings that hold where the incident lies."""
    return await tuned(tx, SETTINGS, station_code)
