"""What other rooms may use of `force`."""

from yaoyaoling.force.commands import CrewSeed, Fix, RegisterCrews, SetDuty, StartRota
from yaoyaoling.force.handlers.keep_roster import ROSTER_TIMER, keep_roster
from yaoyaoling.force.handlers.keep_rota import ROTA_TIMER, change_watch, relieve, start_rota
from yaoyaoling.force.handlers.register_crews import register_crews
from yaoyaoling.force.handlers.set_duty import set_duty
from yaoyaoling.force.positions.client import BATCH_BODY, BatchReply, take_batch, take_positions
from yaoyaoling.force.positions.verdict import Verdict
from yaoyaoling.force.queries import CrewNow, find_position, get_crew, list_crews
from yaoyaoling.force.store import save_fixes

__all__ = [
    "BATCH_BODY",
    "ROSTER_TIMER",
    "ROTA_TIMER",
    "BatchReply",
    "CrewNow",
    "CrewSeed",
    "Fix",
    "RegisterCrews",
    "SetDuty",
    "StartRota",
    "Verdict",
    "change_watch",
    "find_position",
    "get_crew",
    "keep_roster",
    "list_crews",
    "register_crews",
    "relieve",
    "save_fixes",
    "set_duty",
    "start_rota",
    "take_batch",
    "take_positions",
]
