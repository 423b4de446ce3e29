"""Crews of a wave that did not take it are replaced by the next of its own ranking, by the right it went out by."""

from dataclasses import replace
from uuid import UUID

from yaoyaoling.dispatch import policy, store, waves
from yaoyaoling.dispatch.events import WaveRefilled
from yaoyaoling.dispatch.handlers.chain import list_untried
from yaoyaoling.dispatch.handlers.orders import Choice, order_crew
from yaoyaoling.dispatch.handlers.tell_owners import Taker, tell_owners
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.dispatch.states import OrderState
from yaoyaoling.incidents.public import Incident
from yaoyaoling.platform.db.tx import Tx

_LAPSED = (OrderState.EXPIRED, OrderState.REFUSED)


async def refill_waves(tx: Tx, incident: Incident, callout: store.Callout) -> bool:
    """Order the next crews for all waves of a locked incident; gives whether any was. Expire what was let pass before.

    Crews beyond a line are asked for only as far as whoever sent the wave may, at the level the incident has now;
    their owners are told as they were of the first.
    """
    within_s = (await rules_of(tx, incident.station_code)).accept_s
    went = [await _refill(tx, incident, callout, wave, within_s) for wave in await waves.list_kept(tx, incident.id)]
    return any(went)


async def _refill(tx: Tx, incident: Incident, callout: store.Callout, wave: waves.Wave, within_s: float) -> bool:
    orders = await store.list_orders(tx, incident.id)
    own = [order for order in orders if order.wave_id == wave.id]
    lacking = policy.wave_lacks(wave.sent, [order.state in _LAPSED for order in own])
    if not lacking:
        return False
    most = policy.furthest(incident.level, wave.asker.authority)
    ask = wave.ask.model_copy(update={"reach": min(wave.ask.reach, most, key=policy.REACHES.index)})
    tried = {order.crew_id for order in orders}
    free = set(await list_untried(tx, wave.ranking, tried))
    ranked = replace(callout, ranking=wave.ranking)
    sent: list[UUID] = []
    for crew_id in policy.pick_wave(wave.ranking, ask, tried):
        if len(sent) == lacking:
            break
        choice = Choice(wave_id=wave.id)
        if crew_id in free and await order_crew(tx, incident, ranked, crew_id, within_s, wave.reason, choice=choice):
            order = await store.find_live_order(tx, crew_id)
            assert order is not None
            await tell_owners(tx, incident, order, Taker(wave.asker.name, wave.asker.org_path))
            sent.append(order.id)
    missing = lacking - len(sent)
    if sent or missing != wave.missing:
        version = await waves.save_missing(tx, wave, missing)
        event = WaveRefilled(wave_id=wave.id, incident_id=incident.id, order_ids=tuple(sent), missing=missing)
        tx.record(event, stream=f"wave:{wave.id}", seq=version, about=incident.id, incident=incident.id)
    return bool(sent)
