"""The timeline of an incident: every fact about it, in order, as the ledger has it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.tail import SELECT_INCIDENT, Decoder
from yaoyaoling.platform.principal import Principal, Role

_SHOWS_PERSONAL = frozenset({Role.CALL_TAKER, Role.OFFICER})
_NEVER_SHOWN = frozenset({"reporter_phone", "reporter_name", "caller_number"})


def shows_personal(principal: Principal) -> bool:
    """Whether this role is shown the reporter's name and number without asking for them."""
    return bool(principal.roles & _SHOWS_PERSONAL)


class TimelineEntry(Value):
    """One fact. position: its place in the ledger; None while it waits for it."""

    event_id: UUID
    position: int | None
    name: str
    at: datetime
    actor: str
    actor_name: str
    data: dict[str, Any]


async def list_timeline(tx: Tx, decoder: Decoder, incident_id: UUID, *, in_clear: bool = False) -> list[TimelineEntry]:
    """All facts of an incident the actor may see, oldest first; number and name of the reporter masked by role.

    in_clear: the actor stated a purpose, which the caller has recorded.
    """
    rows = await tx.fetch(SELECT_INCIDENT, incident_id)
    entries = []
    for recorded in await decoder.decode_all(tx.conn, rows):
        data = recorded.event.model_dump(mode="json")
        if not in_clear and not shows_personal(tx.principal):
            data = {name: value for name, value in data.items() if name not in _NEVER_SHOWN}
        entries.append(
            TimelineEntry(
                event_id=recorded.event_id,
                position=recorded.position,
                name=recorded.event.name,
                at=recorded.at,
                actor=recorded.actor,
                actor_name=recorded.actor_name,
                data=data,
            )
        )
    return entries
