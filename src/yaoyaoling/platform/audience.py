"""Who may see a subject: grants and revocations, each a fact of its own.

Scopes are paths in namespaces: `t/` territory (province › city › county › station), `h/` hall, `i/`
inspection, `p/` partner, `u/` one account, `c/` one crew, `k/` one citizen's link. Whoever holds a prefix sees it.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from yaoyaoling.kernel.contract import Event
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx


class AudienceGranted(Event):
    """A scope may see the subject from now on."""

    name: ClassVar[str] = "platform.audience.granted"

    subject: UUID
    scope: str
    reason: str
    until: datetime | None = None
    initial: bool = False
    """Given when the subject came into being: its own first fact carries its whole state to the scope."""


class AudienceRevoked(Event):
    """A scope may no longer see the subject."""

    name: ClassVar[str] = "platform.audience.revoked"

    subject: UUID
    scope: str
    reason: str


def covers(held: str, granted: str) -> bool:
    """Whether a held scope sees what was granted to another: the same path or one above it."""
    return granted == held or granted.startswith(held + "/")


async def grant(
    tx: Tx,
    subject: UUID,
    scope: str,
    reason: str,
    *,
    until: datetime | None = None,
    incident: UUID | None = None,
    initial: bool = False,
) -> None:
    """Let a scope see the subject and say so in the ledger; nothing happens when it already may.

    initial: the subject is made in this transaction. Grants come before the facts they let somebody see.
    """
    if await tx.grant(subject, scope, reason, until):
        event = AudienceGranted(subject=subject, scope=scope, reason=reason, until=until, initial=initial)
        tx.record(event, stream=f"audience:{new_id()}", seq=1, about=subject, incident=incident)


async def list_scopes(tx: Tx, subject: UUID) -> list[str]:
    """Scopes a subject is granted to now, as far as the actor sees it."""
    rows = await tx.fetch("select scope from platform.audience where subject = $1 order by scope", subject)
    return [row["scope"] for row in rows]


async def revoke(tx: Tx, subject: UUID, scope: str, reason: str, *, incident: UUID | None = None) -> None:
    """Take it away with the commit, and say so in the ledger."""
    tx.revoke_at_end(subject, scope)
    event = AudienceRevoked(subject=subject, scope=scope, reason=reason)
    tx.record(event, stream=f"audience:{new_id()}", seq=1, about=subject, incident=incident)
