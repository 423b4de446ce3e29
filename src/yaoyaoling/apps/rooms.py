"""All rooms wired together: their events, feeds, reactions, timers, routes.

A new room is one line in each list that concerns it, here, in `layers.py` and in `settings.py`.
"""

from datetime import datetime
from types import ModuleType
from uuid import UUID

from fastapi import APIRouter

from yaoyaoling.agencies import administration as agencies_administration
from yaoyaoling.agencies import api as agencies_api
from yaoyaoling.agencies import events as agencies_events
from yaoyaoling.agencies import feed as agencies_feed
from yaoyaoling.agencies.public import Tunables
from yaoyaoling.apps import duty, packs, wall
from yaoyaoling.apps.layers import LAYERS as LAYERS
from yaoyaoling.apps.layers import migrations as migrations
from yaoyaoling.apps.settings import SETTINGS as SETTINGS
from yaoyaoling.channels import api as channels_api
from yaoyaoling.channels import events as channels_events
from yaoyaoling.channels import feed as channels_feed
from yaoyaoling.channels import purge as channels_purge
from yaoyaoling.channels.handlers.note_sent import give_up as give_up_message
from yaoyaoling.channels.handlers.note_told import WHEREABOUTS_TIMER, forget_whereabouts
from yaoyaoling.channels.handlers.take_aml import PHONE_PLACE_TIMER, forget_phone_places
from yaoyaoling.channels.handlers.take_text import HELD_TIMER, PARTS_TIMER
from yaoyaoling.channels.store import GIVE_UP_TIMER
from yaoyaoling.citizen import api as citizen_api
from yaoyaoling.citizen import api_devices as citizen_devices
from yaoyaoling.citizen import api_doorplates as citizen_doorplates
from yaoyaoling.citizen import api_words as citizen_words
from yaoyaoling.citizen import events as citizen_events
from yaoyaoling.citizen import feed as citizen_feed
from yaoyaoling.citizen import live as citizen_live
from yaoyaoling.citizen import messages as citizen_messages
from yaoyaoling.citizen import purge as citizen_purge
from yaoyaoling.citizen.handlers.add import on_contact_added, on_contact_unlinked
from yaoyaoling.citizen.handlers.place_phone import on_call_rang as place_caller
from yaoyaoling.citizen.handlers.receive_text import on_held_due, on_parts_due
from yaoyaoling.citizen.handlers.withdraw import on_moved as on_withdrawal_moved
from yaoyaoling.dispatch import api as dispatch_api
from yaoyaoling.dispatch import api_forces, api_roads, api_surge, api_waves, api_why, api_zones, feed_waves
from yaoyaoling.dispatch import events as dispatch_events
from yaoyaoling.dispatch import feed as dispatch_feed
from yaoyaoling.dispatch import rules as dispatch_rules
from yaoyaoling.dispatch import store as dispatch_store
from yaoyaoling.dispatch.handlers.call_officers import on_crew_ordered as ring_officer
from yaoyaoling.dispatch.handlers.call_officers import on_leg_moved, on_order_gone
from yaoyaoling.dispatch.handlers.change_watch import on_order_ended, on_watch_over
from yaoyaoling.dispatch.handlers.escalate import on_chain_due
from yaoyaoling.dispatch.handlers.moves import CHAIN_TIMER, CONTAIN_TIMER
from yaoyaoling.dispatch.handlers.note_nearest import on_crew_ordered as note_nearest_station
from yaoyaoling.dispatch.handlers.orders import on_containment_due
from yaoyaoling.dispatch.handlers.release import on_incident_advanced, on_incident_amended
from yaoyaoling.dispatch.handlers.tell_owners import NOTICE_TIMER, on_notice_due, on_order_over
from yaoyaoling.dispatch.handlers.zones import ZONE_TIMER, on_zone_due
from yaoyaoling.evidence import api as evidence_api
from yaoyaoling.evidence import events as evidence_events
from yaoyaoling.evidence import feed as evidence_feed
from yaoyaoling.evidence import purge as evidence_purge
from yaoyaoling.evidence.recordings import api as recordings_api
from yaoyaoling.field import api as field_api
from yaoyaoling.field import api_batch as field_api_batch
from yaoyaoling.field import events as field_events
from yaoyaoling.field import feed as field_feed
from yaoyaoling.field import purge as field_purge
from yaoyaoling.field.handlers.give_patrol import on_crew_moved
from yaoyaoling.field.handlers.help import on_crew_ordered as help_is_coming
from yaoyaoling.field.handlers.help import on_order_advanced
from yaoyaoling.field.handlers.interrupt_patrol import on_order_moved, on_order_told
from yaoyaoling.field.handlers.move_patrol import on_patrol_due
from yaoyaoling.field.handlers.open_patrol_round import on_round_due
from yaoyaoling.field.handlers.report_hazard import HAZARD_TIMER, on_hazard_due
from yaoyaoling.field.patrol import api as patrol_api
from yaoyaoling.field.patrol import api_plans as patrol_plans_api
from yaoyaoling.field.patrol import feed as patrol_feed
from yaoyaoling.field.patrol.moves import PATROL_TIMER
from yaoyaoling.field.patrol.rounds import ROUND_TIMER
from yaoyaoling.force import api as force_api
from yaoyaoling.force import events as force_events
from yaoyaoling.force import feed as force_feed
from yaoyaoling.force import purge as force_purge
from yaoyaoling.force.handlers.switch_special_duty import SPECIAL_TIMER, on_special_due
from yaoyaoling.force.public import MUSTER_TIMER, ROSTER_TIMER, ROTA_TIMER, keep_roster, on_muster_due
from yaoyaoling.force.roster import api as roster_api
from yaoyaoling.force.roster import feed as roster_feed
from yaoyaoling.force.watch import api as watch_api
from yaoyaoling.force.watch import feed as watch_feed
from yaoyaoling.incidents import api as incidents_api
from yaoyaoling.incidents import class_api as incidents_class_api
from yaoyaoling.incidents import events as incidents_events
from yaoyaoling.incidents import feed as incidents_feed
from yaoyaoling.incidents import purge as incidents_purge
from yaoyaoling.incidents.handlers.advance import close_if_settled
from yaoyaoling.intake import api as intake_api
from yaoyaoling.intake import api_callers, api_entered
from yaoyaoling.intake import clocks as intake_clocks
from yaoyaoling.intake import events as intake_events
from yaoyaoling.intake import feed as intake_feed
from yaoyaoling.intake import purge as intake_purge
from yaoyaoling.intake.handlers.finish import on_incident_amended as contacts_follow_incident
from yaoyaoling.intake.handlers.match import on_queue_moved
from yaoyaoling.intake.handlers.moves import OFFER_TIMER, SILENT_TIMER, WRAP_UP_TIMER
from yaoyaoling.intake.handlers.on_call_moved import LINE_TIMER, on_call_moved, on_line_lost
from yaoyaoling.intake.handlers.on_call_rang import on_call_rang, tie_redial
from yaoyaoling.intake.handlers.on_incident_merged import on_incident_merged
from yaoyaoling.intake.handlers.on_recording_kept import on_recording_kept
from yaoyaoling.intake.handlers.raise_alerts import on_words_came
from yaoyaoling.intake.handlers.seats import end_wrap_up, lose_seat
from yaoyaoling.intake.handlers.take import ring_out
from yaoyaoling.liaison import api as liaison_api
from yaoyaoling.liaison import api_exchange as liaison_exchange
from yaoyaoling.liaison import events as liaison_events
from yaoyaoling.liaison import feed as liaison_feed
from yaoyaoling.liaison import purge as liaison_purge
from yaoyaoling.liaison.exchange import feed as exchange_feed
from yaoyaoling.liaison.exchange.outgoing import EXCHANGE_TIMER
from yaoyaoling.liaison.handlers import follow_handed, follow_order
from yaoyaoling.liaison.handlers.move_outgoing import on_exchange_due
from yaoyaoling.liaison.handlers.on_order_due import on_order_due
from yaoyaoling.liaison.handlers.queue_outgoing import on_order_fact
from yaoyaoling.liaison.store import ORDER_TIMER
from yaoyaoling.oversight import api as oversight_api
from yaoyaoling.oversight import events as oversight_events
from yaoyaoling.oversight import feed as oversight_feed
from yaoyaoling.oversight.handlers import keep_clocks, open_review
from yaoyaoling.oversight.handlers.open_review import (
    on_crew_ordered,
    on_feedback_submitted,
    on_handled_directly,
    pass_undrawn_feedback,
)
from yaoyaoling.oversight.handlers.raise_overdue import on_clock_due
from yaoyaoling.places import api as places_api
from yaoyaoling.places import events as places_events
from yaoyaoling.places import feed as places_feed
from yaoyaoling.places.handlers.restrict import RESTRICTION_TIMER, on_restriction_due
from yaoyaoling.planning import api as planning_api
from yaoyaoling.planning import api_plans
from yaoyaoling.planning import events as planning_events
from yaoyaoling.planning import feed as planning_feed
from yaoyaoling.planning.handlers.cancel_plan import on_plan_due
from yaoyaoling.planning.handlers.relocate import RELOCATION_TIMER, on_crew_sent, on_relocation_due
from yaoyaoling.planning.plans import PLAN_TIMER
from yaoyaoling.platform import audience, erasure
from yaoyaoling.platform.db.tx import Reactions, Tx
from yaoyaoling.platform.erasure import Purge
from yaoyaoling.platform.feeds.contract import RoomFeed
from yaoyaoling.platform.followers import Subscription
from yaoyaoling.platform.ledger.envelope import Catalog
from yaoyaoling.platform.timers import OnTimer
from yaoyaoling.telephony import api as telephony_api
from yaoyaoling.telephony import api_calls
from yaoyaoling.telephony import api_level as telephony_level_api
from yaoyaoling.telephony import events as telephony_events
from yaoyaoling.telephony import feed as telephony_feed
from yaoyaoling.telephony import purge as telephony_purge
from yaoyaoling.telephony.handlers.end import on_call_due, on_leg_due
from yaoyaoling.telephony.handlers.moves import CALL_TIMER, LEG_TIMER
from yaoyaoling.telephony.handlers.ring import on_call_rang as open_call
from yaoyaoling.telephony.video import events as video_events
from yaoyaoling.telephony.video import feed as video_feed
from yaoyaoling.telephony.video import moves as video_moves
from yaoyaoling.triage import api as triage_api
from yaoyaoling.triage import api_sheets as triage_sheets_api
from yaoyaoling.triage import events as triage_events
from yaoyaoling.triage import feed as triage_feed
from yaoyaoling.triage import purge as triage_purge
from yaoyaoling.triage.handlers.stop_payment import PAYMENT_TIMER, on_payment_due
from yaoyaoling.triage.jurisdiction import api as jurisdiction_api
from yaoyaoling.triage.jurisdiction import events as jurisdiction_events
from yaoyaoling.triage.jurisdiction import feed as jurisdiction_feed
from yaoyaoling.triage.jurisdiction import keep as jurisdiction
from yaoyaoling.triage.known import api as known_api
from yaoyaoling.triage.known import events as known_events

