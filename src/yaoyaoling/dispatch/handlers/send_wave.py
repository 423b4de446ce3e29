"""A further wave (第二波、第三波): as many crews as asked for, nearest first, from as far out as the actor may ask."""

from dataclasses import replace
from uuid import UUID

from yaoyaoling.dispatch import policy, store, waves
from yaoyaoling.dispatch.commands import SendWave
from yaoyaoling.dispatch.events import WaveSent
from yaoyaoling.dispatch.handlers.chain import ring
from yaoyaoling.dispatch.handlers.orders import Choice, order_crew
from yaoyaoling.dispatch.handlers.send import InspectionOnly, NothingToSend, callout_for
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.dispatch.states import CalloutState
from yaoyaoling.dispatch.waves import Asker
from yaoyaoling.incidents.public import FINAL, Incident, IncidentState, get_incident
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Principal, Role

_REACH_WORDS: dict[policy.Reach, tuple[str, str]] = {
    "grid": ("本网格", "the own grid"),
    "neighbours": ("邻近网格", "neighbouring grids"),
    "county": ("本区县", "the county"),
    "city": ("全市", "the city"),
    "across": ("跨市", "beyond the city"),
}
_AUTHORITY: dict[int, policy.Authority] = {1: "province", 2: "city", 3: "county"}
"""By how many parts an organisation's path has."""


class WaveTooFar(Refused):
    """Beyond what the actor commands, or what an incident of that level takes."""

    code = "wave_too_far"
    status = 403
    zh = "{level} 级警情最远可在{most_zh}范围内由您调派。"
    en = "For an incident of level {level} you may ask as far out as {most_en}."


class NobodyInReach(Refused):
    """Nobody of that kind is free there."""

    code = "nobody_in_reach"
    status = 409
    zh = "{reach_zh}范围内没有符合条件的空闲警组，请扩大范围或放宽条件。"
    en = "No such crew is free in {reach_en}; ask further out or for other forces."


class WaveReply(Value):
    """A wave that went out. number: 2 follows the first call; wanted: as asked; order_ids: those that went."""

    wave_id: UUID
    number: int
    wanted: int
    order_ids: tuple[UUID, ...]


def authority_of(principal: Principal) -> policy.Authority:
    """What somebody commands. A commander at the hall commands all of it, across every line."""
    if Role.COMMANDER in principal.roles:
        return "province"
    if Role.COUNTY_DESK in principal.roles:
        return _AUTHORITY.get(len(principal.org_path.strip("/").split("/")), "station")
    return "station"


async def send_wave(tx: Tx, command: SendWave) -> WaveReply:
    """Order the crews; each one's owners are told. The wave and its ranking stay in the ledger.

    Raises: NotFound, InspectionOnly, NothingToSend, WaveTooFar, NobodyInReach.
    """
    incident = await get_incident(tx, command.incident_id, lock=True)
    if incident.is_inspection_only:
        raise InspectionOnly
    if incident.state in FINAL or incident.state is IncidentState.HANDLED:
        raise NothingToSend
    most = policy.furthest(incident.level, authority_of(tx.principal))
    if policy.REACHES.index(command.ask.reach) > policy.REACHES.index(most):
        zh, en = _REACH_WORDS[most]
        raise WaveTooFar(level=incident.level, most_zh=zh, most_en=en)
    callout = await store.find_callout(tx, incident.id)
    if callout is None or callout.state is CalloutState.STOPPED:
        callout = await callout_for(tx, incident, command.ranking)
    before = await store.list_orders(tx, incident.id)
    within_s = (await rules_of(tx, incident.station_code)).accept_s
    # The wave has a ranking of its own; the chain keeps the one it follows.
    ranked = replace(callout, ranking=command.ranking)
    wave_id = new_id()
    choice = Choice(is_by_hand=True, wave_id=wave_id)
    left = command.ask.count
    busy = [order.crew_id for order in before if order.ended_at is None]
    for crew_id in policy.pick_wave(command.ranking, command.ask, busy):
        if left and await order_crew(tx, incident, ranked, crew_id, within_s, command.reason, choice=choice):
            left -= 1
    if left == command.ask.count:
        zh, en = _REACH_WORDS[command.ask.reach]
        raise NobodyInReach(reach_zh=zh, reach_en=en)
    await ring(tx, incident, callout, within_s)
    known = {order.id for order in before}
    orders = tuple(order.id for order in await store.list_orders(tx, incident.id) if order.id not in known)
    return await _note(tx, incident, command, wave_id, orders)


async def _note(tx: Tx, incident: Incident, command: SendWave, wave_id: UUID, orders: tuple[UUID, ...]) -> WaveReply:
    ask = command.ask
    asker = Asker(name=tx.principal.name, org_path=tx.principal.org_path, authority=authority_of(tx.principal))
    number = 2 + await waves.count_waves(tx, incident.id)
    event = WaveSent(
        wave_id=wave_id,
        incident_id=incident.id,
        number=number,
        wanted=ask.count,
        reach=ask.reach,
        forces=ask.forces,
        standby=ask.standby,
        reason=command.reason,
        by_name=asker.name,
        order_ids=orders,
        ranking=command.ranking,
        authority=asker.authority,
    )
    await waves.insert_wave(tx, event, asker)
    tx.record(event, stream=f"wave:{wave_id}", seq=1, about=incident.id, incident=incident.id)
    return WaveReply(wave_id=wave_id, number=number, wanted=ask.count, order_ids=orders)
