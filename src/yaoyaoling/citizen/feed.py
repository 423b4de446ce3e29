"""Requests to withdraw in the feeds of those who answer them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.citizen.events import WithdrawalAdvanced, WithdrawalAsked, WithdrawalErased
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

SHOWN = timedelta(hours=36)
WITHDRAWAL = Kind("withdrawal", frozenset({Role.CALL_TAKER, Role.COMMANDER}))
_FIELDS = ("state", "reason", "words", "reply", "answered_by")


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(
        f"select id, contact_id, asked_at, version, {', '.join(_FIELDS)} from citizen.withdrawal"
        " where asked_at > $2 and ($1::uuid is null or contact_id = $1)",
        about,
        tx.now - SHOWN,
    )
    changes = []
    for row in rows:
        fields: dict[str, Any] = {name: row[name] for name in _FIELDS}
        fields |= {"contact_id": str(row["contact_id"]), "asked_at": time_text(row["asked_at"])}
        changes.append(Change("withdrawal", str(row["id"]), row["version"], row["contact_id"], fields))
    return changes


def _changes(recorded: Recorded) -> Iterable[Change]:
    match recorded.event:
        case WithdrawalAsked() as event:
            fields = event.model_dump(mode="json", include={"contact_id", "state", "reason", "words"})
            fields |= {"asked_at": time_text(recorded.at), "reply": None, "answered_by": None}
            yield Change("withdrawal", str(event.withdrawal_id), recorded.stream_seq, event.contact_id, fields)
        case WithdrawalAdvanced() as event:
            fields = {"state": event.state.value, "reply": event.reply, "answered_by": event.by_name}
            yield Change("withdrawal", str(event.withdrawal_id), recorded.stream_seq, event.contact_id, fields)
        case WithdrawalErased() as event:
            yield Change("withdrawal", str(event.withdrawal_id), recorded.stream_seq, event.contact_id, {"words": None})
        case _:
            pass


FEED = RoomFeed((WITHDRAWAL,), _snapshot, _changes)
