"""All rooms wired together: their events, feeds, reactions, timers, routes.

A new room is one line in each list that concerns it, here, in `layers.py` and in `settings.py`.
"""

from types import ModuleType
from uuid import UUID

from fastapi import APIRouter

from yaoyaoling.agencies import api as agencies_api
from yaoyaoling.agencies import events as agencies_events
from yaoyaoling.apps.layers import LAYERS as LAYERS
from yaoyaoling.apps.layers import migrations as migrations
from yaoyaoling.apps.settings import SETTINGS as SETTINGS
from yaoyaoling.citizen import api as citizen_api
from yaoyaoling.citizen import events as citizen_events
from yaoyaoling.citizen import purge as citizen_purge
from yaoyaoling.citizen.handlers.add import on_contact_added
from yaoyaoling.dispatch import api as dispatch_api
from yaoyaoling.dispatch import events as dispatch_events
from yaoyaoling.dispatch import feed as dispatch_feed
from yaoyaoling.dispatch.handlers.chain import CHAIN_TIMER
from yaoyaoling.dispatch.handlers.escalate import on_chain_due
from yaoyaoling.dispatch.handlers.release import on_incident_amended, on_incident_cancelled
from yaoyaoling.evidence import api as evidence_api
from yaoyaoling.evidence import events as evidence_events
from yaoyaoling.evidence import feed as evidence_feed
from yaoyaoling.evidence import purge as evidence_purge
from yaoyaoling.field import api as field_api
from yaoyaoling.field import events as field_events
from yaoyaoling.field import feed as field_feed
from yaoyaoling.field import purge as field_purge
from yaoyaoling.force import events as force_events
from yaoyaoling.force import feed as force_feed
from yaoyaoling.incidents import api as incidents_api
from yaoyaoling.incidents import events as incidents_events
from yaoyaoling.incidents import feed as incidents_feed
from yaoyaoling.incidents import purge as incidents_purge
from yaoyaoling.incidents.handlers.advance import close_if_settled
from yaoyaoling.intake import api as intake_api
from yaoyaoling.intake import events as intake_events
from yaoyaoling.intake import feed as intake_feed
from yaoyaoling.intake import purge as intake_purge
from yaoyaoling.intake.handlers.finish import on_incident_amended as contacts_follow_incident
from yaoyaoling.intake.handlers.match import on_queue_moved
from yaoyaoling.intake.handlers.moves import OFFER_TIMER, SILENT_TIMER
from yaoyaoling.intake.handlers.on_call_rang import on_call_rang
from yaoyaoling.intake.handlers.seats import lose_seat
from yaoyaoling.intake.handlers.take import ring_out
from yaoyaoling.oversight import api as oversight_api
from yaoyaoling.oversight import events as oversight_events
from yaoyaoling.oversight import feed as oversight_feed
from yaoyaoling.oversight.handlers.open_review import (
    on_crew_ordered,
    on_feedback_submitted,
    on_handled_directly,
)
from yaoyaoling.places import api as places_api
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
    force_events,
    evidence_events,
    telephony_events,
    incidents_events,
    intake_events,
    dispatch_events,
    field_events,
    oversight_events,
    citizen_events,
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
    force_feed.FEED,
    intake_feed.FEED,
    incidents_feed.FEED,
    evidence_feed.FEED,
    dispatch_feed.FEED,
    field_feed.FEED,
    oversight_feed.FEED,
)

INSIDE: Reactions = {
    telephony_events.CallRang: (on_call_rang,),
    incidents_events.IncidentAdvanced: (on_incident_cancelled, on_handled_directly, close_if_settled),
    incidents_events.IncidentAmended: (contacts_follow_incident, on_incident_amended),
    incidents_events.ObligationSettled: (close_if_settled,),
    dispatch_events.CrewOrdered: (on_crew_ordered,),
    field_events.FeedbackSubmitted: (on_feedback_submitted,),
}
"""Reactions inside the transaction of the fact. Order within a fact matters: who adds a debt comes first."""

AFTER: tuple[Subscription, ...] = (
    Subscription(
        "intake.match",
        (intake_events.ContactReceived, intake_events.ContactAdvanced, intake_events.SeatMoved),
        on_queue_moved,
    ),
    Subscription("citizen.additions", (intake_events.ContactAdded,), on_contact_added),
)
"""Handlers that follow committed facts, each fact once."""


async def _offer_expired(tx: Tx, payload: dict[str, str]) -> None:
    await ring_out(tx, UUID(payload["contact_id"]), UUID(payload["seat_id"]))


async def _seat_silent(tx: Tx, payload: dict[str, str]) -> None:
    await lose_seat(tx, UUID(payload["seat_id"]))


TIMERS: dict[str, OnTimer] = {
    OFFER_TIMER: _offer_expired,
    SILENT_TIMER: _seat_silent,
    CHAIN_TIMER: on_chain_due,
}

ROUTERS: tuple[APIRouter, ...] = (
    agencies_api.router,
    places_api.router,
    evidence_api.router,
    telephony_api.router,
    incidents_api.router,
    intake_api.router,
    dispatch_api.router,
    field_api.router,
    oversight_api.router,
    citizen_api.router,
)

PURGES: tuple[Purge, ...] = (
    evidence_purge.purge,
    incidents_purge.purge,
    intake_purge.purge,
    field_purge.purge,
    citizen_purge.purge,
)
"""What each room removes of its own tables when a person is erased."""
