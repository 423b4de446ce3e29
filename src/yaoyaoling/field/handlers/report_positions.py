"""Positions of crews come in: kept as the newest, told to the map, and an arrival is noticed by itself."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from yaoyaoling.dispatch.public import AdvanceOrder, advance_own_order, list_departed
from yaoyaoling.field.commands import ReportPositions
from yaoyaoling.field.patrol.notice import notice_patrols
from yaoyaoling.field.settings import FieldSettings
from yaoyaoling.force.public import Fix, save_fixes
from yaoyaoling.incidents.public import get_incident
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import distance_m
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx

SETTINGS = FieldSettings()


class PositionsReply(Value):
    """What became of the fixes. arrived: orders whose crew reached the incident by these fixes."""

    kept: int
    refused: int
    arrived: tuple[UUID, ...]


async def report_positions(tx: Tx, command: ReportPositions) -> PositionsReply:
    """Keep what is plausible; a crew that came near its incident has arrived (电子围栏)."""
    latest = tx.now + timedelta(seconds=SETTINGS.future_s)
    good = [fix for fix in command.fixes if fix.at <= latest]
    if good and not command.is_held:
        await save_fixes(tx, good)
    exact = [fix for fix in good if (fix.accuracy_m or 0) <= SETTINGS.arrival_accuracy_m]
    arrived = await _arrivals(tx, exact)
    await notice_patrols(tx, exact)
    return PositionsReply(kept=len(good), refused=len(command.fixes) - len(good), arrived=tuple(arrived))


async def _arrivals(tx: Tx, fixes: list[Fix]) -> list[UUID]:
    """Mark the orders whose crew is at the incident now."""
    exact = {fix.crew_id: fix.point for fix in fixes}
    arrived: list[UUID] = []
    for order in await list_departed(tx, list(exact)):
        incident = await get_incident(tx, order.incident_id)
        if distance_m(exact[order.crew_id], incident.point) > SETTINGS.arrival_m:
            continue
        # Released or arrived by button meanwhile: then there is nothing to notice.
        with suppress(Refused):
            await advance_own_order(tx, AdvanceOrder(order_id=order.id, to="arrive", by="geofence"))
            arrived.append(order.id)
    return arrived
