"""扁平指挥: whoever takes another unit's crew does so at once, and its owners are told until they have seen it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.events import NoticeEnded, NoticeRaised, NoticeRepeated, OrderAdvanced
from yaoyaoling.dispatch.notices import (
    Notice,
    Side,
    county_path,
    find_notice,
    find_notice_of_order,
    insert_notice,
    save_notice,
)
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.dispatch.states import LIVE
from yaoyaoling.incidents.public import Incident, get_incident
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded

NOTICE_TIMER = "dispatch.notice"
CARRIED = "incident_merged"


@dataclass(frozen=True)
class Taker:
    """Whoever takes a crew: by name, and whose person it is."""

    name: str
    org_path: str


async def tell_owners(tx: Tx, incident: Incident, order: store.Order, taker: Taker | None = None) -> None:
    """Raise a notice to the crew's station and county when somebody else chose their crew for another's incident.

    Whoever orders is not told of it himself. The chain's own orders raise none: that is what crews are on duty for.
    taker: for whom the program orders; left out: the actor.
    """
    if taker is None and tx.principal.is_system:
        return
    actor = taker or Taker(tx.principal.name, tx.principal.org_path)
    if order.org_path == incident.station_path:
        return
    county = county_path(order.org_path)
    sides: tuple[tuple[Side, str], ...] = (("station", order.org_path), ("county", county))
    # A crew of the county itself has no station above it; a desk above the one that ordered is still told.
    asks = tuple(
        side
        for side, path in sides
        if path != actor.org_path and not (side == "station" and path == county)
    )  # fmt: skip
    if order.org_path != actor.org_path and asks:
        await _raise(tx, incident, order, asks, actor.name)


async def _raise(tx: Tx, incident: Incident, order: store.Order, asks: tuple[Side, ...], taken_by_name: str) -> None:
    rules = await rules_of(tx, incident.station_code)
    until: datetime | None = None
    if order.eta_s is not None:
        until = tx.now + timedelta(seconds=order.eta_s + rules.ranking().handling_s)
    notice = Notice(
        id=new_id(),
        order_id=order.id,
        incident_id=incident.id,
        incident_number=incident.number,
        class_code=incident.class_code,
        level=incident.level,
        crew_id=order.crew_id,
        call_sign=order.call_sign,
        org_path=order.org_path,
        reason=order.reason,
        taken_by_name=taken_by_name,
        expected_until=until,
        asks=asks,
        asked=1,
        raised_at=tx.now,
    )
    await audience.grant(tx, notice.id, f"t/{order.org_path}", "flat_command", initial=True)
    await insert_notice(tx, notice)
    names = NoticeRaised.model_fields.keys() - {"notice_id"}
    event = NoticeRaised(notice_id=notice.id, **{name: getattr(notice, name) for name in names})
    tx.record(event, stream=f"notice:{notice.id}", seq=1, about=notice.id, incident=incident.id)
    await _arm(tx, notice, rules.notice_s)


async def _arm(tx: Tx, notice: Notice, within_s: float) -> None:
    # About the incident: whoever sends sees that, and need not see the notice.
    due = tx.now + timedelta(seconds=within_s)
    await tx.set_timer(NOTICE_TIMER, str(notice.id), due, {"notice_id": notice.id}, about=notice.incident_id)


async def on_notice_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Somebody has not seen it yet: it is raised again, as often as it takes while the order runs."""
    notice = await find_notice(tx, UUID(payload["notice_id"]))
    if notice is None or notice.ended_at is not None or not notice.unseen:
        return
    version = await save_notice(tx, notice, asked=notice.asked + 1)
    event = NoticeRepeated(notice_id=notice.id, asked=notice.asked + 1, unseen=notice.unseen)
    tx.record(event, stream=f"notice:{notice.id}", seq=version, about=notice.id, incident=notice.incident_id)
    rules = await rules_of(tx, (await get_incident(tx, notice.incident_id)).station_code)
    await _arm(tx, notice, rules.notice_s)


async def on_order_over(tx: Tx, recorded: Recorded) -> None:
    """Follower, as the program itself (whoever ends an order need not see its notice): it ends with the order.

    A crew that was carried over to the incident its own was merged into is still taken: a notice of that is raised.
    """
    event = recorded.event
    assert isinstance(event, OrderAdvanced)
    if event.state in LIVE:
        return
    notice = await find_notice_of_order(tx, event.order_id)
    if notice is None or notice.ended_at is not None:
        return
    reason = event.reason or event.state.value
    version = await save_notice(tx, notice, ended_at=tx.now, end_reason=reason)
    ended = NoticeEnded(notice_id=notice.id, reason=reason)
    tx.record(ended, stream=f"notice:{notice.id}", seq=version, about=notice.id, incident=notice.incident_id)
    await tx.cancel_timer(NOTICE_TIMER, str(notice.id))
    goes_on = await store.find_live_order(tx, notice.crew_id) if event.reason == CARRIED else None
    if goes_on is not None and goes_on.reason == CARRIED:
        await _raise(tx, await get_incident(tx, goes_on.incident_id), goes_on, notice.asks, notice.taken_by_name)
