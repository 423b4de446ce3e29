"""Accounts in the feeds of administrators."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from yaoyaoling.agencies import store
from yaoyaoling.agencies.events import (
    REFERENCE,
    AccountChanged,
    AccountCreated,
    AccountDeactivated,
    AccountReactivated,
    PasswordReset,
    SessionsEnded,
)
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, Kind, RoomFeed
from yaoyaoling.platform.ledger.envelope import Recorded, time_text
from yaoyaoling.platform.principal import Role

ACCOUNT = Kind("account", frozenset({Role.ADMIN}))


def account_fields(account: store.AccountRow) -> dict[str, Any]:
    """An account as feeds show it."""
    return {
        "login": account.login,
        "person": account.name,
        "police_no": account.police_no,
        "roles": [role.value for role in account.roles],
        "org_code": account.org_code,
        "crew_id": None if account.crew_id is None else str(account.crew_id),
        "created_at": time_text(account.created_at),
        "disabled_at": None if account.disabled_at is None else time_text(account.disabled_at),
    }


async def _snapshot(tx: Tx, about: UUID | None) -> list[Change]:
    rows = await tx.fetch(f"{store.SELECT_ACCOUNT} where $1::uuid is null or id = $1", about)
    accounts = [store.account_of(row) for row in rows]
    return [Change("account", str(one.id), one.version, one.id, account_fields(one)) for one in accounts]


def _changes(recorded: Recorded) -> Iterable[Change]:
    fields: dict[str, Any]
    match recorded.event:
        case AccountCreated() as event:
            fields = event.model_dump(mode="json", exclude={"account_id"})
            fields |= {"created_at": time_text(recorded.at), "disabled_at": None}
        case AccountChanged() as event:
            fields = event.model_dump(mode="json", exclude={"account_id", "changed"})
        case AccountDeactivated() as event:
            fields = {"disabled_at": time_text(recorded.at)}
        case AccountReactivated() as event:
            fields = {"disabled_at": None}
        case PasswordReset() | SessionsEnded() as event:
            fields = {}
        case _:
            return
    yield Change("account", str(event.account_id), recorded.stream_seq, event.account_id, fields)


FEED = RoomFeed((ACCOUNT,), _snapshot, _changes, reference=REFERENCE)
