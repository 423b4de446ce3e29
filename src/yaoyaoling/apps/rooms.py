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
from yaoyaoling.citizen import api as citizen_api
from yaoyaoling.citizen import events as citizen_events
from yaoyaoling.citizen import feed as citizen_feed
from yaoyaoling.citizen import purge as citizen_purge
from yaoyaoling.citizen.handlers.add import on_contact_added
from yaoyaoling.citizen.handlers.withdraw import on_moved as on_withdrawal_moved
from yaoyaoling.dispatch import api as dispatch_api
from yaoyaoling.dispatch import api_forces, api_roads, api_surge, api_waves, api_why, api_zones, feed_waves
from yaoyaoling.dispatch import events as dispatch_events
from yaoyaoling.dispatch import feed as dispatch_feed
from yaoyaoling.dispatch import rules as dispatch_rules
from yaoyaoling.dispatch import store as dispatch_store
from yaoyaoling.dispatch.handlers.change_watch import on_order_ended, on_watch_over
from yaoyaoling.dispatch.handlers.escalate import on_chain_due
from yaoyaoling.dispatch.handlers.moves import CHAIN_TIMER, CONTAIN_TIMER
from yaoyaoling.dispatch.handlers.orders import on_containment_due
from yaoyaoling.dispatch.handlers.release import on_incident_advanced, on_incident_amended
from yaoyaoling.dispatch.handlers.tell_owners import NOTICE_TIMER, on_notice_due, on_order_over
from yaoyaoling.dispatch.handlers.zones import ZONE_TIMER, on_zone_due
from yaoyaoling.evidence import api as evidence_api
from yaoyaoling.evidence import events as evidence_events
from yaoyaoling.evidence import feed as evidence_feed
from yaoyaoling.evidence import purge as evidence_purge
from yaoyaoling.field import api as field_api
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
from yaoyaoling.intake import clocks as intake_clocks
from yaoyaoling.intake import events as intake_events
from yaoyaoling.intake import feed as intake_feed
from yaoyaoling.intake import purge as intake_purge
from yaoyaoling.intake.handlers.finish import on_incident_amended as contacts_follow_incident
from yaoyaoling.intake.handlers.match import on_queue_moved
from yaoyaoling.intake.handlers.moves import OFFER_TIMER, SILENT_TIMER, WRAP_UP_TIMER
from yaoyaoling.intake.handlers.on_call_rang import on_call_rang
from yaoyaoling.intake.handlers.on_incident_merged import on_incident_merged
from yaoyaoling.intake.handlers.seats import end_wrap_up, lose_seat
from yaoyaoling.intake.handlers.take import ring_out
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
from yaoyaoling.telephony import events as telephony_events

_EVENT_MODULES: tuple[ModuleType, ...] = (
    agencies_events,
    places_events,
    force_events,
    evidence_events,
    telephony_events,
    incidents_events,
    intake_events,
    dispatch_events,
    field_events,
    oversight_events,
    citizen_events,
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
    evidence_feed.FEED,
    dispatch_feed.FEED,
    feed_waves.FEED,
    field_feed.FEED,
    patrol_feed.FEED,
    oversight_feed.FEED,
    citizen_feed.FEED,
    planning_feed.FEED,
)

INSIDE: Reactions = {
    telephony_events.CallRang: (on_call_rang,),
    incidents_events.IncidentAdvanced: (
        on_incident_merged,
        on_incident_advanced,
        on_handled_directly,
        keep_clocks.on_incident_moved,
        close_if_settled,
    ),
    incidents_events.IncidentOpened: (keep_clocks.on_incident_moved,),
    incidents_events.IncidentAmended: (
        contacts_follow_incident,
        on_incident_amended,
        keep_clocks.on_incident_amended,
    ),
    incidents_events.ObligationSettled: (close_if_settled,),
    dispatch_events.CrewOrdered: (on_crew_ordered, help_is_coming, on_crew_sent, on_order_moved),
    dispatch_events.OrderAdvanced: (on_order_advanced, on_order_moved),
    field_events.FeedbackSubmitted: (on_feedback_submitted,),
    field_events.FeedbackJudged: (keep_clocks.on_feedback_moved,),
    field_events.FeedbackMended: (keep_clocks.on_feedback_moved,),
    field_events.PanicRaised: (keep_clocks.on_panic_moved,),
    field_events.PanicAdvanced: (keep_clocks.on_panic_moved,),
    field_events.HelpAsked: (keep_clocks.on_help_moved,),
    field_events.HelpAdvanced: (keep_clocks.on_help_moved,),
    citizen_events.WithdrawalAsked: (keep_clocks.on_withdrawal_moved,),
    citizen_events.WithdrawalAdvanced: (keep_clocks.on_withdrawal_moved,),
    intake_events.ContactReceived: (keep_clocks.on_contact_moved,),
    intake_events.ContactAdvanced: (keep_clocks.on_contact_moved,),
    oversight_events.ReviewOpened: (keep_clocks.on_review_moved,),
    oversight_events.ReviewDecided: (keep_clocks.on_review_moved,),
}
"""Reactions inside the transaction of the fact. Order within a fact matters: who adds a debt comes first."""

AFTER: tuple[Subscription, ...] = (
    Subscription(
        "intake.match",
        (intake_events.ContactReceived, intake_events.ContactAdvanced, intake_events.SeatMoved),
        on_queue_moved,
    ),
    Subscription("dispatch.relief", (dispatch_events.OrderAdvanced,), on_order_ended),
    Subscription("field.patrols", (dispatch_events.CrewOrdered, dispatch_events.OrderAdvanced), on_order_told),
    Subscription("field.patrol_crews", (force_events.DutyChanged, force_events.CrewSignedOn), on_crew_moved),
    Subscription("dispatch.notices", (dispatch_events.OrderAdvanced,), on_order_over),
    Subscription("citizen.additions", (intake_events.ContactAdded,), on_contact_added),
    Subscription(
        "citizen.withdrawals",
        (citizen_events.WithdrawalAsked, intake_events.ContactAdvanced, incidents_events.IncidentAdvanced),
        on_withdrawal_moved,
    ),
    Subscription("oversight.sample", (field_events.FeedbackSubmitted,), pass_undrawn_feedback),
)
"""Handlers that follow committed facts, each fact once."""


TUNABLES = Tunables.of(
    (intake_clocks.SETTINGS, intake_clocks.TUNABLE),
    (dispatch_rules.SETTINGS, dispatch_rules.TUNABLE),
    (open_review.SETTINGS, open_review.TUNABLE),
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
}

ROUTERS: tuple[APIRouter, ...] = (
    agencies_api.router,
    agencies_administration.router,
    places_api.router,
    evidence_api.router,
    telephony_api.router,
    incidents_class_api.router,
    incidents_api.router,
    intake_api.router,
    dispatch_api.router,
    api_roads.router,
    api_zones.router,
    api_surge.router,
    api_why.router,
    api_forces.router,
    api_waves.router,
    field_api.router,
    patrol_plans_api.router,
    patrol_api.router,
    oversight_api.router,
    citizen_api.router,
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
    incidents_purge.purge,
    intake_purge.purge,
    field_purge.purge,
    citizen_purge.purge,
)
"""What each room removes of its own tables when a person is erased."""
