"""SQL of work orders and desks, and their rows as the handlers see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.contract import Event
from yaoyaoling.kernel.refused import Conflict, NotFound
from yaoyaoling.liaison.policy import Urgency
from yaoyaoling.liaison.states import WorkOrderState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.vault import KeyDestroyedError

ORDER_TIMER = "liaison.order"
_ORDER = (
    "id", "number", "incident_id", "contact_id", "subject", "desk_code", "service", "urgency", "asked", "place_text",
    "lon", "lat", "caller_number", "state", "owner_code", "owner_name", "first_code", "first_name", "sent_at",
    "accept_by", "done_by", "ended_at", "returns", "rounds", "urged", "said", "version", "has_line",
)  # fmt: skip
_SELECT_DESK = (
    "select org_code, service, telephone, hours_from, hours_to, is_active, version, has_line from liaison.desk"
)
SELECT_ORDER = f"select {', '.join(_ORDER)} from liaison.work_order"


@dataclass(frozen=True)
class WorkOrder:
    """A work order's row."""

    id: UUID
    number: str
    incident_id: UUID | None
    contact_id: UUID | None
    subject: UUID
    desk_code: str
    service: str
    urgency: Urgency
    asked: str | None
    place_text: str | None
    lon: float | None
    lat: float | None
    caller_number: str | None
    state: WorkOrderState
    owner_code: str
    owner_name: str
    first_code: str
    first_name: str
    sent_at: datetime
    accept_by: datetime | None
    done_by: datetime | None
    ended_at: datetime | None
    returns: int
    rounds: int
    urged: int
    said: str | None
    version: int
    has_line: bool = False
    """It went out to a desk with a platform of its own: what happens to it is told there, to its end."""

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"work_order:{self.id}"

    @property
    def debt(self) -> str:
        """Under what its incident is kept open for it."""
        return debt_of(self.id, self.rounds)


@dataclass(frozen=True)
class Desk:
    """A partner's desk."""

    org_code: str
    service: str
    telephone: str
    hours_from: time | None
    hours_to: time | None
    is_active: bool
    version: int
    has_line: bool


def debt_of(order_id: UUID, rounds: int) -> str:
    """Under what an incident is kept open for an order: each time it begins anew is a debt of its own."""
    return f"{order_id}/{rounds}" if rounds else str(order_id)


def order_of(row: Any) -> WorkOrder:
    """A row with the columns of `SELECT_ORDER`."""
    fields = {name: row[name] for name in _ORDER}
    fields["state"] = WorkOrderState(fields["state"])
    return WorkOrder(**fields)


async def next_number(tx: Tx) -> str:
    """A province-unique number: LD, date of the hall, origin, running number; rolled-back ones leave gaps."""
    running = await tx.fetchval("select nextval('liaison.order_no')")
    return f"LD{tx.now.astimezone(HALL_ZONE):%Y%m%d}{tx.origin}{running:06d}"


async def insert_order(tx: Tx, order: WorkOrder) -> None:
    """Write a new order."""
    places = ", ".join(f"${number}" for number in range(1, len(_ORDER) + 1))
    values = [getattr(order, name) for name in _ORDER]
    await tx.execute(f"insert into liaison.work_order ({', '.join(_ORDER)}) values ({places})", *values)


async def get_order(tx: Tx, order_id: UUID, *, lock: bool = False, expected_version: int | None = None) -> WorkOrder:
    """An order the actor may see; `lock` holds it. Raises: NotFound, Conflict."""
    row = await tx.fetchrow(f"{SELECT_ORDER} where id = $1{' for update' if lock else ''}", order_id)
    if row is None:
        raise NotFound
    order = order_of(row)
    if expected_version not in (None, order.version):
        raise Conflict
    return order


async def save_order(tx: Tx, order: WorkOrder, **changed: Any) -> WorkOrder:
    """Write changed columns and the next version of a held order; gives it as it is then."""
    changed["version"] = order.version + 1
    columns = ", ".join(f"{name} = ${place}" for place, name in enumerate(changed, 2))
    await tx.execute(f"update liaison.work_order set {columns} where id = $1", order.id, *changed.values())
    return WorkOrder(**{name: changed.get(name, getattr(order, name)) for name in _ORDER})


def record(tx: Tx, order: WorkOrder, event: Event) -> None:
    """A fact about an order, under its version; it stands in its incident's timeline."""
    tx.record(
        event, stream=order.stream, seq=order.version, about=order.id, incident=order.incident_id, subject=order.subject
    )


async def keepable(tx: Tx, order: WorkOrder, text: str | None) -> str | None:
    """The text, or None when its person was erased meanwhile: nothing new is written about them."""
    try:
        await tx.vault.find_key(tx.conn, order.subject)
    except KeyDestroyedError:
        return None
    return text


async def list_desks(tx: Tx, codes: Sequence[str]) -> dict[str, Desk]:
    """Desks of these organisations, by code."""
    rows = await tx.fetch(f"{_SELECT_DESK} where org_code = any($1::text[])", list(codes))
    return {row["org_code"]: Desk(**dict(row)) for row in rows}


async def find_desk(tx: Tx, org_code: str, *, lock: bool = False) -> Desk | None:
    """The desk of an organisation, or None."""
    row = await tx.fetchrow(f"{_SELECT_DESK} where org_code = $1{' for update' if lock else ''}", org_code)
    return None if row is None else Desk(**dict(row))
