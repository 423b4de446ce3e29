"""The first crew that is sent tells whose station is nearest: kept with whose the incident is, beside the owner."""

from yaoyaoling.agencies.public import find_organisation
from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.events import CrewOrdered
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.triage.public import note_nearest


async def on_crew_ordered(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: a crew of another station goes. Units that are no station's (traffic, special) own no ground."""
    event = recorded.event
    assert isinstance(event, CrewOrdered)
    if event.role != "respond":
        return
    try:
        order = await store.get_order(tx, event.order_id)
    except NotFound:
        return
    unit = await find_organisation(tx, order.org_path.split("/")[-1])
    if unit is not None and unit.kind == "station":
        await note_nearest(tx, event.incident_id, unit.code, event.eta_s)
