"""What other rooms may use of `force`."""

from yaoyaoling.force.commands import CrewSeed, Fix, RegisterCrews, SetDuty
from yaoyaoling.force.handlers.register_crews import register_crews
from yaoyaoling.force.handlers.set_duty import set_duty
from yaoyaoling.force.queries import CrewNow, find_position, get_crew, list_crews
from yaoyaoling.force.store import save_fixes

__all__ = [
    "CrewNow",
    "CrewSeed",
    "Fix",
    "RegisterCrews",
    "SetDuty",
    "find_position",
    "get_crew",
    "list_crews",
    "register_crews",
    "save_fixes",
    "set_duty",
]
