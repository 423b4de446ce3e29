"""Messages to partners' platforms in the feeds of the police side: whether an order got through, and what is dead."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from yaoyaoling.liaison.events import ExchangeAdvanced
from yaoyaoling.liaison.exchange.outgoing import SELECT_OUT, Outgoing, outgoing_of
from yaoyaoling.liaison.feed import SHOWN
from yaoyaoling.liaison.states import ExchangeState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

EXCHANGE = Kind(
    "exchange",
    frozenset({Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.REVIEWER, Role.INSPECTOR}),
)
_PLAIN = ("number", "desk_code", "kind", "reason", "died", "tries", "first_code")
_IDS = ("work_order_id", "contact_id", "incident_id")
_ENDS = (ExchangeState.SENT, ExchangeState.DROPPED)


def exchange_fields(one: Outgoing | ExchangeAdvanced) -> dict[str, Any]:
    """A message as feeds show it: never its body."""
    fields: dict[str, Any] = {name: getattr(one, name) for name in _PLAIN}
    fields |= {name: None if getattr(one, name) is None else str(getattr(one, name)) for name in _IDS}
    return fields | {"state": one.state.value, "queued_at": time_text(one.queued_at)}


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"{SELECT_OUT} where version > 0 and (ended_at is null or ended_at > $2)"
        " and ($1::uuid is null or subject_id = $1)",
        about,
        tx.now - SHOWN,
    )
    return [_change(one) for one in map(outgoing_of, rows)]


def _change(one: Outgoing) -> Change:
    fields = exchange_fields(one) | {"ended_at": None if one.ended_at is None else time_text(one.ended_at)}
    return Change("exchange", str(one.id), one.version, one.subject_id, fields)


def _changes(recorded: Recorded) -> Iterable[Change]:
    event = recorded.event
    if isinstance(event, ExchangeAdvanced):
        assert recorded.about is not None
        fields = exchange_fields(event) | {"ended_at": time_text(recorded.at) if event.state in _ENDS else None}
        yield Change("exchange", str(event.exchange_id), recorded.stream_seq, recorded.about, fields)


FEED = RoomFeed((EXCHANGE,), _snapshot, _changes)
