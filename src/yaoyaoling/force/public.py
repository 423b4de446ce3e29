"""What other rooms may use of `force`."""

from yaoyaoling.force.commands import CrewSeed, Fix, RegisterCrews, SetDuty, StartRota
from yaoyaoling.force.events import CrewSignedOn, DutyChanged
from yaoyaoling.force.handlers.draft_roster import draft_roster
from yaoyaoling.force.handlers.keep_roster import ROSTER_TIMER, keep_roster
from yaoyaoling.force.handlers.keep_rota import ROTA_TIMER, change_watch, relieve, start_rota, team_at
from yaoyaoling.force.handlers.muster import MUSTER_TIMER, on_muster_due
from yaoyaoling.force.handlers.plan_special_duty import plan_special_duty
from yaoyaoling.force.handlers.publish_roster import publish_roster
from yaoyaoling.force.handlers.register_crews import register_crews
from yaoyaoling.force.handlers.set_duty import set_duty
from yaoyaoling.force.handlers.show_special_duties import ShowSpecialDuties, show_special_duties
from yaoyaoling.force.handlers.sign_on import sign_on
from yaoyaoling.force.positions.client import (
    BATCH_BODY,
    BatchReply,
    BatchTaker,
    take_batch,
    take_positions,
)
from yaoyaoling.force.positions.verdict import Verdict
from yaoyaoling.force.queries import (
    CrewNow,
    OnStreet,
    Registered,
    count_on_duty,
    find_position,
    find_registered,
    get_crew,
    has_special_duty,
    list_aboard,
    list_crews,
    list_on_street,
)
from yaoyaoling.force.roster.contract import HALL, Member, RosterKind, Rules, Window
from yaoyaoling.force.roster.exchange import MOST_BYTES as MOST_TABLE_BYTES
from yaoyaoling.force.roster.exchange import FileTooLarge as TableTooLarge
from yaoyaoling.force.roster.exchange import FileUnreadable as TableUnreadable
from yaoyaoling.force.roster.exchange import Format as TableFormat
from yaoyaoling.force.roster.exchange import read_table, write_table
from yaoyaoling.force.roster.requests import DraftRoster, PublishRoster
from yaoyaoling.force.roster.rights import require_planner_in
from yaoyaoling.force.roster.store import list_rosters
from yaoyaoling.force.store import save_fixes
from yaoyaoling.force.watch.requests import HoursBody, PlanSpecialDuty, PostBody, SignOn, SiteBody
from yaoyaoling.force.watch.seats import close_seat, open_seat

__all__ = [
    "BATCH_BODY",
    "HALL",
    "MOST_TABLE_BYTES",
    "MUSTER_TIMER",
    "ROSTER_TIMER",
    "ROTA_TIMER",
    "BatchReply",
    "BatchTaker",
    "CrewNow",
    "CrewSeed",
    "CrewSignedOn",
    "DraftRoster",
    "DutyChanged",
    "Fix",
    "HoursBody",
    "Member",
    "OnStreet",
    "PlanSpecialDuty",
    "PostBody",
    "PublishRoster",
    "RegisterCrews",
    "Registered",
    "RosterKind",
    "Rules",
    "SetDuty",
    "ShowSpecialDuties",
    "SignOn",
    "SiteBody",
    "StartRota",
    "TableFormat",
    "TableTooLarge",
    "TableUnreadable",
    "Verdict",
    "Window",
    "change_watch",
    "close_seat",
    "count_on_duty",
    "draft_roster",
    "find_position",
    "find_registered",
    "get_crew",
    "has_special_duty",
    "keep_roster",
    "list_aboard",
    "list_crews",
    "list_on_street",
    "list_rosters",
    "on_muster_due",
    "open_seat",
    "plan_special_duty",
    "publish_roster",
    "read_table",
    "register_crews",
    "relieve",
    "require_planner_in",
    "save_fixes",
    "set_duty",
    "show_special_duties",
    "sign_on",
    "start_rota",
    "take_batch",
    "take_positions",
    "team_at",
    "write_table",
]
