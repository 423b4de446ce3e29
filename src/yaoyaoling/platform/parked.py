"""What could not be handled after repeated tries: put aside, alarmed, never lost, never in the others' way."""

from datetime import datetime

from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.types import Conn
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.metrics import PARKED

log = logger("platform")


async def park(
    conn: Conn,
    kind: str,
    name: str,
    reference: str,
    error: BaseException,
    payload: str,
    at: datetime,
) -> None:
    """Put a poisoned event or timer aside and alarm; `yyl parked` lists them."""
    await conn.execute(
        "insert into platform.parked (id, kind, name, reference, error, payload, at) values ($1,$2,$3,$4,$5,$6,$7)",
        new_id(),
        kind,
        name,
        reference,
        repr(error),
        payload,
        at,
    )
    PARKED.inc()
    log.error("parked", kind=kind, name=name, reference=reference, error=repr(error))