_EVENT_MODULES: tuple[ModuleType, ...] = (
    agencies_events,
    places_events,
    force_events,
    evidence_events,
    telephony_events,
    video_events,
    channels_events,
    incidents_events,
    triage_events,
    known_events,
    jurisdiction_events,
    intake_events,
    dispatch_events,
    field_events,
    oversight_events,
    citizen_events,
    liaison_events,
    planning_events,
)
CATALOG = Catalog(
    (
        audience.AudienceGranted,
        audience.AudienceRevoked,
        erasure.SubjectErased,
        *(event for module in _EVENT_MODULES for event in module.EVENTS),
    )
)

FEEDS: tuple[RoomFeed, ...] = (
    agencies_feed.FEED,
    places_feed.FEED,
    force_feed.FEED,
    roster_feed.FEED,
    watch_feed.FEED,
    intake_feed.FEED,
    incidents_feed.FEED,
    triage_feed.FEED,
    jurisdiction_feed.FEED,
    telephony_feed.FEED,
    video_feed.FEED,
    evidence_feed.FEED,
    dispatch_feed.FEED,
    feed_waves.FEED,
    field_feed.FEED,
    patrol_feed.FEED,
    oversight_feed.FEED,
    citizen_feed.FEED,
    citizen_messages.FEED,
    liaison_feed.FEED,
    exchange_feed.FEED,
    channels_feed.FEED,
    planning_feed.FEED,
)

