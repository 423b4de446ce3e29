"""Routes of suggestions: what is suggested for words, what a person made of it, alerts, stop-payment orders."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.incidents.public import list_classes, owner_of
from yaoyaoling.kernel.contract import Value
from yaoyaoling.places.public import OutsideCity
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.http.deps import Desk, DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role
from yaoyaoling.triage.classify.clean import clean
from yaoyaoling.triage.commands import AdvancePayment, JudgeSuggestion, PreparePayment, RaiseAlerts, SeeAlert
from yaoyaoling.triage.contract import LandmarksAsk, PlaceAsked, SuggestAsk, Suggestion
from yaoyaoling.triage.handlers.alerts import AlertReply, raise_alerts, see_alert
from yaoyaoling.triage.handlers.judge import judge_suggestion
from yaoyaoling.triage.handlers.stop_payment import PaymentReply, advance_stop, prepare_payment
from yaoyaoling.triage.sheets import present_sheets
from yaoyaoling.triage.speech.beside import Transcript, read_beside
from yaoyaoling.triage.states import PaymentSignal
from yaoyaoling.triage.store import list_transcript
from yaoyaoling.triage.suggest import suggest
from yaoyaoling.triage.where.gazetteer import Gazetteer
from yaoyaoling.triage.where.landmarks import Interview, interview

router = APIRouter(tags=["triage"])
Desks = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]
Listener = Annotated[
    Principal,
    allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.REVIEWER, Role.INSPECTOR),
]
Taker = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER)]


class AdvanceBody(Value):
    """What happened to the order."""

    signal: PaymentSignal
    note: str | None = Field(default=None, max_length=300)


class HeardLine(Value):
    """A line of a transcript. began_s, ended_s: seconds into that party's recording; text None: erased."""

    party: str
    text: str | None
    began_s: float
    ended_s: float
    recogniser: str


@router.post("/api/triage/suggest")
async def post_suggest(body: SuggestAsk, desk: DeskDep, principal: Desks) -> Suggestion:
    """What, level, where, what to ask next, and 110 or 12345, for the words so far. Advice: nothing is decided.

    With a contact its sensitive words are told at once to the levels that must know; nothing else is written.
    """
    async with desk.hall.db.snapshot(principal) as tx:
        sheets = await present_sheets(tx)
        classes = {one.code: one for one in await list_classes(tx)}
    found = await asyncio.to_thread(suggest, body, sheets, classes, desk.hall.find(Gazetteer))
    if body.contact_id is not None and found.sensitive:
        await _raise(desk, principal, body.contact_id, body.place, found)
    return found


async def _raise(
    desk: Desk, principal: Principal, contact_id: UUID, place: str | PlaceAsked | None, found: Suggestion
) -> None:
    async with desk.hall.db.snapshot(principal) as tx:
        station_path = await _station_path(tx, place)
    command = RaiseAlerts(contact_id=contact_id, alerts=found.sensitive, source="typed", station_path=station_path)
    await desk.run(principal, raise_alerts, command)


async def _station_path(tx: Tx, place: str | PlaceAsked | None) -> str | None:
    if not isinstance(place, PlaceAsked) or (point := place.point()) is None:
        return None
    try:
        return (await owner_of(tx, point)).station_path
    except OutsideCity:
        return None


@router.post("/api/triage/landmarks")
async def post_landmarks(body: LandmarksAsk, hall: HallDep, _: Desks) -> Interview:
    """From where all that a caller sees is seen, the smallest ground first, and what to ask next. Advice."""
    gazetteer = hall.find(Gazetteer)
    if gazetteer is None:
        return Interview(areas=(), question=None, unknown=body.landmarks, missed=())
    near = () if body.place is None else body.place.fixes()
    words = tuple(clean(one) for one in body.landmarks)
    return await asyncio.to_thread(interview, words, gazetteer, near)


@router.post("/api/triage/judgements", status_code=204)
async def post_judgement(body: JudgeSuggestion, desk: DeskDep, principal: Taker) -> None:
    """Say what was made of a suggestion: taken, put right or turned down. Training reads it."""
    await desk.run(principal, judge_suggestion, body)


@router.post("/api/triage/alerts/{alert_id}/seen")
async def post_alert_seen(alert_id: UUID, desk: DeskDep, principal: Desks) -> AlertReply:
    """已知悉: whoever must know has seen it."""
    return await desk.run(principal, see_alert, SeeAlert(alert_id=alert_id))


@router.post("/api/triage/stop-payments", status_code=201)
async def post_stop_payment(body: PreparePayment, desk: DeskDep, principal: Taker) -> PaymentReply:
    """Write the stop-payment order of a contact, as far as it is known; its clock runs."""
    return await desk.run(principal, prepare_payment, body)


@router.post("/api/triage/stop-payments/{payment_id}/advance")
async def post_stop_payment_advance(
    payment_id: UUID, body: AdvanceBody, desk: DeskDep, principal: Taker
) -> PaymentReply:
    """It was sent to the anti-fraud centre, answered, or is not needed."""
    command = AdvancePayment(payment_id=payment_id, signal=body.signal, note=body.note)
    return await desk.run(principal, advance_stop, command)


@router.get("/api/triage/recordings/{recording_id}/transcript")
async def get_recording_transcript(recording_id: UUID, hall: HallDep, principal: Listener) -> Transcript:
    """What was heard in a recording, each line with its seconds. Words are shown to whoever said why they listen."""
    async with hall.db.snapshot(principal) as tx:
        return await read_beside(tx, recording_id)


@router.get("/api/triage/contacts/{contact_id}/transcript")
async def get_transcript(contact_id: UUID, hall: HallDep, principal: Taker) -> list[HeardLine]:
    """What a recogniser heard in the call, in order; empty where none is set up."""
    async with hall.db.snapshot(principal) as tx:
        lines = await list_transcript(tx, contact_id)
    names = HeardLine.model_fields.keys()
    return [HeardLine(**{name: getattr(line, name) for name in names}) for line in lines]
