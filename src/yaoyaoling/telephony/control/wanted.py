"""What the tables want of a call: read anew whenever something may have changed, so that no order of facts matters."""

from typing import Any
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony import queries


class WantedLeg(Value):
    """A live leg as it stands in the tables."""

    id: UUID
    kind: str
    state: str
    mode: str
    person_id: UUID | None
    crew_id: UUID | None
    number: str | None
    is_ending: bool


class WantedCall(Value):
    """A call with its live legs. sip, media: what a process before us kept of it."""

    id: UUID
    state: str
    dialled: str
    caller_number: str | None
    is_ending: bool
    is_key_asked: bool
    key_pressed: str | None
    node: str | None
    sip: dict[str, Any] | None
    media: dict[str, Any] | None
    legs: tuple[WantedLeg, ...]


def _wanted(found: queries.LiveCall) -> WantedCall:
    call = found.call
    return WantedCall(
        id=call.id,
        state=call.state,
        dialled=call.dialled,
        caller_number=call.caller_number,
        is_ending=call.end_asked_at is not None,
        is_key_asked=call.asked_key_at is not None,
        key_pressed=call.key_pressed,
        node=call.node,
        sip=call.sip,
        media=call.media,
        legs=tuple(
            WantedLeg(
                id=leg.id,
                kind=leg.kind,
                state=leg.state,
                mode=leg.mode,
                person_id=leg.person_id,
                crew_id=leg.crew_id,
                number=leg.number,
                is_ending=leg.end_asked_at is not None,
            )
            for leg in found.legs
            if leg.is_live
        ),
    )


async def find_wanted(tx: Tx, call_id: UUID) -> WantedCall | None:
    """One call with its live legs; None when it does not run over our line."""
    found = await queries.find_live(tx, call_id)
    return None if found is None or not found.call.has_media else _wanted(found)


async def list_wanted(tx: Tx, node: str) -> list[WantedCall]:
    """All calls that live, of this node or of none yet."""
    return [_wanted(found) for found in await queries.list_live(tx, node)]
