"""The hall's own clocks as they are now: the environment's, or what an administrator put."""

from yaoyaoling.agencies.public import get_hall_code, tuned
from yaoyaoling.intake.settings import IntakeSettings
from yaoyaoling.platform.db.tx import Tx

SETTINGS = IntakeSettings()
TUNABLE = ("offer_s", "seat_silent_s", "answer_target_s", "wrap_up_s", "seat_drop_s")


async def clocks_of_hall(tx: Tx) -> IntakeSettings:
    """The settings that hold in the hall."""
    return await tuned(tx, SETTINGS, await get_hall_code(tx))