INSIDE: Reactions = {
    telephony_events.CallRang: (on_call_rang, open_call, tie_redial),
    evidence_events.RecordingKept: (on_recording_kept,),
    incidents_events.IncidentAdvanced: (
        on_incident_merged,
        on_incident_advanced,
        on_handled_directly,
        keep_clocks.on_incident_moved,
        jurisdiction.on_incident_advanced,
        close_if_settled,
    ),
    incidents_events.IncidentOpened: (keep_clocks.on_incident_moved, jurisdiction.on_incident_opened),
    jurisdiction_events.JurisdictionDecided: (keep_clocks.on_jurisdiction_moved,),
    jurisdiction_events.JurisdictionMoved: (keep_clocks.on_jurisdiction_moved,),
    incidents_events.IncidentAmended: (
        jurisdiction.on_incident_amended,
        contacts_follow_incident,
        on_incident_amended,
        keep_clocks.on_incident_amended,
    ),
    incidents_events.ObligationSettled: (close_if_settled,),
    dispatch_events.CrewOrdered: (
        note_nearest_station,
        on_crew_ordered,
        help_is_coming,
        on_crew_sent,
        on_order_moved,
        ring_officer,
    ),
    dispatch_events.OrderAdvanced: (on_order_advanced, on_order_moved, on_order_gone),
    field_events.FeedbackSubmitted: (on_feedback_submitted,),
    field_events.FeedbackJudged: (keep_clocks.on_feedback_moved,),
    field_events.FeedbackMended: (keep_clocks.on_feedback_moved,),
    field_events.PanicRaised: (keep_clocks.on_panic_moved,),
    field_events.PanicAdvanced: (keep_clocks.on_panic_moved,),
    field_events.HelpAsked: (keep_clocks.on_help_moved,),
    field_events.HelpAdvanced: (keep_clocks.on_help_moved,),
    citizen_events.WithdrawalAsked: (keep_clocks.on_withdrawal_moved,),
    citizen_events.WithdrawalAdvanced: (keep_clocks.on_withdrawal_moved,),
    liaison_events.WorkOrderSent: (on_order_fact, keep_clocks.on_work_order_moved),
    liaison_events.WorkOrderAdvanced: (on_order_fact, keep_clocks.on_work_order_moved),
    liaison_events.WorkOrderUrged: (on_order_fact,),
    liaison_events.WorkOrderNoted: (on_order_fact,),
    liaison_events.ExchangeAdvanced: (keep_clocks.on_exchange_moved,),
    intake_events.ContactReceived: (keep_clocks.on_contact_moved,),
    intake_events.ContactAdvanced: (on_contact_unlinked, keep_clocks.on_contact_moved),
    oversight_events.ReviewOpened: (keep_clocks.on_review_moved,),
    oversight_events.ReviewDecided: (keep_clocks.on_review_moved,),
}
"""Reactions inside the transaction of the fact. Order within a fact matters: who adds a debt comes first."""

