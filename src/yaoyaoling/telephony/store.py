"""SQL that writes calls and legs, and their rows as the handlers see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.commands import Attended, LegKind, Mode, Reason
from yaoyaoling.telephony.events import LegView
from yaoyaoling.telephony.states import LEG_LIVE, CallState, LegState

_CALL = (
    "id", "trunk_call_id", "dialled", "caller_number", "rang_at", "state", "answered_at", "ended_at", "end_reason",
    "end_asked_at", "has_media", "node", "room", "sip", "media", "tags", "redial_of", "incident_id", "asked_key_at",
    "key_pressed", "version",
)  # fmt: skip
_LEG = (
    "id", "call_id", "kind", "person_id", "crew_id", "number", "display", "order_id", "partner_id", "mode", "attended",
    "state", "asked_at", "rang_at", "joined_at", "left_at", "since", "end_asked_at", "end_reason", "sip_status", "sip",
    "media", "version",
)  # fmt: skip
SELECT_CALL = f"select {', '.join(_CALL)} from telephony.call"
SELECT_LEG = f"select {', '.join(_LEG)} from telephony.leg"
LIVE_LEGS = [state.value for state in sorted(LEG_LIVE)]


@dataclass(frozen=True)
class Call:
    """A call's row. sip, media: the line's own notes."""

    id: UUID
    trunk_call_id: str
    dialled: str
    caller_number: str | None
    rang_at: datetime
    state: CallState
    answered_at: datetime | None
    ended_at: datetime | None
    end_reason: Reason | None
    end_asked_at: datetime | None
    has_media: bool
    node: str | None
    room: str | None
    sip: dict[str, Any] | None
    media: dict[str, Any] | None
    tags: tuple[str, ...]
    redial_of: UUID | None
    incident_id: UUID | None
    asked_key_at: datetime | None
    key_pressed: str | None
    version: int


@dataclass(frozen=True)
class Leg:
    """A leg's row: mode and end_asked_at are what is wanted of it, state is what is. since: when it got there."""

    id: UUID
    call_id: UUID
    kind: LegKind
    state: LegState
    asked_at: datetime
    since: datetime
    person_id: UUID | None = None
    crew_id: UUID | None = None
    number: str | None = None
    display: str | None = None
    order_id: UUID | None = None
    partner_id: str | None = None
    mode: Mode = "open"
    attended: Attended | None = None
    rang_at: datetime | None = None
    joined_at: datetime | None = None
    left_at: datetime | None = None
    end_asked_at: datetime | None = None
    end_reason: Reason | None = None
    sip_status: int | None = None
    sip: dict[str, Any] | None = None
    media: dict[str, Any] | None = None
    version: int = 1

    @property
    def is_live(self) -> bool:
        """Whether it is in the call or being called."""
        return self.state in LEG_LIVE

    def view(self) -> LegView:
        """As screens show it; a person's number is not among it."""
        return LegView(
            id=self.id,
            kind=self.kind,
            state=self.state,
            mode=self.mode,
            person_id=self.person_id,
            crew_id=self.crew_id,
            display=self.display,
            number=self.number if self.partner_id is not None else None,
            order_id=self.order_id,
            partner_id=self.partner_id,
            attended=self.attended,
            since=self.since,
            end_reason=self.end_reason,
            is_ending=self.is_live and self.end_asked_at is not None,
        )


def call_of(row: Any) -> Call:
    """A row with the columns of `SELECT_CALL`."""
    fields = {name: row[name] for name in _CALL}
    fields |= {"state": CallState(fields["state"]), "tags": tuple(fields["tags"])}
    return Call(**fields)


def leg_of(row: Any) -> Leg:
    """A row with the columns of `SELECT_LEG`."""
    fields = {name: row[name] for name in _LEG}
    fields["state"] = LegState(fields["state"])
    return Leg(**fields)


async def find_call(tx: Tx, call_id: UUID, *, lock: bool = False) -> Call | None:
    """A call the actor may see, or None; `lock` holds it, and with it all its legs."""
    row = await tx.fetchrow(f"{SELECT_CALL} where id = $1{' for update' if lock else ''}", call_id)
    return None if row is None else call_of(row)


async def get_call(tx: Tx, call_id: UUID, *, lock: bool = False) -> Call:
    """A call the actor may see. Raises: NotFound."""
    call = await find_call(tx, call_id, lock=lock)
    if call is None:
        raise NotFound
    return call


async def lock_leg(tx: Tx, leg_id: UUID) -> tuple[Call, Leg]:
    """A leg with its call, which is what is locked. Raises: NotFound."""
    call_id = await tx.fetchval("select call_id from telephony.leg where id = $1", leg_id)
    if call_id is None:
        raise NotFound
    call = await get_call(tx, call_id, lock=True)
    row = await tx.fetchrow(f"{SELECT_LEG} where id = $1", leg_id)
    if row is None:
        raise NotFound
    return call, leg_of(row)


async def list_legs(tx: Tx, call_ids: Sequence[UUID], *, live_only: bool = False) -> list[Leg]:
    """Legs of calls, in the order in which they were asked for."""
    live = "and state = any($2)" if live_only else "and ($2::text[] is null or true)"
    sql = f"{SELECT_LEG} where call_id = any($1::uuid[]) {live} order by asked_at, id"
    return [leg_of(row) for row in await tx.fetch(sql, list(call_ids), LIVE_LEGS if live_only else None)]


async def insert_leg(tx: Tx, leg: Leg) -> None:
    """Write a new leg."""
    places = ", ".join(f"${number}" for number in range(1, len(_LEG) + 1))
    values = [getattr(leg, name) for name in _LEG]
    await tx.execute(f"insert into telephony.leg ({', '.join(_LEG)}) values ({places})", *values)


async def save_leg(tx: Tx, leg: Leg, **changed: Any) -> None:
    """Write changed columns and the next version of a leg whose call is locked."""
    await _save(tx, "telephony.leg", leg.id, {**changed, "version": leg.version + 1})


async def save_call(tx: Tx, call: Call, **changed: Any) -> int:
    """Write changed columns and the next version of a locked call; gives that version."""
    await _save(tx, "telephony.call", call.id, {**changed, "version": call.version + 1})
    return call.version + 1


async def _save(tx: Tx, table: str, row_id: UUID, columns: dict[str, Any]) -> None:
    settings = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=2))
    await tx.execute(f"update {table} set {settings} where id = $1", row_id, *columns.values())
