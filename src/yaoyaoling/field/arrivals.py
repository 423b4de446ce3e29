"""Who is on the way to an incident, and where that is: what positions are compared with."""

from collections.abc import Collection
from uuid import UUID

from yaoyaoling.dispatch.public import list_departed
from yaoyaoling.incidents.public import list_incidents
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.platform.db.tx import Tx


class GoalOf(Value):
    """Where a crew is expected."""

    crew_id: UUID
    order_id: UUID
    point: Point


async def list_goals(tx: Tx, crews: Collection[UUID]) -> list[GoalOf]:
    """The orders of these crews that are under way, with the places of their incidents as they are now."""
    orders = await list_departed(tx, list(crews))
    if not orders:
        return []
    places = {one.id: one.point for one in await list_incidents(tx, [order.incident_id for order in orders])}
    return [
        GoalOf(crew_id=order.crew_id, order_id=order.id, point=places[order.incident_id])
        for order in orders
        if order.incident_id in places
    ]