AFTER: tuple[Subscription, ...] = (
    Subscription(
        "intake.match",
        (
            intake_events.ContactReceived,
            intake_events.ContactAdvanced,
            intake_events.SeatMoved,
            intake_events.SeatLined,
            telephony_events.LegAdvanced,
            telephony_events.LegModeSet,
            telephony_events.LegEndAsked,
        ),
        on_queue_moved,
    ),
    Subscription("intake.alerts", (intake_events.ContactReceived, intake_events.ContactAdded), on_words_came),
    Subscription(
        "intake.calls",
        (
            telephony_events.CallAdvanced,
            telephony_events.CallLeftAlone,
            telephony_events.KeyPressed,
            telephony_events.LegAdvanced,
            telephony_events.LineMoved,
        ),
        on_call_moved,
    ),
    Subscription("dispatch.calls", (telephony_events.LegAdvanced,), on_leg_moved),
    Subscription("dispatch.call_officers", (dispatch_events.CrewOrdered,), ring_officer),
    Subscription("dispatch.call_ends", (dispatch_events.OrderAdvanced,), on_order_gone),
    Subscription("dispatch.relief", (dispatch_events.OrderAdvanced,), on_order_ended),
    Subscription("field.patrols", (dispatch_events.CrewOrdered, dispatch_events.OrderAdvanced), on_order_told),
    Subscription("field.patrol_crews", (force_events.DutyChanged, force_events.CrewSignedOn), on_crew_moved),
    Subscription("dispatch.notices", (dispatch_events.OrderAdvanced,), on_order_over),
    Subscription("citizen.phone_places", (telephony_events.CallRang,), place_caller),
    Subscription("citizen.additions", (intake_events.ContactAdded,), on_contact_added),
    Subscription(
        "citizen.withdrawals",
        (citizen_events.WithdrawalAsked, intake_events.ContactAdvanced, incidents_events.IncidentAdvanced),
        on_withdrawal_moved,
    ),
    Subscription("liaison.debts", (liaison_events.WorkOrderAdvanced,), follow_order.on_order_moved),
    Subscription("liaison.handed_contacts", (intake_events.ContactAdvanced,), follow_handed.on_contact_moved),
    Subscription("liaison.handed_incidents", (incidents_events.IncidentAdvanced,), follow_handed.on_incident_moved),
    Subscription("liaison.audience", (incidents_events.IncidentAmended,), follow_order.on_incident_amended),
    Subscription("oversight.sample", (field_events.FeedbackSubmitted,), pass_undrawn_feedback),
)
"""Handlers that follow committed facts, each fact once."""


