"""Send a crew: start the chain for an incident, or add a crew to it."""

from uuid import UUID

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.commands import SendCrew
from yaoyaoling.dispatch.events import CalloutStarted, OrderRole
from yaoyaoling.dispatch.force_table import present_table
from yaoyaoling.dispatch.handlers.accept_surge import check_accepted
from yaoyaoling.dispatch.handlers.chain import go_on, ring
from yaoyaoling.dispatch.handlers.moves import move_callout
from yaoyaoling.dispatch.handlers.orders import Choice, order_crew
from yaoyaoling.dispatch.policy import Ranking, covers_class
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.dispatch.states import CalloutSignal, CalloutState
from yaoyaoling.force.public import get_crew
from yaoyaoling.incidents.public import FINAL, Incident, IncidentState, get_incident
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx


class InspectionOnly(Refused):
    """A complaint about police is handled by inspection; no crew is sent."""

    code = "inspection_only"
    status = 409
    zh = "该警情由督察部门办理，不派警组。"
    en = "This is handled by inspection; no crew is sent."


class CrewBusy(Refused):
    """The chosen crew cannot be had."""

    code = "crew_busy"
    status = 409
    zh = "所选警组正在处警或已不在岗，请另选。"
    en = "That crew is on another order or off duty; choose another."


class MayNotGo(Refused):
    """The law or its kind forbids what the crew was chosen for."""

    code = "crew_may_not_go"
    status = 409
    zh = "{name} {why_zh}，请另选。"
    en = "{name} {why_en}; choose another."


_BARS = {
    "no_officer": ("没有民警，不得单独处警，只可先期处置", "has no officer and may only hold the place"),
    "not_police": ("不是警察力量，只可先期处置", "is no police force and may only hold the place"),
    "holds_nothing": ("不承担此类警情的先期处置", "does not hold places of this class"),
    "crew_is_there": ("无需先期处置，警组已到场", "is not wanted: a crew is there already"),
}


class NothingToSend(Refused):
    """The incident has ended or is handled."""

    code = "incident_needs_no_crew"
    status = 409
    zh = "警情已处置完毕或已结束，无需派警。"
    en = "The incident is handled or has ended; no crew is wanted."


class SendReply(Value):
    """The chain after sending: its state and the orders that went out now."""

    callout_id: UUID
    state: CalloutState
    order_ids: tuple[UUID, ...]


async def send_crew(tx: Tx, command: SendCrew) -> SendReply:
    """Order the chosen crew, or let the chain begin with the best.

    Raises: NotFound, InspectionOnly, NothingToSend, MayNotGo, NotAccepted (of a surge), CrewBusy (all that were
    chosen were taken meanwhile).
    """
    incident = await get_incident(tx, command.incident_id, lock=True)
    if incident.is_inspection_only:
        raise InspectionOnly
    if incident.state in FINAL or incident.state is IncidentState.HANDLED:
        raise NothingToSend
    callout = await callout_for(tx, incident, command.ranking)
    before = {order.id for order in await store.list_orders(tx, incident.id)}
    if command.crew_id is not None:
        crews = tuple(dict.fromkeys((command.crew_id, *command.further)))
        if command.surge_id is not None:
            await check_accepted(tx, command.surge_id, incident.id, crews)
        for crew_id in crews:
            await check_may_go(tx, incident, crew_id, command.role)
        within_s = (await rules_of(tx, incident.station_code)).accept_s
        sent = [
            await order_crew(
                tx,
                incident,
                callout,
                crew_id,
                within_s,
                command.reason,
                command.role,
                choice=Choice(is_by_hand=True, surge_id=command.surge_id),
            )
            for crew_id in crews
        ]
        if not any(sent):
            raise CrewBusy
        if command.role == "respond":
            await ring(tx, incident, callout, within_s)
    elif not await store.list_responding(tx, incident.id):
        await go_on(tx, incident, callout)
    after = await store.find_callout(tx, incident.id)
    assert after is not None
    orders = [order.id for order in await store.list_orders(tx, incident.id) if order.id not in before]
    return SendReply(callout_id=after.id, state=after.state, order_ids=tuple(orders))


async def check_may_go(tx: Tx, incident: Incident, crew_id: UUID, role: OrderRole = "respond") -> None:
    """Whoever chooses a crew by hand may choose any that may act. Raises: NotFound, MayNotGo."""
    crew = await get_crew(tx, crew_id)
    force = next((one for one in (await present_table(tx)).forces if one.code == crew.force_type), None)
    bar = None
    if role == "contain":
        if force is None or not covers_class(force.contains, incident.class_code):
            bar = "holds_nothing"
        elif incident.state is IncidentState.ON_SCENE:
            bar = "crew_is_there"
    elif force is not None and not force.is_police:
        bar = "not_police"
    elif crew.officers < 1:
        bar = "no_officer"
    if bar is not None:
        zh, en = _BARS[bar]
        raise MayNotGo(name=crew.call_sign, why_zh=zh, why_en=en)


async def callout_for(tx: Tx, incident: Incident, ranking: Ranking) -> store.Callout:
    """The incident's call-out, begun now or given the new ranking."""
    found = await store.find_callout(tx, incident.id)
    if found is not None:
        if found.state is CalloutState.STOPPED or ranking.ranked:
            return await _reranked(tx, found, ranking)
        return found
    callout = store.Callout(
        id=new_id(),
        incident_id=incident.id,
        state=CalloutState.RINGING,
        level=incident.level,
        hall_code=await get_hall_code(tx),
        station_code=incident.station_code,
        ranking=ranking,
        wave=0,
        desk_code=None,
        desk_taken_by=None,
        due_at=None,
        version=1,
    )
    await store.insert_callout(tx, callout)
    event = CalloutStarted(
        callout_id=callout.id,
        incident_id=incident.id,
        state=callout.state,
        level=callout.level,
        station_code=callout.station_code,
        ranking=ranking,
    )
    tx.record(event, stream=f"callout:{callout.id}", seq=1, about=incident.id, incident=incident.id)
    return callout


async def _reranked(tx: Tx, callout: store.Callout, ranking: Ranking) -> store.Callout:
    return await move_callout(
        tx,
        callout,
        CalloutSignal.RING,
        # One that was stopped begins anew: so many rounds of crews, then the desks from the station up.
        wave=0 if callout.state is CalloutState.STOPPED else None,
        ranking=ranking,
        due_at=callout.due_at,
        desk_code=callout.desk_code,
        desk_taken_by=callout.desk_taken_by,
    )