TUNABLES = Tunables.of(
    (intake_clocks.SETTINGS, intake_clocks.TUNABLE),
    (dispatch_rules.SETTINGS, dispatch_rules.TUNABLE),
    (open_review.SETTINGS, open_review.TUNABLE),
    (jurisdiction.SETTINGS, jurisdiction.TUNABLE),
)
"""Settings that administrators may change while the hall runs."""


async def _offer_expired(tx: Tx, payload: dict[str, str]) -> None:
    await ring_out(tx, UUID(payload["contact_id"]), UUID(payload["seat_id"]))


async def _seat_silent(tx: Tx, payload: dict[str, str]) -> None:
    await lose_seat(tx, UUID(payload["seat_id"]))


async def _wrapped_up(tx: Tx, payload: dict[str, str]) -> None:
    await end_wrap_up(tx, UUID(payload["seat_id"]))


async def _roster_due(tx: Tx, payload: dict[str, str]) -> None:
    since = datetime.fromisoformat(payload["since"]) if "since" in payload else None
    await keep_roster(tx, UUID(payload["roster_id"]), await dispatch_store.list_busy_crews(tx), since)


TIMERS: dict[str, OnTimer] = {
    OFFER_TIMER: _offer_expired,
    SILENT_TIMER: _seat_silent,
    WRAP_UP_TIMER: _wrapped_up,
    CHAIN_TIMER: on_chain_due,
    RESTRICTION_TIMER: on_restriction_due,
    ROTA_TIMER: on_watch_over,
    ROSTER_TIMER: _roster_due,
    SPECIAL_TIMER: on_special_due,
    MUSTER_TIMER: on_muster_due,
    keep_clocks.CLOCK_TIMER: on_clock_due,
    RELOCATION_TIMER: on_relocation_due,
    PLAN_TIMER: on_plan_due,
    ZONE_TIMER: on_zone_due,
    ROUND_TIMER: on_round_due,
    PATROL_TIMER: on_patrol_due,
    HAZARD_TIMER: on_hazard_due,
    CONTAIN_TIMER: on_containment_due,
    NOTICE_TIMER: on_notice_due,
    LEG_TIMER: on_leg_due,
    LINE_TIMER: on_line_lost,
    CALL_TIMER: on_call_due,
    video_moves.SILENT_TIMER: video_moves.on_video_silent,
    PAYMENT_TIMER: on_payment_due,
    GIVE_UP_TIMER: give_up_message,
    PARTS_TIMER: on_parts_due,
    HELD_TIMER: on_held_due,
    WHEREABOUTS_TIMER: forget_whereabouts,
    PHONE_PLACE_TIMER: forget_phone_places,
    ORDER_TIMER: on_order_due,
    EXCHANGE_TIMER: on_exchange_due,
}

ROUTERS: tuple[APIRouter, ...] = (
    agencies_api.router,
    agencies_administration.router,
    places_api.router,
    evidence_api.router,
    recordings_api.router,
    telephony_api.router,
    api_calls.router,
    telephony_level_api.router,
    channels_api.router,
    incidents_class_api.router,
    incidents_api.router,
    triage_api.router,
    triage_sheets_api.router,
    known_api.router,
    jurisdiction_api.router,
    intake_api.router,
    api_callers.router,
    api_entered.router,
    dispatch_api.router,
    api_roads.router,
    api_zones.router,
    api_surge.router,
    api_why.router,
    api_forces.router,
    api_waves.router,
    field_api.router,
    field_api_batch.router,
    patrol_plans_api.router,
    patrol_api.router,
    oversight_api.router,
    citizen_api.router,
    citizen_words.router,
    citizen_doorplates.router,
    citizen_live.router,
    citizen_devices.router,
    liaison_exchange.router,
    liaison_api.router,
    force_api.router,
    planning_api.router,
    api_plans.router,
    roster_api.router,
    watch_api.router,
    duty.router,
    packs.router,
    wall.router,
)

PURGES: tuple[Purge, ...] = (
    evidence_purge.purge,
    force_purge.purge,
    telephony_purge.purge,
    channels_purge.purge,
    incidents_purge.purge,
    triage_purge.purge,
    intake_purge.purge,
    field_purge.purge,
    citizen_purge.purge,
    liaison_purge.purge,
)
"""What each room removes of its own tables when a person is erased."""
